/** From a document on to those before and after it among the results that led to it. */
import type { Hit } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { documentHref, type PageQuestion } from './links.js';

type Neighbour = Pick<Hit, 'document' | 'paragraph'>;

/** The best hits of the documents before and after; null where there is none. */
export interface Neighbours {
  previous: Neighbour | null;
  next: Neighbour | null;
}

/** The page of the results that one came from need not have this one. */
function hrefOf({ document, paragraph }: Neighbour, question: PageQuestion): string {
  return documentHref(document.id, { ...question, page: 1 }, paragraph.ordinal);
}

/** Beside the way back. `public/reader.js` follows them by keys. */
export function ToNeighbours({ previous, next, question }: Neighbours & { question: PageQuestion }) {
  const say = useStrings();
  if (previous === null && next === null) return null;
  return (
    <span class="neighbours">
      {previous !== null && (
        <a
          id="previous-document"
          rel="prev"
          href={hrefOf(previous, question)}
          title={previous.document.title}
          aria-keyshortcuts="k"
        >
          {say.reader.previousDocument}
        </a>
      )}{' '}
      {next !== null && (
        <a
          id="next-document"
          rel="next"
          href={hrefOf(next, question)}
          title={next.document.title}
          aria-keyshortcuts="j"
        >
          {say.reader.nextDocument}
        </a>
      )}
    </span>
  );
}

/** Behind the last paragraph: on to the next one, by its title. */
export function OnToNext({ next, question }: Pick<Neighbours, 'next'> & { question: PageQuestion }) {
  const say = useStrings();
  if (next === null) return null;
  const { document } = next;
  return (
    <p class="row on" lang={say.language}>
      <a class="body" href={hrefOf(next, question)}>
        {say.reader.nextDocument}: <bdi lang={document.language ?? ''}>{document.title}</bdi>
        <span aria-hidden="true"> →</span>
      </a>
    </p>
  );
}
