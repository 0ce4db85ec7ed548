/** Writes the sections of a segment that hold its terms: dictionary, records of postings, and the tables of their blocks. */
import { ByteWriter } from '../segment/bytes.js';
import { DictionaryWriter } from '../segment/dictionary.js';
import type { SectionName } from '../segment/format.js';
import { leastOwners } from '../segment/neighbours.js';
import { NumberList } from '../segment/number-list.js';
import { PADDING } from '../segment/packed.js';
import { BLOCK } from '../segment/postings.js';
import { RecordWriter } from '../segment/texts/record-sizes.js';
import { isWordKey } from '../words/term-keys.js';
import { LeaderFinder, type ParagraphColumns } from './find-leaders.js';
import type { FrequentWord } from './find-neighbours.js';
import type { TermPostings } from './term-postings.js';
import { type BlockTable, writePostings } from './write-postings.js';

/** The sections that `TermsWriter` writes. */
export const TERM_SECTIONS = [
  'termOffsets',
  'recordOffsets',
  'blockLast',
  'blockOffset',
  'recordSizes',
  'impacts',
  'terms',
  'postings',
] as const satisfies readonly SectionName[];

export class TermsWriter {
  private readonly dictionary = new DictionaryWriter();
  private readonly postings = new ByteWriter();
  private readonly records = new RecordWriter(this.postings);
  private readonly record = new ByteWriter();
  private readonly table: BlockTable = { last: new NumberList(), offset: new NumberList(), impacts: new ByteWriter() };

  /** The words that are frequent enough for lists of neighbours, in order. */
  readonly frequent: FrequentWord[] = [];

  private readonly leaders: LeaderFinder;

  constructor(private readonly columns: ParagraphColumns) {
    this.leaders = new LeaderFinder(columns);
  }

  /** Terms must come in code point order. */
  add(term: string, postings: TermPostings): void {
    const { record, records } = this;
    if (postings.size >= leastOwners(this.columns.lengths.length) && isWordKey(term)) {
      this.frequent.push({ term, owners: postings.size });
    }
    this.dictionary.add(term);
    record.clear();
    writePostings(record, this.table, this.leaders, postings, countOutside(postings), records.start);
    records.add(record, postings.size <= BLOCK);
  }

  get count(): number {
    return this.records.sizes.length;
  }

  get blocks(): number {
    return this.table.last.length;
  }

  /** To be called once, after the last term. */
  finish(): Record<(typeof TERM_SECTIONS)[number], Uint8Array> {
    const { postings, records, table } = this;
    const { offsets, terms } = this.dictionary.finish();
    for (let i = 0; i < PADDING; i++) postings.byte(0);
    return {
      termOffsets: offsets.bytes(),
      recordOffsets: records.offsets.bytes(),
      blockLast: table.last.bytes(),
      blockOffset: table.offset.bytes(),
      recordSizes: records.sizes.view(),
      impacts: table.impacts.view(),
      terms,
      postings: postings.view(),
    };
  }
}

/** How many paragraphs of the context do not own the term. */
function countOutside({ size, paragraphs, context }: TermPostings): number {
  let outside = 0;
  let owner = 0;
  for (const { start, end } of context) {
    outside += end - start;
    while (owner < size && (paragraphs[owner] ?? 0) < start) owner++;
    for (; owner < size && (paragraphs[owner] ?? 0) < end; owner++) outside--;
  }
  return outside;
}
