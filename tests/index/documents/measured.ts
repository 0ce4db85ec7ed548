/** Tells what work takes of the processor, ms: on a machine that does much else as well, the wall clock says little. */
export function measured<Result>(work: () => Result): { result: Result; ms: number } {
  const begun = process.cpuUsage();
  const result = work();
  return { result, ms: process.cpuUsage(begun).user / 1_000 };
}
