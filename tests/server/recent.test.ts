/** Answers that are kept: which stay, and that nobody is told what is no longer so. */
import { describe, expect, it } from 'vitest';
import { type KeptAnswer, RecentAnswers } from '../../src/server/recent.js';

const NOW = '7 idle';
/** Two of these are kept, three are more than may be. */
const LARGE = 24 << 20;

function answer(text: string, state = NOW): KeptAnswer {
  return { state, tag: 'W/"tag"', body: Buffer.from(text), headers: { 'Cache-Control': 'no-cache' } };
}

describe('RecentAnswers', () => {
  it('gives back what it was given', () => {
    const recent = new RecentAnswers();
    recent.set('a', answer('one'));
    recent.set('a', answer('two'));
    expect([recent.get('a', NOW), recent.get('b', NOW)]).toEqual([answer('two'), undefined]);
  });

  it('gives nothing that was so in another state of the index, and the new answer in its place', () => {
    const recent = new RecentAnswers();
    recent.set('a', answer('old', '6 idle'));
    expect(recent.get('a', NOW)).toBeUndefined();
    recent.set('a', answer('new'));
    expect([recent.get('a', NOW), recent.get('a', '6 idle')]).toEqual([answer('new'), undefined]);
  });

  it('counts the length of those that are replaced no more', () => {
    const recent = new RecentAnswers();
    const large = answer('x'.repeat(LARGE));
    for (const question of ['a', 'b', 'b', 'b']) recent.set(question, large);
    expect(['a', 'b'].map((question) => recent.get(question, NOW) !== undefined)).toEqual([true, true]);
  });

  it('lets go of those that were not asked for the longest, by number', () => {
    const recent = new RecentAnswers();
    for (let i = 0; i < 5_000; i++) {
      recent.set(`${i}`, answer('x'));
      recent.get('0', NOW);
    }
    const kept = Array.from({ length: 5_000 }, (_, i) => i).filter((i) => recent.get(`${i}`, NOW) !== undefined);
    expect(kept).toEqual([0, ...Array.from({ length: 2_047 }, (_, i) => 5_000 - 2_047 + i)]);
  });

  it('lets go of as many as it takes, by length', () => {
    const recent = new RecentAnswers();
    const large = answer('x'.repeat(LARGE));
    for (const tag of ['a', 'b', 'c']) recent.set(tag, large);
    recent.set('too large', answer('x'.repeat(3 * LARGE)));
    expect(['a', 'b', 'c', 'too large'].map((tag) => recent.get(tag, NOW) !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('counts the length of what was asked, too', () => {
    const recent = new RecentAnswers();
    const asked = ['a', 'b', 'c'].map((letter) => letter.repeat(LARGE));
    for (const question of asked) recent.set(question, answer('x'));
    expect(asked.map((question) => recent.get(question, NOW) !== undefined)).toEqual([false, true, true]);
  });
});
