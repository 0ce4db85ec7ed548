/** Counts all hits of a search by the values of facets and by date. */

import type { FacetCount, FacetName, Histogram } from '../../search-types.js';
import { hasBit } from '../../segment/bits.js';
import { SETS } from '../../segment/set-kernel.js';
import type { Segment } from '../../segment.js';
import { forEachHit } from './arrange.js';
import { type Column, columnsOf } from './columns.js';
import { DAY_MS } from './dates.js';
import type { Narrowing } from './narrow.js';

/** Most values of a facet in an answer. */
export const MAX_FACET_VALUES = 100;
/** Most buckets of a histogram. */
const MAX_BUCKETS = 60;

/** The documents with hits, and how many hits each has. */
interface Tally {
  size: number;
  documents: Uint32Array;
  hits: Uint32Array;
}

/** Counts the hits of segment after segment. Columns must be complete. */
export class Collector {
  private readonly facetHits: ReadonlyMap<FacetName, Map<string, number>>;
  private readonly dayHits: Map<number, number> | null;

  constructor(
    private readonly narrowing: Narrowing,
    facets: readonly FacetName[],
    histogram: boolean,
  ) {
    this.facetHits = new Map(facets.map((name) => [name, new Map()]));
    this.dayHits = histogram ? new Map() : null;
  }

  /** @param set a bit for each paragraph that is a hit, filters not applied */
  add(segment: Segment, set: Uint32Array): void {
    const { narrowing } = this;
    const columns = columnsOf(segment);
    const tally = tallyOf(segment, set);
    const rest = passed(tally, narrowing.documents(segment));
    for (const [name, hits] of this.facetHits) {
      const own = narrowing.hasChosen(name) ? passed(tally, narrowing.documents(segment, name)) : rest;
      addCounts(hits, columns.facet(name), own);
    }
    if (this.dayHits !== null) addCounts(this.dayHits, columns.days, rest);
  }

  facets(): ReadonlyMap<FacetName, FacetCount[]> {
    return new Map([...this.facetHits].map(([name, hits]) => [name, mostFirst(hits)]));
  }

  histogram(): Histogram | null {
    return this.dayHits === null ? null : histogramOf(this.dayHits);
  }
}

function tallyOf(segment: Segment, set: Uint32Array): Tally {
  const most = Math.min(SETS.count(set), segment.documentCount);
  const tally: Tally = { size: 0, documents: new Uint32Array(most), hits: new Uint32Array(most) };
  let last = -1;
  forEachHit(segment, set, (_paragraph, document) => {
    if (document !== last) tally.documents[tally.size++] = document;
    last = document;
    tally.hits[tally.size - 1] = (tally.hits[tally.size - 1] ?? 0) + 1;
  });
  return tally;
}

/** The part of a tally that passes; all of it for null. */
function passed(tally: Tally, passing: Uint32Array | null): Tally {
  if (passing === null) return tally;
  const documents = new Uint32Array(tally.size);
  const hits = new Uint32Array(tally.size);
  let size = 0;
  for (let i = 0; i < tally.size; i++) {
    const document = tally.documents[i] ?? 0;
    if (!hasBit(passing, document)) continue;
    documents[size] = document;
    hits[size++] = tally.hits[i] ?? 0;
  }
  return { size, documents, hits };
}

function addCounts<Value>(
  sums: Map<Value, number>,
  { values, first, numbers, oneEach }: Column<Value>,
  { size, documents, hits }: Tally,
): void {
  const counts = new Uint32Array(values.length);
  if (oneEach) {
    for (let i = 0; i < size; i++) {
      const value = numbers[documents[i] ?? 0] ?? 0;
      counts[value] = (counts[value] ?? 0) + (hits[i] ?? 0);
    }
  } else {
    for (let i = 0; i < size; i++) {
      const document = documents[i] ?? 0;
      const end = first[document + 1] ?? 0;
      for (let at = first[document] ?? 0; at < end; at++) {
        const value = numbers[at] ?? 0;
        counts[value] = (counts[value] ?? 0) + (hits[i] ?? 0);
      }
    }
  }
  for (let number = 0; number < counts.length; number++) {
    const count = counts[number] ?? 0;
    const value = values[number];
    if (count > 0 && value !== undefined) sums.set(value, (sums.get(value) ?? 0) + count);
  }
}

function mostFirst(hits: ReadonlyMap<string, number>): FacetCount[] {
  // Of thousands of values a hundred are shown; those with fewer hits than the hundredth need not be sorted.
  const least = Uint32Array.from(hits.values()).sort().at(-MAX_FACET_VALUES) ?? 0;
  const counts: FacetCount[] = [];
  for (const [value, count] of hits) if (count >= least) counts.push({ value, hits: count });
  counts.sort((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1));
  return counts.slice(0, MAX_FACET_VALUES);
}

/** A bucket for each day if those are few enough, else for each month, else for as few years as it takes. */
function histogramOf(dayHits: ReadonlyMap<number, number>): Histogram | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of dayHits.keys()) {
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  if (first > last) return null;
  const [from, to] = [new Date(first * DAY_MS), new Date(last * DAY_MS)];
  const years = to.getUTCFullYear() - from.getUTCFullYear() + 1;
  const months = (years - 1) * 12 + to.getUTCMonth() - from.getUTCMonth() + 1;
  const starts: number[] = [];
  let unit: Histogram['unit'] = 'day';
  if (last - first < MAX_BUCKETS) {
    for (let day = first; day <= last + 1; day++) starts.push(day * DAY_MS);
  } else if (months <= MAX_BUCKETS) {
    unit = 'month';
    for (let i = 0; i <= months; i++) starts.push(startOf(from.getUTCFullYear(), from.getUTCMonth() + i));
  } else {
    unit = 'year';
    // One bucket more may be needed, as buckets begin at round years.
    const step = years <= MAX_BUCKETS ? 1 : Math.ceil(years / (MAX_BUCKETS - 1));
    const begin = Math.floor(from.getUTCFullYear() / step) * step;
    for (let year = begin; year < to.getUTCFullYear() + 1 + step; year += step) starts.push(startOf(year, 0));
  }
  const hits = new Array<number>(starts.length - 1).fill(0);
  for (const [day, count] of dayHits) {
    const bucket = bucketOf(starts, day * DAY_MS);
    hits[bucket] = (hits[bucket] ?? 0) + count;
  }
  return { unit, buckets: hits.map((count, i) => ({ start: starts[i] ?? 0, end: starts[i + 1] ?? 0, hits: count })) };
}

/** The start of a month, ms since 1970. `Date.UTC` would take the years 0 to 99 for those of the last century. */
function startOf(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}

function bucketOf(starts: readonly number[], time: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
