/** Puts the text of an HTML source together piece by piece, with the lines that it is from. */
import type { LineRange } from '../../types.js';
import { CJK, tidy, tidyCode } from '../clean.js';

/**
 * Stands for a line break of the source and the white space behind it; the readers of HTML are given no such sign. Between
 * Chinese or Japanese it is no space.
 */
const BREAK = '\v';
const BREAKS = /\n\s*/g;
const NO_SPACE = new RegExp(`(?<=${CJK.source})[^\\S\\v\\u3000]*\\v[^\\S\\u3000]*(?=${CJK.source})`, 'gu');

/** What numbers a line of code, in a piece of its own before it. */
const LINE_NUMBER = /^\s*\d{1,6}$/;
const BEGINS_WORD = /^[\p{L}_]/u;

export class HtmlText {
  private parts: string[] = [];
  /** How long they are together, in code units. */
  length = 0;
  /** The line of the first word since the last `take`; 0 before there is one. */
  private first = 0;
  /** The line of the last word. */
  last = 0;
  /** What is taken where there is no other text, with its lines. */
  private instead: { text: string; lines: LineRange } | null = null;
  /** Whether nothing was read since a line was broken. */
  private broken = false;
  private nextBreak: number;

  /**
   * @param html LF line ends
   * @param line at which it begins
   */
  constructor(
    private readonly html: string,
    private line: number,
  ) {
    this.nextBreak = html.indexOf('\n');
  }

  /** Adds a piece that begins at an offset of the source, with its white space where that is `code`. */
  add(text: string, offset: number, code: boolean): void {
    const begin = text.search(/\S/);
    if (begin >= 0) {
      this.broken = false;
      const line = this.lineAt(offset + begin);
      if (this.first === 0) {
        this.first = line;
        // In code, white space before the first word is indentation.
        if (!code) this.parts = [];
      }
      this.last = this.lineAt(offset + text.trimEnd().length - 1);
    } else if (this.first === 0 && !code) {
      return;
    }
    // Room is made by style sheets.
    if (code && LINE_NUMBER.test(this.end) && BEGINS_WORD.test(text) && /(?:^|\n)$/.test(this.parts.at(-2) ?? '')) {
      this.space(' ');
    }
    this.length += text.length;
    this.parts.push(!code && text.includes('\n') ? text.replace(BREAKS, BREAK) : text);
  }

  /** Adds a piece that is only taken if there are no others. */
  addInstead(text: string, offset: number): void {
    const line = this.lineAt(offset);
    this.instead = { text: (this.instead?.text ?? '') + text, lines: [this.instead?.lines[0] ?? line, line] };
  }

  /** Adds white space that an element stands for. */
  space(sign: ' ' | '\n'): void {
    this.parts.push(sign);
  }

  /** An element breaks the line. Tells whether one just did: two in a row part paragraphs where there are no elements for them. */
  breaksAgain(): boolean {
    const again = this.broken;
    this.broken = true;
    return again;
  }

  /** The piece added last. */
  get end(): string {
    return this.parts.at(-1) ?? '';
  }

  /** Takes the text so far, cleaned, and its lines if it has any. Then begins anew. */
  take(code: boolean): { text: string; lines: LineRange } {
    const text = this.parts.join('');
    const lines: LineRange = [this.first, this.last];
    const { instead } = this;
    this.parts = [];
    this.length = 0;
    this.first = 0;
    this.instead = null;
    const own = code
      ? tidyCode(text)
      : tidy(text.includes(BREAK) && CJK.test(text) ? text.replace(NO_SPACE, '') : text);
    return own === '' && instead !== null ? { text: tidy(instead.text), lines: instead.lines } : { text: own, lines };
  }

  /** The line of an offset. Offsets never go back, so the source's line breaks are found once, one after the other. */
  lineAt(offset: number): number {
    while (this.nextBreak >= 0 && this.nextBreak < offset) {
      this.line++;
      this.nextBreak = this.html.indexOf('\n', this.nextBreak + 1);
    }
    return this.line;
  }
}
