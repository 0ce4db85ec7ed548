/**
 * The properties of documents that filters, facets and sorting need, as arrays of numbers by document. Without them,
 * every such search would read all document records.
 *
 * Made some documents at a time, so that a search that is ended early leaves its part to the next one. They take about
 * 100 bytes a document, half of it for the path, and are kept as long as the segment.
 */

import { crc32 } from 'node:zlib';
import { kept } from '../../kept.js';
import type { FacetName, Filter } from '../../search-types.js';
import { addBit, newSet } from '../../segment/bits.js';
import type { Segment } from '../../segment.js';
import type { Described } from '../../types.js';
import { foldLetters } from '../../words/fold.js';
import { DAY_MS, ownDateOf } from './dates.js';
import { accepting, FACETS, facetValues } from './facets.js';

/** Documents read before others get their turn: about 1 ms. */
const STEP = 256;

/** The values of one property. Document `d` has those of `numbers` from `first[d]` to `first[d + 1]`, which are indexes into `values`. */
export interface Column<Value> {
  values: readonly Value[];
  /** Whether every document has exactly one value, `numbers[d]`. */
  oneEach: boolean;
  first: Uint32Array;
  numbers: Uint32Array;
}

const NOTHING: Column<never> = { values: [], oneEach: false, first: new Uint32Array(1), numbers: new Uint32Array(0) };

const KNOWN = new WeakMap<Segment, Columns>();

/** The columns of a segment, kept as long as it lives; perhaps not complete yet (`step`). */
export function columnsOf(segment: Segment): Columns {
  return kept(KNOWN, segment, () => new Columns(segment));
}

class Columns {
  /** `dateOf` of each document. */
  readonly dates: Float64Array;
  private readonly ids: Uint32Array;
  private readonly open = new Map(FACETS.map((name) => [name, new OpenColumn<string>()]));
  private readonly openDays = new OpenColumn<number>();
  private openPaths: string[] = [];
  private readonly pathStarts: Uint32Array;
  private made = 0;
  /** All paths in the form that is compared, each followed by a NUL: one search in one text finds a part in all of them. */
  private paths = '';
  private readonly facets = new Map<FacetName, Column<string>>();
  /** The dates that documents declare, in days since 1970. */
  days: Column<number> = NOTHING;

  constructor(private readonly segment: Segment) {
    this.dates = new Float64Array(segment.documentCount);
    this.ids = new Uint32Array(segment.documentCount);
    this.pathStarts = new Uint32Array(segment.documentCount + 1);
  }

  /** Reads some more documents. False where all were read before; nothing else may be called earlier. */
  step(): boolean {
    const { segment } = this;
    if (this.made === segment.documentCount) return false;
    const end = Math.min(segment.documentCount, this.made + STEP);
    for (const document of segment.documents.describe(this.made, end)) this.take(this.made++, document);
    if (end === segment.documentCount) this.complete();
    return true;
  }

  facet(name: FacetName): Column<string> {
    return this.facets.get(name) ?? NOTHING;
  }

  /** A bit for each document that passes any of these filters, which all have one name. */
  passing(filters: readonly Filter[]): Uint32Array {
    const set = newSet(this.dates.length);
    for (const filter of filters) this.addPassing(filter, set);
    return set;
  }

  private take(number: number, document: Described): void {
    const own = ownDateOf(document);
    this.dates[number] = own ?? document.modifiedAt;
    this.ids[number] = crc32(document.id);
    for (const [name, column] of this.open) column.add(facetValues(document, name));
    this.openDays.add(own === null ? [] : [Math.floor(own / DAY_MS)]);
    const path = `${foldLetters(document.path)}\0`;
    this.pathStarts[number + 1] = (this.pathStarts[number] ?? 0) + path.length;
    this.openPaths.push(path);
  }

  private complete(): void {
    for (const [name, column] of this.open) this.facets.set(name, column.closed());
    this.open.clear();
    this.days = this.openDays.closed();
    this.paths = this.openPaths.join('');
    this.openPaths = [];
  }

  private addPassing({ name, value }: Filter, set: Uint32Array): void {
    if (name === 'document') this.addWithId(value, set);
    else if (name === 'path') this.addWithPath(foldLetters(value), set);
    else if (name === 'after') this.addWithDate((date, limit) => date >= limit, Date.parse(value), set);
    else if (name === 'before') this.addWithDate((date, limit) => date < limit, Date.parse(value), set);
    else this.addWithValue(name, value, set);
  }

  private addWithId(id: string, set: Uint32Array): void {
    const wanted = crc32(id);
    for (let number = this.ids.indexOf(wanted); number >= 0; number = this.ids.indexOf(wanted, number + 1)) {
      if (this.segment.document(number).id === id) addBit(set, number);
    }
  }

  private addWithPath(part: string, set: Uint32Array): void {
    // No path has a NUL, but one stands between paths.
    if (part.includes('\0')) return;
    const { paths, pathStarts } = this;
    let number = 0;
    for (let at = paths.indexOf(part); at >= 0 && at < paths.length; ) {
      while ((pathStarts[number + 1] ?? at + 1) <= at) number++;
      addBit(set, number);
      const next = pathStarts[number + 1] ?? paths.length;
      at = next < paths.length ? paths.indexOf(part, next) : -1;
    }
  }

  private addWithDate(passes: (date: number, limit: number) => boolean, limit: number, set: Uint32Array): void {
    for (let number = 0; number < this.dates.length; number++) {
      if (passes(this.dates[number] ?? Number.NaN, limit)) addBit(set, number);
    }
  }

  private addWithValue(name: FacetName, wanted: string, set: Uint32Array): void {
    const { values, first, numbers } = this.facet(name);
    const accepts = accepting(name, wanted);
    const accepted = Uint8Array.from(values, (value) => (accepts(value) ? 1 : 0));
    if (!accepted.includes(1)) return;
    for (let number = 0; number < this.dates.length; number++) {
      const end = first[number + 1] ?? 0;
      for (let i = first[number] ?? 0; i < end; i++) if (accepted[numbers[i] ?? 0] === 1) addBit(set, number);
    }
  }
}

/** A column that is still being made. */
class OpenColumn<Value> {
  private readonly known = new Map<Value, number>();
  private readonly first: number[] = [0];
  private readonly numbers: number[] = [];
  private oneEach = true;

  add(values: readonly Value[]): void {
    this.oneEach &&= values.length === 1;
    for (const value of values) {
      const number = this.known.get(value) ?? this.known.size;
      if (number === this.known.size) this.known.set(value, number);
      this.numbers.push(number);
    }
    this.first.push(this.numbers.length);
  }

  closed(): Column<Value> {
    return {
      values: [...this.known.keys()],
      oneEach: this.oneEach,
      first: Uint32Array.from(this.first),
      numbers: Uint32Array.from(this.numbers),
    };
  }
}
