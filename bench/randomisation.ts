/** Whether one ranking beats another by more than chance: the paired randomisation test (Smucker, Allan, Carterette 2007). */
import { SEED } from './corpus.js';
import { Random } from './random.js';

const PERMUTATIONS = 10_000;

/**
 * How likely a mean difference as far from 0 comes about where the sign of each query's difference is chance; two-sided.
 * @param differences a query's figure of one ranking less its figure of the other
 */
export function chanceOf(differences: readonly number[]): number {
  const random = new Random(SEED);
  const telling = Float64Array.from(differences.filter((difference) => difference !== 0));
  const seen = Math.abs(telling.reduce((sum, difference) => sum + difference, 0)) - 1e-9;
  let asFar = 0;
  for (let i = 0; i < PERMUTATIONS; i++) {
    let sum = 0;
    for (const difference of telling) sum += random.next() < 0.5 ? difference : -difference;
    if (Math.abs(sum) >= seen) asFar++;
  }
  return (asFar + 1) / (PERMUTATIONS + 1);
}
