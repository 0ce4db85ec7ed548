/** Reads the notes and remarks of a DOCX file: a part holds all of a kind, each of them a body of its own. */
import { tidy } from '../clean.js';
import { asNote } from '../flow.js';
import { type Attributes, readXml } from '../xml.js';
import { DocxBody, type DocxContext, noteKey } from './body.js';

const NOTES = new Set(['w:footnote', 'w:endnote', 'w:comment']);

interface OpenNote {
  key: string;
  author: string;
  body: DocxBody;
}

/** Adds the notes of a part to those of the context. */
export function readDocxNotes(xml: string, context: DocxContext): void {
  let note: OpenNote | null = null;
  const end = (): void => {
    const blocks = note === null ? [] : asNote(note.body.end().blocks, note.author);
    if (note !== null && blocks.length > 0) context.notes.set(note.key, blocks);
    note = null;
  };
  readXml(xml, {
    opens: (name, attributes) => {
      if (NOTES.has(name)) {
        end();
        note = noteOf(name, attributes, context);
      } else note?.body.opens(name, attributes);
    },
    closes: (name) => {
      if (NOTES.has(name)) end();
      else note?.body.closes(name);
    },
    read: (text) => note?.body.read(text),
  });
}

/** The note that an element begins; null where it is none, such as the line that parts notes from the text. */
function noteOf(name: string, attributes: Attributes, context: DocxContext): OpenNote | null {
  if (/separator|notice/i.test(attributes.get('w:type') ?? '')) return null;
  const author = name === 'w:comment' ? tidy(attributes.get('w:author') ?? '') : '';
  return { key: noteKey(name, attributes), author, body: new DocxBody(context, true) };
}
