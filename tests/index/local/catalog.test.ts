/** Paths and where their documents stand, against a list in which every document is told by itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Catalog } from '../../../src/index/local/catalog.js';

type Step =
  | { kind: 'enter'; paths: string[] }
  | { kind: 'forget' | 'skip'; path: string }
  | { kind: 'merge'; seed: number };

const PATHS = Array.from({ length: 12 }, (_, number) => `${number}.txt`);
const path = fc.constantFrom(...PATHS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), paths: fc.uniqueArray(path, { minLength: 1, maxLength: 5 }) }),
  fc.record({ kind: fc.constantFrom('forget' as const, 'skip' as const), path }),
  fc.record({ kind: fc.constant('merge' as const), seed: fc.nat() }),
);

/** Segments as lists of paths, and which of them are still meant. */
class Naive {
  readonly segments = new Map<string, (string | null)[]>();
  readonly skipped = new Set<string>();

  forget(path: string): void {
    this.skipped.delete(path);
    for (const [name, documents] of this.segments) {
      const left = documents.map((one) => (one === path ? null : one));
      this.segments.set(name, left);
    }
  }

  placeOf(path: string): { segment: string; number: number } | null {
    for (const [segment, documents] of this.segments) {
      const number = documents.indexOf(path);
      if (number >= 0) return { segment, number };
    }
    return null;
  }
}

test('any sequence of entries, removals and merges leaves every document where it was put', () => {
  const run = (steps: Step[]): void => {
    const catalog = new Catalog();
    const naive = new Naive();
    for (const [at, one] of steps.entries()) {
      if (one.kind === 'enter') {
        const enter = catalog.enter(`s${at}`);
        for (const [number, path] of one.paths.entries()) {
          naive.forget(path);
          enter({ id: `id-${path}`, path, stamp: `${at}` }, number);
        }
        naive.segments.set(`s${at}`, one.paths);
      } else if (one.kind === 'merge') {
        const chosen = [...naive.segments].filter((_, i) => ((one.seed >> i) & 1) === 1);
        const documents = chosen.flatMap(([, paths]) => paths.filter((path) => path !== null)).sort();
        catalog.merge(
          new Map(
            chosen.map(([name, paths]) => [name, Int32Array.from(paths, (path) => documents.indexOf(path ?? ''))]),
          ),
          `s${at}`,
        );
        for (const [name] of chosen) naive.segments.delete(name);
        naive.segments.set(`s${at}`, documents);
      } else {
        naive.forget(one.path);
        catalog.forget(one.path);
        if (one.kind === 'skip') {
          naive.skipped.add(one.path);
          catalog.enterSkipped({ path: one.path, stamp: null });
        }
      }
      const places = PATHS.map((path) => naive.placeOf(path));
      expect(PATHS.map((path) => catalog.placeOf(path))).toEqual(places);
      expect(PATHS.map((path) => catalog.pathOf(`id-${path}`))).toEqual(
        PATHS.map((path, i) => (places[i] === null ? undefined : path)),
      );
      const skipped = PATHS.filter((path) => naive.skipped.has(path));
      expect(new Set(catalog.known.keys())).toEqual(
        new Set([...skipped, ...PATHS.filter((_, i) => places[i] !== null)]),
      );
    }
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 25 }), run), { numRuns: 300 });
});
