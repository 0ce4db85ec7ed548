/** The nouns of a search: what is asked, and what is found. Units are those of types.ts. */
import type { Document, Paragraph } from './types.js';

/** Where a word must stand: anywhere, in the document's title, in a heading, or in the paragraph's own text. */
export type Field = 'any' | 'title' | 'heading' | 'body';

/**
 * What a person asked for, analysed: terms are index terms. Leaves carry `text`, the words as they were typed.
 * `term.exact`: the word in lower case as it was typed, from which stems are made, language by language. `term.quoted`: it stood in quotes,
 * and is looked for as it is, also where it is a stop word. `term.also`: synonyms, which count as the word itself.
 * `term.times`: how often the query has it, where that is more than once. `phrase.compound`: the parts of one word, not words in quotes;
 * `phrase.wholes`: the compounds among words in quotes.
 * `term.complete`: true where the word may be unfinished (the last one typed), so that words which begin with it follow the exact ones.
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
      wholes?: readonly Whole[];
    }
  | { type: 'and'; clauses: readonly Query[] }
  | { type: 'or'; clauses: readonly Query[] }
  | { type: 'not'; clause: Query }
  | { type: 'all' };

/** Which terms of a phrase, half-open, are the parts of a compound, and that as one word. */
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
 * Hits by the dates that their documents say of themselves: every day, month or year (UTC) from the first to the last, those without a
 * hit as well; several years in one where there would be more than 60. `start` and `end` are ms since 1970, half-open.
 */
export interface Histogram {
  unit: 'day' | 'month' | 'year';
  buckets: readonly { start: number; end: number; hits: number }[];
}

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
  /** What a person should know of the reading, as sentences: an unknown field searched as text, say. */
  notes: readonly string[];
}

/** A word to be marked. `stem`: words that have the term as their stem are marked too. */
export interface Mark {
  term: string;
  field: Field;
  stem: boolean;
}

/**
 * What the query's words came to in this index, for marking: single words, beginnings of words, and phrases; each with its field.
 */
export interface Marks {
  terms: readonly Mark[];
  prefixes: readonly { prefix: string; field: Field }[];
  phrases: readonly { terms: readonly string[]; slop: number; field: Field }[];
}

export interface Hit {
  document: Document;
  paragraph: Paragraph;
  score: number;
  /** Whether it holds all the query's clauses (its headings and title may supply a word). */
  matchedAll: boolean;
  /** What the score is made of, where that was asked for; the parts sum to it. */
  reasons?: readonly Reason[];
}

/** A part of a hit's score. */
export type Reason =
  /** A word of the query as it stands in the paragraph: how often in each of its fields, how rare it is, and as which words of the text. */
  | {
      type: 'word';
      text: string;
      counts: { body: number; heading: number; title: number; above: number };
      rarity: number;
      score: number;
    }
  /** Words of the query that stand near each other. */
  | { type: 'near'; text: string; distance: number; score: number }
  /** A word that stands exactly as it was typed. */
  | { type: 'exact'; text: string; score: number }
  /** Words that the best hits have in common (feedback). */
  | { type: 'related'; texts: readonly string[]; score: number };

/** A word of the query that was, or might be, meant otherwise. */
export interface Correction {
  /** `applied`: the hits are those of `text`. `offered`: they are those of what was typed. */
  kind: 'applied' | 'offered';
  /** The whole query as it is, or would be, read. */
  text: string;
  words: readonly { from: string; to: string }[];
}
