/**
 * Questions that nobody asked, for a thread that has just begun to search: what V8 compiles and what is made when it is first needed
 * (stemmers, vocabulary, tables) is there when the first real one comes.
 */
import { setImmediate } from 'node:timers/promises';
import type { SearchRequest } from '../engine.js';
import type { LiveSegment } from '../generation.js';
import { parseQuery } from '../query.js';

/** What it may take in all, ms. */
const MOST_MS = 300;
/** Spreads numbers over 0 to 1, each far from those before. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const MAX_WORDS = 5;

/** Asks for words that stand together in the folder, each time as another kind of question, as long as it is wanted. Others get their turn. */
export async function warmUp(
  segments: readonly LiveSegment[],
  isWanted: () => boolean,
  ask: (request: SearchRequest) => Promise<unknown>,
): Promise<void> {
  const largest = segments.toSorted((a, b) => b.segment.paragraphCount - a.segment.paragraphCount)[0]?.segment;
  if (largest === undefined) return;
  let spent = 0;
  for (let i = 1; spent < MOST_MS; i++) {
    await setImmediate();
    if (!isWanted()) return;
    const began = performance.now();
    const { text } = largest.paragraph(Math.floor(((i * GOLDEN) % 1) * largest.paragraphCount));
    const words = text.match(/\p{L}{3,20}/gu)?.slice(i % 3, (i % 3) + 1 + (i % MAX_WORDS)) ?? [];
    const query = parseQuery(`${words.join(' ')}${i % 2 === 0 ? ' ' : ''}`);
    const match = (['auto', 'any', 'all'] as const)[i % 3] ?? 'auto';
    await ask({ query, filters: [], match, offset: 0, limit: 20 });
    spent += performance.now() - began;
  }
}
