/** Knows what the styles of an ODT file say of paragraphs, words and lists. */
import { kept } from '../../kept.js';
import { numberOrOne } from '../item-numbers.js';
import { type Role, roleOf } from '../style-roles.js';
import { type Attributes, readXml } from '../xml.js';

/** What a style says, with those it is based on. */
export interface OdtStyle {
  role: Role;
  hidden: boolean;
  raised: boolean;
}

/** A level of a list; null for bullets. */
interface OdtLevel {
  /** `1`, `a`, `I`, …; '' where nothing is shown. */
  format: string;
  before: string;
  behind: string;
  /** How many levels are shown: two for `7.2`. */
  shown: number;
  start: number;
}

interface Written {
  parent: string;
  hidden?: boolean;
  raised?: boolean;
}

/** Longer chains of styles are circles, or meant to be. */
const MAX_CHAIN = 50;

export class OdtStyles {
  private readonly written = new Map<string, Written>();
  private readonly known = new Map<string, OdtStyle>();
  private readonly lists = new Map<string, Map<number, OdtLevel | null>>();
  /** How headings are numbered, by their level. */
  readonly headings = new Map<number, OdtLevel>();
  /** BCP 47, of all text for which nothing else is said. */
  language: string | null = null;

  /** Takes the styles of a part. */
  take(xml: string): void {
    let style: Written | null = null;
    let inDefault = false;
    let list = new Map<number, OdtLevel | null>();
    readXml(xml, {
      opens: (name, attributes) => {
        const get = (key: string): string => attributes.get(key) ?? '';
        if (name === 'style:style') {
          style = { parent: get('style:parent-style-name') };
          this.written.set(get('style:name'), style);
        } else if (name === 'style:default-style') inDefault = get('style:family') === 'paragraph';
        else if (name === 'style:text-properties') this.takeText(style, inDefault, attributes);
        else if (name === 'text:list-style') {
          list = new Map();
          this.lists.set(get('style:name'), list);
        } else if (name === 'text:list-level-style-number')
          list.set(numberOrOne(get('text:level')), levelOf(attributes));
        else if (name === 'text:outline-level-style')
          this.headings.set(numberOrOne(get('text:level')), levelOf(attributes));
        else if (/^text:list-level-style-(?:bullet|image)$/.test(name)) list.set(numberOrOne(get('text:level')), null);
      },
      closes: (name) => {
        if (name === 'style:style') style = null;
        else if (name === 'style:default-style') inDefault = false;
      },
    });
  }

  of(name: string): OdtStyle {
    return kept(this.known, name, () => this.resolve(name));
  }

  /** A level of a list; undefined where its style says nothing of it. */
  level(list: string, depth: number): OdtLevel | null | undefined {
    return this.lists.get(list)?.get(depth);
  }

  private takeText(style: Written | null, inDefault: boolean, attributes: Attributes): void {
    const display = attributes.get('text:display');
    const position = attributes.get('style:text-position');
    if (style !== null && display !== undefined) style.hidden = display === 'none';
    if (style !== null && position !== undefined) style.raised = /^(?:super|[1-9])/.test(position);
    const language = attributes.get('fo:language');
    if (!inDefault || language === undefined || language === 'none') return;
    const country = attributes.get('fo:country');
    this.language = country === undefined || country === 'none' ? language : `${language}-${country}`;
  }

  private resolve(name: string): OdtStyle {
    let role: Role | undefined;
    let hidden: boolean | undefined;
    let raised: boolean | undefined;
    let next = name;
    for (let i = 0; i < MAX_CHAIN && next !== ''; i++) {
      // Other signs than letters and digits are written by their number.
      const plain = next.replaceAll('_20_', ' ');
      role ??= roleOf(plain);
      const style = this.written.get(next);
      hidden ??= style?.hidden;
      raised ??= style?.raised;
      next = style?.parent ?? '';
    }
    return { role: role ?? 'plain', hidden: hidden ?? false, raised: raised ?? false };
  }
}

function levelOf(attributes: Attributes): OdtLevel {
  return {
    format: attributes.get('style:num-format') ?? '',
    before: (attributes.get('style:num-prefix') ?? '').slice(0, 20),
    behind: (attributes.get('style:num-suffix') ?? '').slice(0, 20),
    shown: numberOrOne(attributes.get('text:display-levels')),
    start: numberOrOne(attributes.get('text:start-value')),
  };
}
