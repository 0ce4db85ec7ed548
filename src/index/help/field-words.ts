/** Finds the words with a beginning that stand in titles, or in headings, as they are written there. Pure. */
import { analyze } from '../analyze.js';
import { isRemoved } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { END } from '../segment/postings.js';
import { fold } from '../words/fold.js';
import type { Word } from './frequent-words.js';

/** Most words that are looked for, and most postings that are looked at for each of them. */
const MAX_WORDS = 64;
const MAX_POSTINGS = 2048;

/** @param frequent the words with the beginning, most frequent first */
export function fieldWords(
  segments: readonly LiveSegment[],
  field: 'title' | 'heading',
  frequent: readonly Word[],
  most: number,
): string[] {
  const forms = new Map<string, string>();
  for (const word of frequent.slice(0, MAX_WORDS)) {
    if (forms.size >= most) break;
    const form = formIn(segments, field, word);
    if (form !== null && !forms.has(fold(form))) forms.set(fold(form), form);
  }
  return [...forms.values()];
}

/** A word as the first title or heading has it, to the end of its name (`PowerShell` for `power`); null where none has it. */
function formIn(segments: readonly LiveSegment[], field: 'title' | 'heading', { term, numbers }: Word): string | null {
  let looked = 0;
  for (const [i, { segment, removed }] of segments.entries()) {
    const number = numbers[i] ?? -1;
    if (number < 0) continue;
    const cursor = segment.cursor(number);
    for (let paragraph = cursor.next(); paragraph < END && looked++ < MAX_POSTINGS; paragraph = cursor.next()) {
      cursor.loadCounts();
      if ((cursor[field][cursor.at] ?? 0) === 0 || isRemoved(removed, paragraph)) continue;
      const { headings, opens } = segment.paragraph(paragraph);
      const title = segment.document(segment.documentOf(paragraph)).title;
      for (const text of field === 'title' ? [title] : headings.slice(headings.length - opens)) {
        const token = analyze(text).find((one) => one.term === term);
        if (token !== undefined) return text.slice(token.start, token.word?.end ?? token.end);
      }
    }
  }
  return null;
}
