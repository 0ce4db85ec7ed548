/** Texts one after another, as the bytes that each shares with the one before, and the rest. */
import { ByteWriter } from './bytes.js';

export class FrontCoder {
  private bytes = new ByteWriter();
  private previous = new ByteWriter();
  /** How many bytes the text has. */
  length = 0;

  /** Goes on to the next text. Returns how many bytes it begins with that the one before begins with. */
  next(text: string): number {
    const { bytes, previous } = this;
    this.previous = bytes;
    this.bytes = previous;
    previous.clear();
    previous.text(text);
    this.length = previous.length;
    const most = Math.min(bytes.length, this.length);
    let shared = 0;
    while (shared < most && bytes.at(shared) === previous.at(shared)) shared++;
    return shared;
  }

  /** Appends the bytes of the text from `start` on, one by one: most are few. */
  writeRest(out: ByteWriter, start: number): void {
    for (let i = start; i < this.length; i++) out.byte(this.bytes.at(i));
  }
}
