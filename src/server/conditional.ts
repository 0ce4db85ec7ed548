/** Conditional requests: the tag of an answer, and whether the client holds it already. */
import { hash } from 'node:crypto';

/** The entity tag of answers over what determines them: weak, as they are the same in meaning alone. */
export function entityTag(content: string | Uint8Array): string {
  return `W/"${hash('sha256', content, 'base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names the tag. The comparison is the weak one, as the header asks. */
export function holdsTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return ifNoneMatch.match(/"[^"]*"/g)?.includes(opaque) ?? false;
}
