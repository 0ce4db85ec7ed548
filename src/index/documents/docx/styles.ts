/** Knows what the styles of a DOCX file say of paragraphs and words: headings, quotes, code, lists, what is hidden. */
import { kept } from '../../kept.js';
import { type Role, roleOf } from '../style-roles.js';
import { type Attributes, readXml, type XmlReader } from '../xml.js';
import { isOn } from './names.js';

/** What a style says, with the styles it is based on. */
export interface Style {
  role: Role;
  /** 1 is outermost; 0 for what is no heading. */
  level: number;
  /** The list its paragraphs are in; null for none. */
  numId: string | null;
  listLevel: number;
  hidden: boolean;
  language: string | null;
}

const PLAIN: Style = { role: 'plain', level: 0, numId: null, listLevel: 0, hidden: false, language: null };

/** What stands in one style; undefined where it says nothing. */
interface Written {
  name: string;
  basedOn: string;
  outline?: number;
  numId?: string;
  listLevel?: number;
  hidden?: boolean;
  language?: string;
}

/** The names of styles for headings: text processors write English ones in every language, some other programs their own. */
const HEADING =
  /^(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|заголовок)\s?([1-9])$/i;

/** Longer chains of styles are circles, or meant to be. */
const MAX_CHAIN = 50;

export class Styles {
  private readonly written = new Map<string, Written>();
  private readonly known = new Map<string, Style>();
  private defaultParagraph = '';
  /** The language of all text for which nothing else is said. */
  language: string | null = null;

  /** @param xml of the part; '' where there is none */
  constructor(xml: string) {
    let id = '';
    let style: Written | null = null;
    let inDefaults = false;
    const reader: XmlReader = {
      opens: (name, attributes) => {
        if (name === 'w:style') {
          id = attributes.get('w:styleId') ?? '';
          style = { name: '', basedOn: '' };
          this.written.set(id, style);
          const isDefault = attributes.get('w:type') === 'paragraph' && isOn(attributes.get('w:default') ?? '0');
          if (isDefault) this.defaultParagraph = id;
        } else if (name === 'w:docDefaults') inDefaults = true;
        else if (style !== null) takeProperty(style, name, attributes);
        else if (inDefaults && name === 'w:lang') this.language = attributes.get('w:val') ?? null;
      },
      closes: (name) => {
        if (name === 'w:style') style = null;
        else if (name === 'w:docDefaults') inDefaults = false;
      },
    };
    readXml(xml, reader);
  }

  /** The style of a paragraph; the usual one where it names none. */
  ofParagraph(id: string | null): Style {
    return this.of(id !== null && this.written.has(id) ? id : this.defaultParagraph);
  }

  of(id: string): Style {
    return kept(this.known, id, () => this.resolve(id));
  }

  private resolve(id: string): Style {
    const chain: Written[] = [];
    let next: string = id;
    while (chain.length < MAX_CHAIN) {
      const style = this.written.get(next);
      if (style === undefined) break;
      chain.push(style);
      next = style.basedOn;
    }
    const first = <T>(value: (style: Written) => T | null | undefined): T | null => {
      for (const style of chain) {
        const found = value(style);
        if (found !== undefined && found !== null) return found;
      }
      return null;
    };
    return {
      role: first(({ name }) => roleOf(name)) ?? PLAIN.role,
      level: first(levelOf) ?? PLAIN.level,
      numId: first(({ numId }) => numId),
      listLevel: first(({ listLevel }) => listLevel) ?? PLAIN.listLevel,
      hidden: first(({ hidden }) => hidden) ?? PLAIN.hidden,
      language: first(({ language }) => language),
    };
  }
}

function takeProperty(style: Written, name: string, attributes: Attributes): void {
  const value = attributes.get('w:val') ?? '';
  if (name === 'w:name') style.name = value;
  else if (name === 'w:basedOn') style.basedOn = value;
  else if (name === 'w:outlineLvl') style.outline = Number(value);
  else if (name === 'w:numId') style.numId = value;
  else if (name === 'w:ilvl') style.listLevel = Number(value);
  else if (name === 'w:vanish') style.hidden = isOn(value);
  else if (name === 'w:lang') style.language = value;
}

/** The level of a heading; 0 where a style says that it is none. */
function levelOf({ name, outline }: Written): number | undefined {
  if (outline !== undefined) return headingLevel(outline);
  const level = HEADING.exec(name)?.[1];
  return level === undefined ? undefined : Number(level);
}

/** The level of a heading by its outline level, which counts from 0; 0 for what is no heading. */
export function headingLevel(outline: number): number {
  return outline >= 0 && outline < 9 ? outline + 1 : 0;
}
