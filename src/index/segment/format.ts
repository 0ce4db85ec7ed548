/**
 * The layout of a segment: a header of 32-bit numbers, then its sections one after another.
 *
 * Format versions, all of November 2026: 1 the first. 2: documents are deflated in blocks, as their records are much
 * alike.
 * 3: in blocks of 16 instead of 64, as paths decide between equals of several segments.
 * 4: lists of stems and of exact spellings beside those of words; how many documents each language has.
 * 5: paragraphs are numbers of words and documents are records of their own (texts.ts, records.ts), so that each is
 *    read without inflating its neighbours.
 * 6: smaller by a sixth: terms are front-coded, the sizes of their records take a byte each, equal lists are written
 *    once, rare large counts are stored apart, positions are packed; 140 words of stored text take one byte, 28,672
 *    two; sizes and times take as many bytes as they need.
 * 7: blocks say in how many bytes the positions of 16 postings are packed, so that the counts before them need not be
 *    known.
 * 8: the length of a paragraph takes a byte.
 * 9: the vocabulary says how many of its words are pairs; there may be none.
 * 10: lists of where frequent words stand side by side (neighbours.ts).
 * 11: such lists for words half as frequent, too.
 * 12: paragraphs know their place in lists.
 * 13: frequent terms have leaders (leaders.ts), and say in how many documents they stand; the header counts listings.
 * 14: what stored text joins may be joined again: entries of its vocabulary have up to 64 pieces.
 * 15: documents say where their title begins.
 */
import { crc32 } from 'node:zlib';

export const MAGIC = 0x57434c50; // "PLCW", read as a little-endian number
export const FORMAT_VERSION = 15;

/** The numbers of the header, as indexes of 32-bit words. */
export const HEADER = {
  magic: 0,
  version: 1,
  checksum: 2,
  bytes: 3,
  fingerprint: 4,
  documents: 5,
  paragraphs: 6,
  terms: 7,
  words: 8,
  lengths: 9,
  blocks: 10,
  listings: 11,
  sections: 12,
};

/** The sections of a segment in their order. Each begins on a multiple of 4 bytes. */
export const SECTIONS = [
  'documentOffsets', // u32, one for each `DOCUMENT_BLOCK` documents, + 1: into `documents`
  'documentFirst', // u32 documents + 1: number of each document's first paragraph
  'termOffsets', // u32, one for each `TERM_BLOCK` terms, + 1: into `terms`
  'recordOffsets', // u32, one for each `RECORD_BLOCK` terms: into `postings`
  'blockLast', // u32 blocks: see postings.ts
  'blockOffset', // u32 blocks
  'textOffsets', // u32, one for each `TEXT_BLOCK` paragraphs, + 1: into `texts`
  'lengths', // u8 paragraphs: how many different stems each has, with its headings and title, without stop words, as a code (rank.ts)
  'languages', // JSON, a `LanguageCount` for each language in code point order
  'recordSizes', // u8 terms: see record-sizes.ts
  'impacts', // IMPACT_BYTES a block
  'documents', // see records.ts
  'terms', // see dictionary.ts
  'postings',
  'vocabulary', // the words of all stored text: see vocabulary.ts
  'texts', // see texts.ts
] as const;
export type SectionName = (typeof SECTIONS)[number];

export const HEADER_BYTES = (HEADER.sections + SECTIONS.length + 1) * 4;

/** A segment that cannot be used; the message says why, as a sentence. */
export class BadSegment extends Error {
  override name = 'BadSegment';
}

/** A segment or manifest that is whole, but of another format or another analysis than this version of Pilcrow uses. */
export class OtherVersion extends BadSegment {
  override name = 'OtherVersion';
  constructor() {
    super('It was made by another version of Pilcrow.');
  }
}

/** Access to the header and sections of a segment. */
export interface Parts {
  /** A number of the header. */
  headerNumber(name: keyof typeof HEADER): number;
  section(name: SectionName): Uint8Array;
  /** A section of 32-bit numbers. @throws BadSegment where it has fewer than `count` */
  uint32s(name: SectionName, count: number): Uint32Array;
  /** A section of single bytes. @throws BadSegment as `uint32s` */
  uint8s(name: SectionName, count: number): Uint8Array;
}

/**
 * @throws BadSegment where the header does not fit the bytes, OtherVersion where it is of another version of Pilcrow.
 *   `section` throws BadSegment where a section lies outside the bytes
 */
export function readHeader(bytes: Uint8Array): Parts {
  if (bytes.byteLength < HEADER_BYTES) throw new BadSegment('It is shorter than a header.');
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_BYTES / 4);
  const headerNumber = (name: keyof typeof HEADER): number => header[HEADER[name]] ?? 0;
  if (headerNumber('magic') !== MAGIC) throw new BadSegment('It is not a segment of Pilcrow.');
  if (headerNumber('version') !== FORMAT_VERSION) throw new OtherVersion();
  if (headerNumber('bytes') !== bytes.byteLength) throw new BadSegment('It is cut off or has grown.');
  const section = (name: SectionName): Uint8Array => {
    const index = HEADER.sections + SECTIONS.indexOf(name);
    const [start = 0, end = 0] = header.subarray(index, index + 2);
    if (start % 4 !== 0 || start < HEADER_BYTES || end < start || end > bytes.byteLength) {
      throw new BadSegment(`Its part “${name}” lies outside of it.`);
    }
    return bytes.subarray(start, end);
  };
  const uint8s = (name: SectionName, count: number): Uint8Array => {
    const part = section(name);
    if (part.byteLength < count) throw new BadSegment(`Its part “${name}” is too short.`);
    return part.subarray(0, count);
  };
  const uint32s = (name: SectionName, count: number): Uint32Array => {
    const part = uint8s(name, count * 4);
    return new Uint32Array(part.buffer, part.byteOffset, count);
  };
  return { headerNumber, section, uint32s, uint8s };
}

/**
 * CRC-32 of everything but the checksum's own four bytes.
 * @param part of a segment's bytes, from `at` on
 * @param crc the checksum of all bytes before `part`
 */
export function checksum(part: Uint8Array, crc = 0, at = 0): number {
  const own = HEADER.checksum * 4 - at;
  const before = crc32(part.subarray(0, Math.max(0, own)), crc);
  return crc32(part.subarray(Math.max(0, own + 4)), before);
}

/** The length of a segment, and the checksum that its header states. @throws BadSegment where it has no header */
export function identity(bytes: Uint8Array): { length: number; checksum: number } {
  if (bytes.byteLength < HEADER_BYTES) throw new BadSegment('It is shorter than a header.');
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  return { length: bytes.byteLength, checksum: header.getUint32(HEADER.checksum * 4, true) };
}
