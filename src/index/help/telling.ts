/** Finds the words that tell some paragraphs from all others, each with its worth: a query made of text. Pure. */
import { analyze } from '../analyze.js';
import { frequency, type LiveSegment, totals } from '../generation.js';
import { inverseFrequency } from '../rank.js';
import { stemKey } from '../words/term-keys.js';

/** A word, by the key of its stem (`Segment.listNumber`), and what a saturated count of 1 of it is worth. */
export interface WeightedWord {
  key: string;
  worth: number;
}

/** A paragraph as the texts that belong to it (its own, its headings), their language, and its weight relative to the others. */
export interface Telling {
  texts: readonly string[];
  language: string | null;
  weight: number;
}

/** How soon repetitions of a word in a paragraph add nothing more. */
const SATURATION = 1.2;
/** A word that more than this share of all paragraphs have tells nothing; in a small folder, one that more than `FEW` paragraphs have. */
const COMMON = 0.1;
const FEW = 5;

/**
 * The words with the highest (saturated count in the paragraphs) × (rarity in the generation), best first. The weights
 * of the paragraphs are taken as shares. Stop words are left out, and so are words of a single live paragraph, which
 * find no other.
 */
export function tellingWords(
  segments: readonly LiveSegment[],
  paragraphs: readonly Telling[],
  most: number,
): WeightedWord[] {
  const all = totals(segments).paragraphs;
  const common = Math.max(FEW, COMMON * all);
  const sum = paragraphs.reduce((total, { weight }) => total + weight, 0);
  const shares = new Map<string, number>();
  for (const { texts, language, weight } of paragraphs) {
    const counts = new Map<string, number>();
    for (const { term, stem, stop, whole } of texts.flatMap((text) => analyze(text, language))) {
      if (stop || whole) continue;
      const key = stemKey(stem ?? term);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) {
      const share = ((weight / sum) * count) / (count + SATURATION);
      shares.set(key, (shares.get(key) ?? 0) + share);
    }
  }
  const words: WeightedWord[] = [];
  for (const [key, share] of shares) {
    const have = frequency(segments, key);
    if (have > 1 && have <= common) words.push({ key, worth: share * inverseFrequency(have, all) });
  }
  return words.sort((a, b) => b.worth - a.worth || (a.key < b.key ? -1 : 1)).slice(0, most);
}
