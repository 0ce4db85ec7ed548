/** Tells what work takes of the processor, ms: on a machine that does much else as well, the wall clock says little. */
export function measured<Result>(work: () => Result): { result: Result; ms: number } {
  const begun = process.cpuUsage();
  const result = work();
  return { result, ms: process.cpuUsage(begun).user / 1_000 };
}

/** The least of three runs, ms of the processor: the first compiles, and any may collect what others left. */
export function fastest(work: () => void): number {
  return Math.min(...[1, 2, 3].map(() => measured(work).ms));
}
