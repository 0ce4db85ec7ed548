/** The forms of words by the numbers that stored text has for them: a word that was met is not looked up again. */
import { codeAt } from '../segment/code-points.js';
import type { NumberedPieces } from '../segment/texts/numbered-pieces.js';
import type { Form } from './known-forms.js';
import { endsPlain } from './word-pattern.js';

/** Documents may declare any language. Each takes up to 1 MB. */
const MAX_LANGUAGES = 8;

/** The words that were met in a batch, by language. */
export class MetInLanguages {
  private readonly languages = new Map<string | null, MetWords>();

  /** @param pieces of each text when it is analysed */
  constructor(private readonly pieces: NumberedPieces) {}

  /** Those of a language; null where there are too many languages. */
  of(language: string | null): MetWords | null {
    let met = this.languages.get(language);
    if (met === undefined && this.languages.size < MAX_LANGUAGES) {
      met = new MetWords(this.pieces);
      this.languages.set(language, met);
    }
    return met ?? null;
  }

  clear(): void {
    this.languages.clear();
  }
}

/** Words of one language that were met in a batch. */
export class MetWords {
  /** By number of a piece: its form; null where it is no word, or was not met yet. */
  private readonly forms: (Form | null)[] = [null];
  /** The piece at the place that was asked for last, or the next. */
  private piece = 0;
  private text = '';
  private length = 0;

  constructor(private readonly pieces: NumberedPieces) {}

  /** Goes to the beginning of the text that the pieces are of. */
  begin(text: string): void {
    this.text = text;
    this.length = text.length;
    this.piece = 0;
  }

  /** The form of the word at a place; null where none begins, or it was not met. Places must be asked for in order. */
  at(place: number): Form | null {
    const { pieces, forms } = this;
    while (this.piece < pieces.length && pieces.startOf(this.piece) < place) this.piece++;
    if (this.piece === pieces.length || pieces.startOf(this.piece) > place) return null;
    const number = pieces.numberOf(this.piece);
    const form = number < forms.length ? (forms[number] ?? null) : null;
    if (form === null) return null;
    // For the vocabulary, an apostrophe ends a word.
    return this.end === this.length || endsPlain(codeAt(this.text, this.end)) ? form : null;
  }

  /** Where the word ends that `at` found. */
  get end(): number {
    return this.pieces.endOf(this.piece);
  }

  /** Keeps the form of a word of ASCII letters and digits where it is a piece. `at` was asked for its place last. */
  keep(form: Form, start: number, end: number): void {
    const { pieces, forms, piece } = this;
    if (piece === pieces.length || pieces.startOf(piece) !== start || pieces.endOf(piece) !== end) return;
    const number = pieces.numberOf(piece);
    // An array with large gaps would become a map.
    while (forms.length <= number) forms.push(null);
    forms[number] = form;
  }
}
