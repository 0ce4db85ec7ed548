/** Where the pieces of one text stand (cut.ts), and the number of each, in columns. */
import { NumberList } from '../number-list.js';

export class NumberedPieces {
  private readonly starts = new NumberList();
  private readonly ends = new NumberList();
  private readonly numbers = new NumberList();

  get length(): number {
    return this.starts.length;
  }

  clear(): void {
    this.starts.length = 0;
    this.ends.length = 0;
    this.numbers.length = 0;
  }

  push(start: number, end: number, number: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.numbers.push(number);
  }

  /** Where a piece begins. Here and below, the index of the piece is below `length`. */
  startOf(piece: number): number {
    return this.starts.at(piece);
  }

  endOf(piece: number): number {
    return this.ends.at(piece);
  }

  numberOf(piece: number): number {
    return this.numbers.at(piece);
  }
}
