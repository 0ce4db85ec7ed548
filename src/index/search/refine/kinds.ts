/** Which paragraphs are running text. Looking a kind up takes a third of a microsecond, so each is looked up once. */
import { kept } from '../../kept.js';
import type { Segment } from '../../segment.js';
import { RUNNING } from '../../types.js';

class Kinds {
  /** By paragraph: 0 not known yet, 1 running text, 2 code and the like. */
  private readonly known: Uint8Array;

  constructor(private readonly segment: Segment) {
    this.known = new Uint8Array(segment.listingCount === 0 ? 0 : segment.paragraphCount);
  }

  isRunning(paragraph: number): boolean {
    const { known, segment } = this;
    if (known.length === 0) return true;
    if (known[paragraph] === 0) known[paragraph] = RUNNING.has(segment.texts.kind(paragraph)) ? 1 : 2;
    return known[paragraph] === 1;
  }
}

const KNOWN = new WeakMap<Segment, Kinds>();

/** What is known of the paragraphs of a segment. */
export function kindsOf(segment: Segment): Kinds {
  return kept(KNOWN, segment, () => new Kinds(segment));
}
