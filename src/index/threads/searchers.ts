/**
 * What answers questions about a generation: other threads (search-pool.ts), or the one that asks (same-thread.ts). What
 * may be long is asked for in lots.
 */
import type { ShownDocument } from '../answer.js';
import type { SearchRequest, SearchResult } from '../engine.js';
import type { DocumentPlace, Generation } from '../generation.js';
import { COPIES_AMONG } from '../search/collect/copies.js';
import type { Marks } from '../search-types.js';
import type { Answers, Asking } from './answers.js';

/**
 * How many hits or paragraphs are asked for at once: unpacking a message blocks the thread that gets it, about 1 ms for
 * 200. Those behind the first lot are sent without their copies, which they therefore must not have.
 */
const LOT = COPIES_AMONG;

export interface Searchers {
  /**
   * Answers a question.
   * @throws SearchUnavailable past the deadline, if too many wait, or if the thread that answers dies; the signal's
   *   reason if it is aborted
   */
  ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]>;
  /** Makes ready before anything is asked, so that the first question need not wait for that. */
  begin(generation: Generation): void;
  /** Tells of a new generation, so that an old one is not kept in memory until something is asked. */
  follow(generation: Generation): void;
  close(): Promise<void>;
}

/** The best hits in the form that was asked for. Throws as `Searchers.ask`. */
export async function searchBy(
  searchers: Searchers,
  generation: Generation,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const { rest, ...result } = await searchers.ask(generation, { type: 'search', request, lot: LOT }, signal);
  for (let at = 0; at < rest.length; at += LOT) {
    const places = rest.slice(at, at + LOT);
    result.hits.push(...(await searchers.ask(generation, { type: 'read', places }, signal)));
  }
  return result;
}

/** A whole document with words marked. Throws as `Searchers.ask`. */
export async function markedBy(
  searchers: Searchers,
  { generation, segment, document }: DocumentPlace,
  marks: Marks,
  signal?: AbortSignal,
): Promise<ShownDocument> {
  const lot = (from: number): Promise<ShownDocument> =>
    searchers.ask(generation, { type: 'marked', segment, document, from, lot: LOT, marks }, signal);
  const whole = await lot(0);
  while (whole.paragraphs.length < whole.document.paragraphs) {
    const more = await lot(whole.paragraphs.length);
    // A damaged document may have fewer paragraphs than it says.
    if (more.paragraphs.length === 0) break;
    whole.paragraphs.push(...more.paragraphs);
  }
  return whole;
}
