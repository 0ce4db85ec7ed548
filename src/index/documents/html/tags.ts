/** Puts the tokens of an HTML source together to text and tags, whatever the source looks like. */
import { type QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { characterOf } from '../clean.js';
import { ATTRIBUTES, VOID } from './elements.js';

/** An opening tag. Offsets are into the source. */
export interface Tag {
  /** In lower case. */
  name: string;
  /** Those of `ATTRIBUTES`. */
  attributes: ReadonlyMap<string, string>;
  /** Where it begins. */
  start: number;
  /** Where its `>` is. */
  end: number;
  /** Whether it also closes its element. */
  empty: boolean;
}

/** What is told of a source, in its order. */
export interface TagReader {
  opens(tag: Tag): void;
  /** @param name in lower case */
  closes(name: string): void;
  /** @param offset where it begins in the source */
  read(text: string, offset: number): void;
  /** Whether a drawing is open, in which `<title>` and `<style>` are elements like others. */
  readonly inDrawing: boolean;
}

/**
 * Tells a reader what is in a source. Works on htmlparser2's tokens rather than its `Parser`, whose stack of open
 * elements makes nesting quadratic (200,000 nested `<div>` took it 38 s).
 */
export function readTags(html: string, reader: TagReader): void {
  // Self-closed `<script/>` and `<title/>`, as XHTML writes them, must not swallow what follows.
  const tokenizer = new Tokenizer({ decodeEntities: true, recognizeSelfClosing: true }, new Tags(html, reader));
  tokenizer.write(html);
  tokenizer.end();
}

const NONE: ReadonlyMap<string, string> = new Map();

class Tags implements TokenizerCallbacks {
  private name = '';
  private start = 0;
  private attribute = '';
  private value = '';
  /** Whether the attribute is one of `ATTRIBUTES`. */
  private matters = false;
  /** Null until there is one: most tags have none that matters. */
  private attributes: Map<string, string> | null = null;

  constructor(
    private readonly html: string,
    private readonly reader: TagReader,
  ) {}

  ontext(start: number, end: number): void {
    this.reader.read(this.html.slice(start, end), start);
  }

  ontextentity(codePoint: number, end: number): void {
    this.reader.read(characterOf(codePoint), end - 1);
  }

  onopentagname(start: number, end: number): void {
    this.name = this.html.slice(start, end).toLowerCase();
    this.start = start - 1;
    this.attributes = null;
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, end).toLowerCase();
    this.matters = ATTRIBUTES.has(this.attribute);
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.matters) this.value += this.html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.matters) this.value += characterOf(codePoint);
  }

  onattribend(_quote: QuoteType, _end: number): void {
    if (!this.matters) return;
    this.attributes ??= new Map();
    if (!this.attributes.has(this.attribute)) this.attributes.set(this.attribute, this.value);
  }

  onopentagend(end: number): void {
    this.opens(end, VOID.has(this.name));
  }

  onselfclosingtag(end: number): void {
    this.opens(end, true);
    if (!VOID.has(this.name)) this.reader.closes(this.name);
  }

  onclosetag(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase();
    this.reader.closes(name);
    // As browsers have it.
    if (name === 'br') this.reader.opens({ name, attributes: NONE, start: start - 2, end, empty: true });
  }

  onend(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  isInForeignContext(): boolean {
    return this.reader.inDrawing;
  }

  private opens(end: number, empty: boolean): void {
    this.reader.opens({ name: this.name, attributes: this.attributes ?? NONE, start: this.start, end, empty });
  }
}
