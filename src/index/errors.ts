/** Errors whose message is shown to users, and what to show of any other. Pure. */

/** An error whose message is a sentence for the user: what is wrong, and how to fix it. Any other error is a fault of ours. */
export class Told extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the system, such as `ENOENT`; null of others. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
