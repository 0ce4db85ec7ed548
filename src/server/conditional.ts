/** Conditional requests: the entity tag of a response, and whether the client has it already. */
import { hash } from 'node:crypto';

/** The entity tag of a response, from what determines it: weak, as equal tags only promise equal meaning. */
export function entityTag(content: string | Uint8Array): string {
  return `W/"${hash('sha256', content, 'base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names the tag, by weak comparison, as the header requires. */
export function holdsTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return ifNoneMatch.match(/"[^"]*"/g)?.includes(opaque) ?? false;
}
