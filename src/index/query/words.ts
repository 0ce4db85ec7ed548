/** From a word or phrase of a query to the clause that it means. */

import { analyze, plainToken } from '../analyze.js';
import type { Field, Query, Whole } from '../search-types.js';
import type { Token } from '../types.js';
import { hasSpaceless, isLoneCharacter } from '../words/spaceless.js';
import { type Lexeme, SIGN } from './lex.js';

type Phrase = Query & { type: 'phrase' };

/** The last word is completed from this many code units on: one letter begins too many words to mean any of them. */
const MIN_COMPLETION = 2;

/**
 * The clause that a lexeme means; null where there is no word in it.
 * @param text of the word or phrase, as it was typed
 * @param unfinished whether the word may still be being typed
 * @param loose gets, by clause, the words of a sentence in a script without spaces
 */
export function clauseOf(
  text: string,
  field: Field,
  lexeme: Lexeme,
  unfinished: boolean,
  loose: Map<Query, readonly Query[]>,
): Query | null {
  return plainClause(text, field, lexeme, unfinished) ?? anyClause(text, field, lexeme, unfinished, loose);
}

/**
 * The result of `clauseOf` for a word or phrase of ASCII letters and digits, without a regular expression; null for all
 * others.
 * @param unfinished whether the word may still be being typed
 */
export function plainClause(text: string, field: Field, lexeme: Lexeme, unfinished: boolean): Query | null {
  return lexeme.kind === 'phrase' ? plainPhrase(text, field, lexeme) : plainWord(text, field, lexeme, unfinished);
}

function plainWord(text: string, field: Field, { letters }: Lexeme, unfinished: boolean): Query | null {
  const token = letters === 0 ? null : plainToken(text, 0, letters, null);
  if (token === null) return null;
  const { term } = token;
  if (letters === text.length) {
    const complete = unfinished && term.length >= MIN_COMPLETION;
    return { type: 'term', term, exact: term, text, field, complete, quoted: false };
  }
  return text.endsWith('*') ? { type: 'prefix', prefix: term, text, field } : { type: 'fuzzy', term, text, field };
}

/** A phrase of at least two words. */
function plainPhrase(text: string, field: Field, { letters, slop }: Lexeme): Query | null {
  if (letters === 0) return null;
  const terms: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = text.indexOf(' ', start);
    if (end < 0) end = text.length;
    if (end === start) continue;
    const token = plainToken(text, start, end, null);
    if (token === null) return null;
    terms.push(token.term);
  }
  return terms.length < 2 ? null : { type: 'phrase', terms, text, field, slop };
}

function anyClause(
  text: string,
  field: Field,
  { kind, slop }: Pick<Lexeme, 'kind' | 'slop'>,
  unfinished: boolean,
  loose: Map<Query, readonly Query[]>,
): Query | null {
  const quoted = kind === 'phrase';
  if (!quoted && text === '*') return { type: 'all' };
  const sign = quoted ? '' : signOf(text);
  const tokens = analyze(text.slice(0, text.length - sign.length));
  const parts = oneByOne(tokens);
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return null;
  const phrase: Phrase = { type: 'phrase', terms: parts.map(({ term }) => term), text, field, slop };
  if (parts.length > 1 && quoted) return { ...phrase, ...wholesOf(tokens, parts) };
  const name = tokens.find((token) => token.kind === 'compound' && token.start <= first.start && token.end >= last.end);
  if (parts.length > 1 && name === undefined)
    return joinedClause({ ...phrase, ...wholesOf(tokens, parts), compound: true }, tokens, parts, unfinished, loose);
  const { term, exact } = name ?? first;
  // Index terms of a script without spaces are pairs of characters: a single one is looked for as their prefix.
  if (sign !== '' || isLoneCharacter(term)) return signed(term, text, sign || '*', field);
  const complete = unfinished && !quoted && term.length >= MIN_COMPLETION && /[\p{L}\p{N}\p{M}]$/u.test(text);
  const word: Query = { type: 'term', term, exact: exact ?? term, text, field, complete, quoted };
  return parts.length > 1 ? { type: 'or', clauses: [{ ...phrase, compound: true }, word] } : word;
}

/**
 * The clause of several words that stand together without being one name: a path, an address; or text in a script without
 * spaces, where this may be a whole sentence.
 * @param tokens and `parts`: those of its text, without its sign
 */
function joinedClause(
  phrase: Phrase,
  tokens: readonly Token[],
  parts: readonly Token[],
  unfinished: boolean,
  loose: Map<Query, readonly Query[]>,
): Query {
  const { text, field, slop } = phrase;
  const sign = signOf(text);
  const [beforeLast, last] = parts.slice(-2);
  if (beforeLast === undefined || last === undefined) return phrase;
  // In a script without spaces pairs of characters overlap, or touch a word.
  const paired = parts.some((part, i) => partsWords(parts[i - 1], part));
  if (sign !== '' && !paired && last.end === text.length - sign.length) {
    // Of a path or an address (`docs/azu*`) the sign is that of the last word, as a phrase has words that are known.
    const known = anyClause(text.slice(0, beforeLast.end), field, { kind: 'word', slop }, false, loose);
    const end = signed(last.term, text.slice(last.start), sign, field);
    return known === null ? end : { type: 'and', clauses: [known, end] };
  }
  const ends = last.end === text.length && last.term.length >= MIN_COMPLETION && !hasSpaceless(last.term);
  const completes = unfinished && ends;
  if (!paired) return completes ? { ...phrase, complete: true } : phrase;
  loose.set(phrase, wordsOfSentence(phrase, tokens, parts, completes, loose));
  return phrase;
}

/** The words of a sentence in a script without spaces, as clauses. @param completes whether the last may still be being typed */
function wordsOfSentence(
  { text, field, slop }: Phrase,
  tokens: readonly Token[],
  parts: readonly Token[],
  completes: boolean,
  loose: Map<Query, readonly Query[]>,
): Query[] {
  const clauses: Query[] = [];
  let done = 0;
  for (const { term, start, end } of parts) {
    if (start < done) continue;
    const name = tokens.find((token) => token.kind === 'compound' && token.start <= start && token.end > end);
    const complete = completes && (name?.end ?? end) === text.length;
    done = name?.end ?? done;
    const compound =
      name && anyClause(text.slice(name.start, name.end), field, { kind: 'word', slop }, complete, loose);
    clauses.push(compound ?? { type: 'term', term, exact: term, text: term, field, complete, quoted: false });
  }
  return clauses;
}

function signOf(word: string): string {
  return SIGN.exec(word)?.[0] ?? '';
}

/**
 * The words of a text, one behind the other: the parts of a compound, but a name with signs (`C++`) as a whole, as the
 * letter in it is another name.
 */
export function oneByOne(tokens: readonly Token[]): Token[] {
  const parts = tokens.filter((token) => token.kind === 'word');
  const wholes = tokens.filter((token) => token.kind === 'compound');
  return parts.map((part, i) => {
    const next = parts[i + 1]?.start ?? Number.POSITIVE_INFINITY;
    return (
      wholes.find(
        ({ position, start, end }) =>
          position === part.position && start <= part.start && end >= part.end && end <= next,
      ) ?? part
    );
  });
}

/**
 * Whether a new word begins with a part though nothing stands before it but another: in a script without spaces, with the
 * next pair of characters, or between a pair and what is in another script. A number and what it counts (`3年間`) are one thing.
 */
function partsWords(before: Token | undefined, { term, start }: Token): boolean {
  if (before === undefined || start > before.end || /^\d+$/.test(before.term)) return false;
  return isPair(before.term) || isPair(term);
}

function isPair(term: string): boolean {
  return hasSpaceless(term) && !isLoneCharacter(term);
}

function signed(term: string, text: string, sign: string, field: Field): Query {
  return sign === '*' ? { type: 'prefix', prefix: term, text, field } : { type: 'fuzzy', term, text, field };
}

/** The compounds of several parts among the words of a phrase. */
function wholesOf(tokens: readonly Token[], parts: readonly Token[]): { wholes?: readonly Whole[] } {
  const wholes = tokens.flatMap(({ kind, term, start, end }) => {
    if (kind !== 'compound') return [];
    const from = parts.findIndex((part) => part.start >= start);
    const to = parts.findLastIndex((part) => part.end <= end) + 1;
    return to - from > 1 ? [{ from, to, term }] : [];
  });
  return wholes.length > 0 ? { wholes } : {};
}
