/** Finds the best paragraphs of one word by its leaders (segment/leaders.ts), and how many own it: no block is unpacked. */

import { type Saturator, saturated } from '../../rank.js';
import { newSet } from '../../segment/bits.js';
import { ByteReader } from '../../segment/bytes.js';
import { LEADERS, LEAST_OWNERS, Leaders } from '../../segment/leaders.js';
import type { Best } from '../top.js';
import type { PlainFound, Scope } from './hits.js';

const LED = new Leaders();

/**
 * The hits of a word in a segment; null where its leaders do not tell them: some paragraphs are no hits, more than a page
 * is wanted, or it has none.
 * @param worth that of a saturated count of 1
 */
export function findWord(
  { segment, removed, passing, collects }: Scope,
  term: number,
  worth: number,
  { norms }: Saturator,
  best: Best,
): PlainFound | null {
  if (removed !== null || passing !== null || best.limit > LEADERS) return null;
  const reader = new ByteReader(segment.postings, segment.offsetOf(term));
  const owners = reader.varint() >>> 1;
  if (owners < LEAST_OWNERS) return null;
  LED.read(reader, segment.view, owners);
  const { size, documents, paragraphs, counts } = LED;
  if (size === 0) return null;
  const { lengths } = segment;
  for (let i = 0; i < size; i++) {
    const paragraph = paragraphs[i] ?? 0;
    const score = worth * saturated(counts[i] ?? 0, norms[lengths[paragraph] ?? 1] ?? 0);
    if (score > best.threshold) best.offer(paragraph, score);
  }
  const set = collects ? newSet(segment.paragraphCount) : null;
  if (set !== null) segment.addOwners(set, term);
  return { hits: owners, documents, set, isFull: () => true };
}
