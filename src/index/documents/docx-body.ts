/** Reads the paragraphs of a part of a DOCX file (its body, its notes, its remarks) in one pass over its XML. */
import type { Block } from '../types.js';
import { HAS_WORD, tidy } from './clean.js';
import { isOn, NAMESPACES, symbol } from './docx-names.js';
import type { Numbering } from './docx-numbering.js';
import type { Style, Styles } from './docx-styles.js';
import { DocxParagraph, Fields, type Run, takeRunProperty } from './docx-text.js';
import { Flow } from './flow.js';
import { HEADING_LENGTH } from './title.js';
import { type Attributes, readXml, type XmlReader } from './xml.js';

/** What is not read: what was deleted or moved away, how things were before, codes of fields, how words are pronounced. */
const DROPPED = new Set(
  (
    'w:del w:moveFrom w:delText w:delInstrText w:instrText w:pPrChange w:rPrChange w:tblPrChange w:tblGridChange w:trPrChange ' +
    'w:tcPrChange w:sectPrChange w:numberingChange w:sectPr w:tblPr w:tblGrid w:rt w:rubyPr'
  ).split(' '),
);
/** Notes in parts of their own. */
const NOTES = new Set(['w:footnote', 'w:endnote', 'w:comment']);
/** What refers to them. */
const REFERENCES = new Map([
  ['w:footnoteReference', 'w:footnote'],
  ['w:endnoteReference', 'w:endnote'],
  ['w:commentReference', 'w:comment'],
]);
/** What a picture shows, as programs tell it: the name of its file, or a guess. */
const NO_DESCRIPTION = /^\S+\.\w{3,4}$|automatically generated|^[a-z]+:\/\//i;

export interface DocxContent {
  blocks: Block[];
  /** The paragraphs of the style for titles that the document begins with. */
  titles: string[];
  /** How much of the text, in code units, is said to be in which language. */
  languages: Map<string, number>;
}

/** What the body is read with. */
export interface DocxContext {
  styles: Styles;
  numbering: Numbering;
  /** By kind and id: see `readDocxNotes`. */
  notes: Map<string, Block[]>;
}

/** Reads the body. Notes follow the paragraph, or the table, that first refers to them. */
export function readDocxBody(xml: string, context: DocxContext): DocxContent {
  const reader = new Body(context);
  readXml(xml, reader, NAMESPACES);
  return reader.end();
}

/** Adds the notes of a part to those of the context, each as a quote: they are set apart from the text. */
export function readDocxNotes(xml: string, context: DocxContext): void {
  readXml(xml, new Body(context), NAMESPACES);
}

class Body implements XmlReader {
  private readonly titles: string[] = [];
  private readonly languages = new Map<string, number>();
  private flow = new Flow();
  private paragraph: DocxParagraph | null = null;
  private carried: DocxParagraph | null = null;
  private run: Run | null = null;
  private fields = new Fields();
  /** Depth in what is not read; 0 outside. */
  private dropped = 0;
  private inText = false;
  private inParagraphProperties = false;
  private inRunProperties = false;
  /** Whether the content of the structured part that is open is not read: contents, and what asks for an entry. */
  private dropsContent = false;
  /** Whether one of the choices was taken, for each alternative that is open. */
  private readonly chosen: boolean[] = [];
  /** What the text box that is open stands in. Its paragraphs follow that paragraph. */
  private around: { paragraph: DocxParagraph | null; run: Run | null; fields: Fields; flow: Flow } | null = null;
  private behind: Block[] = [];
  /** The note that is open: its kind and id, and who wrote it. */
  private note: { key: string; author: string } | null = null;

  constructor(private readonly context: DocxContext) {}

  end(): DocxContent {
    if (this.around !== null) this.endBox();
    this.endParagraph();
    this.endCarried();
    const blocks = [...this.flow.end(), ...this.behind];
    this.behind = [];
    return { blocks, titles: this.titles, languages: this.languages };
  }

  opens(name: string, attributes: Attributes): void {
    if (this.dropped > 0) this.dropped++;
    else if (this.drops(name)) this.dropped = 1;
    else if (this.inParagraphProperties) {
      if (name === 'w:rPr') this.inRunProperties = true;
      else if (!this.inRunProperties) this.paragraph?.take(name, attributes);
    } else if (this.inRunProperties) {
      if (this.run !== null) takeRunProperty(this.run, name, attributes, this.context.styles);
    } else if (!this.opensBlock(name, attributes)) this.opensInline(name, attributes);
  }

  closes(name: string): void {
    if (this.dropped > 0) {
      this.dropped--;
      return;
    }
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
        this.run = null;
        break;
      case 'w:p':
        this.endParagraph();
        break;
      case 'w:tc':
      case 'w:tr':
        this.endParagraph();
        if (name === 'w:tr') this.flow.closeRow();
        break;
      case 'w:tbl':
        this.flow.closeTable();
        this.addBehind();
        break;
      case 'w:txbxContent':
        this.endBox();
        break;
      case 'mc:AlternateContent':
        this.chosen.pop();
        break;
      default:
        if (NOTES.has(name)) this.endNote();
    }
  }

  read(text: string): void {
    if (this.inText && this.dropped === 0) this.add(text);
  }

  private drops(name: string): boolean {
    if (name === 'mc:Choice' || name === 'mc:Fallback') {
      // The same thing for newer and for older programs.
      const taken = this.chosen.at(-1) === true;
      if (this.chosen.length > 0) this.chosen[this.chosen.length - 1] = true;
      return taken;
    }
    if (name === 'w:sdtContent' && this.dropsContent) {
      this.dropsContent = false;
      return true;
    }
    if ((name === 'w:del' || name === 'w:moveFrom') && this.inParagraphProperties && this.paragraph !== null) {
      this.paragraph.goesOn = true;
    }
    // Nobody puts a box in a box.
    return DROPPED.has(name) || (name === 'w:txbxContent' && this.around !== null);
  }

  /** Whether the element is one of those that hold paragraphs, or tells of them. */
  private opensBlock(name: string, attributes: Attributes): boolean {
    switch (name) {
      case 'w:p':
        this.endParagraph();
        this.paragraph = new DocxParagraph();
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
      case 'w:sdtPr':
        this.dropsContent = false;
        return true;
      case 'w:docPartGallery':
        this.dropsContent ||= attributes.get('w:val') === 'Table of Contents';
        return true;
      case 'w:showingPlcHdr':
        this.dropsContent ||= isOn(attributes.get('w:val') ?? '');
        return true;
      case 'mc:AlternateContent':
        this.chosen.push(false);
        return true;
      case 'w:txbxContent':
        this.around = { paragraph: this.paragraph, run: this.run, fields: this.fields, flow: this.flow };
        this.paragraph = null;
        this.run = null;
        this.fields = new Fields();
        this.flow = new Flow();
        return true;
      default:
        if (NOTES.has(name)) this.beginNote(name, attributes);
        return NOTES.has(name);
    }
  }

  private opensInline(name: string, attributes: Attributes): void {
    switch (name) {
      case 'w:r':
        this.run = { hidden: null, raised: false, language: null, style: null };
        break;
      case 'w:rPr':
        this.inRunProperties = true;
        break;
      case 'w:t':
      case 'm:t':
        this.inText = true;
        break;
      case 'w:tab':
      case 'w:ptab':
        this.add('\t');
        break;
      case 'w:br':
      case 'w:cr':
        this.add('\n');
        break;
      case 'w:noBreakHyphen':
        this.add('\u2011');
        break;
      case 'w:softHyphen':
        this.add('\u00ad');
        break;
      case 'w:sym':
        this.add(symbol(attributes.get('w:font') ?? '', attributes.get('w:char') ?? ''));
        break;
      case 'm:den':
        this.add('/');
        break;
      case 'm:sup':
        this.add('^');
        break;
      case 'w:fldChar':
        this.fields.take(attributes.get('w:fldCharType'));
        break;
      case 'wp:docPr':
        this.addPicture(attributes.get('descr') ?? '');
        break;
      default: {
        const kind = REFERENCES.get(name);
        if (kind !== undefined && !this.isHidden()) this.paragraph?.notes.push(`${kind} ${attributes.get('w:id')}`);
      }
    }
  }

  private add(text: string): void {
    const { paragraph, run } = this;
    if (paragraph === null || text === '' || this.isHidden()) return;
    const language = run?.language ?? run?.style?.language ?? this.styleOf(paragraph).language ?? '';
    if (this.languages.size < 100) this.languages.set(language, (this.languages.get(language) ?? 0) + text.length);
    // Signs of symbol fonts, which have no meaning without their font.
    paragraph.text.add(text.replace(/[\uf000-\uf0ff]/g, ''), run?.raised === true);
  }

  private addPicture(description: string): void {
    if (HAS_WORD.test(description) && !NO_DESCRIPTION.test(description)) this.add(` ${description} `);
  }

  /** Whether the run that is open is not shown: hidden text, and the codes of fields. */
  private isHidden(): boolean {
    const { paragraph, run } = this;
    if (this.fields.inCode) return true;
    if (run === null || paragraph === null) return false;
    return run.hidden ?? (run.style?.hidden || this.styleOf(paragraph).hidden);
  }

  private styleOf(paragraph: DocxParagraph): Style {
    return this.context.styles.ofParagraph(paragraph.styleId);
  }

  private endParagraph(): void {
    const { paragraph } = this;
    this.paragraph = null;
    this.run = null;
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
    this.addParagraph(paragraph);
    for (const key of paragraph.notes) {
      for (const block of this.context.notes.get(key) ?? []) this.behind.push(block);
      this.context.notes.delete(key);
    }
    this.addBehind();
  }

  private addParagraph(paragraph: DocxParagraph): void {
    const style = this.styleOf(paragraph);
    if (style.role === 'contents') return;
    const { text } = paragraph.text;
    const numId = paragraph.numId ?? style.numId;
    const number = numId === null ? null : this.context.numbering.next(numId, paragraph.listLevel ?? style.listLevel);
    const level = paragraph.outline === null ? style.level : paragraph.outline < 9 ? paragraph.outline + 1 : 0;
    const isTitle = style.role === 'title';
    if (style.role === 'code') this.flow.addText('code', paragraph.text.source);
    else if (text === '') return;
    else if (isTitle && this.flow.isEmpty && this.note === null && this.around === null) this.titles.push(text);
    else if ((level > 0 || isTitle) && text.length <= HEADING_LENGTH) {
      this.flow.addHeading(Math.max(1, level), tidy(`${number?.heading ?? ''} ${text.replaceAll('\n', ' ')}`));
    } else if (number !== null) {
      this.flow.addItem(number, number.label, text);
    } else this.flow.addText(style.role === 'quote' ? 'quote' : 'prose', text);
  }

  /** Adds what was kept to stand behind a paragraph, or behind the table that holds it. */
  private addBehind(): void {
    if (this.behind.length === 0 || this.flow.isInTable) return;
    this.flow.addAll(this.behind);
    this.behind = [];
  }

  private endBox(): void {
    if (this.around === null) return;
    this.endParagraph();
    this.endCarried();
    const blocks = this.flow.end();
    ({ paragraph: this.paragraph, run: this.run, fields: this.fields, flow: this.flow } = this.around);
    this.around = null;
    for (const block of blocks) this.behind.push(block);
    // The box of a picture that stands by itself.
    if (this.paragraph === null) this.addBehind();
  }

  private beginNote(name: string, attributes: Attributes): void {
    this.endNote();
    // Such as the line that parts notes from the text.
    if (/separator|notice/i.test(attributes.get('w:type') ?? '')) return;
    const author = name === 'w:comment' ? tidy(attributes.get('w:author') ?? '') : '';
    this.note = { key: `${name} ${attributes.get('w:id')}`, author };
  }

  private endNote(): void {
    this.endParagraph();
    const { blocks } = this.end();
    this.flow = new Flow();
    const { note } = this;
    this.note = null;
    if (note === null || blocks.length === 0) return;
    const quoted = blocks.map((block): Block => ({ ...block, kind: block.kind === 'prose' ? 'quote' : block.kind }));
    const [first] = quoted;
    if (first !== undefined && note.author !== '') first.text = `${note.author}: ${first.text}`;
    this.context.notes.set(note.key, quoted);
  }
}
