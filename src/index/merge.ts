/**
 * Merges several segments into one, without what was deleted from them: the same bytes as if the remaining documents
 * had been indexed together, plus lists of neighbours where those are many. Postings are copied, not analysed again,
 * and MiniSearch is not needed, so memory stays small.
 */
import { type LiveSegment, totals } from './generation.js';
import { NumberList } from './segment/number-list.js';
import type { DocumentRecord } from './segment/texts/records.js';
import { SectionsWriter, type Stored, StoredWriter } from './write/freeze.js';
import { mergeTerms, SegmentTerms, type TermSource } from './write/merge-terms.js';

/** A segment to be merged. */
interface Source extends TermSource {
  /** The new number of each of its documents; -1 where it was deleted. */
  numbers: Int32Array;
}

/** A merged segment, and where the documents of its parts went. */
export interface Merged {
  bytes: Uint8Array;
  /** For each segment, in the given order, the new number of each of its documents; -1 where it was deleted. */
  numbers: Int32Array[];
}

/** Null where no document is left. */
export function mergeSegments(segments: readonly LiveSegment[]): Merged | null {
  const sources = segments.map(({ segment, removed }): Source => {
    return {
      segment,
      gone: removed?.documents ?? NONE_GONE,
      renumbered: new Int32Array(segment.paragraphCount).fill(-1),
      terms: new SegmentTerms(segment),
      numbers: new Int32Array(segment.documentCount).fill(-1),
      cursor: null,
    };
  });
  const order = orderOf(sources);
  if (order.length === 0) return null;

  const { paragraphs, words } = totals(segments);
  // Texts are finished before the terms are begun: the memory that both need meanwhile is never held at once.
  const { lengths, documentFirst, stored } = mergeTexts(sources, order, paragraphs);
  const sections = new SectionsWriter(lengths, documentFirst);
  mergeTerms(sections, sources, paragraphs);
  return {
    bytes: sections.finish({ words, stored }),
    numbers: sources.map(({ numbers }) => numbers),
  };
}

/**
 * Numbers the remaining documents and paragraphs, and writes those. A function of its own, so that what it writes with
 * is freed when it returns: as part of `mergeSegments` it stayed until the terms were merged, 45 MB more for 800,000
 * paragraphs.
 */
function mergeTexts(
  sources: readonly Source[],
  order: Uint32Array,
  paragraphs: number,
): { lengths: Uint8Array; documentFirst: Uint32Array; stored: Stored } {
  const lengths = new Uint8Array(paragraphs);
  const documentFirst = new Uint32Array(order.length);
  const writer = new StoredWriter();
  let paragraph = 0;
  for (const { number, source, old } of numbered(sources, order)) {
    const { segment, renumbered, numbers } = source;
    numbers[old] = number;
    documentFirst[number] = paragraph;
    const { first, end } = segment.paragraphsOf(old);
    for (let from = first; from < end; from++) {
      writer.add(segment.texts.readCoded(from));
      lengths[paragraph] = segment.lengths[from] ?? 0;
      renumbered[from] = paragraph++;
    }
  }
  return { lengths, documentFirst, stored: writer.finish(() => recordsOf(sources, order), true) };
}

const NONE_GONE: ReadonlySet<number> = new Set();

/** For each remaining document, in path order, the index of its source. Documents themselves are never held all at once. */
function orderOf(sources: readonly Source[]): Uint32Array {
  const order = new NumberList();
  const left = sources.map(recordsLeft);
  const paths = left.map(nextPath);
  for (;;) {
    let least = -1;
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      if (path != null && (least < 0 || path < (paths[least] ?? ''))) least = i;
    }
    const from = left[least];
    if (from === undefined) return order.view();
    order.push(least);
    paths[least] = nextPath(from);
  }
}

function nextPath(records: Iterator<DocumentRecord>): string | null {
  const next = records.next();
  return next.done === true ? null : next.value.path;
}

/** The remaining documents of a source, in order. */
function* recordsLeft({ segment, gone }: Source): Generator<DocumentRecord> {
  let number = 0;
  for (const record of segment.documents.records()) if (!gone.has(number++)) yield record;
}

/** The remaining documents of all sources, in the new order. */
function* recordsOf(sources: readonly Source[], order: Uint32Array): Generator<DocumentRecord> {
  const left = sources.map(recordsLeft);
  for (const index of order) {
    const next = left[index]?.next();
    if (next?.done === false) yield next.value;
  }
}

/** The new number, the source and the old number of each remaining document, in the new order. */
function* numbered(
  sources: readonly Source[],
  order: Uint32Array,
): Generator<{ number: number; source: Source; old: number }> {
  const next = sources.map(() => 0);
  for (const [number, index] of order.entries()) {
    const source = sources[index];
    if (source === undefined) continue;
    let old = next[index] ?? 0;
    while (source.gone.has(old)) old++;
    next[index] = old + 1;
    yield { number, source, old };
  }
}
