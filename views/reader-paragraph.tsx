/** A paragraph in the reader, with its headings, its address, and what can be done with it. */
import type { ShownParagraph } from '../src/index/answer.js';
import { type Document, type Paragraph, placesOf } from '../src/index/types.js';
import { useStrings } from './language.js';
import { originalHref, paragraphId, similarHref } from './links.js';
import { beginsWithHead, Heading, Structure } from './structure.js';

/** What every paragraph of a page needs to know of the page. */
export interface Reading {
  document: Document;
  /** Ordinals of the marked paragraphs of the whole document, ascending. */
  marked: readonly number[];
  /** The place of each among them. */
  placeOf: ReadonlyMap<number, number>;
  hrefOf: (ordinal: number) => string;
}

interface ReaderParagraphProps {
  shown: ShownParagraph;
  /** The one before it in the document, of which a table may be going on. */
  before?: ShownParagraph | undefined;
  reading: Reading;
}

/** The paragraph, indented as far as its list is. */
export function ReaderParagraph({ shown, before, reading }: ReaderParagraphProps) {
  const { paragraph, highlights, headingHighlights } = shown;
  const { ordinal, headings, opens, kind, list } = paragraph;
  const begins = headings.length - opens;
  const place = reading.placeOf.get(ordinal);
  const indent = list === undefined ? '' : ` deep${list.depth}`;
  const page = pageOf(reading.document, paragraph, before?.paragraph);
  return (
    <div
      class={`row para h${heightOf(paragraph)}${indent}${place === undefined ? '' : ' matched'}${page === null ? '' : ' paged'}`}
      id={paragraphId(ordinal)}
    >
      {headings.slice(begins).map((heading, index) => (
        <Heading level={begins + index} text={heading} ranges={headingHighlights[begins + index] ?? []} />
      ))}
      <Place ordinal={ordinal} place={place} page={page} reading={reading} />
      <Structure
        paragraph={paragraph}
        ranges={highlights}
        hasHead={kind === 'table' && beginsWithHead(reading.document.format, paragraph, before?.paragraph)}
      />
    </div>
  );
}

/** The page or slide that begins at a paragraph; null where none does. */
function pageOf({ format }: Document, { lines: [page] }: Paragraph, before: Paragraph | undefined): number | null {
  const places = placesOf(format);
  return (places === 'pages' || places === 'slides') && page !== before?.lines[0] ? page : null;
}

/** Letters in a line of the text, and how much lower a line of code is. */
const LINE = 62;
const CODE_LINE = 0.71;
/** About how many lines of text are as high as the space around a heading, or around code and tables. */
const SPACE = 1;
/** How high a paragraph may be guessed to be, in lines; the style sheet has a class for each. */
const HEIGHTS = [1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36];

/** About how high it is, for the scroll bar to be right before it is laid out, and for nothing to move when it is. */
function heightOf({ kind, text, opens }: Paragraph): number {
  const isPlain = kind === 'code' || kind === 'table';
  const own = isPlain ? text.split('\n').length * CODE_LINE + SPACE : text.length / LINE;
  const headings = (opens + (kind === 'heading' ? 1 : 0)) * (1 + SPACE);
  const lines = Math.ceil(own + headings);
  return HEIGHTS.findLast((height) => height <= lines) ?? 1;
}

interface PlaceProps {
  ordinal: number;
  place: number | undefined;
  page: number | null;
  reading: Reading;
}

/** What stands beside a paragraph: the page or slide that begins there, its address, its neighbours among the marked ones; and what can be done with it. */
function Place({ ordinal, place, page, reading }: PlaceProps) {
  const say = useStrings();
  const { document } = reading;
  const language = document.language === null ? undefined : say.language;
  return (
    <>
      <p class="place" lang={language}>
        {page !== null && (
          <span class="page">
            <PageName page={page} document={document} />
          </span>
        )}
        {place !== undefined && <Steps place={place} reading={reading} />}
        <a class="folio" href={`#${paragraphId(ordinal)}`} aria-label={say.reader.permalink(ordinal)}>
          {say.count(ordinal)}
        </a>
      </p>
      {/* paragraph.js adds the button that copies. */}
      <p class="tools" lang={language}>
        <a class="related" href={similarHref(document.id, ordinal)}>
          {say.reader.related}
        </a>
      </p>
    </>
  );
}

/** Of a page, the way to it in the file: browsers show no slides. */
function PageName({ page, document: { id, format } }: { page: number; document: Document }) {
  const say = useStrings();
  if (placesOf(format) === 'slides') return <>{say.results.at.slides(page)}</>;
  return (
    <a href={originalHref(id, page)} aria-label={say.reader.openPage(page)}>
      {say.results.at.pages(page, page)}
    </a>
  );
}

/** Figures that the margin has room for beside the arrows: of a place, of how many there are, and of the paragraph. */
const MOST_FIGURES = 7;

function figuresOf(value: number): number {
  return String(value).length;
}

/** The way to the marked paragraphs before and after this one. */
function Steps({ place, reading: { document, marked, hrefOf } }: { place: number; reading: Reading }) {
  const say = useStrings();
  const hasRoom = 2 * figuresOf(marked.length) + figuresOf(document.paragraphs) <= MOST_FIGURES;
  const before = marked[place - 1];
  const after = marked[place + 1];
  return (
    <span class="steps">
      <span class={hasRoom ? 'of' : 'of unseen'}>
        {say.reader.placeOf(say.count(place + 1), say.count(marked.length))}
      </span>
      {before !== undefined && (
        <a rel="prev" href={hrefOf(before)} aria-label={say.reader.previous}>
          ↑
        </a>
      )}
      {after !== undefined && (
        <a rel="next" href={hrefOf(after)} aria-label={say.reader.next}>
          ↓
        </a>
      )}
    </span>
  );
}
