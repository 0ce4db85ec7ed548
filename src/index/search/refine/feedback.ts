/**
 * Words that the best hits of a query have in common: pseudo-relevance feedback. They are evidence for hits further
 * down that are about the same and say it in other words. Pure.
 *
 * Like RM3 (Lavrenko and Croft 2001; Abdul-Jaleel et al. 2004), but words are weighed as BM25 weighs them, and hits by
 * 1 / rank: the better a hit, the more it tells of what was meant.
 */
import { grown } from '../../segment/texts/pages.js';
import { nthGreatest } from '../top.js';

/** How many of the best hits are looked at, and how many words are taken from them at most. */
export const FEEDBACK_HITS = 10;
const FEEDBACK_WORDS = 30;
/** A word that only one paragraph has finds no other. */
const MIN_PARAGRAPHS = 2;

/** The different words of a paragraph, by number, and the saturated count of each. */
export interface HitWords {
  words: readonly number[];
  saturated: readonly number[];
}

/** The rarities of words, by their numbers. */
export interface WordRarities {
  keyOf(word: number): string;
  /** `tellingRarity` of the word. */
  rarityOf(word: number): number;
}

/** A word, and its share of the feedback; all shares sum to 1. */
export interface RelatedWord {
  key: string;
  share: number;
}

/** How rare a word is; 0 where it finds no other paragraph. @param frequency how many paragraphs of the generation have it */
export function tellingRarity({ frequency, rarity }: { frequency: number; rarity: number }): number {
  return frequency < MIN_PARAGRAPHS ? 0 : rarity;
}

/** Scratch space by number of a word, all zeros between runs. Objects for words, far apart in memory, took five times as long. */
let weights = new Float64Array(1 << 12);

/** @param hits the words of each of the best hits, best first */
export function relatedWords(hits: readonly HitWords[], rarities: WordRarities): RelatedWord[] {
  const met: number[] = [];
  for (let rank = 0; rank < hits.length; rank++) {
    const { words = NONE, saturated = NONE } = hits[rank] ?? {};
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      if (word >= weights.length) weights = grown(weights, word + 1);
      const weight = weights[word] ?? 0;
      if (weight === 0) met.push(word);
      weights[word] = weight + (saturated[i] ?? 0) / (rank + 1);
    }
  }
  const shares = met.map((word) => (weights[word] ?? 0) * rarities.rarityOf(word));
  for (const word of met) weights[word] = 0;
  // Only the best are sorted: sorting all 200 took 4 % of a query where any word is enough.
  const least = nthGreatest(shares, FEEDBACK_WORDS);
  const best: RelatedWord[] = [];
  for (let i = 0; i < met.length; i++) {
    const share = shares[i] ?? 0;
    if (share > 0 && share >= least) best.push({ key: rarities.keyOf(met[i] ?? 0), share });
  }
  best.sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
  best.length = Math.min(best.length, FEEDBACK_WORDS);
  let sum = 0;
  for (const { share } of best) sum += share;
  for (const word of best) word.share /= sum;
  return best;
}

const NONE: readonly number[] = [];
