/** Tells what a picture of a file of Office shows, as far as somebody has said it. */
import { HAS_WORD } from '../clean.js';
import type { Attributes } from '../xml.js';

/** What programs tell: the name of its file, or a guess. */
const NO_DESCRIPTION = /^\S+\.\w{3,4}$|automatically generated|^[a-z]+:\/\//i;

/** Its description, between spaces; '' where there is none. @param attributes of its properties (`wp:docPr`, `p:cNvPr`) */
export function wordsOfPicture(attributes: Attributes): string {
  const words = attributes.get('descr') ?? '';
  return HAS_WORD.test(words) && !NO_DESCRIPTION.test(words) ? ` ${words} ` : '';
}
