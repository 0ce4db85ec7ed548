/** Marks the words of a query in a text. Text and ranges only, never markup. Pure. */

import { analyze } from './analyze.js';
import { Glance } from './glance.js';
import { kept } from './kept.js';
import { phraseOccurrences } from './search/phrase-positions.js';
import type { Field, Marks } from './search-types.js';
import type { Range, Token } from './types.js';

/**
 * The marked words of one text: sorted ranges on word bounds, which never overlap or touch inside a word, and the index
 * terms that are marked.
 */
interface Marking {
  ranges: Range[];
  terms: ReadonlySet<string>;
}

/** Finds the words of one query in texts. Made once a query, as it prepares sets of its terms. */
export class Marker {
  private readonly fields = new Map<Field, FieldWords>();
  private readonly shared = new Map<string, Marking>();

  constructor(private readonly marks: Marks) {}

  /** As `mark`, for titles and headings: many hits share theirs, and each is looked at once. */
  markShared(text: string, field: 'title' | 'heading', language: string | null): Marking {
    const key = `${field} ${language ?? ''} ${text}`;
    return kept(this.shared, key, () => this.mark(text, field, language));
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
    return kept(this.fields, field, () => fieldWords(this.marks, field));
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
