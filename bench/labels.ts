/**
 * Labels such as headings, list items and cells of tables are: a few words of a document's own text, of which they say
 * nothing. Folders are full of them; the judged collections have none.
 */
import { analyzeWords } from '../src/index/analyze.js';
import type { Line } from './corpus.js';
import type { Random } from './random.js';

/** Most words of a label. */
const MOST_WORDS = 4;

/** Each is what stands together between stop words or signs, or the beginning of it. */
export function drawLabels({ title, text }: Line, language: string, count: number, random: Random): string[] {
  const runs = [...runsOf(title, language), ...runsOf(text, language)];
  return runs.length === 0 ? [] : Array.from({ length: count }, () => random.pick(runs));
}

function runsOf(text: string, language: string): string[] {
  const runs: { start: number; end: number; words: number }[] = [];
  let isOpen = false;
  for (const { start, end, stop } of analyzeWords(text, language)) {
    const last = runs.at(-1);
    if (stop) isOpen = false;
    else if (isOpen && last !== undefined && text.slice(last.end, start) === ' ') {
      last.words++;
      if (last.words <= MOST_WORDS) last.end = end;
      else isOpen = false;
    } else {
      runs.push({ start, end, words: 1 });
      isOpen = true;
    }
  }
  return runs.map(({ start, end }) => text.slice(start, end));
}
