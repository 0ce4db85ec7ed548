/** The slowest questions of this run and those that found nothing. Kept in memory alone, few of them, and never written down. */

/** A question that was answered. */
export interface Asked {
  query: string;
  tookMs: number;
  totalHits: number;
}

/** A question that found nothing, and how often. */
export interface Fruitless {
  query: string;
  times: number;
}

/** Most questions kept of either kind. */
const KEPT = 20;
/** Code units of a question that are kept. */
const MAX_LENGTH = 200;

export class QueryStats {
  private slow: Asked[] = [];
  /** In the order they were last asked. */
  private readonly fruitless = new Map<string, number>();

  /** Takes down an answer. Constant time. */
  record(text: string, tookMs: number, totalHits: number): void {
    const query = text.trim().slice(0, MAX_LENGTH).toWellFormed();
    // Nobody could see, or follow, a link of signs that show nothing.
    if (!/[^\p{C}\p{Z}\p{DI}]/u.test(query)) return;
    this.recordTime({ query, tookMs, totalHits });
    if (totalHits === 0) this.recordFruitless(query);
  }

  /** Slowest first; each question once, with its slowest answer. */
  slowest(): readonly Asked[] {
    return this.slow;
  }

  /** Questions that found nothing, most often first, then the latest. */
  empty(): readonly Fruitless[] {
    const latestFirst = [...this.fruitless].reverse();
    return latestFirst.map(([query, times]) => ({ query, times })).sort((a, b) => b.times - a.times);
  }

  private recordTime(asked: Asked): void {
    const before = this.slow.find(({ query }) => query === asked.query);
    if (before !== undefined && before.tookMs >= asked.tookMs) return;
    if (this.slow.length === KEPT && (this.slow.at(-1)?.tookMs ?? 0) >= asked.tookMs) return;
    const others = this.slow.filter((other) => other !== before);
    this.slow = [...others, asked].sort((a, b) => b.tookMs - a.tookMs).slice(0, KEPT);
  }

  private recordFruitless(query: string): void {
    const [latest, times] = [...this.fruitless].at(-1) ?? ['', 0];
    // A page asks while someone types: `zyz` on the way to `zyzzyva` is no question of its own.
    if (times === 1 && query !== latest && query.startsWith(latest)) this.fruitless.delete(latest);
    const known = this.fruitless.get(query) ?? 0;
    this.fruitless.delete(query);
    this.fruitless.set(query, known + 1);
    const [oldest] = this.fruitless.keys();
    if (this.fruitless.size > KEPT && oldest !== undefined) this.fruitless.delete(oldest);
  }
}
