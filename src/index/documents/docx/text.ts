/** Knows the paragraph of a DOCX file that is open: what of its text is shown, and what its properties make of it. */

import type { StyledParagraph } from '../flow.js';
import { RaisedText } from '../raised.js';
import type { Attributes } from '../xml.js';
import { isOn } from './names.js';
import type { Numbering } from './numbering.js';
import { headingLevel, type Style, type Styles } from './styles.js';

/** A stretch of text that looks alike; null where it says nothing itself and its style decides. */
interface Run {
  hidden: boolean | null;
  raised: boolean;
  language: string | null;
  style: Style | null;
}

/** A paragraph that is open. */
export class DocxParagraph {
  /** Whether it goes on with the next one: its end was deleted, or it is the large first letter of a chapter. */
  goesOn = false;
  /** The notes and remarks that it refers to, by their keys. */
  notes: string[] = [];
  private text = new RaisedText();
  /** What it says itself; null where its style decides. */
  private styleId: string | null = null;
  private outline: number | null = null;
  private numId: string | null = null;
  private listLevel: number | null = null;
  private run: Run | null = null;

  /** @param fields those that are open where it begins */
  constructor(
    private readonly styles: Styles,
    private readonly fields: Fields,
  ) {}

  /** Begins with the text of a paragraph whose end was deleted. */
  continues(other: DocxParagraph): void {
    this.text = other.text;
    this.notes = other.notes;
  }

  /** Takes one of its properties. */
  take(name: string, attributes: Attributes): void {
    const value = attributes.get('w:val') ?? '';
    if (name === 'w:pStyle') this.styleId = value;
    else if (name === 'w:outlineLvl') this.outline = Number(value);
    else if (name === 'w:numId') this.numId = value;
    else if (name === 'w:ilvl') this.listLevel = Number(value);
    else if (name === 'w:framePr') this.goesOn ||= /^(?:drop|margin)$/.test(attributes.get('w:dropCap') ?? '');
  }

  beginRun(): void {
    this.run = { hidden: null, raised: false, language: null, style: null };
  }

  endRun(): void {
    this.run = null;
  }

  /** Takes one of the properties of the run that is open. */
  takeOfRun(name: string, attributes: Attributes): void {
    const { run } = this;
    const value = attributes.get('w:val') ?? '';
    if (run === null) return;
    if (name === 'w:rStyle') run.style = this.styles.of(value);
    else if (name === 'w:vanish') run.hidden = isOn(value);
    else if (name === 'w:vertAlign') run.raised = value === 'superscript';
    else if (name === 'w:lang') run.language = attributes.get('w:val') ?? null;
  }

  /** Whether what comes is not shown: hidden text, and the codes of fields. */
  get isHidden(): boolean {
    if (this.fields.inCode) return true;
    return this.run !== null && (this.run.hidden ?? (this.run.style?.hidden || this.style.hidden));
  }

  /** The language of what comes; '' where nothing says it. */
  get language(): string {
    return this.run?.language ?? this.run?.style?.language ?? this.style.language ?? '';
  }

  add(text: string): void {
    // Signs of symbol fonts have no meaning without their font.
    this.text.add(text.replace(/[\uf000-\uf0ff]/g, ''), this.run?.raised === true);
  }

  /** What its style and its place in lists make of it, which counts it; null in a table of contents. */
  styled(numbering: Numbering): StyledParagraph | null {
    const { style, outline, text } = this;
    if (style.role === 'contents') return null;
    const level = outline === null ? style.level : headingLevel(outline);
    const list = this.numId ?? style.numId;
    // An empty item counts as well.
    const item = list === null ? null : numbering.next(list, this.listLevel ?? style.listLevel);
    return { role: style.role, level, text, number: () => item?.heading ?? '', item: () => item };
  }

  private get style(): Style {
    return this.styles.ofParagraph(this.styleId);
  }
}

/** The fields that are open. Of a field, its result is read and not its code: `begin`, code, `separate`, result, `end`. */
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
