/** Puts the slides of a presentation together to a document: each is a section under its title. Pure. */
import type { Block, ParsedDocument } from '../types.js';
import { tidy } from './clean.js';
import { officeDocument, type Properties } from './office-properties.js';
import { firstLineTitle, HEADING_LENGTH } from './title.js';

/** A slide as the reader of its format sees it. The lines of its blocks do not matter. */
export interface Slide {
  /** The paragraphs of its title; none where it has none. */
  titles: readonly string[];
  blocks: Block[];
  /** What is said to it: notes and remarks. */
  asides: Block[];
}

/** A longer line is no title. */
const MAX_LEAD = 120;

/**
 * The document of a presentation. One without a title anywhere has its first line: else it had the number of a slide.
 * @param tags and `missing`: as `officeDocument` takes them
 */
export function presentationOf(
  slides: readonly Slide[],
  properties: Properties,
  tags: readonly (string | null)[],
  missing: string | undefined,
): ParsedDocument {
  const content = joinSlides(slides);
  const title = properties.title || firstLineTitle(content.blocks);
  return officeDocument(content, { ...properties, title }, tags, missing);
}

/**
 * The blocks of all slides, whose `lines` are the numbers of the slides.
 * @returns also the title of the first one that says something, which is that of the presentation; none where it has no title
 */
function joinSlides(slides: readonly Slide[]): { titles: string[]; blocks: Block[] } {
  const blocks: Block[] = [];
  const titles: string[] = [];
  let heading = '';
  for (const [index, slide] of slides.entries()) {
    const number = index + 1;
    const { title, texts } = titled(slide);
    const content = [...texts, ...slide.asides];
    if (title === '' && content.length === 0) continue;
    const own: Block[] = [];
    if (blocks.length === 0 && titles.length === 0) {
      if (title !== '') titles.push(title);
    } else if (title === '' || title !== heading) {
      // Without a heading, it would seem to belong to the slide before.
      own.push({ kind: 'heading', level: 1, text: title || String(number), lines: [number, number] });
    }
    heading = title;
    for (const block of [...own, ...content]) blocks.push({ ...block, lines: [number, number] });
  }
  return { titles, blocks };
}

/** The title of a slide, and the texts below it. Many write it into a box that is none for titles: its first line. */
function titled({ titles, blocks }: Slide): { title: string; texts: readonly Block[] } {
  const title = tidy(titles.join(' ').replaceAll('\n', ' '));
  if (title.length > HEADING_LENGTH)
    return { title: '', texts: [{ kind: 'prose', text: title, lines: [1, 1] }, ...blocks] };
  const [first, ...others] = blocks;
  if (title !== '' || first?.kind !== 'prose' || first.text.length > MAX_LEAD || /[.!;:,\n]/.test(first.text))
    return { title, texts: blocks };
  return { title: first.text, texts: others };
}
