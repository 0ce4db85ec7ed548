/** The parameters of exports and feeds, which list hits without pages. */
import { NAMES, ownName, type ParameterDoc, readSearch, searchParameters } from './params.js';
import type { SearchInput } from './plain-search.js';
import { badParameter } from './problem.js';
import { check, oneOf, twice } from './rules.js';

export type ExportFormat = 'csv' | 'jsonl' | 'md';
/** The format of an export. */
export const EXPORT_FORMAT = oneOf<ExportFormat>('csv', 'jsonl', 'md');

/** Parameters for how hits are shown, which mean nothing without pages. */
const SHOWN: ReadonlySet<string> = new Set(['page', 'offset', 'group', 'facets', 'histogram', 'explain']);

const LIST_NAMES = NAMES.filter((name) => !SHOWN.has(ownName(name)));
const EXPORT_NAMES = ['format', ...LIST_NAMES];
const FEED_NAMES = LIST_NAMES.filter((name) => name !== 'sort');

/**
 * Reads the parameters of an export: those of a search, of which all hits are exported, and the format. `hitsPerPage`
 * matters, as partial matches follow if full ones are fewer than a page. Throws as `readSearch`.
 */
export function readExport(sent: URLSearchParams): { input: SearchInput; format: ExportFormat } {
  const asked = new URLSearchParams(sent);
  const formats = asked.getAll('format');
  asked.delete('format');
  if (formats.length > 1) throw twice('format', 'format');
  const format = check(EXPORT_FORMAT, 'format', formats[0]);
  return { input: readList(asked, 'an export', EXPORT_NAMES), format };
}

/** The parameters of a search that exports and feeds have, too. */
export function listParameters(): ParameterDoc[] {
  return searchParameters().filter(({ name }) => !SHOWN.has(name));
}

/** Reads the parameters of a feed: those of a search, of which the newest hits are listed. Throws as `readSearch`. */
export function readFeed(sent: URLSearchParams): SearchInput {
  const input = readList(sent, 'a feed', FEED_NAMES);
  if (input.sort !== 'relevance' && input.sort !== 'newest') {
    throw badParameter('sort', 'A feed begins with the newest; leave `sort` out.');
  }
  // Newer partial matches would push the full ones out.
  return { ...input, sort: 'newest', match: input.match === 'any' ? 'any' : 'all' };
}

function readList(sent: URLSearchParams, what: string, names: readonly string[]): SearchInput {
  for (const name of sent.keys()) {
    if (SHOWN.has(ownName(name))) {
      throw badParameter(name, `\`${name}\` means nothing for ${what}, which has no pages; leave it out.`);
    }
  }
  return readSearch(sent, names);
}
