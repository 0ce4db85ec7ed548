/**
 * Searches in the thread that asks: for a process with one question and nothing else to do, as a thread of its own takes
 * longer to start than to answer.
 */
import type { Generation } from '../generation.js';
import { type Answers, type Asking, answer } from './answers.js';
import { Searchers } from './searchers.js';

export class SameThread extends Searchers {
  protected override async ask<Type extends Asking['type']>(
    generation: Generation,
    asking: Asking & { type: Type },
    signal?: AbortSignal,
  ): Promise<Answers[Type]> {
    // A question gets the answer of its type.
    return (await answer(asking, generation, null, signal)) as Answers[Type];
  }

  override begin(): void {}

  override follow(): void {}

  override async close(): Promise<void> {}
}
