/** Where titles and headings lend a term to the paragraphs below them, as it is read from a segment: numbers in one array. */
import { contextCount } from '../rank.js';
import type { ByteReader } from './bytes.js';
import { type ContextInterval, END } from './postings.js';

/** Numbers of one interval: start, end, heading, title. */
const NUMBERS = 4;

/**
 * Ascending intervals that do not overlap. Frequent words of headings have 30,000: as objects they took 56 bytes each,
 * and in a folder of a million paragraphs two thirds of the time of a question of five words was collecting them.
 */
export class Intervals implements Iterable<ContextInterval> {
  length = 0;
  private values = NO_VALUES;

  static of(intervals: readonly ContextInterval[]): Intervals {
    const made = new Intervals();
    made.reserve(intervals.length);
    for (const [i, { start, end, heading, title }] of intervals.entries())
      made.values.set([start, end, heading, title], i * NUMBERS);
    return made;
  }

  /** Reads as many intervals as the number that the reader is at says, in place of those before. */
  read(reader: ByteReader): void {
    this.reserve(reader.varint());
    const { values } = this;
    const size = this.length * NUMBERS;
    let previous = 0;
    for (let i = 0; i < size; i += NUMBERS) {
      const start = previous + reader.varint();
      previous = start + reader.varint();
      values[i] = start;
      values[i + 1] = previous;
      values[i + 2] = reader.varint();
      values[i + 3] = reader.varint();
    }
  }

  /** The first paragraph of the i-th interval; `END` behind the last one. */
  start(i: number): number {
    return i < this.length ? (this.values[i * NUMBERS] ?? END) : END;
  }

  /** Where the i-th interval ends, exclusive. */
  end(i: number): number {
    return this.values[i * NUMBERS + 1] ?? END;
  }

  /** How often the term stands in headings above its paragraphs. */
  heading(i: number): number {
    return this.values[i * NUMBERS + 2] ?? 0;
  }

  title(i: number): number {
    return this.values[i * NUMBERS + 3] ?? 0;
  }

  /** The index of the first interval that ends after `paragraph`; `length` where none does. */
  indexAt(paragraph: number): number {
    const { values } = this;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle * NUMBERS + 1] ?? 0) <= paragraph) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What is lent to a paragraph, as a joint count; 0 where nothing is. */
  countAt(paragraph: number): number {
    const i = this.indexAt(paragraph);
    return this.start(i) > paragraph ? 0 : contextCount(this.heading(i), this.title(i));
  }

  *[Symbol.iterator](): IterableIterator<ContextInterval> {
    for (let i = 0; i < this.length; i++)
      yield { start: this.start(i), end: this.end(i), heading: this.heading(i), title: this.title(i) };
  }

  private reserve(length: number): void {
    this.length = length;
    if (this.values.length < length * NUMBERS) this.values = new Int32Array(length * NUMBERS);
  }
}

const NO_VALUES = new Int32Array(0);
