/** Finds how a word is usually written, as its term is folded. */
import { analyze } from '../analyze.js';
import { isRemoved } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';
import { END } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import type { Token } from '../types.js';
import { fold, SHORT_ENDING } from '../words/fold.js';
import type { Word } from './frequent-words.js';

/** How many code units of a paragraph are read. */
const MAX_TEXT = 2000;
/** How many paragraphs are read to see how a word is written. */
const FORM_SAMPLE = 2;
/** How many are passed over for that, which are deleted or do not pass the filters. */
const MAX_PASSED = 1 << 14;
/** What may stand before the first word of a sentence. */
const SENTENCE = /(?:^|[.!?:…。]["'”’»)\]]*\s+)["'“‘«([]*$/u;

/** The forms of a word in the first few paragraphs that have it, with how often each was seen. None where none is left that has it. */
export function formsOf(segments: readonly LiveSegment[], { term, numbers }: Word): Map<string, number> {
  const forms = new Map<string, number>();
  let left = FORM_SAMPLE;
  let passed = 0;
  const look = (text: string): void => {
    for (const token of analyze(text)) if (token.term === term) addForm(forms, text, token);
  };
  for (const [i, { segment, removed }] of segments.entries()) {
    const number = numbers[i] ?? -1;
    if (number < 0) continue;
    const cursor = segment.cursor(number);
    for (let paragraph = cursor.next(); paragraph < END && left > 0; paragraph = cursor.next()) {
      if (isRemoved(removed, paragraph)) {
        if (passed++ < MAX_PASSED) continue;
        break;
      }
      left--;
      for (const text of textsOf(segment, paragraph)) look(text);
      if (forms.size === 0) look(segment.document(segment.documentOf(paragraph)).title);
    }
  }
  return forms.size > 0 || left === FORM_SAMPLE ? forms : new Map([[term, 1]]);
}

/** Counts a form of a token, as its text writes it. */
export function addForm(forms: Map<string, number>, text: string, { term, start, end }: Token): void {
  const written = text.slice(start, end).replace(SHORT_ENDING, '');
  // If the text does not fold to the term (signs that fold to nothing, joined letters), the term has to do.
  const form = fold(written) === term ? written : term;
  const lower = form.toLowerCase();
  // The capital may be that of a sentence, so forms that are seen elsewhere weigh more.
  const unsure = form.slice(1) === lower.slice(1) && form !== lower && isSentenceStart(text, start);
  if (unsure) forms.set(lower, (forms.get(lower) ?? 0) + 0.5);
  else forms.set(form, (forms.get(form) ?? 0) + 1);
}

function isSentenceStart(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 8), at);
  return SENTENCE.test(at > 8 ? `x${before}` : before);
}

/** The most common form. */
export function usualForm(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort(([a, n], [b, m]) => m - n || (a > b ? -1 : 1))[0]?.[0] ?? '';
}

/** A paragraph's own text, and the headings that begin at it. */
export function textsOf(segment: Segment, paragraph: number): string[] {
  const { text, headings, opens } = segment.paragraph(paragraph);
  return [text.slice(0, MAX_TEXT), ...headings.slice(headings.length - opens)];
}
