/** Forms of words that were met, found where a word stands in a text. */

import { hashOf, WordTable } from '../segment/word-table.js';

/** What a word comes to, wherever it stands: worked out once and kept, as most words of a text were seen before. */
export interface Form {
  term: string;
  stem: string | null;
  exact: string | null;
  stop: boolean;
  /** Where a word in camelCase falls into parts: the first index of each but the first. */
  cuts: readonly number[];
  /** What a writer numbered it as, and what it counts as in lengths (writer.ts): of the batch of this number, 0 for none yet. */
  batch: number;
  number: number;
  lengthTerm: number;
}

/** What a word comes to by itself. */
export type Learnt = Pick<Form, 'term' | 'stem' | 'exact' | 'stop' | 'cuts'>;

/** All forms have the same shape, so that reading them is fast. */
export function formOf({ term, stem, exact, stop, cuts }: Learnt): Form {
  return { term, stem, exact, stop, cuts, batch: 0, number: 0, lengthTerm: 0 };
}

export class KnownForms {
  private readonly words = new WordTable();
  /** By the numbers of their words. */
  private readonly forms: Form[] = [];

  get size(): number {
    return this.forms.length;
  }

  /** The form of the word from `start` to `end` (half-open), if it is known. @param hash as `hashOf` gives it */
  find(text: string, start: number, end: number, hash: number): Form | undefined {
    const number = this.words.find(text, start, end, hash);
    return number < 0 ? undefined : this.forms[number];
  }

  /** Keeps what is learnt of a word that is not known. */
  keep(word: string, learnt: Learnt): Form {
    return this.put(word, formOf(learnt));
  }

  /** The newest batch that has any of the words. */
  newestBatch(): number {
    return this.forms.reduce((newest, { batch }) => Math.max(newest, batch), 0);
  }

  /** Lets go of all forms but those of a batch or later ones. */
  keepSince(batch: number): void {
    const kept = this.forms.flatMap((form, i) =>
      form.batch >= batch ? [{ form, word: this.words.words[i] ?? '' }] : [],
    );
    this.clear();
    for (const { form, word } of kept) this.put(word, form);
  }

  clear(): void {
    this.words.clear();
    this.forms.length = 0;
  }

  private put(word: string, form: Form): Form {
    this.forms[this.words.numberOf(word, 0, word.length, hashOf(word, 0, word.length))] = form;
    return form;
  }
}
