/** Planned clauses, whose words are those of the index, and what each of them is over one segment. */

import { liveFrequency } from '../generation.js';
import { COUNTED_WORDS, inverseFrequency, repeated } from '../rank.js';
import type { Field } from '../search-types.js';
import type { Segment } from '../segment.js';
import { type Collection, type FoundWord, haveSameKeys, listsIn } from './collection.js';
import type { Expansion } from './expand.js';
import { countAny, groupSets } from './group-sets.js';
import { areShort, countLive, type Flat, unpackedOf } from './plain/flat.js';
import type { PlainClause, PlainPart, PlainPhrase } from './plain/plain-query.js';

/** Words that count as one, over one segment. */
interface Group {
  numbers: readonly number[];
  /** Their postings together, in the field of the group, unpacked; null where they are many or of one word, and any field will do. */
  flat: Flat | null;
}

/**
 * A query in words of the index: prefixes and near spellings are expanded, and every leaf knows what it is worth. A
 * word has a key (see `foundBy`) for each of its stems, which in a folder of one language is one.
 */
export type Planned =
  | PlannedWord
  | { type: 'group'; groups: ReadonlyMap<Segment, Group>; counted: boolean; worth: number }
  | (PlainPhrase & { type: 'phrase' })
  | { type: 'and' | 'or'; clauses: readonly Planned[] }
  | { type: 'not'; clause: Planned }
  | { type: 'all' };

/** A word with what is known of it in the whole generation. */
export interface PlannedWord extends FoundWord {
  type: 'word';
  field: Field;
  /** How often the query has it. */
  times: number;
}

/** A group of words that count as one. Its rarity is that of the paragraphs with any of them. */
export function groupOf(
  { segments, paragraphs }: Collection,
  { numbers, words }: Expansion,
  field: Field,
  weight: number,
): Planned {
  const counted = words <= COUNTED_WORDS;
  const groups = new Map<Segment, Group>();
  let have = 0;
  for (const [i, live] of segments.entries()) {
    const { segment, removed } = live;
    const some = numbers[i] ?? [];
    const [first, second] = some;
    const isFlat = field !== 'any' || (second !== undefined && counted && areShort(segment, some));
    const flat = isFlat ? unpackedOf(segment, some, field) : null;
    if (flat !== null && field === 'any') have += countLive(flat, removed?.paragraphs ?? null);
    else if (second !== undefined) have += countAny(live, some);
    else if (first !== undefined) have += liveFrequency(live, first);
    groups.set(segment, { numbers: some, flat });
  }
  return { type: 'group', groups, counted, worth: weight * inverseFrequency(have, paragraphs) };
}

/**
 * What each of some clauses is over one segment; null where one is neither words nor phrases.
 * @param index the number of the segment in `FoundWord.lists`
 */
export function plainClauses(planned: readonly Planned[], segment: Segment, index: number): PlainClause[] | null {
  const clauses: PlainClause[] = [];
  for (const clause of planned) {
    const parts = partsOf(clause, segment, index);
    if (parts === null) return null;
    clauses.push(parts);
  }
  return clauses;
}

/** The same, without telling which part is of which clause. */
export function plainParts(planned: readonly Planned[], segment: Segment, index: number): PlainClause | null {
  return planned.length === 0 ? NO_PARTS : (plainClauses(planned, segment, index)?.flat() ?? null);
}

const NO_PARTS: PlainClause = [];

/** A clause over one segment as alternative words and phrases; null for other clauses. */
function partsOf(planned: Planned, segment: Segment, index: number): PlainPart[] | null {
  if (planned.type === 'phrase') return [planned];
  if (planned.type === 'word') {
    const { field } = planned;
    const worth = worthOf(planned);
    const numbers = listsIn(planned.lists, index);
    const [term] = numbers;
    if (term === undefined) return [];
    if (numbers.length === 1 && field === 'any') return [{ type: 'word', term, worth }];
    return [{ type: 'words', numbers, field, worth }];
  }
  if (planned.type === 'group') {
    const group = planned.groups.get(segment);
    if (group === undefined || group.numbers.length === 0) return [];
    const { worth, counted } = planned;
    const { numbers, flat } = group;
    const [term] = numbers;
    if (flat !== null) return [{ type: 'flat', flat, worth }];
    if (!counted) return [{ type: 'set', sets: groupSets(segment, numbers), worth }];
    if (term !== undefined && numbers.length === 1) return [{ type: 'word', term, worth }];
    return [{ type: 'words', numbers, field: 'any', worth }];
  }
  if (planned.type !== 'or') return null;
  const parts: PlainPart[] = [];
  for (const clause of planned.clauses) {
    const alternatives = partsOf(clause, segment, index);
    if (alternatives === null) return null;
    parts.push(...alternatives);
  }
  return parts;
}

/** The clauses of a query and what it excludes. Those of an AND that is all of it are clauses, each is needed, and what it negates is excluded. */
export function opened(
  clauses: readonly Planned[],
  excluded: readonly Planned[],
): { clauses: readonly Planned[]; excluded: readonly Planned[]; needsAll: boolean } {
  const [only] = clauses;
  if (only?.type !== 'and' || clauses.length > 1) return { clauses, excluded, needsAll: false };
  return {
    clauses: only.clauses.filter(({ type }) => type !== 'not'),
    excluded: [...excluded, ...only.clauses.flatMap((clause) => (clause.type === 'not' ? clause.clause : []))],
    needsAll: true,
  };
}

/** What a saturated count of 1 is worth. */
export function worthOf({ rarity, times }: Pick<PlannedWord, 'rarity' | 'times'>): number {
  return rarity * repeated(times);
}

/** The clauses with forms of one word (`heat`, `heated`) joined to that word, repeated. */
export function united(clauses: readonly Planned[]): readonly Planned[] {
  if (clauses.length < 2) return clauses;
  const different: Planned[] = [];
  for (const clause of clauses) {
    let same: Planned | undefined;
    for (const other of different) if (isSameWord(other, clause)) same = other;
    if (same?.type === 'word' && clause.type === 'word') same.times += clause.times;
    else different.push(clause);
  }
  return different;
}

function isSameWord(a: Planned, b: Planned): boolean {
  if (a.type !== 'word' || b.type !== 'word') return false;
  return a.field === b.field && a.keys[0] !== '' && haveSameKeys(a, b);
}
