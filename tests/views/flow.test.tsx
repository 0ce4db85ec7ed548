/** Lists of the reader: nested as the document had them, each item with what belongs to it, nothing lost or moved. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShownParagraph } from '../../src/index/answer.js';
import { readMarkdown } from '../../src/index/documents/markdown.js';
import { split } from '../../src/index/split.js';
import type { ListPlace } from '../../src/index/types.js';
import { DocumentPage } from '../../views/document.js';
import { type List, nested } from '../../views/flow.js';
import { page } from '../../views/layout.js';
import { document, ledBy, paragraph, STATS } from './data.js';
import { elements, named } from './html.js';

const shown = (...places: (ListPlace | undefined)[]): ShownParagraph[] =>
  places.map((list, index) => ({
    paragraph: paragraph({ ordinal: index + 1, text: `${index + 1}`, list }),
    highlights: [],
    headingHighlights: [],
  }));

/** In brackets, as HTML has it: `ul[item item]`. */
function outline(parts: readonly (ShownParagraph | List)[]): string {
  return parts
    .map((part) => {
      if (!('items' in part)) return part.paragraph.text;
      const items = part.items.map(({ number, parts: own }) => `${number ?? ''}(${outline(own)})`);
      return `${part.ordered ? 'ol' : 'ul'}[${items.join('')}]`;
    })
    .join(' ');
}

describe('lists', () => {
  test.each([
    ['items', '- a\n- b\n\nc', 'ul[(a)(b)] c'],
    ['under their parent', '- a\n  - b\n    - c\n- d', 'ul[(a ul[(b ul[(c)])])(d)]'],
    ['with numbers', '3. a\n4. b\n   - c', 'ol[3(a)4(b ul[(c)])]'],
    ['items of several paragraphs, of any kind', '- a\n\n  b\n\n  > c\n\n  ```\n  d\n  ```\n- e', 'ul[(a b c d)(e)]'],
    ['what goes on after a nested list', '- a\n  - b\n\n  c', 'ul[(a ul[(b)] c)]'],
    ['numbers after bullets', '- a\n\n1. b', 'ul[(a)] ol[1(b)]'],
    ['numbers that begin again', '1. a\n2. b\n\n1) c\n2) d', 'ol[1(a)2(b)] ol[1(c)2(d)]'],
    ['numbers that begin again in an item', '- a\n  1. b\n\n  1) c', 'ul[(a ol[1(b)] ol[1(c)])]'],
    ['a level without text of its own', '- - a\n- b', 'ul[(a)] ul[(b)]'],
    ['a list on each side of a heading', '- a\n\n# B\n\n- b', 'ul[(a)] ul[(b)]'],
    ['a list in a quote', '> - a\n>   - b\n\nc', 'ul[(a ul[(b)])] c'],
    ['a long item in its pieces', `- ${'a. '.repeat(800).trim()}\n- b`, /^ul\[\((a\. ?)+\)\(b\)\]$/],
    ['HTML in a list', '- a\n\n  <ol><li>b<li>c</ol>\n- d', 'ul[(a ol[1(b)2(c)])(d)]'],
  ])('%s', (_, source, expected) => {
    const read = readMarkdown(`# T\n\nx\n\n${source}`);
    const paragraphs = split(read).paragraphs.map((one) => ({ paragraph: one, highlights: [], headingHighlights: [] }));
    expect(outline(nested(paragraphs)).replace(/^x /, '')).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  test('are lists for those who listen, and the signs stand beside the text', () => {
    const read = split(readMarkdown('# T\n\nx\n\n5. a\n   - b\n\n   c\n6. [ ] d\n   - [x] e')).paragraphs;
    const paragraphs = read.map((one) => ({ paragraph: one, highlights: [], headingHighlights: [] }));
    const html = page(
      <DocumentPage document={document()} paragraphs={paragraphs} titleHighlights={[]} {...ledBy('')} stats={STATS} />,
    );
    const article = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    expect(named(article, 'ol').map(({ text }) => text)).toEqual([expect.stringMatching(/a.*b.*c/)]);
    expect(named(article, 'li').flatMap(({ attributes }) => attributes.value ?? [])).toEqual(['5']);
    expect(elements(article).flatMap(({ attributes }) => attributes['data-item'] ?? [])).toEqual(['5.', '•', '☐', '☑']);
  });

  const place = fc.option(
    fc.record({
      depth: fc.integer({ min: 1, max: 8 }),
      item: fc.constantFrom<ListPlace['item'][]>(null, 'bullet', 1, 7),
    }),
    { nil: undefined },
  );
  test('keep every paragraph in its order and at its depth, an item for each sign', () => {
    fc.assert(
      fc.property(fc.array(place), (places) => {
        const seen: ShownParagraph[] = [];
        const walk = (parts: readonly (ShownParagraph | List)[], depth: number): void => {
          for (const part of parts) {
            if (!('items' in part)) {
              expect(part.paragraph.list?.depth ?? 0).toBe(depth);
              seen.push(part);
              continue;
            }
            expect(part.depth).toBeGreaterThan(depth);
            for (const { number, parts: own } of part.items) {
              const [first, ...more] = own.flatMap((one) => ('items' in one ? [] : (one.paragraph.list?.item ?? null)));
              expect(typeof first === 'number' ? first : null).toBe(number);
              expect(more.filter((item) => item !== null)).toEqual([]);
              walk(own, part.depth);
            }
          }
        };
        const all = shown(...places);
        walk(nested(all), 0);
        expect(seen).toEqual(all);
      }),
    );
  });
});
