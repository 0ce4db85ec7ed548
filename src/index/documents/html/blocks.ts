/** Turns HTML source into blocks of text, title and metadata in one pass over its tokens, whatever the source looks like. */
import type { Block } from '../../types.js';
import { Containers } from '../containers.js';
import { addMetadata, type OpenMetadata } from '../metadata.js';
import { beforeRaised } from '../raised.js';
import { CELL_LENGTH } from '../table-rows.js';
import { HEADING_LENGTH } from '../title.js';
import { Dropped, isHidden } from './dropped.js';
import { ANCHOR, BLOCKS, BOXES, CODE, ENDS_HEADING, isRole, LISTS, META, numberOf, PILCROW } from './elements.js';
import { preformatted } from './preformatted.js';
import { HtmlTable } from './table.js';
import { readTags, type Tag, type TagReader } from './tags.js';
import { HtmlText } from './text.js';

/** The result of one pass over a source. */
interface HtmlContent {
  blocks: Block[];
  title: string;
  language: string | undefined;
  /** What the body says: in Texinfo the language of the manual, but in Word and LibreOffice the one that these are set to. */
  bodyLanguage: string | undefined;
  metadata: OpenMetadata;
}

/**
 * Reads HTML. The few elements that matter are counted rather than kept in a stack.
 *
 * @param html with LF line ends, as from `cleanMarkup`
 * @param firstLine the source line at which `html` begins
 */
export function readHtmlBlocks(html: string, firstLine = 1): HtmlContent {
  const reader = new HtmlReader(html, firstLine);
  readTags(html, reader);
  reader.ends();
  return reader.content;
}

class HtmlReader implements TagReader {
  readonly content: HtmlContent = {
    blocks: [],
    title: '',
    language: undefined,
    bodyLanguage: undefined,
    metadata: new Map(),
  };
  inDrawing = false;

  private readonly dropped = new Dropped();
  private readonly containers = new Containers();
  private preDepth = 0;
  /** The element that is navigation: its name, and how many of that name are open in it. */
  private nav: { name: string; same: number } | null = null;
  /** How many blocks stood before the figure that is open; null outside figures. */
  private beforeFigure: number | null = null;
  private level = 0;
  private inTitle = false;
  private inLink = false;
  private readonly table = new HtmlTable();
  private readonly text: HtmlText;

  constructor(
    private readonly html: string,
    firstLine: number,
  ) {
    this.text = new HtmlText(html, firstLine);
  }

  ends(): void {
    this.endTable();
  }

  opens(tag: Tag): void {
    const { name, attributes, start, end, empty } = tag;
    if (!this.dropped.readsOpening(name, empty)) return;
    if (isHidden(tag, this.html, this.inDrawing, this.level > 0)) {
      if (BLOCKS.has(name) && !this.inDrawing) this.boundary(name);
      if (!empty) this.dropped.begin(name);
    } else if (name === 'br') {
      if (this.text.breaksAgain() && this.preDepth + this.level === 0) this.boundary(name);
      else this.text.space(this.preDepth > 0 || !this.table.inCell ? '\n' : ' ');
    } else if (name === 'img') {
      const shown = ` ${attributes.get('alt') ?? ''} `;
      // Beside the words of a heading, these are logos and badges.
      if (this.level > 0) this.text.addInstead(shown, end);
      else this.read(shown, end);
    } else if (BOXES.has(name) || (name === 'tspan' && attributes.has('x'))) {
      this.text.space(' ');
      if (name === 'foreignobject') this.inDrawing = false;
    } else if (name === 'svg') {
      this.inDrawing = true;
    } else if (name === 'mn') {
      // Two numbers of a formula, such as those of a fraction, are no longer one.
      if (/\d$/.test(this.text.end)) this.text.space(' ');
    } else if (name === 'sup') {
      this.raise(end, this.html.slice(end + 1, end + 8));
    } else if (name === 'a') {
      // Books raise the numbers of notes by their style sheets.
      if (isRole(attributes, 'noteref')) this.raise(end, '<a');
      this.inLink = true;
    } else if (name === 'code' && this.preDepth > 0 && this.html.endsWith('</code>', start)) {
      // Each is a line of its own.
      this.text.space('\n');
    } else if (name === 'meta') {
      const property = attributes.get('name') ?? attributes.get('property') ?? '';
      if (META.has(property.toLowerCase())) {
        addMetadata(this.content.metadata, property, attributes.get('content') ?? '');
      }
    } else if (BLOCKS.has(name)) {
      this.opensBlock(name, attributes, end);
    }
  }

  /** Raised text begins. */
  private raise(offset: number, behind: string): void {
    const sign = beforeRaised(this.text.end, behind);
    if (sign !== '') this.read(sign, offset);
  }

  private opensBlock(name: string, attributes: ReadonlyMap<string, string>, offset: number): void {
    // No drawing has these but in foreign objects: one that was left open ends here.
    this.inDrawing = false;
    // So do links to other pages.
    if (name === 'main' || name === 'article' || attributes.get('role') === 'main') this.endNav();
    this.boundary(name);
    if (ENDS_HEADING.has(name)) this.level = 0;
    if (name === this.nav?.name) this.nav.same++;
    else if (name === 'nav' || attributes.get('role') === 'navigation') this.nav ??= { name, same: 0 };
    if (name === 'html') {
      this.content.language ??= attributes.get('lang') ?? attributes.get('xml:lang');
    } else if (name === 'body') {
      this.content.bodyLanguage ??= attributes.get('lang') ?? attributes.get('xml:lang');
    } else if (name === 'title') {
      this.inTitle = this.content.title === '';
    } else if (LISTS.has(name)) {
      this.containers.enter('list', name === 'ol' ? (numberOf(attributes.get('start')) ?? 1) : null);
    } else if (name === 'li' || name === 'dt') {
      this.containers.beginItem(numberOf(attributes.get('value')));
    } else if (name === 'blockquote') {
      this.containers.enter('quote');
    } else if (name === 'figure') {
      this.beforeFigure = this.content.blocks.length;
    } else if (/^h[1-6]$/.test(name)) {
      if (this.nav !== null) return;
      this.endTable();
      this.preDepth = 0;
      this.level = Number(name[1]);
    } else if (CODE.has(name)) {
      // Code and headings in a cell, or a table in a table: the outer table is page layout, not rows of data.
      if (this.preDepth === 0) this.endTable();
      this.preDepth++;
    } else if (name === 'table') {
      this.endTable();
      this.preDepth = 0;
      this.table.begin();
    } else if (name === 'tr') {
      this.endRow();
    } else if (name === 'td' || name === 'th') {
      this.endCell();
      this.table.beginCell(this.text.lineAt(offset));
    }
  }

  closes(name: string): void {
    if (!this.dropped.readsClosing(name)) return;
    if (BOXES.has(name)) this.text.space(' ');
    else if (name === 'a') this.inLink = false;
    if (name === 'foreignobject') this.inDrawing = true;
    else if (name === 'svg') this.inDrawing = false;
    if (!BLOCKS.has(name)) return;
    if (name === 'td' || name === 'th') this.endCell();
    else if (name === 'tr') this.endRow();
    else if (name === 'table') this.endTable();
    if (CODE.has(name) && this.preDepth === 1) this.endBlock();
    else if (name === this.nav?.name && this.nav.same-- === 0) this.endNav();
    else this.boundary(name);
    if (name === 'title') this.inTitle = false;
    else if (LISTS.has(name)) this.containers.leave('list');
    else if (name === 'blockquote') this.containers.leave('quote');
    else if (CODE.has(name)) this.preDepth = Math.max(0, this.preDepth - 1);
    else if (name === 'figure') this.beforeFigure = null;
    else if (/^h[1-6]$/.test(name)) this.level = 0;
  }

  read(text: string, offset: number): void {
    if (this.dropped.name !== null) return;
    if (this.inTitle) {
      if (this.content.title.length <= HEADING_LENGTH) this.content.title += text;
      return;
    }
    if (this.inLink && (this.level > 0 ? ANCHOR : PILCROW).test(text)) return;
    this.text.add(text, offset, this.preDepth > 0);
  }

  /** A block element begins or ends: what was read so far is a block, or a part of a cell, or of a heading that has boxes. */
  private boundary(name: string): void {
    if (this.table.inCell && this.text.length > CELL_LENGTH) this.endLayout();
    else if (this.table.inCell || (this.level > 0 && name === 'div')) this.text.space(' ');
    else if (this.preDepth > 0 || this.nav !== null) this.text.space('\n');
    else this.endBlock();
  }

  /**
   * What leads through a site is one paragraph, a link a line: as items and headings of their own, the same few words of
   * each page would stand before what the page says.
   */
  private endNav(): void {
    if (this.nav !== null) this.endBlock();
    this.nav = null;
  }

  private endBlock(): void {
    const code = this.preDepth > 0;
    const { text, lines } = this.text.take(code);
    if (text === '' || this.repeatsCaption(text)) return;
    const heading = text.replaceAll('\n', ' ');
    if (code) for (const block of preformatted(text, lines)) this.add(block);
    else if (this.level === 0 || heading.length > HEADING_LENGTH)
      this.add({ kind: this.containers.innermost() ?? 'prose', text, lines });
    else this.content.blocks.push({ kind: 'heading', level: this.level, text: heading, lines });
  }

  /** Whether a text is both what a picture is said to show and its caption: tools write one where only the other was given. */
  private repeatsCaption(text: string): boolean {
    const { blocks } = this.content;
    return this.beforeFigure !== null && blocks.length > this.beforeFigure && blocks.at(-1)?.text === text;
  }

  private endCell(): void {
    if (this.table.inCell) this.table.endCell(this.text.take(false).text);
  }

  private endRow(): void {
    this.endCell();
    this.table.endRow();
  }

  private endTable(): void {
    this.endRow();
    this.endBlock();
    this.addTable(this.text.last);
  }

  /** The cell that is open turns out to be a part of the page. */
  private endLayout(): void {
    this.table.inCell = false;
    this.endRow();
    this.addTable();
    this.endBlock();
  }

  private addTable(last?: number): void {
    const block = this.table.end(last);
    if (block !== null) this.add(block);
  }

  private add(block: Block): void {
    block.list = this.containers.place();
    this.content.blocks.push(block);
  }
}
