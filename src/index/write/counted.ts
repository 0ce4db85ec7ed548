/**
 * The counts of MiniSearch, in columns. MiniSearch would keep a map of maps of maps: for each term, field and document
 * its count. Here, columns of numbers take their place and answer the few calls that it makes when it adds a document.
 * Documents come in order, and nothing is searched before it is frozen, so a column only ever changes at its end, and
 * the garbage collector has no work with it: MiniSearch's part of indexing fell from 24 % to 10 %.
 *
 * When a batch is frozen, the counts are put in the order of forms (counts-of-forms.ts).
 */
import { NumberList } from '../segment/number-list.js';
import { grown } from '../segment/texts/pages.js';
import { FieldByForm } from './counts-of-forms.js';
import { CountsOfKeys, type KeysOfForms } from './counts-of-keys.js';

/** The fields, in the order in which MiniSearch knows them. */
export const FIELDS = ['body', 'heading', 'title'] as const;
const FIELD_NAMES: readonly string[] = FIELDS;

/** For how many forms there is room at first: few, so that code meets growing before it is compiled (number-list.ts). */
const FIRST_FORMS = 1 << 8;

/** The counts and positions of forms in one field, in the order of the text. */
class FieldColumn {
  readonly forms = new NumberList();
  readonly paragraphs = new NumberList();
  readonly counts = new NumberList();
  /** Every occurrence: its form and its position. */
  readonly occurring = new NumberList();
  readonly positions = new NumberList();
  /** By form: the index of its last count, plus one. */
  private last = new Uint32Array(FIRST_FORMS);
  /** The form that MiniSearch is asking about. */
  form = 0;
  /** The paragraph that it is adding, and where the counts of that begin. */
  private paragraph = -1;
  private begin = 0;

  /** For MiniSearch, `get` of the map from documents to counts. */
  get(paragraph: number): number | undefined {
    if (paragraph !== this.paragraph) {
      this.paragraph = paragraph;
      this.begin = this.counts.length;
    }
    const { form, last } = this;
    const at = form < last.length ? (last[form] ?? 0) - 1 : -1;
    return at >= this.begin ? this.counts.at(at) : undefined;
  }

  /** For MiniSearch, `set` of the map from documents to counts. */
  set(paragraph: number, count: number): void {
    const { form } = this;
    if (count > 1) {
      this.counts.set((this.last[form] ?? 1) - 1, count);
      return;
    }
    this.forms.push(form);
    this.paragraphs.push(paragraph);
    this.counts.push(1);
    if (form >= this.last.length) this.last = grown(this.last, form + 1);
    this.last[form] = this.forms.length;
  }
}

/** Stands in for the dictionary of MiniSearch, and for the map from fields to documents that each of its terms has. */
export class CountedForms {
  private readonly columns = FIELDS.map(() => new FieldColumn());
  private form = 0;

  /** For MiniSearch, `fetch` of its dictionary. */
  fetch(form: number): CountedForms {
    this.form = form;
    return this;
  }

  /** For MiniSearch, `get` of the map from fields to documents. */
  get(field: number): FieldColumn | undefined {
    const column = this.columns[field];
    if (column !== undefined) column.form = this.form;
    return column;
  }

  /** The lists in which occurrences in a field are recorded, in the order of the text. */
  columnOf(field: string): { occurring: NumberList; positions: NumberList } {
    const column = this.columns[FIELD_NAMES.indexOf(field)];
    if (column === undefined) throw new Error(`There is no field “${field}”.`);
    return column;
  }

  /** The counts by key. @param forms how many forms there are, number 0 included */
  byKey(keys: KeysOfForms, forms: number): CountsOfKeys {
    return new CountsOfKeys(
      this.columns.map((column) => new FieldByForm(column, forms)),
      keys,
    );
  }
}
