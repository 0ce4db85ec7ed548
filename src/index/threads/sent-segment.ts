/** A segment in the form that is sent to other threads. */

import type { Removed } from '../generation/removed.js';
import type { LiveSegment } from '../generation.js';

/** Its bytes are shared, what was removed from it is copied. */
export interface SentSegment {
  bytes: Uint8Array;
  removed: Removed | null;
}

/** A live segment in that form. */
export function sentSegment({ segment, removed }: LiveSegment): SentSegment {
  return { bytes: segment.bytes, removed };
}
