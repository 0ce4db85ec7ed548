/** Reads parts of a ZIP archive, which DOCX, EPUB and ODT are: only those that are asked for, and within bounds. */
import { crc32, inflateRawSync } from 'node:zlib';
import { decode } from './decode.js';
import { Skip } from './open-file.js';

/** All parts that are read may inflate to so many bytes together. */
const MAX_INFLATED = 64 * 1_024 * 1_024;
/** A part may inflate to so many times its size in the archive; text hardly reaches 30. Small parts may. */
const MAX_RATIO = 100;
const SMALL = 1_024 * 1_024;
/** A book of one picture a page has some thousands. */
const MAX_PARTS = 20_000;

const DAMAGED = 'damaged: it is incomplete, or was changed on its way; copy or save it once more';
const TOO_LARGE = 'it inflates to more than 64 MiB of text; split it into smaller documents';
const BOMB = 'it inflates to more than a hundred times its size, as no document does, so it was not opened';

/** Signatures, and where things stand behind them (APPNOTE.TXT, 4.3). */
const END = 0x06054b50;
const END_LENGTH = 22;
const WIDE_END = 0x06064b50;
const WIDE_LOCATOR = 0x07064b50;
const WIDE_LOCATOR_LENGTH = 20;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;
/** What stands where a number of 32 bits has no room. */
const WIDE = 0xffffffff;

/** A part, as the directory at the end of the archive has it. */
interface Part {
  encrypted: boolean;
  /** 0 is stored, 8 deflated. */
  method: number;
  crc: number;
  compressed: number;
  size: number;
  /** Where its local header begins. */
  offset: number;
  /** The least it takes of the archive, with its header. */
  span: number;
}

/** The parts of an archive by name. Of parts with the same name the last one counts, as for those who write such. */
export class Zip {
  private readonly parts: ReadonlyMap<string, Part>;
  /** The names as they are written, by what they are compared by. */
  private readonly spellings = new Map<string, string>();
  private left = MAX_INFLATED;

  /** @throws Skip if it is no archive, or its directory is damaged */
  constructor(private readonly bytes: Uint8Array) {
    this.parts = readDirectory(bytes);
    for (const name of this.parts.keys()) this.spellings.set(comparable(name), name);
  }

  /** In the order of the directory. */
  names(): Iterable<string> {
    return this.parts.keys();
  }

  /** The name of a part as the archive has it: some programs change capitals, slashes and the form of accents. Null without such a part. */
  find(name: string): string | null {
    return this.parts.has(name) ? name : (this.spellings.get(comparable(name)) ?? null);
  }

  /** The bytes of a part; null without such a part. @throws Skip if it is damaged, encrypted, or more than the bounds allow */
  read(name: string): Uint8Array | null {
    const part = this.parts.get(this.find(name) ?? '');
    if (part === undefined) return null;
    if (part.encrypted) throw new Skip('protected by a password; save it without one to search it');
    const packed = dataOf(this.bytes, part);
    if (part.size > Math.max(SMALL, part.compressed * MAX_RATIO)) throw new Skip(BOMB);
    if (part.size > this.left) throw new Skip(TOO_LARGE);
    const data = unpack(packed, part);
    if (data.length !== part.size || crc32(data) !== part.crc) throw new Skip(DAMAGED);
    this.left -= data.length;
    return data;
  }

  /** The text of a part that is XML or a page; '' without such a part, and where it is none. @throws Skip as `read` does */
  text(name: string): string {
    const bytes = this.read(name);
    // XML says its encoding as pages do.
    return (bytes === null ? null : decode(bytes, 'html')) ?? '';
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

function comparable(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').normalize('NFC').toLowerCase();
}

function readDirectory(bytes: Uint8Array): Map<string, Part> {
  const view = viewOf(bytes);
  const end = findEnd(view);
  let { position, count, size, offset } = { position: end, ...readEnd(view, end) };
  const wide = wideEnd(view, end);
  if (wide !== null) ({ position, count, size, offset } = wide);
  // What stands before the archive, such as a program that unpacks it, counts for no offset.
  const shift = position - size - offset;
  if (shift < 0) throw new Skip(DAMAGED);
  if (count > MAX_PARTS) throw new Skip('it has more than 20,000 parts, as no document has, so it was not opened');
  const parts = new Map<string, Part>();
  let at = offset + shift;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH > position || view.getUint32(at, true) !== ENTRY) throw new Skip(DAMAGED);
    const [name, extra, comment] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const next = at + ENTRY_LENGTH + name + extra + comment;
    if (next > position) throw new Skip(DAMAGED);
    const part = readEntry(view, at, ENTRY_LENGTH + name, extra);
    parts.set(nameFrom(bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + name)), {
      ...part,
      offset: part.offset + shift,
    });
    at = next;
  }
  checkApart([...parts.values()]);
  return parts;
}

interface Directory {
  count: number;
  size: number;
  offset: number;
}

function readEnd(view: DataView, at: number): Directory {
  return {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
}

/** Where the record that ends the archive begins: a comment of some length may follow. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new Skip(DAMAGED);
}

/** The same for large archives, of which it stands before the other; null if this is none. */
function wideEnd(view: DataView, end: number): (Directory & { position: number }) | null {
  const locator = end - WIDE_LOCATOR_LENGTH;
  if (locator < 0 || view.getUint32(locator, true) !== WIDE_LOCATOR) return null;
  const position = numberAt(view, locator + 8);
  if (position + 56 > locator || view.getUint32(position, true) !== WIDE_END) throw new Skip(DAMAGED);
  return {
    position,
    count: numberAt(view, position + 32),
    size: numberAt(view, position + 40),
    offset: numberAt(view, position + 48),
  };
}

/** @param extra where its extra fields begin, from `at` */
function readEntry(view: DataView, at: number, extra: number, extraLength: number): Part {
  const part = {
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    compressed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    span: LOCAL_LENGTH,
  };
  const wide = [part.size, part.compressed, part.offset].map((value) => value === WIDE);
  for (let field = at + extra, end = field + extraLength; field + 4 <= end; ) {
    const [id, length] = [view.getUint16(field, true), view.getUint16(field + 2, true)];
    if (id === 1 && field + 4 + length <= end) {
      // Those that have no room in the entry stand here one after the other.
      let place = field + 4;
      const values = wide.map((is) => {
        if (!is || place + 8 > field + 4 + length) return null;
        place += 8;
        return numberAt(view, place - 8);
      });
      part.size = values[0] ?? part.size;
      part.compressed = values[1] ?? part.compressed;
      part.offset = values[2] ?? part.offset;
    }
    field += 4 + length;
  }
  part.span += part.compressed;
  return part;
}

/** @throws Skip if parts share bytes of the archive: so one makes much of little */
function checkApart(parts: Part[]): void {
  let end = 0;
  for (const part of parts.sort((a, b) => a.offset - b.offset)) {
    if (part.offset < end) throw new Skip(DAMAGED);
    end = part.offset + part.span;
  }
}

function dataOf(bytes: Uint8Array, { offset, compressed }: Part): Uint8Array {
  const view = viewOf(bytes);
  if (offset + LOCAL_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL) throw new Skip(DAMAGED);
  const start = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressed > bytes.length) throw new Skip(DAMAGED);
  return bytes.subarray(start, start + compressed);
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

function nameFrom(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A number of 64 bits; no offset of a file comes near what a `number` cannot hold. */
function numberAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
