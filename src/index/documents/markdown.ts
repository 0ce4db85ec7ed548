/** Reads Markdown (CommonMark with tables and strikethrough, as markdown-it parses it, and what is in markdown/blocks.ts) with front matter. */
import type { Token } from 'markdown-it';
import type { Block, BlockKind, LineRange, ParsedDocument } from '../types.js';
import { cleanMarkup, HAS_WORD, joint, tidy, tidyCode } from './clean.js';
import { Containers } from './containers.js';
import { readFrontMatter } from './front-matter.js';
import { readHtmlBlocks } from './html/blocks.js';
import { MARKDOWN, MDX } from './markdown/parser.js';
import { shownIn } from './markdown/shown.js';
import { languageTag } from './metadata.js';
import { beforeRaised } from './raised.js';
import { TableRows } from './table-rows.js';
import { readTextBlocks } from './text.js';
import { giveTitle, HEADING_LENGTH, titleOfName } from './title.js';

/** markdown-it drops what is nested deeper than this; a document that comes near is read as plain text instead. */
const MAX_NESTING = 100;

/** markdown-it searches the rest of the paragraph for the end of each: thousands that never end would take minutes. */
const MAX_CDATA = 1_000;

/** The marker of an alert of GitHub or Obsidian: a style, not a word of the author's, and the same on every note. A title may follow. */
const ALERT = /^\[![a-z-]+(?: class="[^"]*")?\][+-]?(?:[ \t]+|(\n|$))/i;
/** Names and classes that some tools add to a heading: `{#install}`, `{: .wide}`. */
const HEADING_ATTRIBUTES = / \{:? ?[#.][^{}]*\}$/;
/** The same anywhere, with the sign that sets it off from all other text: `{: .wide}`, and where contents are to be listed. */
const ATTRIBUTES = /\{:[ \t]*(?:[#.][^{}]*|toc)\}/g;
/** The names that programs for notes give to paragraphs and show nobody: ` ^4f2a9c`, and where another is to be shown. */
const NAMES = /(?:^|[ \t])\^(?=\d*[a-f])[\da-f]{6}$|\(\([\da-f]{8}-[\da-f-]{27}\)\)/g;
/** Lines that Logseq keeps for itself: how paragraphs look, and when a task or card was worked on. Names such as `card-number` are the author's. */
const KEPT =
  /^(?:id:: [\da-f]{8}-[\da-f-]{27}|(?:collapsed|heading):: (?:true|false)|(?:card-(?:last-\w+|next-schedule|repeats|ease-factor)|hl-(?:color|page|stamp|type)|ls-type|query-(?:properties|sort-\w+|table)|logseq\.[\w.-]+|background-color):: .*|(?:created|updated)-at:: \d+|:LOGBOOK:|CLOCK: \[.*|:END:)$/;
/** An image that is written as HTML. */
const IMAGE = /^<img\b/i;
/** The box before a task, also as Roam has it. */
const TASK = /^(?:\[[ xX]\]|\{\{(?:TODO|DONE)\}\})\s/;

/** A picture that is written out: no text, and longer than what is parsed. */
const PICTURE = /data:[\w.+-]{1,100}\/[\w.+-]{1,100}(?:;[\w=.-]{1,100}){0,4};base64,[\w+/=%-]{200,}/g;

/** How files begin that some generators of sites read as MDX, whatever their name: with what is to be loaded, perhaps below a heading. English has no such lines. */
const BEGINS_AS_MDX =
  /^\s*(?:#.*\n\s*)?import\s+(?:[\w$]+|\*\s+as\s+[\w$]+|(?:[\w$]+\s*,\s*)?\{[^{}'"]{0,500}\})\s*from\s*(?:'[^'\n]+'|"[^"\n]+")[ \t]*(?:;.*)?(?:\n|$)/;
/** The place of another file, all of which is shown there, or of the contents of this one. */
const INCLUDED = /^\[!INCLUDE ?\[[^\]]*\]\([^)]*\)\]$|^\[(?:TOC|\[_?TOC_?\])\]$/i;
/** What Obsidian has of a drawing: packed, for a program. */
const PACKED = 'compressed-json';

/**
 * Reads Markdown. Total: what markdown-it cannot parse (endless nesting) is read as plain text, so nothing is lost.
 * @param ending that of its file's name, with the dot: in MDX some paragraphs are no text
 * @param name that of its file, without the ending: the title of a note that gives itself none
 */
export function readMarkdown(text: string, ending = '', name = ''): ParsedDocument {
  const source = cleanMarkup(text);
  const { metadata, lines } = readFrontMatter(source);
  const whole = lines === 0 ? source : source.split('\n').slice(lines).join('\n');
  const body = whole.includes(';base64,') ? whole.replace(PICTURE, '\u2026') : whole;
  const read = readBody(body, lines, ending === '.mdx' || BEGINS_AS_MDX.test(body));
  const hasTitle = read.some((block) => block.kind === 'heading' && block.level === 1);
  const titled = giveTitle(read, metadata.get('title')?.[0] ?? (hasTitle ? null : titleOfName(name)));
  return { ...titled, language: languageTag(metadata.get('lang')?.[0]), metadata };
}

function readBody(body: string, linesBefore: number, isMdx: boolean): Block[] {
  try {
    if (body.split('<![CDATA[').length > MAX_CDATA) throw new RangeError('too many CDATA sections');
    const tokens = (isMdx ? MDX : MARKDOWN).parse(body, {});
    if (tokens.every((token) => token.level < MAX_NESTING - 2)) return new MarkdownReader(linesBefore).read(tokens);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return readTextBlocks('\n'.repeat(linesBefore) + body);
}

/** Walks markdown-it's block tokens, which is a flat list: no recursion. */
class MarkdownReader {
  private readonly blocks: Block[] = [];
  private readonly containers = new Containers();
  private level = 0;
  /** The lines of a heading, with its underline. */
  private headingLines: LineRange = [1, 1];
  private table = new TableRows();
  /** The cells of the open row, and its line. */
  private cells: string[] | null = null;
  private rowLine = 1;

  constructor(private readonly linesBefore: number) {}

  read(tokens: readonly Token[]): Block[] {
    for (const token of tokens) this.take(token);
    return this.blocks;
  }

  private take(token: Token): void {
    const [start, end] = token.map ?? [0, 0];
    const first = this.linesBefore + start + 1;
    const last = Math.max(first, this.linesBefore + end);
    switch (token.type) {
      case 'bullet_list_open':
        this.containers.enter('list');
        break;
      case 'ordered_list_open':
        this.containers.enter('list', Number(token.attrGet('start') ?? 1));
        break;
      case 'list_item_open':
        this.containers.beginItem();
        break;
      case 'blockquote_open':
        this.containers.enter('quote');
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.containers.leave('list');
        break;
      case 'blockquote_close':
        this.containers.leave('quote');
        break;
      case 'heading_open':
        // A heading inside a quote or an item belongs to that part, not to the document.
        this.level = this.containers.innermost() === undefined ? Number(token.tag.slice(1)) : 0;
        this.headingLines = [first, last];
        break;
      case 'heading_close':
        this.level = 0;
        break;
      case 'tr_open':
        this.cells = [];
        this.rowLine = first;
        break;
      case 'tr_close':
        this.table.add(this.cells ?? [], this.rowLine);
        this.cells = null;
        break;
      case 'table_close':
        this.endTable();
        break;
      case 'inline':
        this.takeInline(token, first, last);
        break;
      case 'fence':
        if (token.info !== PACKED) this.takeCode(token.content, first + 1);
        break;
      case 'code_block':
        this.takeCode(token.content, first);
        break;
      case 'html_block':
        for (const block of readHtmlBlocks(token.content, first).blocks) this.takeHtml(block);
        break;
    }
  }

  private takeInline(token: Token, first: number, last: number): void {
    const container = this.containers.innermost();
    if (container === undefined && INCLUDED.test(token.content)) return;
    const text = inlineText(token.children ?? []);
    const alert = container === 'quote' ? ALERT.exec(token.content) : null;
    if (this.cells !== null) {
      this.cells.push(text.replaceAll('\n', ' '));
    } else if (this.level > 0) {
      // Images beside words are logos and badges.
      const words = inlineText(
        (token.children ?? []).filter((child) => child.type !== 'image' && !IMAGE.test(child.content)),
      );
      const heading = (HAS_WORD.test(words) ? words : text).replaceAll('\n', ' ').replace(HEADING_ATTRIBUTES, '');
      this.add({ kind: 'heading', level: this.level, text: heading, lines: this.headingLines });
    } else if (alert !== null) {
      const begins = alert[1] === undefined ? first : Math.min(first + 1, last);
      this.add({ kind: 'quote', text: text.slice(alert[0].trim().length).trimStart(), lines: [begins, last] });
    } else {
      const task = container === 'list' ? TASK.exec(text) : null;
      if (task !== null) this.containers.markTask(/x|DONE/i.test(task[0]));
      this.add({ kind: container ?? 'prose', text: text.slice(task?.[0].length ?? 0), lines: [first, last] });
    }
  }

  private takeCode(content: string, first: number): void {
    const blank = /^(?:[^\S\n]*\n)*/.exec(content)?.[0] ?? '';
    const text = tidyCode(content);
    const begins = first + blank.split('\n').length - 1;
    this.add({ kind: 'code', text, lines: [begins, begins + text.split('\n').length - 1] });
  }

  private takeHtml(block: Block): void {
    const container = this.containers.innermost();
    const kind: BlockKind =
      container !== undefined && (block.kind === 'prose' || block.kind === 'heading') ? container : block.kind;
    this.add({ ...block, kind });
  }

  private endTable(): void {
    const block = this.table.toBlock();
    this.table = new TableRows();
    if (block !== null) this.add(block);
  }

  private add(block: Block): void {
    if (block.text.trim() === '') return;
    if (block.kind !== 'heading') this.blocks.push({ ...block, list: this.containers.place(block.list) });
    else this.blocks.push(block.text.length > HEADING_LENGTH ? { ...block, kind: 'prose' } : block);
  }
}

/** The text of inline tokens, without markup, link targets and tags; for images, their alternative text. */
function inlineText(children: readonly Token[]): string {
  const parts: string[] = [];
  let soft = false;
  const push = (text: string): void => {
    if (text === '') return;
    if (soft) parts.push(joint(parts.at(-1) ?? '', text));
    soft = false;
    parts.push(text);
  };
  // A stack rather than recursion, as the alternative text of an image may contain images.
  const rest: Token[] = children.toReversed();
  for (let token = rest.pop(); token !== undefined; token = rest.pop()) {
    if (token.type === 'softbreak') soft = true;
    else if (token.type === 'hardbreak') push('\n');
    else if (token.type === 'image') rest.push(...withoutSize(token.children ?? []).toReversed());
    else if (token.type === 'html_inline') push(tagText(token.content, parts.at(-1) ?? '', rest.at(-1)?.content ?? ''));
    else if (token.type === 'text') push(token.content.replace(ATTRIBUTES, '').replace(NAMES, '').replace(KEPT, ''));
    else push(token.content);
  }
  return tidy(parts.join(''));
}

/** The alternative text of an image without the size that Obsidian has behind it: `a|300`. */
function withoutSize(alternative: Token[]): Token[] {
  const last = alternative.at(-1);
  if (last?.type === 'text') last.content = last.content.replace(/\|\d+(?:x\d+)?$/, '');
  return alternative;
}

/** What an inline tag leaves in the text: a line break, the alternative text of an image, mostly nothing. */
function tagText(tag: string, before: string, behind: string): string {
  // `</br>` is one, too, wherever a browser shows it.
  if (/^<\/?br\b/i.test(tag)) return '\n';
  if (/^<sup\b/i.test(tag)) return beforeRaised(before, behind);
  if (/^<[A-Z]/.test(tag)) return shownIn(tag).replace(/.+/, ' $& ');
  return IMAGE.test(tag)
    ? readHtmlBlocks(tag)
        .blocks.map((block) => block.text)
        .join(' ')
    : '';
}
