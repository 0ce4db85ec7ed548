/**
 * Words that the best hits of a query have in common: pseudo-relevance feedback. They are evidence for the hits further down, which were
 * written about the same and say it in other words. Pure.
 *
 * Like RM3 (Lavrenko and Croft 2001; Abdul-Jaleel et al. 2004), but words are weighed as BM25 weighs them, and hits by 1 / rank: the
 * better a hit, the more it says of what was meant.
 */
import { nthGreatest } from './top.js';

/** Best hits that are looked at, and most words that are taken from them. */
export const FEEDBACK_HITS = 10;
export const FEEDBACK_WORDS = 30;
/** A word that no other paragraph has finds nothing. */
const LEAST_PARAGRAPHS = 2;

/** What is known of a word in the whole collection. */
export interface WordStatistics {
  /** Paragraphs that have it. */
  frequency: number;
  rarity: number;
}

/** A word, one object wherever it stands. */
export interface FeedbackWord extends WordStatistics {
  readonly key: string;
  /** Scratch space of `relatedWords`, 0 between its runs: looking words up by their text took it four times as long. */
  weight: number;
}

/** Different words of a paragraph, and the saturated count of each. */
export interface HitWords<Word extends FeedbackWord> {
  words: readonly Word[];
  saturated: ArrayLike<number>;
}

/** A word and its share of what feedback says; all shares sum to 1. */
export interface RelatedWord<Word extends FeedbackWord> {
  word: Word;
  share: number;
}

/** @param hits the words of each of the best hits, best first */
export function relatedWords<Word extends FeedbackWord>(hits: readonly HitWords<Word>[]): RelatedWord<Word>[] {
  const met: Word[] = [];
  for (const [rank, { words, saturated }] of hits.entries()) {
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      if (word === undefined) continue;
      if (word.weight === 0) met.push(word);
      word.weight += (saturated[i] ?? 0) / (rank + 1);
    }
  }
  const shares = new Float64Array(met.length);
  for (const [i, word] of met.entries()) {
    if (word.frequency >= LEAST_PARAGRAPHS) shares[i] = word.weight * word.rarity;
    word.weight = 0;
  }
  // Sorting all 200 took 4 % of a query of any word.
  const least = nthGreatest(shares, FEEDBACK_WORDS);
  const best = met
    .flatMap((word, i) => {
      const share = shares[i] ?? 0;
      return share >= least && word.frequency >= LEAST_PARAGRAPHS ? { word, share } : [];
    })
    .sort((a, b) => b.share - a.share || (a.word.key < b.word.key ? -1 : 1))
    .slice(0, FEEDBACK_WORDS);
  const sum = best.reduce((total, { share }) => total + share, 0);
  return best.map(({ word, share }) => ({ word, share: share / sum }));
}
