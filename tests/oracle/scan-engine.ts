/**
 * A search engine that has no index: it looks at every paragraph of every document for every query. Slow and plain, so that it can be
 * believed: the oracle the real engine is compared with, and a whole engine for tests of what stands above the seam.
 */
import { analyze } from '../../src/index/analyze.js';
import { type Original, openOriginal, readDocument } from '../../src/index/documents/read.js';
import type {
  Change,
  EngineStats,
  KnownFile,
  SearchEngine,
  SearchRequest,
  SearchResult,
} from '../../src/index/engine.js';
import { dateOf, facetValues, matchesFilters, ownDateOf } from '../../src/index/filter.js';
import { phraseOccurrences } from '../../src/index/phrase.js';
import {
  COMPLETE_BELOW,
  COMPLETION_WEIGHT,
  COUNTED_WORDS,
  contextCount,
  type FieldCounts,
  FUZZY_WEIGHT,
  inverseFrequency,
  jointCount,
  saturate,
} from '../../src/index/rank.js';
import type {
  Document,
  FacetCount,
  Field,
  Histogram,
  Hit,
  Marks,
  Paragraph,
  ParsedQuery,
  Query,
  ReadDocument,
  SkippedFile,
  Sort,
} from '../../src/index/types.js';

/** One text of a paragraph: its own, its title, or one of its headings; `owned` where the paragraph is a hit for a word found there. */
interface Text {
  field: Exclude<Field, 'any'>;
  owned: boolean;
  terms: string[];
}

interface Unit {
  document: Document;
  paragraph: Paragraph;
  texts: Text[];
  length: number;
}

interface Match {
  owned: boolean;
  score: number;
}

export class ScanEngine implements SearchEngine {
  readonly name = 'scan';
  private generation = 0;
  private updatedAt: number | null = null;
  private readonly files = new Map<string, KnownFile>();
  private readonly read = new Map<string, ReadDocument>();
  private units: Unit[] = [];

  constructor(
    private readonly root: string,
    private readonly maxFileBytes = 32 * 1024 * 1024,
  ) {}

  async apply(change: Change): Promise<void> {
    const added = new Map<string, Awaited<ReturnType<typeof readDocument>>>();
    for (const path of change.add)
      added.set(path, await readDocument(this.root, path, { maxBytes: this.maxFileBytes }));
    for (const path of [...change.remove, ...change.add]) {
      this.files.delete(path);
      this.read.delete(path);
    }
    for (const [path, result] of added) {
      if ('document' in result) {
        this.read.set(path, result);
        this.files.set(path, { stamp: result.document.stamp, skipped: null });
      } else {
        this.files.set(path, { stamp: result.stamp, skipped: result });
      }
    }
    this.commit();
  }

  /** Replaces everything by documents that never were on a disk. */
  load(documents: readonly ReadDocument[]): void {
    this.read.clear();
    for (const read of documents) this.read.set(read.document.path, read);
    this.commit();
  }

  private commit(): void {
    this.units = [...this.read.values()]
      .sort((a, b) => (a.document.path < b.document.path ? -1 : 1))
      .flatMap(({ document, paragraphs }) => paragraphs.map((paragraph) => unitOf(document, paragraph)));
    this.generation++;
    this.updatedAt = Date.now();
  }

  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    signal?.throwIfAborted();
    const { query, match, offset, limit, sort = 'relevance', facets = [], histogram = false, group = false } = request;
    const search = new Scan(this.units);
    const lists = [query.filters, request.filters];
    const asksNothing = query.clauses.length + query.excluded.length + lists.flat().length === 0;
    const unfiltered = asksNothing ? [] : this.units.flatMap((unit) => search.hit(query, unit) ?? []);
    const hits = unfiltered.filter(({ document }) => lists.every((list) => matchesFilters(document, list)));
    const full = hits.filter((hit) => hit.matchedAll);
    const isFullPage = (group ? documentsOf(full).length : full.length) >= limit || full.length === hits.length;
    const joined = match === 'all' || (match === 'auto' && isFullPage) ? 'all' : 'any';
    const shown = joined === 'all' ? full : hits;
    const fullFirst = (a: Hit, b: Hit): number => (match === 'auto' ? Number(b.matchedAll) - Number(a.matchedAll) : 0);
    // Stable: what is equal stays in the order of paths and ordinals.
    const ordered = shown.toSorted((a, b) => fullFirst(a, b) || ORDERS[sort](a, b));
    const groups = documentsOf(ordered).map((document) => {
      const all = shown.filter((hit) => hit.document === document);
      const best = all.toSorted((a, b) => fullFirst(a, b) || ORDERS.relevance(a, b));
      return { hits: best.slice(0, 3), totalHits: all.length };
    });
    const facetCounts = facets.map((name) => {
      const others = lists.map((list) => list.filter((filter) => filter.name !== name));
      const counted = unfiltered.filter(
        ({ document, matchedAll }) =>
          (joined === 'any' || matchedAll) && others.every((list) => matchesFilters(document, list)),
      );
      return [name, countsOf(counted.flatMap(({ document }) => facetValues(document, name)))] as const;
    });
    const dates = shown.flatMap(({ document }) => ownDateOf(document) ?? []);
    return {
      hits: group ? [] : ordered.slice(offset, offset + limit),
      totalHits: shown.length,
      totalDocuments: documentsOf(shown).length,
      match: joined,
      marks: search.marks(query.clauses),
      notes: [],
      generation: this.generation,
      ...(group ? { groups: groups.slice(offset, offset + limit) } : {}),
      ...(facets.length > 0 ? { facets: new Map(facetCounts) } : {}),
      ...(histogram ? { histogram: histogramOf(dates) } : {}),
    };
  }

  async document(id: string): Promise<ReadDocument | null> {
    return [...this.read.values()].find((read) => read.document.id === id) ?? null;
  }

  async original(id: string): Promise<Original | SkippedFile | null> {
    const read = await this.document(id);
    return read && (await openOriginal(this.root, read.document.path, { maxBytes: this.maxFileBytes }));
  }

  known(): ReadonlyMap<string, KnownFile> {
    return this.files;
  }

  stats(): EngineStats {
    return {
      generation: this.generation,
      documents: this.read.size,
      paragraphs: this.units.length,
      words: this.units.flatMap((unit) => unit.texts.find((text) => text.field === 'body')?.terms ?? []).length,
      segments: 1,
      bytes: 0,
      updatedAt: this.updatedAt,
    };
  }

  async close(): Promise<void> {}
}

const ORDERS: Record<Sort, (a: Hit, b: Hit) => number> = {
  relevance: (a, b) => b.score - a.score,
  newest: (a, b) => dateOf(b.document) - dateOf(a.document),
  oldest: (a, b) => dateOf(a.document) - dateOf(b.document),
  path: () => 0,
};

function documentsOf(hits: readonly Hit[]): Document[] {
  return [...new Set(hits.map(({ document }) => document))];
}

function countsOf(values: readonly string[]): FacetCount[] {
  return [...new Set(values)]
    .map((value) => ({ value, hits: values.filter((other) => other === value).length }))
    .sort((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1))
    .slice(0, 100);
}

/** Tries units until there are few enough buckets, and walks from the first to the last. */
function histogramOf(dates: readonly number[]): Histogram | null {
  if (dates.length === 0) return null;
  const [first, last] = [new Date(Math.min(...dates)), new Date(Math.max(...dates))];
  const years = last.getUTCFullYear() - first.getUTCFullYear() + 1;
  const day = (i: number) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate() + i);
  const month = (i: number) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i);
  const step = years <= 60 ? 1 : Math.ceil(years / 59);
  const begin = first.getUTCFullYear() - (first.getUTCFullYear() % step);
  const year = (i: number) => Date.UTC(begin + i * step, 0);
  for (const [unit, start] of [
    ['day', day],
    ['month', month],
    ['year', year],
  ] as const) {
    const buckets: { start: number; end: number; hits: number }[] = [];
    for (let i = 0; start(i) <= last.getTime() && buckets.length <= 60; i++) {
      const hits = dates.filter((date) => date >= start(i) && date < start(i + 1)).length;
      buckets.push({ start: start(i), end: start(i + 1), hits });
    }
    if (buckets.length <= 60) return { unit, buckets };
  }
  throw new Error('More than 60 buckets.');
}

function unitOf(document: Document, paragraph: Paragraph): Unit {
  const { headings, opens, ordinal } = paragraph;
  const text = (field: Text['field'], owned: boolean, content: string): Text => {
    return { field, owned, terms: analyze(content).map((token) => token.term) };
  };
  const texts = [
    text('body', true, paragraph.text),
    ...headings.map((heading, i) => text('heading', i >= headings.length - opens, heading)),
    text('title', ordinal === 1, document.title),
  ];
  return { document, paragraph, texts, length: new Set(texts.flatMap((part) => part.terms)).size };
}

/** One query over all units; keeps the statistics it asked for. */
class Scan {
  private readonly averageLength: number;
  private readonly frequencies = new Map<string, number>();
  private readonly wordCounts = new Map<string, number>();

  constructor(private readonly units: readonly Unit[]) {
    this.averageLength = units.reduce((sum, unit) => sum + unit.length, 0) / Math.max(1, units.length);
  }

  /** The unit as a hit, whatever the filters; null where it is none. */
  hit(query: ParsedQuery, unit: Unit): Hit | null {
    if (query.excluded.some((clause) => this.match(clause, unit) !== null)) return null;
    const found = query.clauses.map((clause) => this.match(clause, unit));
    const matches = found.filter((clause) => clause !== null);
    if (query.clauses.length > 0 && !matches.some((clause) => clause.owned)) return null;
    return {
      document: unit.document,
      paragraph: unit.paragraph,
      score: matches.reduce((sum, clause) => sum + clause.score, 0),
      matchedAll: matches.length === found.length,
    };
  }

  match(query: Query, unit: Unit): Match | null {
    switch (query.type) {
      case 'term': {
        const exact = this.word(query.term, (term) => term === query.term, query.field, 1, unit);
        if (!this.completes(query)) return exact;
        const longer = this.word(`${query.term}+`, longerThan(query.term), query.field, COMPLETION_WEIGHT, unit);
        if (exact === null || longer === null) return exact ?? longer;
        return { owned: exact.owned || longer.owned, score: exact.score + longer.score };
      }
      case 'prefix':
        return this.word(`${query.prefix}*`, (term) => term.startsWith(query.prefix), query.field, 1, unit);
      case 'fuzzy':
        return this.fuzzy(query.term, query.field, unit);
      case 'phrase':
        return this.phrase(query, unit);
      case 'and': {
        const found = query.clauses.map((clause) => this.match(clause, unit));
        return found.includes(null) ? null : sum(found.filter((match) => match !== null));
      }
      case 'or': {
        const found = query.clauses.map((clause) => this.match(clause, unit)).filter((match) => match !== null);
        return found.length === 0 ? null : sum(found);
      }
      case 'not':
        return this.match(query.clause, unit) === null ? { owned: false, score: 0 } : null;
      case 'all':
        return { owned: true, score: 0 };
    }
  }

  marks(clauses: readonly Query[]): Marks {
    const marks = { terms: [], prefixes: [], phrases: [] } as {
      terms: Marks['terms'][number][];
      prefixes: Marks['prefixes'][number][];
      phrases: Marks['phrases'][number][];
    };
    const visit = (query: Query): void => {
      if (query.type === 'and' || query.type === 'or') query.clauses.forEach(visit);
      if (query.type === 'term') {
        marks.terms.push(query);
        if (this.completes(query)) marks.prefixes.push({ prefix: query.term, field: query.field });
      }
      if (query.type === 'prefix') marks.prefixes.push(query);
      if (query.type === 'phrase') marks.phrases.push(query);
      if (query.type === 'fuzzy') {
        const near = new Set(
          this.units
            .flatMap((unit) => unit.texts.flatMap((text) => text.terms))
            .filter((term) => withinOneEdit(term, query.term)),
        );
        marks.terms.push(...[...near].map((term) => ({ term, field: query.field })));
      }
    };
    clauses.forEach(visit);
    return marks;
  }

  private completes(query: Query & { type: 'term' }): boolean {
    return query.complete && this.frequency(query.term, (term) => term === query.term) < COMPLETE_BELOW;
  }

  private frequency(key: string, accepts: (term: string) => boolean): number {
    let frequency = this.frequencies.get(key);
    if (frequency === undefined) {
      frequency = this.units.filter((unit) => unit.texts.some((text) => text.terms.some(accepts))).length;
      this.frequencies.set(key, frequency);
    }
    return frequency;
  }

  private fuzzy(word: string, field: Field, unit: Unit): Match | null {
    const exact = this.word(word, (term) => term === word, field, 1, unit);
    const near = (term: string) => term !== word && withinOneEdit(term, word);
    const close = this.word(`${word}~`, near, field, FUZZY_WEIGHT, unit);
    return exact === null || close === null ? (exact ?? close) : sum([exact, close]);
  }

  /** A word, or a group of words that count as one. */
  private word(
    key: string,
    accepts: (term: string) => boolean,
    field: Field,
    weight: number,
    unit: Unit,
  ): Match | null {
    const counts: FieldCounts = { body: 0, heading: 0, title: 0 };
    let above = 0;
    let owned = false;
    for (const text of unit.texts) {
      if (field !== 'any' && text.field !== field) continue;
      const count = text.terms.filter(accepts).length;
      if (text.owned) counts[text.field] += count;
      else above += count;
      owned ||= count > 0 && text.owned;
    }
    const count = jointCount(counts) + contextCount(above, 0);
    if (count === 0) return null;
    const rarity = inverseFrequency(this.frequency(key, accepts), this.units.length);
    const counted = field === 'any' && this.words(key, accepts) > COUNTED_WORDS ? 1 : count;
    return { owned, score: weight * rarity * saturate(counted, unit.length, this.averageLength) };
  }

  /** Different words that are accepted, in the whole collection. */
  private words(key: string, accepts: (term: string) => boolean): number {
    let words = this.wordCounts.get(key);
    if (words === undefined) {
      words = new Set(this.units.flatMap((unit) => unit.texts.flatMap((text) => text.terms.filter(accepts)))).size;
      this.wordCounts.set(key, words);
    }
    return words;
  }

  private phrase({ terms, slop, field }: Query & { type: 'phrase' }, unit: Unit): Match | null {
    const counts: FieldCounts = { body: 0, heading: 0, title: 0 };
    let above = 0;
    let owned = false;
    for (const text of unit.texts) {
      if (field !== 'any' && text.field !== field) continue;
      const lists = terms.map((term) => text.terms.flatMap((other, i) => (other === term ? [i] : [])));
      const count = phraseOccurrences(lists, slop).length;
      if (text.owned) counts[text.field] += count;
      else above += count;
      owned ||= count > 0 && text.owned;
    }
    const count = jointCount(counts) + contextCount(above, 0);
    if (count === 0) return null;
    const rarity = [...new Set(terms)].reduce(
      (sum, term) =>
        sum +
        inverseFrequency(
          this.frequency(term, (other) => other === term),
          this.units.length,
        ),
      0,
    );
    return { owned, score: rarity * saturate(count, unit.length, this.averageLength) };
  }
}

function longerThan(prefix: string): (term: string) => boolean {
  return (term) => term.length > prefix.length && term.startsWith(prefix);
}

function sum(matches: readonly Match[]): Match {
  return {
    owned: matches.some((match) => match.owned),
    score: matches.reduce((total, match) => total + match.score, 0),
  };
}

/** Whether one insertion, deletion, substitution or swap of neighbours (or none) makes one word the other; the first letter agrees. */
export function withinOneEdit(a: string, b: string): boolean {
  if (a[0] !== b[0]) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
