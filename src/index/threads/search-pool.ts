/**
 * A few threads for searches, so that none blocks the thread that answers requests. All threads search the same bytes.
 * A thread that dies or hangs is replaced, unnoticed by the others.
 */
import type { ShownDocument } from '../answer.js';
import {
  type SearchRequest,
  type SearchResult,
  SearchUnavailable,
  type Suggestion,
  type SuggestRequest,
} from '../engine.js';
import type { Generation } from '../generation.js';
import type { Hit, Marks } from '../search-types.js';
import type { Document, ReadDocument } from '../types.js';
import type { Answers, Asking } from './answers.js';
import { AskedThread, TOO_MANY } from './asked-thread.js';

/** Workers run compiled code, even when this file runs from its source, as in tests. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/src/search-thread.js' : '../../search-thread.js',
  import.meta.url,
);
/** How many hits or paragraphs are asked for at once: unpacking a message blocks the thread that gets it, about 1 ms for 200. */
const LOT = 200;
/** How many searches may wait for one thread; more would wait in vain. */
const MAX_WAITING = 64;

export class SearchPool {
  private readonly threads: AskedThread[] = [];
  private closed = false;

  /** Threads are started when there is something to search. `entry` is for tests of threads that die. */
  constructor(
    private readonly size: number,
    private readonly entry: URL = ENTRY,
  ) {}

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

  /**
   * Asks the thread with the fewest questions.
   * @throws SearchUnavailable past the deadline, if too many wait, or if the thread dies; the signal's reason if it is
   *   aborted
   */
  protected async ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]> {
    signal?.throwIfAborted();
    if (this.closed) throw new SearchUnavailable('Pilcrow is being stopped.');
    const thread = this.freest();
    if (thread.waiting >= MAX_WAITING) {
      throw new SearchUnavailable(TOO_MANY);
    }
    thread.teach(generation);
    return await thread.ask<Type>(asking, signal);
  }

  /** Starts a thread before anything is asked, so that the first question need not wait for that. */
  begin(generation: Generation): void {
    if (this.threads.length > 0 || this.closed) return;
    this.startOne()?.teach(generation);
  }

  /** Tells all threads of a new generation, so that none keeps an old one in memory until it is asked something. */
  follow(generation: Generation): void {
    for (const thread of this.threads) thread.teach(generation);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private freest(): AskedThread {
    const idle = this.threads.find(({ waiting }) => waiting === 0);
    if (idle !== undefined) return idle;
    const started = this.threads.length < this.size ? this.startOne() : null;
    if (started !== null) return started;
    const [first] = this.threads;
    if (first === undefined) throw new SearchUnavailable('No thread can be started for searching; end other programs.');
    return this.threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best), first);
  }

  /** Null if the system has no more threads. */
  private startOne(): AskedThread | null {
    try {
      const thread = new AskedThread(this.entry, (ended) => this.threads.splice(this.threads.indexOf(ended), 1));
      this.threads.push(thread);
      return thread;
    } catch {
      return null;
    }
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
