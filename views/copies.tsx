/** The ways to the copies of a hit, below it. */
import type { Copy } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { type documentHrefs, otherwise, type PageQuestion } from './links.js';
import { Path } from './path.js';

/** As many copies are named; a link leads to the others. */
const MAX_NAMED = 6;

interface CopiesProps {
  copies: readonly Copy[];
  question: PageQuestion;
  to: ReturnType<typeof documentHrefs>;
}

/** Where else the text of a hit stands. */
export function Copies({ copies, question, to }: CopiesProps) {
  const say = useStrings();
  if (copies.length === 0) return null;
  const named = copies.slice(0, MAX_NAMED);
  const more = copies.length - named.length;
  return (
    <p class="copies" lang={say.language}>
      {say.results.sameIn}{' '}
      {named.map(({ document, ordinal }, index) => (
        <>
          {index > 0 && ', '}
          {/* Not the link of the hit (public/keys.js takes the first without a tabindex), but a stop of its own. */}
          <a href={to(document.id, ordinal)} tabindex={0}>
            <Path path={document.path} />
          </a>
        </>
      ))}
      {more > 0 && (
        <>
          {', '}
          <a href={otherwise(question, { group: true })} tabindex={0}>
            {say.results.moreDocuments(more)}
          </a>
        </>
      )}
    </p>
  );
}
