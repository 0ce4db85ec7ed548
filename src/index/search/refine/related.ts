/** Adds to the scores of hits by the words that the best of them have in common (feedback.ts). */
import { analyzeWords } from '../../analyze.js';
import { BoundedMap, kept } from '../../kept.js';
import { FEEDBACK_WEIGHT, type Saturator, saturated } from '../../rank.js';
import type { Segment } from '../../segment.js';
import { stemKey } from '../../words/term-keys.js';
import type { Ranked } from '../collect/arrange.js';
import type { Plan } from '../plan.js';
import { FEEDBACK_HITS, type HitWords, type RelatedWord, relatedWords } from './feedback.js';
import { kindsOf } from './kinds.js';
import { type WordBook, wordBook } from './paragraph-words.js';
import type { SegmentHits } from './segment-hits.js';

/**
 * The words of paragraphs that were recently among the best, 0.5 KB each: the pages of a query, and queries being
 * typed, share most of theirs. Reading them anew takes 40 µs a query.
 */
interface KnownHits {
  book: WordBook;
  saturator: Saturator;
  /** Null for listings. */
  words: Map<number, HitWords | null>;
}

const KNOWN = new WeakMap<Segment, KnownHits>();
const MAX_PARAGRAPHS = 2048;

/**
 * The words that the best hits have in common, in their own text and in the title and headings that begin at them. Texts
 * with the same words count once: copies in several documents have everything in common, whatever was asked for.
 * @param best more than `FEEDBACK_HITS`, as some may be copies or no running text
 * @param written gets, for each key, a word that it stands for; null where no reasons are asked for
 */
export function wordsInCommon(plan: Plan, best: readonly Ranked[], written: Map<string, string> | null): RelatedWord[] {
  const book = wordBook();
  if (written !== null) for (const { live, paragraph } of best) writeWords(live.segment, paragraph, written);
  const hits: HitWords[] = [];
  for (const { live, paragraph } of best) {
    if (hits.length === FEEDBACK_HITS) break;
    const found = hitWords(book, plan.saturator, live.segment, paragraph);
    if (found !== null && !hits.some((other) => haveSameWords(other, found))) hits.push(found);
  }
  return relatedWords(hits, plan.collection.raritiesIn(book));
}

function haveSameWords({ words: a }: HitWords, { words: b }: HitWords): boolean {
  if (a.length !== b.length) return false;
  const all = new Set(a);
  return b.every((word) => all.has(word));
}

function hitWords(book: WordBook, saturator: Saturator, segment: Segment, paragraph: number): HitWords | null {
  let known = KNOWN.get(segment);
  if (known?.book !== book || known.saturator !== saturator) {
    known = { book, saturator, words: new BoundedMap(MAX_PARAGRAPHS) };
    KNOWN.set(segment, known);
  }
  // Feedback learns from running text alone. Names in code and cells, and items that name one thing after another, are in
  // hits that are about much else: without them nDCG@10 is 5 to 7 % better where a folder has them (docs/relevance.md).
  return kept(known.words, paragraph, () =>
    kindsOf(segment).isRunning(paragraph) ? countWords(book, saturator, segment, paragraph) : null,
  );
}

function countWords(book: WordBook, saturator: Saturator, segment: Segment, paragraph: number): HitWords {
  const document = segment.documentOf(paragraph);
  const { language, title, titleAt } = segment.documents.title(document);
  const begins = paragraph + 1 === (segment.documentFirst[document] ?? 0) + titleAt;
  const { numbers, counts } = book.wordsOf(segment, language).count(paragraph, begins ? title : null);
  const code = segment.lengths[paragraph] ?? 1;
  return { words: numbers, saturated: counts.map((count) => saturator.saturate(count, code)) };
}

/** Notes a word for each key of a paragraph, for reasons. */
function writeWords(segment: Segment, paragraph: number, written: Map<string, string>): void {
  const { ordinal, headings, opens, text } = segment.paragraph(paragraph);
  const { title, titleAt, language } = segment.document(segment.documentOf(paragraph));
  for (const one of [text, ...headings.slice(headings.length - opens), ordinal === titleAt ? title : '']) {
    for (const { term, stem, exact, stop } of analyzeWords(one, language)) {
      const key = stemKey(stem ?? term);
      if (!stop && !written.has(key)) written.set(key, exact ?? term);
    }
  }
}

/** Adds to the scores of hits what the related words in them are worth. */
export function addRelated(
  plan: Plan,
  related: readonly RelatedWord[],
  written: ReadonlyMap<string, string> | null,
  groups: readonly SegmentHits[],
): void {
  const words = new Set(plan.words.map(({ keys }) => keys.join('\n')));
  const scale = FEEDBACK_WEIGHT * words.size;
  const known = related.map(({ key }) => plan.collection.known(key));
  const worths = related.map(({ share }, i) => scale * share * (known[i]?.rarity ?? 0));
  const numbers = groups.map(({ segment }) => plan.indexOf(segment));
  const reasons = new Map<Ranked, { type: 'related'; texts: string[]; score: number }>();
  for (let step = 0; step < related.length; step++) {
    const worth = worths[step] ?? 0;
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g];
      const list = known[step]?.lists[numbers[g] ?? 0] ?? -1;
      if (group === undefined || list < 0) continue;
      const { met, counts, norms, scores } = group;
      const found = group.meet(list);
      for (let m = 0; m < found; m++) {
        const i = met[m] ?? 0;
        const score = worth * saturated(counts[m] ?? 0, norms[i] ?? 0);
        scores[i] = (scores[i] ?? 0) + score;
        const hit = group.hits[i];
        if (written === null || hit === undefined) continue;
        const key = related[step]?.key ?? '';
        const reason = reasons.get(hit) ?? { type: 'related', texts: [], score: 0 };
        reason.texts.push(written.get(key) ?? key);
        reason.score += score;
        reasons.set(hit, reason);
      }
    }
  }
  for (const [hit, reason] of reasons) hit.reasons?.push(reason);
}
