/**
 * Memory that grows in place. Doubling a buffer by copying holds three times its bytes for a moment; what is freed
 * waits for the garbage collector, and the allocator then keeps it in pieces too small for the next buffer. A merge of
 * 400,000 paragraphs held 170 MB beside its output that way. Buffers here reserve room after them, which takes
 * addresses but no memory, and return memory to the system at once. Reading and writing them byte by byte is slower
 * than other buffers, and made indexing a fifth slower: bytes are written and read in a window, which is copied.
 */

/** Bytes that a buffer can grow to in place; for more, it is copied to where it can grow to four times as many. */
const RESERVED = 1 << 28;
/** Node 20 reserves no more. */
const MOST_RESERVED = 2 ** 32;
/**
 * Most bytes that a buffer grows by at once. Doubling would do as well, since unwritten memory is not taken; but memory
 * that is returned is filled with zeros first, and so is taken: 60 MB for a moment at the end of a merge of 790,000
 * paragraphs.
 */
const STEP = 1 << 22;
/** Bytes of the window that is copied at once. */
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

  /** All bytes appended, not copied: valid until the next append. */
  view(): Uint8Array {
    return this.bytes?.subarray(0, this.length) ?? new Uint8Array();
  }

  /** Returns the memory to the system at once, and so empties this and what `view` returned. */
  release(): void {
    this.bytes?.buffer.resize(0);
    this.bytes = null;
    this.length = 0;
  }

  private grow(length: number): void {
    const { bytes } = this;
    const wanted = Math.max(length, Math.min(this.length * 2, this.length + STEP));
    if (bytes !== null && wanted <= bytes.buffer.maxByteLength) {
      // Memory that is not written to is not taken.
      bytes.buffer.resize(wanted);
      this.bytes = new Uint8Array(bytes.buffer);
      return;
    }
    const maxByteLength = Math.max(RESERVED, Math.min(wanted * 4, MOST_RESERVED));
    this.bytes = new Uint8Array(new ArrayBuffer(wanted, { maxByteLength }));
    if (bytes === null) return;
    this.bytes.set(bytes.subarray(0, this.length));
    bytes.buffer.resize(0);
  }
}

/** Copies bytes to `target`. Those of `GrowingBytes` are freed on the way, from the end on, so that little memory is ever taken twice. */
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
