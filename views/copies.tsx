/** Paragraphs that stand in several documents alike: a page shows such a text once, with the ways to its copies below it. */
import type { ShownHit } from '../src/index/answer.js';
import { useStrings } from './language.js';
import { type documentHrefs, otherwise, type PageQuestion } from './links.js';
import { Path } from './path.js';

/** As many copies are named; a link leads to the others. */
const MAX_NAMED = 6;

/** A hit with those after it that are copies of it. */
export interface HitWithCopies {
  hit: ShownHit;
  /** Its place among the hits of the page, 0-based. */
  index: number;
  /** The first of each other document. */
  copies: ShownHit[];
}

/**
 * Folds the hits of a page. A copy has the same text below the same heading in another document, and is a hit for that
 * text: what is found by its title is not the same, whatever its text.
 */
export function withCopies(hits: readonly ShownHit[]): HitWithCopies[] {
  const shown: HitWithCopies[] = [];
  const known = new Map<string, HitWithCopies>();
  for (const [index, hit] of hits.entries()) {
    const { kind, headings, text } = hit.paragraph;
    const key = JSON.stringify([kind, headings.at(-1), text]);
    const first = hit.highlights.length === 0 ? undefined : known.get(key);
    const isIn = (other: ShownHit): boolean => other.document.id === hit.document.id;
    if (first !== undefined && !isIn(first.hit)) {
      if (!first.copies.some(isIn)) first.copies.push(hit);
      continue;
    }
    const own: HitWithCopies = { hit, index, copies: [] };
    if (first === undefined) known.set(key, own);
    shown.push(own);
  }
  return shown;
}

interface CopiesProps {
  copies: readonly ShownHit[];
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
      {named.map(({ document, paragraph }, index) => (
        <>
          {index > 0 && ', '}
          {/* Not the link of the hit (public/keys.js takes the first without a tabindex), but a stop of its own. */}
          <a href={to(document.id, paragraph.ordinal)} tabindex={0}>
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
