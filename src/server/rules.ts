/** What the value of a parameter must be, and the refusals (400) of one that is not, that is sent twice, or that nobody knows. */
import { z } from 'zod';
import { nearest } from '../nearest.js';
import { badParameter, type Problem } from './problem.js';

/** What a value must be, as a schema and in words: `must` ends the sentence "`name` must be …". */
export interface Rule<T> {
  schema: z.ZodType<T>;
  must: string;
}

/** A whole number in decimal digits. @param max null for none that anyone reaches */
export function whole(min: number, max: number | null = null): Rule<number> {
  const schema = z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(
      z
        .int()
        .min(min)
        .max(max ?? 999_999_999),
    );
  return { schema, must: `a whole number from ${min}${max === null ? '' : ` to ${max}`}` };
}

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly [T, ...T[]]): Rule<T> {
  const quoted = words.map((word) => `\`${word}\``);
  return { schema: z.enum(words), must: `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` };
}

/** `true` or `false`. */
export const TRUTH: Rule<boolean> = {
  schema: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .pipe(z.boolean()),
  must: '`true` or `false`',
};

/** Reads a value. @param name that it was sent under @param value undefined if it was not sent @throws Problem 400 */
export function check<T>({ schema, must }: Rule<T>, name: string, value: string | undefined): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sent = value === undefined ? '' : `; it is “${shortened(value)}”`;
  throw badParameter(name, `\`${name}\` must be ${must}${sent}.`);
}

/** The 400 for a parameter that was sent under two names, or twice under one. */
export function twice(first: string, second: string): Problem {
  return first === second
    ? badParameter(second, `\`${second}\` was sent more than once; send it once.`)
    : badParameter(second, `\`${first}\` and \`${second}\` are one parameter; send one of them.`);
}

/** The 400 for a parameter that there is none of. @param names those that there are */
export function unknown(name: string, names: readonly string[]): Problem {
  const near = nearest(name, names);
  const hint = near === null ? `Known are ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
  return badParameter(name, `There is no parameter \`${shortened(name)}\`. ${hint}`);
}

/** What was sent, short enough for a message. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
