/** Reads an HTML document. */
import type { ParsedDocument } from '../types.js';
import { cleanMarkup } from './clean.js';
import { readHtmlBlocks } from './html/blocks.js';
import { languageOf, languageTag } from './metadata.js';
import { giveTitle } from './title.js';

/** Reads HTML as a browser would show it, without scripts, styles and hidden parts. Total, linear in the source's length. */
export function readHtml(text: string): ParsedDocument {
  const content = readHtmlBlocks(cleanMarkup(text));
  const titled = giveTitle(content.blocks, content.title);
  const language =
    languageTag(content.language) ?? languageOf([content.bodyLanguage ?? null], titled.title, titled.blocks);
  return { ...titled, language, metadata: content.metadata };
}
