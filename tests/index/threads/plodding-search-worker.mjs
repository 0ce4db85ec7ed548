/** A search worker whose searches give others their turn at each look at the clock, and get it back after 1.6 s of the processor. */
const now = performance.now.bind(performance);
let looks = 0;
performance.now = () => now() + 8 * ++looks;
const immediately = setImmediate;
globalThis.setImmediate = (then) => {
  for (const end = now() + 1600; now() < end; );
  immediately(then);
};
await import('../../../dist/src/search-thread.js');
