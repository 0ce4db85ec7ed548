/** Answers that are kept: which stay, and that nobody is told what is no longer so. */
import { describe, expect, it } from 'vitest';
import { type KeptAnswer, MAX_ANSWERS, MAX_BYTES, RecentAnswers } from '../../src/server/recent.js';

const NOW = '7 idle';

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
    const large = answer('x'.repeat(MAX_BYTES * 0.375));
    for (const question of ['a', 'b', 'b', 'b']) recent.set(question, large);
    expect(['a', 'b'].map((question) => recent.get(question, NOW) !== undefined)).toEqual([true, true]);
  });

  it('lets go of those that were not asked for the longest, by number', () => {
    const recent = new RecentAnswers();
    for (let i = 0; i < MAX_ANSWERS; i++) recent.set(`${i}`, answer('x'));
    recent.get('0', NOW);
    recent.set('new', answer('x'));
    expect(['0', '1', '2', 'new'].map((tag) => recent.get(tag, NOW) !== undefined)).toEqual([true, false, true, true]);
  });

  it('lets go of as many as it takes, by length', () => {
    const recent = new RecentAnswers();
    const large = answer('x'.repeat(MAX_BYTES * 0.375));
    for (const tag of ['a', 'b', 'c']) recent.set(tag, large);
    recent.set('too large', answer('x'.repeat(MAX_BYTES + 1)));
    expect(['a', 'b', 'c', 'too large'].map((tag) => recent.get(tag, NOW) !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
