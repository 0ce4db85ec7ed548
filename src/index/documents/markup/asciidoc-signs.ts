/** The signs of AsciiDoc within its text: marked words, macros (`link:a[b]`), references (`<<a,b>>`), attributes (`{a}`). */
import { type Inline, type Names, oneOf, withoutSigns } from './inline.js';
import { placeName } from './shown.js';

/** Attributes that stand for signs which would else mean something. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nbsp: ' ',
    sp: ' ',
    empty: '',
    blank: '',
    zwsp: '',
    cpp: 'C++',
    'two-colons': '::',
    plus: '+',
    asterisk: '*',
    tilde: '~',
    caret: '^',
    backslash: '\\',
    backtick: '`',
    vbar: '|',
    amp: '&',
    lt: '<',
    gt: '>',
    apos: "'",
    quot: '"',
    startsb: '[',
    endsb: ']',
    'two-semicolons': ';;',
  }),
);
const ATTRIBUTE = /(?<!\\)\{(?<name>[\w-]{1,60})\}/;

export const ASCIIDOC: Inline = {
  pattern: oneOf(
    /(?<![\w\\])(?<macro>[a-z][a-z\d]{1,20}):(?!:)(?<target>[^\s[\]`'"<>|*]{0,500})\[(?<of>(?:[^\]\\\n]|\\.){0,500})\]/,
    /<<(?<id>[^<>,\n]{1,200})(?:,(?<words>(?:[^<>\n]|<(?!<)|>(?!>)){0,500}))?>>/,
    // A place, and the style of what is marked behind it.
    /\[\[\[?[\w:][^\]\n]{0,200}\]\]\]?|\[(?:[.#][\w.#%-]{1,100}|\w[\w-]{0,30})\](?=[#*_`]\S)/,
    ATTRIBUTE,
    /(?<quote>["'])`(?<said>[^`\n]{1,500})`\k<quote>/,
    /`(?<double>`?)(?=[^\s`])(?<code>[^`\n]{1,999})`\k<double>(?!`)/,
    /(?<wide>\*\*|__|##|\+\+\+?)(?=\S)(?<inner>(?:(?!\k<wide>)[^\n]){1,999})(?<=\S)\k<wide>/,
    // What may end it or begin another ends the look, or each of many signs would look far.
    /(?<![\w\\:;])(?<sign>[*_#+])(?=[^\s*_#+])(?<marked>(?:(?!\k<sign>\W|\s\k<sign>\S)[^\n*#]){1,999})(?<=\S)\k<sign>(?!\w)/,
    /(?<raiser>[\^~])(?<raised>[\w.+-]{1,20})\k<raiser>/,
    // Entries of an index: hidden ones, and terms that are text.
    /\(\(\([^()\n]{1,200}\)\)\)|\(\((?<term>[^()\n]{1,200})\)\)/,
    /\\(?=[-*_`#{<[+^~'])/,
  ),
  shown: (found, names) => {
    const within = (text: string): string => withoutSigns(text, ASCIIDOC, names);
    const { macro, target = '', of = '', id, words, name, quote, said, code, inner, marked, raised, term } = found;
    if (macro !== undefined) return ofMacro(macro, target, within(of)) ?? `${macro}:${target}[${of}]`;
    if (id !== undefined) return within(words?.trim() ?? '') || ofPlace(id, names);
    if (name !== undefined) return attribute(name, names);
    if (said !== undefined) return `${quote}${said}${quote}`;
    if (code !== undefined)
      return code
        .replace(/^\+(.+)\+$/, '$1')
        .replace(new RegExp(ATTRIBUTE, 'g'), (_, key: string) => attribute(key, names));
    const nested = inner ?? marked;
    return nested === undefined ? (raised ?? term ?? '') : within(nested);
  },
};

function attribute(name: string, names: Names): string {
  return names(name) ?? SIGNS.get(name) ?? `{${name}}`;
}

function ofPlace(id: string, names: Names): string {
  return withoutSigns(names(placeName(id)) ?? id.replace(/^.*#(?=.)/, ''), ASCIIDOC, () => undefined);
}

/** What is shown of `name:target[text]`; null where that is nothing of AsciiDoc's. */
function ofMacro(name: string, target: string, text: string): string | null {
  const words = text
    .replace(/^"([^"]*)".*$|,\s*\w+=.*$|^\w+=.*$/, '$1')
    .replace(/\^$|\\(?=\])/g, '')
    .trim();
  switch (name) {
    case 'link':
    case 'xref':
    case 'mailto':
      return words || target;
    case 'http':
    case 'https':
    case 'ftp':
    case 'irc':
      return words || `${name}:${target}`;
    case 'image':
      return words.replace(/,.*$/, '');
    case 'kbd':
    case 'btn':
    case 'footnote':
    case 'pass':
    case 'stem':
    case 'latexmath':
    case 'asciimath':
      return words;
    case 'menu':
      return `${target} ${words}`;
    case 'icon':
    case 'anchor':
    case 'indexterm':
      return '';
    default:
      // Others are taught to a program: pages of manuals, numbers of issues.
      if (target === '') return null;
      return text === '' ? target : /^\d\w?$/.test(text) ? `${target}(${text})` : null;
  }
}
