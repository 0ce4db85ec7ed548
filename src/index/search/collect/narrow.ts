/** Tells which documents and paragraphs of each segment pass the filters of a search: OR within a name, AND across names and lists. */

import { kept } from '../../kept.js';
import type { FacetName, Filter, FilterName } from '../../search-types.js';
import { addRange, forEachBit, intersect, newSet } from '../../segment/bits.js';
import type { Segment } from '../../segment.js';
import { columnsOf } from './columns.js';

export class Narrowing {
  private readonly groups: readonly { name: FilterName; filters: readonly Filter[]; isChosen: boolean }[];
  private readonly known = new Map<Segment, Uint32Array[]>();

  /** The filters that were typed in the query and those that were chosen beside it narrow each other. */
  constructor(typed: readonly Filter[], chosen: readonly Filter[]) {
    this.groups = [typed, chosen].flatMap((list) =>
      [...new Set(list.map(({ name }) => name))].map((name) => ({
        name,
        filters: list.filter((filter) => filter.name === name),
        isChosen: list === chosen,
      })),
    );
  }

  /** Whether there is any filter. The columns of all segments must then be complete before anything else is asked. */
  get narrows(): boolean {
    return this.groups.length > 0;
  }

  /** Whether a filter of this name was chosen. */
  hasChosen(name: FilterName): boolean {
    return this.groups.some((group) => group.isChosen && group.name === name);
  }

  /** A bit for each document that passes; null where there is no filter. `except` leaves out the chosen filters of a facet, as its other values may be chosen beside them. */
  documents(segment: Segment, except: FacetName | null = null): Uint32Array | null {
    const groups = this.groups.flatMap(({ name, isChosen }, i) =>
      isChosen && name === except ? [] : [this.passing(segment)[i]],
    );
    const [first, ...others] = groups.filter((set) => set !== undefined);
    if (first === undefined) return null;
    const set = first.slice();
    for (const other of others) intersect(set, other);
    return set;
  }

  /** A bit for each paragraph that passes; null where there is no filter. */
  paragraphs(segment: Segment): Uint32Array | null {
    const documents = this.documents(segment);
    if (documents === null || segment.onlyOneEach) return documents;
    const set = newSet(segment.paragraphCount);
    const { documentFirst } = segment;
    forEachBit(documents, (i) => addRange(set, documentFirst[i] ?? 0, documentFirst[i + 1] ?? 0));
    return set;
  }

  private passing(segment: Segment): Uint32Array[] {
    return kept(this.known, segment, () => this.groups.map(({ filters }) => columnsOf(segment).passing(filters)));
  }
}
