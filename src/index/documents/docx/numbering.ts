/** Counts the items of the lists of a DOCX file, and the numbers of its headings. */
import { kept } from '../../kept.js';
import type { Item } from '../flow.js';
import { itemNumber, numberOrOne } from '../item-numbers.js';
import { type Attributes, readXml, type XmlReader } from '../xml.js';

/** What a level of a list is like. */
interface Level {
  start: number;
  /** `decimal`, `bullet`, `lowerLetter`, … */
  format: string;
  /** What is shown, with `%1` for the number of the first level. */
  pattern: string;
}

/** A list that is used: the levels it gets from the list it is made of, and its own. */
interface List {
  abstractId: string;
  own: Map<number, Level>;
  starts: Map<number, number>;
  /** Whether its own starts were used. */
  begun: boolean;
}

/** An item that was counted. */
interface Numbered extends Item {
  /** What a heading shows, such as `3.1`; '' for none. */
  heading: string;
}

const USUAL: Level = { start: 1, format: 'decimal', pattern: '' };
const LEVELS = 9;

export class Numbering {
  private readonly levels = new Map<string, Level[]>();
  private readonly lists = new Map<string, List>();
  /** Lists that take their levels from a style, which names another list. */
  private readonly links = new Map<string, string>();
  private readonly counts = new Map<string, (number | undefined)[]>();

  /**
   * @param xml of the part; '' where there is none
   * @param numIdOf the list that a style names
   */
  constructor(
    xml: string,
    private readonly numIdOf: (style: string) => string | null,
  ) {
    readXml(xml, this.reader());
  }

  /** Counts an item; null if there is no such list. */
  next(numId: string, level: number): Numbered | null {
    const list = this.lists.get(numId);
    if (list === undefined || !(level >= 0 && level < LEVELS)) return null;
    const levels = this.levelsOf(list);
    const counts = kept(this.counts, list.abstractId, () => []);
    if (!list.begun) {
      for (const [at, start] of list.starts) counts[at] = start - 1;
      list.begun = true;
    }
    const levelAt = (at: number): Level => list.own.get(at) ?? levels[at] ?? USUAL;
    const startOf = (at: number): number => list.starts.get(at) ?? levelAt(at).start;
    counts[level] = (counts[level] ?? startOf(level) - 1) + 1;
    counts.length = level + 1;
    const own = levelAt(level);
    const number = counts[level] ?? 1;
    const shown = own.pattern
      .slice(0, 100)
      .replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        return itemNumber(counts[at] ?? startOf(at), levelAt(at).format);
      })
      .trim();
    const isBullet = own.format === 'bullet';
    const isNumber = own.format === 'decimal' && /^\D*%\d\D*$/.test(own.pattern) && !/\p{L}/u.test(own.pattern);
    // Nothing is shown before what goes on with an item.
    const item = shown === '' ? null : isBullet ? 'bullet' : isNumber ? number : null;
    return {
      depth: level + 1,
      item,
      label: isBullet || isNumber ? '' : shown,
      heading: isBullet ? '' : shown.replace(/\.$/, ''),
    };
  }

  private levelsOf(list: List): Level[] {
    const levels = this.levels.get(list.abstractId) ?? [];
    if (levels.length > 0) return levels;
    const other = this.lists.get(this.numIdOf(this.links.get(list.abstractId) ?? '') ?? '');
    return this.levels.get(other?.abstractId ?? '') ?? [];
  }

  private reader(): XmlReader {
    let levels: Level[] = [];
    let abstractId = '';
    let level: Level | null = null;
    let list: List | null = null;
    let at = 0;
    return {
      opens: (name, attributes) => {
        const value = attributes.get('w:val') ?? '';
        if (name === 'w:abstractNum') {
          levels = [];
          abstractId = attributes.get('w:abstractNumId') ?? '';
          this.levels.set(abstractId, levels);
        } else if (name === 'w:numStyleLink') this.links.set(abstractId, value);
        else if (name === 'w:num') {
          list = { abstractId: '', own: new Map(), starts: new Map(), begun: false };
          this.lists.set(attributes.get('w:numId') ?? '', list);
        } else if (name === 'w:abstractNumId' && list !== null) list.abstractId = value;
        else if (name === 'w:lvlOverride') at = levelOf(attributes);
        else if (name === 'w:startOverride') list?.starts.set(at, numberOrOne(value));
        else if (name === 'w:lvl') {
          level = { ...USUAL };
          if (list === null) levels[levelOf(attributes)] = level;
          else list.own.set(levelOf(attributes), level);
        } else if (level === null) return;
        else if (name === 'w:start') level.start = numberOrOne(value);
        else if (name === 'w:numFmt') level.format = value;
        else if (name === 'w:lvlText') level.pattern = value;
      },
      closes: (name) => {
        if (name === 'w:lvl') level = null;
        else if (name === 'w:num') list = null;
      },
    };
  }
}

function levelOf(attributes: Attributes): number {
  const level = Number(attributes.get('w:ilvl') ?? 0);
  return level >= 0 && level < LEVELS ? Math.floor(level) : 0;
}
