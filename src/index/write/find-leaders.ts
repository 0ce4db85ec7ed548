/** Finds and writes the leaders of a term (segment/leaders.ts). */
import { contextCount, joint } from '../rank.js';
import { ByteWriter } from '../segment/bytes.js';
import { LEADERS, MOST_COUNT, MOST_LEADERS } from '../segment/leaders.js';
import { bitWidth } from '../segment/packed.js';
import type { TermPostings } from './term-postings.js';

/** How many counts a leader may have, 0 included. */
const COUNTS = MOST_COUNT + 1;

/** Above the code of any length. */
const LONGEST = 256;

/** What is known of the paragraphs of a segment. */
export interface ParagraphColumns {
  /** By paragraph: the code of its length (`lengthCode`). */
  lengths: Uint8Array;
  /** By paragraph: the number of its document. */
  documents: Uint32Array;
}

/** The numbers of their documents, by paragraph. @param documentFirst the number of each document's first paragraph */
export function documentNumbers(documentFirst: ArrayLike<number>, paragraphs: number): Uint32Array {
  const numbers = new Uint32Array(paragraphs);
  for (let document = 0; document < documentFirst.length; document++) {
    numbers.fill(document, documentFirst[document], documentFirst[document + 1] ?? paragraphs);
  }
  return numbers;
}

/** The leaders of one term at a time. */
export class LeaderFinder {
  /** By count: how many are kept, and of each its length and its place in the postings, the shortest first. */
  private readonly kept = new Int32Array(COUNTS);
  private readonly lengths = new Int32Array(COUNTS * LEADERS);
  private readonly places = new Int32Array(COUNTS * LEADERS);
  /** The least lengths of those that are not beaten, in order. */
  private readonly least = new Int32Array(LEADERS);
  private readonly gaps = new Int32Array(MOST_LEADERS);
  private readonly counts = new Int32Array(MOST_LEADERS);
  private readonly form = new ByteWriter();

  constructor(readonly columns: ParagraphColumns) {}

  /** Writes the leaders of a term with at least `LEAST_OWNERS` owners, and in how many documents these stand. */
  write(out: ByteWriter, term: TermPostings): void {
    const { form, gaps, counts } = this;
    const leaders = this.find(term);
    const { length } = leaders;
    form.clear();
    form.varint(term.size - this.documentsOf(term));
    form.varint(length);
    if (length > 0) {
      let before = -1;
      for (let i = 0; i < length; i++) {
        const leader = leaders[i] ?? 0;
        const paragraph = term.paragraphs[Math.floor(leader / COUNTS)] ?? 0;
        gaps[i] = paragraph - before - 1;
        counts[i] = leader % COUNTS;
        before = paragraph;
      }
      const gapWidth = bitWidth(gaps, 0, length);
      const countWidth = bitWidth(counts, 0, length);
      form.byte(gapWidth);
      form.byte(countWidth);
      form.packed(gaps, 0, length, gapWidth);
      form.packed(counts, 0, length, countWidth);
    }
    out.varint(form.length);
    out.copy(form);
  }

  /** In how many documents the owners of a term stand. */
  private documentsOf({ size, paragraphs }: TermPostings): number {
    const { documents } = this.columns;
    let count = 0;
    let last = -1;
    for (let i = 0; i < size; i++) {
      const document = documents[paragraphs[i] ?? 0] ?? 0;
      if (document !== last) count++;
      last = document;
    }
    return count;
  }

  /**
   * The leaders of a term in order, each as its place among the owners times `COUNTS`, and its count; none where a count
   * is too large, or they are too many.
   */
  private find(term: TermPostings): number[] {
    const most = this.keepShortest(term);
    const found = most === 0 ? [] : this.notBeaten(most);
    this.kept.fill(0);
    return found.length > MOST_LEADERS ? [] : found.sort((a, b) => a - b);
  }

  /** Keeps the shortest `LEADERS` paragraphs of each count. Returns the greatest count; 0 where one is too large. */
  private keepShortest({ size, paragraphs, body, heading, title, context }: TermPostings): number {
    const { lengths } = this.columns;
    let most = 0;
    let interval = 0;
    for (let i = 0; i < size; i++) {
      const paragraph = paragraphs[i] ?? 0;
      let count = joint(body[i] ?? 0, heading[i] ?? 0, title[i] ?? 0);
      while ((context[interval]?.end ?? Infinity) <= paragraph) interval++;
      const above = context[interval];
      if (above !== undefined && above.start <= paragraph) count += contextCount(above.heading, above.title);
      if (count > MOST_COUNT) return 0;
      most = Math.max(most, count);
      this.keep(count, lengths[paragraph] ?? 0, i);
    }
    return most;
  }

  /** Of equals, the first is the better one, as it is in the order of hits. */
  private keep(count: number, length: number, place: number): void {
    const { kept, lengths, places } = this;
    const first = count * LEADERS;
    let at = first + (kept[count] ?? 0);
    if (at === first + LEADERS) {
      if (length >= (lengths[at - 1] ?? 0)) return;
      at--;
    } else {
      kept[count] = at + 1 - first;
    }
    for (; at > first && (lengths[at - 1] ?? 0) > length; at--) {
      lengths[at] = lengths[at - 1] ?? 0;
      places[at] = places[at - 1] ?? 0;
    }
    lengths[at] = length;
    places[at] = place;
  }

  /** Of the kept paragraphs those that fewer than `LEADERS` others beat, from the greatest count down. */
  private notBeaten(most: number): number[] {
    const { kept, lengths, places, least } = this;
    const found: number[] = [];
    least.fill(LONGEST);
    for (let count = most; count > 0; count--) {
      const first = count * LEADERS;
      for (let i = first; i < first + (kept[count] ?? 0); i++) {
        const length = lengths[i] ?? 0;
        let at = LEADERS;
        while (at > 0 && (least[at - 1] ?? 0) > length) at--;
        if (at === LEADERS) break;
        least.copyWithin(at + 1, at);
        least[at] = length;
        found.push((places[i] ?? 0) * COUNTS + count);
      }
    }
    return found;
  }
}
