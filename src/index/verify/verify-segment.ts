/** Checks a segment against every rule of its format, and its postings against its own stored text. */

import { messageOf } from '../errors.js';
import { ByteReader } from '../segment/bytes.js';
import { readSizes, TERM_BLOCK } from '../segment/entry.js';
import { HEADER_BYTES, type Parts, readHeader, SECTIONS, type SectionName } from '../segment/format.js';
import { LanguageCounts } from '../segment/language-counts.js';
import { IMPACT_BYTES } from '../segment/postings.js';
import { RECORD_BLOCK } from '../segment/texts/record-sizes.js';
import { DOCUMENT_BLOCK } from '../segment/texts/records.js';
import { recordsOf } from '../segment/texts/records-writer.js';
import { TEXT_BLOCK } from '../segment/texts.js';
import { Segment } from '../segment.js';
import type { Document } from '../types.js';
import { StoredWriter } from '../write/freeze.js';
import { TERM_SECTIONS } from '../write/write-terms.js';
import { checkPostings } from './verify-postings.js';
import { TextComparison } from './verify-text.js';

/** Further problems are only counted. */
const MAX_PROBLEMS = 20;
/** The properties of a document that must be texts. */
const NAMES = ['id', 'path', 'title', 'format', 'contentHash', 'stamp'] as const;

/** The tables of offsets, each with the part that it is of, and what that is called. */
const OFFSETS = [
  ['termOffsets', 'terms', 'terms'],
  ['documentOffsets', 'documents', 'documents'],
  ['textOffsets', 'texts', 'stored text'],
] as const;

/** Is told of what is wrong, in sentences. */
type Complain = (sentence: string) => void;

/** What is wrong with a segment, as sentences; none where it is whole. */
export function verifySegment(bytes: Uint8Array): string[] {
  const problems: string[] = [];
  let more = 0;
  const complain: Complain = (sentence) => {
    if (problems.length < MAX_PROBLEMS) problems.push(sentence);
    else more++;
  };
  try {
    const segment = new Segment(bytes);
    if (!segment.intact()) complain('Its bytes are not those that were written.');
    const parts = readHeader(bytes);
    const { section, uint32s } = parts;
    checkLayout(bytes, segment, parts, complain);
    const counts = offsetCounts(segment);
    for (const [table, name, what] of OFFSETS)
      checkOffsets(what, uint32s(table, counts[table]), section(name).length, complain);
    checkFirsts(segment, complain);
    const termOffsets = uint32s('termOffsets', counts.termOffsets);
    if (!checkDictionary(section('terms'), termOffsets, segment.termCount, complain)) return problems;
    checkDocuments(segment, complain);
    checkLanguages(segment, complain);
    checkStored(segment, section, complain);
    const comparison = new TextComparison(segment, complain);
    const offsets = uint32s('recordOffsets', Math.ceil(segment.termCount / RECORD_BLOCK));
    const written = checkPostings(segment, offsets, section('recordSizes'), comparison, complain)?.finish();
    for (const name of written === undefined ? [] : TERM_SECTIONS) {
      if (!begins(section(name), written?.[name])) complain(`Its part “${name}” is not written as it should be.`);
    }
    comparison.addText();
    comparison.finish();
  } catch (error) {
    complain(messageOf(error));
  }
  if (more > 0) problems.push(`There are ${more} more problems.`);
  return problems;
}

/** How many offsets each table has: one for each block of its part, and one for the end. */
function offsetCounts({ termCount, documentCount, paragraphCount }: Segment) {
  return {
    termOffsets: Math.ceil(termCount / TERM_BLOCK) + 1,
    documentOffsets: Math.ceil(documentCount / DOCUMENT_BLOCK) + 1,
    textOffsets: Math.ceil(paragraphCount / TEXT_BLOCK) + 1,
  };
}

/** Checks that the sections follow one another, and that each is as long as the counts of the header require. */
function checkLayout(bytes: Uint8Array, segment: Segment, { headerNumber, section }: Parts, complain: Complain): void {
  const last = section('texts');
  if (headerNumber('sections') !== HEADER_BYTES) complain('Its first part does not follow the header.');
  if (last.byteOffset + last.byteLength !== bytes.byteOffset + bytes.byteLength)
    complain('Its last part does not end it.');
  const blocks = headerNumber('blocks');
  const offsets = offsetCounts(segment);
  const sizes: Partial<Record<SectionName, number>> = {
    documentOffsets: 4 * offsets.documentOffsets,
    documentFirst: 4 * (segment.documentCount + 1),
    termOffsets: 4 * offsets.termOffsets,
    recordOffsets: 4 * Math.ceil(segment.termCount / RECORD_BLOCK),
    recordSizes: segment.termCount,
    blockLast: 4 * blocks,
    blockOffset: 4 * blocks,
    textOffsets: 4 * offsets.textOffsets,
    lengths: segment.paragraphCount,
    impacts: IMPACT_BYTES * blocks,
  };
  for (const name of SECTIONS) {
    const size = sizes[name];
    const { length } = section(name);
    if (size !== undefined && length !== ((size + 3) & ~3))
      complain(`Its part “${name}” has ${length} bytes for ${size}.`);
  }
}

/** Checks that offsets into a section ascend from 0 to its end, which is padded to a multiple of 4. */
function checkOffsets(what: string, offsets: Uint32Array, length: number, complain: Complain): void {
  const last = offsets[offsets.length - 1] ?? 0;
  const ascend = offsets.every((offset, i) => i === 0 || offset > (offsets[i - 1] ?? 0));
  if (offsets[0] !== 0 || !ascend || last > length || last + 3 < length) {
    complain(`The offsets of its ${what} do not fit.`);
  }
}

/** Checks that numbers of first paragraphs ascend from 0 to the number of paragraphs. */
function checkFirsts({ documentFirst, paragraphCount }: Segment, complain: Complain): void {
  const ascend = documentFirst.every((number, i) => i === 0 || number > (documentFirst[i - 1] ?? 0));
  if (documentFirst[0] !== 0 || !ascend || documentFirst.at(-1) !== paragraphCount) {
    complain('The paragraphs of its documents do not follow one another.');
  }
}

/** Checks that terms are UTF-8 and in order, and that entries follow one another from block to block. False if they cannot be read. */
function checkDictionary(terms: Uint8Array, offsets: Uint32Array, count: number, complain: Complain): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = new ByteReader(terms, 0);
  let previous = Buffer.alloc(0);
  for (let term = 0; term < count; term++) {
    const first = term % TERM_BLOCK === 0;
    if (first && offsets[term / TERM_BLOCK] !== reader.at) {
      complain(`Term ${term} does not begin where the terms before it end.`);
      return false;
    }
    const [shared, rest] = readSizes(reader);
    if (shared > (first ? 0 : previous.length) || reader.at + rest > terms.length) {
      complain(`Term ${term} cannot be read.`);
      return false;
    }
    const bytes = Buffer.concat([previous.subarray(0, shared), terms.subarray(reader.at, reader.at + rest)]);
    reader.at += rest;
    try {
      decoder.decode(bytes);
    } catch {
      complain(`Term ${term} is not UTF-8.`);
    }
    if (Buffer.compare(previous, bytes) >= 0) complain(`Term ${term} does not follow the one before it in order.`);
    previous = bytes;
  }
  return true;
}

/** Checks that the counts by language are those of the documents. */
function checkLanguages(segment: Segment, complain: Complain): void {
  const languages = new LanguageCounts();
  for (let number = 0; number < segment.documentCount; number++) languages.add(segment.document(number));
  if (JSON.stringify(languages.list()) !== JSON.stringify(segment.languages)) {
    complain('It counts other languages than its documents are in.');
  }
}

/** Checks that documents can be read, are in path order, and have as many paragraphs as they say. */
function checkDocuments(segment: Segment, complain: Complain): void {
  let previous: string | null = null;
  for (let number = 0; number < segment.documentCount; number++) {
    const document = segment.document(number);
    const { path, paragraphs, titleAt } = document;
    const { first, end } = segment.paragraphsOf(number);
    for (const key of NAMES) {
      if (typeof document[key] !== 'string') complain(`Document ${number} has no ${key}.`);
    }
    if (previous !== null && previous >= path) complain(`Document “${path}” does not follow “${previous}” in order.`);
    if (paragraphs !== end - first)
      complain(`Document “${path}” has ${end - first} paragraphs and says ${paragraphs}.`);
    if (titleAt < 1 || titleAt > paragraphs) complain(`The title of “${path}” begins nowhere in it.`);
    previous = path;
    for (let paragraph = first; paragraph < end; paragraph++) {
      const { opens, headings, lines, ordinal } = segment.paragraph(paragraph);
      if (opens > headings.length || lines[0] > lines[1])
        complain(`Paragraph ${ordinal} of “${path}” is not well formed.`);
    }
  }
}

/** Checks that documents and text, when read and written again, give the same bytes. */
function checkStored(segment: Segment, section: (name: SectionName) => Uint8Array, complain: Complain): void {
  const writer = new StoredWriter();
  for (let number = 0; number < segment.paragraphCount; number++) {
    const { kind, opens, lines, list, headings, text } = segment.paragraph(number);
    writer.add([kind, opens, lines[0], lines[1], list, headings, text]);
  }
  const stored = writer.finish(() => recordsOf(documentsOf(segment)), segment.vocabulary.joined > 0);
  for (const name of ['documents', 'vocabulary', 'texts'] as const) {
    if (!begins(section(name), stored[name])) complain(`Its part “${name}” is not written as it should be.`);
  }
}

function* documentsOf(segment: Segment): Generator<Document> {
  for (let number = 0; number < segment.documentCount; number++) yield segment.document(number);
}

/** Whether a section holds these bytes and nothing else but zeros up to a multiple of 4. */
function begins(section: Uint8Array, written: Uint8Array = new Uint8Array()): boolean {
  const filled = Buffer.alloc((written.length + 3) & ~3);
  filled.set(written);
  return filled.equals(section);
}
