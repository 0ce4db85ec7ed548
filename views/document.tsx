/** The reader: a document with the query's words marked, each paragraph with its own address. */
import type { ShownDocument, ShownParagraph } from '../src/index/answer.js';
import type { EngineStats } from '../src/index/engine.js';
import { asksForAll } from '../src/index/query/clauses.js';
import { parseIfShort } from '../src/index/query.js';
import type { Around } from '../src/index/search-types.js';
import type { Document } from '../src/index/types.js';
import { Facts } from './facts.js';
import { Finder, PlacesBar } from './finder.js';
import { Flow } from './flow.js';
import { useStrings } from './language.js';
import { Layout } from './layout.js';
import { documentHref, documentPath, type PageQuestion, paragraphId, searchHref } from './links.js';
import { Marked } from './marked.js';
import { Minimap, ticksOf } from './minimap.js';
import { OnToNext, ToNeighbours } from './neighbours.js';
import { Outline, outlineOf } from './outline.js';
import { pageNumbers } from './pager.js';
import { PARAGRAPHS_PER_PART, partOf, partStart } from './parts.js';
import type { Reading } from './reader-paragraph.js';
import type { Strings } from './strings/en.js';

/** Of more paragraphs only those in sight are laid out: their heights are guessed until then, and so the page moves a little. */
const MOST_AT_ONCE = 150;

/** What a long document is shown from. */
const OPENING_ID = 'opening';

/** Longer titles are set smaller: on a phone they would fill the screen. In code units. */
const WORDY = 120;

export interface DocumentPageProps extends ShownDocument {
  /** What led to the document: its words are marked, and the rest leads back. */
  question: PageQuestion;
  neighbours: Omit<Around, 'isListed'>;
  /** The paragraph that the address named; null where it named none. Its part of the document is shown. */
  place?: number | null;
  /** What of the document could not be read; undefined where nothing is missing. */
  missing?: string | undefined;
  stats: EngineStats;
}

/** A document's page. Everything works by plain anchors; reader.js and paragraph.js add keys, and what needs a clipboard. */
export function DocumentPage(props: DocumentPageProps) {
  const { document, paragraphs, question, neighbours, stats, place = null } = props;
  const { q } = question;
  const say = useStrings();
  const asked = wordsIn(q);
  const part = partOf(place ?? 1);
  const marked = paragraphs.filter(isMarked).map(({ paragraph }) => paragraph.ordinal);
  const hrefOf = (ordinal: number): string =>
    partOf(ordinal) === part ? `#${paragraphId(ordinal)}` : documentHref(document.id, question, ordinal);
  const placeOf = new Map(marked.map((ordinal, index) => [ordinal, index]));
  const reading: Reading = { document, marked, placeOf, hrefOf };
  const shown = paragraphs.slice(partStart(part) - 1, partStart(part + 1) - 1);
  const texts = paragraphs.map(({ paragraph }) => paragraph);
  const isLong = shown.length > MOST_AT_ONCE;
  const title = part === 0 ? document.title : `${document.title} – ${partName(part, document, say)}`;
  return (
    <Layout
      title={title}
      q={q}
      stats={stats}
      ownField
      style="reader"
      scripts={['reader', 'paragraph']}
      opening={isLong ? OPENING_ID : undefined}
    >
      <div class="finder">
        <div class="row">
          <Outline entries={outlineOf(texts)} hrefOf={hrefOf} />
          <div class="body bar">
            <Finder id={document.id} q={asked === '' ? '' : q} question={question} place={place} />
            {asked === '' ? (
              <p id="places"></p>
            ) : (
              <PlacesBar marked={marked} from={place ?? partStart(part) - 1} hrefOf={hrefOf} />
            )}
          </div>
        </div>
      </div>
      <div
        id="reading"
        class="reading"
        data-path={documentPath(document.id)}
        data-part={String(part)}
        data-part-size={String(PARAGRAPHS_PER_PART)}
        data-quote={say.reader.copy}
        data-quotation={say.reader.quotation('{text}', '{source}')}
        data-copied={say.reader.copied}
        data-source={`${document.title}, ${document.path}`}
      >
        <article class={`reader${isLong ? ' long' : ''}`} lang={document.language ?? undefined} hx-ignore>
          <Opening {...props} asked={asked} reading={reading} />
          <Parts label={say.reader.parts} part={part} reading={reading} question={question} />
          <Flow paragraphs={shown} before={paragraphs[partStart(part) - 2]} reading={reading} />
          <Parts label={say.reader.otherParts} part={part} reading={reading} question={question} />
          <OnToNext next={neighbours.next} question={question} />
        </article>
        {marked.length > 0 && (
          <Minimap
            ticks={ticksOf(
              shown.map(({ paragraph }) => paragraph),
              new Set(marked),
            )}
            hrefOf={hrefOf}
          />
        )}
      </div>
    </Layout>
  );
}

/** Whether something is marked in a paragraph or in a heading that begins with it. */
function isMarked({ paragraph, highlights, headingHighlights }: ShownParagraph): boolean {
  if (highlights.length > 0) return true;
  const own = headingHighlights.slice(headingHighlights.length - paragraph.opens);
  return own.some((ranges) => ranges.length > 0);
}

/** What is looked for in the document; '' where the question has no words. */
function wordsIn(q: string): string {
  const query = parseIfShort(q);
  return query !== null && asksForAll(query.clauses) ? '' : q.trim();
}

interface OpeningProps extends Pick<DocumentPageProps, 'titleHighlights' | 'missing' | 'question' | 'neighbours'> {
  /** What is looked for in it; '' where nothing is. */
  asked: string;
  reading: Reading;
}

/** The title, what is known of the document, and how many places there are. */
function Opening({ titleHighlights, missing, question, neighbours, asked, reading }: OpeningProps) {
  const { document, marked, hrefOf } = reading;
  const say = useStrings();
  return (
    <header id={OPENING_ID} class="row opening">
      <p class="place" lang={say.language}>
        <a class="back" href={searchHref(question)} dir="auto">
          <span aria-hidden="true">← </span>
          {say.reader.back(question.q.trim())}
        </a>{' '}
        <ToNeighbours {...neighbours} question={question} />
      </p>
      <div class="body">
        <h1 dir="auto" class={document.title.length > WORDY ? 'wordy' : undefined}>
          <Marked text={document.title} ranges={titleHighlights} />
        </h1>
        <Facts document={document} />
        {missing !== undefined && (
          <p class="notice" lang="en">
            {missing}
          </p>
        )}
        {asked !== '' && (
          <p class="matches" lang={say.language}>
            <span data-announce>
              {marked.length === 0
                ? say.reader.noMatches(asked)
                : say.reader.matches(marked.length, document.paragraphs, asked)}
            </span>
            {marked[0] !== undefined && (
              <a href={hrefOf(marked[0])}>
                {say.reader.first}
                <span aria-hidden="true"> ↓</span>
              </a>
            )}
          </p>
        )}
      </div>
    </header>
  );
}

function partName(part: number, { paragraphs }: Document, say: Strings): string {
  return say.reader.part(partStart(part), Math.min(partStart(part + 1) - 1, paragraphs), paragraphs);
}

interface PartsProps extends Pick<DocumentPageProps, 'question'> {
  label: string;
  part: number;
  reading: Reading;
}

/** The way to the other parts of a long document, with how many places each has. */
function Parts({ label, part, reading, question }: PartsProps) {
  const say = useStrings();
  const { document, marked } = reading;
  const last = partOf(document.paragraphs);
  if (last === 0) return null;
  const hrefOf = (number: number): string => documentHref(document.id, question, partStart(number));
  const placesIn = (number: number): number => marked.filter((ordinal) => partOf(ordinal) === number).length;
  return (
    <nav class="row pager" lang={say.language} aria-label={label}>
      <div class="body">
        <p class="quiet">{partName(part, document, say)}</p>
        <ul>
          {pageNumbers(part + 1, last + 1).map((number) =>
            number === null ? (
              <li class="gap" aria-hidden="true">
                …
              </li>
            ) : (
              <li>
                <a
                  href={hrefOf(number - 1)}
                  aria-label={say.reader.partWith(number, placesIn(number - 1))}
                  aria-current={number === part + 1 ? 'page' : undefined}
                >
                  {say.count(number)}
                </a>
              </li>
            ),
          )}
        </ul>
      </div>
    </nav>
  );
}
