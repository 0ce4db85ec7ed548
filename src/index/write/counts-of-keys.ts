/** The postings of keys, put together from the counts of their forms. */
import { NumberList } from '../segment/number-list.js';
import { grown } from '../segment/texts/pages.js';
import { type FieldByForm, sortedBy, startsOf } from './counts-of-forms.js';
import type { TermPostings } from './term-postings.js';

/** Which keys find which forms: pairs of a key and a form, in the order of forms. */
export interface KeysOfForms {
  /** The key of each pair. */
  keys: Uint32Array;
  forms: Uint32Array;
  /** How many keys there are, number 0 included. */
  count: number;
}

/** Puts the postings of keys together from the counts of their forms. */
export class CountsOfKeys {
  /** The forms of key `k` are `forms` from `starts[k]` to `starts[k + 1]`. */
  private readonly starts: Uint32Array;
  private readonly forms: Uint32Array;
  private readonly rows = new Rows();

  constructor(
    private readonly fields: readonly FieldByForm[],
    { keys, forms, count }: KeysOfForms,
  ) {
    this.starts = startsOf(keys, count);
    this.forms = sortedBy(keys, forms, this.starts);
  }

  /** Adds the postings of a key, in order. */
  addTo(postings: TermPostings, key: number): void {
    const { starts, forms, fields, rows } = this;
    const [from = 0, to = 0] = [starts[key], starts[key + 1]];
    const [body, heading, title] = fields;
    const form = forms[from] ?? 0;
    // Most keys have one form, which stands only in texts.
    if (to - from === 1 && heading?.has(form) === false && title?.has(form) === false) {
      body?.addTo(postings, form);
      return;
    }
    rows.clear();
    for (const [number, field] of fields.entries()) {
      for (let i = from; i < to; i++) rows.take(field, number, forms[i] ?? 0);
    }
    rows.addTo(postings, fields);
  }
}

/** Puts the counts of several forms and fields in the order of paragraphs, then of fields. Reused for each key. */
class Rows {
  private size = 0;
  /** Where each run of rows ends: those of one form in one field, which are in order. */
  private readonly ends = new NumberList();
  private paragraphs = new Uint32Array(64);
  private fields = new Uint8Array(64);
  private counts = new Uint32Array(64);
  /** Where the positions of each row begin in its field. */
  private places = new Uint32Array(64);
  /** The numbers of the rows, in order once they are sorted; and room to sort them. */
  private order = new Uint32Array(64);
  private spare = new Uint32Array(64);

  clear(): void {
    this.size = 0;
    this.ends.length = 0;
  }

  /** Adds a row for each count of a form in a field. Fields must come in order. */
  take(field: FieldByForm, number: number, form: number): void {
    const [begin = 0, end = 0] = [field.starts[form], field.starts[form + 1]];
    if (begin === end) return;
    while (this.size + end - begin > this.paragraphs.length) this.grow();
    let place = field.positionStarts[form] ?? 0;
    for (let at = begin; at < end; at++) {
      const row = this.size++;
      const count = field.counts[at] ?? 0;
      this.paragraphs[row] = field.paragraphs[at] ?? 0;
      this.fields[row] = number;
      this.counts[row] = count;
      this.places[row] = place;
      this.order[row] = row;
      place += count;
    }
    this.ends.push(this.size);
  }

  addTo(postings: TermPostings, columns: readonly FieldByForm[]): void {
    this.sort();
    const { order, paragraphs, fields, counts, places, size } = this;
    const { positions } = postings;
    let paragraph = -1;
    let field = -1;
    /** Where the positions in the current field of the current paragraph begin. */
    let begin = 0;
    for (let i = 0; i < size; i++) {
      const row = order[i] ?? 0;
      const next = paragraphs[row] ?? 0;
      const number = fields[row] ?? 0;
      const count = counts[row] ?? 0;
      const isMixed = next === paragraph && number === field;
      if (!isMixed) begin = positions.length;
      postings.add(next, number === 0 ? count : 0, number === 1 ? count : 0, number === 2 ? count : 0);
      const from = places[row] ?? 0;
      const column = columns[number]?.positions;
      if (column !== undefined) for (let at = from; at < from + count; at++) positions.push(column[at] ?? 0);
      if (isMixed) sortFrom(positions, begin, positions.length - count);
      paragraph = next;
      field = number;
    }
  }

  /** Merges runs that are neighbours until one is left. Sorting the rows as if they were in no order took 4 % of indexing. */
  private sort(): void {
    const { ends } = this;
    while (ends.length > 1) {
      let runs = 0;
      let from = 0;
      for (let i = 0; i < ends.length; i += 2) {
        const middle = ends.at(i);
        const end = i + 1 < ends.length ? ends.at(i + 1) : middle;
        this.merge(from, middle, end);
        ends.set(runs++, end);
        from = end;
      }
      ends.length = runs;
      [this.order, this.spare] = [this.spare, this.order];
    }
  }

  /** Merges the run that ends at `middle` with the one behind it. Rows of one paragraph stay in the order in which they came. */
  private merge(from: number, middle: number, end: number): void {
    const { paragraphs, order, spare } = this;
    let left = from;
    let right = middle;
    for (let at = from; at < end; at++) {
      const [a = 0, b = 0] = [order[left], order[right]];
      const isLeft = right === end || (left < middle && (paragraphs[a] ?? 0) <= (paragraphs[b] ?? 0));
      spare[at] = isLeft ? a : b;
      if (isLeft) left++;
      else right++;
    }
  }

  private grow(): void {
    this.paragraphs = grown(this.paragraphs);
    this.fields = grown(this.fields);
    this.counts = grown(this.counts);
    this.places = grown(this.places);
    this.order = grown(this.order);
    this.spare = grown(this.spare);
  }
}

/** Sorts the numbers from `begin` on, which are few; those before `unsorted` are in order. */
function sortFrom(numbers: NumberList, begin: number, unsorted: number): void {
  for (let i = unsorted; i < numbers.length; i++) {
    const number = numbers.at(i);
    let at = i;
    for (; at > begin && numbers.at(at - 1) > number; at--) numbers.set(at, numbers.at(at - 1));
    numbers.set(at, number);
  }
}
