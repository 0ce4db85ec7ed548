/** Parses the text of a query. Pure and total: half-typed input is never an error; only a query that is too long is. */
import { UserError } from './errors.js';
import { distinct } from './query/clauses.js';
import { Grammar } from './query/grammar.js';
import { type Lexeme, lex } from './query/lex.js';
import { termsOf } from './query/print.js';
import { plainClause } from './query/words.js';
import type { ParsedQuery, Query } from './search-types.js';
import { hasSpaceless } from './words/spaceless.js';

/** Longest query, in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 1000;
/** Most different terms a query may hold. */
export const MAX_QUERY_TERMS = 64;
/**
 * So many pairs of characters of a script without spaces count as one term: a long sentence of Japanese or Thai has
 * more than 64. Among 20,000 paragraphs that all have 250 pairs of a query, it takes 140 ms.
 */
const PAIRS_A_TERM = 4;

/** The query is longer than Pilcrow answers; the message says what is allowed. */
export class QueryTooLong extends UserError {
  override name = 'QueryTooLong';
}

/**
 * Reads a query (query/grammar.ts).
 * @throws QueryTooLong past `MAX_QUERY_LENGTH` code units or `MAX_QUERY_TERMS` different terms.
 */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    throw new QueryTooLong(`The query has ${text.length} characters; at most ${MAX_QUERY_LENGTH} are answered.`);
  }
  const formed = text.toWellFormed();
  const lexemes = lex(formed);
  const parsed = plainWords(lexemes, formed.length) ?? new Grammar(formed, lexemes).parse();
  const terms = countTerms(parsed);
  if (terms > MAX_QUERY_TERMS) {
    throw new QueryTooLong(`The query has ${terms} different words; at most ${MAX_QUERY_TERMS} are answered.`);
  }
  parsed.text = text;
  return parsed;
}

/** Has V8 compile all patterns, some each step: the first query beyond ASCII takes 12 ms for that, which others would wait for. */
export function* compileParser(): Generator<void> {
  // The first time, a pattern is made for an interpreter, the second time for the processor; anew for wide characters.
  for (const text of ['word', '"a b" -c', 'getUser', 'C++', 'Zürich', 'я', 'Москва-Река', '東', '東京']) {
    for (let time = 0; time < 2; time++) {
      parseQuery(text);
      yield;
    }
  }
}

/** As `parseQuery`; null where the query is too long. */
export function parseIfShort(text: string): ParsedQuery | null {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QueryTooLong) return null;
    throw error;
  }
}

/** How many different words a query has, as the limit counts them. Repeated ones may be counted again where the sum is within the limit anyway. */
function countTerms({ clauses, excluded }: ParsedQuery): number {
  // Usually even the sum with repetitions is small enough.
  let most = 0;
  for (const clause of clauses) most += clause.type === 'term' ? 1 : termsOf(clause).length;
  for (const clause of excluded) most += termsOf(clause).length;
  if (most <= MAX_QUERY_TERMS) return most;
  const terms = [...new Set(clauses.concat(excluded).flatMap(termsOf))];
  const pairs = terms.filter(hasSpaceless).length;
  return terms.length - pairs + Math.ceil(pairs / PAIRS_A_TERM);
}

/**
 * The result of the parser for words and phrases of ASCII letters and digits, nearly all queries, without its grammar. Else null.
 * @param length of the query, code units
 */
function plainWords(lexemes: readonly Lexeme[], length: number): ParsedQuery | null {
  const clauses: Query[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    if (lexeme === undefined || lexeme.letters === 0 || (lexeme.kind !== 'word' && lexeme.kind !== 'phrase'))
      return null;
    const clause = plainClause(lexeme.value, 'any', lexeme, lexeme.end === length);
    if (clause === null) return null;
    clauses.push(clause);
  }
  if (clauses.length === 0) return null;
  return { text: '', clauses: distinct(clauses), excluded: [], filters: [], notes: [] };
}
