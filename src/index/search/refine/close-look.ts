/** The closer look: adds to the scores of hits where words of the query stand near each other, or exactly as they were typed. */

import { EXACT_WEIGHT, nearScore, saturated } from '../../rank.js';
import { hasBit } from '../../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import type { PositionStarts } from '../../segment/position-starts.js';
import { haveSameKeys } from '../collection.js';
import type { Plan } from '../plan.js';
import type { ExactForm } from '../spellings.js';
import type { QueryWord } from '../weighed-words.js';
import { nearness } from './proximity.js';
import type { SegmentHits } from './segment-hits.js';

/** The place of a hit in a list that lacks it. */
const NOWHERE = -1;

/** A list of a word, and the places in it of those hits that own the word. */
class ListPlaces {
  private readonly cursor: PostingsCursor;
  private readonly places: number[];
  private readonly starts: PositionStarts | null;

  constructor(
    private readonly hits: SegmentHits,
    list: number,
  ) {
    const { segment, paragraphs, size, met, counts } = hits;
    this.cursor = takeCursor(segment, list);
    this.places = new Array<number>(size).fill(NOWHERE);
    const table = segment.tables.get(list) ?? null;
    this.starts = segment.starts.of(list, this.cursor);
    if (table !== null && !table.isLent) {
      for (let i = 0; i < size; i++) {
        const paragraph = paragraphs[i] ?? 0;
        if (hasBit(table.owned, paragraph)) this.places[i] = table.placeOf(paragraph);
      }
      return;
    }
    const found = this.cursor.meetPlaces(paragraphs, size, met, counts);
    for (let m = 0; m < found; m++) this.places[met[m] ?? 0] = counts[m] ?? 0;
  }

  has(hit: number): boolean {
    return this.places[hit] !== NOWHERE;
  }

  /** Writes the positions of the word in a hit that has it; returns how many. Hits must ascend. */
  read(hit: number, into: number[]): number {
    const place = this.places[hit] ?? 0;
    const size = this.starts?.read(place, into) ?? 0;
    if (size > 0) return size;
    this.cursor.standAt(place, this.hits.paragraphs[hit] ?? 0);
    return this.cursor.readPositions(into);
  }

  end(): void {
    giveBack(this.cursor);
  }
}

/** A word of the query in the hits of one segment. */
class WordPlaces {
  /** One list per key of the word; nearly always one. */
  private readonly lists: readonly ListPlaces[];
  private readonly places: number[] = [];
  private size = 0;
  private readAt = -1;
  /** By hit: the joint count of its exact form; null where no hit has that. */
  private readonly exactCounts: readonly number[] | null;
  /** What a saturated count of 1 of the exact form is worth. */
  private readonly exactWorth: number;

  /** @param isNear whether its positions are needed */
  constructor(
    readonly word: QueryWord,
    private readonly hits: SegmentHits,
    plan: Plan,
    isNear: boolean,
  ) {
    const { exact, keys } = word;
    const index = plan.indexOf(hits.segment);
    const lists = isNear ? keys.map((key) => plan.collection.known(key).lists[index] ?? -1) : [];
    this.lists = lists.filter((list) => list >= 0).map((list) => new ListPlaces(hits, list));
    const known = exact === null ? null : plan.collection.known(exact.key);
    this.exactWorth = EXACT_WEIGHT * (known?.rarity ?? 0);
    this.exactCounts = exact === null ? null : countExact(hits, known?.lists[index] ?? -1, exact);
  }

  /** Whether a hit owns the word. */
  isIn(hit: number): boolean {
    const { lists } = this;
    for (let i = 0; i < lists.length; i++) if (lists[i]?.has(hit) === true) return true;
    return false;
  }

  /** The positions of the word in what a hit owns, ascending; the first `size` of the array count. */
  read(hit: number): number[] {
    if (this.readAt === hit) return this.places;
    this.readAt = hit;
    const [first, second] = this.lists;
    if (second !== undefined) this.readAll(hit);
    else this.size = first?.read(hit, this.places) ?? 0;
    return this.places;
  }

  private readAll(hit: number): void {
    const { lists, places } = this;
    const all = new Set<number>();
    for (const list of lists) {
      if (!list.has(hit)) continue;
      const size = list.read(hit, places);
      for (const place of places.slice(0, size)) all.add(place);
    }
    this.size = all.size;
    for (const [i, place] of [...all].sort((a, b) => a - b).entries()) places[i] = place;
  }

  /** Adds the bonus of the exact form to the score of a hit. */
  addExact(hit: number): void {
    const count = this.exactCounts?.[hit] ?? 0;
    if (count <= 0) return;
    const { norms, scores, hits } = this.hits;
    const score = this.exactWorth * saturated(count, norms[hit] ?? 0);
    scores[hit] = (scores[hit] ?? 0) + score;
    hits[hit]?.reasons?.push({ type: 'exact', text: this.word.text, score });
  }

  /** Adds the bonus for how near it stands to the word before it in the query. */
  addNear(hit: number, before: WordPlaces): void {
    if (!before.isIn(hit) || !this.isIn(hit)) return;
    const [a, b] = [before.read(hit), this.read(hit)];
    const near = nearness(a, before.size, b, this.size, this.word.place - before.word.place);
    if (near.distance === 0) return;
    const score = nearScore(Math.min(before.word.rarity, this.word.rarity), near);
    const { scores, hits } = this.hits;
    scores[hit] = (scores[hit] ?? 0) + score;
    const text = `${before.word.text} ${this.word.text}`;
    hits[hit]?.reasons?.push({ type: 'near', text, distance: near.distance, score });
  }

  /** Gives back the cursors. */
  end(): void {
    for (const list of this.lists) list.end();
  }
}

function countExact(hits: SegmentHits, list: number, exact: ExactForm): number[] | null {
  if (list < 0) return null;
  const { met, counts } = hits;
  const all = new Array<number>(hits.size).fill(0);
  const found = hits.meet(list);
  for (let m = 0; m < found; m++) all[met[m] ?? 0] = counts[m] ?? 0;
  for (const other of exact.otherSpellings(hits.segment)) {
    const others = hits.meet(other);
    for (let m = 0; m < others; m++) {
      const i = met[m] ?? 0;
      all[i] = (all[i] ?? 0) - (counts[m] ?? 0);
    }
  }
  return all;
}

/** Adds bonuses to the scores of hits, by where and how the words of the query stand in them: looked up word by word, added hit by hit. */
export function lookClosely(plan: Plan, hits: SegmentHits): void {
  const { words: asked } = plan;
  const pairs = asked.map((word, i) => isTelling(asked[i - 1], word));
  const words = asked.map((word, i) => new WordPlaces(word, hits, plan, pairs[i] === true || pairs[i + 1] === true));
  for (let hit = 0; hit < hits.size; hit++) {
    let before: WordPlaces | undefined;
    for (let i = 0; i < words.length; i++) {
      const places = words[i];
      places?.addExact(hit);
      if (before !== undefined && pairs[i] === true) places?.addNear(hit, before);
      before = places;
    }
  }
  for (const places of words) places.end();
}

/**
 * Whether it means anything that two words stand near each other. Pairs of characters overlap: they are neighbours in
 * every text that has both.
 */
function isTelling(first: QueryWord | undefined, second: QueryWord): boolean {
  return first !== undefined && !(first.bigram && second.bigram) && !haveSameKeys(first, second);
}
