/** The list of hits: each a paragraph to read, with where it stands; and the sentence where the partial hits begin. */
import type { ShownGroup, ShownHit } from '../src/index/answer.js';
import type { Answer } from '../src/index/ask.js';
import { asksForAll } from '../src/index/query/clauses.js';
import { placesOf } from '../src/index/types.js';
import { Copies } from './copies.js';
import { useStrings } from './language.js';
import { documentHrefs, hitId, otherwise, type PageQuestion, similarHref } from './links.js';
import { Marked } from './marked.js';
import { Passage } from './structure.js';
import { Trail } from './trail.js';
import { Why } from './why.js';

/** The address of a document at a paragraph, for the query of this list. */
type DocumentHref = ReturnType<typeof documentHrefs>;

interface HitListProps {
  answer: Answer;
  /** As it was asked for: partial hits are only a surprise where `auto` let them in. */
  question: PageQuestion;
}

/** The page's hits, or documents, in order, numbered through all pages. Nothing inside can act as htmx, whatever a document says. */
export function HitList({ answer, question }: HitListProps) {
  const say = useStrings();
  const { offset } = answer;
  const mixed = question.match === 'auto' && answer.match === 'any';
  const listed: readonly (ShownHit | ShownGroup)[] = answer.groups ?? answer.hits;
  const firstPartial = mixed ? listed.findIndex((one) => !matchesAll(one)) : -1;
  const full = firstPartial < 0 ? listed : listed.slice(0, firstPartial);
  const partial = firstPartial < 0 ? [] : listed.slice(firstPartial);
  // As it was searched: the reader marks these words, and not those that were corrected.
  const { clauses, text } = answer.query;
  const leafing = asksForAll(clauses);
  const common = { question, to: documentHrefs({ ...question, q: text }), leafing };
  return (
    <div hx-ignore>
      {full.length > 0 && <Items items={full} start={offset + 1} {...common} />}
      {partial.length > 0 && (
        <p class="row turn">
          {full.length + offset > 0 ? (
            <span class="body">{say.results.noMore}</span>
          ) : (
            <span class="body" data-announce>
              {say.results.noneHasAll}
            </span>
          )}
        </p>
      )}
      {partial.length > 0 && <Items items={partial} start={offset + full.length + 1} {...common} />}
    </div>
  );
}

/** By its best passage, where it is a document. */
function matchesAll(item: ShownHit | ShownGroup): boolean {
  return 'hits' in item ? item.hits[0]?.matchedAll !== false : item.matchedAll;
}

interface ItemsProps {
  items: readonly (ShownHit | ShownGroup)[];
  start: number;
  question: PageQuestion;
  to: DocumentHref;
  /** Whether no words were asked for, so that no paragraph is better than the first. */
  leafing: boolean;
}

function Items({ items, start, question, to, leafing }: ItemsProps) {
  return (
    <ol class="hits" start={start}>
      {items.map((one, at) => {
        if ('hits' in one) {
          return (
            <li>
              <GroupItem group={one} question={question} to={to} leafing={leafing} />
            </li>
          );
        }
        const again = items[at - 1]?.document.id === one.document.id && !isFoundByTitle(one);
        return (
          <li class={again ? 'again' : undefined}>
            <HitItem hit={one} question={question} to={to} again={again} />
          </li>
        );
      })}
    </ol>
  );
}

/** Whether only the title tells why it is a hit. */
function isFoundByTitle({ highlights, headingHighlights, titleHighlights }: ShownHit): boolean {
  return titleHighlights.length > 0 && highlights.length === 0 && headingHighlights.every(({ length }) => length === 0);
}

interface HitItemProps {
  hit: ShownHit;
  question: PageQuestion;
  to: DocumentHref;
  /** Its document's title was said by the hit before it: it is not said to the eye again, and its place is the link. */
  again: boolean;
}

function HitItem({ hit, question, to, again }: HitItemProps) {
  const { document, paragraph } = hit;
  const href = to(document.id, paragraph.ordinal);
  return (
    <article class="row hit" lang={document.language ?? ''}>
      <div class="body">
        <h2 class={again ? 'unseen' : 'source'} dir="auto">
          {again ? (
            document.title
          ) : (
            <a id={hitId(document.id, paragraph.ordinal)} href={href}>
              <Marked text={document.title} ranges={hit.titleHighlights} />
            </a>
          )}
        </h2>
        <Trail
          document={again ? null : document}
          dated={isByDate(question)}
          headings={paragraph.headings}
          ranges={hit.headingHighlights}
        />
        <Passage kind={paragraph.kind} text={hit.snippet.text} ranges={hit.snippet.highlights} />
        <Copies copies={hit.copies ?? []} question={question} to={to} />
        <Why hit={hit} />
      </div>
      <Place hit={hit} href={href} reached={again} />
    </article>
  );
}

interface GroupItemProps extends Pick<ItemsProps, 'question' | 'to' | 'leafing'> {
  group: ShownGroup;
}

/** A document, and below it the best of its passages; where it has more, the way to all of them. */
function GroupItem({ group, question, to, leafing }: GroupItemProps) {
  const say = useStrings();
  const { document, totalHits } = group;
  // Who leafs through the documents wants to see many; their titles lead to all there is.
  const hits = leafing ? group.hits.slice(0, 1) : group.hits;
  const more = leafing ? 0 : totalHits - hits.length;
  const inDocument = { name: 'document', value: document.id } as const;
  return (
    <article lang={document.language ?? ''}>
      <div class="row">
        <div class="body">
          <h2 class="source" dir="auto">
            <a href={to(document.id, hits[0]?.paragraph.ordinal)}>
              <Marked text={document.title} ranges={group.titleHighlights} />
            </a>
          </h2>
          <Trail document={document} dated={isByDate(question)} headings={[]} ranges={[]} />
        </div>
      </div>
      <ol class="passages">
        {hits.map((hit) => {
          const href = to(document.id, hit.paragraph.ordinal);
          return (
            <li class="row hit">
              <div class="body">
                <Trail document={null} headings={hit.paragraph.headings} ranges={hit.headingHighlights} />
                <Passage kind={hit.paragraph.kind} text={hit.snippet.text} ranges={hit.snippet.highlights} />
                <Why hit={hit} />
              </div>
              <Place hit={hit} href={href} reached />
            </li>
          );
        })}
      </ol>
      {more > 0 && (
        <p class="row more" lang={say.language}>
          <a class="body" href={otherwise(question, { group: false, filters: [...question.filters, inDocument] })}>
            {say.results.moreInDocument(more)}
          </a>
        </p>
      )}
    </article>
  );
}

/** @param reached whether Tab stops here: it does where no title beside it leads to the same place */
function Place({ hit, href, reached }: { hit: ShownHit; href: string; reached: boolean }) {
  const say = useStrings();
  const { document, paragraph } = hit;
  const { ordinal, lines } = paragraph;
  const places = placesOf(document.format);
  return (
    <p class="place" lang={say.language}>
      <a
        class="folio"
        id={reached ? hitId(document.id, ordinal) : undefined}
        href={href}
        tabindex={reached ? undefined : -1}
        aria-label={say.results.paragraphOf(ordinal, document.paragraphs)}
      >
        <span class="pilcrow" aria-hidden="true">
          ¶
        </span>{' '}
        {say.results.place(ordinal, document.paragraphs)}
      </a>{' '}
      {places !== null && <span class="lines">{say.results.at[places](lines[0], lines[1])}</span>}{' '}
      {/* Not the link of the hit (public/keys.js takes the first without a tabindex), but a stop of its own. */}
      <a class="like" href={similarHref(document.id, ordinal)} tabindex={0} rel="nofollow">
        {say.results.like}
        <span class="unseen"> {say.results.paragraphOf(ordinal, document.paragraphs)}</span>
      </a>
    </p>
  );
}

/** Whether the dates say why hits stand where they do. */
function isByDate({ sort }: PageQuestion): boolean {
  return sort === 'newest' || sort === 'oldest';
}
