/** What the reader shows of a document, and what can be done with its paragraphs: on screens of every width, on paper, and where it is hostile. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pdfFile } from '../index/documents/pdf-file.js';
import { cases } from '../times.js';
import { axeFindings } from './axe.js';
import { openSlowWay } from './in-pieces.js';
import { LONG } from './site.js';
import { atSizes, inPage, openStage, sizesOf } from './visitor.js';

const page = (text: string) => [{ x: 72, y: 700, text }];
const FILES = {
  'pages.pdf': pdfFile([page('On the first page a whale.'), page('On the second page none.')]),
  'long.md': LONG,
  'evil.md': `# Evil <script>document.title='owned'</script>\n\n## <img src=x onerror=alert(1)> whale\n\n- <b hx-get="/status" hx-trigger="load">whale</b> item\n- second [link](javascript:alert(1))\n\n| a\\|b <svg onload=alert(1)> | c |\n|---|---|\n| whale | <iframe src=/></iframe> |\n\n\`\`\`\n</code></pre><script>alert(1)</script> whale\n\`\`\`\n\n> whale &lt;script&gt;\n`,
  'evil.html': `<title>Evil page</title><script>document.title='owned'</script><h2 onclick="alert(1)">Part whale</h2><p>One.</p><h2>Next</h2><p>Two <a href="javascript:alert(1)">whale</a></p><ul><li>item</ul>`,
  'notes/odd "name" <b>&é\u202egnp.txt': 'An odd name.\n\nIt has a whale in it.\n',
  'lists.md':
    '# Lists\n\nx\n\n- one sail\n  1. two\n     - three, which has so many words that a phone has to break it\n\n       four\n- five\n\n- אחת\n  - שתיים\n',
  'two-lists.md': '# Two lists\n\n- one\n- two\n\n1. first\n2. second\n\n1) again\n',
  'numbers.md': '# Numbers\n\n98. one\n99. two\n100. three\n     1. four\n',
  'items.md': `# Items\n\n${Array.from({ length: 40 }, (_, i) => `- item ${i}`).join('\n')}\n`,
  'wide.md': `# Wide\n\n|${' column of the wide table |'.repeat(12)}\n|${'---|'.repeat(12)}\n|${' x |'.repeat(12)}\n`,
  'days.md':
    '# Days\n\n| Day | Harbourmaster | Height | Remark | What else there is to say of the harbour |\n|---|---|---|---|---|\n| Monday | Mainwaring | 3.9 | nothing | nothing |\n',
  'rtl.md':
    '---\nlang: he\n---\n# נמל\n\n## חלק\n\nהנמל הישן נמצא ליד הים, ויש בו whale קטן.\n\n- פריט ראשון\n- פריט שני\n\n| א | ב |\n|---|---|\n| 1 | 2 |\n',
};

const { site, withVisitor } = await openStage(FILES);
const book = await site.addressOf('harbour.md');
const long = await site.addressOf('long.md');
const slowWay = await openSlowWay(site.url);

const WITHOUT = { javaScriptEnabled: false };

describe('a paragraph', () => {
  test('is shown in its shape', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=height+light`);
      expect(await page.locator('ul > li > .para').count()).toBe(3);
      expect(await page.locator('th').allTextContents()).toEqual(['day', 'high water', 'height']);
      expect(await page.locator('tbody tr').allInnerTexts()).toEqual(['Mon\t04:12\t3.9 m', 'Tue\t05:01\t4.2 m']);
      expect(await page.locator('th mark').allTextContents()).toEqual(['height']);
      expect(await page.locator('pre code').innerText()).toContain('const underKeel = (height, draught)');
      expect(await page.locator('blockquote').count()).toBe(1);
      // The lines of a heading are close: a mark as high as its letters would lie over the line above.
      expect(await page.evaluate("getComputedStyle(document.querySelector('.section mark')).backgroundColor")).toBe(
        'rgba(0, 0, 0, 0)',
      );
    }));

  test('of a list is indented under its parent, from the side where its text begins', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await site.addressOf('lists.md')}?q=sail`);
      await atSizes(page, sizesOf(1280, 390), async (size) => {
        const boxes: number[][] = await page.evaluate(`[...document.querySelectorAll('.para > .passage')].map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const { left, right } = range.getBoundingClientRect();
          return [Math.round(left), Math.round(right)];
        })`);
        const [zero = 0, one = 0, two = 0, three = 0, four = 0, five = 0] = boxes.map(([left]) => left);
        const [parent = 0, child = 0] = boxes.slice(6).map(([, right]) => right);
        const step = one - zero;
        expect(step, size).toBeGreaterThan(10);
        expect([two, three, four, five], size).toEqual([one + step, two + step, three, one]);
        expect(parent - child, size).toBe(step);
        expect(Math.max(...boxes.map(([, right = 0]) => right)), size).toBeLessThan(page.viewportSize()?.width ?? 0);
      });
    }));

  test('of a list has its number, however long, within the page, beside its text', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await site.addressOf('numbers.md')}#p3`);
      await atSizes(page, sizesOf(1280, 320), async (size) => {
        // Where the number of each begins, from the edge of the text.
        const starts: number[] = await page.evaluate(`[...document.querySelectorAll('[data-item]')].map((passage) => {
          const edge = document.querySelector('h1').getBoundingClientRect().left;
          const { width, right } = getComputedStyle(passage, '::before');
          return passage.getBoundingClientRect().right - parseFloat(right) - parseFloat(width) - edge;
        })`);
        const [one = 0, two = 0, three = 0, four = 0] = starts;
        // Those of one list end at one line.
        expect([Math.abs(one - two) < 1, one > three, four > three], size).toEqual([true, true, true]);
        expect(three, size).toBeGreaterThan(-6);
      });
    }));

  test('of a list after a list stands further from it than an item from an item', () =>
    withVisitor(async ({ page }) => {
      await page.goto(await site.addressOf('two-lists.md'));
      const tops: number[] = await page.evaluate(
        `[...document.querySelectorAll('li > .para')].map((para) => para.getBoundingClientRect().top)`,
      );
      const [one = 0, two = 0, first = 0, second = 0, again = 0] = tops;
      expect(Math.round(second - first)).toBe(Math.round(two - one));
      for (const gap of [first - two, again - second]) expect(gap).toBeGreaterThan(1.3 * (two - one));
    }));

  test('and those after it are selected as the text alone', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${await site.addressOf('two-lists.md')}?q=first`);
      const selected = await page.evaluate(
        "(getSelection().setBaseAndExtent(document.querySelector('#p1'), 0, document.querySelector('#p4'), 3), getSelection().toString())",
      );
      expect(String(selected).split(/\s+/)).toEqual(['one', 'two', 'first', 'second']);
    }));

  test('is copied with its source and its address, by keys alone', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${book}?q=spring#p2`);
        await page.locator('#p2 .folio').focus();
        await page.keyboard.press('Tab');
        while ((await page.evaluate('document.activeElement.className')) !== 'quote-it')
          await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.getByText('Copied, with its source').first().waitFor();
        const copied = await page.evaluate('navigator.clipboard.readText()');
        expect(copied).toMatch(
          /^“A spring tide comes after .* meadow of mud\.”\n— The Harbour Book, harbour\.md, ¶ 2\n/s,
        );
        expect(copied).toContain(`${book}#p2\n`);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('of a later part is copied with an address that leads there', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${long}?p=1500#p1500`);
        await page.locator('#p1500').hover();
        await page.locator('#p1500').getByRole('button', { name: 'Copy quote' }).click();
        await page.getByText('Copied, with its source').first().waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`${long}?p=1500#p1500\n`);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('has what can be done with it beside its text, not beside the heading above it, whole', () =>
    withVisitor(async ({ page }) => {
      await page.goto(book);
      await page.locator('.para:has(.section) .passage').first().hover();
      const offsets: number[] = await page.evaluate(`(() => {
        const para = document.querySelector('.para:has(.section)');
        const top = (selector) => para.querySelector(selector).getBoundingClientRect().top;
        return [top('.tools') - top('.passage'), top('.place') - top('.passage')];
      })()`);
      expect(offsets.map(Math.round)).toEqual([0, 0]);
      await inPage(
        page,
        `getComputedStyle(document.querySelector('.para:has(.section)')).contentVisibility === 'visible'`,
      );
    }));

  test('of one line has them within reach of the mouse, over the paragraph below', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(await site.addressOf('two-lists.md'));
        await page.locator('#p1 .passage').hover();
        await page.locator('#p1').getByRole('button', { name: 'Copy quote' }).click();
        await page.locator('#p1').getByText('Copied, with its source').waitFor();
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  test('is no higher than its text, however much stands beside it', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}?q=harbour`);
      const height = async () => (await page.locator('.para .passage').first().boundingBox())?.height;
      const before = await height();
      await page.evaluate("document.querySelector('.para .place').style.height = '400px'");
      expect(await height()).toBe(before);
    }));

  test('of one line is as high where much stands beside it as where little does', () =>
    withVisitor(async ({ page }) => {
      for (const [width, address, paragraphs] of [
        [1280, `${await site.addressOf('items.md')}?q=item`, ['2', '12']],
        [968, `${await site.addressOf('items.md')}?q=item`, ['2', '12']],
        [1280, `${long}?q=day&p=1500`, ['1005', '1500']],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(address);
        const rows = paragraphs.map((number) => page.locator(`#p${number}`));
        const heights = await Promise.all(rows.map(async (row) => (await row.boundingBox())?.height));
        expect(heights[1]).toBe(heights[0]);
        const counts = await Promise.all(rows.map((row) => row.locator('.of').boundingBox()));
        expect(Math.min(...counts.map((box) => box?.x ?? -1))).toBeGreaterThanOrEqual(0);
      }
    }));

  test('has its number beside its text, and not below it, however much stands before the number', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${long}?q=whale&p=1500#p1500`);
        const beyond: number = await page.evaluate(`(() => {
          const place = document.querySelector('#p1500 .place');
          const range = document.createRange();
          range.selectNodeContents(place.querySelector('.folio'));
          return range.getBoundingClientRect().right - place.getBoundingClientRect().right;
        })()`);
        expect(beyond).toBeLessThan(1);
      },
      { viewport: { width: 968, height: 800 } },
    ));

  test('on a phone what stands above it stands on one line', () =>
    withVisitor(
      async ({ page }) => {
        await page.goto(`${book}?q=harbour`);
        const ends: number[] = await page.evaluate(`['.of', '.folio', '.related'].map((name) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector('.matched ' + name));
          return range.getBoundingClientRect().bottom;
        })`);
        expect(new Set(ends.map(Math.round)).size).toBe(1);
      },
      { viewport: { width: 390, height: 800 } },
    ));

  test('shows what is related beneath it, and hides it again', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}#p5`);
      const related = page.locator('#p5 .related');
      await related.focus();
      await page.keyboard.press('Enter');
      await page.locator('#p5 .similar li').first().waitFor();
      expect(await page.locator('#p5 .similar li').count()).toBe(5);
      expect(await related.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Enter');
      expect(await page.locator('#p5 .similar').count()).toBe(0);
    }));

  test('has a page of what is related, where `/` leads to the field there is', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}/similar?p=5`);
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('q');
    }));

  test('without JavaScript what is related is a page, with a way back', () =>
    withVisitor(async ({ page }) => {
      await page.goto(`${book}#p5`);
      await page.locator('#p5 .related').click();
      await page.getByRole('heading', { name: 'Related to paragraph 5 of “The Harbour Book”' }).waitFor();
      expect(await page.locator('#similar li').count()).toBe(5);
      // What belongs together stands closer than what does not, once the styles are there.
      await page.waitForLoadState();
      const [passage, source, trail] = await Promise.all(
        ['li:first-child .passage', 'li:nth-child(2) .source', 'li:nth-child(2) .trail'].map((part) =>
          page.locator(`#similar ${part}`).boundingBox(),
        ),
      );
      const below = (a: typeof passage, b: typeof passage) => (b?.y ?? 0) - (a?.y ?? 0) - (a?.height ?? 0);
      expect(below(passage, source)).toBeGreaterThan(2 * below(source, trail));
      await page.getByRole('link', { name: 'Back to the paragraph' }).click();
      await page.locator('#p5:target').waitFor();
    }, WITHOUT));
});

test.each(cases(true, false))('the original is saved under its name, with JavaScript: %s', (javaScriptEnabled) =>
  withVisitor(
    async ({ page }) => {
      const path = Object.keys(FILES).find((name) => name.startsWith('notes/')) ?? '';
      await page.goto(await site.addressOf(path));
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Original file' }).click(),
      ]);
      // Signs that turn the name around, and those that no file system takes, are gone.
      expect(download.suggestedFilename()).toMatch(/^odd _name_ _b_&é_gnp\.txt$/);
      expect(await readFile(await download.path(), 'utf8')).toBe(await readFile(join(site.root, path), 'utf8'));
    },
    { javaScriptEnabled },
  ),
);

test('pages of a PDF are told where they begin, and lead to the file', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${await site.addressOf('pages.pdf')}?q=whale`);
    const link = page.getByRole('link', { name: 'Page 2 of the original file' });
    expect(await link.textContent()).toBe('page 2');
    const href = (await link.getAttribute('href')) ?? '';
    expect(href).toMatch(/\/original#page=2$/);
    const response = await fetch(new URL(href, site.url));
    expect(response.headers.get('Content-Type')).toBe('application/pdf');
    await atSizes(page, sizesOf(...cases(390, 1280)), async (size) => {
      expect(await link.isVisible(), size).toBe(true);
    });
  }));

test('hostile documents are text in every shape', () =>
  withVisitor(async ({ page }) => {
    for (const [path, title, word] of [
      ['evil.md', "Evil document.title='owned'", 'whale'],
      ['evil.html', 'Evil page', 'whale'],
      ['notes/hostile.txt', '<img src=x onerror=alert(1)> title', 'harbour'],
    ] as const) {
      await page.goto(`${await site.addressOf(path)}?q=${word}`);
      await page.waitForTimeout(200);
      expect(await page.title()).toContain(title);
      expect(await page.locator('article :is(script, img, svg, iframe, b, [onclick], [hx-get])').count()).toBe(0);
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      expect(new Set(await page.locator('article .para mark').allTextContents())).toEqual(new Set([word]));
    }
    await page.goto(`${await site.addressOf('rtl.md')}?q=whale`);
    expect(await page.evaluate("getComputedStyle(document.querySelector('#p1 .passage')).direction")).toBe('rtl');
    expect(await page.evaluate("document.querySelector('#p2').closest('[lang]').lang")).toBe('he');
    const [first, second] = await page.locator('th').all();
    expect((await first?.boundingBox())?.x).toBeGreaterThan((await second?.boundingBox())?.x ?? Number.NaN);
  }));

test('with letters twice as large on a phone, nothing lies over another or beside the page', () =>
  withVisitor(
    async ({ page }) => {
      for (const address of [`${site.url}/?q=harbour`, `${long}?q=day`]) {
        await page.goto(address);
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBe(375);
      }
      const field = await page.locator('#find-q').boundingBox();
      const places = await page.locator('#places .count').boundingBox();
      expect(places?.y).toBeGreaterThanOrEqual((field?.y ?? 0) + (field?.height ?? 0));
    },
    { viewport: { width: 375, height: 800 }, isMobile: true, bypassCSP: true, locale: 'de' },
  ));

test('with letters twice as large on a desk, the field of a document has room for a word', () =>
  withVisitor(
    async ({ page }) => {
      await page.goto(`${long}?q=day`);
      await page.addStyleTag({ content: 'html { font-size: 200% }' });
      const [form, field, places] = await Promise.all(
        ['#find', '#find-q', '#places'].map((name) => page.locator(name).boundingBox()),
      );
      expect(field?.width).toBeGreaterThan(150);
      // Neither lies over the other.
      expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThanOrEqual((form?.x ?? 0) + (form?.width ?? 0) + 1);
      expect(places?.x).toBeGreaterThanOrEqual((form?.x ?? 0) + (form?.width ?? 0));
    },
    { viewport: { width: 1280, height: 800 }, bypassCSP: true },
  ));

test('on a small phone the field of a document ends where that of the page does, or has the outline in its line', () =>
  withVisitor(
    async ({ page }) => {
      const boxes = (...names: string[]) => Promise.all(names.map((name) => page.locator(name).boundingBox()));
      await page.goto(`${await site.addressOf('items.md')}?q=item`);
      const [whole, field] = await boxes('#search', '#find-q');
      expect((field?.x ?? 0) + (field?.width ?? 0)).toBeCloseTo((whole?.x ?? 0) + (whole?.width ?? 0), 0);
      await page.goto(`${book}?q=harbour`);
      const [here, outline] = await boxes('#find-q', '.outline summary');
      const middleOf = (box: typeof here) => (box?.y ?? 0) + (box?.height ?? 0) / 2;
      expect(Math.abs(middleOf(outline) - middleOf(here))).toBeLessThan(3);
    },
    { viewport: { width: 320, height: 568 } },
  ));

test('what is pressed is as large as a finger needs, on screens of every width', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${book}?q=harbour#p2`);
    const small = `[...document.querySelectorAll('#reading a, #places a')].flatMap((link) => {
      const { width, height } = link.getBoundingClientRect();
      return width === 0 || link.closest('svg') || (width >= 24 && height >= 24) ? [] : [link.outerHTML, width, height];
    })`;
    await atSizes(page, sizesOf(1280, 390), async (size) => {
      expect(await page.evaluate(small), size).toEqual([]);
    });
  }));

test('every page has the element that it is shown from: else a browser waits for the end of it', async () => {
  const others = ['/', '/?q=harbour', '/?q=zyzzyva', '/?q=nato&page=x', '/status', '/offline', '/nothing-here'];
  for (const address of [book, long, ...others.map((path) => site.url + path)]) {
    const html = await (await fetch(address, { headers: { Accept: 'text/html' } })).text();
    const id = /<link rel="expect" href="#([^"]+)"/.exec(html)?.[1];
    expect(html.split(` id="${id}"`), address).toHaveLength(2);
  }
});

test.each(cases(390, 1280))('nothing moves by itself while a page comes in pieces, at %i pixels', (width) =>
  withVisitor(
    async ({ page, addInitScript }) => {
      await addInitScript(`globalThis.shift = 0; new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) globalThis.shift += value;
      }).observe({ type: 'layout-shift', buffered: true });`);
      // Of a long one heights are guessed, and it is shown while it comes.
      for (const [address, most] of [
        [`${site.url}/`, 0],
        [`${site.url}/status`, 0],
        [await site.addressOf('items.md'), 0],
        [book, 0],
        [long, 0.01],
      ] as const) {
        await page.goto(`${address.replace(site.url, slowWay)}?q=harbour`, { waitUntil: 'networkidle' });
        expect(await page.evaluate('globalThis.shift'), address).toBeLessThanOrEqual(most);
      }
    },
    { viewport: { width, height: 1200 } },
  ),
);

// Where the bar above it does not stay, too: else the fade is a window's height down the page, over a line of the text.
test('the fade under the bars is at their edge, in a wide window and in a short one', () =>
  withVisitor(async ({ page }) => {
    for (const address of [`${book}?q=harbour`, `${site.url}/?q=harbour`]) {
      await page.goto(address);
      await atSizes(page, [[1000, 800] as const, [320, 256] as const], async (size) => {
        const fades = await page.evaluate(`[...document.querySelectorAll('.top, .finder')].map((bar) =>
          Math.round(parseFloat(getComputedStyle(bar, '::after').top) - bar.clientHeight))`);
        expect(fades, `${address}, ${size}`).toEqual(address.includes('/doc/') ? [0, 0] : [0]);
      });
    }
  }));

test('on paper there is the text alone, marked', () =>
  withVisitor(async ({ page }) => {
    await page.goto(`${book}?q=harbour#p2`);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.back', '.finder', '.minimap', '.steps >> nth=0', '.top', '.tools >> nth=0', '.facts a']) {
      expect(await page.locator(gone).isVisible(), gone).toBe(false);
    }
    expect(await page.locator('.folio').first().isVisible()).toBe(true);
    expect(await page.locator('.para mark').first().isVisible()).toBe(true);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    const wash = "getComputedStyle(document.querySelector(':target .passage'))";
    expect(await page.evaluate(`[${wash}.boxShadow, ${wash}.backgroundColor]`)).toEqual(['none', 'rgba(0, 0, 0, 0)']);
  }));

test('on paper a table is as wide as the page, in the reader and among results', () =>
  withVisitor(
    async ({ page }) => {
      for (const address of [await site.addressOf('wide.md'), `${site.url}/?q=column`]) {
        await page.goto(address);
        await page.emulateMedia({ media: 'print' });
        expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBeLessThanOrEqual(700);
      }
      // One of few columns keeps its words whole.
      await page.goto(await site.addressOf('days.md'));
      const lines: number[] = await page.evaluate(`[...document.querySelectorAll('td')].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getClientRects().length;
      })`);
      expect(lines).toEqual([1, 1, 1, 1, 1]);
    },
    { viewport: { width: 700, height: 900 } },
  ));

test('axe finds nothing to mend on a desk and on a phone, unfolded and hostile', () =>
  withVisitor(async ({ page }) => {
    const [evil, rtl, pdf] = await Promise.all(['evil.md', 'rtl.md', 'pages.pdf'].map(site.addressOf));
    for (const address of cases(evil, book, rtl, pdf)) {
      await page.goto(`${address}?q=whale+harbour#p2`);
      await page.locator('#p2 .related').focus();
      await page.keyboard.press('Enter');
      await page.locator('#p2 .similar').waitFor();
      await inPage(page, "document.querySelector('#p2 .similar').childElementCount > 0");
      await atSizes(page, sizesOf(...cases(390, 1600)), async (size) => {
        const outline = page.locator('.outline details:not([open]) summary');
        if (await outline.isVisible()) await outline.click();
        expect(await axeFindings(page), `${address}, ${size}`).toEqual([]);
        const wider: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(wider, `${address}, ${size}`).toBeLessThanOrEqual(0);
      });
    }
    await page.goto(`${book}/similar?p=5`);
    await atSizes(page, sizesOf(...cases(390, 1600)), async (size) =>
      expect(await axeFindings(page), size).toEqual([]),
    );
  }));
