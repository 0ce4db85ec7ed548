/**
 * A query over one segment as a tree of nodes, which go through paragraphs one window at a time. Windows keep the
 * working set in the processor's cache and let a long search be interrupted. A hit owns a word or phrase of the query,
 * so a node first tells which paragraphs own it; what headings lend is then looked at for these paragraphs only.
 */

import { countBits, unite, without } from '../../segment/bits.js';
import { END } from '../../segment/postings.js';

/** Paragraphs in a window, and the 32-bit words of a set of them. */
export const WINDOW = 4096;
export const WINDOW_WORDS = WINDOW / 32;

/** A set of the paragraphs of a window, a bit each. */
export type WindowSet = Uint32Array;

/** A part of a query over one segment. */
export interface Node {
  /** The least paragraph at or after `from` that may match; `END` where there is none. Never steps back. */
  nextMatch(from: number): number;
  /** Enters the window that begins at `start`. Windows must ascend. */
  enter(start: number): void;
  /** Adds the paragraphs of the window that match by what they own. */
  addOwned(to: WindowSet): void;
  /** Removes the paragraphs of the window that do not match from `wanted`. */
  narrow(wanted: WindowSet): void;
  /** Adds what the match is worth to each of the `wanted` paragraphs of the window that match. */
  score(wanted: WindowSet, into: Float64Array): void;
}

/** Paragraphs that every one of the nodes matches. */
export class AndNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {}

  nextMatch(from: number): number {
    return nextOfAll(this.nodes, from);
  }

  enter(start: number): void {
    for (const node of this.nodes) node.enter(start);
  }

  addOwned(to: WindowSet): void {
    const owned = new Uint32Array(WINDOW_WORDS);
    for (const node of this.nodes) node.addOwned(owned);
    this.narrow(owned);
    unite(to, owned);
  }

  narrow(wanted: WindowSet): void {
    for (const node of this.nodes) if (countBits(wanted) > 0) node.narrow(wanted);
  }

  score(wanted: WindowSet, into: Float64Array): void {
    // Paragraphs that lack one of the nodes may be wanted where any clause is enough.
    const matched = wanted.slice();
    this.narrow(matched);
    for (const node of this.nodes) node.score(matched, into);
  }
}

/** Paragraphs that at least one of the nodes matches. */
export class OrNode implements Node {
  constructor(private readonly nodes: readonly Node[]) {}

  nextMatch(from: number): number {
    return nextOfAny(this.nodes, from);
  }

  enter(start: number): void {
    for (const node of this.nodes) node.enter(start);
  }

  addOwned(to: WindowSet): void {
    for (const node of this.nodes) node.addOwned(to);
  }

  narrow(wanted: WindowSet): void {
    const asked = wanted.slice();
    wanted.fill(0);
    for (const node of this.nodes) {
      const matched = without(asked, wanted);
      if (countBits(matched) === 0) return;
      node.narrow(matched);
      unite(wanted, matched);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    for (const node of this.nodes) node.score(wanted, into);
  }
}

/** Paragraphs that a node does not match; they own nothing. */
export class NotNode implements Node {
  constructor(private readonly node: Node) {}

  nextMatch(from: number): number {
    return from;
  }

  enter(start: number): void {
    this.node.enter(start);
  }

  addOwned(): void {}

  narrow(wanted: WindowSet): void {
    const matched = wanted.slice();
    this.node.narrow(matched);
    wanted.set(without(wanted, matched));
  }

  score(): void {}
}

/** Every paragraph, each as good as any other. */
export class AllNode implements Node {
  nextMatch(from: number): number {
    return from;
  }

  enter(): void {}

  addOwned(to: WindowSet): void {
    to.fill(0xffffffff);
  }

  narrow(): void {}

  score(): void {}
}

/**
 * The least paragraph at or after `from` that all nodes may match; it need not be a match. Beyond the window of `from`, there is
 * no match before it, and no more is known: what all words are never in together would be gone through in one go.
 */
export function nextOfAll(nodes: readonly Node[], from: number): number {
  const end = from - (from % WINDOW) + WINDOW;
  let candidate = from;
  for (let agreed = false; !agreed && candidate < end; ) {
    agreed = true;
    for (const node of nodes) {
      const least = node.nextMatch(candidate);
      agreed &&= least === candidate;
      candidate = least;
    }
  }
  return candidate;
}

/** The least paragraph at or after `from` that one of the nodes may match. */
export function nextOfAny(nodes: readonly Node[], from: number): number {
  let least = END;
  for (const node of nodes) least = Math.min(least, node.nextMatch(from));
  return least;
}
