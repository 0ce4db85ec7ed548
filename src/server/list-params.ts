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
/** A feed has a number of entries of its own, and never partial matches behind full ones. */
const SHOWN_IN_FEED: ReadonlySet<string> = new Set([...SHOWN, 'hitsPerPage']);

const EXPORT_NAMES = ['format', ...NAMES.filter((name) => !SHOWN.has(ownName(name)))];
const FEED_NAMES = NAMES.filter((name) => name !== 'sort' && !SHOWN_IN_FEED.has(ownName(name)));

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
  return { input: readList(asked, 'an export', EXPORT_NAMES, SHOWN), format };
}

/** The parameters of a search that an export has, too. */
export function exportParameters(): ParameterDoc[] {
  return searchParameters().filter(({ name }) => EXPORT_NAMES.includes(name));
}

/** Those that a feed has. */
export function feedParameters(): ParameterDoc[] {
  return searchParameters().filter(({ name }) => FEED_NAMES.includes(name));
}

/** Reads the parameters of a feed: those of a search, of which the newest hits are listed. Throws as `readSearch`. */
export function readFeed(sent: URLSearchParams): SearchInput {
  const input = readList(sent, 'a feed', FEED_NAMES, SHOWN_IN_FEED);
  if (input.sort !== 'relevance' && input.sort !== 'newest') {
    throw badParameter('sort', 'A feed begins with the newest; leave `sort` out.');
  }
  // Newer partial matches would push the full ones out.
  return { ...input, sort: 'newest', match: input.match === 'any' ? 'any' : 'all' };
}

function readList(
  sent: URLSearchParams,
  what: string,
  names: readonly string[],
  shown: ReadonlySet<string>,
): SearchInput {
  for (const name of sent.keys()) {
    if (shown.has(ownName(name))) {
      throw badParameter(name, `\`${name}\` means nothing for ${what}, which has no pages; leave it out.`);
    }
  }
  return readSearch(sent, names);
}
