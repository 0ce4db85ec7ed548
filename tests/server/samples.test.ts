/** What the empty search page offers to begin with. */
import { describe, expect, it } from 'vitest';
import { SampleQueries, samplesFor } from '../../src/server/samples.js';
import { site } from './fixture.js';

async function samplesOf(files: Record<string, string>): Promise<readonly string[]> {
  const pilcrow = await site({ files });
  try {
    return await new SampleQueries(pilcrow.engine).get();
  } finally {
    await pilcrow.close();
  }
}

const titled = (title: string, heading = 'Introduction'): string => `# ${title}\n\n## ${heading}\n\nSome text.\n`;

describe('SampleQueries', () => {
  it('offers what the titles of most documents have, wherever they are, and what tells them apart', async () => {
    const files: Record<string, string> = {};
    // The first by path are of another kind, and too many to see the others behind them.
    for (let i = 0; i < 55; i++) files[`a/${100 + i}.md`] = titled(`Handbook of qzx${'abcdefghij'[i % 10]}`);
    for (let i = 0; i < 45; i++)
      files[`b/${100 + i}.md`] = titled(`Handbook about Copper ${i % 3 === 0 ? 'Kettles' : 'Mining'}`);
    const samples = await samplesOf(files);
    expect(samples.slice(0, 3)).toEqual(['Copper', 'Mining', 'Kettles']);
    // “about” is a stop word, and “Handbook” is in all.
    expect(samples.at(-1)).toBe('Copper Mining');
    expect(samples).not.toContain('about');
  });

  it('offers the longest words of a single document, of its headings as well', async () => {
    const samples = await samplesOf({ 'one.md': titled('The Otter Returns', 'Riverbanks') });
    expect(samples).toEqual(['Returns', 'Otter', 'Riverbanks', 'Otter Returns']);
  });

  it('offers those first of which the text says most', async () => {
    const text =
      '# Report advises otter owners\n\nThe otter swims. Its owners, two owners, follow the otter: an otter.\n';
    expect(await samplesOf({ 'one.md': text })).toEqual(['otter', 'owners', 'advises', 'Report', 'otter owners']);
  });

  it('keeps nobody waiting after a change: what it offered is offered once more, and then what there is now', async () => {
    const pilcrow = await site({ files: { 'one.md': titled('Copper Mining') } });
    try {
      const samples = samplesFor(pilcrow.engine);
      const before = await samples.get();
      expect(before).toContain('Copper');
      await pilcrow.write({ 'one.md': titled('Amber Fishing') });
      expect(await samples.get()).toBe(before);
      await expect.poll(() => samples.get()).toContain('Amber');
    } finally {
      await pilcrow.close();
    }
  });

  it('offers nothing where there is nothing', async () => {
    expect(await samplesOf({})).toEqual([]);
  });
});
