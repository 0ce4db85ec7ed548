/** Turns a planned query into nodes that look for it in the windows of a segment. */
import type { Saturator } from '../../rank.js';
import type { Field } from '../../search-types.js';
import type { Table } from '../../segment/table.js';
import type { Segment } from '../../segment.js';
import { groupSets } from '../group-sets.js';
import { type Flat, unpackedOf } from '../plain/flat.js';
import { tableOfMany, tableOfSets } from '../plain/make-table.js';
import { postingsOfPhrase } from '../plain/phrase-postings.js';
import { type Planned, worthOf } from '../planned.js';
import type { Slices, Turn } from '../turn.js';
import { AllNode, AndNode, type Node, NotNode, OrNode } from './nodes.js';
import { TableNode, WordsNode } from './word-nodes.js';

/** The node of a planned clause in one segment, with turns for others: it may have sixty long lists to unpack. */
export function* nodeOf(planned: Planned, segment: Segment, saturator: Saturator, turn: Turn): Slices<Node> {
  if (turn.isOver()) yield;
  switch (planned.type) {
    case 'and':
      return new AndNode(yield* nodesOf(planned.clauses, segment, saturator, turn));
    case 'or':
      return new OrNode(yield* nodesOf(planned.clauses, segment, saturator, turn));
    case 'not':
      return new NotNode(yield* nodeOf(planned.clause, segment, saturator, turn));
    default:
      return leafOf(planned, segment, saturator);
  }
}

/** The nodes of several. */
export function* nodesOf(
  clauses: readonly Planned[],
  segment: Segment,
  saturator: Saturator,
  turn: Turn,
): Slices<Node[]> {
  const nodes: Node[] = [];
  for (const planned of clauses) nodes.push(yield* nodeOf(planned, segment, saturator, turn));
  return nodes;
}

/** A clause that holds no others. */
type Leaf = Exclude<Planned, { type: 'and' | 'or' | 'not' }>;

/** The node of such a clause. What it holds of postings stays its own while others have their turn. */
function leafOf(planned: Leaf, segment: Segment, saturator: Saturator): Node {
  const ofFlat = (flat: Flat, worth: number): Node => new WordsNode(flat, worth, segment.lengths, saturator);
  const ofTable = (table: Table, worth: number): Node => new TableNode(table, worth, segment.lengths, saturator);
  const ofLists = (numbers: readonly number[], field: Field, worth: number): Node => {
    const table = tableOfMany(segment, numbers, field);
    return table === null ? ofFlat(unpackedOf(segment, numbers, field), worth) : ofTable(table, worth);
  };
  switch (planned.type) {
    case 'word':
      return ofLists(listsOf(planned.keys, segment), planned.field, worthOf(planned));
    case 'group': {
      const { worth, counted } = planned;
      const { numbers = [], flat = null } = planned.groups.get(segment) ?? {};
      if (flat !== null) return ofFlat(flat, worth);
      return counted ? ofLists(numbers, 'any', worth) : ofTable(tableOfSets(groupSets(segment, numbers)), worth);
    }
    case 'phrase':
      return ofFlat(postingsOfPhrase(segment, planned), planned.worth);
    case 'all':
      return new AllNode();
  }
}

/** The numbers of the lists of some keys in a segment. */
function listsOf(keys: readonly string[], segment: Segment): number[] {
  return keys.map((key) => segment.listNumber(key)).filter((number) => number >= 0);
}
