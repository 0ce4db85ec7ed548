/** Finds the words that tell a paragraph from all others, each with its worth: a query made of text. Pure. */
import { analyzeWords } from '../analyze.js';
import { frequency, type LiveSegment, totals } from '../generation.js';
import { inverseFrequency } from '../rank.js';
import { stemKey } from '../words/term-keys.js';

/** A word, by the key of its stem (`Segment.listNumber`), and what a saturated count of 1 of it is worth. */
interface WeightedWord {
  key: string;
  worth: number;
}

/** How soon repetitions of a word in a paragraph add nothing more. */
const SATURATION = 1.2;
/** A word that more than this share of all paragraphs have tells nothing; in a small folder, one that more than `FEW` paragraphs have. */
const COMMON = 0.1;
const FEW = 5;

/**
 * The words of a paragraph with the highest (saturated count) × (rarity in the generation), best first. Stop words are
 * left out, and so are words of a single live paragraph, which find no other.
 * @param texts those that belong to the paragraph: its own, its headings
 */
export function tellingWords(
  segments: readonly LiveSegment[],
  texts: readonly string[],
  language: string | null,
  most: number,
): WeightedWord[] {
  const all = totals(segments).paragraphs;
  const common = Math.max(FEW, COMMON * all);
  const counts = new Map<string, number>();
  for (const { term, stem, stop } of texts.flatMap((text) => analyzeWords(text, language))) {
    if (stop) continue;
    const key = stemKey(stem ?? term);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const words: WeightedWord[] = [];
  for (const [key, count] of counts) {
    const have = frequency(segments, key);
    if (have <= 1 || have > common) continue;
    words.push({ key, worth: (count / (count + SATURATION)) * inverseFrequency(have, all) });
  }
  return words.sort((a, b) => b.worth - a.worth || (a.key < b.key ? -1 : 1)).slice(0, most);
}
