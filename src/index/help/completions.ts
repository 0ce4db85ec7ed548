/**
 * The words that go on what was typed: those that really stand behind the words before them; where there are none, those that stand in a
 * paragraph with them; where there are none either, the frequent ones. Paragraphs are sampled evenly, and their text says how a word is written. Pure.
 */
import { analyze } from '../analyze.js';
import { frequency, type LiveSegment, totals } from '../generation.js';
import { countBits, forEachBit, hasBit, intersect, unite, without } from '../segment/bits.js';
import { END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import type { Token } from '../types.js';
import { fold } from '../words/fold.js';
import { FIRST_FORM } from '../words/term-keys.js';

/** Most words with one beginning that are considered, the most frequent of each segment, and how many are looked at to find them. */
const MAX_WORDS = 256;
const MAX_RANGE = 1 << 16;
/** Most postings that are united to find paragraphs with any of the words. */
const MAX_POSTINGS = 200_000;
/** Most paragraphs that are read to see what stands behind a word, and of each so many code units. */
const MAX_SAMPLE = 24;
const MAX_TEXT = 2000;
/** Words before the last one that count, and those that must stand right before it. */
const MAX_BEFORE = 3;
/** Paragraphs that are read to see how a word is written. */
const FORM_SAMPLE = 2;
/** Where nothing of a word was typed yet, one that more than this share of all paragraphs have says nothing; but for the first few. */
const TOO_COMMON = 0.05;
const FEW = 10;
/** What comes before the first word of a sentence. */
const SENTENCE = /(?:^|[.!?:…。]["'”’»)\]]*\s+)["'“‘«([]*$/u;

/** A word that may stand where the last one is typed. */
export interface Completion {
  term: string;
  /** As the text has it most often. */
  form: string;
}

/** What is known of a candidate: how often it was seen behind how many of the words before it, and in which forms. */
interface Seen {
  behind: number[];
  beside: number;
  forms: Map<string, number>;
}

/**
 * @param before the words typed before the last one, in order; may be none
 * @param prefix what was typed of the last one, folded; empty: any word that follows
 * @param frequent the words that begin so, most frequent first
 */
export function complete(
  segments: readonly LiveSegment[],
  before: readonly string[],
  prefix: string,
  frequent: readonly Word[],
  limit: number,
): Completion[] {
  const context = before.slice(-MAX_BEFORE);
  const seen = context.length === 0 ? new Map<string, Seen>() : look(segments, context, prefix, frequent);
  const { paragraphs } = totals(segments);
  const all = [...seen]
    .map(([term, known]) => ({ term, known, have: frequency(segments, term) }))
    .filter(({ have }) => prefix !== '' || have <= Math.max(FEW, TOO_COMMON * paragraphs))
    .sort((a, b) => compare(a.known, b.known) || b.have - a.have || (a.term < b.term ? -1 : 1))
    .map(({ term, known }) => ({ term, form: usual(known.forms), follows: known.behind.length > 0 }));
  const following = all.filter(({ follows }) => follows);
  if (all.length > 0) return (following.length > 0 ? following : all).slice(0, limit);
  const rest = frequent.filter(({ term }) => term !== prefix).slice(0, limit);
  return rest.map((word) => ({ term: word.term, form: usual(formsOf(segments, word)) }));
}

/** Behind more of the words first; then more often; words that only stand in the same paragraph last. */
function compare(a: Seen, b: Seen): number {
  for (let depth = MAX_BEFORE; depth > 0; depth--) {
    const difference = (b.behind[depth] ?? 0) - (a.behind[depth] ?? 0);
    if (difference !== 0) return difference;
  }
  return b.beside - a.beside;
}

/** A word of the dictionary: live paragraphs that have it, and its number in each segment, -1 where it is missing. */
export interface Word {
  term: string;
  have: number;
  numbers: readonly number[];
}

/** The words that begin like this, most frequent first; at most `MAX_WORDS`. */
export function frequentWords(segments: readonly LiveSegment[], prefix: string): Word[] {
  const terms = new Set<string>();
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(prefix);
    const end = Math.min(to, from + MAX_RANGE, segment.lowerBound(FIRST_FORM));
    for (const number of mostFrequent(segment, from, end)) terms.add(segment.term(number));
  }
  return [...terms]
    .map((term) => wordOf(segments, term))
    .filter(({ have }) => have > 0)
    .sort((a, b) => b.have - a.have || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_WORDS);
}

function wordOf(segments: readonly LiveSegment[], term: string): Word {
  const numbers = segments.map(({ segment }) => segment.termNumber(term));
  let have = 0;
  for (const [i, { segment, removed }] of segments.entries()) {
    const number = numbers[i] ?? -1;
    if (number >= 0) have += segment.frequency(number) - (removed?.frequencies.get(term) ?? 0);
  }
  return { term, have, numbers };
}

/** At least the `MAX_WORDS` most frequent of a range, without putting all of it in order: those of the highest powers of two. */
function mostFrequent(segment: Segment, from: number, to: number): number[] {
  const frequencies = new Uint32Array(Math.max(0, to - from));
  const sizes = new Uint32Array(33);
  for (let number = from; number < to; number++) {
    const have = segment.frequency(number);
    frequencies[number - from] = have;
    const size = 32 - Math.clz32(have);
    sizes[size] = (sizes[size] ?? 0) + 1;
  }
  let least = 32;
  for (let sum = sizes[32] ?? 0; least > 0 && sum < MAX_WORDS; ) sum += sizes[--least] ?? 0;
  const numbers: number[] = [];
  for (let i = 0; i < frequencies.length; i++) {
    if (32 - Math.clz32(frequencies[i] ?? 0) >= least) numbers.push(from + i);
  }
  if (numbers.length <= MAX_WORDS) return numbers;
  return numbers.sort((a, b) => (frequencies[b - from] ?? 0) - (frequencies[a - from] ?? 0)).slice(0, MAX_WORDS);
}

/** What stands behind and beside the words in a sample of the paragraphs that have them. */
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

/** A paragraph's own text, and the headings that begin at it. */
function textsOf(segment: Segment, paragraph: number): string[] {
  const { text, headings, opens } = segment.paragraph(paragraph);
  return [text.slice(0, MAX_TEXT), ...headings.slice(headings.length - opens)];
}

function read(text: string, context: readonly string[], prefix: string, seen: Map<string, Seen>): void {
  const tokens = analyze(text).filter((token) => !token.whole);
  for (const [i, token] of tokens.entries()) {
    if (token.term === prefix || !token.term.startsWith(prefix)) continue;
    let depth = 0;
    while (depth < context.length && tokens[i - 1 - depth]?.term === context.at(-1 - depth)) depth++;
    // With nothing typed any word stands beside.
    if (depth === 0 && (prefix === '' || token.stop)) continue;
    let known = seen.get(token.term);
    if (known === undefined) {
      known = { behind: [], beside: 0, forms: new Map() };
      seen.set(token.term, known);
    }
    if (depth > 0) known.behind[depth] = (known.behind[depth] ?? 0) + 1;
    else known.beside++;
    addForm(known.forms, text, token);
  }
}

/** Paragraphs with all the words and one of those that begin as typed, evenly from all there are; where they are few, without the first words. */
function sample(
  segments: readonly LiveSegment[],
  context: readonly string[],
  prefix: string,
  frequent: readonly Word[],
): { live: LiveSegment; paragraph: number }[] {
  const found: { live: LiveSegment; paragraph: number }[] = [];
  const taken = new Map<LiveSegment, Uint32Array>();
  const lasts = segments.map((_, i) => (prefix === '' ? null : ownersOfAny(segments, i, prefix, frequent)));
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

/** The live paragraphs that own all of the words, of those in `last` where that is given. */
function candidates(
  { segment, removed }: LiveSegment,
  words: readonly string[],
  last: Uint32Array | null,
): Uint32Array {
  let set = last?.slice() ?? null;
  for (const word of words) {
    const owners = new Uint32Array(Math.ceil(segment.paragraphCount / 32));
    const number = segment.termNumber(word);
    if (number < 0) return owners;
    segment.addOwners(owners, number);
    if (set === null) set = owners;
    else intersect(set, owners);
  }
  const found = set ?? new Uint32Array(0);
  return removed === null ? found : without(found, removed.paragraphs);
}

/** The paragraphs of a segment that own one of the words, the most frequent ones first, as many as `MAX_POSTINGS` allows. */
function ownersOfAny(
  segments: readonly LiveSegment[],
  i: number,
  prefix: string,
  frequent: readonly Word[],
): Uint32Array {
  const segment = segments[i]?.segment;
  const owners = new Uint32Array(Math.ceil((segment?.paragraphCount ?? 0) / 32));
  let postings = 0;
  for (const { term, numbers } of frequent) {
    const number = numbers[i] ?? -1;
    if (segment === undefined || number < 0 || term === prefix) continue;
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

/** How a word is written in the first few paragraphs that have it. */
function formsOf(segments: readonly LiveSegment[], { term, numbers }: Word): Map<string, number> {
  const forms = new Map<string, number>();
  let left = FORM_SAMPLE;
  const look = (text: string): void => {
    for (const token of analyze(text)) if (token.term === term) addForm(forms, text, token);
  };
  for (const [i, { segment, removed }] of segments.entries()) {
    const number = numbers[i] ?? -1;
    if (number < 0) continue;
    const cursor = segment.cursor(number);
    for (let paragraph = cursor.next(); paragraph < END && left > 0; paragraph = cursor.next()) {
      if (removed !== null && hasBit(removed.paragraphs, paragraph)) continue;
      left--;
      for (const text of textsOf(segment, paragraph)) look(text);
      if (forms.size === 0) look(segment.document(segment.documentOf(paragraph)).title);
    }
  }
  return forms.size > 0 ? forms : new Map([[term, 1]]);
}

function addForm(forms: Map<string, number>, text: string, { term, start, end }: Token): void {
  const written = text.slice(start, end).replace(/['’ʼ＇][sS]$/, '');
  // Signs that fold to nothing, or letters that were put together: the term is then as good.
  const form = fold(written) === term ? written : term;
  const lower = form.toLowerCase();
  // A sentence may begin with the capital, so a word that is seen elsewhere too is written as it is there.
  const unsure = form.slice(1) === lower.slice(1) && form !== lower && isSentenceStart(text, start);
  if (unsure) forms.set(lower, (forms.get(lower) ?? 0) + 0.5);
  else forms.set(form, (forms.get(form) ?? 0) + 1);
}

function isSentenceStart(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 8), at);
  return SENTENCE.test(at > 8 ? `x${before}` : before);
}

/** The most common form. */
function usual(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort(([a, n], [b, m]) => m - n || (a > b ? -1 : 1))[0]?.[0] ?? '';
}
