/** Reads the texts of a slide of a PPTX file, or of its notes, in one pass over its XML. */
import type { Block } from '../../types.js';
import { tidy, withoutEscapes } from '../clean.js';
import { Flow, NO_LINES } from '../flow.js';
import { numberOrOne } from '../item-numbers.js';
import { Alternatives } from '../ooxml/alternatives.js';
import type { Diagrams } from '../ooxml/diagrams.js';
import { wordsOfPicture } from '../ooxml/pictures.js';
import { RaisedText } from '../raised.js';
import type { Slide } from '../slides.js';
import type { Attributes, XmlReader } from '../xml.js';
import { addParagraphs, type SlideParagraph } from './paragraphs.js';

/** Elements that stand for text. */
const SIGNS = new Map([
  ['a:br', '\n'],
  ['a:tab', '\t'],
  ['m:den', '/'],
  ['m:sup', '^'],
]);
/** What the places on a slide are for, by what is read from there: nothing of what all slides have. */
const TITLES = new Set(['title', 'ctrTitle']);
const REPEATED = new Set(['sldNum', 'dt', 'ftr', 'hdr']);
const LISTS = new Set(['body', 'obj']);

export class SlideReader implements XmlReader {
  private readonly flow = new Flow(true);
  private readonly alternatives = new Alternatives();
  private readonly titles: string[] = [];
  private readonly pictures: Block[] = [];
  /** Depth in what is not read; 0 outside. */
  private dropped = 0;
  /** What the place of the shape that is open is for; '' where it has none, as boxes of text and tables. */
  private place = '';
  /** Of the shape or cell that is open. */
  private paragraphs: SlideParagraph[] = [];
  private paragraph: SlideParagraph | null = null;
  private isRaised = false;
  private inText = false;

  /** @param ofNotes whether the page with the notes of a slide is read, of which nothing else is its own */
  constructor(
    private readonly diagrams: Diagrams,
    private readonly ofNotes: boolean,
  ) {}

  /** All that was read. */
  end(): Omit<Slide, 'asides'> {
    this.endShape();
    return { titles: this.titles, blocks: [...this.flow.end(), ...this.pictures] };
  }

  opens(name: string, attributes: Attributes): void {
    if (this.dropped > 0) this.dropped++;
    else if (this.alternatives.drops(name) || isNumber(name, attributes)) this.dropped = 1;
    else if (!this.opensBlock(name, attributes)) this.opensInline(name, attributes);
  }

  closes(name: string): void {
    if (this.dropped > 0) {
      this.dropped--;
      return;
    }
    this.alternatives.closes(name);
    if (name === 'a:t' || name === 'm:t') this.inText = false;
    else if (name === 'a:p') this.paragraph = null;
    else if (name === 'p:sp' || name === 'a:tc') this.endShape();
    else if (name === 'a:tr') this.flow.closeRow();
    else if (name === 'a:tbl') this.flow.closeTable();
  }

  read(text: string): void {
    if (this.inText && this.dropped === 0) this.add(withoutEscapes(text));
  }

  /** Whether the element is one of those that hold paragraphs, or tell of them. */
  private opensBlock(name: string, attributes: Attributes): boolean {
    switch (name) {
      case 'p:sp':
      case 'p:pic':
      case 'p:graphicFrame':
        this.endShape();
        return true;
      case 'p:ph':
        this.place = attributes.get('type') ?? 'obj';
        return true;
      case 'a:tbl':
        this.flow.openTable();
        return true;
      case 'a:tr':
        this.flow.openRow();
        return true;
      case 'a:tc':
        this.flow.openCell();
        return true;
      case 'a:p':
        this.paragraph = { text: new RaisedText(), level: 0, bullet: null };
        this.paragraphs.push(this.paragraph);
        return true;
      default:
        return false;
    }
  }

  private opensInline(name: string, attributes: Attributes): void {
    const { paragraph } = this;
    const sign = SIGNS.get(name);
    if (sign !== undefined) this.add(sign);
    else if (name === 'a:t' || name === 'm:t') this.inText = true;
    else if (name === 'a:r') this.isRaised = false;
    else if (name === 'a:rPr') this.isRaised = /^[1-9]/.test(attributes.get('baseline') ?? '');
    else if (name === 'dgm:relIds') this.flow.keep(this.diagrams.take(attributes.get('r:dm')));
    else if (name === 'c:chart') this.flow.keep(this.diagrams.take(attributes.get('r:id')));
    else if (name === 'p:cNvPr') this.addPicture(wordsOfPicture(attributes));
    else if (paragraph === null) return;
    else if (name === 'a:pPr') paragraph.level = Number(/^\d$/.exec(attributes.get('lvl') ?? '')?.[0] ?? 0);
    else if (name === 'a:buNone') paragraph.bullet = 'none';
    else if (name === 'a:buChar' || name === 'a:buBlip') paragraph.bullet = 'bullet';
    else if (name === 'a:buAutoNum') paragraph.bullet = numberOrOne(attributes.get('startAt'));
  }

  private add(text: string): void {
    this.paragraph?.text.add(text, this.isRaised);
  }

  /** It stands behind the texts: what a picture shows is no title of the slide. */
  private addPicture(words: string): void {
    if (words !== '' && !this.ofNotes) this.pictures.push({ kind: 'prose', text: tidy(words), lines: NO_LINES });
  }

  private endShape(): void {
    const { place, paragraphs, flow } = this;
    this.place = '';
    this.paragraphs = [];
    this.paragraph = null;
    if (this.ofNotes) {
      if (place === 'body') addParagraphs(paragraphs, false, flow);
    } else if (TITLES.has(place)) for (const { text } of paragraphs) this.titles.push(text.text);
    else if (!REPEATED.has(place)) addParagraphs(paragraphs, LISTS.has(place), flow);
    flow.addKept();
  }
}

/** Whether an element is the number of the slide, which is that of its place. */
function isNumber(name: string, attributes: Attributes): boolean {
  return name === 'a:fld' && attributes.get('type') === 'slidenum';
}
