/**
 * The search engine: generations of segments on this machine. Files are read and frozen in workers; a commit swaps
 * generations in one assignment.
 */
import { availableParallelism } from 'node:os';
import type { ShownDocument } from './answer.js';
import { isNotToBlame } from './documents/open-file.js';
import { type Original, openOriginal } from './documents/original.js';
import type { ReadOptions } from './documents/read.js';
import { readSynonyms } from './documents/synonyms-file.js';
import type {
  Change,
  EngineStats,
  KnownFile,
  SearchEngine,
  SearchRequest,
  SearchResult,
  SimilarResult,
  Suggestion,
  SuggestRequest,
} from './engine.js';
import { type Generation, statsOf } from './generation.js';
import { BackgroundMerges } from './local/background-merges.js';
import { Catalog } from './local/catalog.js';
import { Commits } from './local/commits.js';
import { LiveGeneration } from './local/live-generation.js';
import { Places } from './local/places.js';
import { Steps } from './local/steps.js';
import { compileParser } from './query.js';
import type { Marks } from './search-types.js';
import { Store } from './store.js';
import { NO_SYNONYMS, SYNONYMS_FILE, type Synonyms } from './synonyms.js';
import { buildAll } from './threads/build-all.js';
import { WorkerPool } from './threads/pool.js';
import { SearchPool } from './threads/search-pool.js';
import { markedBy, type Searchers, searchBy } from './threads/searchers.js';
import type { SkippedFile } from './types.js';

/** What an engine works with. */
interface LocalOptions {
  /** The folder of documents. */
  root: string;
  /** Where generations are kept; null for memory alone. */
  dataDir: string | null;
  /** Larger files are skipped. */
  maxFileBytes: number;
  /** The language of documents that neither declare one nor tell it by their words; null for none. */
  language?: string | null;
  /** The threads that index for it. It closes them; where none are given, it starts its own. */
  pool?: WorkerPool;
  /** What searches for it, likewise. */
  searchers?: Searchers | undefined;
}

const WORKERS = 2;
/** Threads that search: one for each core, but few, as each has some memory of its own. */
const SEARCHERS = Math.min(4, availableParallelism());

export class LocalEngine implements SearchEngine {
  whyRebuilt: string | null = null;
  /** What was broken when it was opened, and what was done about it, as sentences. */
  readonly problems: string[] = [];
  private readonly catalog = new Catalog();
  private readonly pool: WorkerPool;
  private readonly searchers: Searchers;
  /** How files are read. */
  private readonly reading: Required<ReadOptions>;
  private readonly live: LiveGeneration;
  private readonly places: Places;
  private readonly commits: Commits;
  /** Large changes that are being read, without those that a later change outdated. */
  private readonly beingRead = new Set<Change>();
  private knownSynonyms = NO_SYNONYMS;
  private counts: { of: Generation; stats: EngineStats } | null = null;
  private readonly merges: BackgroundMerges;
  private problemChanged: () => void = () => {};

  private constructor(
    private readonly options: LocalOptions,
    store: Store | null,
    private readonly notKept: string | null,
  ) {
    this.pool = options.pool ?? new WorkerPool(WORKERS);
    this.searchers = options.searchers ?? new SearchPool(SEARCHERS);
    this.reading = { maxBytes: options.maxFileBytes, language: options.language ?? null };
    this.live = new LiveGeneration(store, this.pool, this.reading, (now) => this.searchers.follow(now));
    this.places = new Places(this.live, this.catalog);
    this.commits = new Commits(this.pool, this.live, this.catalog);
    this.merges = new BackgroundMerges(this.live, this.commits, () => this.problemChanged());
  }

  get problem(): string | null {
    return this.notKept ?? this.merges.problem;
  }

  /** Opens the last stored generation, or begins with none. */
  static async open(options: LocalOptions): Promise<LocalEngine> {
    const store = options.dataDir === null ? null : await Store.open(options.dataDir);
    const readOnly = store?.readOnly ?? null;
    const notKept =
      readOnly &&
      `The index cannot be kept in ${options.dataDir} (${readOnly.message}): what changes is held in memory and read again at each start. Choose another place with --data.`;
    const engine = new LocalEngine(options, readOnly === null ? store : null, notKept);
    if (notKept !== null) engine.problems.push(notKept);
    if (store !== null) engine.problems.push(...(await engine.load(store)));
    await engine.readSynonyms();
    engine.merges.waitForIdle();
    return engine;
  }

  /** Reads the files in threads, makes segments of them, and commits those. */
  async apply(change: Change): Promise<readonly string[]> {
    this.merges.disturb();
    this.letGoOf([...change.remove, ...change.add]);
    const building = buildAll(this.pool, this.options.root, change.add, this.reading, change);
    const read = building.catch(() => {});
    // Changes commit in the order of the calls: of two that read the same file, the later one saw it last. But nothing
    // waits for a large one.
    if (change.large === true) {
      this.beingRead.add(change);
      await read;
      if (!this.beingRead.delete(change)) {
        this.merges.waitForIdle();
        return [];
      }
    }
    const committed = this.live.commit(async () => {
      const result = await building;
      const refused = result.skipped.find(isNotToBlame);
      if (refused !== undefined) throw new Error(refused.reason);
      const left = new Set(result.left);
      const added = change.add.filter((path) => !left.has(path));
      const replaced = left.size === 0 ? added.concat(change.remove) : added;
      if (replaced.includes(SYNONYMS_FILE)) await this.readSynonyms();
      if (left.size === 0 || replaced.length > 0) await this.commits.takeIn(replaced, result);
    });
    // Even where it failed, as on a full disk: then the next quiet moment frees the room of what was merged.
    await committed.finally(() => this.merges.waitForIdle());
    this.merges.begin();
    return (await building).left;
  }

  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
    return await searchBy(this.searchers, await this.live.ready(), request, signal);
  }

  async suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion[]> {
    return await this.searchers.ask(await this.live.ready(), { type: 'suggest', request }, signal);
  }

  async similar(
    documentId: string,
    ordinal: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<SimilarResult | null> {
    const place = await this.places.placeOf(documentId);
    const segment = place?.generation.segments[place.segment]?.segment;
    if (place === null || segment === undefined || !Number.isInteger(ordinal) || ordinal < 1) return null;
    const { first, end } = segment.paragraphsOf(place.document);
    const paragraph = first + ordinal - 1;
    if (paragraph >= end) return null;
    return await this.searchers.ask(
      place.generation,
      { type: 'similar', segment: place.segment, paragraph, limit },
      signal,
    );
  }

  async markedDocument(id: string, marks: Marks, signal?: AbortSignal): Promise<ShownDocument | null> {
    const place = await this.places.placeOf(id);
    return place && markedBy(this.searchers, place, marks, signal);
  }

  async original(id: string): Promise<Original | SkippedFile | null> {
    const path = await this.places.pathOf(id);
    return path === undefined ? null : await openOriginal(this.options.root, path, this.reading);
  }

  synonyms(): Synonyms {
    return this.knownSynonyms;
  }

  skipped(): ReadonlyMap<string, SkippedFile> {
    return this.live.current.skipped;
  }

  partly(): ReadonlyMap<string, SkippedFile> {
    return this.live.current.partly;
  }

  known(): ReadonlyMap<string, KnownFile> {
    return this.places.known();
  }

  stats(): EngineStats {
    // Kept, as every request asks for it.
    const { current } = this.live;
    if (this.counts?.of !== current) this.counts = { of: current, stats: statsOf(current, this.options.root) };
    return this.counts.stats;
  }

  onProblem(listener: () => void): void {
    this.problemChanged = listener;
  }

  async close(): Promise<void> {
    this.places.stop();
    const merged = this.merges.close();
    await this.searchers.close();
    await this.pool.close();
    await merged;
    await this.live.close();
  }

  /** Warms up a search thread, and what reads queries, before the first search. Not for a process that only builds an index. */
  async warmUp(): Promise<void> {
    this.searchers.begin(await this.live.ready());
    await new Steps(compileParser()).done;
  }

  /** Waits until no merge is under way or due: for measurements and tests. */
  async settled(): Promise<void> {
    await this.merges.settled();
  }

  private async readSynonyms(): Promise<void> {
    this.knownSynonyms = await readSynonyms(this.options.root, this.reading);
  }

  private async load(store: Store): Promise<string[]> {
    const { generation, problems } = await store.load();
    if (generation === null) {
      if (problems.length > 0) {
        problems.push('The index is built anew.');
        this.whyRebuilt = problems.join(' ');
      }
      return problems;
    }
    if (problems.length > 0)
      problems.push(`Generation ${generation.number} is used; what changed since is read again.`);
    this.live.resume(generation);
    this.places.enter(generation);
    return problems;
  }

  /** Drops large changes under way that read one of these files: what they read is outdated. */
  private letGoOf(paths: readonly string[]): void {
    for (const change of this.beingRead)
      if (change.add.some((path) => paths.includes(path))) this.beingRead.delete(change);
  }
}
