/** Reads the paragraphs of the body of a DOCX file, or of one of its notes, in one pass over its XML. */
import type { Block } from '../../types.js';
import { Flow } from '../flow.js';
import type { Diagrams } from '../ooxml/diagrams.js';
import { wordsOfPicture } from '../ooxml/pictures.js';
import type { Attributes, XmlReader } from '../xml.js';
import { Dropped } from './dropped.js';
import { symbol } from './names.js';
import type { Numbering } from './numbering.js';
import type { Styles } from './styles.js';
import { DocxParagraph, Fields } from './text.js';

/** Elements that stand for text. */
const SIGNS = new Map([
  ['w:tab', '\t'],
  ['w:ptab', '\t'],
  ['w:br', '\n'],
  ['w:cr', '\n'],
  ['w:noBreakHyphen', '\u2011'],
  ['w:softHyphen', '\u00ad'],
  ['m:den', '/'],
  ['m:sup', '^'],
]);
/** More than any document is in. */
const MAX_LANGUAGES = 100;

/** What a body holds. */
interface DocxContent {
  blocks: Block[];
  /** The paragraphs of the style for titles that it begins with. */
  titles: string[];
  /** How much of the text, in code units, is said to be in which language. */
  languages: Map<string, number>;
}

/** What a body is read with. */
export interface DocxContext {
  styles: Styles;
  numbering: Numbering;
  /** By what `noteKey` gives: see `readDocxNotes`. A body takes out those that it refers to. */
  notes: Map<string, Block[]>;
  diagrams: Diagrams;
}

/** What names a note. @param element the name of its element, without `Reference` @param attributes of it, or of what refers to it */
export function noteKey(element: string, attributes: Attributes): string {
  return `${element} ${attributes.get('w:id')}`;
}

/** What a text box stands in. Its paragraphs follow that paragraph. */
interface Around {
  paragraph: DocxParagraph | null;
  fields: Fields;
  flow: Flow;
}

export class DocxBody implements XmlReader {
  private readonly languages = new Map<string, number>();
  private flow: Flow;
  private paragraph: DocxParagraph | null = null;
  /** A paragraph that goes on with the next one. */
  private carried: DocxParagraph | null = null;
  private fields = new Fields();
  private readonly dropped = new Dropped();
  /** Depth in what is not read; 0 outside. */
  private droppedDepth = 0;
  private inText = false;
  private inParagraphProperties = false;
  private inRunProperties = false;
  /** Null outside text boxes. */
  private around: Around | null = null;

  /** @param isNote rather than the body of the document */
  constructor(
    private readonly context: DocxContext,
    isNote: boolean,
  ) {
    this.flow = new Flow(isNote);
  }

  /** All that was read. Notes follow the paragraph, or the table, that first refers to them. */
  end(): DocxContent {
    this.endBox();
    this.endParagraph();
    this.endCarried();
    return { blocks: this.flow.end(), titles: this.flow.titles, languages: this.languages };
  }

  opens(name: string, attributes: Attributes): void {
    if (this.droppedDepth > 0) this.droppedDepth++;
    else if (this.drops(name, attributes)) this.droppedDepth = 1;
    else if (this.inParagraphProperties) {
      if (name === 'w:rPr') this.inRunProperties = true;
      else if (!this.inRunProperties) this.paragraph?.take(name, attributes);
    } else if (this.inRunProperties) this.paragraph?.takeOfRun(name, attributes);
    else if (!this.opensBlock(name)) this.opensInline(name, attributes);
  }

  closes(name: string): void {
    if (this.droppedDepth > 0) {
      this.droppedDepth--;
      return;
    }
    this.dropped.closes(name);
    switch (name) {
      case 'w:pPr':
        this.inParagraphProperties = false;
        this.inRunProperties = false;
        break;
      case 'w:rPr':
        this.inRunProperties = false;
        break;
      case 'w:t':
      case 'm:t':
        this.inText = false;
        break;
      case 'w:r':
        this.paragraph?.endRun();
        break;
      case 'w:p':
      case 'w:tc':
        this.endParagraph();
        break;
      case 'w:tr':
        this.endParagraph();
        this.flow.closeRow();
        break;
      case 'w:tbl':
        this.flow.closeTable();
        break;
      case 'w:txbxContent':
        this.endBox();
        break;
    }
  }

  read(text: string): void {
    if (this.inText && this.droppedDepth === 0) this.add(text);
  }

  private drops(name: string, attributes: Attributes): boolean {
    const isDeleted = name === 'w:del' || name === 'w:moveFrom';
    if (isDeleted && this.inParagraphProperties && this.paragraph !== null) this.paragraph.goesOn = true;
    // Nobody puts a box in a box.
    return this.dropped.drops(name, attributes) || (name === 'w:txbxContent' && this.around !== null);
  }

  /** Whether the element is one of those that hold paragraphs, or tell of them. */
  private opensBlock(name: string): boolean {
    switch (name) {
      case 'w:p':
        this.endParagraph();
        this.paragraph = new DocxParagraph(this.context.styles, this.fields);
        if (this.carried !== null) this.paragraph.continues(this.carried);
        this.carried = null;
        return true;
      case 'w:pPr':
        this.inParagraphProperties = true;
        return true;
      case 'w:tbl':
        this.endParagraph();
        this.endCarried();
        this.flow.openTable();
        return true;
      case 'w:tr':
        this.flow.openRow();
        return true;
      case 'w:tc':
        this.flow.openCell();
        return true;
      case 'w:txbxContent':
        this.around = { paragraph: this.paragraph, fields: this.fields, flow: this.flow };
        this.paragraph = null;
        this.fields = new Fields();
        this.flow = new Flow(true);
        return true;
      default:
        return false;
    }
  }

  private opensInline(name: string, attributes: Attributes): void {
    const sign = SIGNS.get(name);
    if (sign !== undefined) this.add(sign);
    else if (name === 'w:t' || name === 'm:t') this.inText = true;
    else if (name === 'w:r') this.paragraph?.beginRun();
    else if (name === 'w:rPr') this.inRunProperties = true;
    else if (name === 'w:fldChar') this.fields.take(attributes.get('w:fldCharType'));
    else if (name === 'w:sym') this.add(symbol(attributes.get('w:font') ?? '', attributes.get('w:char') ?? ''));
    else if (name === 'dgm:relIds') this.flow.keep(this.context.diagrams.take(attributes.get('r:dm')));
    else if (name === 'c:chart') this.flow.keep(this.context.diagrams.take(attributes.get('r:id')));
    else if (name === 'wp:docPr') this.add(wordsOfPicture(attributes));
    else if (/^w:(?:footnote|endnote|comment)Reference$/.test(name) && this.paragraph?.isHidden === false) {
      this.paragraph.notes.push(noteKey(name.slice(0, -'Reference'.length), attributes));
    }
  }

  private add(text: string): void {
    const { paragraph, languages } = this;
    if (paragraph === null || text === '' || paragraph.isHidden) return;
    const { language } = paragraph;
    if (languages.size < MAX_LANGUAGES) languages.set(language, (languages.get(language) ?? 0) + text.length);
    paragraph.add(text);
  }

  private endParagraph(): void {
    const { paragraph } = this;
    this.paragraph = null;
    this.inText = false;
    this.fields.endParagraph();
    if (paragraph === null) return;
    if (paragraph.goesOn) this.carried = paragraph;
    else this.addWithNotes(paragraph);
  }

  /** A paragraph that would go on with the next one is the last one. */
  private endCarried(): void {
    const { carried } = this;
    this.carried = null;
    if (carried !== null) this.addWithNotes(carried);
  }

  private addWithNotes(paragraph: DocxParagraph): void {
    const styled = paragraph.styled(this.context.numbering);
    if (styled !== null) this.flow.addParagraph(styled);
    for (const key of paragraph.notes) {
      this.flow.keep(this.context.notes.get(key) ?? []);
      this.context.notes.delete(key);
    }
    this.flow.addKept();
  }

  private endBox(): void {
    if (this.around === null) return;
    this.endParagraph();
    this.endCarried();
    const blocks = this.flow.end();
    ({ paragraph: this.paragraph, fields: this.fields, flow: this.flow } = this.around);
    this.around = null;
    this.flow.keep(blocks);
    // The box of a picture that stands by itself.
    if (this.paragraph === null) this.flow.addKept();
  }
}
