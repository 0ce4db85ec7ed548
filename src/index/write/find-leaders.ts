/** Finds and writes the leaders of a term (segment/leaders.ts). */
import { contextCount, joint } from '../rank.js';
import { ByteWriter } from '../segment/bytes.js';
import { LEADERS, MOST_COUNT, MOST_LEADERS } from '../segment/leaders.js';
import { bitWidth } from '../segment/packed.js';
import type { TermPostings } from './term-postings.js';

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
  /** The paragraphs, in ascending order, and their counts. */
  private readonly paragraphs: number[] = [];
  private readonly counts: number[] = [];
  /** By count: how many are kept, and of each its length and its place in the postings, the shortest first. */
  private readonly kept = new Int32Array(MOST_COUNT + 1);
  private readonly lengths = new Int32Array((MOST_COUNT + 1) * LEADERS);
  private readonly places = new Int32Array((MOST_COUNT + 1) * LEADERS);
  private readonly gaps = new Int32Array(MOST_LEADERS);
  private readonly form = new ByteWriter();

  constructor(readonly columns: ParagraphColumns) {}

  /** Writes the leaders of a term with at least `LEAST_OWNERS` owners, and in how many documents these stand. */
  write(out: ByteWriter, term: TermPostings): void {
    this.find(term);
    const { form, gaps, paragraphs, counts } = this;
    const { length } = paragraphs;
    form.clear();
    form.varint(term.size - this.documentsOf(term));
    form.varint(length);
    if (length > 0) {
      for (let i = 0; i < length; i++) gaps[i] = (paragraphs[i] ?? 0) - (paragraphs[i - 1] ?? -1) - 1;
      const gapWidth = bitWidth(gaps, 0, length);
      const countWidth = bitWidth(counts, 0, length);
      form.byte(gapWidth);
      form.byte(countWidth);
      form.packed(gaps, 0, length, gapWidth);
      form.packed(counts, 0, length, countWidth);
    }
    out.varint(form.length);
    out.append(form.view());
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

  /** Finds the leaders of a term; none where a count is too large, or they are too many. */
  private find(term: TermPostings): void {
    const most = this.keepShortest(term);
    const found = most === 0 ? [] : this.notBeaten(most);
    this.kept.fill(0);
    this.paragraphs.length = 0;
    this.counts.length = 0;
    if (found.length > MOST_LEADERS) return;
    found.sort((a, b) => a.place - b.place);
    for (const { place, count } of found) {
      this.paragraphs.push(term.paragraphs[place] ?? 0);
      this.counts.push(count);
    }
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
  private notBeaten(most: number): { place: number; count: number }[] {
    const { kept, lengths, places } = this;
    const found: { place: number; count: number }[] = [];
    /** The least lengths of paragraphs with greater counts, in order. */
    let above: number[] = [];
    for (let count = most; count > 0; count--) {
      const own: number[] = [];
      for (let rank = 0; rank < (kept[count] ?? 0); rank++) {
        const length = lengths[count * LEADERS + rank] ?? 0;
        const shorter = above.filter((other) => other <= length).length;
        if (shorter + rank >= LEADERS) break;
        own.push(length);
        found.push({ place: places[count * LEADERS + rank] ?? 0, count });
      }
      if (own.length > 0) above = [...above, ...own].sort((a, b) => a - b).slice(0, LEADERS);
    }
    return found;
  }
}
