/** A planned query as the nodes that look for it in the windows of a segment. */
import { analyze } from '../analyze.js';
import { contextCount, type Saturator } from '../rank.js';
import type { PostingsCursor } from '../segment/cursor.js';
import type { Segment } from '../segment.js';
import type { Field } from '../types.js';
import { groupSets } from './group-sets.js';
import { AllNode, AndNode, GroupNode, type Node, NotNode, OrNode, WordsNode } from './nodes.js';
import { phraseOccurrences } from './phrase.js';
import { PhraseNode } from './phrase-node.js';
import { type Planned, worthOf } from './planned.js';

/** What looks for a part of a plan in the windows of a segment. */
export function nodeOf(planned: Planned, segment: Segment, saturator: Saturator): Node {
  switch (planned.type) {
    case 'word': {
      const { keys, field } = planned;
      const cursors = (): PostingsCursor[] => listsOf(keys, segment).map((number) => segment.cursor(number));
      return new WordsNode(cursors(), cursors(), field, worthOf(planned), segment.lengths, saturator);
    }
    case 'group': {
      const { field, worth } = planned;
      const numbers = planned.groups.get(segment)?.numbers ?? [];
      const cursors = (): PostingsCursor[] => numbers.map((number) => segment.cursor(number));
      if (field !== 'any') return new WordsNode(cursors(), cursors(), field, worth, segment.lengths, saturator);
      const sets = groupSets(segment, numbers);
      return new GroupNode(sets, planned.counted ? cursors() : null, worth, segment.lengths, saturator);
    }
    case 'phrase': {
      const { terms, slop, field, worth } = planned;
      const cursors = new Map([...new Set(terms)].map((term) => [term, cursorOf(term, segment)]));
      const inOrder = terms.map((term) => cursors.get(term)).filter((cursor) => cursor !== undefined);
      // A word that the segment lacks: the phrase cannot stand in it.
      if (inOrder.length < terms.length) return new OrNode([]);
      const above = contextPhrase(terms, slop, field, segment);
      return new PhraseNode(inOrder, slop, field, worth, segment.lengths, saturator, above);
    }
    case 'and':
      return new AndNode(planned.clauses.map((clause) => nodeOf(clause, segment, saturator)));
    case 'or':
      return new OrNode(planned.clauses.map((clause) => nodeOf(clause, segment, saturator)));
    case 'not':
      return new NotNode(nodeOf(planned.clause, segment, saturator));
    case 'all':
      return new AllNode();
  }
}

/** The lists of a segment that have a word's tokens. */
function listsOf(keys: readonly string[], segment: Segment): number[] {
  return keys.map((key) => segment.listNumber(key)).filter((number) => number >= 0);
}

function cursorOf(term: string, segment: Segment): PostingsCursor | undefined {
  const number = segment.termNumber(term);
  return number < 0 ? undefined : segment.cursor(number);
}

/** Counts a phrase in the title and headings that stand above a paragraph without beginning at it, from their stored text. */
function contextPhrase(
  terms: readonly string[],
  slop: number,
  field: Field,
  segment: Segment,
): (paragraph: number) => number {
  const known = new Map<string, number>();
  const countIn = (text: string): number => {
    let count = known.get(text);
    if (count === undefined) {
      const tokens = analyze(text);
      const lists = terms.map((term) => tokens.filter((token) => token.term === term).map((token) => token.position));
      count = phraseOccurrences(lists, slop).length;
      known.set(text, count);
    }
    return count;
  };
  return (number) => {
    const { headings, opens, ordinal } = segment.paragraph(number);
    const above = headings.slice(0, headings.length - opens);
    const heading = field === 'title' ? 0 : above.reduce((sum, text) => sum + countIn(text), 0);
    const title =
      field === 'heading' || ordinal === 1 ? 0 : countIn(segment.document(segment.documentOf(number)).title);
    return contextCount(heading, title);
  };
}
