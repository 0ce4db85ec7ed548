/** Which documents pass filters, told of one document at a time: what the columns of the real engine are compared with. Pure. */
import { dateOf } from '../../src/index/search/collect/dates.js';
import { accepting, facetValues } from '../../src/index/search/collect/facets.js';
import type { Filter, FilterName } from '../../src/index/search-types.js';
import type { Described } from '../../src/index/types.js';
import { foldLetters } from '../../src/index/words/fold.js';

/** Whether a document passes: OR within a name, AND across names, never scored. */
export function matchesFilters(document: Described, filters: readonly Filter[]): boolean {
  const names = new Set(filters.map((filter) => filter.name));
  for (const name of names) {
    if (!filters.some((filter) => filter.name === name && matches(document, name, filter.value))) return false;
  }
  return true;
}

function matches(document: Described, name: FilterName, value: string): boolean {
  switch (name) {
    case 'document':
      return document.id === value;
    case 'path':
      return foldLetters(document.path).includes(foldLetters(value));
    case 'after':
      return dateOf(document) >= Date.parse(value);
    case 'before':
      return dateOf(document) < Date.parse(value);
    default:
      return facetValues(document, name).some(accepting(name, value));
  }
}
