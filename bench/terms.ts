/**
 * The words of a text by Pilcrow's analyzer. All engines are given these, so that all index and search the same words:
 * those without a language, and so without stems and stop words, which engines treat differently.
 */
import { analyze } from '../src/index/analyze.js';

export function termsOf(text: string): string[] {
  return analyze(text).map(({ term }) => term);
}
