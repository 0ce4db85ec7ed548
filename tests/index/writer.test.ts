/** A batch with more different words than are kept: those that are let go and met again are the same words. */
import { expect, test } from 'vitest';
import { Segment } from '../../src/index/segment.js';
import { stemKey } from '../../src/index/words/term-keys.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { readDocumentOf } from '../oracle/documents.js';

/** More than three times what an analyzer keeps of a language, over batches that each need less, and one that needs more. */
const BATCHES = [30_000, 30_000, 30_000, 100_000];
const IN_A_PARAGRAPH = 200;

test('words are counted as often as they stand there, however many others come between', () => {
  let word = 0;
  for (const size of BATCHES) {
    const writer = new SegmentWriter();
    const first = word;
    let paragraphs = 0;
    for (; word < first + size; paragraphs++) {
      const others = Array.from({ length: IN_A_PARAGRAPH }, () => `Xq${word++}s`);
      const intro = [
        `Running harbours, a state-of-the-${paragraphs % 2 === 0 ? 'art' : 'sea'} and ${others.join(' ')}`,
      ];
      const { document, paragraphs: read } = readDocumentOf(
        { title: '', intro, sections: [] },
        `${word}`.padStart(9, '0'),
      );
      writer.add({ document: { ...document, language: 'en' }, paragraphs: read });
    }
    const segment = new Segment(writer.freeze());
    const count = (key: string): number => segment.frequency(segment.listNumber(key));
    const often = ['running', stemKey('run'), stemKey('harbour'), 'state'];
    const once = [`xq${first}s`, `xq${word - 1}s`];
    expect(often.map(count)).toEqual(often.map(() => paragraphs));
    expect(once.map(count)).toEqual([1, 1]);
    expect(count('stateoftheart') + count('stateofthesea')).toBe(paragraphs);
  }
});
