/** A search worker that takes longer to begin than any search may take. */
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3500);
await import('../../../dist/joined/src/search-thread.js');
