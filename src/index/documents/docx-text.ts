/** What is known of a paragraph of a DOCX file while its runs are read, and of the fields that are open in it. */

import { isOn } from './docx-names.js';
import type { Style, Styles } from './docx-styles.js';
import { RaisedText } from './raised.js';
import type { Attributes } from './xml.js';

/** A stretch of text that looks alike. */
export interface Run {
  /** What the run says itself; null where its style decides. */
  hidden: boolean | null;
  raised: boolean;
  language: string | null;
  style: Style | null;
}

/** Takes one of the properties of a run. */
export function takeRunProperty(run: Run, name: string, attributes: Attributes, styles: Styles): void {
  const value = attributes.get('w:val') ?? '';
  if (name === 'w:rStyle') run.style = styles.of(value);
  else if (name === 'w:vanish') run.hidden = isOn(value);
  else if (name === 'w:vertAlign') run.raised = value === 'superscript';
  else if (name === 'w:lang') run.language = attributes.get('w:val') ?? null;
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
  notes: string[] = [];
  text = new RaisedText();

  /** Takes one of its properties. */
  take(name: string, attributes: Attributes): void {
    const value = attributes.get('w:val') ?? '';
    if (name === 'w:pStyle') this.styleId = value;
    else if (name === 'w:outlineLvl') this.outline = Number(value);
    else if (name === 'w:numId') this.numId = value;
    else if (name === 'w:ilvl') this.listLevel = Number(value);
  }

  /** Begins with the text of a paragraph whose end was deleted. */
  continues(other: DocxParagraph): void {
    this.text = other.text;
    this.notes = other.notes;
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
