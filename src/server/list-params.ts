/** The parameters of what lists all hits: exports and feeds. Those of a search, without the pages. */
import {
  EXPORT_FORMATS,
  type ExportFormat,
  ownName,
  type ParameterDoc,
  readSearch,
  type SearchInput,
  searchParameters,
  twice,
} from './params.js';
import { badParameter } from './problem.js';

/** What says how hits are shown, which a list of them without pages has no use for. */
const SHOWN: ReadonlySet<string> = new Set(['page', 'offset', 'group', 'facets', 'histogram', 'explain']);

/**
 * Reads what an export is asked for: the question of a page, of which all hits are exported, and the format. `hitsPerPage` counts where
 * full matches that are fewer than a page let partial ones follow. Throws as `readSearch`.
 */
export function readExport(sent: URLSearchParams): { input: SearchInput; format: ExportFormat } {
  const asked = new URLSearchParams(sent);
  const formats = asked.getAll('format');
  asked.delete('format');
  const format = EXPORT_FORMATS.find((known) => known === formats[0]);
  if (formats.length > 1) throw twice('format', 'format');
  if (format === undefined) throw badParameter('format', '`format` must be `csv`, `jsonl` or `md`.');
  return { input: readList(asked, 'an export'), format };
}

/** The parameters that exports and feeds take of a search. */
export function listParameters(): ParameterDoc[] {
  return searchParameters().filter(({ name }) => !SHOWN.has(name));
}

/** Reads what a feed is asked for: a question, of which the newest hits are told. Throws as `readSearch`. */
export function readFeed(sent: URLSearchParams): SearchInput {
  const input = readList(sent, 'a feed');
  if (input.sort !== 'relevance' && input.sort !== 'newest') {
    throw badParameter('sort', 'A feed begins with the newest; leave `sort` out.');
  }
  // Partial matches that are newer would push the full ones out.
  return { ...input, sort: 'newest', match: input.match === 'any' ? 'any' : 'all' };
}

function readList(sent: URLSearchParams, what: string): SearchInput {
  for (const name of sent.keys()) {
    if (SHOWN.has(ownName(name))) {
      throw badParameter(name, `\`${name}\` means nothing for ${what}, which has no pages; leave it out.`);
    }
  }
  return readSearch(sent);
}
