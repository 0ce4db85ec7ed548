/** Tells by the name of a style what its paragraphs are, in the files of all text processors. */

/** What a style makes of a paragraph. `contents` are those of a table of contents. */
export type Role = 'title' | 'quote' | 'code' | 'contents' | 'plain';

/** The names that text processors write for their own styles are English in every language, which ids are not. */
const ROLES: readonly [name: RegExp, role: Role][] = [
  [/^(?:title|titel)$/i, 'title'],
  [/^(?:toc \d|toc heading|contents (?:\d|heading)|table of figures)$/i, 'contents'],
  [/^(?:intense )?quote$|^quotations?$|^block ?(?:text|quote|quotation)$|^zitat/i, 'quote'],
  [
    /^(?:source ?code|html preformatted|preformatted(?: text)?|code(?: ?block)?|listing|verbatim|macro(?: text)?)$/i,
    'code',
  ],
];

/** What a style of this name makes of a paragraph; undefined if it does not tell. */
export function roleOf(name: string): Role | undefined {
  return ROLES.find(([pattern]) => pattern.test(name))?.[1];
}
