/**
 * BM25 as Lucene computes it (`BM25Similarity`): idf ln(1 + (N - n + .5) / (n + .5)), saturated counts without the factor k1 + 1, a length
 * that counts every token, a query's repeated words as often as they stand there. Lengths are not rounded to a byte as Lucene's are.
 */
const K1 = 1.2;
const B = 0.75;

export class LuceneBm25 {
  /** By term: documents that have it, and how often, in pairs. */
  private readonly postings = new Map<string, number[]>();
  private readonly lengths: number[];
  private readonly averageLength: number;

  constructor(documents: readonly (readonly string[])[]) {
    this.lengths = documents.map((terms) => terms.length);
    this.averageLength = this.lengths.reduce((sum, length) => sum + length, 0) / documents.length;
    for (const [number, terms] of documents.entries()) {
      const counts = new Map<string, number>();
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      for (const [term, count] of counts) {
        const list = this.postings.get(term);
        if (list === undefined) this.postings.set(term, [number, count]);
        else list.push(number, count);
      }
    }
  }

  /** Numbers of documents with any of the terms, best first, then by number. */
  search(terms: readonly string[], most: number): number[] {
    const scores = new Map<number, number>();
    for (const term of terms) {
      const list = this.postings.get(term) ?? [];
      const having = list.length / 2;
      const idf = Math.log(1 + (this.lengths.length - having + 0.5) / (having + 0.5));
      for (let i = 0; i < list.length; i += 2) {
        const number = list[i] ?? 0;
        const count = list[i + 1] ?? 0;
        const norm = K1 * (1 - B + (B * (this.lengths[number] ?? 0)) / this.averageLength);
        scores.set(number, (scores.get(number) ?? 0) + (idf * count) / (count + norm));
      }
    }
    return [...scores]
      .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
      .slice(0, most)
      .map(([number]) => number);
  }
}
