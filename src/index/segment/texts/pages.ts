/**
 * Large buffers whose memory comes straight from the system and returns to it when they are collected. The usual
 * allocator keeps freed memory in pieces for later, each thread its own: 210 MB of it after indexing 800,000
 * paragraphs. The memory of WebAssembly is an ordinary buffer to read and write, but consists of pages of the system
 * and grows in place; it reserves many addresses, but only takes the memory that is written to.
 */

/** The part of WebAssembly that is needed; TypeScript knows it only with the types of browsers. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared?: boolean }) => Pages;
};

interface Pages {
  readonly buffer: ArrayBuffer;
  /** Throws where there are no more. */
  grow(by: number): number;
}

/** Smaller buffers are left to the allocator: asking the system for them takes too long. */
const LARGE = 1 << 20;
const PAGE = 1 << 16;
/** Most pages of a buffer: 4 GB. */
const MAX_PAGES = 1 << 16;

/** A buffer of at least `byteLength` zeros. */
export function newBuffer(byteLength: number): ArrayBuffer {
  if (byteLength < LARGE) return new ArrayBuffer(byteLength);
  return pagesFor(byteLength)?.buffer ?? new ArrayBuffer(byteLength);
}

/** As `newBuffer`, to be shared between threads. */
export function newSharedBuffer(byteLength: number): SharedArrayBuffer {
  const pages = Math.ceil(byteLength / PAGE);
  if (byteLength >= LARGE && pages <= MAX_PAGES) {
    try {
      const buffer: ArrayBufferLike = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
      if (buffer instanceof SharedArrayBuffer) return buffer;
    } catch {
      // As in `pagesFor`.
    }
  }
  return new SharedArrayBuffer(byteLength);
}

/** Numbers that are all 0. */
export function newNumbers(length: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(newBuffer(length * 4), 0, length);
}

/** The same numbers with zeros after them: twice as many, and at least `least`. */
export function grown<Numbers extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(
  numbers: Numbers,
  least = 0,
): Numbers {
  const Type = numbers.constructor as new (buffer: ArrayBuffer, from: number, length: number) => Numbers;
  const length = Math.max(numbers.length * 2, least);
  const larger = new Type(newBuffer(length * numbers.BYTES_PER_ELEMENT), 0, length);
  larger.set(numbers);
  return larger;
}

/** A buffer that grows. */
export class Room {
  private memory: Pages | null = null;
  buffer: ArrayBuffer;

  constructor(byteLength: number) {
    this.buffer = new ArrayBuffer(byteLength);
  }

  /** Replaces `buffer` by one of at least `byteLength` bytes that begins with the same; views of the old one may become empty. */
  grow(byteLength: number): void {
    const { buffer, memory } = this;
    if (memory !== null) {
      try {
        memory.grow(Math.ceil(byteLength / PAGE) - buffer.byteLength / PAGE);
        this.buffer = memory.buffer;
        return;
      } catch {
        this.memory = null;
      }
    } else if (byteLength >= LARGE) {
      this.memory = pagesFor(byteLength);
    }
    this.buffer = this.memory?.buffer ?? new ArrayBuffer(byteLength);
    new Uint8Array(this.buffer).set(new Uint8Array(buffer));
  }
}

/** Null where the process is limited in addresses, or WebAssembly is turned off. */
function pagesFor(byteLength: number): Pages | null {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(byteLength / PAGE), maximum: MAX_PAGES });
  } catch {
    return null;
  }
}

/**
 * Bytes from which on the garbage collector is told of a segment. Each time it is told, it holds its thread for 10 ms:
 * with segments of any size, an edit of 100,000 paragraphs was found after 42 ms instead of 19, and indexing them
 * blocked the main thread for 30 ms instead of 20.
 */
export const HEAVY = 32 << 20;

/**
 * A buffer that takes addresses but no memory, to tell the garbage collector of a segment. The collector counts shared
 * memory in no thread: without this, in a thread that allocates little else, segments merged long ago were never freed
 * (70 MB after 300,000 paragraphs). As it collects only once 64 MB are waiting, a segment is given twice its size here,
 * so that at most 32 MB of segments wait.
 */
export function weightOf(byteLength: number): ArrayBuffer {
  return new ArrayBuffer(byteLength * 2, { maxByteLength: byteLength * 2 });
}
