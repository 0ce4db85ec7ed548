/**
 * A search engine that has no index: it looks at every paragraph of every document for every query. Slow and plain, so that it can be
 * believed: the oracle the real engine is compared with, and a whole engine for tests of what stands above the seam.
 */
import { analyze } from '../../src/index/analyze.js';
import { readDocument } from '../../src/index/documents/read.js';
import type {
  Change,
  EngineStats,
  KnownFile,
  SearchEngine,
  SearchRequest,
  SearchResult,
} from '../../src/index/engine.js';
import { matchesFilters } from '../../src/index/filter.js';
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
import type { Document, Field, Hit, Marks, Paragraph, Query, ReadDocument } from '../../src/index/types.js';

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
    const { query, match, offset, limit } = request;
    const search = new Scan(this.units);
    const hits: Hit[] = [];
    if (query.clauses.length + query.excluded.length + query.filters.length + request.filters.length > 0) {
      for (const unit of this.units) {
        if (!matchesFilters(unit.document, query.filters) || !matchesFilters(unit.document, request.filters)) continue;
        if (query.excluded.some((clause) => search.match(clause, unit) !== null)) continue;
        const found = query.clauses.map((clause) => search.match(clause, unit));
        const matches = found.filter((clause) => clause !== null);
        if (query.clauses.length > 0 && !matches.some((clause) => clause.owned)) continue;
        hits.push({
          document: unit.document,
          paragraph: unit.paragraph,
          score: matches.reduce((sum, clause) => sum + clause.score, 0),
          matchedAll: matches.length === found.length,
        });
      }
    }
    const full = hits.filter((hit) => hit.matchedAll);
    const joined = match === 'all' || (match === 'auto' && full.length >= Math.min(limit, hits.length)) ? 'all' : 'any';
    const shown = joined === 'all' ? full : hits;
    shown.sort(
      (a, b) => (match === 'auto' ? Number(b.matchedAll) - Number(a.matchedAll) : 0) || b.score - a.score, // stable: path, ordinal
    );
    return {
      hits: shown.slice(offset, offset + limit),
      totalHits: shown.length,
      totalDocuments: new Set(shown.map((hit) => hit.document.id)).size,
      match: joined,
      marks: search.marks(query.clauses),
      notes: [],
      generation: this.generation,
    };
  }

  async document(id: string): Promise<ReadDocument | null> {
    return [...this.read.values()].find((read) => read.document.id === id) ?? null;
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
