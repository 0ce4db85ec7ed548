/** The words of a query as they bear on the order of its hits: what a closer look at the best of them and feedback go by. */

import type { Query } from '../search-types.js';
import { isSpaceless } from '../words/spaceless.js';
import { stemKey } from '../words/term-keys.js';
import type { ExactForm } from './close-look.js';
import type { Collection } from './collection.js';

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

/**
 * In the order of the query, those that the collection has.
 * @param telling those of the clauses that say something
 */
export function queryWords(clauses: readonly Query[], telling: readonly Query[], collection: Collection): QueryWord[] {
  const words: QueryWord[] = [];
  let place = 0;
  for (const clause of clauses) {
    const compound = compoundOf(clause);
    if (compound !== null) {
      for (const [i, term] of compound.terms.entries()) {
        if (collection.isStop(term)) continue;
        const { keys, rarity } = collection.find(collection.stems(term, term).map(stemKey));
        const bigram = isSpaceless(term);
        words.push({ text: term, place: place + i, keys, rarity, part: true, bigram, exact: null });
      }
      place += compound.terms.length - 1;
    } else if (clause.type === 'term' && clause.field === 'any' && telling.includes(clause)) {
      const { text, quoted } = clause;
      const { keys, rarity } = collection.foundOf(clause);
      const { bigram, exact } = collection.read(clause.term, clause.exact);
      words.push({ text, place, keys, rarity, part: false, bigram, exact: quoted ? null : exact });
    }
    place++;
  }
  return words.filter(({ keys }) => keys[0] !== '');
}

/** Whether a clause is a word of several parts. */
export function hasCompound(clauses: readonly Query[]): boolean {
  for (const clause of clauses) if (compoundOf(clause) !== null) return true;
  return false;
}

/** The parts of one word that stands in the query, in any field: a clause, or one of two ways to read it. */
function compoundOf(clause: Query): (Query & { type: 'phrase' }) | null {
  const first = clause.type === 'or' ? clause.clauses[0] : clause;
  return first?.type === 'phrase' && first.compound === true && first.field === 'any' ? first : null;
}
