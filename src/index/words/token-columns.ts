/** The tokens of a text as columns, so that indexing makes no object of each. */

import type { Token, TokenKind } from '../types.js';
import type { Form } from './known-forms.js';

/** Tokens in reading order: the elements of all columns at one index are one token. */
export class TokenColumns {
  length = 0;
  readonly forms: Form[] = [];
  readonly positions: number[] = [];
  readonly kinds: TokenKind[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** For the parts of a word in camelCase, where that word begins and ends, half-open; -1 for other tokens. */
  private readonly wordStarts: number[] = [];
  private readonly wordEnds: number[] = [];

  /** @param hasPlaces whether it keeps where tokens stand in the text, which indexing does not ask for */
  constructor(private readonly hasPlaces: boolean) {}

  /** Inserts a compound at the position of its first part, which moves up with all behind it. */
  insertCompound(at: number, form: Form, start: number, end: number): void {
    const position = this.positions[at] ?? 0;
    for (let i = this.length; i > at; i--) this.move(i - 1, i);
    this.length++;
    this.write(at, form, position, start, end, 'compound', -1, -1);
  }

  /** Adds a character of the pair at a position. */
  addCharacter(form: Form, position: number, start: number, end: number): void {
    this.write(this.length++, form, position, start, end, 'character', -1, -1);
  }

  add(form: Form, position: number, start: number, end: number, wordStart: number, wordEnd: number): void {
    this.write(this.length++, form, position, start, end, 'word', wordStart, wordEnd);
  }

  tokens(): Token[] {
    return this.forms.slice(0, this.length).map(({ term, stem, exact, stop }, i): Token => {
      const wordStart = this.wordStarts[i] ?? -1;
      return {
        term,
        stem,
        exact,
        stop,
        kind: this.kinds[i] ?? 'word',
        position: this.positions[i] ?? 0,
        start: this.starts[i] ?? 0,
        end: this.ends[i] ?? 0,
        word: wordStart < 0 ? null : { start: wordStart, end: this.wordEnds[i] ?? 0 },
      };
    });
  }

  private move(from: number, to: number): void {
    const form = this.forms[from];
    if (form === undefined) return;
    const [start = 0, end = 0] = [this.starts[from], this.ends[from]];
    const [wordStart = -1, wordEnd = -1] = [this.wordStarts[from], this.wordEnds[from]];
    this.write(to, form, this.positions[from] ?? 0, start, end, this.kinds[from] ?? 'word', wordStart, wordEnd);
  }

  private write(
    at: number,
    form: Form,
    position: number,
    start: number,
    end: number,
    kind: TokenKind,
    wordStart: number,
    wordEnd: number,
  ): void {
    this.forms[at] = form;
    this.positions[at] = position;
    this.kinds[at] = kind;
    if (!this.hasPlaces) return;
    this.starts[at] = start;
    this.ends[at] = end;
    this.wordStarts[at] = wordStart;
    this.wordEnds[at] = wordEnd;
  }
}
