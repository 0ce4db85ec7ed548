/**
 * Marks and counts the paragraphs that own one of some rare words, and their documents: one by one, instead of going
 * through a set of all paragraphs from end to end.
 */

import { addBit, hasBit, newSet } from '../../segment/bits.js';
import type { FlatList } from './flat-list.js';
import type { Scope } from './hits.js';

/** A bit for each paragraph and each document. None is set except during a search, which is not interrupted. */
let paragraphBits = new Uint32Array(0);
let documentBits = new Uint32Array(0);

interface Marked {
  /** A bit for each hit, until `unmark`. */
  set: Uint32Array;
  hits: number;
  documents: number;
}

/** Marks paragraphs that own one of the words, are not deleted, and pass the filters. */
export function mark({ segment, removed, passing }: Scope, lists: readonly FlatList[]): Marked {
  const { documentFirst } = segment;
  if (paragraphBits.length * 32 < segment.paragraphCount) {
    paragraphBits = newSet(segment.paragraphCount);
    documentBits = new Uint32Array(paragraphBits.length);
  }
  const [set, documentSet] = [paragraphBits, documentBits];
  let hits = 0;
  let documents = 0;
  for (const { flat } of lists) {
    const { size, paragraphs, owned } = flat;
    let end = 0;
    for (let i = 0; i < size; i++) {
      const paragraph = paragraphs[i] ?? 0;
      if (owned !== null && owned[i] === 0) continue;
      const bit = 1 << (paragraph & 31);
      const word = set[paragraph >> 5] ?? 0;
      if ((word & bit) !== 0) continue;
      if (removed !== null && hasBit(removed, paragraph)) continue;
      if (passing !== null && !hasBit(passing, paragraph)) continue;
      set[paragraph >> 5] = word | bit;
      hits++;
      if (paragraph < end || segment.onlyOneEach) continue;
      const document = segment.documentOf(paragraph);
      end = documentFirst[document + 1] ?? segment.paragraphCount;
      if (hasBit(documentSet, document)) continue;
      addBit(documentSet, document);
      documents++;
    }
  }
  documentSet.fill(0, 0, Math.ceil(segment.documentCount / 32));
  return { set, hits, documents: segment.onlyOneEach ? hits : documents };
}

/** Clears what `mark` set for these words. */
export function unmark(lists: readonly FlatList[]): void {
  for (const { flat } of lists) for (let i = 0; i < flat.size; i++) paragraphBits[(flat.paragraphs[i] ?? 0) >> 5] = 0;
}
