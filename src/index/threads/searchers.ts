/**
 * The questions about a generation. Where they are answered is told by those that extend this: in threads
 * (search-pool.ts), or in the one that asks (same-thread.ts).
 */
import type { ShownDocument } from '../answer.js';
import type { SearchRequest, SearchResult, Suggestion, SuggestRequest } from '../engine.js';
import type { Generation } from '../generation.js';
import type { Hit, Marks } from '../search-types.js';
import type { Document, ReadDocument } from '../types.js';
import type { Answers, Asking } from './answers.js';

/** How many hits or paragraphs are asked for at once: unpacking a message blocks the thread that gets it, about 1 ms for 200. */
const LOT = 200;

export abstract class Searchers {
  /**
   * Answers a question.
   * @throws SearchUnavailable past the deadline, if too many wait, or if the thread that answers dies; the signal's
   *   reason if it is aborted
   */
  protected abstract ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]>;

  /** Makes ready before anything is asked, so that the first question need not wait for that. */
  abstract begin(generation: Generation): void;

  /** Tells of a new generation, so that an old one is not kept in memory until something is asked. */
  abstract follow(generation: Generation): void;

  abstract close(): Promise<void>;

  /** The best hits in the form that was asked for. Throws as `ask`. */
  async search(generation: Generation, request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    const { rest, ...result } = await this.ask(generation, { type: 'search', request, lot: LOT }, signal);
    for (let at = 0; at < rest.length; at += LOT) {
      const places = rest.slice(at, at + LOT);
      result.hits.push(...(await this.ask(generation, { type: 'read', places }, signal)));
    }
    return result;
  }

  /** Suggestions for a text. Throws as `ask`. */
  async suggest(generation: Generation, request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion[]> {
    return await this.ask(generation, { type: 'suggest', request }, signal);
  }

  /** A document, by its number and that of its segment in the generation. Throws as `ask`. */
  async document(generation: Generation, segment: number, document: number): Promise<ReadDocument> {
    return await inLots((from) => this.ask(generation, { type: 'document', segment, document, from, lot: LOT }));
  }

  /** The same, with words marked. Throws as `ask`. */
  async markedDocument(
    generation: Generation,
    segment: number,
    document: number,
    marks: Marks,
    signal?: AbortSignal,
  ): Promise<ShownDocument> {
    return await inLots((from) =>
      this.ask(generation, { type: 'marked', segment, document, from, lot: LOT, marks }, signal),
    );
  }

  /** Paragraphs similar to one, by its number and that of its segment in the generation. Throws as `ask`. */
  async similar(
    generation: Generation,
    segment: number,
    paragraph: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Hit[]> {
    return await this.ask(generation, { type: 'similar', segment, paragraph, limit }, signal);
  }
}

/** A whole document, asked for lot by lot. @param lot gives the paragraphs after the first `from` */
async function inLots<Read extends { document: Document; paragraphs: unknown[] }>(
  lot: (from: number) => Promise<Read>,
): Promise<Read> {
  const whole = await lot(0);
  const { document, paragraphs } = whole;
  while (paragraphs.length < document.paragraphs) {
    const more = await lot(paragraphs.length);
    // A damaged document may have fewer paragraphs than it says.
    if (more.paragraphs.length === 0) break;
    paragraphs.push(...more.paragraphs);
  }
  return whole;
}
