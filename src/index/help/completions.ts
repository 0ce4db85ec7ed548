/**
 * Completes the last word of what was typed: with words that stand right after the words before it in some text; if
 * there are none, with words in the same paragraphs; if there are none either, or after a stop word, with frequent
 * words. Paragraphs are sampled evenly, and their text tells how a word is written. Pure.
 */

import { analyzeWords } from '../analyze.js';
import { frequency, type LiveSegment, totals } from '../generation.js';
import { kept } from '../kept.js';
import { collectionOf } from '../search/collection.js';
import { countBits, forEachBit, intersect, newSet, unite, without } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import type { Word } from './frequent-words.js';
import { addForm, formsOf, textsOf, usualForm } from './word-forms.js';

/** Most postings that are read to find paragraphs with any of the words. */
const MAX_POSTINGS = 200_000;
/** Most paragraphs that are read. */
const MAX_SAMPLE = 24;
/** How many words before the last one count. */
const MAX_BEFORE = 3;
/**
 * Where nothing of the word was typed yet, words that more than this share of all paragraphs have are not suggested,
 * unless those are few.
 */
const TOO_COMMON = 0.05;
const FEW = 10;

/**
 * What is known of a candidate: by how many of the words before it were there, how often it was seen right after them
 * (`behind`); how often only in the same paragraph (`beside`); and in which forms.
 */
interface Seen {
  behind: number[];
  beside: number;
  forms: Map<string, number>;
}

/** A word that is being typed. */
export interface Unfinished {
  /** What was typed of it, folded; '' for any word that follows. */
  prefix: string;
  /** The words typed before it, in order; may be none. */
  before: readonly string[];
  /** How many of those are parts of the same word (`get` of `getUs`): only words right after them complete it. */
  bound: number;
}

/** The likeliest completions, best first, each in the form in which texts most often have it. @param frequent the words with the prefix, most frequent first */
export function completionsOf(
  segments: readonly LiveSegment[],
  { prefix, before, bound }: Unfinished,
  frequent: readonly Word[],
  limit: number,
): string[] {
  const context = before.slice(-MAX_BEFORE);
  const seen = context.length === 0 ? new Map<string, Seen>() : look(segments, context, prefix, frequent);
  const { paragraphs } = totals(segments);
  const all = [...seen]
    .map(([term, known]) => ({ term, known, have: frequency(segments, term) }))
    .filter(({ have }) => prefix !== '' || have <= Math.max(FEW, TOO_COMMON * paragraphs))
    .sort((a, b) => compare(a.known, b.known) || b.have - a.have || (a.term < b.term ? -1 : 1))
    .map(({ term, known }) => ({ term, form: usualForm(known.forms), depth: known.behind.length - 1 }));
  const following = all.filter(({ depth }) => depth >= Math.max(1, Math.min(bound, MAX_BEFORE)));
  const formsIn = (some: typeof all): string[] => some.slice(0, limit).map(({ form }) => form);
  if (bound > 0) return formsIn(following);
  const told = following.length > 0 ? following : all;
  // What stands after a stop word (`how to`) leaves other words as likely.
  const open = prefix !== '' && collectionOf(segments).isStop(before.at(-1) ?? '');
  if (told.length > 0 && !open) return formsIn(told);
  const known = new Set(told.map(({ term }) => term).concat(prefix));
  const likely = formsIn(told);
  for (const word of frequent) {
    if (likely.length >= limit) break;
    if (known.has(word.term)) continue;
    const form = usualForm(formsOf(segments, word));
    if (form !== '') likely.push(form);
  }
  return likely;
}

/** Words after more of the words before come first, then those seen more often; words only in the same paragraph come last. */
function compare(a: Seen, b: Seen): number {
  for (let depth = MAX_BEFORE; depth > 0; depth--) {
    const difference = (b.behind[depth] ?? 0) - (a.behind[depth] ?? 0);
    if (difference !== 0) return difference;
  }
  return b.beside - a.beside;
}

/** Looks at what stands after and beside the words, in a sample of the paragraphs that have them. */
function look(
  segments: readonly LiveSegment[],
  context: readonly string[],
  prefix: string,
  frequent: readonly Word[],
): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { live, paragraph } of sample(segments, context, prefix, frequent)) {
    for (const text of textsOf(live.segment, paragraph)) read(text, context, prefix, seen);
  }
  return seen;
}

function read(text: string, context: readonly string[], prefix: string, seen: Map<string, Seen>): void {
  const tokens = analyzeWords(text);
  for (const [i, token] of tokens.entries()) {
    if (token.term === prefix || !token.term.startsWith(prefix)) continue;
    let depth = 0;
    while (depth < context.length && tokens[i - 1 - depth]?.term === context.at(-1 - depth)) depth++;
    // If nothing was typed, every word of the paragraph would be beside.
    if (depth === 0 && (prefix === '' || token.stop)) continue;
    const known = kept(seen, token.term, () => ({ behind: [], beside: 0, forms: new Map() }));
    if (depth > 0) known.behind[depth] = (known.behind[depth] ?? 0) + 1;
    else known.beside++;
    addForm(known.forms, text, token);
  }
}

/**
 * An even sample of the paragraphs with all the words before, and a word with the prefix. If those are few, also
 * paragraphs without the first words.
 */
function sample(
  segments: readonly LiveSegment[],
  context: readonly string[],
  prefix: string,
  frequent: readonly Word[],
): { live: LiveSegment; paragraph: number }[] {
  const found: { live: LiveSegment; paragraph: number }[] = [];
  const taken = new Map<LiveSegment, Uint32Array>();
  const lasts = segments.map(({ segment }, i) => (prefix === '' ? null : ownersOfAny(segment, i, prefix, frequent)));
  for (let from = 0; from < context.length && found.length < MAX_SAMPLE; from++) {
    const sets = segments.map((live, i) => {
      const set = candidates(live, context.slice(from), lasts[i] ?? null);
      const before = taken.get(live);
      taken.set(live, before === undefined ? set : union(before, set));
      return { live, set: before === undefined ? set : without(set, before) };
    });
    const total = sets.reduce((sum, { set }) => sum + countBits(set), 0);
    const step = Math.max(1, total / (MAX_SAMPLE - found.length));
    let at = 0;
    let next = 0;
    for (const { live, set } of sets) {
      forEachBit(set, (paragraph) => {
        if (at++ < next || found.length >= MAX_SAMPLE) return;
        found.push({ live, paragraph });
        next += step;
      });
    }
  }
  return found;
}

/** The live paragraphs that own all of the words, among those of `last` if given. */
function candidates(
  { segment, removed }: LiveSegment,
  words: readonly string[],
  last: Uint32Array | null,
): Uint32Array {
  let set = last?.slice() ?? null;
  for (const word of words) {
    const owners = newSet(segment.paragraphCount);
    const number = segment.termNumber(word);
    if (number < 0) return owners;
    segment.addOwners(owners, number);
    if (set === null) set = owners;
    else intersect(set, owners);
  }
  const found = set ?? new Uint32Array(0);
  return removed === null ? found : without(found, removed.paragraphs);
}

/**
 * The paragraphs of the i-th segment that own one of the words: the most frequent ones, as many as `MAX_POSTINGS`
 * allows.
 */
function ownersOfAny(segment: Segment, i: number, prefix: string, frequent: readonly Word[]): Uint32Array {
  const owners = newSet(segment.paragraphCount);
  let postings = 0;
  for (const { term, numbers } of frequent) {
    const number = numbers[i] ?? -1;
    if (number < 0 || term === prefix) continue;
    postings += segment.frequency(number);
    if (postings > MAX_POSTINGS) break;
    segment.addOwners(owners, number);
  }
  return owners;
}

function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  const set = a.slice();
  unite(set, b);
  return set;
}
