/** Texts of a finished vocabulary, from words by number to the numbers of its entries (vocabulary.ts). */
import { BytesInOrder, type ByteWriter } from '../bytes.js';
import { END_OF_TEXT } from './join-pairs.js';
import { MORE_BYTES, ONE_END, THREE_BYTES, THREE_END, TWO_BYTES, TWO_END } from './vocabulary.js';

/** Gives the texts of a finished vocabulary one after another. */
export class PackedTexts {
  private readonly reader: BytesInOrder;

  constructor(
    private readonly sequence: ByteWriter,
    private readonly rank: Uint32Array,
  ) {
    this.reader = new BytesInOrder(sequence.view());
  }

  /** Appends the bytes of the next text. */
  writeNext(out: ByteWriter): void {
    for (let number = this.take(); number !== END_OF_TEXT; number = this.take()) writeCode(out, this.rank[number] ?? 0);
  }

  /** Frees the memory once all texts are taken. */
  release(): void {
    this.sequence.clear();
  }

  private take(): number {
    return this.reader.varint();
  }
}

function writeCode(out: ByteWriter, entry: number): void {
  if (entry < ONE_END) {
    out.byte(entry);
  } else if (entry < TWO_END) {
    const rest = entry - ONE_END;
    out.byte(TWO_BYTES + (rest >> 8));
    out.byte(rest & 0xff);
  } else if (entry < THREE_END) {
    const rest = entry - TWO_END;
    out.byte(THREE_BYTES + (rest >> 16));
    out.byte((rest >> 8) & 0xff);
    out.byte(rest & 0xff);
  } else {
    out.byte(MORE_BYTES);
    out.varint(entry - THREE_END);
  }
}
