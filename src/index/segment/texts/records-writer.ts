/** Writes the documents of a segment as records (records.ts). */
import type { Document } from '../../types.js';
import { ByteWriter } from '../bytes.js';
import type { PackedTexts } from './packed-texts.js';
import { BASE64, HEX, STAMP, writeNumber, writePacked, writeText } from './record-values.js';
import { DOCUMENT_BLOCK, type DocumentRecord, STORED_FORMATS } from './records.js';

/** The records of new documents. */
export function* recordsOf(documents: Iterable<Document>): Generator<DocumentRecord> {
  const out = new ByteWriter();
  for (const document of documents) {
    out.clear();
    writeDocument(out, document);
    const { path, title, language, paragraphs } = document;
    yield { path, rest: out.view(), title, language, paragraphs };
  }
}

/**
 * The sections of a segment that hold its documents.
 * @param records in path order
 * @param titles is at the title of the first
 */
export function freezeRecords(
  records: Iterable<DocumentRecord>,
  titles: PackedTexts,
): { offsets: number[]; documents: Uint8Array } {
  const out = new ByteWriter();
  const record = new ByteWriter();
  const offsets: number[] = [];
  let previous = '';
  let number = 0;
  for (const { path, rest } of records) {
    if (number++ % DOCUMENT_BLOCK === 0) {
      offsets.push(out.length);
      previous = '';
    }
    const shared = sharedLength(previous, path);
    record.clear();
    record.varint(shared);
    writeText(record, path.slice(shared));
    record.append(rest);
    titles.writeNext(record);
    out.varint(record.length);
    out.copy(record);
    previous = path;
  }
  return { offsets: [...offsets, out.length], documents: out.view() };
}

function writeDocument(out: ByteWriter, document: Document): void {
  const { id, stamp, size, format, language, metadata, contentHash, modifiedAt, paragraphs, titleAt } = document;
  writePacked(out, stamp, STAMP);
  writePacked(out, id, BASE64);
  writeNumber(out, size);
  writePacked(out, contentHash, HEX);
  writeNumber(out, modifiedAt);
  out.varint(paragraphs);
  out.varint(titleAt);
  out.varint(STORED_FORMATS.indexOf(format));
  writeText(out, language ?? '');
  writeText(out, metadata.size > 0 ? JSON.stringify([...metadata]) : '');
}

/** How many code units two paths share at their beginning, without half a character. */
function sharedLength(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared > 0 && /[\ud800-\udbff]/.test(a[shared - 1] ?? '') ? shared - 1 : shared;
}
