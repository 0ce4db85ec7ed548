/** Errors whose message is shown to users, and what to show of any other. Pure. */

/** An error whose message is a sentence for the user: what is wrong, and how to fix it. Any other error is a bug of Pilcrow's. */
export class UserError extends Error {}

/** What to show or log of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system error, such as `ENOENT`; null for other errors. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
