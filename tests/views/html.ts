/** Reads rendered markup as a browser would, for tests: elements, text, attributes. */
import { Parser } from 'htmlparser2';

/** An element with the text inside it. */
export interface Found {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** All text of the markup, decoded. */
export function textOf(html: string): string {
  let text = '';
  parse(html, { ontext: (data) => (text += data) });
  return text;
}

/** Every element, in the order of its end. */
export function elements(html: string): Found[] {
  const open: Found[] = [];
  const found: Found[] = [];
  parse(html, {
    onopentag: (name, attributes) => open.push({ name, attributes, text: '' }),
    ontext: (data) => {
      for (const element of open) element.text += data;
    },
    onclosetag: () => {
      const element = open.pop();
      if (element !== undefined) found.push(element);
    },
  });
  return found;
}

/** The elements of a name. */
export function named(html: string, name: string): Found[] {
  return elements(html).filter((element) => element.name === name);
}

/** Where the links of the markup lead. */
export function hrefs(html: string): string[] {
  return named(html, 'a').map(({ attributes }) => attributes.href ?? '');
}

type Handlers = NonNullable<ConstructorParameters<typeof Parser>[0]>;

function parse(html: string, handlers: Handlers): void {
  const parser = new Parser(handlers, { decodeEntities: true });
  parser.write(html);
  parser.end();
}
