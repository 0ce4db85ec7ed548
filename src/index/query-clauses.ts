/** The clauses of a query: those that are equal are one, and some need no word. Pure. */
import { printFinished } from './print-query.js';
import type { Query } from './search-types.js';

/** The last of equals stays, in the place of the first: it is the one that may be unfinished. Words know how many they are. */
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

/** So few clauses are compared each with each. */
const FEW = 8;

/** Whether all are words, and no two the same. */
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

/** Whether there are clauses, and by what they exclude alone paragraphs may fulfil them all: `-a AND -b`, `a OR -b`. */
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
