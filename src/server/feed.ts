/** A query as an Atom feed (RFC 4287), and the OpenSearch description that adds Pilcrow to the search engines of a browser. */
import { createHash } from 'node:crypto';
import { documentHref, feedHref, searchHref } from '../../views/links.js';
import { pageTitle, searchName } from '../../views/strings/title.js';
import { searchFor } from '../index/ask.js';
import { shorten } from '../index/documents/title.js';
import type { SearchEngine } from '../index/engine.js';
import { ownDateOf } from '../index/search/collect/dates.js';
import { facetValues } from '../index/search/collect/facets.js';
import type { Hit } from '../index/search-types.js';
import type { SearchInput } from './plain-search.js';
import { xml } from './xml.js';

/** The media types of feeds and of the OpenSearch description. */
export const ATOM = 'application/atom+xml; charset=utf-8';
export const OPENSEARCH = 'application/opensearchdescription+xml; charset=utf-8';

/** How many entries a feed has: enough for a look once a day. */
const ENTRIES = 50;
/** Most code units of the title of an entry. */
const TITLE_LENGTH = 120;
/** The first and the last date that Atom can express. */
const [FIRST_DATE, LAST_DATE] = [Date.parse('0001-01-01'), Date.parse('9999-12-31')];

/**
 * The feed of a query: its hits, those of the newest documents first.
 * @param base the address of this server, without a final slash
 */
export async function atomFeed(
  engine: SearchEngine,
  input: SearchInput,
  base: string,
  signal?: AbortSignal,
): Promise<string> {
  const { text, filters, match, verbatim } = input;
  const request = { filters, match, sort: 'newest', verbatim, offset: 0, limit: ENTRIES } as const;
  const { hits } = (await searchFor(engine, text, request, signal)).result;
  const question = { q: text, filters, match, verbatim };
  const self = base + feedHref(question);
  const { updatedAt, folder } = engine.stats();
  const newest = hits.reduce((latest, { document }) => Math.max(latest, document.modifiedAt), 0);
  const asked = [text, ...filters.map(({ name, value }) => `${name}:${value}`)].join(' ').trim();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${uuidOf(feedHref(question))}</id>
<title>${xml(pageTitle(asked, folder))}</title>
<updated>${time(hits.length > 0 ? newest : (updatedAt ?? 0))}</updated>
<author><name>Pilcrow</name></author>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" type="text/html" href="${xml(base + searchHref({ ...question, sort: 'newest' }))}"/>
${hits.map((hit) => entry(hit, text, base)).join('')}</feed>
`;
}

function entry({ document, paragraph }: Hit, text: string, base: string): string {
  const published = ownDateOf(document);
  const authors = facetValues(document, 'author');
  const title = shorten([document.title, ...paragraph.headings].join(' › '), TITLE_LENGTH);
  return `<entry>
<id>${uuidOf(`${document.id}-${paragraph.ordinal}`)}</id>
<title>${xml(title)}</title>
<updated>${time(document.modifiedAt)}</updated>
${published === null ? '' : `<published>${time(published)}</published>\n`}${authors
  .map((name) => `<author><name>${xml(name)}</name></author>\n`)
  .join(
    '',
  )}<link rel="alternate" type="text/html" href="${xml(base + documentHref(document.id, { q: text }, paragraph.ordinal))}"/>
<content type="text">${xml(paragraph.text)}</content>
</entry>
`;
}

/** A UUID that depends on the name alone (version 8, RFC 9562, from SHA-256). */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

function time(ms: number): string {
  return new Date(Math.min(Math.max(ms, FIRST_DATE), LAST_DATE)).toISOString();
}

/**
 * The OpenSearch description: pages, suggestions while typing, feeds.
 * @param base as for `atomFeed`
 * @param folder the name of the folder
 */
export function openSearchDescription(base: string, folder: string): string {
  const url = (type: string, path: string, rel = 'results'): string =>
    `<Url type="${type}" rel="${rel}" method="get" template="${xml(base + path)}"/>`;
  const { host } = new URL(base);
  const place = folder === '' ? host : `${folder} at ${host}`;
  return `<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${xml(searchName(folder))}</ShortName>
<Description>${xml(`Search the paragraphs of ${place}`)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="16" height="16" type="image/svg+xml">${xml(base)}/favicon.svg</Image>
${url('text/html', '/?q={searchTerms}')}
${url('application/atom+xml', '/feed?q={searchTerms}')}
${url('application/x-suggestions+json', '/suggest?format=opensearch&q={searchTerms}', 'suggestions')}
${url('application/opensearchdescription+xml', '/opensearch.xml', 'self')}
</OpenSearchDescription>
`;
}
