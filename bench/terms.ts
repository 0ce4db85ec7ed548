/** The words of a text as Pilcrow's analyzer has them. Every engine is given these, so that all index and find the same words: those
 * of no language, without stems and stop words, which engines have in different ways. */
import { analyze } from '../src/index/analyze.js';

export function termsOf(text: string): string[] {
  return analyze(text).map(({ term }) => term);
}
