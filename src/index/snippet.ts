/** Marks the words of a query in a text, and picks the stretch of it that shows a hit best. Text and ranges only, never markup. Pure. */

import { analyze } from './analyze.js';
import { characterStart } from './characters.js';
import { Glance } from './glance.js';
import { phraseOccurrences } from './search/phrase.js';
import type { Field, Marks } from './search-types.js';
import type { Range, Token } from './types.js';

/** A stretch of a paragraph with its marked words. `…` stands where the paragraph goes on. */
export interface Snippet {
  text: string;
  highlights: Range[];
}

/**
 * The marked words of one text: sorted ranges on word bounds, which never overlap or touch inside a word, and the index
 * terms that are marked.
 */
export interface Marking {
  ranges: Range[];
  terms: ReadonlySet<string>;
}

/** Longest snippet, in UTF-16 code units without the ellipses: most paragraphs are shown whole. */
export const SNIPPET_LENGTH = 480;
/** How far before the best match a snippet may begin, so that the match is read in its sentence. */
const LEAD = 120;
/** How far an end of a snippet moves to fall between words; in a longer word it falls between characters as readers see them. */
const SLACK = 40;

/** Finds the words of one query in texts. Made once a query, as it prepares sets of its terms. */
export class Marker {
  private readonly fields = new Map<Field, FieldWords>();
  private readonly shared = new Map<string, Marking>();

  constructor(private readonly marks: Marks) {}

  /** As `mark`, for titles and headings: many hits share theirs, and each is looked at once. */
  markShared(text: string, field: 'title' | 'heading', language: string | null): Marking {
    const key = `${field} ${language ?? ''} ${text}`;
    let marking = this.shared.get(key);
    if (marking === undefined) {
      marking = this.mark(text, field, language);
      this.shared.set(key, marking);
    }
    return marking;
  }

  /**
   * @param field what the text is: the words of `title:x` are marked in titles alone
   * @param language the document's
   */
  mark(text: string, field: Exclude<Field, 'any'>, language: string | null): Marking {
    const of = this.wordsOf(field);
    const tokens = of.phrases.length > 0 ? analyze(text, language) : of.glance.tokens(text, language);
    const marked = new Set<Token>();
    for (const token of tokens) {
      const { term, stem } = token;
      if (
        of.terms.has(term) ||
        (stem !== null && of.stems.has(stem)) ||
        of.prefixes.some((prefix) => term.startsWith(prefix))
      )
        marked.add(token);
    }
    for (const phrase of of.phrases) markPhrase(phrase, tokens, marked);
    const hits = tokens.filter((token) => marked.has(token));
    return { ranges: joined(hits), terms: new Set(hits.map((token) => token.term)) };
  }

  private wordsOf(field: Exclude<Field, 'any'>): FieldWords {
    let words = this.fields.get(field);
    if (words === undefined) {
      words = fieldWords(this.marks, field);
      this.fields.set(field, words);
    }
    return words;
  }
}

/** What is marked in texts of one kind. */
interface FieldWords {
  terms: ReadonlySet<string>;
  stems: ReadonlySet<string>;
  prefixes: readonly string[];
  phrases: Marks['phrases'];
  glance: Glance;
}

function fieldWords(marks: Marks, field: Field): FieldWords {
  const here = (mark: { field: Field }): boolean => mark.field === 'any' || mark.field === field;
  const marked = marks.terms.filter(here);
  const terms = new Set(marked.map(({ term }) => term));
  const stems = new Set(marked.flatMap(({ term, stem }) => (stem ? [term] : [])));
  const prefixes = marks.prefixes.filter(here).map(({ prefix }) => prefix);
  return { terms, stems, prefixes, phrases: marks.phrases.filter(here), glance: new Glance([...terms, ...prefixes]) };
}

function markPhrase(phrase: Marks['phrases'][number], tokens: readonly Token[], marked: Set<Token>): void {
  const positions = new Map<string, number[]>(phrase.terms.map((term) => [term, []]));
  for (const token of tokens) positions.get(token.term)?.push(token.position);
  const lists = phrase.terms.map((term) => positions.get(term) ?? []);
  const found = new Set(phraseOccurrences(lists, phrase.slop).flat());
  if (found.size === 0) return;
  // A compound has the position of its first part, but is no word of the phrase.
  for (const token of tokens) if (found.has(token.position) && positions.has(token.term)) marked.add(token);
}

/** Tokens as ranges; those that overlap (bigrams of scripts without spaces) or touch become one. */
function joined(tokens: readonly Token[]): Range[] {
  const ranges: Range[] = [];
  for (const token of tokens) {
    const { start, end } = token.word ?? token;
    const last = ranges.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else ranges.push({ start, end });
  }
  return ranges;
}

/**
 * The stretch of at most `SNIPPET_LENGTH` code units that holds the most different marked words, and then the most
 * marks. A text that fits is shown whole. Where nothing is marked, the beginning is shown; of a mark longer than the
 * snippet, a part.
 */
export function snippet(text: string, highlights: readonly Range[]): Snippet {
  if (text.length <= SNIPPET_LENGTH) return { text, highlights: [...highlights] };
  const start = wordStart(text, Math.max(0, Math.min(bestStart(text, highlights), text.length - SNIPPET_LENGTH)));
  const end = wordEnd(text, start, Math.min(text.length, start + SNIPPET_LENGTH));
  const lead = start > 0 ? '…' : '';
  const inside = highlights.filter((range) => range.start < end && range.end > start);
  return {
    text: lead + text.slice(start, end) + (end < text.length ? '…' : ''),
    highlights: inside.map((range) => ({
      start: Math.max(range.start, start) - start + lead.length,
      end: Math.min(range.end, end) - start + lead.length,
    })),
  };
}

/** Where the window with the most different marked words begins. Windows begin a little before a mark. */
function bestStart(text: string, highlights: readonly Range[]): number {
  const words = highlights.map((range) => text.slice(range.start, range.end).toLowerCase());
  const inWindow = new Map<string, number>();
  let best = 0;
  let bestScore = -1;
  let last = 0;
  for (const [first, range] of highlights.entries()) {
    while (last < highlights.length && (highlights[last]?.end ?? 0) <= range.start + SNIPPET_LENGTH - LEAD) {
      const word = words[last] ?? '';
      inWindow.set(word, (inWindow.get(word) ?? 0) + 1);
      last++;
    }
    const score = inWindow.size * highlights.length + (last - first);
    if (score > bestScore) {
      bestScore = score;
      best = range.start - LEAD;
    }
    const leaving = words[first] ?? '';
    const left = (inWindow.get(leaving) ?? 0) - 1;
    if (left > 0) inWindow.set(leaving, left);
    else inWindow.delete(leaving);
    // A mark longer than the window never entered it.
    last = Math.max(last, first + 1);
  }
  return best;
}

/** The start of the first word at or after `from`, where one is near; else that of the character there. */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const space = text.slice(from - 1, from + SLACK).search(/\s\S/u);
  return space >= 0 ? from + space : characterStart(text, from);
}

function wordEnd(text: string, start: number, to: number): number {
  if (to >= text.length) return text.length;
  const from = Math.max(start, to - SLACK);
  const space = text.slice(from, to + 1).search(/\s\S*$/u);
  return space >= 0 ? from + space : characterStart(text, to);
}
