/**
 * Warms up a new search thread with made-up questions, so that code is compiled, and stemmers, vocabulary and tables
 * are made, before the first real one comes.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchRequest } from '../engine.js';
import type { LiveSegment } from '../generation.js';
import { parseQuery } from '../query.js';

/** How long it may take in all, ms. */
const MAX_MS = 300;
/** Multiples of it, modulo 1, spread evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const MAX_WORDS = 5;

/**
 * Asks for words that stand together in the folder, each time in another kind of question, for as long as `isWanted`.
 * Other work gets its turn in between.
 */
export async function warmUp(
  segments: readonly LiveSegment[],
  isWanted: () => boolean,
  ask: (request: SearchRequest) => Promise<unknown>,
): Promise<void> {
  const largest = segments.toSorted((a, b) => b.segment.paragraphCount - a.segment.paragraphCount)[0]?.segment;
  if (largest === undefined) return;
  let spent = 0;
  for (let i = 1; spent < MAX_MS; i++) {
    await nextTurn();
    if (!isWanted()) return;
    const began = performance.now();
    const { text } = largest.paragraph(Math.floor(((i * GOLDEN) % 1) * largest.paragraphCount));
    const words = text.match(/\p{L}{3,20}/gu)?.slice(i % 3, (i % 3) + 1 + (i % MAX_WORDS)) ?? [];
    const query = parseQuery(`${asAsked(words, i)}${i % 2 === 0 ? ' ' : ''}`);
    const match = (['auto', 'any', 'all'] as const)[i % 3] ?? 'auto';
    await ask({ query, filters: [], match, offset: 0, limit: 20 });
    spent += performance.now() - began;
  }
}

/** The words as people ask for them: mostly as they are; some in quotes, as a compound, or without one of them. */
function asAsked([first = '', second = first, ...others]: readonly string[], kind: number): string {
  const rest = others.join(' ');
  switch (kind % 6) {
    case 1:
      return `"${first} ${second}" ${rest}`;
    case 3:
      return `${first}-${second} ${rest}`;
    case 5:
      return `${first} ${rest} -${second}`;
    default:
      return `${first} ${second} ${rest}`;
  }
}
