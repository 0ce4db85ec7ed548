/** Reads a DOCX document: an archive of XML parts (ECMA-376), of which those that hold text, styles and properties are read. */
import type { ParsedDocument } from '../types.js';
import { DocxBody, type DocxContext } from './docx/body.js';
import { readDocxNotes } from './docx/notes.js';
import { Numbering } from './docx/numbering.js';
import { Styles } from './docx/styles.js';
import { officeDocument } from './office-properties.js';
import { Diagrams } from './ooxml/diagrams.js';
import { type OoxmlKind, openOoxml } from './ooxml/open.js';
import { readXml } from './xml.js';

const WORD: OoxmlKind = { name: 'Word document', ending: '.docx', older: '.doc', main: 'word/document.xml' };

/**
 * Reads a DOCX file as its author sees it: with what was inserted, without what was deleted or is hidden, and without
 * the headers and footers of its pages.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readDocx(bytes: Uint8Array): ParsedDocument {
  const { zip, text, related, properties } = openOoxml(bytes, WORD);
  const part = (kind: string): string => zip.text(related.find((relation) => relation.kind === kind)?.part ?? '');
  const styles = new Styles(part('styles'));
  const numbering = new Numbering(part('numbering'), (style) => styles.of(style).numId);
  const context: DocxContext = { styles, numbering, notes: new Map(), diagrams: new Diagrams(zip, related) };
  // Remarks first, as notes may refer to them.
  for (const kind of ['comments', 'footnotes', 'endnotes']) readDocxNotes(part(kind), context);
  const reader = new DocxBody(context, false);
  readXml(text, reader);
  const content = reader.end();
  const tags = [mostOf(content.languages, styles.language), properties.language, styles.language];
  return officeDocument(content, properties, tags, zip.missing);
}

function mostOf(languages: ReadonlyMap<string, number>, usual: string | null): string | null {
  const [most] = [...languages].sort(([, a], [, b]) => b - a);
  return most === undefined || most[0] === '' ? usual : most[0];
}
