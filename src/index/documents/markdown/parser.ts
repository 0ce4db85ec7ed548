/** The parsers of Markdown and of MDX: markdown-it, and what writers' tools add. */
import MarkdownIt, { type StateCore, type Token } from 'markdown-it';
import { useMoreBlocks } from './blocks.js';
import { useEmphasisWithoutSpaces } from './emphasis.js';
import { useMoreInline } from './inline.js';
import { useMdx } from './mdx.js';
import { useTags } from './tags.js';

/**
 * A paragraph longer than this, in code units, is not parsed for inline markup: nobody writes such, and for a line of
 * 30 MB of asterisks the tokens took 4.8 GB and 94 s.
 */
const MAX_INLINE = 1 << 15;
/** Nor is one with more brackets than this open at once: the end of each is looked for anew. A megabyte of them took 8 s. */
const MAX_OPEN = 200;

export const MARKDOWN = newParser();
export const MDX = newParser();
useMdx(MDX);

function newParser() {
  // `html`, so that tags are recognised and left out rather than read as text.
  const parser = new MarkdownIt({ html: true });
  useMoreBlocks(parser.block);
  useTags(parser.block);
  useEmphasisWithoutSpaces(parser.inline);
  useMoreInline(parser);
  parser.core.ruler.at('inline', parseInline);
  return parser;
}

function parseInline(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.type !== 'inline') continue;
    if (token.content.length <= MAX_INLINE && mostOpen(token.content) <= MAX_OPEN)
      state.md.inline.parse(token.content, state.md, state.env, token.children ?? []);
    else token.children = plainLines(token.content, state);
  }
}

/** How many brackets of a text are open at once at most. */
function mostOpen(text: string): number {
  let open = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === '[') most = Math.max(most, ++open);
    else if (sign === ']' && open > 0) open--;
  }
  return most;
}

function plainLines(text: string, state: StateCore): Token[] {
  return text.split('\n').flatMap((line) => {
    const token = new state.Token('text', '', 0);
    token.content = line;
    return [token, new state.Token('softbreak', 'br', 0)];
  });
}
