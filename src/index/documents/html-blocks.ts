/** Turns HTML source into blocks of text, title and metadata in one pass over its tokens, whatever the source looks like. */
import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { Block, BlockKind } from '../types.js';
import { Containers } from './containers.js';
import { Dropped, isHidden } from './html-dropped.js';
import {
  ANCHOR,
  ATTRIBUTES,
  BLOCKS,
  BOXES,
  ENDS_HEADING,
  LISTS,
  META,
  numberOf,
  PILCROW,
  VOID,
} from './html-elements.js';
import { HtmlText } from './html-text.js';
import { addMetadata, type OpenMetadata } from './metadata.js';
import { beforeRaised } from './raised.js';
import { TableRows } from './table-rows.js';
import { HEADING_LENGTH } from './title.js';

/** The result of one pass over a source. */
export interface HtmlContent {
  blocks: Block[];
  title: string;
  language: string | undefined;
  metadata: OpenMetadata;
}

/**
 * Reads HTML. Works on htmlparser2's tokens rather than its `Parser`, whose stack of open elements makes nesting
 * quadratic (200,000 nested `<div>` took it 38 s): the few elements that matter are counted instead.
 *
 * @param html with LF line ends, as from `cleanMarkup`
 * @param firstLine the source line at which `html` begins
 */
export function readHtmlBlocks(html: string, firstLine: number): HtmlContent {
  const reader = new HtmlReader(html, firstLine);
  // Self-closed `<script/>` and `<title/>`, as XHTML writes them, must not swallow what follows.
  const tokenizer = new Tokenizer({ decodeEntities: true, recognizeSelfClosing: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.content;
}

class HtmlReader implements TokenizerCallbacks {
  readonly content: HtmlContent = { blocks: [], title: '', language: undefined, metadata: new Map() };

  private tag = '';
  private tagStart = 0;
  private attribute = '';
  private value = '';
  private attributes = new Map<string, string>();

  private readonly dropped = new Dropped();
  private readonly containers = new Containers();
  private preDepth = 0;
  private level = 0;
  private inTitle: boolean = false;
  private inLink: boolean = false;
  private table: TableRows | null = null;
  /** The cells of the open row, and the line at which it begins. */
  private cells: string[] = [];
  private rowLine = 0;
  private inCell: boolean = false;

  private readonly text: HtmlText;

  constructor(
    private readonly html: string,
    firstLine: number,
  ) {
    this.text = new HtmlText(html, firstLine);
  }

  ontext(start: number, end: number): void {
    this.read(this.html.slice(start, end), start);
  }

  ontextentity(codePoint: number, end: number): void {
    // A line break in the text counts as a source line, but one written as an entity does not.
    const character = String.fromCodePoint(codePoint);
    this.read(/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(character) ? ' ' : character, end - 1);
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
    this.tagStart = start - 1;
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, end).toLowerCase();
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    if (ATTRIBUTES.has(this.attribute)) this.value += this.html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (ATTRIBUTES.has(this.attribute)) this.value += String.fromCodePoint(codePoint);
  }

  onattribend(_quote: QuoteType, _end: number): void {
    if (ATTRIBUTES.has(this.attribute) && !this.attributes.has(this.attribute)) {
      this.attributes.set(this.attribute, this.value);
    }
  }

  onopentagend(end: number): void {
    this.opens(this.tag, end, VOID.has(this.tag));
  }

  onselfclosingtag(end: number): void {
    this.opens(this.tag, end, true);
    if (!VOID.has(this.tag)) this.closes(this.tag);
  }

  onclosetag(start: number, end: number): void {
    this.closes(this.html.slice(start, end).toLowerCase());
  }

  onend(): void {
    this.endTable();
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  /** Inside a dropped `<svg>`, a `<title>` or `<style>` is an element like others. */
  isInForeignContext(): boolean {
    return this.dropped.name === 'svg';
  }

  private opens(name: string, offset: number, empty: boolean): void {
    if (!this.dropped.readsOpening(name, empty)) return;
    if (isHidden(name, this.attributes)) {
      if (BLOCKS.has(name)) this.boundary();
      if (!empty) this.dropped.begin(name);
    } else if (name === 'br') {
      if (this.text.breaksAgain() && this.preDepth + this.level === 0) this.boundary();
      else this.text.space(this.preDepth > 0 || !this.inCell ? '\n' : ' ');
    } else if (name === 'img') {
      this.read(` ${this.attributes.get('alt') ?? ''} `, offset);
    } else if (BOXES.has(name)) {
      this.text.space(' ');
    } else if (name === 'sup') {
      const sign = beforeRaised(this.text.end, this.html.slice(offset + 1, offset + 8));
      if (sign !== '') this.read(sign, offset);
    } else if (name === 'a') {
      this.inLink = true;
    } else if (name === 'code' && this.preDepth > 0 && this.html.endsWith('</code>', this.tagStart)) {
      // Each is a line of its own.
      this.text.space('\n');
    } else if (name === 'meta') {
      const property = this.attributes.get('name') ?? this.attributes.get('property') ?? '';
      if (META.has(property.toLowerCase())) {
        addMetadata(this.content.metadata, property, this.attributes.get('content') ?? '');
      }
    } else if (BLOCKS.has(name)) {
      this.opensBlock(name, offset);
    }
  }

  private opensBlock(name: string, offset: number): void {
    this.boundary();
    if (ENDS_HEADING.has(name)) this.level = 0;
    if (name === 'html') {
      this.content.language ??= this.attributes.get('lang') ?? this.attributes.get('xml:lang');
    } else if (name === 'title') {
      this.inTitle = this.content.title === '';
    } else if (LISTS.has(name)) {
      this.containers.enter('list', name === 'ol' ? (numberOf(this.attributes.get('start')) ?? 1) : null);
    } else if (name === 'li' || name === 'dt') {
      this.containers.beginItem(numberOf(this.attributes.get('value')));
    } else if (name === 'blockquote') {
      this.containers.enter('quote');
    } else if (/^h[1-6]$/.test(name)) {
      this.endTable();
      this.preDepth = 0;
      this.level = Number(name[1]);
    } else if (name === 'pre') {
      // Code and headings in a cell, or a table in a table: the outer table is page layout, not rows of data.
      if (this.preDepth === 0) this.endTable();
      this.preDepth++;
    } else if (name === 'table') {
      this.endTable();
      this.preDepth = 0;
      this.table = new TableRows();
    } else if (name === 'tr') {
      this.endRow();
    } else if ((name === 'td' || name === 'th') && this.table !== null) {
      this.endCell();
      this.inCell = true;
      if (this.cells.length === 0) this.rowLine = this.text.lineAt(offset);
    }
  }

  private closes(name: string): void {
    if (!this.dropped.readsClosing(name)) return;
    if (BOXES.has(name)) this.text.space(' ');
    else if (name === 'a') this.inLink = false;
    if (!BLOCKS.has(name)) return;
    if (name === 'td' || name === 'th') this.endCell();
    else if (name === 'tr') this.endRow();
    else if (name === 'table') this.endTable();
    if (name === 'pre' && this.preDepth === 1) this.endBlock();
    else this.boundary();
    if (name === 'title') this.inTitle = false;
    else if (LISTS.has(name)) this.containers.leave('list');
    else if (name === 'blockquote') this.containers.leave('quote');
    else if (name === 'pre') this.preDepth = Math.max(0, this.preDepth - 1);
    else if (/^h[1-6]$/.test(name)) this.level = 0;
  }

  private read(text: string, offset: number): void {
    if (this.dropped.name !== null) return;
    if (this.inTitle) {
      if (this.content.title.length <= HEADING_LENGTH) this.content.title += text;
      return;
    }
    if (this.inLink && (this.level > 0 ? ANCHOR : PILCROW).test(text)) return;
    this.text.add(text, offset, this.preDepth > 0);
  }

  /** A block element begins or ends: what was read so far is a block, or a part of a cell. */
  private boundary(): void {
    if (this.inCell) this.text.space(' ');
    else if (this.preDepth > 0) this.text.space('\n');
    else this.endBlock();
  }

  private endBlock(): void {
    const code = this.preDepth > 0;
    const { text, lines } = this.text.take(code);
    if (text === '') return;
    const kind: BlockKind = code ? 'code' : (this.containers.innermost() ?? 'prose');
    const oneLine = text.replaceAll('\n', ' ');
    this.content.blocks.push(
      this.level > 0 && !code && oneLine.length <= HEADING_LENGTH
        ? { kind: 'heading', level: this.level, text: oneLine, lines }
        : { kind, text, lines, list: this.containers.place() },
    );
  }

  private endCell(): void {
    if (!this.inCell) return;
    this.cells.push(this.text.take(false).text.replaceAll('\n', ' '));
    this.inCell = false;
  }

  private endRow(): void {
    this.endCell();
    if (this.cells.some((cell) => cell !== '')) this.table?.add(this.cells, this.rowLine);
    this.cells = [];
  }

  private endTable(): void {
    this.endRow();
    this.endBlock();
    const block = this.table?.toBlock(this.text.last);
    this.table = null;
    if (block) this.content.blocks.push({ ...block, list: this.containers.place() });
  }
}
