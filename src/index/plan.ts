/** From a parsed query to what each segment is asked: the query's words with their rarity in the whole generation. */
import { analyze } from './analyze.js';
import { countBits, without } from './bits.js';
import { type Expansion, expandFuzzy, expandPrefix } from './expand.js';
import { frequency, type LiveSegment, totals } from './generation.js';
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
import type { PlainWord } from './plain.js';
import type { PostingsCursor } from './postings.js';
import {
  COMPLETE_BELOW,
  COMPLETION_WEIGHT,
  COUNTED_WORDS,
  contextCount,
  FUZZY_WEIGHT,
  inverseFrequency,
  Saturator,
} from './rank.js';
import type { Segment } from './segment.js';
import type { Field, Marks, ParsedQuery, Query } from './types.js';

/** Words that count as one, over one segment: the term numbers, and which paragraphs have any of them. */
interface Group {
  numbers: readonly number[];
  sets: GroupSets;
}

/** A query whose words are those of the index: prefixes and typos are expanded, and every leaf knows what it is worth. */
type Planned =
  | { type: 'word'; term: string; field: Field; worth: number }
  | { type: 'group'; groups: ReadonlyMap<Segment, Group>; counted: boolean; field: Field; worth: number }
  | { type: 'phrase'; terms: readonly string[]; slop: number; field: Field; worth: number }
  | { type: 'and' | 'or'; clauses: readonly Planned[] }
  | { type: 'not'; clause: Planned }
  | { type: 'all' };

interface Statistics {
  paragraphs: number;
  saturator: Saturator;
}

/** Of generations that are searched, by their segments: the same for every query; a rare word took 48 µs with them, 40 without. */
const STATISTICS = new WeakMap<readonly LiveSegment[], Statistics>();

function statisticsOf(segments: readonly LiveSegment[]): Statistics {
  let statistics = STATISTICS.get(segments);
  if (statistics === undefined) {
    const { paragraphs, lengths } = totals(segments);
    statistics = { paragraphs, saturator: new Saturator(Math.max(1, lengths) / Math.max(1, paragraphs)) };
    STATISTICS.set(segments, statistics);
  }
  return statistics;
}

/** One query over one generation: made once, then asked of every segment. */
export class Plan {
  readonly clauses: readonly Planned[];
  readonly excluded: readonly Planned[];
  readonly notes: string[] = [];
  readonly saturator: Saturator;
  private readonly terms: Marks['terms'][number][] = [];
  private readonly prefixes: Marks['prefixes'][number][] = [];
  private readonly phrases: Marks['phrases'][number][] = [];
  private readonly paragraphs: number;

  constructor(
    private readonly segments: readonly LiveSegment[],
    query: ParsedQuery,
  ) {
    const { paragraphs, saturator } = statisticsOf(segments);
    this.paragraphs = paragraphs;
    this.saturator = saturator;
    this.clauses = query.clauses.map((clause) => this.plan(clause, true));
    this.excluded = query.excluded.map((clause) => this.plan(clause, false));
  }

  /** What is to be marked; excluded words are not. */
  get marks(): Marks {
    return { terms: this.terms, prefixes: this.prefixes, phrases: this.phrases };
  }

  /** The nodes of a part of the plan over one segment. */
  nodes(planned: readonly Planned[], segment: Segment): Node[] {
    return planned.map((part) => nodeOf(part, segment, this.saturator));
  }

  /** The clauses as plain words over one segment, those that it has; null where one of them is anything else. */
  plainWords(segment: Segment): PlainWord[] | null {
    if (this.clauses.length === 0 || this.excluded.length > 0) return null;
    const words: PlainWord[] = [];
    for (const clause of this.clauses) {
      if (clause.type !== 'word' || clause.field !== 'any') return null;
      const term = segment.termNumber(clause.term);
      if (term >= 0) words.push({ term, worth: clause.worth });
    }
    return words;
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
        if (marked) this.terms.push({ term, field }, ...near.terms.map((other) => ({ term: other, field })));
        return { type: 'or', clauses: [this.word(term, field), this.group(near, field, FUZZY_WEIGHT)] };
      }
      case 'phrase': {
        if (marked) this.phrases.push(query);
        const { terms, slop, field } = query;
        const worth = [...new Set(terms)].reduce((sum, term) => sum + this.rarity(term), 0);
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
    const { term, field } = query;
    if (marked) this.terms.push({ term, field });
    const exact = this.word(term, field);
    if (!query.complete || frequency(this.segments, term) >= COMPLETE_BELOW) return exact;
    if (marked) this.prefixes.push({ prefix: term, field });
    const longer = this.group(expandPrefix(this.segments, term, true, COUNTED_WORDS), field, COMPLETION_WEIGHT);
    return { type: 'or', clauses: [exact, longer] };
  }

  private word(term: string, field: Field): Planned {
    return { type: 'word', term, field, worth: this.rarity(term) };
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
    const worth = weight * inverseFrequency(have, this.paragraphs);
    return { type: 'group', groups, counted: words <= COUNTED_WORDS, field, worth };
  }

  private rarity(term: string): number {
    return inverseFrequency(frequency(this.segments, term), this.paragraphs);
  }
}

function nodeOf(planned: Planned, segment: Segment, saturator: Saturator): Node {
  switch (planned.type) {
    case 'word': {
      const { term, field, worth } = planned;
      const number = segment.termNumber(term);
      const cursors = (): PostingsCursor[] => (number < 0 ? [] : [segment.cursor(number)]);
      return new WordsNode(cursors(), cursors(), field, worth, segment.lengths, saturator);
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
