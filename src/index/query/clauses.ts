/** What is told of the clauses of a query as a whole: which are equal, and whether they ask for or need a word at all. Pure. */

import type { Query } from '../search-types.js';
import { printFinished } from './print.js';

/**
 * Equal clauses as one: the last of them, which may be unfinished, in the place of the first. Words count how often
 * they occur.
 */
export function distinct(clauses: readonly Query[]): readonly Query[] {
  if (clauses.length < 2 || (clauses.length <= FEW && areDifferent(clauses))) return clauses;
  const seen = new Map<string, Query>();
  for (const clause of clauses) {
    const key = printFinished(clause);
    const before = seen.get(key);
    const times = before?.type === 'term' ? (before.times ?? 1) + 1 : 1;
    seen.set(key, clause.type === 'term' && times > 1 ? { ...clause, times } : clause);
  }
  return [...seen.values()];
}

/** Up to this many clauses are compared pairwise. */
const FEW = 8;

/** Whether all clauses are words, no two of them the same. */
function areDifferent(clauses: readonly Query[]): boolean {
  for (let i = 0; i < clauses.length; i++) {
    const clause = clauses[i];
    if (clause?.type !== 'term') return false;
    for (let j = 0; j < i; j++) {
      const other = clauses[j];
      if (other?.type === 'term' && other.term === clause.term) return false;
    }
  }
  return true;
}

/** Whether clauses ask for no word, as those of who leafs through all documents. */
export function asksForAll(clauses: readonly Query[]): boolean {
  return clauses.every(({ type }) => type === 'all');
}

/** Whether a paragraph can match all clauses by what it lacks, without any word of them: `-a AND -b`, `a OR -b`. */
export function needNoWord(clauses: readonly Query[]): boolean {
  return clauses.length > 0 && clauses.every(needsNoWord);
}

function needsNoWord(clause: Query): boolean {
  switch (clause.type) {
    case 'not':
      return true;
    case 'or':
      return clause.clauses.some(needsNoWord);
    case 'and':
      return clause.clauses.every(needsNoWord);
    default:
      return false;
  }
}
