/** A search worker whose clock goes by what it does, 10 ms from look to look: however fast the machine and busy, a search takes as long. */
let looks = 0;
performance.now = () => 10 * ++looks;
await import('../../../dist/joined/src/search-thread.js');
