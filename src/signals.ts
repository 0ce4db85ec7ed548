/** What is to be put right before a signal, such as that of Ctrl-C, ends the process. */

/** By which people, supervisors and closed terminals ask a process to end. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has a signal call `last` and then end the process as it would have anyway. Returns what undoes this. Of several, all
 * are called.
 */
export function beforeSignals(last: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    forget();
    last();
    // While another one listens, the signal comes to that one.
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}
