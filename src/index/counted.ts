/**
 * What MiniSearch counts, in columns. MiniSearch keeps a map of maps of maps: of each term, field and document its count. Here stand columns
 * of numbers in their place, which answer to the few calls that it makes of them when it adds a document. Documents come in order, and
 * nothing is searched before it is frozen, so a column is only ever changed at its end: a tenth of the memory, and no work for the
 * collector (of indexing, maps took a third).
 */
import { NumberList } from './bytes.js';
import type { TermPostings } from './write-postings.js';

/** In the order in which MiniSearch is told of them. */
export const FIELDS = ['body', 'heading', 'title'] as const;

/** How often each form stands in one field of each paragraph, in the order in which they come. */
class FieldColumn {
  readonly forms = new NumberList(1 << 14);
  readonly paragraphs = new NumberList(1 << 14);
  readonly counts = new NumberList(1 << 14);
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
      const larger = new Uint32Array(Math.max(this.last.length * 2, form + 1));
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

  /** @param keysOfForms the numbers of the keys that each form is found by @param keys how many there are */
  invert(keysOfForms: readonly (readonly number[])[], keys: number): CountsOfKeys {
    return new CountsOfKeys(this.columns, keysOfForms, keys);
  }
}

/** The places in a list of forms where each key stands, by a counting sort: in the order of the list. */
export class Inverted {
  private readonly starts: Uint32Array;
  private readonly places: Uint32Array;

  constructor(forms: Uint32Array, keysOfForms: readonly (readonly number[])[], keys: number) {
    const starts = new Uint32Array(keys + 1);
    for (const form of forms) {
      for (const key of keysOfForms[form] ?? []) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const next = starts.slice();
    const places = new Uint32Array(starts[keys] ?? 0);
    for (let place = 0; place < forms.length; place++) {
      for (const key of keysOfForms[forms[place] ?? 0] ?? []) {
        const at = next[key] ?? 0;
        places[at] = place;
        next[key] = at + 1;
      }
    }
    this.starts = starts;
    this.places = places;
  }

  size(key: number): number {
    return (this.starts[key + 1] ?? 0) - (this.starts[key] ?? 0);
  }

  /** The place of a key's `i`th occurrence; -1 behind the last. */
  place(key: number, i: number): number {
    const at = (this.starts[key] ?? 0) + i;
    return at < (this.starts[key + 1] ?? 0) ? (this.places[at] ?? -1) : -1;
  }

  each(key: number, take: (place: number) => void): void {
    const end = this.starts[key + 1] ?? 0;
    for (let at = this.starts[key] ?? 0; at < end; at++) take(this.places[at] ?? 0);
  }
}

/** How often each key stands in the fields of each paragraph. */
class CountsOfKeys {
  private readonly fields: { inverted: Inverted; paragraphs: Uint32Array; counts: Uint32Array }[];

  constructor(columns: readonly FieldColumn[], keysOfForms: readonly (readonly number[])[], keys: number) {
    this.fields = columns.map(({ forms, paragraphs, counts }) => ({
      inverted: new Inverted(forms.view(), keysOfForms, keys),
      paragraphs: paragraphs.view(),
      counts: counts.view(),
    }));
  }

  /** Adds the postings of a key, in order. */
  addTo(postings: TermPostings, key: number): void {
    const next = [0, 0, 0];
    for (;;) {
      let field = -1;
      let least = Number.POSITIVE_INFINITY;
      let count = 0;
      for (const [i, { inverted, paragraphs, counts }] of this.fields.entries()) {
        const place = inverted.place(key, next[i] ?? 0);
        const paragraph = paragraphs[place] ?? Number.POSITIVE_INFINITY;
        if (paragraph >= least) continue;
        field = i;
        least = paragraph;
        count = counts[place] ?? 0;
      }
      if (field < 0) return;
      next[field] = (next[field] ?? 0) + 1;
      postings.add(least, field === 0 ? count : 0, field === 1 ? count : 0, field === 2 ? count : 0);
    }
  }
}
