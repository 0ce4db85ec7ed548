/** Conditional requests: the tag of an answer, and whether the client holds it already. */
import { hash } from 'node:crypto';

/** A strong or, for answers that are the same in meaning alone, weak entity tag over what determines them. */
export function entityTag(content: string | Uint8Array, weak = false): string {
  const digest = hash('sha256', content, 'base64url').slice(0, 22);
  return `${weak ? 'W/' : ''}"${digest}"`;
}

/** Whether `If-None-Match` names the tag. The comparison is the weak one, as the header asks. */
export function holdsTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return ifNoneMatch.match(/"[^"]*"/g)?.includes(opaque) ?? false;
}
