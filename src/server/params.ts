/** The parameters of a search: their names, aliases and bounds. Programs get a 400 for anything invalid, pages a sentence. */
import { z } from 'zod';
import { isDate } from '../index/query/filters.js';
import { MAX_QUERY_LENGTH } from '../index/query.js';
import { FACETS } from '../index/search/collect/facets.js';
import type { FacetName, Filter, FilterName } from '../index/search-types.js';
import { FORMATS } from '../index/types.js';
import { DEFAULT_HITS_PER_PAGE, MAX_HITS_PER_PAGE, MAX_RANK } from '../limits.js';
import { plainSearch, type SearchInput } from './plain-search.js';
import { badParameter, type Problem, problemOf } from './problem.js';
import { check, oneOf, type Rule, shortened, TRUTH, twice, unknown, whole } from './rules.js';

/** Most filters of a search. */
const MAX_FILTERS = 32;
/** Most code units of a filter: a path as long as systems have them. Authors and tags are shorter. */
const MAX_FILTER_LENGTH = 4096;

/** A query. Whether it is too long is told where it is read (query.ts); here it is for the description of the API. */
export const QUERY: Rule<string> = { schema: z.string().meta({ maxLength: MAX_QUERY_LENGTH }), must: 'text' };

const ANY_FACET = `(${FACETS.join('|')})`;

/** The parameters. */
const PARAMETERS = {
  q: QUERY,
  page: whole(1),
  hitsPerPage: whole(1, MAX_HITS_PER_PAGE),
  offset: whole(0),
  match: oneOf('auto', 'all', 'any'),
  sort: oneOf('relevance', 'newest', 'oldest', 'path'),
  facets: { schema: z.string().meta({ pattern: `^${ANY_FACET}(,${ANY_FACET})*$` }), must: 'a list of names' },
  histogram: TRUTH,
  group: oneOf('document', 'none'),
  explain: TRUTH,
  verbatim: TRUTH,
} as const;
type Parameter = keyof typeof PARAMETERS;

const ALIASES: ReadonlyMap<string, Parameter> = new Map([
  ['query', 'q'],
  ['limit', 'hitsPerPage'],
  ['per_page', 'hitsPerPage'],
  ['size', 'hitsPerPage'],
  ['from', 'offset'],
]);

const nonEmpty = z.string().min(1).max(MAX_FILTER_LENGTH);
// Clients in other languages read these patterns, too, and some take \d and \w for more.
const date = z
  .string()
  .regex(/^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$/)
  .refine(isDate);
const FILTERS: Readonly<Record<FilterName, Rule<string>>> = {
  path: { schema: nonEmpty, must: `a path in the folder of at most ${MAX_FILTER_LENGTH} characters` },
  document: { schema: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), must: 'the id of a document' },
  folder: { schema: nonEmpty, must: `a folder such as \`notes/2021\`, of at most ${MAX_FILTER_LENGTH} characters` },
  type: oneOf(...FORMATS),
  language: { schema: z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/), must: 'a language such as `en`' },
  author: { schema: nonEmpty, must: `a name of at most ${MAX_FILTER_LENGTH} characters` },
  tag: { schema: nonEmpty, must: `a tag of at most ${MAX_FILTER_LENGTH} characters` },
  year: { schema: z.string().regex(/^[0-9]{4}$/), must: 'a year such as 2021' },
  after: { schema: date, must: 'a date such as 2021-10-01' },
  before: { schema: date, must: 'a date such as 2021-10-01' },
};

/** The name of a parameter that was sent under its name or an alias. */
export function ownName(name: string): string {
  return ALIASES.get(name) ?? name;
}

/** All names and aliases that a search takes. */
export const NAMES: readonly string[] = [...Object.keys(PARAMETERS), ...ALIASES.keys(), ...Object.keys(FILTERS)];
/** The parameters that pages read; others (`utm_source`) are ignored. */
const PAGE_NAMES: ReadonlySet<string> = new Set(NAMES);

/** A parameter in the description of the API, with the rule for its value. */
export interface ParameterDoc extends Rule<unknown> {
  name: string;
  /** Whether it may be sent more than once. */
  repeatable: boolean;
  /** Whether it must be sent; false by default. */
  required?: boolean;
}

/** The parameters of a search, without aliases. */
export function searchParameters(): ParameterDoc[] {
  return [
    ...Object.entries(PARAMETERS).map(([name, rule]) => ({ ...rule, name, repeatable: false })),
    ...Object.entries(FILTERS).map(([name, rule]) => ({ ...rule, name, repeatable: true })),
  ];
}

/** What a page is asked for. `generation` is that of the previous page, null if there was none. */
export interface PageInput extends SearchInput {
  generation: number | null;
}

/** A parameter as it was sent, under its name or an alias, for messages. */
interface Sent {
  name: string;
  value: string;
}

/**
 * Reads the parameters of the JSON search. Throws a `Problem` (400) that names the one at fault: none is ignored silently.
 * @param names those that the problem of an unknown one tells
 */
export function readSearch(sent: URLSearchParams, names = NAMES): SearchInput {
  const values = new Map<Parameter, Sent>();
  const filters: Filter[] = [];
  for (const [name, value] of sent) {
    if (isFilter(name)) {
      filters.push({ name, value: check(FILTERS[name], name, value) });
      continue;
    }
    const parameter = ownName(name);
    if (!isParameter(parameter)) throw unknown(name, names);
    const other = values.get(parameter);
    if (other !== undefined) throw twice(other.name, name);
    values.set(parameter, { name, value });
  }
  if (filters.length > MAX_FILTERS) {
    throw badParameter(filters[MAX_FILTERS]?.name ?? 'path', `At most ${MAX_FILTERS} filters are answered at once.`);
  }
  return question(values, filters);
}

function question(values: ReadonlyMap<Parameter, Sent>, filters: Filter[]): SearchInput {
  const read = <T>(parameter: Parameter, rule: Rule<T>): T | undefined => {
    const sent = values.get(parameter);
    return sent === undefined ? undefined : check(rule, sent.name, sent.value);
  };
  const hitsPerPage = read('hitsPerPage', PARAMETERS.hitsPerPage) ?? DEFAULT_HITS_PER_PAGE;
  const page = read('page', PARAMETERS.page);
  const offset = read('offset', PARAMETERS.offset) ?? ((page ?? 1) - 1) * hitsPerPage;
  const from = values.get('offset');
  if (page !== undefined && from !== undefined) {
    throw badParameter(from.name, `\`page\` and \`${from.name}\` say the same thing; send one of them.`);
  }
  if (offset + hitsPerPage > MAX_RANK) {
    throw badParameter(
      from?.name ?? 'page',
      `Only the first ${MAX_RANK.toLocaleString('en')} hits can be looked at. Narrow the search with more words or a filter.`,
    );
  }
  const plain = plainSearch(read('q', PARAMETERS.q) ?? '', hitsPerPage);
  return {
    ...plain,
    filters,
    match: read('match', PARAMETERS.match) ?? plain.match,
    sort: read('sort', PARAMETERS.sort) ?? plain.sort,
    facets: facetsIn(read('facets', PARAMETERS.facets)),
    histogram: read('histogram', PARAMETERS.histogram) ?? plain.histogram,
    group: read('group', PARAMETERS.group) === 'document',
    explain: read('explain', PARAMETERS.explain) ?? plain.explain,
    verbatim: read('verbatim', PARAMETERS.verbatim) ?? plain.verbatim,
    offset,
    page: Math.floor(offset / hitsPerPage) + 1,
  };
}

/**
 * Reads the parameters of a page; unknown ones and empty fields are ignored. For a bad value, gives the problem, and as
 * much of the query as can be shown.
 */
export function readPage(sent: URLSearchParams): { input: PageInput; problem: Problem | null } {
  const before = whole(0).schema.safeParse(sent.get('generation'));
  const generation = before.success ? before.data : null;
  const known = new URLSearchParams([...sent].filter(([name, value]) => PAGE_NAMES.has(name) && value !== ''));
  try {
    return { input: { ...readSearch(known), generation }, problem: null };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    const text = sent.get('q') ?? sent.get('query') ?? '';
    const input = { ...readSearch(new URLSearchParams()), text, generation };
    return { input, problem };
  }
}

/** A list of names, separated by commas; each counts once. */
function facetsIn(list: string | undefined): FacetName[] {
  const names = new Set<FacetName>();
  for (const name of list?.split(',') ?? []) {
    const facet = FACETS.find((known) => known === name.trim());
    if (facet === undefined) {
      throw badParameter('facets', `There is no facet “${shortened(name)}”. Known are ${FACETS.join(', ')}.`);
    }
    names.add(facet);
  }
  return [...names];
}

function isFilter(name: string): name is FilterName {
  return Object.hasOwn(FILTERS, name);
}

function isParameter(name: string): name is Parameter {
  return Object.hasOwn(PARAMETERS, name);
}
