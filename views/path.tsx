/** A path, which goes on in the next line after a slash, and of a long name between its parts, rather than anywhere. */
import { raw } from 'hono/html';
import { breaksIn } from './breaks.js';
import { markedHtml } from './marked.js';

export function Path({ path }: { path: string }) {
  const slashes = [...path.matchAll(/\/(?=.)/gs)].map(({ index }) => index + 1);
  const breaks = [...new Set([...slashes, ...breaksIn(path)])].sort((a, b) => a - b);
  return <bdi>{raw(markedHtml(path, [], breaks))}</bdi>;
}
