/** Waiting that counts only time in which this process ran: not what a machine slept, or had no processor to give. */

/** A step, ms. However much longer one took, it counts as one. */
const STEP_MS = 250;

/**
 * Calls `done` once after at least `ms` in which this process ran. What was sent to this thread meanwhile is taken before: answers that wait to
 * be taken come before what is set as immediate. Keeps no process alive. @returns what cancels it, any number of times
 */
export function afterRunning(ms: number, done: () => void): () => void {
  let left = Math.ceil(ms / STEP_MS);
  let over: NodeJS.Immediate | undefined;
  const steps = setInterval(() => {
    if (--left > 0) return;
    clearInterval(steps);
    over = setImmediate(done);
  }, STEP_MS);
  steps.unref();
  return () => {
    clearInterval(steps);
    clearImmediate(over);
  };
}
