/** What every measured engine can do. Words are those of the analyzer, for the texts as for the queries. */
import type { Line } from '../corpus.js';
import type { Kind } from '../queries.js';

/** The ten best, and how many there are in all; null where the engine does not say. */
export interface Answer {
  /** As numbers of lines, best first. Not timed, as it is not of Lucene and tantivy, which name hits by numbers of their own. */
  ids(): readonly number[];
  total: number | null;
}

export interface Engine {
  /** Null where the engine has no such queries. `text` is the words with spaces between them. */
  ask(kind: Kind, text: string): Answer | null | Promise<Answer | null>;
  /** How many there are in all, where `ask` does not say; not timed. */
  count?(kind: Kind, text: string): number | null;
}

export const TOP = 10;

/** Makes the engine of some lines. */
export type Build = (lines: readonly Line[]) => Engine | Promise<Engine>;
