/** Numbers and words of other scripts in text without spaces are found by what stands right beside them, wherever that goes on. */
import { expect, it } from 'vitest';
import { Marker } from '../../../src/index/marker.js';
import { parseQuery } from '../../../src/index/query.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

const TEXTS = [
  '東京タワーは１９５８年に完成した。',
  '根据第5条规定，应当在2011年3月11日前提交。',
  '우리는 2011년에 제5조를 고쳤다.',
  '我们用 Python 3.11 编写了一个爬虫程序。',
  'これはC#とWi-Fi接続とgetUserNameを使う。',
  '他用Python的时候很多，写过3年代码。',
];

it.each<[query: string, found: number[], marked: string]>([
  ['1958年', [0], '１９５８年'],
  ['"1958年"', [0], '１９５８年'],
  ['第5条', [1], '第5条'],
  ['2011年3月11日', [1], '2011年3月11日'],
  ['2011년', [2], '2011년'],
  ['제5조', [2], '제5조'],
  ['"用Python"', [5], '用Python'],
  ['Python爬虫', [3], 'Python|爬虫'],
  ['爬虫pyth', [3], 'Python|爬虫'],
  ['C#', [4], 'C#'],
  ['wifi', [4], 'Wi-Fi'],
  ['getusername', [4], 'getUserName'],
  ['3年', [5], '3年'],
  ['5年', [], ''],
  ['"11日3月"', [], ''],
])('%s', async (text, found, marked) => {
  const writer = new SegmentWriter();
  for (const [i, text] of TEXTS.entries())
    writer.add(readDocumentOf({ title: '', intro: [text], sections: [] }, String(i)));
  const asked = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 20 } as const;
  const { hits, marks } = await search(generationFrom(writer), asked);
  expect(hits.map(({ paragraph }) => TEXTS.indexOf(paragraph.text)).sort((a, b) => a - b)).toEqual(found);
  const marker = new Marker(marks);
  const texts = hits.map(({ paragraph: { text } }) => {
    const { ranges } = marker.mark(text, 'body', null);
    return ranges.map(({ start, end }) => text.slice(start, end)).join('|');
  });
  expect(texts.join()).toBe(marked);
});
