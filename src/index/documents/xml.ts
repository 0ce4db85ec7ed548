/** Tells what is in an XML source, piece by piece. No entity is expanded but the five of XML and characters by number. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { characterOf, cleanMarkup } from './clean.js';
import { NAMESPACES } from './namespaces.js';

/** Attributes by name. */
export type Attributes = ReadonlyMap<string, string>;

/** What is told of a source, in its order, to who wants to hear it. Tags need not match: nobody checks. */
export interface XmlReader {
  opens(name: string, attributes: Attributes): void;
  /** Also follows on the opening of an element that is empty. */
  closes?(name: string): void;
  read?(text: string): void;
}

/**
 * Tells a reader what is in a source, whatever it looks like. Linear, without recursion. Names have the prefixes of
 * namespaces.ts; where a namespace is declared does not matter, only that it was declared before.
 */
export function readXml(xml: string, reader: XmlReader): void {
  const source = cleanMarkup(xml);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, new Elements(source, reader));
  tokenizer.write(source);
  tokenizer.end();
}

const NONE: Attributes = new Map();

/** So many names of one source are kept; hostile ones have more. */
const MAX_NAMES = 10_000;

class Elements implements TokenizerCallbacks {
  private element = '';
  private attribute = '';
  private value = '';
  private attributes: [name: string, value: string][] = [];
  private readonly prefixes = new Map<string, string>();
  /** What names as they are written mean. */
  private readonly elementNames = new Map<string, string>();
  private readonly attributeNames = new Map<string, string>();

  constructor(
    private readonly source: string,
    private readonly reader: XmlReader,
  ) {}

  ontext(start: number, end: number): void {
    this.reader.read?.(this.source.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.reader.read?.(characterOf(codePoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.reader.read?.(this.source.slice(start, end - endOffset));
  }

  onopentagname(start: number, end: number): void {
    this.element = this.source.slice(start, end);
    this.attributes = [];
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.source.slice(start, end);
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    this.value += this.source.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.value += characterOf(codePoint);
  }

  onattribend(): void {
    if (this.attribute === 'xmlns') this.declares('', this.value);
    else if (this.attribute.startsWith('xmlns:')) this.declares(this.attribute.slice(6), this.value);
    else this.attributes.push([this.attribute, this.value]);
  }

  onopentagend(): void {
    this.opens();
  }

  onselfclosingtag(): void {
    this.opens();
    this.reader.closes?.(this.meaning(this.element, true));
  }

  onclosetag(start: number, end: number): void {
    this.reader.closes?.(this.meaning(this.source.slice(start, end), true));
  }

  onend(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  private opens(): void {
    const attributes =
      this.attributes.length === 0
        ? NONE
        : new Map(this.attributes.map(([name, value]) => [this.meaning(name, false), value]));
    this.reader.opens(this.meaning(this.element, true), attributes);
  }

  private declares(prefix: string, namespace: string): void {
    const meant = NAMESPACES.get(namespace);
    if (meant === this.prefixes.get(prefix)) return;
    if (meant === undefined) this.prefixes.delete(prefix);
    else this.prefixes.set(prefix, meant);
    this.elementNames.clear();
    this.attributeNames.clear();
  }

  /** @param isElement whether the default namespace applies */
  private meaning(name: string, isElement: boolean): string {
    const known = isElement ? this.elementNames : this.attributeNames;
    let meant = known.get(name);
    if (meant === undefined) {
      const colon = name.indexOf(':');
      const prefix = colon >= 0 || isElement ? this.prefixes.get(name.slice(0, Math.max(colon, 0))) : undefined;
      meant = (prefix === undefined ? '' : `${prefix}:`) + name.slice(colon + 1);
      if (known.size < MAX_NAMES) known.set(name, meant);
    }
    return meant;
  }
}
