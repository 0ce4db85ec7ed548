/** Puts the sections of a segment together in one buffer in shared memory: terms as they come, then documents and text. */

import { fingerprint } from '../fingerprint.js';
import { lengthOf } from '../rank.js';
import {
  checksum,
  FORMAT_VERSION,
  HEADER,
  HEADER_BYTES,
  MAGIC,
  SECTIONS,
  type SectionName,
} from '../segment/format.js';
import { moveTo } from '../segment/growing.js';
import { type LanguageCount, LanguageCounts } from '../segment/language-counts.js';
import { uint32Bytes } from '../segment/number-list.js';
import { newSharedBuffer } from '../segment/texts/pages.js';
import type { DocumentRecord } from '../segment/texts/records.js';
import { freezeRecords } from '../segment/texts/records-writer.js';
import type { CodedText } from '../segment/texts/vocabulary.js';
import { VocabularyWriter } from '../segment/texts/vocabulary-writer.js';
import { type StoredParagraph, TextWriter } from '../segment/texts.js';
import { RUNNING } from '../types.js';
import { documentNumbers } from './find-leaders.js';
import type { FrequentWord } from './find-neighbours.js';
import type { TermPostings } from './term-postings.js';
import { TermsWriter } from './write-terms.js';

/** What a segment has in addition to its terms. */
interface Contents {
  /** Words in paragraphs' own text, repeated ones counted. */
  words: number;
  stored: Stored;
}

/** Writes the sections of a segment: terms as they come, then all others. */
export class SectionsWriter {
  private readonly terms: TermsWriter;

  /**
   * @param lengths by paragraph, the code of how many different terms it has, with its headings and title
   * @param documentFirst the number of each document's first paragraph
   */
  constructor(
    private readonly lengths: Uint8Array,
    private readonly documentFirst: ArrayLike<number>,
  ) {
    this.terms = new TermsWriter({ lengths, documents: documentNumbers(documentFirst, lengths.length) });
  }

  /** Terms must come in code point order. */
  addTerm(term: string, postings: TermPostings): void {
    this.terms.add(term, postings);
  }

  /** The words that are frequent enough for lists of neighbours (segment/neighbours.ts). */
  get frequent(): readonly FrequentWord[] {
    return this.terms.frequent;
  }

  finish({ words, stored }: Contents): Uint8Array {
    const { lengths, documentFirst, terms } = this;
    const firsts = new Uint32Array(documentFirst.length + 1);
    firsts.set(documentFirst);
    firsts[documentFirst.length] = lengths.length;
    const sections: Record<SectionName, Uint8Array> = {
      ...terms.finish(),
      documentOffsets: uint32Bytes(stored.documentOffsets),
      documentFirst: new Uint8Array(firsts.buffer),
      textOffsets: uint32Bytes(stored.textOffsets),
      lengths,
      languages: Buffer.from(JSON.stringify(stored.languages)),
      documents: stored.documents,
      vocabulary: stored.vocabulary,
      texts: stored.texts,
    };
    return assemble(sections, {
      documents: documentFirst.length,
      paragraphs: lengths.length,
      terms: terms.count,
      words,
      lengths: lengths.reduce((sum, code) => sum + lengthOf(code), 0),
      blocks: terms.blocks,
      listings: stored.listings,
    });
  }
}

/** The sections of a segment that hold what is shown. */
export interface Stored {
  languages: LanguageCount[];
  documentOffsets: readonly number[];
  documents: Uint8Array;
  textOffsets: readonly number[];
  texts: Uint8Array;
  vocabulary: Uint8Array;
  /** How many paragraphs are no running text. */
  listings: number;
}

/** Writes the paragraphs and documents of a segment. */
export class StoredWriter {
  private readonly words = new VocabularyWriter();
  private readonly texts = new TextWriter(this.words);
  private listings = 0;
  /** The pieces of the text of the paragraph that was added last. */
  readonly pieces = this.words.pieces;

  add(paragraph: StoredParagraph<string | CodedText>): void {
    this.texts.add(paragraph);
    if (!RUNNING.has(paragraph[0])) this.listings++;
  }

  /**
   * The writer is used up.
   * @param records gives the documents in path order, each time it is called
   * @param joins as in `VocabularyWriter.finish`
   */
  finish(records: () => Iterable<DocumentRecord>, joins: boolean): Stored {
    const languages = new LanguageCounts();
    for (const record of records()) {
      this.words.add(record.title);
      languages.add(record);
    }
    const { packed, texts } = this.words.finish(joins);
    const paragraphs = this.texts.finish(texts);
    const documents = freezeRecords(records(), texts);
    texts.release();
    return {
      languages: languages.list(),
      documentOffsets: documents.offsets,
      documents: documents.documents,
      textOffsets: paragraphs.offsets,
      texts: paragraphs.texts,
      vocabulary: packed,
      listings: this.listings,
    };
  }
}

type Counts = Record<'documents' | 'paragraphs' | 'terms' | 'words' | 'lengths' | 'blocks' | 'listings', number>;

/** One buffer of all sections, which are used up: their memory is freed on the way. */
function assemble(sections: Record<SectionName, Uint8Array>, counts: Counts): Uint8Array {
  const aligned = (length: number): number => (length + 3) & ~3;
  const total = SECTIONS.reduce((sum, name) => sum + aligned(sections[name].byteLength), HEADER_BYTES);
  const bytes = new Uint8Array(newSharedBuffer(total), 0, total);
  const header = new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4);
  header[HEADER.magic] = MAGIC;
  header[HEADER.version] = FORMAT_VERSION;
  header[HEADER.bytes] = total;
  header[HEADER.fingerprint] = fingerprint();
  for (const name of Object.keys(counts) as (keyof Counts)[]) header[HEADER[name]] = counts[name];
  let at = HEADER_BYTES;
  for (const [i, name] of SECTIONS.entries()) {
    header[HEADER.sections + i] = at;
    const { byteLength } = sections[name];
    moveTo(bytes, at, sections[name]);
    at += aligned(byteLength);
  }
  header[HEADER.sections + SECTIONS.length] = at;
  header[HEADER.checksum] = checksum(bytes);
  return bytes;
}
