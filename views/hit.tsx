/** The list of hits: each a paragraph to read, with where it stands; and the sentence where the partial hits begin. */
import type { Answer, ShownHit } from '../src/index/answer.js';
import type { BlockKind, Match, Range } from '../src/index/types.js';
import { useStrings } from './language.js';
import { documentHref } from './links.js';
import { Marked } from './marked.js';

interface HitListProps {
  answer: Answer;
  q: string;
  /** As it was asked for: partial hits are only a surprise where `auto` let them in. */
  match: Match;
}

/** The page's hits in order, numbered through all pages. Nothing inside can act as htmx, whatever a document says. */
export function HitList({ answer, q, match }: HitListProps) {
  const say = useStrings();
  const { hits, offset } = answer;
  const mixed = match === 'auto' && answer.match === 'any';
  const firstPartial = mixed ? hits.findIndex((hit) => !hit.matchedAll) : -1;
  const full = firstPartial < 0 ? hits : hits.slice(0, firstPartial);
  const partial = firstPartial < 0 ? [] : hits.slice(firstPartial);
  return (
    <div hx-ignore>
      {full.length > 0 && <Hits hits={full} start={offset + 1} q={q} />}
      {partial.length > 0 && (
        <p class="row turn">
          <span class="body">{full.length + offset > 0 ? say.results.noMore : say.results.noneHasAll}</span>
        </p>
      )}
      {partial.length > 0 && <Hits hits={partial} start={offset + full.length + 1} q={q} />}
    </div>
  );
}

function Hits({ hits, start, q }: { hits: readonly ShownHit[]; start: number; q: string }) {
  return (
    <ol class="hits" start={start}>
      {hits.map((hit, index) => {
        const again = hits[index - 1]?.document.id === hit.document.id;
        return (
          <li class={again ? 'again' : undefined}>
            <HitItem hit={hit} q={q} again={again} />
          </li>
        );
      })}
    </ol>
  );
}

interface HitItemProps {
  hit: ShownHit;
  q: string;
  /** The hit before it is of the same document: its title is not said to the eye again, and its place is the link. */
  again: boolean;
}

function HitItem({ hit, q, again }: HitItemProps) {
  const say = useStrings();
  const { document, paragraph } = hit;
  const { ordinal, lines } = paragraph;
  const href = documentHref(document.id, q, ordinal);
  return (
    <article class="row hit" lang={document.language ?? undefined}>
      <p class="place" lang={say.language}>
        <a
          class="folio"
          href={href}
          tabindex={again ? undefined : -1}
          aria-label={say.results.paragraphOf(ordinal, document.paragraphs)}
        >
          <span class="pilcrow" aria-hidden="true">
            ¶
          </span>{' '}
          {say.results.place(ordinal, document.paragraphs)}
        </a>{' '}
        <span class="lines">{say.results.lines(lines[0], lines[1])}</span>
      </p>
      <div class="body">
        <h2 class={again ? 'unseen' : 'source'} dir="auto">
          {again ? (
            document.title
          ) : (
            <a href={href}>
              <Marked text={document.title} ranges={hit.titleHighlights} />
            </a>
          )}
        </h2>
        <Trail path={again ? null : document.path} headings={paragraph.headings} ranges={hit.headingHighlights} />
        <Passage kind={paragraph.kind} text={hit.snippet.text} ranges={hit.snippet.highlights} />
      </div>
    </article>
  );
}

interface TrailProps {
  /** Null where it was said by the hit before. */
  path: string | null;
  headings: readonly string[];
  ranges: readonly (readonly Range[])[];
}

/** The way to a paragraph: its file, then the headings above it, outermost first. */
function Trail({ path, headings, ranges }: TrailProps) {
  const say = useStrings();
  if (path === null && headings.length === 0) return null;
  return (
    <p class="trail">
      {path !== null && <bdi lang={say.language}>{path}</bdi>}
      {headings.map((heading, index) => (
        <>
          {(index > 0 || path !== null) && (
            <span class="step" aria-hidden="true">
              {' '}
              ›{' '}
            </span>
          )}
          <bdi>
            <Marked text={heading} ranges={ranges[index] ?? []} />
          </bdi>
        </>
      ))}
    </p>
  );
}

/** A paragraph's text by its kind; code and tables keep their lines. */
export function Passage({ kind, text, ranges }: { kind: BlockKind; text: string; ranges: readonly Range[] }) {
  const marked = <Marked text={text} ranges={ranges} />;
  switch (kind) {
    case 'code':
      return (
        <pre class="passage code">
          <code>{marked}</code>
        </pre>
      );
    case 'table':
      return (
        <pre class="passage table" tabindex={0}>
          {marked}
        </pre>
      );
    case 'quote':
      return (
        <blockquote class="passage quote" dir="auto">
          {marked}
        </blockquote>
      );
    default:
      return (
        <p class={`passage ${kind}`} dir="auto">
          {marked}
        </p>
      );
  }
}
