/** A sentence that names things in backticks, as in JSON and in a terminal: the names in `<code>`. */

/**
 * Text between two backticks becomes code; a backtick without a second stays as it is.
 * @param language of the sentence: those of the index and of the server are English, whatever the page speaks
 */
export function Sentence({ text, language = 'en' }: { text: string; language?: string }) {
  const parts = text.split(/`([^`]*)`/);
  return <span lang={language}>{parts.map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</span>;
}
