/** From a document on to those before and after it among the results that led to it. */
import type { Around, Hit } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { documentHref, type PageQuestion } from './links.js';

/** The page of the results that one came from need not have this one. */
function hrefOf({ document, paragraph }: Hit, question: PageQuestion): string {
  return documentHref(document.id, { ...question, page: 1 }, paragraph.ordinal);
}

interface StepProps {
  to: Hit | null;
  way: 'previous' | 'next';
  name: string;
  question: PageQuestion;
}

/** One step, or nothing where there is none. `public/reader.js` takes it by its key. */
function Step({ to, way, name, question }: StepProps) {
  if (to === null) return null;
  const isNext = way === 'next';
  return (
    <a
      id={`${way}-document`}
      rel={isNext ? 'next' : 'prev'}
      href={hrefOf(to, question)}
      title={to.document.title}
      aria-keyshortcuts={isNext ? 'j' : 'k'}
    >
      {name}
    </a>
  );
}

/** Beside the way back. */
export function ToNeighbours({ previous, next, question }: Omit<Around, 'isListed'> & { question: PageQuestion }) {
  const { reader } = useStrings();
  if (previous === null && next === null) return null;
  return (
    <span class="neighbours">
      <Step to={previous} way="previous" name={reader.previousDocument} question={question} />{' '}
      <Step to={next} way="next" name={reader.nextDocument} question={question} />
    </span>
  );
}

/** Behind the last paragraph: on to the next one, by its title. */
export function OnToNext({ next, question }: Pick<Around, 'next'> & { question: PageQuestion }) {
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
