/** Tells which elements of a DOCX file are not read: what was deleted, how things were before, and what is there twice. */
import { Alternatives } from '../ooxml/alternatives.js';
import type { Attributes } from '../xml.js';
import { isOn } from './names.js';

/** What was deleted or moved away, how things were before, codes of fields, how words are pronounced. */
const DROPPED = new Set(
  (
    'w:del w:moveFrom w:delText w:delInstrText w:instrText w:pPrChange w:rPrChange w:tblPrChange w:tblGridChange w:trPrChange ' +
    'w:tcPrChange w:sectPrChange w:numberingChange w:sectPr w:tblPr w:tblGrid w:rt w:rubyPr'
  ).split(' '),
);

export class Dropped {
  private readonly alternatives = new Alternatives();
  /** Whether the content of the structured part that is open is a table of contents, or only asks for an entry. */
  private dropsContent = false;

  /** Whether an element that opens is not read, with all that is in it. */
  drops(name: string, attributes: Attributes): boolean {
    switch (name) {
      case 'w:sdtPr':
        this.dropsContent = false;
        return false;
      case 'w:docPartGallery':
        this.dropsContent ||= attributes.get('w:val') === 'Table of Contents';
        return false;
      case 'w:showingPlcHdr':
        this.dropsContent ||= isOn(attributes.get('w:val') ?? '');
        return false;
      case 'w:sdtContent': {
        const drops = this.dropsContent;
        this.dropsContent = false;
        return drops;
      }
      default:
        return DROPPED.has(name) || this.alternatives.drops(name);
    }
  }

  /** An element that is read closes. */
  closes(name: string): void {
    this.alternatives.closes(name);
  }
}
