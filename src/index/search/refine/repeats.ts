/**
 * Takes from the scores of code, lists and tables what repeats of a word added to them. A name that a listing has twelve
 * times is used there, not explained: by its count alone it came before every text about it. Once counts as anywhere,
 * and so do title and headings.
 */
import { saturated } from '../../rank.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import { listsIn } from '../collection.js';
import { countAt } from '../context.js';
import type { Plan } from '../plan.js';
import { type Planned, type PlannedWord, worthOf } from '../planned.js';
import { kindsOf } from './kinds.js';
import type { SegmentHits } from './segment-hits.js';

/** Takes the worth of repeats from the scores of hits. */
export function takeRepeats(plan: Plan, hits: SegmentHits): void {
  const listings = listingsAmong(hits);
  if (listings.length === 0) return;
  const index = plan.indexOf(hits.segment);
  for (const planned of [...plan.clauses, ...plan.parts]) {
    for (const word of wordsIn(planned)) {
      const cursors = listsIn(word.lists, index).map((list) => takeCursor(hits.segment, list));
      takeFrom(hits, listings, cursors, worthOf(word), () => plan.textOf(planned));
      for (const cursor of cursors) giveBack(cursor);
    }
  }
}

/** The words of a clause, in any field, that add to a score by themselves. */
function wordsIn(planned: Planned): readonly PlannedWord[] {
  if (planned.type === 'or') return planned.clauses.flatMap(wordsIn);
  return planned.type === 'word' && planned.field === 'any' ? [planned] : NONE;
}

const NONE: readonly PlannedWord[] = [];

/** @param cursors of the lists of one word */
function takeFrom(
  { hits, paragraphs, norms, scores }: SegmentHits,
  listings: readonly number[],
  cursors: readonly PostingsCursor[],
  worth: number,
  textOf: () => string,
): void {
  for (const hit of listings) {
    const paragraph = paragraphs[hit] ?? 0;
    let count = 0;
    let body = 0;
    for (const cursor of cursors) {
      const here = countAt(cursor, paragraph);
      count += here;
      // Most have it once, and a block of counts need not be unpacked.
      if (cursor.paragraph !== paragraph) continue;
      if (here < 2) {
        body += here;
        continue;
      }
      cursor.loadCounts();
      body += cursor.body[cursor.at] ?? 0;
    }
    if (body < 2) continue;
    const norm = norms[hit] ?? 0;
    const score = worth * (saturated(count - body + 1, norm) - saturated(count, norm));
    scores[hit] = (scores[hit] ?? 0) + score;
    hits[hit]?.reasons?.push({ type: 'repeats', text: textOf(), score });
  }
}

/** Which of the hits are no running text. */
function listingsAmong({ segment, paragraphs, size }: SegmentHits): number[] {
  const listings: number[] = [];
  if (segment.listingCount === 0) return listings;
  const kinds = kindsOf(segment);
  for (let hit = 0; hit < size; hit++) {
    if (!kinds.isRunning(paragraphs[hit] ?? 0)) listings.push(hit);
  }
  return listings;
}
