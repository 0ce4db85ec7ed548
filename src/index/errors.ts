/** Errors that are told as they are, and what is said of whatever else was thrown. Pure. */

/** Its message is a sentence for whoever asked: what is wrong, and how it is mended. Any other error is a fault of ours. */
export class Told extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the system, such as `ENOENT`; null of others. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
