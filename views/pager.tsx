/** Numbered links to the pages of a result list. */
import { MAX_RANK } from '../src/limits.js';
import { useStrings } from './language.js';
import { type PageQuestion, searchHref } from './links.js';

/** Pages shown on each side of the current one. */
const AROUND = 2;

/**
 * The page numbers to show: the first, the last, the current with its neighbours, and null where numbers are left out. A gap of
 * one page is shown as that page.
 */
export function pageNumbers(current: number, last: number): (number | null)[] {
  const shown: (number | null)[] = [];
  let before = 0;
  for (let number = 1; number <= last; number++) {
    const near = Math.abs(number - current) <= AROUND;
    if (!near && number !== 1 && number !== last) {
      // Straight to the next number that is shown: a list of a million pages costs no more than one of ten.
      number = (number < current - AROUND ? current - AROUND : last) - 1;
      continue;
    }
    if (number - before === 2) shown.push(number - 1);
    else if (number - before > 2) shown.push(null);
    shown.push(number);
    before = number;
  }
  return shown;
}

interface PagerProps {
  question: PageQuestion;
  /** Hits, or documents where they are grouped. */
  total: number;
  /** Of the answer: the links carry it, so that the next page can say whether it is still of the same list. */
  generation: number;
}

/** Nothing where there is one page. */
export function Pager({ question, total, generation }: PagerProps) {
  const say = useStrings();
  // Hits past that rank are not served, so no link leads there.
  const last = Math.min(Math.ceil(total / question.hitsPerPage), Math.floor(MAX_RANK / question.hitsPerPage));
  const { page } = question;
  if (last <= 1) return null;
  const href = (number: number): string => searchHref({ ...question, page: number, generation });
  return (
    <nav class="row pager" aria-label={say.results.pages}>
      {page === last && last * question.hitsPerPage < total && (
        <p class="body quiet">{say.results.notListed(last * question.hitsPerPage)}</p>
      )}
      <ul class="body">
        {page > 1 && (
          <li>
            <a rel="prev" href={href(Math.min(page - 1, last))}>
              <span aria-hidden="true">← </span>
              {say.results.previous}
            </a>
          </li>
        )}
        {pageNumbers(Math.min(page, last), last).map((number) =>
          number === null ? (
            <li class="gap" aria-hidden="true">
              …
            </li>
          ) : (
            <li>
              <a
                href={href(number)}
                aria-label={say.results.page(number)}
                aria-current={number === page ? 'page' : undefined}
              >
                {say.count(number)}
              </a>
            </li>
          ),
        )}
        {page < last && (
          <li>
            <a rel="next" href={href(page + 1)}>
              {say.results.next}
              <span aria-hidden="true"> →</span>
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
