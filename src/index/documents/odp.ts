/** Reads an ODP presentation (OpenDocument, as LibreOffice writes it): an archive of XML parts, of which one has all slides. */
import type { ParsedDocument } from '../types.js';
import { openOdf } from './odt/open.js';
import { SlidesReader } from './odt/slides.js';
import { presentationOf } from './slides.js';
import { readXml } from './xml.js';

/**
 * Reads an ODP file as its author sees it, like `readPptx`.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readOdp(bytes: Uint8Array): ParsedDocument {
  const { zip, content, styles, properties } = openOdf(bytes, 'OpenDocument presentation', '.odp');
  const reader = new SlidesReader(styles);
  readXml(content, reader);
  return presentationOf(reader.end(), properties, [properties.language, styles.language], zip.missing);
}
