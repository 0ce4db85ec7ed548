/** Puts the text of one paragraph of a DOCX file together from its runs. */
import { tidy } from './clean.js';
import type { Style } from './docx-styles.js';
import { beforeRaised } from './raised.js';

/** A stretch of text that looks alike. */
export interface Run {
  /** What the run says itself; null where its style decides. */
  hidden: boolean | null;
  raised: boolean;
  language: string | null;
  style: Style | null;
}

/** A paragraph that is open. */
export class DocxParagraph {
  /** Null where it names none. */
  styleId: string | null = null;
  outline: number | null = null;
  numId: string | null = null;
  listLevel: number | null = null;
  /** Whether its end was deleted: it goes on with the next one. */
  goesOn = false;
  /** The notes and remarks that it refers to. */
  readonly notes: string[] = [];
  private parts: string[] = [];
  private wasRaised = false;

  add(text: string, raised: boolean): void {
    if (raised && !this.wasRaised) {
      const sign = beforeRaised(this.parts.slice(-8).join(''), text);
      if (sign !== '') this.parts.push(sign);
    }
    this.wasRaised = raised;
    this.parts.push(text);
  }

  /** Begins with the text of a paragraph whose end was deleted. */
  continues(other: DocxParagraph): void {
    this.parts = other.parts;
    this.notes.push(...other.notes);
  }

  /** As it is written, with its white space. */
  get source(): string {
    return this.parts.join('');
  }

  get text(): string {
    return tidy(this.source);
  }
}

/**
 * The fields that are open. Of a field, its result is read and not its code: `begin`, code, `separate`, result, `end`.
 */
export class Fields {
  private readonly open: ('code' | 'result')[] = [];
  private codes = 0;

  /** Whether what comes is the code of a field. */
  get inCode(): boolean {
    return this.codes > 0;
  }

  take(mark: string | undefined): void {
    if (mark === 'begin') {
      this.open.push('code');
      this.codes++;
    } else if (mark === 'separate' && this.open.at(-1) === 'code') {
      this.open[this.open.length - 1] = 'result';
      this.codes--;
    } else if (mark === 'end' && this.open.pop() === 'code') this.codes--;
  }

  /** Codes end with their paragraph: one that was left open would hide all that follows. */
  endParagraph(): void {
    if (this.codes > 0) this.open.fill('result');
    this.codes = 0;
  }
}
