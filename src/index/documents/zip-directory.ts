/** Reads the directory at the end of a ZIP archive: its parts by name, and where their bytes are (APPNOTE.TXT, 4.3). */
import { Skip } from './open-file.js';

/** Why an archive is not read that does not agree with itself. */
export const DAMAGED = 'damaged: it is incomplete, or was changed on its way; copy or save it once more';

/** A book of one picture a page has some thousands. */
const MAX_PARTS = 20_000;

/** The signatures of records, and how long they are without what varies. */
const END = 0x06054b50;
const END_LENGTH = 22;
const WIDE_END = 0x06064b50;
const WIDE_END_LENGTH = 56;
const WIDE_LOCATOR = 0x07064b50;
const WIDE_LOCATOR_LENGTH = 20;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;
/** What stands where a number of 32 bits has no room. */
const WIDE = 0xffffffff;

/** A part, as the directory has it. */
export interface Part {
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

/** The parts by name; of those with the same name the last one, as for those who write such. @throws Skip if it is damaged */
export function readDirectory(view: DataView): Map<string, Part> {
  const end = findEnd(view);
  const { position, count, size, offset } = wideEnd(view, end) ?? shortEnd(view, end);
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
    parts.set(textAt(view, at + ENTRY_LENGTH, name), { ...part, offset: part.offset + shift });
    at = next;
  }
  checkApart([...parts.values()]);
  return parts;
}

/** Where the directory is, as the record that ends the archive has it. */
interface Directory {
  /** Where that record begins. */
  position: number;
  count: number;
  size: number;
  offset: number;
}

function shortEnd(view: DataView, at: number): Directory {
  return {
    position: at,
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
function wideEnd(view: DataView, end: number): Directory | null {
  const locator = end - WIDE_LOCATOR_LENGTH;
  if (locator < 0 || view.getUint32(locator, true) !== WIDE_LOCATOR) return null;
  const position = numberAt(view, locator + 8);
  if (position + WIDE_END_LENGTH > locator || view.getUint32(position, true) !== WIDE_END) throw new Skip(DAMAGED);
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

/** The bytes of a part as they are in the archive. @throws Skip if they are not where the directory says */
export function packedBytes(view: DataView, { offset, compressed }: Part): Uint8Array {
  if (offset + LOCAL_LENGTH > view.byteLength || view.getUint32(offset, true) !== LOCAL) throw new Skip(DAMAGED);
  const start = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressed > view.byteLength) throw new Skip(DAMAGED);
  return bytesAt(view, start, compressed);
}

function textAt(view: DataView, at: number, length: number): string {
  return new TextDecoder().decode(bytesAt(view, at, length));
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

/** A number of 64 bits; no offset of a file comes near what a `number` cannot hold. */
function numberAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
