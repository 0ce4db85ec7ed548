/** Synonyms: words that stand for others, as the owner of the folder lists them in `synonyms.txt`, and how they are added to a query. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { analyze } from './analyze.js';
import { kept } from './kept.js';
import { oneByOne } from './query/words.js';
import type { ParsedQuery, Query } from './search-types.js';

/** The file at the top of the folder that synonyms are read from. */
export const SYNONYMS_FILE = 'synonyms.txt';
/** Lines, and words or phrases in one, beyond which the file is not read. */
const MAX_LINES = 10_000;
const MAX_IN_LINE = 32;
/** Most words of one phrase, and most synonyms of one wording: each of them is searched for. */
const MAX_WORDS = 8;
const MAX_SYNONYMS = 64;
/**
 * Lines read before other work gets its turn: this runs in the thread that answers requests, and 10,000 lines of three
 * words take half a second.
 */
const STEP = 32;

/** A word or phrase: its words as terms, and as they are spelled. */
interface Wording {
  terms: readonly string[];
  spelled: readonly string[];
  text: string;
}

/** A wording and the lines that name it: in each, the wording itself as it is written there (`own`), and what stands for it (`to`). */
interface Entry {
  from: Wording;
  lines: { own: Wording; to: readonly Wording[] }[];
}

/** Wordings that have synonyms, by their first term; longer ones first. */
export interface Synonyms {
  byFirst: ReadonlyMap<string, readonly Entry[]>;
  /** What is wrong with lines that cannot be used, as sentences. */
  problems: readonly string[];
}

/** Those of a folder without the file. */
export const NO_SYNONYMS: Synonyms = { byFirst: new Map(), problems: [] };

/**
 * Reads lines such as `car, automobile, motor car` (each stands for the others) and `usa => united states, america` (a
 * search for the left side finds the right side, too). `#` begins a comment.
 */
export async function parseSynonyms(text: string): Promise<Synonyms> {
  /** By the terms of the wording that has synonyms. */
  const entries = new Map<string, Entry>();
  const problems: string[] = [];
  const lines = text.split(/\r?\n/);
  if (lines.length > MAX_LINES) problems.push(`Only the first ${MAX_LINES} lines of ${SYNONYMS_FILE} are read.`);
  for (const [i, line] of lines.slice(0, MAX_LINES).entries()) {
    if (i % STEP === STEP - 1) await nextTurn();
    const written = line.replace(/(^|\s)#.*$/, '').trim();
    if (written === '') continue;
    const [left = '', right] = written.split('=>', 2);
    const tell = (problem: string): number => problems.push(`Line ${i + 1} of ${SYNONYMS_FILE} ${problem}.`);
    const from = wordings(left, tell);
    const to = right === undefined ? from : wordings(right, tell);
    if (from.length === 0 || to.length === 0 || (right === undefined && from.length < 2)) {
      tell(`names nothing that stands for something else: “${written.slice(0, 60)}”`);
    }
    for (const own of from) {
      const name = own.terms.join(' ');
      kept(entries, name, () => ({ from: own, lines: [] })).lines.push({ own, to });
    }
  }
  const byFirst = new Map<string, Entry[]>();
  let step = 0;
  for (const entry of entries.values()) {
    if (++step % (STEP * MAX_IN_LINE) === 0) await nextTurn();
    const [first = ''] = entry.from.terms;
    kept(byFirst, first, () => []).push(entry);
    // The synonyms of a single line are never too many.
    const others = entry.lines.length > 1 ? othersOf(entry, Number.POSITIVE_INFINITY).length : 0;
    if (others <= MAX_SYNONYMS) continue;
    problems.push(
      `“${entry.from.text}” stands for ${others} others in ${SYNONYMS_FILE}; the first ${MAX_SYNONYMS} are used.`,
    );
  }
  for (const known of byFirst.values()) known.sort((a, b) => b.from.terms.length - a.from.terms.length);
  return { byFirst, problems };
}

/**
 * The first `most` synonyms of a wording, each once. Collected when asked for: for 10,000 long lines at once it took
 * seconds and 600 MB.
 */
function othersOf({ lines }: Entry, most: number): Wording[] {
  const others = new Map<string, Wording>();
  for (const { own, to } of lines) {
    if (others.size >= most) break;
    for (const other of to) if (other !== own) others.set(other.spelled.join(' '), other);
  }
  return [...others.values()].slice(0, most);
}

/** @param tell gets what is left out, as the end of a sentence about the line */
function wordings(list: string, tell: (problem: string) => void): Wording[] {
  const items = list.split(',', MAX_IN_LINE + 1);
  if (items.length > MAX_IN_LINE)
    tell(`names more than ${MAX_IN_LINE} words or phrases; the first ${MAX_IN_LINE} are used`);
  const all = items
    .slice(0, MAX_IN_LINE)
    .map((item) => {
      const words = oneByOne(analyze(item));
      const spelled = words.map(({ term, exact }) => exact ?? term);
      return { terms: words.map(({ term }) => term), spelled, text: item.trim() };
    })
    .filter(({ terms }) => terms.length > 0);
  const short = all.filter(({ terms }) => terms.length <= MAX_WORDS);
  if (short.length < all.length) tell(`has a phrase of more than ${MAX_WORDS} words, which is left out`);
  return short;
}

/** The query with synonyms added to its words: a single word counts as the word itself, a phrase is an alternative to it. */
export function withSynonyms(query: ParsedQuery, synonyms: Synonyms): ParsedQuery {
  if (synonyms.byFirst.size === 0) return query;
  return { ...query, clauses: inList(query.clauses, synonyms) };
}

function inList(clauses: readonly Query[], synonyms: Synonyms): Query[] {
  const result: Query[] = [];
  for (let i = 0; i < clauses.length; ) {
    const found = entryAt(clauses, i, synonyms);
    const clause = clauses[i];
    if (clause === undefined) break;
    if (found === null) result.push(inside(clause, synonyms));
    else result.push(replaced(clauses.slice(i, i + found.length), othersOf(found.entry, MAX_SYNONYMS)));
    i += found?.length ?? 1;
  }
  return result;
}

function inside(query: Query, synonyms: Synonyms): Query {
  switch (query.type) {
    case 'and':
    case 'or':
      return { type: query.type, clauses: query.clauses.map((clause) => inList([clause], synonyms)[0] ?? clause) };
    default:
      return query;
  }
}

/** The longest wording with synonyms that begins at a clause, outside quotes: as single words, or as the parts of a compound. */
function entryAt(
  clauses: readonly Query[],
  at: number,
  { byFirst }: Synonyms,
): { length: number; entry: Entry } | null {
  const clause = clauses[at];
  if (clause?.type === 'phrase' && clause.compound === true) {
    const { terms } = clause;
    const entry = byFirst.get(terms[0] ?? '')?.find(({ from }) => from.terms.join(' ') === terms.join(' '));
    return entry === undefined ? null : { length: 1, entry };
  }
  if (clause?.type !== 'term' || clause.quoted) return null;
  for (const entry of byFirst.get(clause.term) ?? []) {
    const { from } = entry;
    const fits = from.terms.every((term, i) => {
      const other = clauses[at + i];
      return other?.type === 'term' && !other.quoted && other.term === term && other.field === clause.field;
    });
    if (fits) return { length: from.terms.length, entry };
  }
  return null;
}

function replaced(clauses: readonly Query[], to: readonly Wording[]): Query {
  const [first] = clauses;
  const field = first?.type === 'term' || first?.type === 'phrase' ? first.field : 'any';
  const single = to.filter(({ terms }) => terms.length === 1);
  const phrases = to
    .filter(({ terms }) => terms.length > 1)
    .map(({ terms, text }): Query => ({ type: 'phrase', terms, text, field, slop: 0 }));
  if (clauses.length === 1 && first?.type === 'term') {
    const also = single.flatMap(({ terms, spelled }) => terms.map((term, i) => ({ term, exact: spelled[i] ?? term })));
    const word: Query = { ...first, also };
    return phrases.length === 0 ? word : { type: 'or', clauses: [word, ...phrases] };
  }
  const words = single.map(({ terms: [term = ''], spelled: [exact = term], text }): Query => {
    return { type: 'term', term, exact, text, field, complete: false, quoted: false };
  });
  // Empty synonyms mark a word as spelled as intended, so that it is not corrected.
  const meant = clauses.map((clause): Query => (clause.type === 'term' ? { ...clause, also: [] } : clause));
  const asked: Query = clauses.length === 1 && first !== undefined ? first : { type: 'and', clauses: meant };
  return { type: 'or', clauses: [asked, ...words, ...phrases] };
}
