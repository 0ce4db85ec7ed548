/** A thread that searches: the entry point of every search worker. It holds the live generation over the buffers that all threads share. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Ranked } from './arrange.js';
import { columnsOf } from './columns.js';
import type { SearchRequest, Suggestion, SuggestRequest } from './engine.js';
import type { LiveSegment, Removed } from './generation.js';
import { rankMeant } from './meant.js';
import type { Ranking } from './searcher.js';
import { Segment } from './segment.js';
import { type Place, similar } from './similar.js';
import { suggest } from './suggest.js';
import type { Reason } from './types.js';
import { warmUp } from './warm-up.js';

/** A segment as it crosses threads: its bytes are shared, its removals copied. */
export interface SentSegment {
  name: string;
  bytes: Uint8Array;
  removed: Removed | null;
}

/** A hit by its place: the number of its segment in the generation, its own number there. */
export interface PlacedHit {
  segment: number;
  paragraph: number;
  score: number;
  full: boolean;
  reasons?: readonly Reason[];
}

/** The result of `rank` as it crosses threads. */
export interface SentRanking extends Omit<Ranking, 'ranked' | 'groups'> {
  hits: PlacedHit[];
  groups?: { hits: PlacedHit[]; totalHits: number }[];
}

/** What can be asked: hits, completions, or paragraphs like one (of the generation's segment of that number). */
export type Asking =
  | { type: 'search'; request: SearchRequest }
  | { type: 'suggest'; request: SuggestRequest }
  | { type: 'similar'; segment: number; paragraph: number; limit: number };

/** What each is answered with. */
export interface Answers {
  search: SentRanking;
  suggest: Suggestion[];
  similar: PlacedHit[];
}

/** `generation`: from now on these segments, of which `sent` are new or changed. Anything else is answered with the same id. */
export type ToSearchWorker =
  | { type: 'generation'; number: number; names: string[]; sent: SentSegment[] }
  | (Asking & { id: number });

export type FromSearchWorker =
  | { id: number; answer: Answers[keyof Answers] }
  | { id: number; error: { name: string; message: string } };

/** For each search under way (by its id modulo the length) the id of the one that nobody waits for any more. */
const abandoned = new Int32Array(workerData as SharedArrayBuffer);
let known = new Map<string, LiveSegment>();
/** Of the live generation; one array as long as it lives, as statistics are kept by it. */
let segments: readonly LiveSegment[] = [];
let number = 0;
/** Questions so far, and whether there were enough that nobody asked. */
let asked = 0;
let isWarm = false;

parentPort?.on('message', async (message: ToSearchWorker) => {
  if (message.type === 'generation') take(message);
  else {
    asked++;
    parentPort?.postMessage(await reply(message));
  }
});

function take(message: ToSearchWorker & { type: 'generation' }): void {
  for (const { name, bytes, removed } of message.sent) {
    // A segment that only lost documents keeps what it has learnt of its words.
    const segment = known.get(name)?.segment ?? new Segment(bytes);
    known.set(name, { name, segment, removed });
  }
  // In the order of the generation; those that are not named any more are let go.
  known = new Map(
    message.names.flatMap((name) => {
      const live = known.get(name);
      return live === undefined ? [] : [[name, live]];
    }),
  );
  segments = [...known.values()];
  number = message.number;
  // A record that cannot be read is told to the search that needs it.
  prepare(segments).catch(() => {});
}

/** Makes the columns of a generation while nothing is asked, so that the first search that needs them has them. */
async function prepare(live: readonly LiveSegment[]): Promise<void> {
  for (const { segment } of live) {
    while (live === segments && columnsOf(segment).step()) await new Promise((resolve) => setImmediate(resolve));
  }
  if (isWarm || live !== segments) return;
  // Real questions warm the thread better, and shall not wait.
  await warmUp(live, () => live === segments && asked === 0);
  isWarm = live === segments && live.length > 0;
}

async function reply(message: Asking & { id: number }): Promise<FromSearchWorker> {
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
      return await ranked(live, message.id, message.request);
    case 'suggest':
      return suggest(live, message.request);
    case 'similar': {
      const of = live[message.segment];
      if (of === undefined) return [];
      const places = similar(live, { live: of, paragraph: message.paragraph }, message.limit);
      return places.map((place) => ({ ...placed(live, place), full: false }));
    }
  }
}

async function ranked(live: readonly LiveSegment[], id: number, request: SearchRequest): Promise<SentRanking> {
  const stop = {
    throwIfAborted: (): void => {
      if (Atomics.load(abandoned, id % abandoned.length) === id)
        throw new Error('Nobody waits for this search any more.');
    },
  };
  const generation = { number, segments: live, skipped: new Map(), committedAt: null };
  const { ranked: hits, groups, ...ranking } = await rankMeant(generation, request, stop);
  const place = ({ reasons, ...hit }: Ranked): PlacedHit => ({
    ...placed(live, hit),
    full: hit.full,
    ...(reasons === undefined ? {} : { reasons }),
  });
  const grouped = groups?.map((group) => ({ hits: group.ranked.map(place), totalHits: group.totalHits }));
  return { ...ranking, hits: hits.map(place), ...(grouped === undefined ? {} : { groups: grouped }) };
}

function placed(live: readonly LiveSegment[], hit: Place): Omit<PlacedHit, 'full'> {
  return { segment: live.indexOf(hit.live), paragraph: hit.paragraph, score: hit.score };
}
