/** Lists of numbers of four bytes each. */
import { grown } from './texts/pages.js';

/** The bytes of 32-bit numbers. */
export function uint32Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

/**
 * What grows has room for so few numbers first, so that code meets growing before it is compiled: V8 throws away code
 * that meets it for the first time, with all code that this was made part of.
 */
export const FIRST_ROOM = 1 << 6;

/** A growing list of unsigned 32-bit numbers, which the garbage collector never walks through. */
export class NumberList {
  private numbers = new Uint32Array(FIRST_ROOM);
  length = 0;

  push(value: number): void {
    if (this.length === this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers[this.length++] = value;
  }

  /** @param index below `length` */
  at(index: number): number {
    return this.numbers[index] ?? 0;
  }

  /** @param index below `length` */
  set(index: number, value: number): void {
    this.numbers[index] = value;
  }

  /** All numbers pushed, not copied: valid until the next push. */
  view(): Uint32Array {
    return this.numbers.subarray(0, this.length);
  }

  /** The bytes of `view`. */
  bytes(): Uint8Array {
    return new Uint8Array(this.numbers.buffer, 0, this.length * 4);
  }
}
