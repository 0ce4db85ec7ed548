/**
 * The code of a search thread. It holds the live generation over buffers that all threads share. It also reads, marks
 * and writes what it finds, so that the thread that answers requests only has to send it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ShownDocument, type ShownHit, show, showDocument } from '../answer.js';
import type { SearchRequest, SearchResult, Suggestion, SuggestRequest } from '../engine.js';
import { type LiveSegment, type Removed, readStored } from '../generation.js';
import { rankMeant } from '../help/meant.js';
import type { Ranked } from '../search/arrange.js';
import { columnsOf } from '../search/columns.js';
import type { Stop } from '../search/turn.js';
import type { Hit, Marks, Reason } from '../search-types.js';
import { hitOf } from '../searcher.js';
import { Segment } from '../segment.js';
import { similar } from '../similar.js';
import { Marker } from '../snippet.js';
import { suggest } from '../suggest.js';
import type { ReadDocument } from '../types.js';
import { warmUp } from './warm-up.js';

/** A segment in the form that is sent to other threads: its bytes are shared, its removals copied. */
export interface SentSegment {
  name: string;
  bytes: Uint8Array;
  removed: Removed | null;
}

/** A hit by its place: the number of its segment in the generation, and its own number there. */
export interface PlacedHit {
  segment: number;
  paragraph: number;
  score: number;
  full: boolean;
  reasons?: readonly Reason[];
}

/** A result in the form that is sent to other threads. */
export interface SentResult extends SearchResult {
  /** The places of the hits behind those that were read. */
  rest: PlacedHit[];
}

/**
 * The questions: a search, of which the first `lot` hits are read; further hits of it; suggestions; paragraphs similar
 * to one; and `lot` paragraphs of a document after the first `from`, as they are stored or marked. Segments, documents
 * and paragraphs are given by number.
 */
export type Asking =
  | { type: 'search'; request: SearchRequest; lot: number }
  | { type: 'read'; places: PlacedHit[] }
  | { type: 'suggest'; request: SuggestRequest }
  | { type: 'similar'; segment: number; paragraph: number; limit: number }
  | DocumentLot
  | (Omit<DocumentLot, 'type'> & { type: 'marked'; marks: Marks });

interface DocumentLot {
  type: 'document';
  segment: number;
  document: number;
  from: number;
  lot: number;
}

/** The answer to each type of question. */
export interface Answers {
  search: SentResult;
  read: Hit[];
  suggest: Suggestion[];
  similar: Hit[];
  document: ReadDocument;
  marked: ShownDocument;
}

/** Writes hits as a JSON array in UTF-8, with links for a query. */
export type WriteHits = (hits: readonly ShownHit[], query: string) => Uint8Array<ArrayBuffer>;

/** `generation`: the segments from now on, of which `sent` are new or changed. All other messages are answered, with the same id. */
export type ToSearchWorker =
  | { type: 'generation'; number: number; names: string[]; sent: SentSegment[] }
  | (Asking & { id: number });

/** `ready`: the thread takes questions from now on. */
export type FromSearchWorker =
  | { ready: true }
  | { id: number; answer: Answers[keyof Answers] }
  | { id: number; error: { name: string; message: string } };

/** By id of a search, modulo the length: the id of the last one that nobody waits for any more. */
const abandoned = new Int32Array(workerData as SharedArrayBuffer);
let known = new Map<string, LiveSegment>();
/** The segments of the live generation. One array as long as that lives, as statistics are cached by it. */
let segments: readonly LiveSegment[] = [];
let number = 0;
/** How many questions were asked so far, and whether the thread has been warmed up. */
let asked = 0;
let isWarm = false;

let write: WriteHits | null = null;

/** Answers the questions that this thread is asked. @param writeHits for searches that want JSON */
export function searchHere(writeHits: WriteHits): void {
  write = writeHits;
  parentPort?.on('message', async (message: ToSearchWorker) => {
    if (message.type === 'generation') {
      take(message);
      return;
    }
    asked++;
    const sent = await reply(message);
    // The written JSON is transferred, not copied.
    const json = 'answer' in sent && 'json' in sent.answer ? sent.answer.json : undefined;
    parentPort?.postMessage(sent, json === undefined ? [] : [json.buffer]);
  });
  const ready: FromSearchWorker = { ready: true };
  parentPort?.postMessage(ready);
}

function take(message: ToSearchWorker & { type: 'generation' }): void {
  for (const { name, bytes, removed } of message.sent) {
    // A segment that only lost documents keeps its caches.
    const segment = known.get(name)?.segment ?? new Segment(bytes);
    known.set(name, { name, segment, removed });
  }
  // In the order of the generation; segments that are no longer named are dropped.
  known = new Map(
    message.names.flatMap((name) => {
      const live = known.get(name);
      return live === undefined ? [] : [[name, live]];
    }),
  );
  segments = [...known.values()];
  number = message.number;
  // A record that cannot be read fails the search that needs it.
  prepare(segments).catch(() => {});
}

/** Makes the columns of a generation and warms the thread up while nothing is asked, so that the first searches find it ready. */
async function prepare(live: readonly LiveSegment[]): Promise<void> {
  for (const { segment } of live) {
    while (live === segments && columnsOf(segment).step()) await new Promise((resolve) => setImmediate(resolve));
  }
  if (isWarm || live !== segments) return;
  // Real questions warm it up better, and must not wait.
  await warmUp(
    live,
    () => live === segments && asked === 0,
    (request) => found(live, { ...request, as: 'json' }, request.limit),
  );
  isWarm = live === segments && live.length > 0;
}

async function reply(message: Asking & { id: number }): Promise<Exclude<FromSearchWorker, { ready: true }>> {
  const { id } = message;
  try {
    return { id, answer: await answer(message) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message } };
  }
}

async function answer(message: Asking & { id: number }): Promise<Answers[keyof Answers]> {
  const live = segments;
  switch (message.type) {
    case 'search':
      return await found(live, message.request, message.lot, stopOf(message.id));
    case 'read':
      return message.places.map(({ segment, ...hit }) => hitOf({ segment: segmentOf(live, segment), ...hit }));
    case 'suggest':
      return suggest(live, message.request);
    case 'similar': {
      const of = live[message.segment];
      if (of === undefined) return [];
      const places = similar(live, { live: of, paragraph: message.paragraph }, message.limit);
      return places.map((place) => hitOf({ ...place, segment: place.live.segment, full: false }));
    }
    case 'document':
      return readLot(live, message);
    case 'marked':
      return showDocument(readLot(live, message), message.marks);
  }
}

/** Tells a search that nobody waits for it any more. */
function stopOf(id: number): Stop {
  return {
    throwIfAborted: (): void => {
      if (Atomics.load(abandoned, id % abandoned.length) === id)
        throw new Error('Nobody waits for this search any more.');
    },
  };
}

/** Searches, and reads the first `lot` hits. */
async function found(
  live: readonly LiveSegment[],
  request: SearchRequest,
  lot: number,
  stop?: Stop,
): Promise<SentResult> {
  const generation = { number, segments: live, skipped: new Map(), committedAt: null };
  const { ranked, groups, ...ranking } = await rankMeant(generation, request, stop);
  const marker = request.as === undefined ? null : new Marker(ranking.marks);
  const stored = ({ live, ...hit }: Ranked): Hit => hitOf({ segment: live.segment, ...hit });
  const read = (hit: Ranked): Hit => (marker === null ? stored(hit) : show(stored(hit), marker));
  if (groups !== undefined) {
    const grouped = groups.map((group) => ({ hits: group.ranked.map(read), totalHits: group.totalHits }));
    return { ...ranking, hits: [], rest: [], groups: grouped };
  }
  const [first, rest] = [ranked.slice(0, lot), ranked.slice(lot)];
  if (request.as === 'json' && marker !== null && write !== null && rest.length === 0) {
    const shown = first.map((hit) => show(stored(hit), marker));
    return { ...ranking, hits: [], rest: [], json: write(shown, request.query.text) };
  }
  const places = rest.map(({ live: of, ...hit }) => ({ segment: live.indexOf(of), ...hit }));
  return { ...ranking, hits: first.map(read), rest: places };
}

function readLot(live: readonly LiveSegment[], lot: Omit<DocumentLot, 'type'>): ReadDocument {
  return readStored(segmentOf(live, lot.segment), lot.document, lot.from, lot.lot);
}

function segmentOf(live: readonly LiveSegment[], number: number): Segment {
  const segment = live[number]?.segment;
  if (segment === undefined) throw new Error('Asked for a segment of another generation.');
  return segment;
}
