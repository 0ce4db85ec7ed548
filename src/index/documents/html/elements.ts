/** The elements, attributes and names of HTML that matter for reading. */

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

export const BLOCKS = names(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search ' +
    'section summary table tbody td tfoot th thead title tr ul xmp listing plaintext',
);
/** Inline elements with space around their content; in drawings, a text is a word of its own, and in formulas a cell. */
export const BOXES = names('button textarea text foreignobject mtd');
/** Elements whose text is code. */
export const CODE = names('pre xmp listing plaintext');
export const VOID = names('area base br col embed hr img input link meta param source track wbr');
/** Elements whose content is not read. */
export const DROPPED = names(
  'script style noscript template iframe canvas audio video object select datalist noembed noframes rp rt annotation annotation-xml',
);
/** Elements of a drawing that are no part of its picture. */
export const UNDRAWN = names('title desc defs symbol metadata');
/** Elements whose end tag may be left out: they end where a sibling begins or what holds them ends. */
export const END_OPTIONAL = names('p li dt dd tr td th tbody thead tfoot option optgroup rp rt caption');
export const HOLDERS = names(
  'ul ol dl menu table tr tbody div section article main body aside blockquote figure ruby nav h1 h2 h3 h4 h5 h6',
);
export const LISTS = names('ul ol dl menu dir');
export const ENDS_HEADING = names('p ul ol dl table pre blockquote');
export const ATTRIBUTES = names(
  'hidden lang xml:lang name property content alt start value shadowrootmode aria-hidden x role epub:type',
);
/** The names of `<meta>` that describe the document. */
export const META = names(
  'author authors keywords description date language article:author article:published_time article:tag dc.creator ' +
    'dcterms.creator dc.date dcterms.date dc.description og:description',
);
/** The text of a link from a heading to itself. */
export const ANCHOR = /^[\s\u200b]*[#¶§\u{1f517}][\s\u200b]*$/u;

/** The same of any link: terms in lists have it, too. */
export const PILCROW = /^\s*¶\s*$/;

/** Whether an element is said to be something of a book, in either of two ways: `noteref`, `pagebreak`. */
export function isRole(attributes: ReadonlyMap<string, string>, role: string): boolean {
  return attributes.get('role') === `doc-${role}` || attributes.get('epub:type') === role;
}

/** The number of an item from its attribute. */
export function numberOf(value: string | undefined): number | undefined {
  return /^\s*\d{1,9}\s*$/.test(value ?? '') ? Number(value) : undefined;
}
