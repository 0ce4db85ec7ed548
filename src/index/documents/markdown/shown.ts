/** What a reader sees of the tags that generators of sites replace: `{{< figure title="A" >}}`, `{% tab title="A" %}`, `<Tab label="A">`. */

/** Texts in quotes with their names, and as programs have them: `a={["b"]}`, `a={[{ b: 'c' }]}`. */
const QUOTED = /(?:([\w-]{1,100})(?:=\{?\[?|(:)\s*))?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`)/g;
/** Names of what is shown as it is written. */
const SHOWN = new Set(['alt', 'caption', 'description', 'items', 'label', 'summary', 'text', 'title']);
/** Of things in a list all is shown but addresses and what is for programs. */
const HIDDEN_IN_LISTS = new Set(['className', 'href', 'icon', 'id', 'link', 'src', 'to', 'url', 'value']);

/** The texts inside a tag that are shown. @param unnamed whether one without a name is */
export function shownIn(tag: string, unnamed = true): string {
  const texts = Array.from(tag.matchAll(QUOTED), ([, name, colon, ...forms]) => {
    const text = forms.find((form) => form !== undefined)?.trim() ?? '';
    if (name === undefined) return unnamed ? text : '';
    return (colon === undefined ? SHOWN.has(name) : !HIDDEN_IN_LISTS.has(name)) ? text : '';
  });
  return [...new Set(texts.filter((text) => text !== ''))].join(' ');
}
