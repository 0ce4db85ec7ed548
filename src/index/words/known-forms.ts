/** Keeps the forms of words that were met, and finds them by the place of a word in a text. */

import { hashOf, WordTable } from '../segment/texts/word-table.js';

/**
 * The form of a word: everything that is known of it wherever it stands. Computed once and kept, as most words of a
 * text were met before.
 */
export interface Form {
  term: string;
  stem: string | null;
  exact: string | null;
  stop: boolean;
  /** The parts of a word in camelCase: the first index of each part but the first. */
  cuts: readonly number[];
  /** What a word in camelCase, or the `v2` of a version, is divided into, once it was met so; null for all others. */
  divided: Divided | null;
  /**
   * The batch that it was last numbered in (0 for none), its number there, and that of the word that it counts as in
   * lengths (write/keys.ts).
   */
  batch: number;
  number: number;
  lengthTerm: number;
}

/** The form of a part of a word, and where it stands in it (half-open). */
export interface Part {
  form: Form;
  from: number;
  to: number;
}

/** The forms of the parts of a word, and that of the whole. */
export interface Divided {
  parts: readonly Part[];
  whole: Form;
}

/** The part of a form that depends on the word alone. */
export type Learnt = Pick<Form, 'term' | 'stem' | 'exact' | 'stop' | 'cuts'>;

/** Makes a form. All have the same shape, so that V8 reads them fast. */
export function formOf({ term, stem, exact, stop, cuts }: Learnt): Form {
  return { term, stem, exact, stop, cuts, divided: null, batch: 0, number: 0, lengthTerm: 0 };
}

export class KnownForms {
  private readonly words = new WordTable();
  /** By number of the word. */
  private readonly forms: Form[] = [];

  get size(): number {
    return this.forms.length;
  }

  /** The form of the word from `start` to `end` (half-open), if it is known. @param hash as `hashOf` gives it */
  find(text: string, start: number, end: number, hash: number): Form | undefined {
    const number = this.words.find(text, start, end, hash);
    return number < 0 ? undefined : this.forms[number];
  }

  /** Keeps the form of a new word. */
  keep(word: string, learnt: Learnt): Form {
    return this.put(word, formOf(learnt));
  }

  /** The newest batch that any form was numbered in. */
  newestBatch(): number {
    return this.forms.reduce((newest, { batch }) => Math.max(newest, batch), 0);
  }

  /** How many forms are of a batch or of later ones. */
  countSince(batch: number): number {
    return this.forms.reduce((count, form) => count + Number(form.batch >= batch), 0);
  }

  /** Drops all forms but those of a batch and of later ones. */
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
