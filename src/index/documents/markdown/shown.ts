/** What a reader sees of the tags that generators of sites replace: `{{< figure title="A" >}}`, `{% tab title="A" %}`, `<Tab label="A">`. */

/** Texts in quotes with their names, and as programs have them: `a={["b"]}`. */
const QUOTED = /(?:([\w-]{1,100})=\{?\[?)?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)/g;
/** Names of what is shown as it is written. */
const SHOWN = new Set(['alt', 'caption', 'description', 'items', 'label', 'summary', 'text', 'title']);

/** The texts inside a tag that are shown. @param unnamed whether one without a name is */
export function shownIn(tag: string, unnamed = true): string {
  const texts = Array.from(tag.matchAll(QUOTED), ([, name, ...forms]) => {
    const text = forms.find((form) => form !== undefined)?.trim() ?? '';
    return (name === undefined ? unnamed : SHOWN.has(name)) ? text : '';
  });
  return [...new Set(texts.filter((text) => text !== ''))].join(' ');
}
