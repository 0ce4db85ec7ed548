/**
 * Searches in the thread that asks: for a process with one question and nothing else to do, as a thread of its own takes
 * longer to start than to answer.
 */
import type { Generation } from '../generation.js';
import { type Answers, type Asking, answer } from './answers.js';
import type { Searchers } from './searchers.js';

export const SAME_THREAD: Searchers = {
  async ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]> {
    // A question gets the answer of its type.
    return (await answer(asking, generation, null, signal)) as Answers[Type];
  },
  begin() {},
  follow() {},
  async close() {},
};
