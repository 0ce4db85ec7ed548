/**
 * Keeps the latest answers of `GET /search` as they were sent. A query that is repeated while nothing changed (going
 * back to a page, typing a letter and deleting it, a program that asks every minute) is not searched again.
 */

import type { CompleteHeaders } from './headers.js';

/** Most answers that are kept, and most bytes of all of them with their parameters; one with 20 hits is 30 KB. */
const MAX_ANSWERS = 2048;
const MAX_BYTES = 64 * 2 ** 20;

/** An answer as bytes, encoded once and not each time it is sent. */
export interface KeptAnswer {
  /** Of the index, when it was made: in any other, it is no answer. */
  state: string;
  /** Its entity tag. */
  tag: string;
  body: Uint8Array<ArrayBuffer>;
  /** All of its headers. */
  headers: CompleteHeaders;
}

export class RecentAnswers {
  /** By the parameters as they were sent; the least recently used first. */
  private readonly answers = new Map<string, KeptAnswer>();
  private length = 0;

  /** @param state of the index now */
  get(asked: string, state: string): KeptAnswer | undefined {
    const answer = this.answers.get(asked);
    if (answer?.state !== state) return undefined;
    this.answers.delete(asked);
    this.answers.set(asked, answer);
    return answer;
  }

  set(asked: string, answer: KeptAnswer): void {
    if (answer.body.length > MAX_BYTES) return;
    this.drop(asked);
    this.answers.set(asked, answer);
    this.length += asked.length + answer.body.length;
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= MAX_ANSWERS && this.length <= MAX_BYTES) return;
      this.drop(oldest);
    }
  }

  private drop(asked: string): void {
    const answer = this.answers.get(asked);
    if (answer !== undefined) this.length -= asked.length + answer.body.length;
    this.answers.delete(asked);
  }
}
