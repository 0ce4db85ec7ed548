/** `GET /openapi.json`: what it tells is what the server does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemIn, type Site, site } from './fixture.js';

interface Schema {
  type?: string;
  enum?: string[];
  minimum?: number;
  items?: Schema;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}

interface Operation {
  security: unknown[];
  parameters: Parameter[];
  responses: Record<string, { content: Record<string, unknown> }>;
}

interface Description {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site();
});
afterAll(() => pilcrow.close());

async function described(own: Site, headers = {}): Promise<Description> {
  return (await (await own.app.request('http://localhost:3000/openapi.json', { headers })).json()) as Description;
}

/** Asks at a described address, with what it cannot do without. */
async function askAt(path: string, method: string, parameters: Parameter[], more = {}): Promise<Response> {
  const values = new Map([
    ['X-Pilcrow', 'rebuild'],
    ['id', await pilcrow.idOf('news/a.txt')],
    ['format', 'csv'],
  ]);
  const needed = (place: string): [string, string][] =>
    parameters
      .filter((parameter) => parameter.in === place && parameter.required)
      .map(({ name }) => [name, values.get(name) ?? '']);
  const at = needed('path').reduce((text, [name, value]) => text.replace(`{${name}}`, value), path);
  const init = { method: method.toUpperCase(), headers: { ...Object.fromEntries(needed('header')), ...more } };
  const query = new URLSearchParams(needed('query')).toString();
  return await pilcrow.app.request(`${at}${at.includes('?') ? '&' : '?'}${query}`, init);
}

it('names addresses that answer, with a type that is named', async () => {
  const { openapi, servers, paths } = await described(pilcrow);
  expect([openapi, servers]).toEqual(['3.1.0', [{ url: 'http://localhost:3000' }]]);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters, responses }] of Object.entries(operations)) {
      const { status, headers } = await askAt(path, method, parameters);
      expect([path, status]).toEqual([path, 200]);
      expect(Object.keys(responses[200]?.content ?? {})).toContain(headers.get('Content-Type')?.replace(/;.*/, ''));
      const held = await askAt(path, method, parameters, { 'If-None-Match': headers.get('ETag') ?? '' });
      expect([path, 304 in responses]).toEqual([path, held.status === 304]);
    }
  }
});

it('names every address but those of pages, events, descriptions and files', async () => {
  const { paths } = await described(pilcrow);
  const named = Object.keys(paths).map((path) => path.replace('{id}', ':id'));
  const others = pilcrow.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !named.includes(path))
    .map(({ path }) => path)
    .filter((path) => !/^\/(assets\/.*|[\w-]+\.(js|svg|ico|png|txt|webmanifest))$/.test(path));
  expect(others).toEqual([
    '/',
    '/results',
    '/doc/:id',
    '/doc/:id/similar',
    '/opensearch.xml',
    '/openapi.json',
    '/status',
    '/status/events',
    '/offline',
  ]);
});

it('names for exports and feeds what they know', async () => {
  const { paths } = await described(pilcrow);
  for (const path of ['/export', '/feed']) {
    for (const { name } of paths[path]?.get?.parameters ?? []) {
      const format = path === '/export' && name !== 'format' ? 'format=md&' : '';
      const problem = await (await pilcrow.app.request(`${path}?${format}${name}=`)).text();
      expect(problem).not.toMatch(/There is no parameter|means nothing|leave/);
    }
    const { detail } = await problemIn(
      await pilcrow.app.request(`${path}?format=md&colour=red`.replace('/feed?format=md&', '/feed?')),
    );
    const told =
      String(detail)
        .match(/Known are (.*)\./)?.[1]
        ?.split(', ') ?? [];
    const aliases = ['query', 'limit', 'per_page', 'size'];
    const known = paths[path]?.get?.parameters.map(({ name }) => name) ?? [];
    expect(told.filter((name) => !aliases.includes(name)).sort()).toEqual([...known].sort());
  }
});

it('names the parameters of a search, each of which is known, and all that an error lists but aliases', async () => {
  const names = (await described(pilcrow)).paths['/search']?.get?.parameters.map(({ name }) => name) ?? [];
  for (const name of names) {
    const problem = (await (await pilcrow.app.request(`/search?${name}=`)).json()) as { detail?: string };
    expect(problem.detail ?? '').not.toContain('There is no parameter');
  }
  const { detail } = (await (await pilcrow.app.request('/search?zzzzzzzz=1')).json()) as { detail: string };
  const listed = /Known are (.*)\.$/.exec(detail)?.[1]?.split(', ') ?? [];
  expect(listed.filter((name) => !names.includes(name))).toEqual(['query', 'limit', 'per_page', 'size', 'from']);
});

/** Values that a schema allows, and some that it does not. */
function samplesOf({ type, enum: words, minimum, items }: Schema): { good: string[]; bad: string[] } {
  if (items !== undefined) return samplesOf(items);
  if (words !== undefined) return { good: words, bad: ['', `${words[0]}x`] };
  if (type === 'boolean') return { good: ['true', 'false'], bad: ['', 'yes'] };
  if (minimum !== undefined) return { good: [`${minimum}`], bad: ['', 'x', `${minimum - 1}`] };
  return { good: [], bad: [] };
}

it('tells of each parameter which values are taken', async () => {
  const { paths } = await described(pilcrow);
  const told: string[] = [];
  for (const path of ['/search', '/suggest', '/similar', '/export', '/feed']) {
    const parameters = paths[path]?.get?.parameters ?? [];
    for (const { name, schema } of parameters) {
      const others = parameters.filter((parameter) => parameter.name !== name);
      const refused = async (value: string) => {
        const response = await askAt(`${path}?${new URLSearchParams({ [name]: value })}`, 'get', others);
        return response.status === 400 && (await problemIn(response)).parameter === name;
      };
      const { good, bad } = samplesOf(schema);
      for (const value of good) expect([path, name, value, await refused(value)]).toEqual([path, name, value, false]);
      for (const value of bad) expect([path, name, value, await refused(value)]).toEqual([path, name, value, true]);
      if (good.length > 0) told.push(`${path} ${name}`);
    }
  }
  expect(told).toEqual([
    ...['page', 'hitsPerPage', 'offset', 'match', 'sort', 'histogram', 'group', 'explain', 'verbatim', 'type'].map(
      (name) => `/search ${name}`,
    ),
    '/suggest limit',
    '/suggest format',
    '/similar paragraph',
    '/similar limit',
    ...['format', 'hitsPerPage', 'match', 'sort', 'verbatim', 'type'].map((name) => `/export ${name}`),
    ...['match', 'verbatim', 'type'].map((name) => `/feed ${name}`),
  ]);
});

it('says what needs the token', async () => {
  const own = await site({ token: 'secret' });
  const { paths } = await described(own, { Authorization: 'Bearer secret' });
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { security }] of Object.entries(operations)) {
      const { status } = await own.app.request(path, { method: method.toUpperCase() });
      expect([path, status === 401]).toEqual([path, security.length > 0]);
    }
  }
  await own.close();
});
