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

/** A word and its share of what feedback says; all shares sum to 1. */
export interface RelatedWord {
  key: string;
  share: number;
}

/**
 * @param hits of each of the best hits, best first, its words with their saturated counts
 * @param statisticsOf of a word
 */
export function relatedWords(
  hits: readonly ReadonlyMap<string, number>[],
  statisticsOf: (key: string) => WordStatistics,
): RelatedWord[] {
  const weights = new Map<string, number>();
  for (const [rank, words] of hits.entries()) {
    for (const [key, saturated] of words) weights.set(key, (weights.get(key) ?? 0) + saturated / (rank + 1));
  }
  const related: RelatedWord[] = [];
  for (const [key, weight] of weights) {
    const { frequency, rarity } = statisticsOf(key);
    if (frequency >= LEAST_PARAGRAPHS) related.push({ key, share: weight * rarity });
  }
  // Sorting all 200 took 4 % of a query of any word.
  const least = nthGreatest(
    related.map(({ share }) => share),
    FEEDBACK_WORDS,
  );
  const best = related
    .filter(({ share }) => share >= least)
    .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1))
    .slice(0, FEEDBACK_WORDS);
  const sum = best.reduce((total, { share }) => total + share, 0);
  return best.map(({ key, share }) => ({ key, share: share / sum }));
}
