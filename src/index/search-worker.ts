/** A thread that ranks: the entry point of every search worker. It holds the live generation over the buffers that all threads share. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Ranked } from './arrange.js';
import { columnsOf } from './columns.js';
import type { SearchRequest } from './engine.js';
import type { LiveSegment, Removed } from './generation.js';
import { type Ranking, rank } from './searcher.js';
import { Segment } from './segment.js';

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
}

/** The result of `rank` as it crosses threads. */
export interface SentRanking extends Omit<Ranking, 'ranked' | 'groups'> {
  hits: PlacedHit[];
  groups?: { hits: PlacedHit[]; totalHits: number }[];
}

/** `generation`: from now on these segments, of which `sent` are new or changed. `search`: rank, and answer with the same id. */
export type ToSearchWorker =
  | { type: 'generation'; number: number; names: string[]; sent: SentSegment[] }
  | { type: 'search'; id: number; request: SearchRequest };

export type FromSearchWorker =
  | { id: number; ranking: SentRanking }
  | { id: number; error: { name: string; message: string } };

/** For each search under way (by its id modulo the length) the id of the one that nobody waits for any more. */
const abandoned = new Int32Array(workerData as SharedArrayBuffer);
let known = new Map<string, LiveSegment>();
/** Of the live generation; one array as long as it lives, as statistics are kept by it. */
let segments: readonly LiveSegment[] = [];
let number = 0;

parentPort?.on('message', async (message: ToSearchWorker) => {
  if (message.type === 'generation') take(message);
  else parentPort?.postMessage(await answer(message.id, message.request));
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
}

async function answer(id: number, request: SearchRequest): Promise<FromSearchWorker> {
  const searched = segments;
  const generation = { number, segments: searched, skipped: new Map(), committedAt: null };
  const stop = {
    throwIfAborted: (): void => {
      if (Atomics.load(abandoned, id % abandoned.length) === id)
        throw new Error('Nobody waits for this search any more.');
    },
  };
  try {
    const { ranked, groups, ...ranking } = await rank(generation, request, stop);
    const place = ({ live, paragraph, score, full }: Ranked): PlacedHit => {
      return { segment: searched.indexOf(live), paragraph, score, full };
    };
    const placed = groups?.map((group) => ({ hits: group.ranked.map(place), totalHits: group.totalHits }));
    const sent: SentRanking = {
      ...ranking,
      hits: ranked.map(place),
      ...(placed === undefined ? {} : { groups: placed }),
    };
    return { id, ranking: sent };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name, message } };
  }
}
