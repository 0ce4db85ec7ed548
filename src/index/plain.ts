/**
 * The best paragraphs for a list of plain words, and how many there are: the query that nearly everyone asks, without windows.
 *
 * One word skips the blocks that cannot hold a better hit. All words: the rarest leads, the others leap after it. Any word: block-max
 * MaxScore (Turtle and Flood 1995; Ding and Suel 2011) finds the best, and a set with a bit for each paragraph counts.
 */
import { countBits } from './bits.js';
import { END, IMPACT_BYTES, type PostingsCursor } from './postings.js';
import type { Saturator } from './rank.js';
import type { Segment } from './segment.js';
import { Best } from './top.js';

/** A word that a paragraph must own to match: its number in the segment, and what a saturated count of 1 is worth. */
export interface PlainWord {
  term: number;
  worth: number;
}

export interface PlainFound {
  best: Best;
  /** Exact. */
  hits: number;
  documents: number;
  /** Whether a paragraph of `best` has all the words. */
  isFull: (paragraph: number) => boolean;
}

/** Bounds are computed in another order than scores; this covers the last bits of the difference. */
const SLACK = 1 + 1e-9;
/** Counts that the first three numbers of an impact stand for. */
const IMPACT_COUNTS = [1, 2, 4] as const;

/** One word's postings with bounds on what they can be worth. */
class Scan {
  /** What no paragraph is worth more than. */
  readonly bound: number;
  private boundedBlock = -1;
  private boundOfBlock = 0;

  constructor(
    readonly cursor: PostingsCursor,
    readonly worth: number,
    private readonly segment: Segment,
    private readonly saturator: Saturator,
  ) {
    let bound = 0;
    if (cursor.firstBlock < 0) {
      const { lengths } = segment;
      for (let paragraph = cursor.next(); paragraph < END; paragraph = cursor.next()) {
        bound = Math.max(bound, saturator.saturate(cursor.count(), lengths[paragraph] ?? 1));
      }
      cursor.reset();
    } else {
      for (let block = 0; block < cursor.blocks; block++) bound = Math.max(bound, this.impact(block));
    }
    this.bound = bound * worth * SLACK;
  }

  /** What no paragraph of a block is worth more than. */
  blockBound(block: number): number {
    if (this.cursor.firstBlock < 0) return this.bound;
    if (block !== this.boundedBlock) {
      this.boundedBlock = block;
      this.boundOfBlock = this.impact(block) * this.worth * SLACK;
    }
    return this.boundOfBlock;
  }

  /** What the current paragraph is worth. */
  score(): number {
    const { cursor, segment } = this;
    return this.worth * this.saturator.saturate(cursor.count(), segment.lengths[cursor.paragraph] ?? 1);
  }

  private impact(block: number): number {
    const { impacts } = this.segment;
    const at = (this.cursor.firstBlock + block) * IMPACT_BYTES;
    const largest = impacts[at] ?? 0;
    let bound = 0;
    for (let bucket = 0; bucket < 4; bucket++) {
      const length = impacts[at + 1 + bucket] ?? 0;
      if (length === 0) continue;
      const count = IMPACT_COUNTS[bucket] ?? (largest === 255 ? Number.MAX_SAFE_INTEGER : largest);
      bound = Math.max(bound, this.saturator.saturate(Math.min(count, largest === 255 ? count : largest), length));
    }
    return bound;
  }
}

/**
 * Finds in one segment that nothing was deleted from, for words that no title or heading lends to paragraphs below it.
 * @param join as the searcher has it: `partial` keeps those that lack a word, and counts as `any`
 * @param wanted how many of the best to keep
 */
export function findPlain(
  segment: Segment,
  words: readonly PlainWord[],
  saturator: Saturator,
  join: 'all' | 'any' | 'partial',
  wanted: number,
): PlainFound {
  const best = new Best(wanted);
  const scans = words.map(({ term, worth }) => new Scan(segment.cursor(term), worth, segment, saturator));
  const [only] = scans;
  if (scans.length === 1 && only !== undefined) {
    if (join !== 'partial') findOne(only, best);
    const documents = segment.onlyOneEach ? only.cursor.owners : countDocuments(segment, unionOf(segment, words));
    return { best, hits: only.cursor.owners, documents, isFull: () => true };
  }
  if (join === 'all') {
    const { hits, documents } = findAll(segment, scans, best);
    return { best, hits, documents, isFull: () => true };
  }
  const full = findAny(scans, best, join === 'partial');
  const union = unionOf(segment, words);
  const hits = countBits(union);
  const documents = segment.onlyOneEach ? hits : countDocuments(segment, union);
  return { best, hits, documents, isFull: (paragraph) => full.has(paragraph) };
}

function findOne(scan: Scan, best: Best): void {
  const { cursor } = scan;
  for (let block = 0; block < cursor.blocks; block++) {
    if (scan.blockBound(block) <= best.threshold) continue;
    cursor.load(block);
    for (cursor.at = 0; cursor.at < cursor.size; cursor.at++) {
      cursor.paragraph = cursor.paragraphs[cursor.at] ?? END;
      best.offer(cursor.paragraph, scan.score());
    }
  }
}

function findAll(segment: Segment, scans: readonly Scan[], best: Best): { hits: number; documents: number } {
  const ordered = [...scans].sort((a, b) => a.cursor.owners - b.cursor.owners);
  const [lead, ...others] = ordered.map(({ cursor }) => cursor);
  let hits = 0;
  let documents = 0;
  let documentEnd = 0;
  if (lead === undefined) return { hits, documents };
  candidates: for (let paragraph = lead.next(); paragraph < END; ) {
    for (const other of others) {
      const next = other.advance(paragraph);
      if (next !== paragraph) {
        paragraph = lead.advance(next);
        continue candidates;
      }
    }
    hits++;
    if (paragraph >= documentEnd) {
      documents++;
      documentEnd = segment.documentEnd(paragraph);
    }
    let bound = 0;
    for (const scan of ordered) bound += scan.blockBound(scan.cursor.block);
    if (bound > best.threshold) best.offer(paragraph, sumOf(scans, paragraph));
    paragraph = lead.next();
  }
  return { hits, documents };
}

/** Offers the paragraphs with any of the words, without those that cannot be among the best. Returns which offered ones have all. */
function findAny(scans: readonly Scan[], best: Best, lacking: boolean): Set<number> {
  const full = new Set<number>();
  const ordered = [...scans].sort((a, b) => a.bound - b.bound);
  const cursors = ordered.map((scan) => scan.cursor);
  // What the words up to and with each can be worth together.
  const sums = new Float64Array(ordered.length);
  let sum = 0;
  for (const [i, { bound }] of ordered.entries()) {
    sum += bound;
    sums[i] = sum;
  }
  for (const cursor of cursors) cursor.next();
  /** Words before this one cannot make a hit of their own any more: they are looked at only where a later word stands. */
  let essential = 0;
  for (;;) {
    while (essential < ordered.length && (sums[essential] ?? 0) <= best.threshold) essential++;
    let paragraph = END;
    for (let i = essential; i < cursors.length; i++) paragraph = Math.min(paragraph, cursors[i]?.paragraph ?? END);
    if (paragraph === END) return full;
    const reach = blocksReach(ordered, essential, best.threshold - (sums[essential - 1] ?? 0));
    if (reach >= 0) {
      for (let i = essential; i < cursors.length; i++) cursors[i]?.advance(reach + 1);
      continue;
    }
    let score = 0;
    let matched = 0;
    for (let i = essential; i < ordered.length; i++) {
      const scan = ordered[i];
      if (scan === undefined || scan.cursor.paragraph !== paragraph) continue;
      score += scan.score();
      matched++;
    }
    let promising = true;
    for (let i = essential - 1; promising && i >= 0; i--) {
      const scan = ordered[i];
      if (score * SLACK + (sums[i] ?? 0) <= best.threshold) promising = false;
      else if (scan !== undefined && scan.cursor.advance(paragraph) === paragraph) {
        score += scan.score();
        matched++;
      }
    }
    if (promising && score * SLACK > best.threshold && !(lacking && matched === ordered.length)) {
      if (best.offer(paragraph, sumOf(scans, paragraph)) && matched === ordered.length) full.add(paragraph);
    }
    for (let i = essential; i < cursors.length; i++) if (cursors[i]?.paragraph === paragraph) cursors[i]?.next();
  }
}

/** How far no paragraph can be worth more than `needed` by the blocks that the words stand in; -1 where one may be. */
function blocksReach(ordered: readonly Scan[], essential: number, needed: number): number {
  let bound = 0;
  let reach = END - 1;
  for (let i = essential; i < ordered.length; i++) {
    const scan = ordered[i];
    if (scan === undefined || scan.cursor.paragraph === END) continue;
    bound += scan.blockBound(scan.cursor.block);
    if (bound > needed) return -1;
    reach = Math.min(reach, scan.cursor.paragraphs[scan.cursor.size - 1] ?? 0);
  }
  return reach;
}

/** What a paragraph is worth by the words that stand at it, summed in the order of the query so that equals stay equal. */
function sumOf(scans: readonly Scan[], paragraph: number): number {
  let sum = 0;
  for (const scan of scans) if (scan.cursor.paragraph === paragraph) sum += scan.score();
  return sum;
}

/** A bit for each paragraph of the segment that has any of the words. */
function unionOf(segment: Segment, words: readonly PlainWord[]): Uint32Array {
  const union = new Uint32Array(Math.ceil(segment.paragraphCount / 32));
  for (const { term } of words) segment.addOwners(union, term);
  return union;
}

function countDocuments(segment: Segment, set: Uint32Array): number {
  let documents = 0;
  let end = 0;
  for (let word = end >> 5; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
      if (paragraph < end) continue;
      documents++;
      end = segment.documentEnd(paragraph);
    }
  }
  return documents;
}
