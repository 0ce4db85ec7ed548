/**
 * `GET /openapi.json`: the description of the API for programs that generate clients (OpenAPI 3.1). Pages and events
 * are not in it, and bodies are only described in words: see docs/api.md.
 */

import { z } from 'zod';
import { EXPORT_FORMAT, exportParameters, feedParameters } from './list-params.js';
import { type ParameterDoc, searchParameters } from './params.js';
import type { Rule } from './rules.js';
import { SUGGESTIONS, similarParameters, suggestParameters } from './suggest-and-similar.js';

const PROBLEM = {
  description: 'Refused: `detail` says why, `parameter` names the parameter at fault.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          parameter: { type: 'string' },
        },
      },
    },
  },
};

const JSON_TYPE = 'application/json';

interface Operation {
  /** GET by default. */
  method?: 'post';
  summary: string;
  answer: string;
  /** Media types of the answer; JSON by default. */
  types?: readonly string[];
  parameters?: readonly (ParameterDoc & { in?: 'header' | 'path' })[];
  /** Whether it answers without the token. */
  isOpen?: boolean;
  /** Whether its answer has an entity tag. */
  hasTag?: boolean;
}

/** A parameter that must be given, once. */
function needed(name: string, rule: Rule<unknown>) {
  return { ...rule, name, repeatable: false, required: true };
}

/** The operations, by path. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  '/search': {
    summary: 'Paragraphs that match a query',
    answer: 'Hits with their totals, or with `group=document` documents with their best hits.',
    parameters: searchParameters(),
    hasTag: true,
  },
  '/suggest': {
    summary: 'Completions of what is typed',
    answer: 'Whole queries, best first.',
    types: [JSON_TYPE, SUGGESTIONS],
    parameters: suggestParameters(),
  },
  '/similar': {
    summary: 'Paragraphs much like one',
    answer: 'Hits, best first, with nothing marked.',
    parameters: similarParameters(),
  },
  '/export': {
    summary: 'All hits of a search as a file',
    answer: 'The file, to be saved.',
    types: ['text/csv', 'application/x-ndjson', 'text/markdown'],
    parameters: [needed('format', EXPORT_FORMAT), ...exportParameters()],
  },
  '/feed': {
    summary: 'The newest hits of a search',
    answer: 'An Atom feed.',
    types: ['application/atom+xml'],
    parameters: feedParameters(),
    hasTag: true,
  },
  '/doc/{id}/original': {
    summary: 'The file of a document',
    answer: 'The file as it is on the disk now, to be saved; a PDF to be shown.',
    types: ['application/octet-stream', 'application/pdf'],
    parameters: [{ ...needed('id', { schema: z.string(), must: 'the id of a document' }), in: 'path' }],
  },
  '/status.json': { summary: 'What is indexed and under way', answer: 'The status.' },
  '/metrics': {
    summary: 'Figures for programs that watch servers',
    answer: 'The figures.',
    types: ['text/plain'],
  },
  '/rebuild': {
    method: 'post',
    summary: 'Reads every file again',
    answer: 'The status, when it is done.',
    parameters: [{ ...needed('X-Pilcrow', { schema: z.literal('rebuild'), must: '`rebuild`' }), in: 'header' }],
  },
  '/healthz': { summary: 'Whether the process lives', answer: 'It does.', isOpen: true },
  '/readyz': { summary: 'Whether the folder is indexed', answer: 'It is.', isOpen: true },
};

/** The description. @param isLocked whether a token is needed */
export function openApi(base: string, isLocked: boolean) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pilcrow',
      version: '1',
      description:
        'Full-text search over the paragraphs of a folder of documents: what programs are answered, but for pages and events.',
    },
    servers: [{ url: base }],
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, asked]) => [
        path,
        { [asked.method ?? 'get']: operation(isLocked, asked) },
      ]),
    ),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

/** The JSON Schema of a value: of what is read from its text, as OpenAPI has it. The dialect is the one of OpenAPI 3.1 anyway. */
function valueSchema(schema: z.ZodType) {
  return { ...z.toJSONSchema(schema), $schema: undefined };
}

function operation(isLocked: boolean, asked: Operation) {
  const { summary, answer, types = [JSON_TYPE], parameters = [], isOpen = false, hasTag = false } = asked;
  return {
    summary,
    security: isLocked && !isOpen ? [{ token: [] }] : [],
    parameters: parameters.map(({ name, must, schema, repeatable, in: place = 'query', required = false }) => ({
      name,
      in: place,
      required,
      description: `Must be ${must}.`,
      schema: repeatable ? { type: 'array', items: valueSchema(schema) } : valueSchema(schema),
    })),
    responses: {
      200: {
        description: answer,
        content: Object.fromEntries(
          types.map((type) => [type, { schema: type === JSON_TYPE ? { type: 'object' } : {} }]),
        ),
      },
      ...(hasTag ? { 304: { description: 'It is as it was when the tag of `If-None-Match` was sent.' } } : {}),
      default: PROBLEM,
    },
  };
}
