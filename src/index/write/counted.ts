/**
 * What MiniSearch counts, in columns. MiniSearch keeps a map of maps of maps: of each term, field and document its count. Here stand columns
 * of numbers in their place, which answer to the few calls that it makes of them when it adds a document. Documents come in order, and
 * nothing is searched before it is frozen, so a column is only ever changed at its end, and the collector has
 * no work with it: MiniSearch's part of indexing fell from 24 % to 10 %.
 *
 * When a batch is frozen, the columns are put in the order of forms, each once; the postings of a key are read off those of its forms.
 */
import { NumberList } from '../segment/number-list.js';
import { newNumbers } from '../segment/pages.js';
import { CountsOfKeys, FieldByForm, type KeysOfForms } from './counts-of-keys.js';

/** In the order in which MiniSearch is told of them. */
export const FIELDS = ['body', 'heading', 'title'] as const;
const FIELD_NAMES: readonly string[] = FIELDS;

/** How often each form stands in one field of each paragraph, and at which positions, in the order in which they come. */
class FieldColumn {
  readonly forms = new NumberList(1 << 14);
  readonly paragraphs = new NumberList(1 << 14);
  readonly counts = new NumberList(1 << 14);
  /** Every occurrence: its form and its position. */
  readonly occurring = new NumberList(1 << 14);
  readonly positions = new NumberList(1 << 14);
  /** By form: where its last count stands, plus one. */
  private last = new Uint32Array(1 << 14);
  /** The form that MiniSearch asks about. */
  form = 0;

  /** As MiniSearch asks the map from documents to counts. */
  get(paragraph: number): number | undefined {
    const at = (this.last[this.form] ?? 0) - 1;
    return at >= 0 && this.paragraphs.at(at) === paragraph ? this.counts.at(at) : undefined;
  }

  /** As MiniSearch changes the map from documents to counts. */
  set(paragraph: number, count: number): void {
    const { form } = this;
    if (count > 1) {
      this.counts.set((this.last[form] ?? 1) - 1, count);
      return;
    }
    this.forms.push(form);
    this.paragraphs.push(paragraph);
    this.counts.push(1);
    if (form >= this.last.length) {
      const larger = newNumbers(Math.max(this.last.length * 2, form + 1));
      larger.set(this.last);
      this.last = larger;
    }
    this.last[form] = this.forms.length;
  }
}

/** The dictionary that MiniSearch writes to. */
export class CountedForms {
  private readonly columns = FIELDS.map(() => new FieldColumn());
  private readonly fields = {
    /** As MiniSearch asks the map from fields to documents. */
    get: (field: number): FieldColumn | undefined => {
      const column = this.columns[field];
      if (column !== undefined) column.form = this.form;
      return column;
    },
  };
  private form = 0;

  /** As MiniSearch asks its own dictionary. */
  fetch(form: number): CountedForms['fields'] {
    this.form = form;
    return this.fields;
  }

  /** Where the occurrences in a field are recorded, in the order of the text. */
  columnOf(field: string): { occurring: NumberList; positions: NumberList } {
    const column = this.columns[FIELD_NAMES.indexOf(field)];
    if (column === undefined) throw new Error(`There is no field “${field}”.`);
    return column;
  }

  /** The counts by key. All columns are used up. @param forms how many forms there are, the first number counted */
  byKey(keys: KeysOfForms, forms: number): CountsOfKeys {
    return new CountsOfKeys(
      this.columns.map((column) => new FieldByForm(column, forms)),
      keys,
    );
  }
}
