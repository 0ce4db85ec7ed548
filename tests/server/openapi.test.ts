/** `GET /openapi.json`: what it tells is what the server does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, site } from './fixture.js';

interface Description {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, { security: unknown[]; parameters: { name: string; in: string }[] }>>;
}

let pilcrow: Site;
beforeAll(async () => {
  pilcrow = await site();
});
afterAll(() => pilcrow.close());

async function described(own: Site, headers = {}): Promise<Description> {
  return (await (await own.app.request('http://localhost:3000/openapi.json', { headers })).json()) as Description;
}

it('names addresses that answer', async () => {
  const { openapi, servers, paths } = await described(pilcrow);
  expect([openapi, servers]).toEqual(['3.1.0', [{ url: 'http://localhost:3000' }]]);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters }] of Object.entries(operations)) {
      const headers = Object.fromEntries(
        parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => [name, 'rebuild']),
      );
      expect([path, (await pilcrow.app.request(path, { method: method.toUpperCase(), headers })).status]).toEqual([
        path,
        200,
      ]);
    }
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
