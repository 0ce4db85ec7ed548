/** Texts that several documents have alike: a list of hits that is folded has such a text once, with its copies. Pure. */
import type { Paragraph } from '../types.js';

/** Copies are folded among so many of the first hits. Those behind them all stand alone, so that no page looks at more. */
export const FOLDED = 200;

/** What tells whether a hit is a copy of another. */
export interface Foldable {
  /** Its document, by any name that no other has. */
  document: string;
  paragraph: Pick<Paragraph, 'ordinal' | 'kind' | 'headings' | 'text'>;
  /** Whether words of the query stand in the text. */
  isMarked(): boolean;
}

/** Tells it of a hit. */
export type Look<Hit> = (hit: Hit) => Foldable;

/** A hit that is listed, with the first of its copies in each other document. */
export interface Folded<Hit> {
  hit: Hit;
  copies: Hit[];
}

/** Whether some hits are copies of others. */
export function haveCopies<Hit>(hits: readonly Hit[], look: Look<Hit>): boolean {
  return fold(hits, look).length < hits.length;
}

/**
 * A page of a folded list, and how many hits are not listed, as they are copies.
 * @param hits the first of all, `FOLDED` more than there are up to the end of the page
 * @param offset and limit: of what is listed
 */
export function foldedPage<Hit>(
  hits: readonly Hit[],
  { offset, limit }: { offset: number; limit: number },
  look: Look<Hit>,
): { page: Folded<Hit>[]; folded: number } {
  const first = hits.slice(0, FOLDED);
  const listed = fold(first, look);
  const behind = hits.slice(FOLDED).map((hit) => ({ hit, copies: [] }));
  return { page: [...listed, ...behind].slice(offset, offset + limit), folded: first.length - listed.length };
}

/** The first hit of a text. */
interface First<Hit> {
  entry: Folded<Hit>;
  like: Foldable;
  /** Those that it and its copies stand in. */
  documents: Set<string>;
}

function fold<Hit>(hits: readonly Hit[], look: Look<Hit>): Folded<Hit>[] {
  const listed: Folded<Hit>[] = [];
  const known = new Map<string, First<Hit>>();
  for (const hit of hits) {
    const like = look(hit);
    const { kind, headings, text } = like.paragraph;
    const key = JSON.stringify([kind, headings.at(-1), text]);
    const first = known.get(key);
    if (first !== undefined && isCopy(like, first)) {
      if (!first.documents.has(like.document)) first.entry.copies.push(hit);
      first.documents.add(like.document);
      continue;
    }
    const entry: Folded<Hit> = { hit, copies: [] };
    if (first === undefined) known.set(key, { entry, like, documents: new Set([like.document]) });
    listed.push(entry);
  }
  return listed;
}

/**
 * A copy has the same text below the same heading in another document. But the first paragraph of a document is a hit for
 * the title as well: if that alone is what was found, another is not the same, whatever its text.
 */
function isCopy({ document }: Foldable, { entry, like }: First<unknown>): boolean {
  if (document === like.document) return false;
  return like.paragraph.ordinal > 1 || entry.copies.length > 0 || like.isMarked();
}
