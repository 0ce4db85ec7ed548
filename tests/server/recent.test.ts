/** Answers that are kept: which stay, and that nobody is told what is no longer so. */
import { describe, expect, it } from 'vitest';
import { type KeptAnswer, MAX_ANSWERS, MAX_BYTES, RecentAnswers } from '../../src/server/recent.js';

function answer(text: string): KeptAnswer {
  return { tag: 'W/"tag"', body: Buffer.from(text), headers: { 'Cache-Control': 'no-cache' } };
}

describe('RecentAnswers', () => {
  it('gives back what it was given', () => {
    const recent = new RecentAnswers();
    recent.set('a', answer('one'));
    recent.set('a', answer('two'));
    expect([recent.get('a'), recent.get('b')]).toEqual([answer('one'), undefined]);
  });

  it('lets go of those that were not asked for the longest, by number', () => {
    const recent = new RecentAnswers();
    for (let i = 0; i < MAX_ANSWERS; i++) recent.set(`${i}`, answer('x'));
    recent.get('0');
    recent.set('new', answer('x'));
    expect(['0', '1', '2', 'new'].map((tag) => recent.get(tag) !== undefined)).toEqual([true, false, true, true]);
  });

  it('lets go of as many as it takes, by length', () => {
    const recent = new RecentAnswers();
    const large = answer('x'.repeat(MAX_BYTES * 0.375));
    for (const tag of ['a', 'b', 'c']) recent.set(tag, large);
    recent.set('too large', answer('x'.repeat(MAX_BYTES + 1)));
    expect(['a', 'b', 'c', 'too large'].map((tag) => recent.get(tag) !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
