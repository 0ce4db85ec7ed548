/** The signs of reStructuredText within its text: literals, roles (`:ref:`a``), links, references, marked words. */
import { type Inline, type Names, oneOf, withoutSigns } from './inline.js';
import { placeName } from './shown.js';

/** Words before the target of a link: `text <target>`. */
const TARGETED = /^([^<]*[^<\s])\s*<[^<>]*>$/;
/** Roles whose text has no target. */
const AS_WRITTEN = /^(?:code|literal|samp|kbd|math|file|command|raw)$/;

export const RST: Inline = {
  pattern: oneOf(
    /``(?<code>(?:[^`\n]|`(?!`))+)``/,
    /(?<!\w):(?<role>[\w:+.-]{1,50}):`(?<of>[^`\n]{1,2000})`/,
    // A link or reference, or text of a role that is not named, or named behind it.
    /(?<![\w`])_?`(?<quoted>[^`\n]{1,2000})`(?:__?(?!\w)|:[\w:+.-]{1,50}:(?=[^\w`]|$)|(?!\w))/,
    /(?<![\w*\\])(?<stars>\*\*?)(?=[^\s*])(?<marked>[^*\n]{0,999}[^\s*\\])\k<stars>(?![\w*])/,
    /(?<![\w|])\|(?<name>[^\s|](?:[^|\n]{0,98}[^\s|])?)\|(?:__?)?(?!\w)/,
    /(?<note>\[[#*\w.-]{1,50}\])_(?!\w)/,
    // A reference of one word: `Sphinx_`.
    /(?<![\w.\\-])(?<word>[A-Za-z0-9](?:[\w.+-]{0,98}[A-Za-z0-9])?)__?(?![\w(])/,
    /(?<![\w-])(?<dash>---)(?![\w-])/,
    /\\(?:(?<escaped>[\W_]|$)|(?<=[`*|]\\))/,
  ),
  shown: ({ code, role, of, quoted, marked, name, note, word, dash, escaped }, names) => {
    if (role !== undefined && of !== undefined) return ofRole(role, of, names);
    if (quoted !== undefined) return TARGETED.exec(quoted)?.[1] ?? quoted.replace(/^<(.*)>$/, '$1');
    const value = name === undefined ? undefined : names(name);
    if (name !== undefined) return value === undefined ? `|${name}|` : bare(value);
    if (dash !== undefined) return '\u2014';
    // A space behind a backslash parts signs, and is not shown. Before a letter a backslash goes only behind a sign, so paths of Windows stay.
    if (escaped !== undefined) return escaped.trim();
    return code ?? marked ?? note ?? word ?? '';
  },
};

/** What a role leaves of its text: the words before a target, the heading of a place, of `~a.b.c` the last name, and of standards their kind, too. */
function ofRole(role: string, text: string, names: Names): string {
  if (AS_WRITTEN.test(role)) return text;
  const words = TARGETED.exec(text)?.[1];
  if (words !== undefined) return words;
  if (role === 'ref') return bare(names(placeName(text)) ?? text);
  if (role === 'pep' || role === 'rfc') return `${role.toUpperCase()} ${text}`;
  return text.startsWith('~') ? text.slice(text.lastIndexOf('.') + 1).replace(/^~/, '') : text.replace(/^!/, '');
}

/** What a name stands for, without its signs. Names in it stay, as they may go in circles. */
function bare(value: string): string {
  return withoutSigns(value, RST, () => undefined);
}
