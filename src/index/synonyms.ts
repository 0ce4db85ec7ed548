/** Words that stand for others, as their owner wrote them into `synonyms.txt`, and a query with those added. Pure. */
import { analyze } from './analyze.js';
import type { ParsedQuery, Query } from './types.js';

/** The file at the top of the folder that synonyms are read from. */
export const SYNONYMS_FILE = 'synonyms.txt';
/** Lines, and words or phrases in one, beyond which the file is not read. */
const MOST_LINES = 10_000;
const MOST_IN_LINE = 32;
/** Most words of one phrase, and most wordings that one stands for: each is searched. */
const MOST_WORDS = 8;
const MOST_SYNONYMS = 64;

/** A word or phrase as it is looked for: its words as terms, and as they were spelled. */
interface Wording {
  terms: readonly string[];
  spelled: readonly string[];
  text: string;
}

/** Wordings that stand for one another, by the first term of what is replaced; longer ones first. */
export interface Synonyms {
  byFirst: ReadonlyMap<string, readonly { from: Wording; to: readonly Wording[] }[]>;
  /** Lines that say nothing, as sentences. */
  problems: readonly string[];
}

export const NO_SYNONYMS: Synonyms = { byFirst: new Map(), problems: [] };

/**
 * Reads lines such as `car, automobile, motor car` (each stands for the others too) and `usa => united states, america` (what stands
 * left is also looked for as what stands right). `#` begins a comment.
 */
export function parseSynonyms(text: string): Synonyms {
  /** By the terms of what is replaced; what stands for it by terms and spelling. */
  const entries = new Map<string, { from: Wording; to: Map<string, Wording> }>();
  const problems: string[] = [];
  const add = (from: Wording, others: readonly Wording[]): void => {
    const name = from.terms.join(' ');
    const entry = entries.get(name) ?? { from, to: new Map<string, Wording>() };
    entries.set(name, entry);
    for (const other of others) entry.to.set(other.spelled.join(' '), other);
  };
  const lines = text.split(/\r?\n/);
  if (lines.length > MOST_LINES) problems.push(`Only the first ${MOST_LINES} lines of ${SYNONYMS_FILE} are read.`);
  for (const [i, line] of lines.slice(0, MOST_LINES).entries()) {
    const written = line.replace(/(^|\s)#.*$/, '').trim();
    if (written === '') continue;
    const [left = '', right] = written.split('=>', 2);
    const from = wordings(left);
    const to = right === undefined ? from : wordings(right);
    if (from.length === 0 || to.length === 0 || (right === undefined && from.length < 2)) {
      problems.push(
        `Line ${i + 1} of ${SYNONYMS_FILE} names nothing that stands for something else: “${written.slice(0, 60)}”.`,
      );
    }
    for (const one of from)
      add(
        one,
        to.filter((other) => other !== one),
      );
  }
  const byFirst = new Map<string, { from: Wording; to: Wording[] }[]>();
  for (const { from, to } of entries.values()) {
    if (to.size > MOST_SYNONYMS) {
      problems.push(
        `“${from.text}” stands for ${to.size} others in ${SYNONYMS_FILE}; the first ${MOST_SYNONYMS} are used.`,
      );
    }
    const [first = ''] = from.terms;
    const entry = { from, to: [...to.values()].slice(0, MOST_SYNONYMS) };
    const known = byFirst.get(first);
    if (known === undefined) byFirst.set(first, [entry]);
    else known.push(entry);
  }
  for (const known of byFirst.values()) known.sort((a, b) => b.from.terms.length - a.from.terms.length);
  return { byFirst, problems };
}

function wordings(list: string): Wording[] {
  return list
    .split(',', MOST_IN_LINE)
    .map((item) => {
      const words = analyze(item).filter((token) => !token.whole);
      const spelled = words.map(({ term, exact }) => exact ?? term);
      return { terms: words.map(({ term }) => term), spelled, text: item.trim() };
    })
    .filter(({ terms }) => terms.length > 0 && terms.length <= MOST_WORDS);
}

/** The query with synonyms beside its words: a single word counts as the word itself, a phrase is an alternative to it. */
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
    else result.push(replaced(clauses.slice(i, i + found.length), found.to));
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

/** The longest wording that begins at a clause, out of quotes: as single words, or as the parts of one. */
function entryAt(
  clauses: readonly Query[],
  at: number,
  { byFirst }: Synonyms,
): { length: number; to: readonly Wording[] } | null {
  const clause = clauses[at];
  if (clause?.type === 'phrase' && clause.compound === true) {
    const { terms } = clause;
    const entry = byFirst.get(terms[0] ?? '')?.find(({ from }) => from.terms.join(' ') === terms.join(' '));
    return entry === undefined ? null : { length: 1, to: entry.to };
  }
  if (clause?.type !== 'term' || clause.quoted) return null;
  for (const { from, to } of byFirst.get(clause.term) ?? []) {
    const fits = from.terms.every((term, i) => {
      const other = clauses[at + i];
      return other?.type === 'term' && !other.quoted && other.term === term && other.field === clause.field;
    });
    if (fits) return { length: from.terms.length, to };
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
  const asked: Query = clauses.length === 1 && first !== undefined ? first : { type: 'and', clauses };
  return { type: 'or', clauses: [asked, ...words, ...phrases] };
}
