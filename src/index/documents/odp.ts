/** Reads an ODP presentation (OpenDocument, as LibreOffice writes it): an archive of XML parts, of which one has all slides. */
import type { ParsedDocument } from '../types.js';
import { openOdf } from './odt/open.js';
import { SlidesReader } from './odt/slides.js';
import { ODF } from './odt/styles.js';
import { languageOf, titledBlocks } from './office-properties.js';
import { joinSlides } from './slides.js';
import { firstLineTitle } from './title.js';
import { readXml } from './xml.js';

/**
 * Reads an ODP file as its author sees it, like `readPptx`.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readOdp(bytes: Uint8Array): ParsedDocument {
  const { zip, content, styles, properties } = openOdf(bytes, 'OpenDocument presentation', '.odp');
  const reader = new SlidesReader(styles);
  readXml(content, reader, ODF);
  const { titles, blocks: joined } = joinSlides(reader.end());
  const { title, blocks } = titledBlocks(titles, joined, properties.title || firstLineTitle(joined));
  const language = languageOf([properties.language, styles.language], title, blocks);
  return { title, language, metadata: properties.metadata, blocks, missing: zip.missing };
}
