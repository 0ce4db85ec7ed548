/** Keeps where two words stand side by side until their list of neighbours is written. */
import { ByteReader, ByteWriter } from '../segment/bytes.js';
import { END } from '../segment/postings.js';

/** Where a pair of words stands, as bytes: thousands of these grow at the same time. */
export class SidePlaces {
  private readonly bytes = new ByteWriter(32);
  private before = -1;
  /** The last paragraph and its counts in body, headings and title, not written yet. */
  private paragraph = -1;
  private readonly counts = [0, 0, 0];

  /** @param field 0 to 2: body, heading, title */
  add(paragraph: number, field: number): void {
    if (paragraph !== this.paragraph) this.write();
    this.paragraph = paragraph;
    this.counts[field] = (this.counts[field] ?? 0) + 1;
  }

  /** A reader of all places. To be called once, after the last was added. */
  read(): SideReader {
    this.write();
    return new SideReader(this.bytes.view());
  }

  private write(): void {
    if (this.paragraph < 0) return;
    const { bytes, counts } = this;
    const plain = counts[0] === 1 && counts[1] === 0 && counts[2] === 0;
    bytes.varint((this.paragraph - this.before) * 2 + Number(plain));
    if (!plain) for (const count of counts) bytes.varint(count);
    counts.fill(0);
    this.before = this.paragraph;
  }
}

/** Reads `SidePlaces` paragraph by paragraph. */
class SideReader {
  private readonly reader: ByteReader;
  /** The current paragraph; `END` after the last. */
  paragraph = -1;
  readonly counts = [0, 0, 0];

  constructor(private readonly bytes: Uint8Array) {
    this.reader = new ByteReader(bytes, 0);
    this.next();
  }

  next(): void {
    const { reader, counts } = this;
    if (reader.at >= this.bytes.length) {
      this.paragraph = END;
      return;
    }
    const code = reader.varint();
    this.paragraph += code >>> 1;
    const plain = (code & 1) === 1;
    for (let field = 0; field < counts.length; field++) counts[field] = plain ? Number(field === 0) : reader.varint();
  }
}
