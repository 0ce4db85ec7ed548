/**
 * A search engine that has no index: it looks at every paragraph of every document for every query. Slow and plain, so that it can be
 * believed: the oracle the real engine is compared with, and a whole engine for tests of what stands above the seam.
 */

import { basename } from 'node:path';
import { analyze } from '../../src/index/analyze.js';
import { type ShownDocument, showDocument } from '../../src/index/answer.js';
import { type Original, openOriginal } from '../../src/index/documents/original.js';
import { readDocument } from '../../src/index/documents/read.js';
import type {
  Change,
  EngineStats,
  KnownFile,
  SearchEngine,
  SearchRequest,
  SearchResult,
  SimilarResult,
  Suggestion,
} from '../../src/index/engine.js';
import { Marker } from '../../src/index/marker.js';
import {
  COMPLETE_BELOW,
  COMPLETION_WEIGHT,
  COMPOUND_WEIGHT,
  COUNTED_WORDS,
  contextCount,
  EXACT_WEIGHT,
  FEEDBACK_WEIGHT,
  type FieldCounts,
  FUZZY_WEIGHT,
  inverseFrequency,
  jointCount,
  lengthCode,
  lengthOf,
  nearScore,
  paragraphLength,
  repeated,
  Saturator,
  worthOfAllButOne,
} from '../../src/index/rank.js';
import { hitsAround } from '../../src/index/search/collect/around.js';
import { haveCopies, type Listed, pageOfTexts } from '../../src/index/search/collect/copies.js';
import { dateOf, ownDateOf } from '../../src/index/search/collect/dates.js';
import { facetValues } from '../../src/index/search/collect/facets.js';
import { phraseOccurrences } from '../../src/index/search/phrase-positions.js';
import { LEAST_BUT_ONE } from '../../src/index/search/refine/all-but-one.js';
import { FEEDBACK_HITS, relatedWords, tellingRarity } from '../../src/index/search/refine/feedback.js';
import { nearness } from '../../src/index/search/refine/proximity.js';
import { CLOSE_LOOK, FEEDBACK_LOOK, FIRST_LOOK, FIRST_PAGE } from '../../src/index/search/refine/refine-depth.js';
import { halvesOf, MOST_HOLDERS, sequenceOf } from '../../src/index/search/sequence.js';
import type {
  FacetCount,
  Field,
  Histogram,
  Hit,
  Marks,
  ParsedQuery,
  Query,
  Sort,
} from '../../src/index/search-types.js';
import { NO_SYNONYMS, type Synonyms } from '../../src/index/synonyms.js';
import {
  type Document,
  type Paragraph,
  type ReadDocument,
  RUNNING,
  type SkippedFile,
  type Token,
} from '../../src/index/types.js';
import { fold } from '../../src/index/words/fold.js';
import { primary } from '../../src/index/words/languages.js';
import { isStopWord, stemOf } from '../../src/index/words/lexicon.js';
import { hasSpaceless } from '../../src/index/words/spaceless.js';
import { stemKey, stemOfKey } from '../../src/index/words/term-keys.js';
import { matchesFilters } from './matches-filters.js';

/** One text of a paragraph: its own, its title, or one of its headings; `owned` where the paragraph is a hit for a word found there. */
interface Text {
  field: Exclude<Field, 'any'>;
  owned: boolean;
  tokens: Token[];
}

interface Unit {
  document: Document;
  paragraph: Paragraph;
  texts: Text[];
  /** Terms and stems of all its texts: what is not among them need not be looked for. */
  words: ReadonlySet<string>;
  lengthCode: number;
}

interface Match {
  owned: boolean;
  score: number;
}

/** Documents never change, and most are in many generations. */
const UNITS = new WeakMap<ReadDocument, Unit[]>();

export class ScanEngine implements SearchEngine {
  readonly problem = null;
  readonly whyRebuilt = null;
  private generation = 0;
  private updatedAt: number | null = null;
  private readonly files = new Map<string, KnownFile>();
  private readonly unread = new Map<string, SkippedFile>();
  /** The last change that named a path: of two that overlap the later one counts. */
  private readonly lastChanges = new Map<string, Change>();
  private readonly read = new Map<string, ReadDocument>();
  private units: Unit[] = [];
  private scan = new Scan([]);

  constructor(
    private readonly root: string,
    private readonly maxFileBytes = 32 * 1024 * 1024,
  ) {}

  async apply(change: Change): Promise<readonly string[]> {
    const added = new Map<string, Awaited<ReturnType<typeof readDocument>>>();
    for (const path of [...change.remove, ...change.add]) this.lastChanges.set(path, change);
    for (const path of change.add) {
      if (change.signal?.aborted === true) break;
      added.set(path, await readDocument(this.root, path, { maxBytes: this.maxFileBytes }));
    }
    const left = change.add.filter((path) => !added.has(path));
    for (const path of [...(left.length > 0 ? [] : change.remove), ...added.keys()]) {
      if (this.lastChanges.get(path) !== change) {
        added.delete(path);
        continue;
      }
      this.files.delete(path);
      this.unread.delete(path);
      this.read.delete(path);
    }
    for (const [path, result] of added) {
      if ('document' in result) {
        this.read.set(path, result);
        this.files.set(path, { stamp: result.document.stamp });
      } else {
        this.unread.set(path, result);
        this.files.set(path, { stamp: result.stamp });
      }
    }
    this.commit();
    return left;
  }

  onProblem(): void {}

  skipped(): ReadonlyMap<string, SkippedFile> {
    return this.unread;
  }

  partly(): ReadonlyMap<string, SkippedFile> {
    const files = [...this.read.values()].flatMap(({ document: { path, stamp }, missing }): SkippedFile[] =>
      missing === undefined ? [] : [{ path, reason: missing, stamp }],
    );
    return new Map(files.map((file) => [file.path, file]));
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
      .flatMap((read) => {
        const units = UNITS.get(read) ?? read.paragraphs.map((paragraph) => unitOf(read.document, paragraph));
        UNITS.set(read, units);
        return units;
      });
    this.scan = new Scan(this.units);
    this.generation++;
    this.updatedAt = Date.now();
  }

  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    signal?.throwIfAborted();
    const { query, match, offset, limit, sort = 'relevance', facets = [], histogram = false } = request;
    const { group = false, textsOnce = false } = request;
    const search = this.scan;
    const telling = query.clauses.filter((clause) => !search.saysNothing(clause));
    const clauses = telling.length > 0 ? telling : query.clauses;
    const words = search.wordsOf(query.clauses, clauses);
    const united = search.united(clauses);
    const lists = [query.filters, request.filters];
    const asksNothing = query.clauses.length + query.excluded.length + lists.flat().length === 0;
    const unfiltered = asksNothing
      ? []
      : this.units.flatMap((unit) => search.hit({ ...query, clauses: united }, words, match, unit) ?? []);
    if (sort === 'relevance' && limit > 0) search.addSequence(query, unfiltered);
    const hits = unfiltered.filter(({ document }) => lists.every((list) => matchesFilters(document, list)));
    const full = hits.filter((hit) => hit.matchedAll);
    const isEnough = united.length < 2 || (group ? documentsOf(full).length : full.length) >= limit;
    const isFullPage = isEnough || full.length === hits.length;
    const joined = match === 'all' || (match === 'auto' && isFullPage) ? 'all' : 'any';
    const shown = joined === 'all' ? full : hits;
    const fullFirst = (a: Hit, b: Hit): number => (match === 'auto' ? Number(b.matchedAll) - Number(a.matchedAll) : 0);
    // Stable: what is equal stays in the order of paths and ordinals.
    const unrefined = shown.toSorted((a, b) => fullFirst(a, b) || ORDERS[sort](a, b));
    const feedback = match === 'any' || (match === 'auto' && !isEnough);
    const ordered =
      sort === 'relevance' && limit > 0
        ? search.refined(unrefined, match === 'auto' ? query : null, united, words, feedback, fullFirst)
        : unrefined;
    const listed = group ? documentsOf(ordered).slice(offset, offset + limit) : [];
    const groups = listed.map((document) => {
      const all = ordered.filter((hit) => hit.document === document);
      // On a page, hits that are worth the same need not stand by their ordinals: its first places are given out before those behind.
      const best = all.toSorted(
        (a, b) => fullFirst(a, b) || ORDERS.relevance(a, b) || a.paragraph.ordinal - b.paragraph.ordinal,
      );
      return { hits: best.slice(0, 3), totalHits: all.length };
    });
    const facetCounts = facets.map((name) => {
      const others = [query.filters, request.filters.filter((filter) => filter.name !== name)];
      const counted = unfiltered.filter(
        ({ document, matchedAll }) =>
          (joined === 'any' || matchedAll) && others.every((list) => matchesFilters(document, list)),
      );
      return [name, countsOf(counted.flatMap(({ document }) => facetValues(document, name)))] as const;
    });
    const marks = search.marks(clauses, words);
    const look = ({ document, paragraph }: Hit) => ({
      document: document.id,
      paragraph,
      isByTitle: () =>
        paragraph.ordinal === document.titleAt &&
        new Marker(marks).mark(paragraph.text, 'body', document.language).ranges.length === 0,
    });
    const { page, unlisted } = haveCopies(ordered.slice(0, limit), look)
      ? pageOfTexts(ordered, request, look)
      : { page: ordered.slice(offset, offset + limit).map((hit) => ({ hit, copies: [] })), unlisted: 0 };
    const dates = shown.flatMap(({ document }) => ownDateOf(document) ?? []);
    const onPage = textsOnce ? page.map(withCopies) : ordered.slice(offset, offset + limit);
    const { around } = request;
    const list = group ? groups.flatMap((one) => one.hits) : onPage;
    return {
      hits: group || around !== undefined ? [] : onPage,
      totalHits: shown.length,
      ...(match === 'auto' && joined === 'any' ? { fullHits: full.length } : {}),
      totalDocuments: documentsOf(shown).length,
      match: joined,
      marks,
      ignored: query.clauses.flatMap((clause) =>
        clause.type !== 'term' || clauses.includes(clause) ? [] : clause.text,
      ),
      notes: [],
      correction: null,
      generation: this.generation,
      ...(around === undefined
        ? {}
        : { around: hitsAround<Pick<Hit, 'document'>, Hit>(list, around, ({ document }) => document.id) }),
      ...(!group ? (textsOnce ? { unlisted } : {}) : around === undefined ? { groups } : {}),
      ...(facets.length > 0 ? { facets: new Map(facetCounts) } : {}),
      ...(histogram ? { histogram: histogramOf(dates) } : {}),
    };
  }

  private readOf(id: string): ReadDocument | null {
    return [...this.read.values()].find((read) => read.document.id === id) ?? null;
  }

  async markedDocument(id: string, marks: Marks): Promise<ShownDocument | null> {
    const read = this.readOf(id);
    return read && showDocument(read, marks);
  }

  /** None: suggestions are tested with the real engine. */
  async suggest(): Promise<Suggestion[]> {
    return [];
  }

  /** By the share of words that two paragraphs have in common: plain, and enough for what stands above the seam. */
  async similar(documentId: string, ordinal: number, limit: number): Promise<SimilarResult | null> {
    const wordsOf = (unit: Unit) =>
      new Set(unit.texts.find(({ field }) => field === 'body')?.tokens.map(({ term }) => term));
    const same = (unit: Unit) => unit.document.id === documentId && unit.paragraph.ordinal === ordinal;
    const like = this.units.find(same);
    if (like === undefined) return null;
    const words = wordsOf(like);
    const others = this.units
      .filter((unit) => !same(unit))
      .map((unit) => {
        const own = wordsOf(unit);
        const shared = [...own].filter((word) => words.has(word)).length;
        const { document, paragraph } = unit;
        return { document, paragraph, matchedAll: false, score: shared / (words.size + own.size - shared) };
      });
    const hits = others
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
    return { document: like.document, paragraph: like.paragraph, hits };
  }

  async original(id: string): Promise<Original | SkippedFile | null> {
    const read = this.readOf(id);
    return read && (await openOriginal(this.root, read.document.path, { maxBytes: this.maxFileBytes }));
  }

  synonyms(): Synonyms {
    return NO_SYNONYMS;
  }

  known(): ReadonlyMap<string, KnownFile> {
    return this.files;
  }

  stats(): EngineStats {
    return {
      folder: basename(this.root),
      generation: this.generation,
      documents: this.read.size,
      paragraphs: this.units.length,
      words: this.scan.bodyWords,
      segments: 1,
      bytes: 0,
      updatedAt: this.updatedAt,
      languages: new Map(),
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

function withCopies({ hit, copies }: Listed<Hit>): Hit {
  if (copies.length === 0) return hit;
  return { ...hit, copies: copies.map(({ document, paragraph }) => ({ document, ordinal: paragraph.ordinal })) };
}

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
    return { field, owned, tokens: analyze(content, document.language) };
  };
  const texts = [
    text('body', true, paragraph.text),
    ...headings.map((heading, i) => text('heading', i >= headings.length - opens, heading)),
    text('title', ordinal === document.titleAt, document.title),
  ];
  const different = (parts: readonly Text[]): number => {
    const counted = parts.flatMap((part) => part.tokens).filter((token) => isWord(token) && !token.stop);
    return new Set(counted.map(({ stem, term }) => stem ?? term)).size;
  };
  const inText = different(texts.slice(0, 1));
  return {
    document,
    paragraph,
    texts,
    words: new Set(texts.flatMap(({ tokens }) => tokens.flatMap(({ term, stem }) => [term, stem ?? term]))),
    lengthCode: lengthCode(paragraphLength(inText, different(texts) - inText)),
  };
}

/** A word of its own, not a compound of several. */
function isWord({ kind }: Token): boolean {
  return kind === 'word';
}

type Accepts = (token: Token) => boolean;

/** What the index has as one list: the tokens with a stem, or with a quoted term. */
interface List {
  stem: string;
  accepts: Accepts;
}

interface OracleWord {
  lists: readonly List[];
  place: number;
  rarity: number;
  part: boolean;
  bigram: boolean;
  /** The form as it was typed: its tokens, and those of the list in which the index has it. */
  exact: { name: string; accepts: Accepts; listed: Accepts } | null;
}

/** What the number of paragraphs that have any of some lists is kept by. */
function keyOf(lists: readonly List[], quoted: boolean): string {
  return `|${quoted}${lists.map(({ stem }) => stem).join(' ')}`;
}

function nameOfWord({ lists }: OracleWord): string {
  return lists.map(({ stem }) => stem).join(' ');
}

/** Where a word stands in what the paragraph owns; far apart in its text, its headings and its title. */
function placesOf({ lists }: OracleWord, unit: Unit): number[] {
  const places = unit.texts
    .filter(({ owned }) => owned)
    .flatMap(({ tokens }, i) =>
      tokens.filter((token) => lists.some(({ accepts }) => accepts(token))).map(({ position }) => i * 1e6 + position),
    );
  return [...new Set(places)];
}

/** Queries over all units; keeps the statistics that they asked for. */
class Scan {
  /** Words in the paragraphs themselves, each as often as it stands there. */
  readonly bodyWords: number;
  private readonly saturator: Saturator;
  private readonly frequencies = new Map<string, number>();
  private readonly wordCounts = new Map<string, number>();
  private readonly languageCounts = new Map<string, number>();
  private readonly stems = new Map<string, readonly string[]>();
  private readonly spellings = new Map<string, Set<string>>();
  private readonly unitOf = new Map<Paragraph, Unit>();
  private readonly places = new Map<Paragraph, number>();
  private readonly stemsOfQuery = new WeakMap<Query, readonly string[]>();
  private readonly wordingsOfQuery = new WeakMap<Query, string[][]>();
  private readonly completionsOfQuery = new WeakMap<Query, Accepts>();

  constructor(private readonly units: readonly Unit[]) {
    // A word is first looked for by its stem in the language that most paragraphs are in.
    const tags = new Map<string, number>();
    for (const { document } of units) tags.set(document.language ?? '', (tags.get(document.language ?? '') ?? 0) + 1);
    for (const [tag, n] of [...tags].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))) {
      this.languageCounts.set(primary(tag), (this.languageCounts.get(primary(tag)) ?? 0) + n);
    }
    const lengths = units.reduce((sum, unit) => sum + lengthOf(unit.lengthCode), 0);
    this.saturator = Saturator.of(lengths, units.length);
    const bodies = units.flatMap(({ texts }) => texts.filter(({ field }) => field === 'body'));
    this.bodyWords = bodies.reduce((sum, { tokens }) => sum + tokens.filter(isWord).length, 0);
    for (const [place, unit] of units.entries()) {
      this.unitOf.set(unit.paragraph, unit);
      this.places.set(unit.paragraph, place);
      for (const { term, exact } of unit.texts.flatMap(({ tokens }) => tokens)) {
        if (exact !== null) this.spellings.set(term, (this.spellings.get(term) ?? new Set()).add(exact));
      }
    }
  }

  /** The unit as a hit, whatever the filters; null where it is none. */
  hit(query: ParsedQuery, words: readonly OracleWord[], match: SearchRequest['match'], unit: Unit): Hit | null {
    if (query.excluded.some((clause) => this.match(clause, unit) !== null)) return null;
    const found = query.clauses.map((clause) => this.match(clause, unit));
    const matches = found.filter((clause) => clause !== null);
    const parts = words.filter(({ part }) => part).map(({ lists }) => this.counted(lists, false, 'any', 1, unit));
    const owned = matches.some((clause) => clause.owned);
    // A single clause has no partial matches.
    const isHit = owned || (match !== 'all' && found.length > 1 && parts.some((part) => part?.owned === true));
    if (query.clauses.length > 0 && !isHit) return null;
    return {
      document: unit.document,
      paragraph: unit.paragraph,
      score: [...matches, ...parts].reduce((sum, clause) => sum + (clause?.score ?? 0), 0),
      matchedAll: matches.length === found.length && (owned || query.clauses.length === 0),
    };
  }

  /** Words that stand as other forms of the same word count as that word, repeated. */
  united(clauses: readonly Query[]): Query[] {
    const words = new Map<string, Query & { type: 'term' }>();
    for (const clause of clauses) {
      if (clause.type !== 'term' || this.completes(clause)) continue;
      const name = this.nameOf(clause);
      if (name === null) continue;
      const same = words.get(name);
      words.set(name, same === undefined ? clause : { ...same, times: (same.times ?? 1) + (clause.times ?? 1) });
    }
    const seen = new Set<string>();
    return clauses.flatMap((clause) => {
      const name = clause.type === 'term' && !this.completes(clause) ? this.nameOf(clause) : null;
      if (name === null) return clause;
      if (seen.has(name)) return [];
      seen.add(name);
      const word = words.get(name);
      // The stems of a query's word are kept by its object.
      if (word !== undefined && clause.type === 'term') this.stemsOfQuery.set(word, this.stemsOf(clause));
      return word ?? clause;
    });
  }

  private nameOf(clause: Query & { type: 'term' }): string | null {
    const lists = this.listsOf(this.stemsOf(clause), clause.quoted);
    return lists.length === 0 ? null : `${clause.field} ${clause.quoted} ${lists.map(({ stem }) => stem).join(' ')}`;
  }

  /** The lists of the index that a word is looked for in: those that have it, the first alone where it has all of the paragraphs. */
  private listsOf(stems: readonly string[], quoted: boolean): List[] {
    const lists = stems.map((stem) => ({ stem, accepts: this.agrees(stem, quoted) }));
    const have = lists.filter(({ stem, accepts }) => this.frequency(`=${quoted}${stem}`, accepts) > 0);
    const [first] = have;
    if (first === undefined) return [];
    const union = this.frequency(keyOf(have, quoted), (token) => have.some(({ accepts }) => accepts(token)));
    return union === this.frequency(`=${quoted}${first.stem}`, first.accepts) ? [first] : have;
  }

  /** The words of a query as they bear on the order of its hits. */
  wordsOf(all: readonly Query[], telling: readonly Query[]): OracleWord[] {
    const words: OracleWord[] = [];
    let place = 0;
    const add = (
      term: string,
      stems: readonly string[],
      quoted: boolean,
      at: number,
      exact: OracleWord['exact'],
    ): void => {
      const lists = this.listsOf(stems, quoted);
      if (lists.length === 0) return;
      const any: Accepts = (token) => lists.some(({ accepts }) => accepts(token));
      const have = this.frequency(keyOf(lists, quoted), any);
      const rarity = inverseFrequency(have, this.units.length);
      words.push({ lists, place: at, rarity, part: false, bigram: hasSpaceless(term), exact });
    };
    for (const clause of all) {
      const first = clause.type === 'or' ? clause.clauses[0] : clause;
      if (clause.type === 'term' && clause.field === 'any' && telling.includes(clause)) {
        const { term, exact, quoted } = clause;
        const accepts: Accepts = (token) => token.term === term && (token.exact ?? token.term) === exact;
        const listed: Accepts = exact === term ? (token) => token.term === term : accepts;
        add(term, this.stemsOf(clause), quoted, place, quoted ? null : { name: exact, accepts, listed });
      } else if (first?.type === 'phrase' && first.compound === true && first.field === 'any') {
        for (const [i, term] of first.terms.entries()) {
          if (this.languages(0.2).some((language) => isStopWord(term, language))) continue;
          const before = words.length;
          add(term, this.stemsOfWord({ term, exact: term }), false, place + i, null);
          for (const word of words.slice(before)) word.part = true;
        }
        place += first.terms.length - 1;
      }
      place++;
    }
    return words;
  }

  /** The closer look that the engine takes at the best hits, taken at every token. */
  refined(
    hits: readonly Hit[],
    /** Where any word was not enough. */
    query: ParsedQuery | null,
    clauses: readonly Query[],
    words: readonly OracleWord[],
    feedback: boolean,
    fullFirst: (a: Hit, b: Hit) => number,
  ): Hit[] {
    const inOrder = (list: readonly Hit[]): Hit[] =>
      list
        .toSorted((a, b) => this.placeOf(a) - this.placeOf(b))
        .toSorted((a, b) => fullFirst(a, b) || b.score - a.score);
    const again = (list: readonly Hit[], look: number, bonus: (hit: Hit, unit: Unit) => number): Hit[] => {
      const looked = list.slice(0, look).map((hit) => {
        const unit = this.unitOf.get(hit.paragraph);
        return unit === undefined ? hit : { ...hit, score: bonus(hit, unit) };
      });
      return [...looked, ...list.slice(look)];
    };
    // The first places go to the best of the first, those behind to whatever is left.
    const arranged = (list: readonly Hit[], look: number): Hit[] => {
      const first = inOrder(list.slice(0, FIRST_LOOK));
      const others = [...first.slice(FIRST_PAGE), ...list.slice(FIRST_LOOK, look)];
      return [...first.slice(0, FIRST_PAGE), ...inOrder(others), ...list.slice(look)];
    };
    if (!this.mayRefine(words)) return [...hits];
    const terms = query === null || hits.some((hit) => hit.matchedAll) ? [] : (sequenceOf(query)?.terms ?? []);
    const close = again(hits, CLOSE_LOOK, (hit, unit) => {
      const butOne = terms.length < LEAST_BUT_ONE ? 0 : this.allButOneIn(terms, unit);
      return this.closeScore(hit.score + this.repeatsIn(clauses, words, unit), words, unit) + butOne;
    });
    if (!feedback) return arranged(close, CLOSE_LOOK);
    // Running text alone tells, and of texts with the same words the best.
    const best = new Map<string, Map<string, number>>();
    for (const { paragraph } of inOrder(close.slice(0, FIRST_LOOK)).slice(0, 2 * FEEDBACK_HITS)) {
      const unit = this.unitOf.get(paragraph);
      if (unit === undefined || !RUNNING.has(paragraph.kind)) continue;
      const saturated = this.saturatedWords(unit);
      const name = JSON.stringify([...saturated.keys()].sort());
      if (!best.has(name)) best.set(name, saturated);
    }
    const keys: string[] = [];
    const related = relatedWords(
      [...best.values()].slice(0, FEEDBACK_HITS).map((counted) => ({
        words: [...counted.keys()].map((key) => (keys.includes(key) ? keys.indexOf(key) : keys.push(key) - 1)),
        saturated: [...counted.values()],
      })),
      {
        keyOf: (word) => keys[word] ?? '',
        rarityOf: (word) => tellingRarity(this.statisticsOf(keys[word] ?? '')),
      },
    );
    const scale = FEEDBACK_WEIGHT * new Set(words.map(nameOfWord)).size;
    const fed = again(close, FEEDBACK_LOOK, (hit, unit) => {
      let { score } = hit;
      for (const { key, share } of related) {
        const stem = stemOfKey(key) ?? key;
        const count = this.jointOf([this.agrees(stem, false)], 'any', unit).count;
        if (count === 0) continue;
        score += scale * share * this.statisticsOf(key).rarity * this.saturator.saturate(count, unit.lengthCode);
      }
      return score;
    });
    return arranged(fed, FEEDBACK_LOOK);
  }

  private placeOf({ paragraph }: Hit): number {
    return this.places.get(paragraph) ?? 0;
  }

  private mayRefine(words: readonly OracleWord[]): boolean {
    const [first, second] = words;
    if (first === undefined || second !== undefined) return second !== undefined;
    if (this.units.some(({ paragraph }) => !RUNNING.has(paragraph.kind))) return true;
    const [list, ...more] = first.lists;
    if (first.exact === null || list === undefined) return false;
    const { name, accepts, listed } = first.exact;
    if (
      more.length > 0 ||
      this.frequency(`=false${list.stem}`, list.accepts) !== this.frequency(`exact ${name}`, listed)
    ) {
      return true;
    }
    return this.frequency(`other ${name}`, (token) => listed(token) && !accepts(token)) > 0;
  }

  /** What repeats of words in code, lists and tables do not count, below 0. */
  private repeatsIn(clauses: readonly Query[], words: readonly OracleWord[], unit: Unit): number {
    if (RUNNING.has(unit.paragraph.kind)) return 0;
    const body = unit.texts.filter((text) => text.field === 'body').flatMap(({ tokens }) => tokens);
    const repeats = (key: string, accepts: readonly Accepts[], weight: number): number => {
      const inBody = accepts.reduce((sum, one) => sum + body.filter(one).length, 0);
      if (inBody < 2) return 0;
      const { count } = this.jointOf(accepts, 'any', unit);
      const have = this.frequency(key, (token) => accepts.some((one) => one(token)));
      const rarity = inverseFrequency(have, this.units.length);
      const saturation = (count: number): number => this.saturator.saturate(count, unit.lengthCode);
      return weight * rarity * (saturation(count - inBody + 1) - saturation(count));
    };
    const ofLists = (lists: readonly List[], quoted: boolean, weight: number): number => {
      const accepts = lists.map((list) => list.accepts);
      return repeats(keyOf(lists, quoted), accepts, weight);
    };
    const inClause = (query: Query): number => {
      if (query.type === 'or') return query.clauses.reduce((sum, clause) => sum + inClause(clause), 0);
      if (query.type === 'fuzzy' && query.field === 'any') {
        return repeats(`"${query.term}`, [({ term }) => term === query.term], 1);
      }
      if (query.type !== 'term' || query.field !== 'any') return 0;
      const lists = this.listsOf(this.stemsOf(query), query.quoted);
      return ofLists(lists, query.quoted, repeated(query.times ?? 1));
    };
    const inParts = words.map(({ part, lists }) => (part ? ofLists(lists, false, 1) : 0));
    return [...clauses.map(inClause), ...inParts].reduce((sum, score) => sum + score, 0);
  }

  private statisticsOf(key: string): { frequency: number; rarity: number } {
    const stem = stemOfKey(key) ?? key;
    const frequency = this.frequency(`=false${stem}`, this.agrees(stem, false));
    return { frequency, rarity: inverseFrequency(frequency, this.units.length) };
  }

  private saturatedWords(unit: Unit): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { term, stem, stop, kind } of unit.texts.filter(({ owned }) => owned).flatMap(({ tokens }) => tokens)) {
      if (stop || kind !== 'word' || /^\d+$/.test(term)) continue;
      const key = stemKey(stem ?? term);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return new Map([...counts].map(([key, count]) => [key, this.saturator.saturate(count, unit.lengthCode)]));
  }

  private closeScore(score: number, words: readonly OracleWord[], unit: Unit): number {
    let sum = score;
    let previous: OracleWord | null = null;
    for (const word of words) {
      if (word.exact !== null) {
        const { name, accepts, listed } = word.exact;
        const count = this.jointOf([accepts], 'any', unit).count;
        const rarity = inverseFrequency(this.frequency(`exact ${name}`, listed), this.units.length);
        if (count > 0) sum += EXACT_WEIGHT * rarity * this.saturator.saturate(count, unit.lengthCode);
      }
      if (previous !== null && !(previous.bigram && word.bigram) && nameOfWord(previous) !== nameOfWord(word)) {
        const [a, b] = [placesOf(previous, unit), placesOf(word, unit)];
        if (a.length > 0 && b.length > 0) {
          const near = nearness(a, a.length, b, b.length, word.place - previous.place);
          sum += nearScore(Math.min(previous.rarity, word.rarity), near);
        }
      }
      previous = word;
    }
    return sum;
  }

  match(query: Query, unit: Unit): Match | null {
    switch (query.type) {
      case 'term': {
        const exact = this.term(query, unit);
        if (!this.completes(query)) return exact;
        const { term, field } = query;
        const key = `${term}+${field} of ${this.stemsOf(query).join(' ')}`;
        const longer = this.word(key, [this.completionsOf(query)], field, COMPLETION_WEIGHT, unit);
        if (exact === null || longer === null) return exact ?? longer;
        return { owned: exact.owned || longer.owned, score: exact.score + longer.score };
      }
      case 'prefix':
        return this.word(`${query.prefix}*`, [({ term }) => term.startsWith(query.prefix)], query.field, 1, unit);
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

  marks(clauses: readonly Query[], words: readonly OracleWord[]): Marks {
    const marks = { terms: [], prefixes: [], phrases: [] } as {
      terms: Marks['terms'][number][];
      prefixes: Marks['prefixes'][number][];
      phrases: Marks['phrases'][number][];
    };
    const visit = (query: Query): void => {
      if (query.type === 'and' || query.type === 'or') query.clauses.forEach(visit);
      if (query.type === 'term') {
        for (const term of this.stemsOf(query)) marks.terms.push({ term, field: query.field, stem: !query.quoted });
        if (this.completes(query)) marks.prefixes.push({ prefix: query.term, field: query.field });
      }
      if (query.type === 'prefix') marks.prefixes.push(query);
      if (query.type === 'phrase') {
        const { slop, field } = query;
        for (const [term = '', ...more] of this.wordings(query)) {
          if (more.length === 0) marks.terms.push({ term, field, stem: false });
          else marks.phrases.push({ terms: [term, ...more], slop, field });
        }
      }
      if (query.type === 'fuzzy') {
        const near = new Set(
          this.units
            .flatMap((unit) => unit.texts.flatMap((text) => text.tokens.map((token) => token.term)))
            .filter((term) => withinOneEdit(term, query.term)),
        );
        marks.terms.push(...[...near].map((term) => ({ term, field: query.field, stem: false })));
      }
    };
    clauses.forEach(visit);
    if (clauses.length > 1) {
      for (const { part, lists } of words) {
        if (part) marks.terms.push(...lists.map(({ stem }) => ({ term: stem, field: 'any' as const, stem: true })));
      }
    }
    return marks;
  }

  /** The words that an unfinished word may become: while words count one by one, not those that stand only where it is found anyway. */
  private completionsOf(query: Query & { type: 'term' }): Accepts {
    const known = this.completionsOfQuery.get(query);
    if (known !== undefined) return known;
    let completions = longerThan(query.term);
    if (this.words(`longer than ${query.term}`, completions) <= COUNTED_WORDS) {
      const elsewhere = new Set<string>();
      for (const unit of this.units) {
        const exact = this.term(query, unit);
        for (const { term } of unit.texts.flatMap(({ tokens }) => tokens.filter(completions))) {
          const { count, owned } = this.jointOf([(token) => token.term === term], query.field, unit);
          if (count > 0 && (exact === null || (owned && !exact.owned))) elsewhere.add(term);
        }
      }
      completions = ({ term }) => elsewhere.has(term);
    }
    this.completionsOfQuery.set(query, completions);
    return completions;
  }

  private completes(query: Query & { type: 'term' }): boolean {
    if (!query.complete) return false;
    // As the engine adds them up: a paragraph counts once for each stem.
    const have = this.stemsOf(query).map((stem) =>
      this.frequency(`=${query.quoted}${stem}`, this.agrees(stem, query.quoted)),
    );
    return have.reduce((sum, count) => sum + count, 0) < COMPLETE_BELOW;
  }

  /** Stop words of the folder's languages are left out where there are others. */
  saysNothing(query: Query): boolean {
    if (query.type !== 'term' || query.quoted || query.field !== 'any') return false;
    return this.languages(0.2).some((language) => isStopWord(query.term, language));
  }

  /** Languages that have a share of the paragraphs. */
  private languages(share: number): string[] {
    return [...this.languageCounts]
      .filter(([name, n]) => name !== '' && n >= share * this.units.length)
      .map(([name]) => name);
  }

  private stemsOf(query: Query & { type: 'term' }): readonly string[] {
    let stems = this.stemsOfQuery.get(query);
    if (stems === undefined) {
      const words = [query, ...(query.also ?? [])];
      stems = query.quoted ? [query.term] : [...new Set(words.flatMap((word) => this.stemsOfWord(word)))];
      this.stemsOfQuery.set(query, stems);
    }
    return stems;
  }

  private stemsOfWord({ term, exact }: { term: string; exact: string }): readonly string[] {
    if (fold(exact) !== term) return [term];
    let stems = this.stems.get(exact);
    if (stems === undefined) {
      const stemmed = this.languages(0.01);
      const all = [...this.languageCounts.keys()].every((name) => stemmed.includes(name));
      const spellings = [exact, term, ...[...(this.spellings.get(term) ?? [])].sort()];
      const found = spellings.flatMap((spelling) => stemmed.map((language) => stemOf(spelling, language)));
      stems = [...new Set(all && found.length > 0 ? found : [...found, term])];
      this.stems.set(exact, stems);
    }
    return stems;
  }

  private agrees(stem: string, quoted: boolean): Accepts {
    return (token) => token.term === stem || (!quoted && token.stem === stem);
  }

  /** A token counts once for each stem of the word that it agrees with. */
  private term(query: Query & { type: 'term' }, unit: Unit): Match | null {
    const lists = this.listsOf(this.stemsOf(query), query.quoted);
    return this.counted(lists, query.quoted, query.field, repeated(query.times ?? 1), unit);
  }

  private counted(lists: readonly List[], quoted: boolean, field: Field, weight: number, unit: Unit): Match | null {
    if (!lists.some(({ stem }) => unit.words.has(stem))) return null;
    const any: Accepts = (token) => lists.some(({ accepts }) => accepts(token));
    const { count, owned } = this.jointOf(
      lists.map(({ accepts }) => accepts),
      field,
      unit,
    );
    if (count === 0) return null;
    const rarity = inverseFrequency(this.frequency(keyOf(lists, quoted), any), this.units.length);
    return { owned, score: rarity * weight * this.saturator.saturate(count, unit.lengthCode) };
  }

  /** How often tokens that are accepted stand in a unit, as one joint count; a token counts once for each of `accepts` that takes it. */
  private jointOf(accepts: readonly Accepts[], field: Field, unit: Unit): { count: number; owned: boolean } {
    const counts: FieldCounts = { body: 0, heading: 0, title: 0 };
    let above = 0;
    let owned = false;
    for (const text of unit.texts) {
      if (field !== 'any' && text.field !== field) continue;
      let count = 0;
      for (const one of accepts) for (const token of text.tokens) if (one(token)) count++;
      if (text.owned) counts[text.field] += count;
      else above += count;
      owned ||= count > 0 && text.owned;
    }
    return { count: jointCount(counts) + contextCount(above, 0), owned };
  }

  private frequency(key: string, accepts: Accepts): number {
    let frequency = this.frequencies.get(key);
    if (frequency === undefined) {
      frequency = this.units.filter((unit) => unit.texts.some((text) => text.tokens.some(accepts))).length;
      this.frequencies.set(key, frequency);
    }
    return frequency;
  }

  private fuzzy(word: string, field: Field, unit: Unit): Match | null {
    const exact = this.word(`"${word}`, [({ term }) => term === word], field, 1, unit);
    const near: Accepts = ({ term }) => term !== word && withinOneEdit(term, word);
    const close = this.word(`${word}~`, [near], field, FUZZY_WEIGHT, unit);
    return exact === null || close === null ? (exact ?? close) : sum([exact, close]);
  }

  /** A word, or a group of words that count as one; a token counts once for each of `accepts` that takes it. */
  private word(key: string, accepts: readonly Accepts[], field: Field, weight: number, unit: Unit): Match | null {
    const { count, owned } = this.jointOf(accepts, field, unit);
    if (count === 0) return null;
    const any: Accepts = (token) => accepts.some((one) => one(token));
    const rarity = inverseFrequency(this.frequency(`|${key}`, any), this.units.length);
    const counted = field === 'any' && this.words(key, any) > COUNTED_WORDS ? 1 : count;
    return { owned, score: weight * rarity * this.saturator.saturate(counted, unit.lengthCode) };
  }

  /** Different words that are accepted, in the whole collection. */
  private words(key: string, accepts: Accepts): number {
    let words = this.wordCounts.get(key);
    if (words === undefined) {
      const taken = this.units.flatMap((unit) => unit.texts.flatMap((text) => text.tokens.filter(accepts)));
      words = new Set(taken.map(({ term }) => term)).size;
      this.wordCounts.set(key, words);
    }
    return words;
  }

  /** The ways in which a phrase may be written: as the engine has them, from every compound that stands in a text. */
  private wordings(query: Query & { type: 'phrase' }): string[][] {
    const known = this.wordingsOfQuery.get(query);
    if (known !== undefined) return known;
    const { terms, wholes = [] } = query;
    const parted = (term: string): string[][] => {
      const ways = new Map<string, { cut: string[]; units: Set<Unit> }>();
      for (const unit of this.units) {
        for (const { tokens } of unit.texts.filter(({ owned }) => owned)) {
          for (const { kind, term: name, start, end } of tokens) {
            if (kind !== 'compound' || name !== term) continue;
            const inside = tokens.filter((part) => part.start >= start && part.end <= end && part.term !== name);
            const parts = inside.filter((part) => part.kind === 'word');
            // A compound at its end takes one place as its first part does: nothing stands behind it.
            const ends = inside.filter((part) => part.kind === 'compound' && part.end === end);
            const shorter = ends.map((last) => [...parts.filter((part) => part.end <= last.start), last]);
            for (const words of [parts, ...shorter]) {
              const cut = words.map((part) => part.term);
              if (cut.length < 2 || cut.length > 4) continue;
              const way = ways.get(cut.join(' ')) ?? { cut, units: new Set() };
              way.units.add(unit);
              ways.set(cut.join(' '), way);
            }
          }
        }
      }
      const have = this.frequency(`"${term}`, (token) => token.term === term);
      return [...ways.values()].filter(({ units }) => units.size * 100 >= have).map(({ cut }) => cut);
    };
    // Each way to go on from a word: by itself, as one of the compounds that begin with it, in the parts that it is written in.
    const from = (at: number): string[][] => {
      if (at >= terms.length) return [[]];
      const term = terms[at] ?? '';
      const begin = wholes.filter((whole) => whole.from === at);
      const steps = [{ words: [term], to: at + 1 }, ...begin.map((whole) => ({ words: [whole.term], to: whole.to }))];
      if (at + 1 < terms.length) steps.push(...parted(term).map((words) => ({ words, to: at + 1 })));
      return steps.flatMap(({ words, to }) => from(to).map((rest) => [...words, ...rest]));
    };
    const wordings = from(0);
    this.wordingsOfQuery.set(query, wordings);
    if (query.complete !== true || this.units.some((unit) => this.phrase(query, unit)?.owned === true)) return wordings;
    // What it may become, word for word.
    const begins: Accepts = ({ term }) => term.startsWith(terms.at(-1) ?? '');
    const taken = this.units.flatMap((unit) => unit.texts.flatMap((text) => text.tokens.filter(begins)));
    const longer = [...new Set(taken.map(({ term }) => term))].map((term): Query & { type: 'phrase' } => {
      return { ...query, terms: [...terms.slice(0, -1), term], complete: false };
    });
    const standing = longer.filter((phrase) => this.units.some((unit) => this.phrase(phrase, unit)?.owned === true));
    if (standing.length > 0)
      this.wordingsOfQuery.set(
        query,
        standing.map((phrase) => [...phrase.terms]),
      );
    return this.wordingsOfQuery.get(query) ?? wordings;
  }

  /** Adds what it is worth to own the whole question as one phrase, or its halves where none does, for hits with all clauses. */
  addSequence(query: ParsedQuery, hits: readonly Hit[]): void {
    const phrase = sequenceOf(query);
    if (phrase === null || !hits.some(({ matchedAll }) => matchedAll)) return;
    const whole = this.ownersOf(phrase);
    for (const owners of whole.size > 0 ? [whole] : halvesOf(phrase).map((half) => this.ownersOf(half))) {
      if (owners.size > MOST_HOLDERS) continue;
      const rarity = inverseFrequency(owners.size, this.units.length);
      for (const hit of hits) if (hit.matchedAll) hit.score += rarity * (owners.get(hit.paragraph) ?? 0);
    }
  }

  /** What it is worth to own all words of a question but one where it has them. */
  private allButOneIn(terms: readonly string[], unit: Unit): number {
    let count = 0;
    for (const { owned, tokens } of unit.texts) {
      if (!owned) continue;
      const standing = new Set(tokens.map(({ position, term }) => `${position} ${term}`));
      for (let start = -1; start < tokens.length; start++)
        if (terms.filter((term, i) => !standing.has(`${start + i} ${term}`)).length < 2) count++;
    }
    return worthOfAllButOne(this.units.length) * this.saturator.saturate(count, unit.lengthCode);
  }

  /** The paragraphs that own a phrase, with its saturated counts. */
  private ownersOf(phrase: Query & { type: 'phrase' }): Map<Hit['paragraph'], number> {
    return new Map(
      this.units.flatMap((unit) => {
        const { own } = this.phraseCounts(phrase, unit);
        return own > 0 ? [[unit.paragraph, this.saturator.saturate(own, unit.lengthCode)]] : [];
      }),
    );
  }

  private phrase(query: Query & { type: 'phrase' }, unit: Unit): Match | null {
    const { terms, field, compound } = query;
    const { own, above } = this.phraseCounts(query, unit);
    const count = own + above;
    const owned = own > 0;
    if (count === 0) return null;
    const rarity = [...new Set(terms)].reduce(
      (sum, term) =>
        sum +
        inverseFrequency(
          this.frequency(`"${term}`, (token) => token.term === term),
          this.units.length,
        ),
      0,
    );
    const weight = compound === true && field === 'any' ? COMPOUND_WEIGHT : 1;
    return { owned, score: weight * rarity * this.saturator.saturate(count, unit.lengthCode) };
  }

  /** How often a unit has a phrase. Of several wordings the one that occurs most counts, of what it owns and of what stands above. */
  private phraseCounts(query: Query & { type: 'phrase' }, unit: Unit): { own: number; above: number } {
    const { slop, field } = query;
    let [own, above] = [0, 0];
    for (const words of this.wordings(query)) {
      if (!words.every((term) => unit.words.has(term))) continue;
      const counts: FieldCounts = { body: 0, heading: 0, title: 0 };
      let further = 0;
      for (const text of unit.texts) {
        if (field !== 'any' && text.field !== field) continue;
        const lists = words.map((term) =>
          text.tokens.flatMap((token) => (token.term === term ? [token.position] : [])),
        );
        const count = phraseOccurrences(lists, slop).length;
        if (text.owned) counts[text.field] += count;
        else further += count;
      }
      own = Math.max(own, jointCount(counts));
      above = Math.max(above, contextCount(further, 0));
    }
    return { own, above };
  }
}

function longerThan(prefix: string): Accepts {
  return ({ term }) => term.length > prefix.length && term.startsWith(prefix);
}

function sum(matches: readonly Match[]): Match {
  return {
    owned: matches.some((match) => match.owned),
    score: matches.reduce((total, match) => total + match.score, 0),
  };
}

/** Whether one insertion, deletion, substitution or swap of neighbours (or none) makes one word the other; the first letter agrees. */
function withinOneEdit(a: string, b: string): boolean {
  if (a[0] !== b[0]) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [restA, restB] = [endA - start, endB - start];
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
