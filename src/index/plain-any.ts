/** The paragraphs that have any of several words. */
import { hasBit } from './bits.js';
import { FlatList } from './flat.js';
import { SLACK, TableList, WordList } from './list.js';
import { maxScore } from './max-score.js';
import { chunkBounds, type PlainFound, type PlainSearch, scratchSet } from './plain-search.js';
import { END } from './postings.js';
import { saturated } from './rank.js';
import { CHUNK_SHIFT, leastOfMost } from './table.js';
import { Best } from './top.js';

/** @param lacking keeps only those that lack a clause */
export function anyOf(search: PlainSearch, lacking: boolean): PlainFound {
  const { lists, best, isSimple, isFull } = search;
  const [only] = lists;
  if (only !== undefined && lists.length === 1 && isSimple) {
    const found: PlainFound = { best, hits: only.size, documents: only.size, set: null, isFull };
    if (only instanceof WordList) {
      maxScore(search, null, lacking);
      return found;
    }
    if (only instanceof TableList) {
      best.threshold = Math.max(best.threshold, floorOf(search));
      search.walk(only.table.owned, [only]);
      return found;
    }
  }
  const tables: TableList[] = [];
  const flats: FlatList[] = [];
  for (const list of lists) {
    if (list instanceof TableList) tables.push(list);
    else if (list instanceof FlatList) flats.push(list);
  }
  if (flats.length === lists.length && isSimple) {
    const hits = summed(search, flats, tables, null, lacking);
    return { best, hits, documents: hits, set: null, isFull };
  }
  const hits = ownersOfAny(search);
  const set = search.collected(hits);
  if (!lacking && !search.narrowed) best.threshold = Math.max(best.threshold, floorOf(search));
  const asked = search.narrowed || search.lent ? hits : null;
  const counted = search.counted(hits);
  if (flats.length + tables.length === lists.length) summed(search, flats, tables, asked, lacking);
  else maxScore(search, asked, lacking);
  return { best, ...counted, set, isFull };
}

/** A bit for each live paragraph that owns any of the words. */
function ownersOfAny({ lists, segment, narrowed }: PlainSearch): Uint32Array {
  const [only] = lists;
  if (lists.length === 1 && only instanceof TableList && !narrowed) return only.table.owned;
  const owners = scratchSet(segment);
  owners.fill(0);
  for (const list of lists) list.addOwners(owners);
  return owners;
}

/** A word of more paragraphs than this is not gone through twice. */
const PRIMED = 512;

/**
 * A score that as many hits as are wanted exceed, found before the search: in as many chunks of a table stands one that is worth the
 * bound of its chunk; and what the hits of the rarest word are worth with the tables of others, if it has as many. Common words then
 * make no hits of their own from the first paragraph on.
 */
function floorOf({ lists, best, segment, saturator }: PlainSearch): number {
  let floor = Number.NEGATIVE_INFINITY;
  let rarest: WordList | FlatList | null = null;
  for (const list of lists) {
    if (list instanceof TableList) {
      if (list.table.matched === list.table.owned && list.bound > floor) {
        floor = Math.max(floor, leastOfMost(list.bounds, best.limit) * list.worth);
      }
    } else if (list.size >= best.limit && (rarest === null || list.worth > rarest.worth)) {
      rarest = list;
    }
  }
  if (rarest !== null && lists.length > 1 && rarest.size <= PRIMED) {
    const { lengths } = segment;
    const { norms } = saturator;
    const most = new Best(best.limit, floor);
    for (let paragraph = rarest.next(); paragraph < END; paragraph = rarest.next()) {
      const norm = norms[lengths[paragraph] ?? 1] ?? 0;
      let score = rarest.worth * saturated(rarest.countAt(paragraph), norm);
      for (const list of lists) {
        const count = list instanceof TableList ? list.countAt(paragraph) : 0;
        if (count > 0) score += list.worth * saturated(count, norm);
      }
      most.offer(paragraph, score);
    }
    rarest.rewind();
    floor = Math.max(floor, most.threshold);
  }
  return floor * (2 - SLACK);
}

/**
 * Window by window, what flat lists are worth is summed up, in loops of their own. A paragraph that a table has as well is looked up in it
 * where that may still make it one of the best; one that only tables have is looked at where the bounds of its chunk say that it may.
 * @param hits which paragraphs are hits; null where all with a word are
 * @returns how many paragraphs were met: where there are no tables, those with any word
 */
function summed(
  search: PlainSearch,
  flats: readonly FlatList[],
  tables: readonly TableList[],
  hits: Uint32Array | null,
  lacking: boolean,
): number {
  const { best, segment } = search;
  const { lengths, paragraphCount } = segment;
  const { norms } = search.saturator;
  const bounds = tables.length > 0 ? chunkBounds(segment, tables) : NO_BOUNDS;
  let met = 0;
  for (let start = 0; start < paragraphCount; start += WINDOW) {
    const end = start + WINDOW;
    for (const flat of flats) flat.addMatches(start, end, MATCHES, SCORES);
    if (tables.length > 0) addTables(start, Math.min(end, paragraphCount), tables, bounds, best.threshold);
    for (let word = 0; word < MATCHES.length; word++) {
      let bits = MATCHES[word] ?? 0;
      if (bits === 0) continue;
      MATCHES[word] = 0;
      const others = tables.length === 0 ? 0 : (bounds[(start + word * 32) >> CHUNK_SHIFT] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const i = word * 32 + 31 - Math.clz32(bits & -bits);
        const paragraph = start + i;
        let score = SCORES[i] ?? 0;
        SCORES[i] = 0;
        met++;
        if (score * SLACK + others <= best.threshold || (hits !== null && !hasBit(hits, paragraph))) continue;
        if (tables.length === 0) {
          // Summed in the order of the query.
          if (score > best.threshold) search.keep(paragraph, score, lacking);
          continue;
        }
        const norm = norms[lengths[paragraph] ?? 1] ?? 0;
        for (let t = 0; t < tables.length; t++) {
          const table = tables[t];
          const count = table?.countAt(paragraph) ?? 0;
          if (table !== undefined && count > 0) score += table.worth * saturated(count, norm);
        }
        if (score * SLACK > best.threshold) search.offer(paragraph, lacking);
      }
    }
  }
  return met;
}

/** Adds to the matches of a window what tables have in chunks where they alone may make one of the best. */
function addTables(
  start: number,
  end: number,
  tables: readonly TableList[],
  bounds: Float64Array,
  threshold: number,
): void {
  for (let chunk = start >> CHUNK_SHIFT; chunk << CHUNK_SHIFT < end; chunk++) {
    if ((bounds[chunk] ?? 0) <= threshold) continue;
    const first = chunk << (CHUNK_SHIFT - 5);
    for (let t = 0; t < tables.length; t++) {
      const matched = tables[t]?.table.matched;
      if (matched === undefined) continue;
      const last = Math.min(matched.length, first + (1 << (CHUNK_SHIFT - 5)));
      for (let i = first; i < last; i++) {
        const at = i - (start >> 5);
        MATCHES[at] = (MATCHES[at] ?? 0) | (matched[i] ?? 0);
      }
    }
  }
}

const NO_BOUNDS = new Float64Array(0);
/** Paragraphs of a window: so many that its beginning costs little, so few that their sums stay in a near cache. */
const WINDOW = 1 << 14;
/** Which paragraphs of the window have a word, and the sum of what they are worth by flat lists; zeros before and after. */
const MATCHES = new Int32Array(WINDOW / 32);
const SCORES = new Float64Array(WINDOW);
