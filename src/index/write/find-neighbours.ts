/** Finds where frequent words stand side by side in segments that are being merged, for lists of neighbours (segment/neighbours.ts). */
import { kept } from '../kept.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { areKept } from '../segment/neighbours.js';
import { NumberList } from '../segment/number-list.js';
import { newNumbers } from '../segment/texts/pages.js';
import type { Segment } from '../segment.js';
import { neighboursKey } from '../words/term-keys.js';
import { SidePlaces } from './side-places.js';

/** A word that is frequent enough for lists of neighbours, and how many paragraphs of the new segment own it. */
export interface FrequentWord {
  term: string;
  owners: number;
}

/** A segment that is being merged. */
interface NeighboursSource {
  segment: Segment;
  /** The new number of each paragraph, ascending; -1 where it was deleted. */
  renumbered: Int32Array;
}

/** A pair of words that is kept, and where it stands, for each source that has it. */
interface Neighbours {
  key: string;
  places: SidePlaces[];
}

/** Paragraphs that are looked at together: few enough that their data stays in a near cache. */
const CHUNK = 1 << 10;

/**
 * All pairs that are kept, in the order of their keys. They are read from the sources, not from what is written so far:
 * that is in growing memory, and code that has once read such memory reads all other memory more slowly.
 * @param words in code point order
 * @param paragraphs how many the new segment has
 */
export function findNeighbours(
  sources: readonly NeighboursSource[],
  words: readonly FrequentWord[],
  paragraphs: number,
): Neighbours[] {
  const found = new Map<number, SidePlaces[]>();
  for (const { segment, renumbered } of sources) {
    const own = new Map<number, SidePlaces>();
    const chunk = new Chunk(segment, words, paragraphs);
    for (let start = 0; start < segment.paragraphCount; start += CHUNK) {
      chunk.read(start, Math.min(start + CHUNK, segment.paragraphCount));
      chunk.forEachTwo((first, second, paragraph, field) => {
        const renamed = renumbered[paragraph] ?? -1;
        if (renamed < 0) return;
        const two = first * words.length + second;
        let places = own.get(two);
        if (places === undefined) {
          places = new SidePlaces();
          own.set(two, places);
        }
        places.add(renamed, field);
      });
    }
    for (const [two, places] of own) kept(found, two, () => []).push(places);
  }
  const term = (index: number): string => words[index]?.term ?? '';
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([two, places]) => {
      const key = neighboursKey(term(Math.floor(two / words.length)), term(two % words.length));
      return { key, places };
    });
}

/** Where frequent words stand in a run of paragraphs. */
class Chunk {
  /** By word; null where the segment lacks it. */
  private readonly cursors: readonly (PostingsCursor | null)[];
  private start = 0;
  /** Columns by place: the word, as its index; the paragraph, position and field; and the place before it with the same hash, plus one. */
  private readonly words = new NumberList();
  private readonly paragraphs = new NumberList();
  private readonly positions = new NumberList();
  private readonly fields = new NumberList();
  private readonly others = new NumberList();
  /** By a hash of paragraph and position: the last place, plus one. */
  private heads = newNumbers(1 << 15);

  constructor(
    segment: Segment,
    private readonly frequent: readonly FrequentWord[],
    private readonly paragraphCount: number,
  ) {
    this.cursors = frequent.map(({ term }) => {
      const number = segment.termNumber(term);
      return number < 0 ? null : segment.cursor(number);
    });
  }

  /** Reads the paragraphs `start` to `end` (exclusive). Calls must ascend. */
  read(start: number, end: number): void {
    const { words, paragraphs, positions, fields, others } = this;
    for (const list of [words, paragraphs, positions, fields, others]) list.length = 0;
    this.start = start;
    for (const [word, cursor] of this.cursors.entries()) {
      if (cursor === null) continue;
      if (cursor.paragraph < start) cursor.next();
      for (; cursor.paragraph < end; cursor.next()) {
        const count = cursor.readPositions(POSITIONS);
        const inBody = cursor.inBody();
        const inTitle = inBody + cursor.inHeadings();
        for (let i = 0; i < count; i++) {
          words.push(word);
          paragraphs.push(cursor.paragraph);
          positions.push(POSITIONS[i] ?? 0);
          fields.push(i < inBody ? 0 : i < inTitle ? 1 : 2);
        }
      }
    }
    while (this.heads.length < words.length) this.heads = newNumbers(this.heads.length * 2);
    this.heads.fill(0);
    for (let place = 0; place < words.length; place++) {
      const slot = this.slotOf(paragraphs.at(place), positions.at(place));
      others.push(this.heads[slot] ?? 0);
      this.heads[slot] = place + 1;
    }
  }

  /** Visits every two places side by side of pairs that are kept; those of one pair in the order of paragraphs. */
  forEachTwo(visit: (first: number, second: number, paragraph: number, field: number) => void): void {
    const { frequent, words, paragraphs, positions, fields, others, heads } = this;
    for (let place = 0; place < words.length; place++) {
      const first = words.at(place);
      const paragraph = paragraphs.at(place);
      const wanted = positions.at(place) + 1;
      for (let next = heads[this.slotOf(paragraph, wanted)] ?? 0; next > 0; next = others.at(next - 1)) {
        if (positions.at(next - 1) !== wanted || paragraphs.at(next - 1) !== paragraph) continue;
        const second = words.at(next - 1);
        if (areKept(frequent[first]?.owners ?? 0, frequent[second]?.owners ?? 0, this.paragraphCount))
          visit(first, second, paragraph, fields.at(place));
      }
    }
  }

  private slotOf(paragraph: number, position: number): number {
    const hash = Math.imul(paragraph - this.start, 0x9e3779b1) + Math.imul(position, 0x85ebca6b);
    return (hash ^ (hash >>> 15)) & (this.heads.length - 1);
  }
}

/** Scratch space of `Chunk.read`. */
const POSITIONS: number[] = [];
