/** Text for XML: markup is escaped, and characters that XML cannot have are dropped. */

/** For the inside of elements and of attributes in double quotes. */
export function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // XML 1.0 has no way to write these characters, escaped or not.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // A parser would turn it into a line feed.
      .replaceAll('\r', '&#13;')
  );
}
