/** Reads the paragraphs of the text of an ODT file in one pass over its XML. */
import type { Block } from '../../types.js';
import { tidy } from '../clean.js';
import { asNote, Flow } from '../flow.js';
import { numberOrOne } from '../item-numbers.js';
import { RaisedText } from '../raised.js';
import type { Attributes, XmlReader } from '../xml.js';
import { OdtLists } from './lists.js';
import type { OdtStyle, OdtStyles } from './styles.js';

/** What is not read: what was deleted, tables of contents, marks of notes, how words are pronounced, hidden text. */
const DROPPED = new Set(
  (
    'text:tracked-changes text:table-of-content text:illustration-index text:table-index text:object-index text:note-citation ' +
    'text:ruby-text text:hidden-text text:sequence-decls text:variable-decls text:user-field-decls office:forms svg:title date'
  ).split(' '),
);
/** Notes and remarks hold paragraphs of their own within a paragraph: they follow it as quotes, as they are set apart. */
const NOTES = new Set(['text:note-body', 'office:annotation']);
/** So do boxes, and shapes with words in them, but as text. */
const BOXES = new Set(
  (
    'draw:text-box draw:custom-shape draw:rect draw:ellipse draw:circle draw:caption draw:polygon draw:regular-polygon ' +
    'draw:path draw:line draw:polyline draw:connector draw:measure'
  ).split(' '),
);
/** Nobody puts boxes in so many boxes. */
const DEEPEST = 4;

/** A paragraph that is open; `level` is that of a heading, else 0. */
interface OpenParagraph {
  style: OdtStyle;
  level: number;
  isNumbered: boolean;
  text: RaisedText;
  spans: OdtStyle[];
}

/** What is read into: the text, or an aside. */
interface Place {
  flow: Flow;
  lists: OdtLists;
  paragraph: OpenParagraph | null;
  isNote: boolean;
  /** Of a remark. */
  author: string;
}

export class OdtBody implements XmlReader {
  private readonly outer: Place[] = [];
  private place: Place;
  /** Depth in what is not read; 0 outside. */
  private dropped = 0;
  private inText: boolean;
  private inAuthor = false;

  /** @param ofSlide whether it is given what a slide holds, rather than the file of a text */
  constructor(
    private readonly styles: OdtStyles,
    ofSlide = false,
  ) {
    this.inText = ofSlide;
    this.place = this.newPlace(new Flow(ofSlide), false);
  }

  /** All that was read, and the paragraphs of the style for titles that it begins with. */
  end(): { blocks: Block[]; titles: string[] } {
    while (this.outer.length > 0) this.endAside();
    this.endParagraph();
    const { flow } = this.place;
    return { blocks: flow.end(), titles: flow.titles };
  }

  opens(name: string, attributes: Attributes): void {
    if (this.dropped > 0) this.dropped++;
    else if (name === 'office:text') this.inText = true;
    else if (!this.inText) return;
    else if (this.drops(name, attributes)) this.dropped = 1;
    else if (isAside(name)) {
      this.outer.push(this.place);
      this.place = this.newPlace(new Flow(true), NOTES.has(name));
    } else if (!this.opensBlock(name, attributes)) this.opensInline(name, attributes);
  }

  closes(name: string): void {
    const { flow, lists, paragraph } = this.place;
    if (this.dropped > 0) this.dropped--;
    else if (isAside(name)) this.endAside();
    else if (name === 'text:p' || name === 'text:h') this.endParagraph();
    else if (name === 'text:span') paragraph?.spans.pop();
    else if (name === 'text:list') lists.leave();
    else if (name === 'table:table-row') flow.closeRow();
    else if (name === 'table:table') flow.closeTable();
    else if (name === 'creator') this.inAuthor = false;
    else if (name === 'office:text') this.inText = false;
  }

  read(text: string): void {
    if (this.dropped > 0 || !this.inText) return;
    if (this.inAuthor) this.place.author = tidy(this.place.author + text.slice(0, 200)).slice(0, 200);
    // White space is written as elements; that of the source is one space.
    else this.add(text.replace(/\s+/g, ' '));
  }

  private newPlace(flow: Flow, isNote: boolean): Place {
    return { flow, lists: new OdtLists(this.styles), paragraph: null, isNote, author: '' };
  }

  private drops(name: string, attributes: Attributes): boolean {
    return (
      DROPPED.has(name) ||
      (isAside(name) && this.outer.length >= DEEPEST) ||
      (name === 'text:section' && attributes.get('text:display') === 'none')
    );
  }

  /** Whether the element is one of those that hold paragraphs. */
  private opensBlock(name: string, attributes: Attributes): boolean {
    const { flow, lists } = this.place;
    switch (name) {
      case 'text:p':
      case 'text:h': {
        this.endParagraph();
        const style = this.styles.of(attributes.get('text:style-name') ?? '');
        const level = name === 'text:h' ? Math.max(1, numberOrOne(attributes.get('text:outline-level'))) : 0;
        this.place.paragraph = {
          style,
          level: Math.min(level, 10),
          isNumbered: attributes.get('text:is-list-header') !== 'true',
          text: new RaisedText(),
          spans: [],
        };
        return true;
      }
      case 'text:list': {
        const goesOn = attributes.get('text:continue-numbering') === 'true' || attributes.has('text:continue-list');
        lists.enter(attributes.get('text:style-name') ?? '', goesOn);
        return true;
      }
      case 'text:list-item': {
        const start = attributes.get('text:start-value');
        lists.beginItem(start === undefined ? undefined : numberOrOne(start));
        return true;
      }
      case 'table:table':
        this.endParagraph();
        flow.openTable();
        return true;
      case 'table:table-row':
        flow.openRow();
        return true;
      case 'table:table-cell':
        flow.openCell();
        return true;
      default:
        return false;
    }
  }

  private opensInline(name: string, attributes: Attributes): void {
    if (name === 'text:span') {
      const { paragraph } = this.place;
      const style = this.styles.of(attributes.get('text:style-name') ?? '');
      paragraph?.spans.push({ ...style, hidden: style.hidden || paragraph.spans.at(-1)?.hidden === true });
    } else if (name === 'text:s') this.add(' '.repeat(Math.min(numberOrOne(attributes.get('text:c')), 200)));
    else if (name === 'text:tab') this.add('\t');
    else if (name === 'text:line-break') this.add('\n');
    else if (name === 'creator') this.inAuthor = true;
  }

  private add(text: string): void {
    const { paragraph } = this.place;
    if (paragraph === null || paragraph.style.hidden || paragraph.spans.at(-1)?.hidden) return;
    paragraph.text.add(text, paragraph.spans.at(-1)?.raised === true);
  }

  private endParagraph(): void {
    const { flow, paragraph } = this.place;
    this.place.paragraph = null;
    if (paragraph !== null) this.addParagraph(paragraph);
    flow.addKept();
  }

  private addParagraph({ style: { role }, level, isNumbered, text }: OpenParagraph): void {
    const { flow, lists } = this.place;
    if (role === 'contents') return;
    const number = (): string => (level > 0 && isNumbered ? lists.heading(level) : '');
    flow.addParagraph({ role, level, text, number, item: () => lists.place() });
  }

  private endAside(): void {
    const outer = this.outer.pop();
    if (outer === undefined) return;
    this.endParagraph();
    const { flow, isNote, author } = this.place;
    this.place = outer;
    outer.flow.keep(isNote ? asNote(flow.end(), author) : flow.end());
    // A frame that stands by itself.
    if (outer.paragraph === null) outer.flow.addKept();
  }
}

function isAside(name: string): boolean {
  return NOTES.has(name) || BOXES.has(name);
}
