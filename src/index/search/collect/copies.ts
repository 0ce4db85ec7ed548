/** Copies, which are texts that several documents have alike: lists hits so that each text stands there once, with its copies. Pure. */
import type { Paragraph } from '../../types.js';

/** Copies are told among so many of the first hits. Those behind them all stand alone, so that no page looks at more. */
export const COPIES_AMONG = 200;

/** What tells whether a hit is a copy of another. */
export interface Seen {
  /** Its document, by any name that no other has. */
  document: string;
  paragraph: Pick<Paragraph, 'kind' | 'headings' | 'text'>;
  /** Whether it is found by the title alone: that begins at it, and no word of the query stands in its text. */
  isByTitle(): boolean;
}

/** Tells it of a hit. */
export type Look<Hit> = (hit: Hit) => Seen;

/** A hit that is listed, with the first of its copies in each other document. */
export interface Listed<Hit> {
  hit: Hit;
  copies: Hit[];
}

/** Whether some hits are copies of others. */
export function haveCopies<Hit>(hits: readonly Hit[], look: Look<Hit>): boolean {
  return listed(hits, look).length < hits.length;
}

/**
 * A page of the list with each text once, and how many hits are not listed, as they are copies.
 * @param hits the first of all, `COPIES_AMONG` more than there are up to the end of the page
 * @param offset and limit: of what is listed
 */
export function pageOfTexts<Hit>(
  hits: readonly Hit[],
  { offset, limit }: { offset: number; limit: number },
  look: Look<Hit>,
): { page: Listed<Hit>[]; unlisted: number } {
  const first = hits.slice(0, COPIES_AMONG);
  const once = listed(first, look);
  const behind = hits.slice(COPIES_AMONG).map((hit) => ({ hit, copies: [] }));
  return { page: [...once, ...behind].slice(offset, offset + limit), unlisted: first.length - once.length };
}

/** The first hit of a text. */
interface First<Hit> {
  entry: Listed<Hit>;
  like: Seen;
  /** Those that it and its copies stand in. */
  documents: Set<string>;
}

function listed<Hit>(hits: readonly Hit[], look: Look<Hit>): Listed<Hit>[] {
  const once: Listed<Hit>[] = [];
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
    const entry: Listed<Hit> = { hit, copies: [] };
    if (first === undefined) known.set(key, { entry, like, documents: new Set([like.document]) });
    once.push(entry);
  }
  return once;
}

/**
 * A copy has the same text below the same heading in another document. But the paragraph where a title begins is a hit for
 * that as well: if it alone is what was found, another is not the same, whatever its text.
 */
function isCopy({ document }: Seen, { entry, like }: First<unknown>): boolean {
  if (document === like.document) return false;
  return entry.copies.length > 0 || !like.isByTitle();
}
