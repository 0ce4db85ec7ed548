/** Keeps the slowest queries of this run and those that found nothing: a few, only in memory, and never written to disk or log. */

/** An answered query. */
interface AnsweredQuery {
  query: string;
  tookMs: number;
  totalHits: number;
}

/** A query that found nothing, and how often it was asked. */
interface FruitlessQuery {
  query: string;
  times: number;
}

/** How many queries of each kind are kept. */
const KEPT = 20;
/** How many code units of a query are kept. */
const MAX_LENGTH = 200;

export class QueryStats {
  private slow: AnsweredQuery[] = [];
  /** By query, in the order in which they were last asked. */
  private readonly fruitless = new Map<string, number>();

  /** Notes an answer. Takes constant time. */
  record(text: string, tookMs: number, totalHits: number): void {
    const query = text.trim().slice(0, MAX_LENGTH).toWellFormed();
    // A link of invisible characters alone could not be seen or followed.
    if (!/[^\p{C}\p{Z}\p{DI}]/u.test(query)) return;
    this.recordTime({ query, tookMs, totalHits });
    if (totalHits === 0) this.recordFruitless(query);
  }

  /** Slowest first; each query once, with its slowest answer. */
  slowest(): readonly AnsweredQuery[] {
    return this.slow;
  }

  /** Queries that found nothing: the most frequent first, then the latest. */
  empty(): readonly FruitlessQuery[] {
    const latestFirst = [...this.fruitless].reverse();
    return latestFirst.map(([query, times]) => ({ query, times })).sort((a, b) => b.times - a.times);
  }

  private recordTime(asked: AnsweredQuery): void {
    const before = this.slow.find(({ query }) => query === asked.query);
    if (before !== undefined && before.tookMs >= asked.tookMs) return;
    if (this.slow.length === KEPT && (this.slow.at(-1)?.tookMs ?? 0) >= asked.tookMs) return;
    const others = this.slow.filter((other) => other !== before);
    this.slow = [...others, asked].sort((a, b) => b.tookMs - a.tookMs).slice(0, KEPT);
  }

  private recordFruitless(query: string): void {
    const [latest, times] = [...this.fruitless].at(-1) ?? ['', 0];
    // Pages search while someone types: `zyz` on the way to `zyzzyva` is no query of its own.
    if (times === 1 && query !== latest && query.startsWith(latest)) this.fruitless.delete(latest);
    const known = this.fruitless.get(query) ?? 0;
    this.fruitless.delete(query);
    this.fruitless.set(query, known + 1);
    const [oldest] = this.fruitless.keys();
    if (this.fruitless.size > KEPT && oldest !== undefined) this.fruitless.delete(oldest);
  }
}
