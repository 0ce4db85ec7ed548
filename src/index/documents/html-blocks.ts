/** Turns HTML source into blocks of text, title and metadata in one pass over its tokens, whatever the source looks like. */
import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { Block, BlockKind } from '../types.js';
import { tidy, tidyCode } from './clean.js';
import { addMetadata, type OpenMetadata } from './metadata.js';
import { HEADING_LENGTH } from './title.js';

/** What one pass over a source gives. */
export interface HtmlContent {
  blocks: Block[];
  title: string;
  language: string | undefined;
  metadata: OpenMetadata;
}

const names = (list: string) => new Set(list.split(' '));
const BLOCKS = names(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search ' +
    'section summary table tbody td tfoot th thead title tr ul',
);
const VOID = names('area base br col embed hr img input link meta param source track wbr');
const DROPPED = names(
  'script style noscript template svg iframe canvas audio video object select datalist noembed noframes rp rt',
);
/** Elements whose end tag may be left out: they end where a sibling begins or what holds them ends. */
const END_OPTIONAL = names('p li dt dd tr td th tbody thead tfoot option optgroup rp rt caption');
const HOLDERS = names('ul ol dl menu table tr tbody div section article main body aside blockquote figure ruby nav');
const LISTS = names('ul ol dl menu dir');
const ENDS_HEADING = names('p ul ol dl table pre blockquote');
const ATTRIBUTES = names('hidden lang xml:lang name property content alt');

/** A dropped element that is open: nothing is read until it ends. */
interface Dropped {
  name: string;
  /** How many elements of the same name, and how many holders, are open inside it. */
  same: number;
  holders: number;
}

interface DataTable {
  rows: string[];
  lineStarts: number[];
  cells: string[];
  /** The line at which the open row begins. */
  rowLine: number;
}

/**
 * Reads HTML. Works on htmlparser2's tokens rather than its `Parser`, whose stack of open elements makes nesting
 * quadratic (200,000 nested `<div>` took it 38 s): the few elements that matter are counted instead.
 *
 * @param html LF line ends, as `cleanMarkup` gives it
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
  private attribute = '';
  private value = '';
  private attributes = new Map<string, string>();

  private dropped: Dropped | null = null;
  private containers: ('list' | 'quote')[] = [];
  private readonly open = { list: 0, quote: 0 };
  private preDepth = 0;
  private level = 0;
  private inTitle: boolean = false;
  private table: DataTable | null = null;
  private inCell: boolean = false;

  private parts: string[] = [];
  private first = 0;
  private last = 0;
  private nextBreak: number;
  private line: number;

  constructor(
    private readonly html: string,
    firstLine: number,
  ) {
    this.line = firstLine;
    this.nextBreak = html.indexOf('\n');
  }

  ontext(start: number, end: number): void {
    this.read(this.html.slice(start, end), start);
  }

  ontextentity(codePoint: number, end: number): void {
    // Every line break in the text stands for a source line; one written as an entity does not.
    const character = String.fromCodePoint(codePoint);
    this.read(/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(character) ? ' ' : character, end - 1);
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
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
    return this.dropped?.name === 'svg';
  }

  private opens(name: string, offset: number, empty: boolean): void {
    if (this.dropped !== null && !this.opensDropped(name, empty)) return;
    if (this.isHidden(name)) {
      if (BLOCKS.has(name)) this.boundary();
      if (!empty) this.dropped = { name, same: 0, holders: 0 };
    } else if (name === 'br') {
      this.parts.push(this.preDepth > 0 || !this.inCell ? '\n' : ' ');
    } else if (name === 'img') {
      this.read(` ${this.attributes.get('alt') ?? ''} `, offset);
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
      this.enter('list');
    } else if (name === 'blockquote') {
      this.enter('quote');
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
      this.table = { rows: [], lineStarts: [], cells: [], rowLine: 0 };
    } else if (name === 'tr') {
      this.endRow();
    } else if ((name === 'td' || name === 'th') && this.table !== null) {
      this.endCell();
      this.inCell = true;
      if (this.table.cells.length === 0) this.table.rowLine = this.lineAt(offset);
    }
  }

  private closes(name: string): void {
    if (this.dropped !== null) {
      this.closesDropped(name);
      return;
    }
    if (!BLOCKS.has(name)) return;
    if (name === 'td' || name === 'th') this.endCell();
    else if (name === 'tr') this.endRow();
    else if (name === 'table') this.endTable();
    if (name === 'pre' && this.preDepth === 1) this.endBlock();
    else this.boundary();
    if (name === 'title') this.inTitle = false;
    else if (LISTS.has(name)) this.leave('list');
    else if (name === 'blockquote') this.leave('quote');
    else if (name === 'pre') this.preDepth = Math.max(0, this.preDepth - 1);
    else if (/^h[1-6]$/.test(name)) this.level = 0;
  }

  private isHidden(name: string): boolean {
    if (DROPPED.has(name)) return true;
    const hidden = this.attributes.get('hidden');
    // Pages hide their whole body until a script has run; `until-found` is there to be found.
    return hidden !== undefined && hidden !== 'until-found' && name !== 'body' && name !== 'html';
  }

  /** Whether a tag that opens inside a dropped element ends it, and so is to be read. */
  private opensDropped(name: string, empty: boolean): boolean {
    const dropped = this.dropped;
    if (dropped === null) return true;
    const ends =
      dropped.holders === 0 &&
      END_OPTIONAL.has(dropped.name) &&
      (name === dropped.name || (dropped.name === 'p' && BLOCKS.has(name)));
    if (ends) {
      this.dropped = null;
      return true;
    }
    if (!empty && name === dropped.name) dropped.same++;
    if (!empty && HOLDERS.has(name)) dropped.holders++;
    return false;
  }

  private closesDropped(name: string): void {
    const dropped = this.dropped;
    if (dropped === null) return;
    if (name === dropped.name) {
      if (dropped.same === 0) this.dropped = null;
      else dropped.same--;
    }
    if (HOLDERS.has(name)) {
      if (dropped.holders === 0 && END_OPTIONAL.has(dropped.name)) {
        this.dropped = null;
        this.closes(name);
      } else {
        dropped.holders = Math.max(0, dropped.holders - 1);
      }
    }
  }

  private enter(container: 'list' | 'quote'): void {
    this.containers.push(container);
    this.open[container]++;
  }

  /** Ends the innermost such container, and those left open inside it. */
  private leave(container: 'list' | 'quote'): void {
    if (this.open[container] === 0) return;
    let ended: 'list' | 'quote' | undefined;
    do {
      ended = this.containers.pop();
      if (ended !== undefined) this.open[ended]--;
    } while (ended !== undefined && ended !== container);
  }

  private read(text: string, offset: number): void {
    if (this.dropped !== null) return;
    if (this.inTitle) {
      if (this.content.title.length <= HEADING_LENGTH) this.content.title += text;
      return;
    }
    const begin = text.search(/\S/);
    if (begin >= 0) {
      const line = this.lineAt(offset + begin);
      if (this.first === 0) {
        this.first = line;
        // In code, what stands before the first word is its indent.
        if (this.preDepth === 0) this.parts = [];
      }
      this.last = this.lineAt(offset + text.trimEnd().length - 1);
    } else if (this.first === 0 && this.preDepth === 0) {
      return;
    }
    this.parts.push(this.preDepth > 0 ? text : text.replace(/\s+/g, ' '));
  }

  /** The line of an offset. Offsets never go back, so the source's line breaks are found once, one after the other. */
  private lineAt(offset: number): number {
    while (this.nextBreak >= 0 && this.nextBreak < offset) {
      this.line++;
      this.nextBreak = this.html.indexOf('\n', this.nextBreak + 1);
    }
    return this.line;
  }

  /** A block element begins or ends: what was read so far is a block, or a part of a cell. */
  private boundary(): void {
    if (this.inCell) this.parts.push(' ');
    else if (this.preDepth > 0) this.parts.push('\n');
    else this.endBlock();
  }

  private endBlock(): void {
    const code = this.preDepth > 0;
    const text = code ? tidyCode(this.parts.join('')) : tidy(this.parts.join(''));
    if (text !== '') {
      const kind: BlockKind = code ? 'code' : (this.containers.at(-1) ?? 'prose');
      const oneLine = text.replaceAll('\n', ' ');
      this.content.blocks.push(
        this.level > 0 && !code && oneLine.length <= HEADING_LENGTH
          ? { kind: 'heading', level: this.level, text: oneLine, lines: [this.first, this.last] }
          : { kind, text, lines: [this.first, this.last] },
      );
    }
    this.parts = [];
    this.first = 0;
  }

  private endCell(): void {
    if (!this.inCell || this.table === null) return;
    this.table.cells.push(tidy(this.parts.join('')).replaceAll('\n', ' '));
    this.parts = [];
    this.first = 0;
    this.inCell = false;
  }

  private endRow(): void {
    this.endCell();
    const table = this.table;
    if (table === null) return;
    if (table.cells.some((cell) => cell !== '')) {
      table.rows.push(table.cells.join(' | '));
      table.lineStarts.push(table.rowLine);
    }
    table.cells = [];
  }

  private endTable(): void {
    this.endRow();
    this.endBlock();
    const table = this.table;
    this.table = null;
    if (table === null || table.rows.length === 0) return;
    const { rows, lineStarts } = table;
    const lines: readonly [number, number] = [lineStarts[0] ?? this.last, Math.max(this.last, lineStarts.at(-1) ?? 0)];
    // A table of one column is a list in all but name; as rows of one cell it reads the same.
    this.content.blocks.push({ kind: 'table', text: rows.join('\n'), lines, lineStarts });
  }
}

const META = names(
  'author authors keywords description date language article:author article:published_time article:tag dc.creator ' +
    'dcterms.creator dc.date dcterms.date dc.description og:description',
);
