/** Suggestions for the text in the search field: completed words, titles and headings. Pure, total and bounded. */
import { analyzeWords } from './analyze.js';
import type { Suggestion, SuggestRequest } from './engine.js';
import type { LiveSegment } from './generation.js';
import { completionsOf, type Unfinished } from './help/completions.js';
import { fieldWords } from './help/field-words.js';
import { frequentWords } from './help/frequent-words.js';
import { passing } from './help/passing.js';
import { findTitles, type Titled, typedLength } from './help/titles.js';
import { TEXT_FIELDS } from './query/filters.js';
import { bareWords, lex } from './query/lex.js';
import { MAX_QUERY_LENGTH, MAX_QUERY_TERMS, parseIfShort } from './query.js';
import type { Range } from './types.js';
import { fold } from './words/fold.js';

/** Most suggestions of one answer. */
export const MAX_SUGGESTIONS = 20;
/** The share of suggestions that titles and headings get where there are words, too. */
const TITLES = 0.4;
/** How many words before the last one are taken into account. */
const MAX_BEFORE = 8;

/** The typed text, taken apart: `head` stays as it is, `last` (folded: `prefix`) is to be completed. */
interface Typed extends Unfinished {
  head: string;
  last: string;
  /** Whether the text holds nothing but these words. */
  plain: boolean;
}

/** The same for a word of `title:` or `heading:`. */
interface TypedInField {
  head: string;
  field: 'title' | 'heading';
  prefix: string;
}

/** Suggestions, best first, of words in what passes the filters of the text, and has nothing that it excludes; none where there is nothing to complete. */
export function suggest(all: readonly LiveSegment[], { text, limit }: SuggestRequest): Suggestion[] {
  const most = Math.max(0, Math.min(limit, MAX_SUGGESTIONS));
  if (text.length > MAX_QUERY_LENGTH || most === 0) return [];
  const typed = takeFieldApart(text) ?? takeApart(text);
  if (typed === null) return [];
  const query = parseIfShort(text);
  const segments = query === null ? all : passing(all, query);
  const suggestions = 'field' in typed ? inField(segments, typed, most) : anywhere(segments, text, typed, most);
  return suggestions.filter((one) => isAnswered(one.text));
}

function inField(segments: readonly LiveSegment[], { head, field, prefix }: TypedInField, most: number): Suggestion[] {
  const longer = frequentWords(segments, prefix).filter(({ term }) => term !== prefix);
  return fieldWords(segments, field, longer, most).map((form) => completed(head, form, typedLength(form, prefix)));
}

function anywhere(segments: readonly LiveSegment[], text: string, typed: Typed, most: number): Suggestion[] {
  const { head, last, prefix, before, bound, plain } = typed;
  const frequent = prefix === '' ? [] : frequentWords(segments, prefix);
  const completions = completionsOf(segments, typed, frequent, most).map((form): Suggestion => {
    const length = typedLength(form, prefix);
    // What was typed keeps its capitals: without them `getUserName` would have no parts.
    const keeps = bound > 0 && fold(form.slice(0, length)) === prefix;
    return keeps ? completed(head, last + form.slice(length), last.length) : completed(head, form, length);
  });
  const known = new Set([text, ...completions.map((one) => one.text)].map((one) => one.trim().toLowerCase()));
  const titles =
    plain && last !== ''
      ? findTitles(segments, before, prefix, frequent)
          .filter((title) => !known.has(title.text.trim().toLowerCase()) && isPlain(title.text))
          .map(offered)
      : [];
  const kept = Math.min(titles.length, Math.max(Math.floor(most * TITLES), most - completions.length));
  return [...completions.slice(0, most - kept), ...titles.slice(0, kept)];
}

/** The last bare word, if the text ends in one, with the bare words right before it. A space after a word asks for the next word. */
function takeApart(text: string): Typed | null {
  const words = bareWords(text);
  const last = words.at(-1);
  if (last === undefined) return null;
  const between = text.slice(last.end);
  if (between.trim() !== '') return null;
  const before: string[] = [];
  let start = text.length;
  for (const word of [...words].reverse()) {
    if (text.slice(word.end, start).trim() !== '' || before.length > MAX_BEFORE) break;
    start = word.start;
    before.unshift(...analyzeWords(word.text).map(({ term }) => term));
  }
  const plain = text.slice(0, start).trim() === '';
  if (between !== '') return { head: text, last: '', prefix: '', before, bound: 0, plain };
  const parts = analyzeWords(last.text);
  const token = parts.at(-1);
  if (token === undefined || last.start + token.end !== text.length) return null;
  const at = last.start + token.start;
  return {
    head: text.slice(0, at),
    last: text.slice(at),
    prefix: token.term,
    before: before.slice(0, -1),
    bound: parts.length - 1,
    plain,
  };
}

/** The text before the word of `title:` or `heading:` that it ends in, and that word; null where it ends in none. */
function takeFieldApart(text: string): TypedInField | null {
  const last = lex(text.toWellFormed()).at(-1);
  const field = TEXT_FIELDS.get(last?.field?.toLowerCase() ?? '');
  if (last === undefined || field === undefined || last.kind !== 'word' || last.negated || last.end < text.length)
    return null;
  const [token, other] = analyzeWords(last.value);
  if (token === undefined || other !== undefined || token.end < last.value.length) return null;
  return { head: text.slice(0, last.end - last.value.length + token.start), field, prefix: token.term };
}

/** A query with its last word completed. @param typed how many code units of that were */
function completed(head: string, word: string, typed: number): Suggestion {
  const text = head + word;
  return {
    kind: 'query',
    text,
    highlights: typed < word.length ? [{ start: head.length + typed, end: text.length }] : [],
  };
}

function offered({ kind, text, typed }: Titled): Suggestion {
  const highlights: Range[] = [];
  let at = 0;
  for (const { start, end } of [...typed, { start: text.length, end: text.length }]) {
    if (start > at) highlights.push({ start: at, end: start });
    at = end;
  }
  return { kind, text, highlights };
}

/** Whether a title, as a query, asks for just its words: signs in it may have a meaning in a query. */
function isPlain(title: string): boolean {
  const query = parseIfShort(title);
  return query !== null && query.excluded.length + query.filters.length + query.notes.length === 0;
}

/** Whether a query is within its limits. A text with fewer characters than the limit of words always is. */
function isAnswered(text: string): boolean {
  return text.length < MAX_QUERY_TERMS || parseIfShort(text) !== null;
}
