/** Which words of a query matter, and what the closer look and feedback use of them. */

import type { Query } from '../search-types.js';
import type { Collection } from './collection.js';
import type { ExactForm } from './spellings.js';

/** A word of the query as it matters for the order of hits. */
export interface QueryWord {
  text: string;
  /** Its position in the query, where stop words and the parts of compounds count. */
  place: number;
  keys: readonly string[];
  rarity: number;
  /** Whether it is part of a compound, which is one clause of the query. */
  part: boolean;
  /** Whether it is a pair of characters of a script without spaces. */
  bigram: boolean;
  /** Its form as typed; null where it is looked for in that form alone. */
  exact: ExactForm | null;
}

/** The clauses of a query without stop words, unless there is nothing else; the same array where there are none. */
export function tellingClauses(clauses: readonly Query[], collection: Collection): readonly Query[] {
  let silent = 0;
  for (const clause of clauses) if (saysNothing(clause, collection)) silent++;
  if (silent === 0 || silent === clauses.length) return clauses;
  return clauses.filter((clause) => !saysNothing(clause, collection));
}

/** Whether a clause is a stop word of the folder's languages, by itself and not in quotes. */
function saysNothing(clause: Query, collection: Collection): boolean {
  if (clause.type !== 'term' || clause.quoted || clause.field !== 'any') return false;
  return collection.read(clause.term, clause.exact).isStop;
}

/**
 * The words of a query that the collection has, in the order of the query.
 * @param telling the clauses without stop words
 */
export function queryWords(clauses: readonly Query[], telling: readonly Query[], collection: Collection): QueryWord[] {
  const words: QueryWord[] = [];
  let place = 0;
  for (const clause of clauses) {
    const compound = compoundOf(clause);
    if (compound !== null) {
      for (const [i, term] of compound.terms.entries()) {
        const { isStop, found, bigram } = collection.read(term, term);
        if (isStop) continue;
        const { keys, rarity } = found;
        words.push({ text: term, place: place + i, keys, rarity, part: true, bigram, exact: null });
      }
      place += compound.terms.length - 1;
    } else if (clause.type === 'term' && clause.field === 'any' && telling.includes(clause)) {
      const { text, quoted } = clause;
      const { keys, rarity } = collection.readingOf(clause).found;
      const { bigram, exact } = collection.read(clause.term, clause.exact);
      words.push({ text, place, keys, rarity, part: false, bigram, exact: quoted ? null : exact });
    }
    place++;
  }
  return words.filter(({ keys }) => keys[0] !== '');
}

/** Whether any clause is a compound. */
export function hasCompound(clauses: readonly Query[]): boolean {
  for (const clause of clauses) if (compoundOf(clause) !== null) return true;
  return false;
}

/** The parts of a compound that is looked for in any field: the clause itself, or one of its two readings. Null for other clauses. */
function compoundOf(clause: Query): (Query & { type: 'phrase' }) | null {
  const first = clause.type === 'or' ? clause.clauses[0] : clause;
  return first?.type === 'phrase' && first.compound === true && first.field === 'any' ? first : null;
}
