/** The counts of a batch, put in the order of forms. */
import type { NumberList } from '../segment/number-list.js';
import { newNumbers } from '../segment/texts/pages.js';
import type { TermPostings } from './term-postings.js';

/** For each number below `count`, where its run begins when `numbers` are sorted; and the end. */
export function startsOf(numbers: Uint32Array, count: number): Uint32Array {
  const starts = newNumbers(count + 1);
  countInto(starts, numbers);
  addUp(starts);
  return starts;
}

// Each loop is a function of its own: V8 compiles a long loop while it runs, before it knows anything of the code that follows.
function countInto(starts: Uint32Array, numbers: Uint32Array): void {
  for (let i = 0; i < numbers.length; i++) {
    const behind = (numbers[i] ?? 0) + 1;
    starts[behind] = (starts[behind] ?? 0) + 1;
  }
}

function addUp(starts: Uint32Array): void {
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
}

/** `values` sorted by `numbers`, stable. @param starts the result of `startsOf` */
export function sortedBy(numbers: Uint32Array, values: Uint32Array, starts: Uint32Array): Uint32Array {
  const sorted = newNumbers(values.length);
  scatter(numbers, values, starts.slice(), sorted);
  return sorted;
}

function scatter(numbers: Uint32Array, values: Uint32Array, next: Uint32Array, sorted: Uint32Array): void {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? 0;
    const at = next[number] ?? 0;
    sorted[at] = values[i] ?? 0;
    next[number] = at + 1;
  }
}

/** What was counted in one field, in the order of the text: how often forms stand in paragraphs, and where each occurrence stands. */
interface FieldInOrder {
  forms: NumberList;
  paragraphs: NumberList;
  counts: NumberList;
  occurring: NumberList;
  positions: NumberList;
}

/** What was counted in one field, form by form, and for each form in the order of the text. */
export class FieldByForm {
  /** By form: where its counts begin (`starts`) and where its positions do, and the ends. */
  readonly starts: Uint32Array;
  readonly paragraphs: Uint32Array;
  readonly counts: Uint32Array;
  readonly positionStarts: Uint32Array;
  readonly positions: Uint32Array;

  /** @param count how many forms there are, number 0 included */
  constructor(column: FieldInOrder, count: number) {
    const forms = column.forms.view();
    this.starts = startsOf(forms, count);
    this.paragraphs = sortedBy(forms, column.paragraphs.view(), this.starts);
    this.counts = sortedBy(forms, column.counts.view(), this.starts);
    const occurring = column.occurring.view();
    this.positionStarts = startsOf(occurring, count);
    this.positions = sortedBy(occurring, column.positions.view(), this.positionStarts);
  }

  has(form: number): boolean {
    return this.starts[form] !== this.starts[form + 1];
  }

  /** Adds the postings of a form that stands in no other field; only for the field of texts. */
  addTo(postings: TermPostings, form: number): void {
    const { starts, paragraphs, counts, positionStarts, positions } = this;
    const end = starts[form + 1] ?? 0;
    for (let at = starts[form] ?? 0; at < end; at++) postings.add(paragraphs[at] ?? 0, counts[at] ?? 0, 0, 0);
    const last = positionStarts[form + 1] ?? 0;
    for (let at = positionStarts[form] ?? 0; at < last; at++) postings.positions.push(positions[at] ?? 0);
  }
}
