/** Reads an ODT document (OpenDocument text, as LibreOffice writes it): an archive of XML parts. */
import type { Block, ParsedDocument } from '../types.js';
import { tidy } from './clean.js';
import { Flow } from './flow.js';
import { OdtLists } from './odt-lists.js';
import { numberOf, ODF, type OdtStyle, OdtStyles } from './odt-styles.js';
import { languageOf, readProperties, titledBlocks } from './office-properties.js';
import { Skip } from './open-file.js';
import { RaisedText } from './raised.js';
import { HEADING_LENGTH } from './title.js';
import { type Attributes, readXml, type XmlReader } from './xml.js';
import { isZip, Zip } from './zip.js';

/**
 * Reads an ODT file as its author sees it, like `readDocx`.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readOdt(bytes: Uint8Array): ParsedDocument {
  if (!isZip(bytes)) {
    throw new Skip(bytes.length === 0 ? 'empty: no text to search' : 'no OpenDocument text, whatever its name says');
  }
  const zip = new Zip(bytes);
  checkReadable(zip);
  const content = zip.text('content.xml');
  if (content === '') throw new Skip('no OpenDocument text, whatever its name says: the archive has no text of one');
  const styles = new OdtStyles();
  styles.take(zip.text('styles.xml'));
  styles.take(content);
  const body = new Body(styles);
  readXml(content, body, ODF);
  const properties = readProperties(zip.text('meta.xml'));
  const { title, blocks } = titledBlocks(body.titles, body.end(), properties.title);
  const language = languageOf([properties.language, styles.language], title, blocks);
  return { title, language, metadata: properties.metadata, blocks };
}

/** @throws Skip if its text is encrypted */
function checkReadable(zip: Zip): void {
  let part = '';
  readXml(
    zip.text('META-INF/manifest.xml'),
    {
      opens: (name, attributes) => {
        if (name === 'manifest:file-entry') part = attributes.get('manifest:full-path') ?? '';
        else if (name === 'manifest:encryption-data' && /^(?:content\.xml|encrypted-package)$/.test(part)) {
          throw new Skip('protected by a password; save it without one to search it');
        }
      },
      closes: () => {},
      read: () => {},
    },
    ODF,
  );
}

/** What is not read: what was deleted, tables of contents, marks of notes, how words are pronounced, hidden text. */
const DROPPED = new Set(
  (
    'text:tracked-changes text:table-of-content text:illustration-index text:table-index text:object-index text:note-citation ' +
    'text:ruby-text text:hidden-text text:sequence-decls text:variable-decls text:user-field-decls office:forms svg:title dc:date'
  ).split(' '),
);
/** What holds paragraphs of its own within a paragraph: they follow it. Notes and remarks are quotes: they are set apart. */
const ASIDE = new Set(['text:note-body', 'office:annotation', 'draw:text-box']);
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
  /** Blocks of asides, which follow the paragraph or the table. */
  behind: Block[];
  isQuote: boolean;
  author: string;
}

class Body implements XmlReader {
  /** The paragraphs of the style for titles that the text begins with. */
  readonly titles: string[] = [];
  private readonly outer: Place[] = [];
  private place: Place;
  /** Depth in what is not read; 0 outside. */
  private dropped = 0;
  private inText = false;
  private inAuthor = false;

  constructor(private readonly styles: OdtStyles) {
    this.place = this.newPlace(false);
  }

  end(): Block[] {
    while (this.outer.length > 0) this.endAside();
    this.endParagraph();
    const blocks = this.place.flow.end();
    return [...blocks, ...this.place.behind];
  }

  opens(name: string, attributes: Attributes): void {
    if (this.dropped > 0) this.dropped++;
    else if (name === 'office:text') this.inText = true;
    else if (!this.inText) return;
    else if (this.drops(name, attributes)) this.dropped = 1;
    else if (ASIDE.has(name)) {
      this.outer.push(this.place);
      this.place = this.newPlace(name !== 'draw:text-box');
    } else if (!this.opensBlock(name, attributes)) this.opensInline(name, attributes);
  }

  closes(name: string): void {
    const { flow, lists, paragraph } = this.place;
    if (this.dropped > 0) this.dropped--;
    else if (ASIDE.has(name)) this.endAside();
    else if (name === 'text:p' || name === 'text:h') this.endParagraph();
    else if (name === 'text:span') paragraph?.spans.pop();
    else if (name === 'text:list') lists.leave();
    else if (name === 'table:table-row') flow.closeRow();
    else if (name === 'table:table') {
      flow.closeTable();
      this.addBehind();
    } else if (name === 'dc:creator') this.inAuthor = false;
    else if (name === 'office:text') this.inText = false;
  }

  read(text: string): void {
    if (this.dropped > 0 || !this.inText) return;
    if (this.inAuthor) this.place.author = tidy(this.place.author + text.slice(0, 200)).slice(0, 200);
    // White space is written as elements; that of the source is one space.
    else this.add(text.replace(/\s+/g, ' '));
  }

  private newPlace(isQuote: boolean): Place {
    return { flow: new Flow(), lists: new OdtLists(this.styles), paragraph: null, behind: [], isQuote, author: '' };
  }

  private drops(name: string, attributes: Attributes): boolean {
    return (
      DROPPED.has(name) ||
      (ASIDE.has(name) && this.outer.length >= DEEPEST) ||
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
        const level = name === 'text:h' ? Math.max(1, numberOf(attributes.get('text:outline-level') ?? '', 1)) : 0;
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
        lists.beginItem(start === undefined ? undefined : numberOf(start, 1));
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
    } else if (name === 'text:s') this.add(' '.repeat(Math.min(numberOf(attributes.get('text:c') ?? '', 1), 200)));
    else if (name === 'text:tab') this.add('\t');
    else if (name === 'text:line-break') this.add('\n');
    else if (name === 'dc:creator') this.inAuthor = true;
  }

  private add(text: string): void {
    const { paragraph } = this.place;
    if (paragraph === null || paragraph.style.hidden || paragraph.spans.at(-1)?.hidden) return;
    paragraph.text.add(text, paragraph.spans.at(-1)?.raised === true);
  }

  private endParagraph(): void {
    const { paragraph } = this.place;
    this.place.paragraph = null;
    if (paragraph !== null) this.addParagraph(paragraph);
    this.addBehind();
  }

  private addParagraph({ style, level, isNumbered, text: { source, text } }: OpenParagraph): void {
    const { flow, lists, isQuote } = this.place;
    if (style.role === 'contents') return;
    if (style.role === 'code') {
      flow.addText('code', source);
      return;
    }
    if (text === '') return;
    const isTitle = style.role === 'title';
    if (isTitle && flow.isEmpty && this.outer.length === 0) this.titles.push(text);
    else if ((level > 0 || isTitle) && text.length <= HEADING_LENGTH) {
      const number = level > 0 && isNumbered ? lists.heading(level) : '';
      flow.addHeading(Math.max(1, level), tidy(`${number} ${text.replaceAll('\n', ' ')}`));
    } else {
      const place = lists.place();
      if (place !== null) flow.addItem(place.list, place.label, text);
      else flow.addText(isQuote || style.role === 'quote' ? 'quote' : 'prose', text);
    }
  }

  private addBehind(): void {
    const { flow, behind } = this.place;
    if (behind.length === 0 || flow.isInTable) return;
    flow.addAll(behind);
    this.place.behind = [];
  }

  private endAside(): void {
    const outer = this.outer.pop();
    if (outer === undefined) return;
    this.endParagraph();
    const { flow, behind, author } = this.place;
    const blocks = [...flow.end(), ...behind];
    this.place = outer;
    const [first] = blocks;
    if (first === undefined) return;
    if (author !== '') blocks[0] = { ...first, text: `${author}: ${first.text}` };
    for (const block of blocks) outer.behind.push(block);
    // A frame that stands by itself.
    if (outer.paragraph === null) this.addBehind();
  }
}
