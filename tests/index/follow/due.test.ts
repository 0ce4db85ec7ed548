/** What is due: the latest look first, by portions of bounded size, and nothing lost or done twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Due, type Portion } from '../../../src/index/follow/due.js';
import type { FoundFile } from '../../../src/index/follow/scan.js';

const file = (path: string, stamp = '', size = 1): FoundFile => ({ path, stamp, size, changedAt: 0, lookedAt: 0 });
const files = (length: number, size = 1): FoundFile[] => Array.from({ length }, (_, i) => file(`${i}`, '', size));
const ofAll = (): boolean => false;

function portions(due: Due): Pick<Portion, 'add' | 'remove'>[] {
  const taken: Pick<Portion, 'add' | 'remove'>[] = [];
  for (let portion = due.next(); portion !== null; portion = due.next()) {
    taken.push({ add: portion.add, remove: portion.remove });
    due.ended(portion);
  }
  return taken;
}

test('portions are bounded by bytes and files, begin small, and removals come last', () => {
  const due = new Due();
  due.put({ add: files(4_000), remove: ['x'] }, ofAll);
  expect(due.size).toBe(4_001);
  const many = portions(due);
  expect(many.map(({ add }) => add.length)).toEqual([125, 250, 500, 1000, 2000, 125]);
  expect(many.map(({ remove }) => remove.length)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(due.size).toBe(0);
  due.put({ add: files(3, 10 << 20), remove: [] }, ofAll);
  expect(portions(due).map(({ add }) => add.length)).toEqual([1, 1, 1]);
  due.put({ add: [], remove: ['x'] }, ofAll);
  expect(portions(due)).toEqual([{ add: [], remove: ['x'] }]);
  due.put({ add: [], remove: [] }, ofAll);
  expect(portions(due)).toEqual([]);
});

test('what a later look found comes first, what was due stays in its place, and what is so no more is let go', () => {
  const due = new Due();
  const [a, b, c, d] = [file('a'), file('b'), file('c'), file('d')];
  due.put({ add: [a, b, c, d], remove: ['x', 'y', 'z'] }, ofAll);
  const [newB, e] = [file('b', 'new'), file('e')];
  // Of c and x nothing is said; d and y are as they should be again.
  due.put({ add: [a, newB, e], remove: ['z'] }, (path) => path === 'c' || path === 'x');
  expect(portions(due)).toEqual([
    { add: [newB, e], remove: [] },
    { add: [a, c], remove: ['x', 'z'] },
  ]);
});

test('a portion under way counts until it has ended, and what was left of it is due again, before what it removes', () => {
  const due = new Due();
  due.put({ add: files(130), remove: ['x'] }, ofAll);
  const [first, last] = [due.next(), due.next()];
  expect([due.size, due.has('0'), due.next()]).toEqual([131, false, null]);
  if (first === null || last === null) return expect.unreachable();
  due.ended(first, first.add.slice(100));
  due.ended(last, last.add);
  expect([due.size, due.has('0'), due.has('100')]).toEqual([31, false, true]);
  expect(portions(due)).toEqual([{ add: [...first.add.slice(100), ...last.add], remove: ['x'] }]);
  due.put({ add: files(1), remove: ['x'] }, ofAll);
  expect(due.clear()).toEqual(['x']);
  expect([due.size, due.next()]).toEqual([0, null]);
});

test('behind a portion that was cut short they begin small again', () => {
  const due = new Due();
  due.put({ add: files(2_000), remove: [] }, ofAll);
  const [, second] = [due.next(), due.next()];
  if (second === null) return expect.unreachable();
  due.ended(second, second.add.slice(1));
  expect([due.next()?.add.length, due.next()?.add.length]).toEqual([125, 250]);
});

test('whatever is looked at, what is taken in is what the last look at each path said', () => {
  const anyPath: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd');
  const anyLook = fc.record({
    within: fc.uniqueArray(anyPath),
    says: fc.dictionary(anyPath, fc.constantFrom('1', '2', 'gone')),
  });
  fc.assert(
    fc.property(fc.array(anyLook), (looks) => {
      const due = new Due();
      const expected = new Map<string, string>();
      for (const { within, says } of looks) {
        const said = Object.entries(says).filter(([path]) => within.includes(path));
        due.put(
          {
            add: said.filter(([, stamp]) => stamp !== 'gone').map(([path, stamp]) => file(path, stamp)),
            remove: said.filter(([, stamp]) => stamp === 'gone').map(([path]) => path),
          },
          (path) => !within.includes(path),
        );
        for (const path of within) expected.delete(path);
        for (const [path, stamp] of said) expected.set(path, stamp);
      }
      expect(due.size).toBe(expected.size);
      const taken = portions(due).flatMap(({ add, remove }) => [
        ...add.map(({ path, stamp }): [string, string] => [path, stamp]),
        ...remove.map((path): [string, string] => [path, 'gone']),
      ]);
      expect(taken.sort()).toEqual([...expected].sort());
    }),
  );
});
