/**
 * Analyses the stored text of a segment again and compares it with the postings. Both sides add up a hash of every
 * occurrence and every context of a term. Equal sums mean equal postings in whatever order, so that only a few numbers
 * per term are kept.
 */
import { lengthCode, lengthOf, paragraphLength } from '../rank.js';
import { FIELD_GAP } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { type Document, type Paragraph, RUNNING } from '../types.js';
import { type ListedToken, ListedWords } from './listed-words.js';
import type { PostingsVisitor } from './verify-postings.js';

const CONTEXT = 3;

export class TextComparison implements PostingsVisitor {
  private readonly words: ListedWords;
  /** By term: the sums of the text minus those of the postings; 0 where both say the same. */
  private readonly sums: Int32Array;
  private readonly owners: Int32Array;
  private readonly contextParagraphs: Int32Array;
  /** By term: the last paragraph (plus one) that owned it. */
  private readonly ownedIn: Int32Array;
  /** By stem: the last paragraph (plus one) in which it was counted. */
  private readonly countedIn: number[] = [];
  /** How often each term stands in headings and title above the current paragraph; kept for as long as these are the same. */
  private above = new Map<number, [heading: number, title: number]>();
  private aboveKey = '';
  /** By two terms, as one number: the number of their list of neighbours, -1 where none is kept. */
  private readonly neighbours = new Map<number, number>();
  private wordCount = 0;
  private listingCount = 0;
  private lengthSum = 0;

  constructor(
    private readonly segment: Segment,
    private readonly complain: (sentence: string) => void,
  ) {
    this.words = new ListedWords(segment, complain);
    this.sums = new Int32Array(segment.termCount);
    this.owners = new Int32Array(segment.termCount);
    this.contextParagraphs = new Int32Array(segment.termCount);
    this.ownedIn = new Int32Array(segment.termCount);
  }

  occurrence(term: number, paragraph: number, field: number, position: number): void {
    this.add(term, -hash(paragraph, field, position));
  }

  context(term: number, paragraph: number, heading: number, title: number): void {
    this.add(term, -hash(paragraph, CONTEXT, heading * FIELD_GAP + title));
  }

  totals(term: number, owners: number, contextParagraphs: number): void {
    this.owners[term] = (this.owners[term] ?? 0) - owners;
    this.contextParagraphs[term] = (this.contextParagraphs[term] ?? 0) - contextParagraphs;
  }

  /** Adds the text of all documents of the segment. To be called once, before or after the postings. */
  addText(): void {
    const { segment } = this;
    for (let number = 0; number < segment.documentCount; number++) {
      const document = segment.document(number);
      const first = segment.documentFirst[number] ?? 0;
      const end = segment.documentFirst[number + 1] ?? first;
      this.words.begin(document.language);
      this.aboveKey = '';
      this.above = new Map();
      for (let paragraph = first; paragraph < end; paragraph++) {
        this.addParagraph(document, segment.paragraph(paragraph), paragraph);
      }
    }
  }

  /** Complains where text and postings differ. */
  finish(): void {
    const { segment } = this;
    for (let term = 0; term < segment.termCount; term++) {
      if (this.sums[term] === 0 && this.owners[term] === 0 && this.contextParagraphs[term] === 0) continue;
      this.complain(`The postings of “${segment.term(term)}” are not those of the stored text.`);
    }
    if (this.wordCount !== segment.wordCount) {
      this.complain(`The header counts ${segment.wordCount} words, the stored text has ${this.wordCount}.`);
    }
    if (this.listingCount !== segment.listingCount) {
      this.complain(`The header counts ${segment.listingCount} listings, the stored text has ${this.listingCount}.`);
    }
    if (this.lengthSum !== segment.lengthSum) {
      this.complain(`The header’s sum of lengths is ${segment.lengthSum}, that of the stored text ${this.lengthSum}.`);
    }
  }

  private addParagraph(
    document: Document,
    { ordinal, kind, headings, opens, text }: Paragraph,
    paragraph: number,
  ): void {
    if (!RUNNING.has(kind)) this.listingCount++;
    const begun = headings.length - opens;
    let length = 0;
    let position = 0;
    const count = (tokens: readonly ListedToken[]): void => {
      for (const { stem } of tokens) {
        if (stem < 0 || this.countedIn[stem] === paragraph + 1) continue;
        this.countedIn[stem] = paragraph + 1;
        length++;
      }
    };
    const own = (tokens: readonly ListedToken[], field: number): void => {
      for (const token of tokens)
        for (const term of token.lists) this.own(term, paragraph, hash(paragraph, field, position + token.position));
      if (this.segment.neighbours.exist)
        for (const list of this.neighboursIn(tokens)) this.own(list, paragraph, hash(paragraph, field, 0));
      position += (tokens.at(-1)?.position ?? -1) + 1;
      count(tokens);
    };
    const body = this.words.of(text);
    this.wordCount += (body.at(-1)?.position ?? -1) + 1;
    own(body, 0);
    const inText = length;
    for (const heading of headings.slice(begun)) {
      position += FIELD_GAP;
      own(this.words.ofLine(heading), 1);
    }
    const ownsTitle = ordinal === document.titleAt;
    if (ownsTitle) {
      position += FIELD_GAP;
      own(this.words.ofLine(document.title), 2);
    }
    const above = headings.slice(0, begun);
    for (const [term, [heading, title]] of this.contextOf(above, ownsTitle ? null : document.title)) {
      this.add(term, hash(paragraph, CONTEXT, heading * FIELD_GAP + title));
      if (this.ownedIn[term] !== paragraph + 1) this.contextParagraphs[term] = (this.contextParagraphs[term] ?? 0) + 1;
    }
    for (const line of [document.title, ...headings]) count(this.words.ofLine(line));
    length = lengthOf(lengthCode(paragraphLength(inText, length - inText)));
    this.lengthSum += length;
    const stored = lengthOf(this.segment.lengths[paragraph] ?? 0);
    if (stored !== length) {
      this.complain(`Paragraph ${paragraph} has the length ${length}, stored is ${stored}.`);
    }
  }

  private own(term: number, paragraph: number, occurrence: number): void {
    this.add(term, occurrence);
    if (this.ownedIn[term] === paragraph + 1) return;
    this.ownedIn[term] = paragraph + 1;
    this.owners[term] = (this.owners[term] ?? 0) + 1;
  }

  /** The lists of all neighbours that are kept, once for each place where the two stand side by side. */
  private neighboursIn(tokens: readonly ListedToken[]): number[] {
    const found: number[] = [];
    // Tokens are in the order of their positions, with several at one position where a compound begins.
    let next = 0;
    for (const { word, position } of tokens) {
      while (next < tokens.length && (tokens[next]?.position ?? 0) <= position) next++;
      for (let i = next; tokens[i]?.position === position + 1; i++) {
        const list = this.neighboursOf(word, tokens[i]?.word ?? -1);
        if (list >= 0) found.push(list);
      }
    }
    return found;
  }

  private neighboursOf(first: number, second: number): number {
    const { segment } = this;
    const two = first * segment.termCount + second;
    const known = this.neighbours.get(two);
    // That the dictionary lacks a word was reported already.
    if (known !== undefined || first < 0 || second < 0) return known ?? -1;
    const [term, other] = [segment.term(first), segment.term(second)];
    const list = segment.neighbours.number(term, segment.owners(first), other, segment.owners(second));
    if (list === -1) this.complain(`The stored text has “${term} ${other}”, for which there is no list of neighbours.`);
    this.neighbours.set(two, list ?? -1);
    return list ?? -1;
  }

  private contextOf(headings: readonly string[], title: string | null): Map<number, [heading: number, title: number]> {
    const key = JSON.stringify([headings, title]);
    if (key === this.aboveKey) return this.above;
    this.aboveKey = key;
    this.above = new Map();
    const count = (text: string, field: 0 | 1): void => {
      for (const term of this.words.ofLine(text).flatMap(({ lists }) => lists)) {
        const counts = this.above.get(term) ?? [0, 0];
        counts[field]++;
        this.above.set(term, counts);
      }
    };
    for (const heading of headings) count(heading, 0);
    if (title !== null) count(title, 1);
    return this.above;
  }

  private add(term: number, value: number): void {
    this.sums[term] = (this.sums[term] ?? 0) + value;
  }
}

/** A hash that spreads well. */
function hash(paragraph: number, field: number, value: number): number {
  let h = Math.imul(paragraph ^ 0x2c1b3c6d, 0x9e3779b1);
  h = Math.imul((h ^ (h >>> 15)) + field, 0x85ebca6b);
  h = Math.imul((h ^ (h >>> 13)) + value, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f);
  return h ^ (h >>> 15);
}
