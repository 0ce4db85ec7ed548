/** Reads parts of a ZIP archive, which DOCX, EPUB and ODT are: only those that are asked for, and within bounds. */
import { crc32, inflateRawSync } from 'node:zlib';
import { decode } from './decode.js';
import { PROTECTED, Skip } from './open-file.js';
import { DAMAGED, type Part, packedBytes, readDirectory } from './zip-directory.js';

/** All parts that are read may inflate to so many bytes together. */
const MAX_INFLATED = 64 * 1_024 * 1_024;
/** A part may inflate to so many times its size in the archive; text hardly reaches 30. Small parts may. */
const MAX_RATIO = 100;
const SMALL = 1_024 * 1_024;

const TOO_LARGE = 'it inflates to more than 64 MiB of text; split it into smaller documents';
const BOMB = 'it inflates to more than a hundred times its size, as no document does, so it was not opened';

export class Zip {
  private readonly view: DataView;
  private readonly parts: ReadonlyMap<string, Part>;
  /** The names as they are written, by what they are compared by. */
  private readonly spellings = new Map<string, string>();
  private left = MAX_INFLATED;
  private damaged = 0;

  /** @throws Skip if it is no archive, or its directory is damaged */
  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.parts = readDirectory(this.view);
    for (const name of this.parts.keys()) this.spellings.set(plainName(name), name);
  }

  /** In the order of the directory. */
  names(): Iterable<string> {
    return this.parts.keys();
  }

  /** The name of a part as the archive has it: some programs change capitals, slashes and the form of accents. Null without such a part. */
  find(name: string): string | null {
    return this.parts.has(name) ? name : (this.spellings.get(plainName(name)) ?? null);
  }

  /** The bytes of a part; null without such a part. @throws Skip if it is damaged, encrypted, or more than the bounds allow */
  read(name: string): Uint8Array | null {
    const part = this.parts.get(this.find(name) ?? '');
    if (part === undefined) return null;
    if (part.encrypted) throw new Skip(PROTECTED);
    const packed = packedBytes(this.view, part);
    if (part.size > Math.max(SMALL, part.compressed * MAX_RATIO)) throw new Skip(BOMB);
    if (part.size > this.left) throw new Skip(TOO_LARGE);
    const data = unpack(packed, part);
    if (data.length !== part.size || crc32(data) !== part.crc) throw new Skip(DAMAGED);
    this.left -= data.length;
    return data;
  }

  /**
   * The text of a part that is XML or a page; '' without such a part, and where it is none, or damaged (see `missing`).
   * @throws Skip if it is encrypted, or more than the bounds allow
   */
  text(name: string): string {
    try {
      const bytes = this.read(name);
      // XML says its encoding as pages do.
      return (bytes === null ? null : decode(bytes, 'html')) ?? '';
    } catch (error) {
      if (!(error instanceof Skip && error.message === DAMAGED)) throw error;
      this.damaged++;
      return '';
    }
  }

  /** What could not be read of the texts that were asked for, as a sentence; undefined where nothing is damaged. */
  get missing(): string | undefined {
    const are = this.damaged === 1 ? 'is' : 'are';
    return this.damaged === 0
      ? undefined
      : `${this.damaged} of the ${this.parts.size} parts of its archive ${are} damaged; copy or save it once more`;
  }
}

/** Whether a file begins like an archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The name of the part that `href`, written in the part `from`, leads to; null where it leads out of the archive. A
 * fragment and a query are left out.
 */
export function resolvePart(from: string, href: string): string | null {
  const path = decoded(href.replace(/[?#].*$/s, ''));
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) return null;
  const names = path.startsWith('/') || path === '' ? [] : from.split('/').slice(0, -1);
  if (path === '') return from;
  for (const name of path.split('/')) {
    if (name === '..' && names.pop() === undefined) return null;
    if (name !== '' && name !== '.' && name !== '..') names.push(name);
  }
  return names.join('/');
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

function plainName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').normalize('NFC').toLowerCase();
}

function unpack(packed: Uint8Array, { method, size }: Part): Uint8Array {
  if (method === 0 || size === 0) return packed.subarray(0, size);
  if (method !== 8) throw new Skip('compressed in a way that Pilcrow does not read; save it once more');
  try {
    return inflateRawSync(packed, { maxOutputLength: size });
  } catch {
    throw new Skip(DAMAGED);
  }
}
