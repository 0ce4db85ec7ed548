/** What writers' tools add to a line of Markdown: links between notes (`[[a|b]]`), marked words, attributes (`{.a}`), and shortcodes (`{{< a >}}`). */
import type { MarkdownIt, StateInline } from 'markdown-it';
import { shownIn } from './shown.js';

/** A link to a note, or what it holds, embedded. Beside a word, an index of a program: `x[[1]]`; before another bracket, a link of Markdown's. */
const NOTE_LINK = /(?<![\w)\]])(!?)\[\[(?!\s)([^[\]\n]{1,500})\]\](?![[(])/y;
/** How large an embedded picture is shown. */
const SIZE = /^\d+(?:x\d+)?$/;
/** The name of a paragraph that is linked to. */
const PARAGRAPH = /#\^[\w-]+$/;
/** What only a file or page may be called, such as `a/b`, `a.b`, `Page-Name` or `PageName`: some wikis write it behind the words. */
const FILE_NAME = /^(?:https?:\/\/\S+|[\w%#-]+(?:[/.#][\w%#-]+)+|[A-Z]\w*(?:-\w+)+|(?:[A-Z][a-z]+){2,})$/;

/** Words that are marked: `==these==`, `^^these^^`. In `a==b` it is a sign of programs. */
const MARKED = /(?<![\w=^])(==|\^\^)(?![\s=^])((?:(?!\1).){1,500})(?<!\s)\1(?![\w=^])/sy;

/** Attributes of what stands right before them: `{.a}`, `{ #b .c }`, `{:target="_blank"}`, `{=html}`. Formulas have other braces. */
const ATTRIBUTES = /\{(?=:| ?[#.][a-z]| ?[\w-]+="|=[a-z])(?:[^{}"\n]|"[^"\n]{0,500}"){1,500}\}/iy;
/** The same behind links and pictures, where a size needs no quotes: `{width=50%}`. */
const OF_PICTURE = /\{(?=:| ?[#.][a-z]| ?[\w-]+=)(?:[^{}"\n]|"[^"\n]{0,500}"){1,500}\}/iy;
/** The same behind words in brackets: `[a]{.b}`. */
const OF_SPAN = /\{(?= ?[#.][a-z]| ?[\w-]+=")(?:[^{}"\n]|"[^"\n]{0,500}"){1,500}\}/iy;
/** The same on a line of their own. */
const LINE_OF_ATTRIBUTES = /(?<=^|\n)\{:? ?[#.][\w-]+(?: [^{}\n]{0,500})?\}(?=\n|$)/y;

/** What Hugo and Quarto put something in the place of. With `/*` it is an example of one. */
const SHORTCODE = /\{\{[<%](?!\/\*)([^{}]{0,2000})[>%]\}\}/y;

/** The target of a link that a generator of sites fills in, or that is a note. These may have spaces in them. */
const TEMPLATE =
  /(?:[^\s()<>{}[\]]*(?:\{\{[^{}\n]{0,500}\}\}|\{%[^{}\n]{0,500}%\}|\[\[[^[\]\n]{1,500}\]\]))+[^\s()<>{}[\]]*/y;

/** Teaches a parser these signs. */
export function useMoreInline({ inline: { ruler }, helpers }: MarkdownIt): void {
  ruler.before('link', 'sign_of_tools', signOfTools);
  ruler.after('image', 'span', span);
  const { parseLinkDestination } = helpers;
  Object.assign(helpers, {
    parseLinkDestination(...[text, start, max]: Parameters<typeof parseLinkDestination>) {
      // Elsewhere it is a text with a label: `[Author]: [[Ann Lee]]`.
      const target = text.charAt(start - 1) === '(' ? matchAt(TEMPLATE, text, start)?.[0] : undefined;
      return target === undefined || start + target.length > max
        ? parseLinkDestination(text, start, max)
        : { ok: true, pos: start + target.length, str: target };
    },
  });
}

/** One rule, as each is asked at each sign of a text. */
function signOfTools(state: StateInline, silent: boolean): boolean {
  switch (state.src.charAt(state.pos)) {
    case '[':
    case '!':
      return noteLink(state, silent);
    case '=':
    case '^':
      return marked(state, silent);
    case '{':
      return shortcode(state, silent) || attributes(state, silent);
    default:
      return false;
  }
}

/** The text that is shown for a link to a note, as `a#b|c` says it. @param embedded whether the note or picture itself is */
export function noteName(link: string, embedded = false): string {
  const [target = '', ...words] = link.split('|').map((part) => part.trim());
  const shown = words.findLast((word) => word !== '' && !(embedded && SIZE.test(word)));
  if (shown === undefined)
    return target
      .replace(PARAGRAPH, '')
      .replace(/^#+/, '')
      .replace(/#+(?=[^#])/g, ' > ');
  return FILE_NAME.test(shown) && !/[/.#]/.test(target) ? `${target} ${shown}` : shown;
}

function noteLink(state: StateInline, silent: boolean): boolean {
  const [whole, sign, link] = matchAt(NOTE_LINK, state.src, state.pos) ?? [];
  if (whole === undefined || link === undefined || isReference(state, link)) return false;
  if (!silent) state.pending += noteName(link, sign === '!');
  state.pos += whole.length;
  return true;
}

/** Whether brackets are those of a link whose target stands elsewhere: `[[1]]` is one in brackets. */
function isReference({ md, env }: StateInline, label: string): boolean {
  const { references } = env as { references?: Readonly<Record<string, unknown>> };
  return references !== undefined && Object.hasOwn(references, md.utils.normalizeReference(label));
}

function marked(state: StateInline, silent: boolean): boolean {
  const [whole, , words] = matchAt(MARKED, state.src, state.pos) ?? [];
  return whole !== undefined && words !== undefined && takeInside(state, silent, 2, words.length, whole.length);
}

/** Words in brackets that have attributes: `[a]{.b}`. */
function span(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src.charAt(pos) !== '[' || src.charAt(pos - 1) === ']') return false;
  const end = state.md.helpers.parseLinkLabel(state, pos);
  const found = end < 0 ? null : matchAt(OF_SPAN, src, end + 1);
  if (found === null) return false;
  return takeInside(state, silent, 1, end - pos - 1, end + 1 + found[0].length - pos);
}

/** Takes `whole` code units, of which those behind the first `before` are parsed. */
function takeInside(state: StateInline, silent: boolean, before: number, length: number, whole: number): boolean {
  const { pos, posMax } = state;
  if (pos + whole > posMax) return false;
  if (!silent) {
    state.pos = pos + before;
    state.posMax = state.pos + length;
    state.push('span_open', 'span', 1);
    state.md.inline.tokenize(state);
    state.push('span_close', 'span', -1);
  }
  state.pos = pos + whole;
  state.posMax = posMax;
  return true;
}

function shortcode(state: StateInline, silent: boolean): boolean {
  const [whole, inside] = matchAt(SHORTCODE, state.src, state.pos) ?? [];
  if (whole === undefined || inside === undefined) return false;
  if (!silent) state.pending += shownIn(inside);
  state.pos += whole.length;
  return true;
}

/** Only what was read tells what attributes belong to: where it is skipped they are not looked for. */
function attributes(state: StateInline, silent: boolean): boolean {
  if (silent) return false;
  const found = matchAt(attributesBehind(state), state.src, state.pos);
  if (found === null) return false;
  state.pos += found[0].length;
  return true;
}

function attributesBehind({ src, pos, pending, tokens }: StateInline): RegExp {
  // A name between colons is a picture. Of the source: what is pending is copied whole when it is looked at.
  if (pending !== '') return /:[\w+-]+:$/.test(src.slice(Math.max(0, pos - 50), pos)) ? OF_PICTURE : LINE_OF_ATTRIBUTES;
  const last = tokens.at(-1)?.type;
  if (last === 'link_close' || last === 'image') return OF_PICTURE;
  return last === 'code_inline' ? ATTRIBUTES : LINE_OF_ATTRIBUTES;
}

/** What a sticky pattern finds right at `start`. */
export function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}
