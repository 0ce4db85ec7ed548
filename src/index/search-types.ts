/** The nouns of a search: what is asked, and what is found. Units are those of types.ts. */
import type { Document, Paragraph } from './types.js';

/** Where a word must stand: anywhere, in the document's title, in a heading, or in the paragraph's own text. */
export type Field = 'any' | 'title' | 'heading' | 'body';

/**
 * What a person asked for, analysed: terms are index terms. Leaves carry `text`, the words as they were typed.
 * - `term.exact`: the word as typed, in lower case; stems are made from it, language by language.
 * - `term.quoted`: it stood in quotes, and is looked for as it is, even where it is a stop word.
 * - `term.also`: synonyms, which count as the word itself.
 * - `term.times`: how often the query has the word, where that is more than once.
 * - `term.complete`: the word may be unfinished (the last one typed), so words that begin with it follow exact ones.
 * - `phrase.compound`: the terms are the parts of one compound, not words in quotes.
 * - `phrase.complete`: its last word may be unfinished; where no paragraph has the phrase, those that go on in that word are
 *   looked for.
 * - `phrase.wholes`: the compounds among words in quotes.
 */
export type Query =
  | {
      type: 'term';
      term: string;
      exact: string;
      text: string;
      field: Field;
      complete: boolean;
      quoted: boolean;
      also?: readonly { term: string; exact: string }[];
      times?: number;
    }
  | { type: 'prefix'; prefix: string; text: string; field: Field }
  | { type: 'fuzzy'; term: string; text: string; field: Field }
  | {
      type: 'phrase';
      terms: readonly string[];
      text: string;
      field: Field;
      slop: number;
      compound?: boolean;
      complete?: boolean;
      wholes?: readonly Whole[];
    }
  | { type: 'and'; clauses: readonly Query[] }
  | { type: 'or'; clauses: readonly Query[] }
  | { type: 'not'; clause: Query }
  | { type: 'all' };

/** A compound within a phrase: which terms, half-open, are its parts, and its term as one word. */
export interface Whole {
  from: number;
  to: number;
  term: string;
}

/**
 * Filters narrow without scoring: OR within a name, AND across names. `document` takes an id; dates are ISO (`2021-10-01`); `folder` is
 * the folder a document stands in or below (`notes/2021`), `year` the year of its date.
 */
export type FilterName =
  | 'path'
  | 'folder'
  | 'type'
  | 'language'
  | 'author'
  | 'tag'
  | 'year'
  | 'after'
  | 'before'
  | 'document';

/** What hits can be counted by. Each is also a filter of that name. */
export type FacetName = 'type' | 'folder' | 'language' | 'author' | 'tag' | 'year';

/** A value of a facet, and how many hits have it. */
export interface FacetCount {
  value: string;
  hits: number;
}

/**
 * Hits counted by the dates that their documents declare: a bucket for every day, month or year (UTC) from the first to
 * the last, empty ones included. A bucket spans several years where there would be more than 60. `start` and `end` are
 * ms since 1970, half-open.
 */
export interface Histogram {
  unit: 'day' | 'month' | 'year';
  buckets: readonly { start: number; end: number; hits: number }[];
}

/** A filter with one of its values. */
export interface Filter {
  name: FilterName;
  value: string;
}

/** By score, or by the documents' dates or paths (then ordinal). */
export type Sort = 'relevance' | 'newest' | 'oldest' | 'path';

/** `auto`: paragraphs with all the words; where they are fewer than a page, those with any follow. */
export type Match = 'auto' | 'all' | 'any';

/** A query as it was read. All of `clauses` (match all) or at least one (match any) must hold, none of `excluded`, and the filters. */
export interface ParsedQuery {
  /** As it was typed. */
  text: string;
  clauses: readonly Query[];
  excluded: readonly Query[];
  filters: readonly Filter[];
  /** Sentences for the person about how the query was read: that an unknown field is searched as text, say. */
  notes: readonly string[];
}

/** A word to be marked. `stem`: words that have the term as their stem are marked too. */
export interface Mark {
  term: string;
  field: Field;
  stem: boolean;
}

/** What to mark for a query, as it was resolved against this index: words, prefixes and phrases, each with its field. */
export interface Marks {
  terms: readonly Mark[];
  prefixes: readonly { prefix: string; field: Field }[];
  phrases: readonly { terms: readonly string[]; slop: number; field: Field }[];
}

export const NO_MARKS: Marks = { terms: [], prefixes: [], phrases: [] };

/** A paragraph that was found, with its document. */
export interface Hit {
  document: Document;
  paragraph: Paragraph;
  score: number;
  /** Whether it has all the query's clauses (its headings and title may supply words). */
  matchedAll: boolean;
  /** The parts that the score is the sum of, where they were asked for. */
  reasons?: readonly Reason[];
  /** Where else its text stands, once for each document, where each text is listed once and there are copies. */
  copies?: readonly Copy[];
}

/** A paragraph with the same text as a hit, in another document. */
export interface Copy {
  document: Document;
  ordinal: number;
}

/** The first hits of the documents before and after one in a list; null where there is none. */
export interface Around<Found = Hit> {
  previous: Found | null;
  next: Found | null;
  /** Whether it has a hit of its own there, and is not only told of as a copy of another, or missing. */
  isListed: boolean;
}

/** A part of a hit's score. */
export type Reason =
  /**
   * A clause of the query: how often it stands in each field of the paragraph (`above`: in title and headings that
   * begin further above), and how rare it is.
   */
  | {
      type: 'word';
      text: string;
      counts: { body: number; heading: number; title: number; above: number };
      rarity: number;
      score: number;
    }
  /** The whole question, which stands there just as it was typed, but for signs. */
  | { type: 'sequence'; text: string; score: number }
  /** Words of the query that stand near each other. */
  | { type: 'near'; text: string; distance: number; score: number }
  /** What repeats of a word in code, a list or a table do not count: below 0. */
  | { type: 'repeats'; text: string; score: number }
  /** A word that stands exactly as it was typed. */
  | { type: 'exact'; text: string; score: number }
  /** Words that the best hits have in common (feedback). */
  | { type: 'related'; texts: readonly string[]; score: number };

/** Words of the query that were, or may have been, mistyped. */
export interface Correction {
  /** `applied`: the hits are those of `text`. `offered`: they are those of what was typed. */
  kind: 'applied' | 'offered';
  /** The whole query as it is, or would be, read. */
  text: string;
  words: readonly { from: string; to: string }[];
}
