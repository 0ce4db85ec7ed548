/** Paragraphs similar to a given one: those with most of its telling words. */
import { analyze } from './analyze.js';
import type { LiveSegment } from './generation.js';
import { tellingWords } from './help/telling.js';
import type { Saturator } from './rank.js';
import { collectionOf } from './search/collection.js';
import { findPlain } from './search/plain/find-plain.js';
import { Best, type Scored } from './search/top.js';

/** How many words of the paragraph are searched for. */
const WORDS = 25;
/** Most code units of a paragraph's text that are used. */
const MAX_TEXT = 10_000;
/** Two paragraphs that share this much of all their words are nearly the same (Jaccard). */
const SAME = 0.8;
/** How many more than wanted are found, as near-duplicates move to the end. */
const SPARE = 10;

/** A paragraph that was found, by its place, and how similar it is. */
interface SimilarParagraph extends Scored {
  live: LiveSegment;
}

/** The paragraphs most similar to one, best first, without itself; near-duplicates of it and of better ones come last. Deterministic. */
export function similar(
  segments: readonly LiveSegment[],
  of: { live: LiveSegment; paragraph: number },
  limit: number,
): SimilarParagraph[] {
  const { segment } = of.live;
  const { text, headings } = segment.paragraph(of.paragraph);
  const { title, language } = segment.document(segment.documentOf(of.paragraph));
  const texts = [text.slice(0, MAX_TEXT), ...headings.slice(-1), title];
  const words = tellingWords(segments, texts, language, WORDS);
  // That of all searches: the bounds of tables are kept for it.
  const { saturator } = collectionOf(segments);
  const places = segments.flatMap((live, order) => {
    const plain = words.flatMap(({ key, worth }) => {
      const number = live.segment.listNumber(key);
      return number < 0 ? [] : [{ term: number, worth }];
    });
    const found = bestOf(live, plain, saturator, limit + SPARE + 1);
    const others = found.filter(({ paragraph }) => live !== of.live || paragraph !== of.paragraph);
    return others.map((scored) => ({ ...scored, live, order }));
  });
  places.sort((a, b) => b.score - a.score || a.order - b.order || a.paragraph - b.paragraph);
  return duplicatesLast(of, places.slice(0, limit + SPARE))
    .slice(0, limit)
    .map(({ live, paragraph, score }) => ({ live, paragraph, score }));
}

function bestOf(
  { segment, removed }: LiveSegment,
  words: readonly { term: number; worth: number }[],
  saturator: Saturator,
  wanted: number,
): Scored[] {
  if (words.length === 0) return [];
  const scope = { segment, removed: removed?.paragraphs ?? null, passing: null, collects: false };
  const clauses = words.map((word) => [{ type: 'word' as const, ...word }]);
  const query = { clauses, needsAll: false, extra: [], excluded: [] };
  const best = new Best(wanted);
  findPlain(scope, query, saturator, 'any', best);
  return best.sorted();
}

function duplicatesLast<T extends SimilarParagraph>(
  of: { live: LiveSegment; paragraph: number },
  places: readonly T[],
): T[] {
  const seen = [termsOf(of)];
  const different: T[] = [];
  const same: T[] = [];
  for (const place of places) {
    const terms = termsOf(place);
    if (seen.some((other) => overlap(terms, other) >= SAME)) {
      same.push(place);
    } else {
      different.push(place);
      seen.push(terms);
    }
  }
  return [...different, ...same];
}

function termsOf({ live, paragraph }: { live: LiveSegment; paragraph: number }): Set<string> {
  return new Set(analyze(live.segment.paragraph(paragraph).text.slice(0, MAX_TEXT)).map(({ term }) => term));
}

/** Jaccard: the share of the words of either that both have. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const term of a) if (b.has(term)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}
