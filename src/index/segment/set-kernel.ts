/**
 * What sets of a bit a paragraph have in common or together, and how many bits are set, 128 bits at a time by WebAssembly. Sets are copied into its memory, as they
 * are kept elsewhere: two of 100 KB, the paragraphs of 800,000, are met in 17 µs, of which 11 are that, and 35 to 180 take the same steps in JavaScript.
 */
import { countBits, unite } from './bits.js';
import { CHUNK_WORDS } from './table.js';

/** The parts of WebAssembly that are needed, as in pages.ts. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  meet(a: number, b: number, size: number, chunks: number, bits: number): number;
  unite(set: number, other: number, size: number): void;
  count(set: number, size: number): number;
}

const CHUNK_BYTES = CHUNK_WORDS * 4;
/** Of the memory of WebAssembly. */
const PAGE_BYTES = 1 << 16;

/** set-kernel.wat in the binary format, in Base64; the tests compare them. */
export const KERNEL =
  'AGFzbQEAAAABFgNgBX9/f39/AX9gA39/fwBgAn9/AX8DBAMAAQIFAwEAAQchBAZtZW1vcnkCAARtZWV0AAAFdW5pdGUAAQVjb3VudAACCtABA1YCAn8BewNAIAAgBWr9AAQAIAEgBWr9AAQA/U4hByAEIAZBBHRqIAf9CwQAIAMgBkECdGogBUEEdjYCACAGIAf9U2ohBiAFQRBqIQUgBSACSQ0ACyAGCzIBAX8DQCAAIANqIAAgA2r9AAQAIAEgA2r9AAQA/VD9CwQAIANBEGohAyADIAJJDQALC0QCAX8BewNAIAMgACACav0ABAD9Yv19/X/9rgEhAyACQRBqIQIgAiABSQ0ACyAD/RsAIAP9GwFqIAP9GwIgA/0bA2pqCw==';

/** Finds what two sets of the same length have in common, unites, and counts. */
interface SetKernel {
  /** After `meet`: the chunks that both sets share, ascending; and four words with the bits of each. */
  readonly chunks: Int32Array;
  readonly bits: Uint32Array;
  /** Returns how many chunks the sets share. */
  meet(a: Uint32Array, b: Uint32Array): number;
  /** How many numbers the first chunks of those have that `meet` found. */
  countMet(chunks: number): number;
  /** The numbers that any of some sets of `words` words has. To be read and written to until the next call but `count`. */
  unite(sets: readonly Uint32Array[], words: number): Uint32Array;
  /** How many bits are set. */
  count(set: Uint32Array): number;
}

/** By WebAssembly. Its memory has the two sets, then the bits and the numbers of what they share. */
export class FastKernel implements SetKernel {
  chunks = new Int32Array(0);
  bits = new Uint32Array(0);
  private a = new Uint32Array(0);
  private b = new Uint32Array(0);
  private readonly exports: Exports;

  /** Throws where there is no WebAssembly, or none with 128 bits. */
  constructor() {
    const module = new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
    // What set-kernel.wat exports.
    this.exports = new WebAssembly.Instance(module).exports as Exports;
  }

  meet(a: Uint32Array, b: Uint32Array): number {
    if (a.length === 0) return 0;
    this.take(a, this.room(a.length).a);
    this.take(b, this.b);
    const size = this.a.byteLength;
    return this.exports.meet(0, size, sizeOf(a.length), 3 * size, 2 * size);
  }

  countMet(chunks: number): number {
    return chunks === 0 ? 0 : this.exports.count(this.bits.byteOffset, chunks * CHUNK_BYTES);
  }

  unite(sets: readonly Uint32Array[], words: number): Uint32Array {
    const { a } = this.room(words);
    const [first, ...others] = sets;
    if (first === undefined) a.fill(0, 0, sizeOf(words) / 4);
    else this.take(first, a);
    for (let i = 0; i < others.length; i++) {
      this.take(others[i] ?? a, this.b);
      this.exports.unite(0, a.byteLength, sizeOf(words));
    }
    return a.subarray(0, words);
  }

  count(set: Uint32Array): number {
    if (set.length === 0) return 0;
    // What was made of several sets is there already, and zeros behind it.
    if (set.buffer === this.a.buffer) return this.exports.count(set.byteOffset, sizeOf(set.length));
    this.take(set, this.room(set.length).a);
    return this.exports.count(0, sizeOf(set.length));
  }

  /** Copies a set, and nothing behind it but zeros. */
  private take(set: Uint32Array, into: Uint32Array): void {
    into.set(set);
    for (let i = set.length; i % CHUNK_WORDS !== 0; i++) into[i] = 0;
  }

  /** Makes room for two sets of so many words, and what they share. */
  private room(words: number): this {
    if (this.a.length >= words) return this;
    const size = sizeOf(words);
    const { memory } = this.exports;
    const wanted = Math.ceil((3 * size + size / CHUNK_WORDS) / PAGE_BYTES);
    memory.grow(Math.max(0, wanted - memory.buffer.byteLength / PAGE_BYTES));
    const { buffer } = memory;
    this.a = new Uint32Array(buffer, 0, size / 4);
    this.b = new Uint32Array(buffer, size, size / 4);
    this.bits = new Uint32Array(buffer, 2 * size, size / 4);
    this.chunks = new Int32Array(buffer, 3 * size, size / CHUNK_BYTES);
    return this;
  }
}

/** The bytes of so many words, up to the end of their last chunk. */
function sizeOf(words: number): number {
  return Math.ceil(words / CHUNK_WORDS) * CHUNK_BYTES;
}

/** The same in JavaScript. */
export class PlainKernel implements SetKernel {
  chunks = new Int32Array(0);
  bits = new Uint32Array(0);
  private united = new Uint32Array(0);

  meet(a: Uint32Array, b: Uint32Array): number {
    const most = sizeOf(a.length) / CHUNK_BYTES;
    if (this.chunks.length < most) {
      this.chunks = new Int32Array(most);
      this.bits = new Uint32Array(most * CHUNK_WORDS);
    }
    const { chunks, bits } = this;
    let found = 0;
    for (let chunk = 0; chunk < most; chunk++) {
      let any = 0;
      for (let word = 0; word < CHUNK_WORDS; word++) {
        const i = chunk * CHUNK_WORDS + word;
        const both = (a[i] ?? 0) & (b[i] ?? 0);
        bits[found * CHUNK_WORDS + word] = both;
        any |= both;
      }
      chunks[found] = chunk;
      if (any !== 0) found++;
    }
    return found;
  }

  countMet(chunks: number): number {
    return countBits(this.bits.subarray(0, chunks * CHUNK_WORDS));
  }

  unite(sets: readonly Uint32Array[], words: number): Uint32Array {
    if (this.united.length < words) this.united = new Uint32Array(words);
    const united = this.united.subarray(0, words).fill(0);
    for (const set of sets) unite(united, set);
    return united;
  }

  count(set: Uint32Array): number {
    return countBits(set);
  }
}

/** The faster one that this machine has. */
export const SETS: SetKernel = fastest();

function fastest(): SetKernel {
  try {
    return new FastKernel();
  } catch {
    return new PlainKernel();
  }
}
