/**
 * Large buffers whose memory comes straight from the system and returns to it when they are collected. The usual
 * allocator keeps freed memory in pieces for later, each thread its own: 210 MB of it after indexing 800,000
 * paragraphs. The memory of WebAssembly is an ordinary buffer to read and write, but consists of pages of the system;
 * it reserves many addresses, but only takes the memory that is written to. It could grow in place as well. But its
 * buffer is then detached, and from the first one on V8 looks, wherever a thread reads or writes numbers, whether theirs
 * is; all code compiled until then is thrown away, 43 functions when a first batch was indexed.
 */

/** The part of WebAssembly that is needed; TypeScript knows it only with the types of browsers. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared: boolean }) => { readonly buffer: ArrayBufferLike };
};

/** Smaller buffers are left to the allocator: asking the system for them takes too long. */
const LARGE = 1 << 20;
const PAGE = 1 << 16;
/** Most pages of a buffer: 4 GB. */
const MAX_PAGES = 1 << 16;

/** A buffer of at least `byteLength` zeros. */
export function newBuffer(byteLength: number): ArrayBuffer {
  const buffer = pagesFor(byteLength, false);
  return buffer instanceof ArrayBuffer ? buffer : new ArrayBuffer(byteLength);
}

/** As `newBuffer`, to be shared between threads. */
export function newSharedBuffer(byteLength: number): SharedArrayBuffer {
  const buffer = pagesFor(byteLength, true);
  return buffer instanceof SharedArrayBuffer ? buffer : new SharedArrayBuffer(byteLength);
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

/** Null for few bytes or too many, where the process is limited in addresses, or where WebAssembly is turned off. */
function pagesFor(byteLength: number, shared: boolean): ArrayBufferLike | null {
  const pages = Math.ceil(byteLength / PAGE);
  if (byteLength < LARGE || pages > MAX_PAGES) return null;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared }).buffer;
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
