/** Reads a PPTX presentation: an archive of XML parts (ECMA-376), of which each slide is one, and its notes and remarks others. */
import type { Block, ParsedDocument } from '../types.js';
import { asNote } from './flow.js';
import { Diagrams } from './ooxml/diagrams.js';
import { type OoxmlKind, openOoxml, type Relation, relationsOf } from './ooxml/open.js';
import { readAuthors, readRemarks } from './pptx/remarks.js';
import { SlideReader } from './pptx/slide.js';
import { presentationOf, type Slide } from './slides.js';
import { readXml } from './xml.js';
import type { Zip } from './zip.js';

const PRESENTATION: OoxmlKind = {
  name: 'PowerPoint presentation',
  ending: '.pptx',
  older: '.ppt',
  main: 'ppt/presentation.xml',
};

/**
 * Reads a PPTX file as its author sees it: its slides in their order, hidden ones too, each with its notes and remarks behind its
 * texts, and without what all slides have.
 *
 * @throws Skip if it is none, or damaged, or protected
 */
export function readPptx(bytes: Uint8Array): ParsedDocument {
  const { zip, text, related, properties } = openOoxml(bytes, PRESENTATION);
  const authors = readAuthors(
    partsOf(related, /^(?:commentAuthors|authors)$/)
      .map((part) => zip.text(part))
      .join(''),
  );
  const slides = [...slidesOf(text, related)].map((part) => readSlide(zip, part, authors));
  return presentationOf(slides, properties, [properties.language], zip.missing);
}

/** The parts of the slides, each once, in their order. */
function slidesOf(xml: string, related: readonly Relation[]): Set<string> {
  const parts = new Map(related.map(({ id, part }) => [id, part]));
  const slides = new Set<string>();
  readXml(xml, {
    opens: (name, attributes) => {
      const part = name === 'p:sldId' ? parts.get(attributes.get('r:id') ?? '') : undefined;
      if (part !== undefined) slides.add(part);
    },
  });
  return slides;
}

function readSlide(zip: Zip, part: string, authors: ReadonlyMap<string, string>): Slide {
  const related = relationsOf(zip, part);
  const read = (source: string, ofNotes: boolean): Omit<Slide, 'asides'> => {
    const reader = new SlideReader(new Diagrams(zip, related), ofNotes);
    readXml(zip.text(source), reader);
    return reader.end();
  };
  const notes = partsOf(related, /^notesSlide$/).flatMap((source): Block[] => asNote(read(source, true).blocks, ''));
  const remarks = partsOf(related, /^comments$/).flatMap((source) => readRemarks(zip.text(source), authors));
  return { ...read(part, false), asides: [...notes, ...remarks] };
}

/** The parts of a kind, each once, however many relations lead to it. */
function partsOf(related: readonly Relation[], kind: RegExp): string[] {
  return [...new Set(related.flatMap((relation) => (kind.test(relation.kind) ? [relation.part] : [])))];
}
