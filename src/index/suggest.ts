/** Suggestions for the text in the search field: completed words, titles and headings. Pure, total and bounded. */
import { analyze } from './analyze.js';
import type { Suggestion, SuggestRequest } from './engine.js';
import type { LiveSegment } from './generation.js';
import { complete, type Unfinished } from './help/completions.js';
import { frequentWords } from './help/frequent-words.js';
import { findTitles, type Titled, typedLength } from './help/titles.js';
import { bareWords } from './query/lex.js';
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

/** Suggestions, best first; none where there is nothing to complete. */
export function suggest(segments: readonly LiveSegment[], { text, limit }: SuggestRequest): Suggestion[] {
  const most = Math.max(0, Math.min(limit, MAX_SUGGESTIONS));
  const typed = takeApart(text);
  if (typed === null || most === 0) return [];
  const { head, last, prefix, before, bound, plain } = typed;
  const frequent = prefix === '' ? [] : frequentWords(segments, prefix);
  const completions = complete(segments, typed, frequent, most).map(({ form }): Suggestion => {
    const length = typedLength(form, prefix);
    // What was typed keeps its capitals: without them `getUserName` would have no parts.
    const keeps = bound > 0 && fold(form.slice(0, length)) === prefix;
    const whole = head + (keeps ? last + form.slice(length) : form);
    const start = head.length + (keeps ? last.length : length);
    return { kind: 'query', text: whole, highlights: start < whole.length ? [{ start, end: whole.length }] : [] };
  });
  const known = new Set([text, ...completions.map((one) => one.text)].map((one) => one.trim().toLowerCase()));
  const titles =
    plain && last !== ''
      ? findTitles(segments, before, prefix, frequent)
          .filter((title) => !known.has(title.text.trim().toLowerCase()) && isPlain(title.text))
          .map(offered)
      : [];
  const kept = Math.min(titles.length, Math.max(Math.floor(most * TITLES), most - completions.length));
  return [...completions.slice(0, most - kept), ...titles.slice(0, kept)].filter((one) => isAnswered(one.text));
}

/** The last bare word, if the text ends in one, with the bare words right before it. A space after a word asks for the next word. */
function takeApart(text: string): Typed | null {
  if (text.length > MAX_QUERY_LENGTH) return null;
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
    before.unshift(...analyze(word.text).flatMap((token) => (token.whole ? [] : [token.term])));
  }
  const plain = text.slice(0, start).trim() === '';
  if (between !== '') return { head: text, last: '', prefix: '', before, bound: 0, plain };
  const parts = analyze(last.text).filter(({ whole }) => !whole);
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
