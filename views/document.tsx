/** The reader: a whole document with the query's words marked, each paragraph with its own address. */
import { jsx } from 'hono/jsx';
import type { ShownDocument } from '../src/index/answer.js';
import type { EngineStats } from '../src/index/engine.js';
import type { Document, Range } from '../src/index/types.js';
import { Passage } from './hit.js';
import { useStrings } from './language.js';
import { Layout } from './layout.js';
import { paragraphId, searchHref } from './links.js';
import { Marked } from './marked.js';

type ShownParagraph = ShownDocument['paragraphs'][number];

export interface DocumentPageProps extends ShownDocument {
  q: string;
  stats: EngineStats;
}

/** A document's page. Next and previous match are plain anchors: they work without JavaScript. */
export function DocumentPage({ document, paragraphs, titleHighlights, q, stats }: DocumentPageProps) {
  const say = useStrings();
  const asked = q.trim();
  const matches = paragraphs
    .filter(({ highlights }) => highlights.length > 0)
    .map(({ paragraph }) => paragraph.ordinal);
  const place = new Map(matches.map((ordinal, index) => [ordinal, index]));
  return (
    <Layout title={document.title} q={q} stats={stats}>
      <article class="reader" lang={document.language ?? undefined} hx-ignore>
        <header class="row opening">
          <p class="place" lang={say.language}>
            <a class="back" href={searchHref({ q })} dir="auto">
              <span aria-hidden="true">← </span>
              {say.reader.back(asked)}
            </a>
          </p>
          <div class="body">
            <h1 dir="auto">
              <Marked text={document.title} ranges={titleHighlights} />
            </h1>
            <Facts document={document} />
            {asked !== '' && (
              <p class="matches" lang={say.language}>
                {matches.length === 0
                  ? say.reader.noMatches(asked)
                  : say.reader.matches(matches.length, paragraphs.length, asked)}
                {matches[0] !== undefined && (
                  <a href={`#${paragraphId(matches[0])}`}>
                    {say.reader.first}
                    <span aria-hidden="true"> ↓</span>
                  </a>
                )}
              </p>
            )}
          </div>
        </header>
        {paragraphs.map((shown) => (
          <ReaderParagraph shown={shown} matches={matches} place={place.get(shown.paragraph.ordinal)} />
        ))}
      </article>
    </Layout>
  );
}

/** What is known of the document: its path first, then what it says of itself. */
function Facts({ document }: { document: Document }) {
  const say = useStrings();
  return (
    <ul class="facts" lang={say.language} aria-label={say.reader.facts}>
      <li>
        <bdi>{document.path}</bdi>
      </li>
      <li>{say.reader.format(document.format)}</li>
      <li>{say.reader.paragraphs(document.paragraphs)}</li>
      <li>{say.bytes(document.size)}</li>
      <li>
        {say.reader.modified} <Moment at={document.modifiedAt} />
      </li>
      {[...document.metadata].map(([name, values]) => (
        <li>
          <span class="fact">{name}</span> <bdi>{values.join(', ')}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** A moment as the server can say it; app.js puts it in the reader's own zone. */
export function Moment({ at }: { at: number }) {
  const say = useStrings();
  return <time datetime={new Date(at).toISOString()}>{say.moment(at)}</time>;
}

interface ReaderParagraphProps {
  shown: ShownParagraph;
  /** Ordinals of all paragraphs with marks, in order. */
  matches: readonly number[];
  /** This paragraph's place among them. */
  place: number | undefined;
}

function ReaderParagraph({ shown, matches, place }: ReaderParagraphProps) {
  const say = useStrings();
  const { paragraph, highlights, headingHighlights } = shown;
  const { ordinal, headings, opens, kind, text } = paragraph;
  const begins = headings.length - opens;
  const id = paragraphId(ordinal);
  return (
    <>
      {headings.slice(begins).map((heading, index) => (
        <div class="row">
          <Heading level={begins + index} text={heading} ranges={headingHighlights[begins + index] ?? []} />
        </div>
      ))}
      <div class={place === undefined ? 'row para' : 'row para matched'} id={id}>
        <p class="place" lang={say.language}>
          {place !== undefined && <Steps matches={matches} place={place} />}
          <a class="folio" href={`#${id}`} aria-label={say.reader.permalink(ordinal)}>
            <span class="pilcrow" aria-hidden="true">
              ¶
            </span>{' '}
            {ordinal}
          </a>
        </p>
        {kind === 'heading' ? (
          <Heading level={headings.length} text={text} ranges={highlights} />
        ) : (
          <div class="body">
            <Passage kind={kind} text={text} ranges={highlights} />
          </div>
        )}
      </div>
    </>
  );
}

/** A heading of the document, below the page's own `h1`. @param level 0 is outermost */
function Heading({ level, text, ranges }: { level: number; text: string; ranges: readonly Range[] }) {
  return jsx(
    `h${Math.min(level + 2, 6)}`,
    { class: 'body section', dir: 'auto' },
    <Marked text={text} ranges={ranges} />,
  );
}

/** The way to the matches before and after this one. */
function Steps({ matches, place }: { matches: readonly number[]; place: number }) {
  const say = useStrings();
  const before = matches[place - 1];
  const after = matches[place + 1];
  return (
    <span class="steps">
      <span class="unseen">{say.reader.matchOf(place + 1, matches.length)}</span>
      {before !== undefined && (
        <a href={`#${paragraphId(before)}`} aria-label={say.reader.previous}>
          ↑
        </a>
      )}
      {after !== undefined && (
        <a href={`#${paragraphId(after)}`} aria-label={say.reader.next}>
          ↓
        </a>
      )}
    </span>
  );
}
