/** Reads an ODT document (OpenDocument text, as LibreOffice writes it): an archive of XML parts. */
import type { ParsedDocument } from '../types.js';
import { OdtBody } from './odt/body.js';
import { openOdf } from './odt/open.js';
import { officeDocument } from './office-properties.js';
import { readXml } from './xml.js';

/**
 * Reads an ODT file as its author sees it, like `readDocx`.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readOdt(bytes: Uint8Array): ParsedDocument {
  const { zip, content, styles, properties } = openOdf(bytes, 'OpenDocument text', '.odt');
  const reader = new OdtBody(styles);
  readXml(content, reader);
  return officeDocument(reader.end(), properties, [properties.language, styles.language], zip.missing);
}
