/** The way to a paragraph, above its text: its file, then the headings above it, outermost first. */
import { dateOf } from '../src/index/search/collect/dates.js';
import type { Document, Range } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Marked } from './marked.js';
import { Path } from './path.js';

interface TrailProps {
  /** Null where it was said by the hit before. */
  document: Document | null;
  /** Whether its date is told too. */
  dated?: boolean;
  headings: readonly string[];
  ranges: readonly (readonly Range[])[];
}

export function Trail({ document, dated = false, headings, ranges }: TrailProps) {
  const say = useStrings();
  if (document === null && headings.length === 0) return null;
  return (
    <p class="trail">
      {document !== null && (
        <span lang={say.language}>
          {dated && `${say.period('day', dateOf(document), dateOf(document) + 1)} · `}
          <Path path={document.path} />
        </span>
      )}
      {headings.map((heading, index) => (
        <>
          {(index > 0 || document !== null) && (
            <>
              {/* The spaces are for those who listen, too: else the names would be one word. */}{' '}
              <span class="step" aria-hidden="true">
                ›
              </span>{' '}
            </>
          )}
          <bdi>
            <Marked text={heading} ranges={ranges[index] ?? []} />
          </bdi>
        </>
      ))}
    </p>
  );
}
