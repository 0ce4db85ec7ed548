/** A search worker whose searches give others their turn at each look at the clock, and get it back after 1.6 s. */
const now = performance.now.bind(performance);
let looks = 0;
performance.now = () => now() + 8 * ++looks;
const immediately = setImmediate;
globalThis.setImmediate = (then) => setTimeout(() => immediately(then), 1600);
await import('../../../dist/src/search-thread.js');
