/** Reads a DOCX document: an archive of XML parts (ECMA-376), of which those that hold text, styles and properties are read. */
import type { ParsedDocument } from '../types.js';
import { DocxBody, type DocxContext } from './docx/body.js';
import { DIAGRAMS, Diagrams } from './docx/diagrams.js';
import { NAMESPACES } from './docx/names.js';
import { readDocxNotes } from './docx/notes.js';
import { Numbering } from './docx/numbering.js';
import { Styles } from './docx/styles.js';
import { languageOf, readProperties, titledBlocks } from './office-properties.js';
import { PROTECTED, Skip } from './open-file.js';
import { readXml } from './xml.js';
import { isZip, resolvePart, Zip } from './zip.js';

/**
 * Reads a DOCX file as its author sees it: with what was inserted, without what was deleted or is hidden, and without
 * the headers and footers of its pages.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readDocx(bytes: Uint8Array): ParsedDocument {
  if (!isZip(bytes)) throw new Skip(otherFile(bytes));
  const zip = new Zip(bytes);
  const root = relations(zip, '');
  const main = partOf(root, 'officeDocument') ?? zip.find('word/document.xml');
  const body = main === null ? '' : zip.text(main);
  if (main === null || body === '') {
    throw new Skip(
      zip.missing ?? 'no Word document, whatever its name says: the archive has no text of one; save it as .docx',
    );
  }
  const related = relations(zip, main);
  const part = (kind: string): string => zip.text(partOf(related, kind) ?? '');
  const styles = new Styles(part('styles'));
  const numbering = new Numbering(part('numbering'), (style) => styles.of(style).numId);
  const parts = related.flatMap(({ id, kind, part }) => (DIAGRAMS.has(kind) ? [[id, part] as const] : []));
  const diagrams = new Diagrams(new Map(parts), (part) => zip.text(part));
  const context: DocxContext = { styles, numbering, notes: new Map(), diagrams };
  // Remarks first, as notes may refer to them.
  for (const kind of ['comments', 'footnotes', 'endnotes']) readDocxNotes(part(kind), context);
  const reader = new DocxBody(context, false);
  readXml(body, reader, NAMESPACES);
  const content = reader.end();
  const properties = readProperties(zip.text(partOf(root, 'core-properties') ?? 'docProps/core.xml'));
  const { title, blocks } = titledBlocks(content.titles, content.blocks, properties.title);
  const tags = [mostOf(content.languages, styles.language), properties.language, styles.language];
  const language = languageOf(tags, title, blocks);
  return { title, language, metadata: properties.metadata, blocks, missing: zip.missing };
}

/** What a file is that is no archive, as a sentence. */
function otherFile(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    const isProtected = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return isProtected ? PROTECTED : 'an old Word document (.doc) under a new name; open it and save it as .docx';
  }
  if (head.startsWith('{\\rtf')) return 'an RTF document under another name; open it and save it as .docx';
  return 'no Word document, whatever its name says; save it as .docx';
}

/** A part that another one refers to. */
interface Relation {
  id: string;
  /** What it is to that: the last name of the type, which both forms of the format share. */
  kind: string;
  part: string;
}

function relations(zip: Zip, part: string): Relation[] {
  const slash = part.lastIndexOf('/') + 1;
  const found: Relation[] = [];
  readXml(zip.text(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`), {
    opens: (name, attributes) => {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      const kind = (attributes.get('Type') ?? '').replace(/^.*\//s, '');
      const target = resolvePart(part, attributes.get('Target') ?? '');
      if (target !== null) found.push({ id: attributes.get('Id') ?? '', kind, part: target });
    },
  });
  return found;
}

/** The first part of a kind. */
function partOf(relations: readonly Relation[], kind: string): string | undefined {
  return relations.find((relation) => relation.kind === kind)?.part;
}

function mostOf(languages: ReadonlyMap<string, number>, usual: string | null): string | null {
  const [most] = [...languages].sort(([, a], [, b]) => b - a);
  return most === undefined || most[0] === '' ? usual : most[0];
}
