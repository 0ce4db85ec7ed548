/** Reads the slides of a presentation of OpenDocument in one pass over its XML: each has a title, texts and notes, which are bodies of text. */
import { asNote } from '../flow.js';
import type { Slide } from '../slides.js';
import type { Attributes, XmlReader } from '../xml.js';
import { OdtBody } from './body.js';
import type { OdtStyles } from './styles.js';

/** The parts of a slide. */
type Part = 'title' | 'texts' | 'notes';
type OpenSlide = Record<Part, OdtBody>;

/** What frames are for that all slides have, and the picture of the slide beside its notes. */
const REPEATED = new Set(['page-number', 'date-time', 'header', 'footer', 'page', 'handout']);

export class SlidesReader implements XmlReader {
  private readonly slides: Slide[] = [];
  private slide: OpenSlide | null = null;
  private inNotes = false;
  /** Of the frame of a title, or of one that is not read: what it is, and how many elements are open in it, itself too. */
  private frame: { part: Part | null; depth: number } | null = null;

  constructor(private readonly styles: OdtStyles) {}

  /** All that was read. */
  end(): Slide[] {
    this.endSlide();
    return this.slides;
  }

  opens(name: string, attributes: Attributes): void {
    if (name === 'draw:page') {
      this.endSlide();
      this.slide = { title: this.newBody(), texts: this.newBody(), notes: this.newBody() };
    } else if (name === 'presentation:notes') this.inNotes = true;
    if (this.frame !== null) this.frame.depth++;
    else {
      const use = attributes.get('presentation:class') ?? '';
      if (use === 'title' && !this.inNotes) this.frame = { part: 'title', depth: 1 };
      else if (REPEATED.has(use)) this.frame = { part: null, depth: 1 };
    }
    this.body?.opens(name, attributes);
  }

  closes(name: string): void {
    this.body?.closes(name);
    if (this.frame !== null && --this.frame.depth === 0) this.frame = null;
    if (name === 'presentation:notes') this.inNotes = false;
    else if (name === 'draw:page') this.endSlide();
  }

  read(text: string): void {
    this.body?.read(text);
  }

  /** What is read into; null outside slides, and in what is not read. */
  private get body(): OdtBody | null {
    const part = this.frame === null ? (this.inNotes ? 'notes' : 'texts') : this.frame.part;
    return part === null ? null : (this.slide?.[part] ?? null);
  }

  private newBody(): OdtBody {
    return new OdtBody(this.styles, true);
  }

  private endSlide(): void {
    const { slide } = this;
    this.slide = null;
    this.frame = null;
    this.inNotes = false;
    if (slide === null) return;
    this.slides.push({
      titles: slide.title.end().blocks.map(({ text }) => text),
      blocks: slide.texts.end().blocks,
      asides: asNote(slide.notes.end().blocks, ''),
    });
  }
}
