/**
 * Warms up a search thread with made-up questions, so that code is compiled, and stemmers, vocabulary and tables are
 * made, before the next real one comes.
 */
import { FOR_PAGE } from '../ask.js';
import type { LiveSegment } from '../generation.js';
import { parseQuery } from '../query.js';
import type { Asking } from './answers.js';

/** How long it may take in all, ms, by the clock: on a busy machine it then asks less. */
const MAX_MS = 300;
/** Multiples of it, modulo 1, spread evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const MAX_WORDS = 5;
/** Hits and suggestions that a page asks for. */
const HITS = 20;
const SUGGESTIONS = 8;

/**
 * Asks for words that stand together in the folder, each time in another kind of question, for as long as `isWanted`,
 * which gives other work its turn.
 * @param most instead of `MAX_MS`; for tests
 */
export async function warmUp(
  segments: readonly LiveSegment[],
  isWanted: () => Promise<boolean>,
  ask: (asking: Asking) => Promise<unknown>,
  most = MAX_MS,
): Promise<void> {
  const largest = largestOf(segments)?.segment;
  if (largest === undefined) return;
  let spent = 0;
  for (let i = 1; spent < most; i++) {
    if (!(await isWanted())) return;
    const began = performance.now();
    const { text } = largest.paragraph(Math.floor(((i * GOLDEN) % 1) * largest.paragraphCount));
    const words = text.match(/\p{L}{3,20}/gu)?.slice(i % 3, (i % 3) + 1 + (i % MAX_WORDS)) ?? [];
    await ask(questionOf(words, i));
    spent += performance.now() - began;
  }
}

/** The segment with the most paragraphs. */
export function largestOf(segments: readonly LiveSegment[]): LiveSegment | undefined {
  return segments.toSorted((a, b) => b.segment.paragraphCount - a.segment.paragraphCount)[0];
}

/** In turn: what the page asks for while a word is typed, its suggestions, what it asks for in the end, and what a program does. */
function questionOf(words: readonly string[], i: number): Asking {
  const typed = words.join(' ').slice(0, 1 + (i % 7));
  if (i % 4 === 1) return { type: 'suggest', request: { text: typed, limit: SUGGESTIONS } };
  return {
    type: 'search',
    request: {
      query: parseQuery(i % 4 === 0 ? typed : `${asAsked(words, i)} `),
      filters: [],
      match: (['auto', 'any', 'all'] as const)[i % 3] ?? 'auto',
      offset: 0,
      limit: HITS,
      ...(i % 4 === 3 ? { as: 'json' } : FOR_PAGE),
    },
    lot: HITS,
  };
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
