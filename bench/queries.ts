/** The kinds of queries that are measured, and how they are drawn from a text that has none. */
import type { Random } from './random.js';
import { termsOf } from './terms.js';

/** How an engine is to read the words. `prefix`: all of them, the last one as the beginning of a word. `fuzzy`: one edit away. */
export type Kind = 'all' | 'any' | 'prefix' | 'fuzzy' | 'phrase';

export const CLASSES = {
  a: { title: 'rare', kind: 'all' },
  b: { title: 'mid', kind: 'all' },
  c: { title: 'common', kind: 'all' },
  d: { title: '2 AND', kind: 'all' },
  e: { title: '2 OR', kind: 'any' },
  f: { title: '5 OR', kind: 'any' },
  g: { title: 'keystrokes', kind: 'prefix' },
  h: { title: 'fuzzy', kind: 'fuzzy' },
  i: { title: 'phrase', kind: 'phrase' },
} as const satisfies Record<string, { title: string; kind: Kind }>;

export type ClassName = keyof typeof CLASSES;
export const CLASS_NAMES = Object.keys(CLASSES) as ClassName[];

/** By class: its queries, words with spaces between them. */
export type Queries = Record<ClassName, string[]>;

const EACH = 200;
/** Shares of the paragraphs that have a rare (at most), a mid and a common word (at least). */
const RARE = 0.000_12;
const MID = [0.001, 0.01] as const;
const COMMON = 0.08;

export function drawQueries(lines: readonly { text: string }[], random: Random): Queries {
  const paragraphs = lines.map(({ text }) => termsOf(text)).filter((terms) => terms.length >= 5);
  const frequency = new Map<string, number>();
  for (const terms of paragraphs) {
    for (const term of new Set(terms)) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  const between = (least: number, most: number): string[] =>
    [...frequency].filter(([, n]) => n >= least && n <= most).map(([term]) => term);
  const n = paragraphs.length;
  const rare = between(2, Math.max(4, n * RARE));
  const mid = between(n * MID[0], n * MID[1]);
  const common = between(n * COMMON, n);
  const plain = new Set(between(n * MID[0] * 0.5, n * COMMON));
  const repeat = (draw: () => string): string[] => Array.from({ length: EACH }, draw);
  const run = (length: number): string[] => {
    const terms = random.pick(paragraphs);
    const start = random.below(terms.length - length + 1);
    return terms.slice(start, start + length);
  };
  const two = (): [string, string] => {
    for (;;) {
      const found = [...new Set(random.pick(paragraphs).filter((term) => plain.has(term)))];
      const a = found[random.below(found.length)];
      const b = found[random.below(found.length)];
      if (a !== undefined && b !== undefined && a !== b) return [a, b];
    }
  };
  const keystrokes: string[] = [];
  while (keystrokes.length < EACH) {
    const typed = two().join(' ');
    for (let end = 1; end <= typed.length; end++) if (typed[end - 1] !== ' ') keystrokes.push(typed.slice(0, end));
  }
  return {
    a: repeat(() => random.pick(rare)),
    b: repeat(() => random.pick(mid)),
    c: repeat(() => random.pick(common)),
    d: repeat(() => two().join(' ')),
    e: repeat(() => two().join(' ')),
    f: repeat(() => run(5).join(' ')),
    g: keystrokes.slice(0, EACH),
    h: repeat(() => mistyped(random.pick(mid.filter((term) => term.length >= 6)), random)),
    i: repeat(() => run(2 + random.below(3)).join(' ')),
  };
}

/** A letter of a word left out, added, or replaced; never the first. */
export function mistyped(word: string, random: Random): string {
  const at = 1 + random.below(word.length - 1);
  const letter = random.pick([...'abcdefghijklmnopqrstuvwxyz']);
  return word.slice(0, at) + random.pick(['', letter, letter + (word[at] ?? '')]) + word.slice(at + 1);
}
