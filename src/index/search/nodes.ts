/**
 * A query over one segment as a tree of nodes that look at one window of paragraphs at a time: which of them match, which own the
 * match, and what it is worth. Windows keep the working set in the processor's cache and let a long search be interrupted.
 */

import { both, intersect, unite } from '../segment/bits.js';
import { END } from '../segment/postings.js';

/** Paragraphs in a window, and the 32-bit words of a set of them. */
export const WINDOW = 4096;
export const WINDOW_WORDS = WINDOW / 32;

/** A set of the paragraphs of a window, a bit each. */
export type WindowSet = Uint32Array;

export interface Node {
  /** Paragraphs that match, and those that match by what they own; of the window last looked at. */
  readonly matched: WindowSet;
  readonly owned: WindowSet;
  /** The least paragraph at or after `from` that can match; `END` where none does. Never steps back. */
  nextMatch(from: number): number;
  /** Fills the sets for the window that begins at `start`. Windows ascend. */
  look(start: number): void;
  /** Adds what the match is worth to each of the `wanted` paragraphs of the window last looked at. */
  score(wanted: WindowSet, into: Float64Array): void;
}

export abstract class WindowNode {
  readonly matched: WindowSet = new Uint32Array(WINDOW_WORDS);
  readonly owned: WindowSet = new Uint32Array(WINDOW_WORDS);
}

/** Paragraphs that every one of the nodes matches. */
export class AndNode extends WindowNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {
    super();
  }

  nextMatch(from: number): number {
    return nextOfAll(this.nodes, from);
  }

  look(start: number): void {
    this.matched.fill(0xffffffff);
    this.owned.fill(0);
    for (const node of this.nodes) {
      node.look(start);
      intersect(this.matched, node.matched);
      unite(this.owned, node.owned);
    }
    intersect(this.owned, this.matched);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    const these = both(wanted, this.matched);
    for (const node of this.nodes) node.score(these, into);
  }
}

/** Paragraphs that at least one of the nodes matches. */
export class OrNode extends WindowNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {
    super();
  }

  nextMatch(from: number): number {
    return nextOfAny(this.nodes, from);
  }

  look(start: number): void {
    this.matched.fill(0);
    this.owned.fill(0);
    for (const node of this.nodes) {
      node.look(start);
      unite(this.matched, node.matched);
      unite(this.owned, node.owned);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    for (const node of this.nodes) node.score(both(wanted, node.matched), into);
  }
}

/** Paragraphs that a node does not match; they own nothing by it. */
export class NotNode extends WindowNode implements Node {
  constructor(private readonly node: Node) {
    super();
  }

  nextMatch(from: number): number {
    return from;
  }

  look(start: number): void {
    this.node.look(start);
    for (let i = 0; i < WINDOW_WORDS; i++) this.matched[i] = ~(this.node.matched[i] ?? 0);
  }

  score(): void {}
}

/** Every paragraph, each as good as any other. */
export class AllNode extends WindowNode implements Node {
  constructor() {
    super();
    this.matched.fill(0xffffffff);
    this.owned.fill(0xffffffff);
  }

  nextMatch(from: number): number {
    return from;
  }

  look(): void {}

  score(): void {}
}

/** The least paragraph at or after `from` that all nodes can match: a bound, as nodes may promise more than they hold. */
export function nextOfAll(nodes: readonly Node[], from: number): number {
  return leastCommon(nodes, from, (node, at) => node.nextMatch(at));
}

/**
 * The least paragraph at or after `from` that all of some have; `END` where there is none.
 * @param next the least one at or after another that one of them has
 */
export function leastCommon<One>(all: readonly One[], from: number, next: (one: One, at: number) => number): number {
  let candidate = from;
  for (let agreed = false; !agreed && candidate < END; ) {
    agreed = true;
    for (const one of all) {
      const least = next(one, candidate);
      agreed &&= least === candidate;
      candidate = least;
    }
  }
  return candidate;
}

/** The least paragraph at or after `from` that one of them can match. */
export function nextOfAny(some: readonly Pick<Node, 'nextMatch'>[], from: number): number {
  let least = END;
  for (const one of some) least = Math.min(least, one.nextMatch(from));
  return least;
}
