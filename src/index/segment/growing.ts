/**
 * Memory that grows where it is. To double a buffer by copying it holds three times its bytes for a moment, and what is let go waits for
 * the collector; then the allocator keeps it in pieces too small for the next one. A merge of 400,000 paragraphs held 170 MB beside its
 * output so. Buffers here have room reserved behind them, which takes addresses but no memory, and are given back to the system at once.
 * To read and write them byte by byte is slower than in others, and made indexing a fifth slower: that is done in a window, which is copied.
 */

/** Bytes that a buffer may grow to before it is copied to where there is more room. */
const RESERVED = 1 << 28;
/**
 * Bytes that a buffer grows by at most. Twice as large as before would do, as what is not written to takes no memory; but what is given back
 * is filled with zeros first, and then takes it: 60 MB for a moment at the end of a merge of 790,000 paragraphs.
 */
const STEP = 1 << 22;
/** Bytes that are copied at once. */
export const WINDOW = 1 << 16;

export class GrowingBytes {
  private bytes: Uint8Array<ArrayBuffer> | null = null;
  length = 0;

  append(bytes: Uint8Array): void {
    const end = this.length + bytes.length;
    if (this.bytes === null || end > this.bytes.length) this.grow(end);
    this.bytes?.set(bytes, this.length);
    this.length = end;
  }

  /** @param index below `length` */
  at(index: number): number {
    return this.bytes?.[index] ?? 0;
  }

  /** What was appended, without a copy: valid until more is. */
  view(): Uint8Array {
    return this.bytes?.subarray(0, this.length) ?? new Uint8Array();
  }

  /** Gives the memory back at once: it is empty then, and what `view` gave. */
  release(): void {
    this.bytes?.buffer.resize(0);
    this.bytes = null;
    this.length = 0;
  }

  private grow(length: number): void {
    const { bytes } = this;
    const wanted = Math.max(length, Math.min(this.length * 2, this.length + STEP));
    if (bytes !== null && wanted <= bytes.buffer.maxByteLength) {
      // What is not written yet takes no memory.
      bytes.buffer.resize(wanted);
      this.bytes = new Uint8Array(bytes.buffer);
      return;
    }
    this.bytes = new Uint8Array(new ArrayBuffer(wanted, { maxByteLength: Math.max(RESERVED, wanted * 4) }));
    if (bytes === null) return;
    this.bytes.set(bytes.subarray(0, this.length));
    bytes.buffer.resize(0);
  }
}

/** Copies bytes to `target`, and where they are `GrowingBytes` gives their memory back meanwhile, from the end on: little of it is ever there twice. */
export function moveTo(target: Uint8Array, at: number, bytes: Uint8Array): void {
  const { buffer, byteOffset, length } = bytes;
  if (!(buffer instanceof ArrayBuffer) || !buffer.resizable) {
    target.set(bytes, at);
    return;
  }
  for (let end = length; end > 0; ) {
    const start = Math.max(0, end - WINDOW * 16);
    target.set(new Uint8Array(buffer, byteOffset + start, end - start), at + start);
    buffer.resize(byteOffset + start);
    end = start;
  }
}
