/** Tells in which lists of a segment the words of its stored text must be, by analysing the text again. */

import { analyze } from '../analyze.js';
import { kept } from '../kept.js';
import type { Segment } from '../segment.js';
import type { Token } from '../types.js';
import { foundBy, indexKeys } from '../words/term-keys.js';

/** A token, by the numbers of the lists that it must be in, and of the stem that it counts as in lengths (-1: it does not count). */
export interface ListedToken {
  lists: number[];
  /** The number of its term; -1 if the dictionary lacks it. */
  word: number;
  position: number;
  stem: number;
}

export class ListedWords {
  /** The number of each term of the dictionary. */
  private readonly numbers = new Map<string, number>();
  /** Stems, numbered as they come up. */
  private readonly stems = new Map<string, number>();
  private readonly lines = new Map<string, ListedToken[]>();
  private language: string | null = null;

  constructor(
    segment: Segment,
    private readonly complain: (sentence: string) => void,
  ) {
    for (let term = 0; term < segment.termCount; term++) this.numbers.set(segment.term(term), term);
  }

  /** Begins with the text of a document. @param language of the document */
  begin(language: string | null): void {
    this.lines.clear();
    this.language = language;
  }

  /** The tokens of a title or heading, which is one line to the index. */
  ofLine(text: string): ListedToken[] {
    return kept(this.lines, text, () => this.of(text.replaceAll('\n', ' ')));
  }

  /** The tokens of a text of the document. */
  of(text: string): ListedToken[] {
    return analyze(text, this.language).map((token) => ({
      lists: this.listsOf(token),
      word: this.numbers.get(token.term) ?? -1,
      position: token.position,
      stem: token.kind === 'word' && !token.stop ? this.stemNumber(token.stem ?? token.term) : -1,
    }));
  }

  private listsOf(token: Token): number[] {
    const needed = new Set(indexKeys(token));
    return foundBy(token).flatMap((key) => {
      const number = this.numbers.get(key);
      // A stem only has a list if some word has the stem without being it.
      if (number === undefined && needed.has(key)) {
        this.complain(`The stored text has the word “${key}”, the dictionary lacks it.`);
      }
      return number ?? [];
    });
  }

  private stemNumber(stem: string): number {
    return kept(this.stems, stem, () => this.stems.size);
  }
}
