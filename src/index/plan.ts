/** From a parsed query to what each segment is asked: the query's words with their rarity in the whole generation. */
import { analyze, isSpaceless, isStopWord, stemKey, stemOf, stemOfKey } from './analyze.js';
import { countBits, without } from './bits.js';
import { type Expansion, expandFuzzy, expandPrefix } from './expand.js';
import type { WordStatistics } from './feedback.js';
import { fold } from './fold.js';
import { countLanguages, frequency, type LiveSegment, totals } from './generation.js';
import { primary } from './languages.js';
import {
  AllNode,
  AndNode,
  GroupNode,
  type GroupSets,
  groupSets,
  type Node,
  NotNode,
  OrNode,
  PhraseNode,
  WordsNode,
} from './nodes.js';
import { phraseOccurrences } from './phrase.js';
import type { PlainClause, PlainPart } from './plain.js';
import type { PlainPhrase } from './plain-phrase.js';
import type { PostingsCursor } from './postings.js';
import { printQuery } from './query.js';
import {
  COMPLETE_BELOW,
  COMPLETION_WEIGHT,
  COMPOUND_WEIGHT,
  COUNTED_WORDS,
  contextCount,
  FUZZY_WEIGHT,
  inverseFrequency,
  repeated,
  Saturator,
} from './rank.js';
import { type ExactForm, exactForm } from './refine.js';
import type { Segment } from './segment.js';
import type { Field, Marks, ParsedQuery, Query } from './types.js';

/** Words that count as one, over one segment: the term numbers, and which paragraphs have any of them. */
interface Group {
  numbers: readonly number[];
  sets: GroupSets;
}

/**
 * A query whose words are those of the index: prefixes and typos are expanded, and every leaf knows what it is worth. A word has a key
 * (see `foundBy`) for each of its stems; in a folder of one language that is one.
 */
export type Planned =
  | PlannedWord
  | { type: 'group'; groups: ReadonlyMap<Segment, Group>; counted: boolean; field: Field; worth: number }
  | { type: 'phrase'; terms: readonly string[]; slop: number; field: Field; worth: number }
  | { type: 'and' | 'or'; clauses: readonly Planned[] }
  | { type: 'not'; clause: Planned }
  | { type: 'all' };

interface PlannedWord {
  type: 'word';
  keys: readonly string[];
  field: Field;
  rarity: number;
  /** How often the query has it. */
  times: number;
}

/** A language with this share of the paragraphs is one whose stems a query's words are given. */
const STEMMED_SHARE = 0.01;
/** A language with this share is one whose stop words say nothing. */
const STOPPED_SHARE = 0.2;

/** A word of the query as it bears on the order of its hits. */
export interface QueryWord {
  text: string;
  /** Its place in the query, stop words and the parts of compounds counted. */
  place: number;
  keys: readonly string[];
  /** How rare it is. */
  rarity: number;
  /** Whether it is part of a compound, of which the query's clauses know the whole alone. */
  part: boolean;
  /** Whether it is a pair of characters of a script without spaces. */
  bigram: boolean;
  /** Its form as it was typed; null where it is looked for in that form alone. */
  exact: ExactForm | null;
}

/** Words whose statistics are kept from query to query. */
const MAX_KEPT_WORDS = 1 << 16;

/** What is kept of a word: feedback asks for 200 in a query, and then for the lists of 30 of them. */
interface KnownWord extends WordStatistics {
  /** The number of its list in each segment, or -1. */
  lists: Int32Array;
}

interface Statistics {
  paragraphs: number;
  words: Map<string, KnownWord>;
  saturator: Saturator;
  /** Languages whose stems are asked for, and those whose stop words are left out. */
  stemmed: readonly string[];
  stopped: readonly string[];
  /** Whether paragraphs are in other languages than those, or in none that is known: words are then asked for as they are, too. */
  others: boolean;
}

/** Of generations that are searched, by their segments: the same for every query; a rare word took 48 µs with them, 40 without. */
const STATISTICS = new WeakMap<readonly LiveSegment[], Statistics>();

function statisticsOf(segments: readonly LiveSegment[]): Statistics {
  let statistics = STATISTICS.get(segments);
  if (statistics === undefined) {
    const { paragraphs, lengths } = totals(segments);
    const shares = new Map<string, number>();
    for (const { language, paragraphs: count } of countLanguages(segments)) {
      const key = language === null ? '' : primary(language);
      shares.set(key, (shares.get(key) ?? 0) + count / paragraphs);
    }
    const above = (least: number): string[] =>
      [...shares].filter(([language, share]) => language !== '' && share >= least).map(([language]) => language);
    const stemmed = above(STEMMED_SHARE);
    statistics = {
      paragraphs,
      words: new Map(),
      saturator: new Saturator(Math.max(1, lengths) / Math.max(1, paragraphs)),
      stemmed,
      stopped: above(STOPPED_SHARE),
      others: stemmed.length < shares.size || stemmed.length === 0,
    };
    STATISTICS.set(segments, statistics);
  }
  return statistics;
}

/** The different stems of a word in the languages of the folder; names with signs in them (`c++`, `v1.2`) have none but themselves. */
export function stemsIn(segments: readonly LiveSegment[], term: string, exact: string): string[] {
  const { stemmed, others } = statisticsOf(segments);
  if (fold(exact) !== term) return [term];
  const stems = new Set(stemmed.map((language) => stemOf(exact, language)));
  if (others) stems.add(term);
  return [...stems];
}

/** Whether a word says nothing in one of the folder's languages. */
export function isStopIn(segments: readonly LiveSegment[], term: string): boolean {
  return statisticsOf(segments).stopped.some((language) => isStopWord(term, language));
}

/** One query over one generation: made once, then asked of every segment. */
export class Plan {
  /** Without stop words, unless there is nothing else. */
  readonly clauses: readonly Planned[];
  readonly excluded: readonly Planned[];
  readonly notes: string[] = [];
  /** Stop words that were left out. */
  readonly ignored: readonly string[];
  readonly saturator: Saturator;
  /** In the order of the query, those that the collection has. */
  readonly words: readonly QueryWord[];
  /** Whether a closer look at hits can change their order. */
  readonly refines: boolean;
  /** The parts of compounds: they add to the score of what has them, and are enough where any word is. */
  readonly parts: readonly Planned[];
  private readonly terms: Marks['terms'][number][] = [];
  private readonly prefixes: Marks['prefixes'][number][] = [];
  private readonly phrases: Marks['phrases'][number][] = [];
  private readonly texts = new Map<Planned, string>();
  private readonly statistics: Statistics;

  constructor(
    private readonly segments: readonly LiveSegment[],
    query: ParsedQuery,
  ) {
    this.statistics = statisticsOf(segments);
    this.saturator = this.statistics.saturator;
    const telling = query.clauses.filter((clause) => !this.saysNothing(clause));
    const clauses = telling.length > 0 ? telling : query.clauses;
    this.ignored = query.clauses.flatMap((clause) =>
      clause.type === 'term' && !clauses.includes(clause) ? clause.text : [],
    );
    this.clauses = united(clauses.map((clause) => this.named(this.plan(clause, true), clause)));
    this.excluded = query.excluded.map((clause) => this.plan(clause, false));
    this.words = this.wordsOf(query.clauses, new Set(clauses));
    this.refines = this.mayRefine();
    if (clauses.length > 1) {
      for (const { part, keys } of this.words) {
        if (part)
          this.terms.push(...keys.map((key) => ({ term: stemOfKey(key) ?? key, field: 'any' as const, stem: true })));
      }
    }
    this.parts = this.words.flatMap(({ text, part, keys, rarity }) => {
      const planned = { type: 'word' as const, keys, field: 'any' as const, rarity, times: 1 };
      this.texts.set(planned, text);
      return part ? planned : [];
    });
  }

  private mayRefine(): boolean {
    const [first, second] = this.words;
    return second !== undefined || (first !== undefined && this.hasOtherForms(first));
  }

  private hasOtherForms({ keys, exact }: QueryWord): boolean {
    if (exact === null) return false;
    if (keys.length > 1 || frequency(this.segments, keys[0] ?? '') !== frequency(this.segments, exact.key)) return true;
    return this.segments.some(({ segment, removed }) =>
      exact
        .otherSpellings(segment)
        .some((number) => segment.frequency(number) > (removed?.frequencies.get(segment.term(number)) ?? 0)),
    );
  }

  /** A clause, or a part of a compound, as it was typed. */
  textOf(planned: Planned): string {
    return this.texts.get(planned) ?? '';
  }

  private named(planned: Planned, query: Query): Planned {
    this.texts.set(planned, printQuery(query).replace(/\+$/, ''));
    return planned;
  }

  /** How rare a key's word is in the whole generation. */
  statisticsOf(key: string): WordStatistics {
    return this.known(key);
  }

  /** `Segment.listNumber`, without looking the key up again. */
  listOf(key: string, segment: Segment): number {
    return this.known(key).lists[this.segments.findIndex((live) => live.segment === segment)] ?? -1;
  }

  private known(key: string): KnownWord {
    const { words, paragraphs } = this.statistics;
    let known = words.get(key);
    if (known === undefined) {
      const lists = Int32Array.from(this.segments, ({ segment }) => segment.listNumber(key));
      const have = frequency(this.segments, key);
      known = { frequency: have, rarity: inverseFrequency(have, paragraphs), lists };
      if (words.size >= MAX_KEPT_WORDS) words.clear();
      words.set(key, known);
    }
    return known;
  }

  private wordsOf(all: readonly Query[], telling: ReadonlySet<Query>): QueryWord[] {
    const words: QueryWord[] = [];
    let place = 0;
    for (const clause of all) {
      const first = clause.type === 'or' ? clause.clauses[0] : clause;
      if (clause.type === 'term' && clause.field === 'any' && telling.has(clause)) {
        const { keys, rarity } = this.word(this.keysOf(clause), 'any');
        const exact = clause.quoted ? null : exactForm(clause.term, clause.exact);
        words.push({ text: clause.text, place, keys, rarity, part: false, bigram: isSpaceless(clause.term), exact });
      } else if (first?.type === 'phrase' && first.compound === true && first.field === 'any') {
        for (const [i, term] of first.terms.entries()) {
          if (isStopIn(this.segments, term)) continue;
          const { keys, rarity } = this.word(stemsIn(this.segments, term, term).map(stemKey), 'any');
          words.push({
            text: term,
            place: place + i,
            keys,
            rarity,
            part: true,
            bigram: isSpaceless(term),
            exact: null,
          });
        }
        place += first.terms.length - 1;
      }
      place++;
    }
    return words.filter(({ keys }) => keys[0] !== '');
  }

  /** What is to be marked; excluded words are not. */
  get marks(): Marks {
    return { terms: this.terms, prefixes: this.prefixes, phrases: this.phrases };
  }

  /** The nodes of a part of the plan over one segment. */
  nodes(planned: readonly Planned[], segment: Segment): Node[] {
    return planned.map((part) => nodeOf(part, segment, this.saturator));
  }

  /** The clauses as lists of words over one segment; null where one of them, or what is excluded, needs windows. */
  plainClauses(segment: Segment): PlainClause[] | null {
    if (this.clauses.length === 0 || this.excluded.length > 0) return null;
    const clauses: PlainClause[] = [];
    for (const clause of this.clauses) {
      const parts = partsOf(clause, segment);
      if (parts === null) return null;
      clauses.push(parts);
    }
    return clauses;
  }

  /** The query as one phrase over one segment; null where it is anything else. */
  plainPhrase(segment: Segment): PlainPhrase | null {
    const [phrase, ...others] = this.clauses;
    if (phrase?.type !== 'phrase' || others.length + this.excluded.length > 0) return null;
    const numbers = phrase.terms.map((term) => segment.termNumber(term));
    return { ...phrase, terms: numbers.includes(-1) ? null : numbers };
  }

  private plan(query: Query, marked: boolean): Planned {
    switch (query.type) {
      case 'term':
        return this.planTerm(query, marked);
      case 'prefix': {
        if (marked) this.prefixes.push(query);
        return this.group(expandPrefix(this.segments, query.prefix, false, COUNTED_WORDS), query.field, 1);
      }
      case 'fuzzy': {
        const { term, field } = query;
        const near = expandFuzzy(this.segments, term);
        if (marked) this.terms.push(...[term, ...near.terms].map((word) => ({ term: word, field, stem: false })));
        return { type: 'or', clauses: [this.word([term], field), this.group(near, field, FUZZY_WEIGHT)] };
      }
      case 'phrase': {
        if (marked) this.phrases.push(query);
        const { terms, slop, field } = query;
        const weight = query.compound === true && field === 'any' ? COMPOUND_WEIGHT : 1;
        const worth = weight * [...new Set(terms)].reduce((sum, term) => sum + this.rarity(term), 0);
        return { type: 'phrase', terms, slop, field, worth };
      }
      case 'and':
      case 'or':
        return { type: query.type, clauses: query.clauses.map((clause) => this.plan(clause, marked)) };
      case 'not':
        return { type: 'not', clause: this.plan(query.clause, false) };
      case 'all':
        return { type: 'all' };
    }
  }

  private planTerm(query: Query & { type: 'term' }, marked: boolean): Planned {
    const { term, field, quoted, times = 1 } = query;
    if (marked) this.terms.push(...this.stemsOf(query).map((stem) => ({ term: stem, field, stem: !quoted })));
    const keys = this.keysOf(query);
    const exact = { ...this.word(keys, field), times };
    if (!query.complete || keys.reduce((sum, key) => sum + frequency(this.segments, key), 0) >= COMPLETE_BELOW)
      return exact;
    if (marked) this.prefixes.push({ prefix: term, field });
    const longer = this.group(expandPrefix(this.segments, term, true, COUNTED_WORDS), field, COMPLETION_WEIGHT);
    return { type: 'or', clauses: [exact, longer] };
  }

  private keysOf(query: Query & { type: 'term' }): string[] {
    const stems = this.stemsOf(query);
    return query.quoted ? stems : stems.map(stemKey);
  }

  private stemsOf(query: Query & { type: 'term' }): string[] {
    if (query.quoted) return [query.term];
    const words = [query, ...(query.also ?? [])];
    return [...new Set(words.flatMap(({ term, exact }) => stemsIn(this.segments, term, exact)))];
  }

  /** A stop word of the folder's languages, on its own and out of quotes. */
  private saysNothing(query: Query): boolean {
    return query.type === 'term' && !query.quoted && query.field === 'any' && isStopIn(this.segments, query.term);
  }

  /** A word by its keys, those that find something. As rare as the paragraphs that have it by any of them. */
  private word(keys: readonly string[], field: Field): PlannedWord {
    const [first = '', ...more] = keys.filter((key) => frequency(this.segments, key) > 0);
    if (more.length === 0) return { type: 'word', keys: [first], field, rarity: this.rarity(first), times: 1 };
    const found = [first, ...more];
    let have = 0;
    for (const { segment, removed } of this.segments) {
      const { matched } = groupSets(segment, listsOf(found, segment));
      have += countBits(removed === null ? matched : without(matched, removed.paragraphs));
    }
    const rarity = inverseFrequency(have, this.statistics.paragraphs);
    // The word itself is asked for where some paragraphs are in other languages; mostly these do not have it.
    if (have === frequency(this.segments, first)) return { type: 'word', keys: [first], field, rarity, times: 1 };
    return { type: 'word', keys: found, field, rarity, times: 1 };
  }

  /** Words that count as one: as rare as the paragraphs that have any of them. */
  private group({ numbers, words, note }: Expansion, field: Field, weight: number): Planned {
    if (note !== null) this.notes.push(note);
    const groups = new Map<Segment, Group>();
    let have = 0;
    for (const [i, { segment, removed }] of this.segments.entries()) {
      const group = { numbers: numbers[i] ?? [], sets: groupSets(segment, numbers[i] ?? []) };
      groups.set(segment, group);
      have += countBits(removed === null ? group.sets.matched : without(group.sets.matched, removed.paragraphs));
    }
    const worth = weight * inverseFrequency(have, this.statistics.paragraphs);
    return { type: 'group', groups, counted: words <= COUNTED_WORDS, field, worth };
  }

  private rarity(key: string): number {
    return inverseFrequency(frequency(this.segments, key), this.statistics.paragraphs);
  }
}

/** A clause that any of some words fulfils; null where it is anything else. */
function partsOf(planned: Planned, segment: Segment): PlainPart[] | null {
  if (planned.type === 'word' && planned.field === 'any') {
    const worth = worthOf(planned);
    const numbers = listsOf(planned.keys, segment);
    const [term, ...others] = numbers;
    if (term === undefined) return [];
    if (others.length === 0) return [{ type: 'word', term, worth }];
    return [{ type: 'group', sets: groupSets(segment, numbers), numbers, worth }];
  }
  if (planned.type === 'group' && planned.field === 'any') {
    const group = planned.groups.get(segment);
    if (group === undefined || group.numbers.length === 0) return [];
    const numbers = planned.counted ? group.numbers : null;
    return [{ type: 'group', sets: group.sets, numbers, worth: planned.worth }];
  }
  if (planned.type !== 'or') return null;
  const parts: PlainPart[] = [];
  for (const clause of planned.clauses) {
    const those = partsOf(clause, segment);
    if (those === null) return null;
    parts.push(...those);
  }
  return parts;
}

/** What a saturated count of 1 is worth. */
function worthOf({ rarity, times }: PlannedWord): number {
  return rarity * repeated(times);
}

/** Clauses that are other forms of the same word (`heat`, `heated`) are that word, repeated. */
function united(clauses: readonly Planned[]): Planned[] {
  const words = new Map<string, PlannedWord>();
  return clauses.flatMap((clause) => {
    if (clause.type !== 'word') return clause;
    const name = JSON.stringify([clause.field, ...clause.keys]);
    const same = words.get(name);
    if (same !== undefined && clause.keys[0] !== '') {
      same.times += clause.times;
      return [];
    }
    words.set(name, clause);
    return clause;
  });
}

function nodeOf(planned: Planned, segment: Segment, saturator: Saturator): Node {
  switch (planned.type) {
    case 'word': {
      const { keys, field } = planned;
      const cursors = (): PostingsCursor[] => listsOf(keys, segment).map((number) => segment.cursor(number));
      return new WordsNode(cursors(), cursors(), field, worthOf(planned), segment.lengths, saturator);
    }
    case 'group': {
      const { field, worth } = planned;
      const { numbers, sets } = planned.groups.get(segment) ?? { numbers: [], sets: groupSets(segment, []) };
      const cursors = (): PostingsCursor[] => numbers.map((number) => segment.cursor(number));
      if (field !== 'any') return new WordsNode(cursors(), cursors(), field, worth, segment.lengths, saturator);
      return new GroupNode(sets, planned.counted ? cursors() : null, worth, segment.lengths, saturator);
    }
    case 'phrase': {
      const { terms, slop, field, worth } = planned;
      const cursors = new Map([...new Set(terms)].map((term) => [term, cursorOf(term, segment)]));
      const inOrder = terms.map((term) => cursors.get(term)).filter((cursor) => cursor !== undefined);
      // A word that the segment lacks: the phrase cannot stand in it.
      if (inOrder.length < terms.length) return new OrNode([]);
      const above = contextPhrase(terms, slop, field, segment);
      return new PhraseNode(inOrder, slop, field, worth, segment.lengths, saturator, above);
    }
    case 'and':
      return new AndNode(planned.clauses.map((clause) => nodeOf(clause, segment, saturator)));
    case 'or':
      return new OrNode(planned.clauses.map((clause) => nodeOf(clause, segment, saturator)));
    case 'not':
      return new NotNode(nodeOf(planned.clause, segment, saturator));
    case 'all':
      return new AllNode();
  }
}

/** The lists of a segment that have a word's tokens. */
function listsOf(keys: readonly string[], segment: Segment): number[] {
  return keys.map((key) => segment.listNumber(key)).filter((number) => number >= 0);
}

function cursorOf(term: string, segment: Segment): PostingsCursor | undefined {
  const number = segment.termNumber(term);
  return number < 0 ? undefined : segment.cursor(number);
}

/** Counts a phrase in the title and headings that stand above a paragraph without beginning at it, from their stored text. */
function contextPhrase(
  terms: readonly string[],
  slop: number,
  field: Field,
  segment: Segment,
): (paragraph: number) => number {
  const known = new Map<string, number>();
  const countIn = (text: string): number => {
    let count = known.get(text);
    if (count === undefined) {
      const tokens = analyze(text);
      const lists = terms.map((term) => tokens.filter((token) => token.term === term).map((token) => token.position));
      count = phraseOccurrences(lists, slop).length;
      known.set(text, count);
    }
    return count;
  };
  return (number) => {
    const { headings, opens, ordinal } = segment.paragraph(number);
    const above = headings.slice(0, headings.length - opens);
    const heading = field === 'title' ? 0 : above.reduce((sum, text) => sum + countIn(text), 0);
    const title =
      field === 'heading' || ordinal === 1 ? 0 : countIn(segment.document(segment.documentOf(number)).title);
    return contextCount(heading, title);
  };
}
