/**
 * Large buffers straight from the system, to which they go back when they are collected. The allocator that has others keeps what was freed
 * in pieces for later, for each thread its own: 210 MB of nothing after 800,000 paragraphs. What WebAssembly calls memory is an ordinary
 * buffer to read and write, is made of pages of the system, and grows where it is; it takes many addresses but only the memory that is written to.
 */

/** What of WebAssembly is needed: to TypeScript it is a thing of browsers. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared?: boolean }) => Pages;
};

interface Pages {
  readonly buffer: ArrayBuffer;
  /** Throws where there are no more. */
  grow(by: number): number;
}

/** Smaller buffers are left to the allocator: to ask the system takes longer than they are worth. */
const LARGE = 1 << 20;
const PAGE = 1 << 16;
/** Pages that a buffer may grow to: 4 GB. */
const MOST_PAGES = 1 << 16;

/** A buffer of at least so many zeros. */
export function newBuffer(byteLength: number): ArrayBuffer {
  if (byteLength < LARGE) return new ArrayBuffer(byteLength);
  return pagesFor(byteLength)?.buffer ?? new ArrayBuffer(byteLength);
}

/** As `newBuffer`, to be shared between threads. */
export function newSharedBuffer(byteLength: number): SharedArrayBuffer {
  const pages = Math.ceil(byteLength / PAGE);
  if (byteLength >= LARGE && pages <= MOST_PAGES) {
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

/** A buffer that grows. */
export class Room {
  private memory: Pages | null = null;
  buffer: ArrayBuffer;

  constructor(byteLength: number) {
    this.buffer = new ArrayBuffer(byteLength);
  }

  /** Makes `buffer` one of the same bytes and at least so many in all; views of the one before may be empty. */
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

/** Null where a process may have few addresses, or WebAssembly is turned off. */
function pagesFor(byteLength: number): Pages | null {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(byteLength / PAGE), maximum: MOST_PAGES });
  } catch {
    return null;
  }
}

/**
 * Bytes of a segment that the collector is to know of. It holds its thread for 10 ms when it hears of one: with segments of any size an edit of
 * 100,000 paragraphs was found in 42 ms instead of 19, and indexing them held the main thread for 30 ms instead of 20.
 */
export const HEAVY = 32 << 20;

/**
 * A buffer that takes addresses but no memory. The collector counts shared memory in no thread: where little else is made, segments that were
 * merged long ago were never let go (70 MB after 300,000 paragraphs). What it counts instead is this. It lets 64 MB wait before it begins;
 * a segment weighs twice its bytes, so that they are half as much.
 */
export function weightOf(byteLength: number): ArrayBuffer {
  return new ArrayBuffer(byteLength * 2, { maxByteLength: byteLength * 2 });
}
