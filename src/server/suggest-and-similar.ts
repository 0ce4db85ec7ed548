/** Suggestions and similar paragraphs: the parameters of `/suggest` and `/similar`, and the bodies of their answers. */

import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { z } from 'zod';
import { documentHrefs } from '../../views/links.js';
import type { SimilarAnswer } from '../index/answer.js';
import type { Suggestion } from '../index/engine.js';
import { MAX_SUGGESTIONS } from '../index/suggest.js';
import { hitBody } from './json.js';
import { type ParameterDoc, QUERY } from './params.js';
import { check, oneOf, type Rule, twice, unknown, whole } from './rules.js';

/** How many suggestions by default: what a list under a field shows at once. */
const USUAL_SUGGESTIONS = 8;
/** Most similar paragraphs. */
const MAX_SIMILAR = 50;
const USUAL_SIMILAR = 10;
/** The media type that browsers ask for: https://github.com/dewitt/opensearch, "Suggestions". */
export const SUGGESTIONS = 'application/x-suggestions+json';

const FORMAT = oneOf('json', 'opensearch');
const SUGGEST = {
  q: usually('', QUERY),
  limit: usually(USUAL_SUGGESTIONS, whole(1, MAX_SUGGESTIONS)),
  format: { ...FORMAT, schema: FORMAT.schema.optional() },
};
const SIMILAR = {
  id: { schema: z.string().min(1), must: 'the id of a document' },
  paragraph: usually(1, whole(1)),
  limit: usually(USUAL_SIMILAR, whole(1, MAX_SIMILAR)),
};

/** A rule for a parameter that may be left out. @param value what it is then */
function usually<T extends string | number>(value: T, { schema, must }: Rule<T>): Rule<T> {
  return { schema: schema.default(value), must };
}

type Rules = Readonly<Record<string, Rule<unknown>>>;
type Values<R extends Rules> = { [Name in keyof R]: z.infer<R[Name]['schema']> };

/** Reads the parameters of `/suggest`. Throws a `Problem` (400) that names the one at fault. */
export function readSuggest(c: Context): Values<typeof SUGGEST> & { opensearch: boolean } {
  const values = read(SUGGEST, new URL(c.req.url).searchParams);
  const json = 'application/json';
  const wanted = accepts(c, { header: 'Accept', supports: [json, SUGGESTIONS], default: json });
  return {
    ...values,
    opensearch: (values.format ?? (wanted === SUGGESTIONS ? 'opensearch' : 'json')) === 'opensearch',
  };
}

/** The parameters of `/suggest`. */
export function suggestParameters(): ParameterDoc[] {
  return documented(SUGGEST);
}

/** The parameters of `/similar`. */
export function similarParameters(): ParameterDoc[] {
  return documented(SIMILAR);
}

function documented(rules: Rules): ParameterDoc[] {
  return Object.entries(rules).map(([name, rule]) => ({
    ...rule,
    name,
    repeatable: false,
    required: !rule.schema.safeParse(undefined).success,
  }));
}

/** Reads the parameters of `/similar`. Throws as `readSuggest`. */
export function readSimilar(c: Context): Values<typeof SIMILAR> {
  return read(SIMILAR, new URL(c.req.url).searchParams);
}

/** The body of `GET /suggest`. */
export function suggestBody(query: string, suggestions: readonly Suggestion[]) {
  return { query, suggestions: suggestions.map(({ kind, text, highlights }) => ({ kind, text, highlights })) };
}

/** The query and its suggestions in the format of OpenSearch. */
export function openSearchBody(query: string, suggestions: readonly Suggestion[]): [string, string[]] {
  return [query, suggestions.map(({ text }) => text)];
}

/** The body of `GET /similar`. */
export function similarBody({ document, paragraph, hits }: SimilarAnswer) {
  return {
    documentId: document.id,
    paragraph: paragraph.ordinal,
    hits: hits.map((hit) => hitBody(hit, documentHrefs({}))),
  };
}

function read<R extends Rules>(rules: R, sent: URLSearchParams): Values<R> {
  for (const name of sent.keys()) {
    if (!Object.hasOwn(rules, name)) throw unknown(name, Object.keys(rules));
    if (sent.getAll(name).length > 1) throw twice(name, name);
  }
  const values = Object.entries(rules).map(([name, rule]) => [name, check(rule, name, sent.get(name) ?? undefined)]);
  return Object.fromEntries(values) as Values<R>;
}
