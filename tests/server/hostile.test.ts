/** Documents and queries that try to become markup: whatever comes out is text. */
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TIMES } from '../times.js';
import { BROWSER, type Site, site } from './fixture.js';

const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</title></textarea></mark><script>alert(1)</script>',
  '<a href="javascript:alert(1)">x</a>',
  '<div hx-get="/evil" hx-trigger="load">',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!--<mark>-->',
];
const NAMES = [
  '<img src=x onerror=alert(1)>.txt',
  '"><script>alert(1)<',
  'javascript:alert(1).txt',
  '?q=#&%2e%2e.txt',
  'line\nbreak.txt',
];

let pilcrow: Site;
beforeAll(async () => {
  const text = `victim ${ATTACKS.join(' victim ')}`;
  const named = NAMES.map((name) => [
    name.endsWith('.txt') ? name : `${name}.txt`,
    `${name} victim title\n\n${text}\n`,
  ]);
  pilcrow = await site({
    folder: '"><img src=x onerror=alert(1)>',
    files: {
      ...Object.fromEntries(named),
      'evil.md': `---\ntitle: '<script>alert(1)</script> victim'\nauthor: '"><img onerror=alert(1)>'\nlang: 'en" onload="alert(1)'\ntags: ['<b>victim</b>']\n---\n\n# <svg onload=alert(1)> victim\n\n## \`<img onerror=alert(1)>\` victim\n\n\`${text}\`\n\n    <script>victim</script>\n`,
      'evil.html': `<html lang='"><script>'><title>&lt;script&gt;alert(1)&lt;/script&gt; victim</title><h2>&lt;img onerror=x&gt; victim</h2><p>victim &lt;script&gt;alert(1)&lt;/script&gt; <a href="javascript:alert(1)">victim</a></p>`,
    },
  });
});
afterAll(() => pilcrow.close());

/** Throws where a page holds anything that runs, or an address that is not ours. */
function checkPage(html: string): void {
  let inScript = false;
  new Parser(
    {
      onopentag(tag, attributes) {
        // The one drawing of the reader's own.
        const ours = tag === 'svg' && attributes.class === 'minimap';
        if (!ours && ['iframe', 'object', 'embed', 'base', 'style', 'svg', 'img'].includes(tag))
          throw new Error(`There is a <${tag}>.`);
        inScript = tag === 'script';
        if (inScript && !/^\/assets\/\w+\.js(\?v=[\w-]+)?$/.test(attributes.src ?? ''))
          throw new Error('There is a foreign script.');
        for (const [name, value] of Object.entries(attributes)) {
          if (/^on|^style$|^hx-on|^srcdoc$/.test(name)) throw new Error(`There is ${name}="${value}".`);
          if (/^(href|src|action|formaction|hx-get|hx-post)$/.test(name) && !/^[/#](?!\/)/.test(value)) {
            throw new Error(`There is ${name}="${value}".`);
          }
        }
      },
      ontext(text) {
        if (inScript && text.trim() !== '') throw new Error(`There is an inline script: ${text}`);
      },
      onclosetag(tag) {
        if (tag === 'script') inScript = false;
      },
    },
    { decodeEntities: true },
  ).end(html);
}

/** Tags and text of markup. */
function parsed(html: string): { tags: string[]; text: string } {
  const tags: string[] = [];
  let text = '';
  new Parser(
    {
      onopentag: (tag, attributes) => tags.push([tag, ...Object.keys(attributes)].join(' ')),
      ontext: (piece) => {
        text += piece;
      },
      oncomment: () => tags.push('comment'),
    },
    { decodeEntities: true },
  ).end(html);
  return { tags: [...new Set(tags)], text };
}

interface Body {
  totalHits: number;
  hits: { url: string; documentId: string; snippet: { text: string; html: string } }[];
}

describe('hostile documents', () => {
  it('are text in every snippet', async () => {
    const body = (await (await pilcrow.app.request('/search?q=victim&match=any&limit=100')).json()) as Body;
    expect(new Set(body.hits.map((hit) => hit.documentId)).size).toBe(NAMES.length + 2);
    for (const { snippet } of body.hits) {
      const { tags, text } = parsed(snippet.html);
      expect(tags).toEqual(['mark']);
      expect(text).toBe(snippet.text);
    }
  });

  it.each(['victim', 'alert', 'script', 'img', ...ATTACKS])('are text on the page that searches for %s', async (q) => {
    const query = new URLSearchParams({ q, hitsPerPage: '100' });
    for (const path of [`/?${query}`, `/results?${query}`]) checkPage(await (await pilcrow.app.request(path)).text());
  });

  it('are text in the reader', async () => {
    const body = (await (await pilcrow.app.request('/search?q=victim&match=any&limit=100')).json()) as Body;
    for (const { url } of body.hits) {
      const response = await pilcrow.app.request(url);
      expect([url, response.status]).toEqual([url, 200]);
      checkPage(await response.text());
    }
  });

  it('are text on the page that nothing was asked on', async () => {
    checkPage(await (await pilcrow.app.request('/')).text());
  });

  it('are text on the status page', async () => {
    pilcrow.indexer.current = {
      ...pilcrow.indexer.current,
      problem: ATTACKS.join(),
      skipped: [...ATTACKS, ...NAMES].map((path) => ({ path, reason: path, stamp: null })),
    };
    for (const path of ['/status', '/', '/?q=victim'])
      checkPage(await (await pilcrow.app.request(path, { headers: BROWSER })).text());
  });
});

describe('hostile requests', () => {
  it.each(ATTACKS)('%s is text wherever it is repeated', async (attack) => {
    const value = encodeURIComponent(attack);
    for (const path of [
      `/?q=${value}`,
      `/?page=${value}`,
      `/?q=${value}&type=${value}`,
      `/?q=x&path=${value}&tag=${value}&author=${value}`,
      `/results?q=${value}&after=${value}`,
      `/doc/${value}?q=${value}`,
      `/doc/x?q=${value.repeat(100)}`,
      `/${value}`,
      `/${value}?q=${value}`,
    ]) {
      const response = await pilcrow.app.request(path, { headers: BROWSER });
      expect(response.headers.get('Content-Type')).toContain('text/html');
      checkPage(await response.text());
    }
    const problem = await pilcrow.app.request(`/search?${value}=1`);
    expect([problem.status, problem.headers.get('Content-Type')]).toEqual([400, 'application/problem+json']);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'victim',
      '"',
      '(',
      ')',
      'OR',
      '-',
      '*',
      '~',
      'title:',
      'type:',
      'after:2020',
      '%',
      '%ff',
      '%00',
      '&',
      '=',
      '+',
      '\u{1f600}',
      'é',
      ...ATTACKS,
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('&page=2', '&limit=5', '&from=1', '&match=any', '&type=txt', '&x=1', '&q=', '&sort=path'),
  );

  it('at random are answered with JSON and never with a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const query = pieces
          .map((part) => (part.startsWith('&') ? part : encodeURIComponent(part.toWellFormed())))
          .join('');
        const response = await pilcrow.app.request(`/search?q=${query}`);
        expect([200, 400]).toContain(response.status);
        const body = (await response.json()) as Partial<Body>;
        if (response.status === 400) expect(response.headers.get('Content-Type')).toBe('application/problem+json');
        for (const { snippet } of body.hits ?? []) expect(parsed(snippet.html)).toMatchObject({ text: snippet.text });
        for (const { snippet } of body.hits ?? []) expect(['', 'mark']).toContain(parsed(snippet.html).tags.join());
      }),
      { numRuns: 100 * TIMES },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (raw) => {
        const response = await pilcrow.app.request(`/?${raw.toWellFormed().replaceAll('#', '')}`);
        expect([200, 400]).toContain(response.status);
        checkPage(await response.text());
      }),
      { numRuns: 100 },
    );
    expect(pilcrow.logged).toEqual([]);
  });
});
