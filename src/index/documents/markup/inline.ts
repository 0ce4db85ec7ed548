/** Takes the signs of reStructuredText, AsciiDoc and Org out of running text: marked words, links, roles, references. */

/** How a language marks words: what a pattern finds, and what is shown of it. */
export interface Inline {
  /** By `oneOf`, with a group for the text of each kind of sign. */
  pattern: RegExp;
  shown: (found: Readonly<Record<string, string | undefined>>, names: Names) => string;
}

/** What is shown in the place of names. */
export type Names = (name: string) => string | undefined;

/**
 * A text without signs. No sign goes on over the break of a line that was kept.
 * @param offsets where lines of the source begin in it; they are moved along
 */
export function withoutSigns(text: string, inline: Inline, names: Names, offsets: number[] = []): string {
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  let line = 0;
  const moveTo = (end: number, by: (offset: number) => number): void => {
    for (let offset = offsets[line]; offset !== undefined && offset < end; offset = offsets[++line])
      offsets[line] = by(offset);
  };
  for (const match of text.matchAll(inline.pattern)) {
    const [whole] = match;
    const start = match.index;
    const shown = inline.shown(match.groups ?? {}, names);
    const begun = length + start - from;
    moveTo(start, (offset) => offset - from + length);
    const lead = Math.max(0, whole.indexOf(shown));
    moveTo(start + whole.length, (offset) => begun + Math.min(shown.length, Math.max(0, offset - start - lead)));
    parts.push(text.slice(from, start), shown);
    length = begun + shown.length;
    from = start + whole.length;
  }
  moveTo(text.length + 1, (offset) => offset - from + length);
  parts.push(text.slice(from));
  return parts.join('');
}

/** A pattern that finds what any of some patterns does. */
export function oneOf(...signs: readonly RegExp[]): RegExp {
  return new RegExp(signs.map(({ source }) => source).join('|'), 'g');
}
