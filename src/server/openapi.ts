/** `GET /openapi.json`: the API for programs that make clients of descriptions (OpenAPI 3.1). Bodies are told in words: see docs/api.md. */
import { searchParameters } from './params.js';

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

interface Operation {
  summary: string;
  answer: string;
  parameters?: readonly { name: string; must: string; repeatable: boolean; in?: 'header'; required?: boolean }[];
  /** Answers without the token. */
  isOpen?: boolean;
}

/** The description. `isLocked`: whether a token is needed. */
export function openApi(base: string, isLocked: boolean) {
  const once = (name: string, must: string) => ({ name, must, repeatable: false });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pilcrow',
      version: '1',
      description: 'Full-text search over the paragraphs of a folder of documents.',
    },
    servers: [{ url: base }],
    paths: {
      '/search': {
        get: operation(isLocked, {
          summary: 'Paragraphs that match a query',
          answer: 'Hits with their totals, or with `group=document` documents with their best hits.',
          parameters: searchParameters(),
        }),
      },
      '/suggest': {
        get: operation(isLocked, {
          summary: 'Completions of what is typed',
          answer: 'Whole queries, best first.',
          parameters: [once('q', 'text'), once('limit', 'a whole number'), once('format', '`json` or `opensearch`')],
        }),
      },
      '/status.json': { get: operation(isLocked, { summary: 'What is indexed and under way', answer: 'The status.' }) },
      '/rebuild': {
        post: operation(isLocked, {
          summary: 'Reads every file again',
          answer: 'The status, when it is done.',
          parameters: [{ ...once('X-Pilcrow', '`rebuild`'), in: 'header', required: true }],
        }),
      },
      '/healthz': {
        get: operation(isLocked, { summary: 'Whether the process lives', answer: 'It does.', isOpen: true }),
      },
      '/readyz': {
        get: operation(isLocked, { summary: 'Whether the folder is indexed', answer: 'It is.', isOpen: true }),
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(isLocked: boolean, { summary, answer, parameters = [], isOpen = false }: Operation) {
  return {
    summary,
    security: isLocked && !isOpen ? [{ token: [] }] : [],
    parameters: parameters.map(({ name, must, repeatable, in: place = 'query', required = false }) => ({
      name,
      in: place,
      required,
      description: `Must be ${must}.`,
      schema: repeatable ? { type: 'array', items: { type: 'string' } } : { type: 'string' },
    })),
    responses: {
      200: { description: answer, content: { 'application/json': { schema: { type: 'object' } } } },
      default: PROBLEM,
    },
  };
}
