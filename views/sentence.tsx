/** A sentence of Pilcrow's own that names things in backticks, as the JSON says it too: the names in `<code>`. */

/** Text between two backticks becomes code; a backtick without a second stays as it is. Whatever the page speaks, these are English. */
export function Sentence({ text }: { text: string }) {
  const parts = text.split(/`([^`]*)`/);
  return <span lang="en">{parts.map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</span>;
}
