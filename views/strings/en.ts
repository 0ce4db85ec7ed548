/** Every word the interface says, in English. Another language is one more file like this, of the same type. Pure. */

import type { FacetName, Field, FilterName } from '../../src/index/search-types.js';
import type { Format, IndexerStatus } from '../../src/index/types.js';
import type { WayKind } from '../ways.js';
import { figures } from './figures.js';
import { pageTitle } from './title.js';

const LOCALE = 'en';
const own = figures(LOCALE);
const { bytes, count, figure, of, duration, languageName } = own;

const paragraphs = (value: number): string => of(value, 'paragraph', 'paragraphs');
const documents = (value: number): string => of(value, 'document', 'documents');
const files = (value: number): string => of(value, 'file', 'files');

const filterNames: Record<FilterName, string> = {
  path: 'path',
  folder: 'folder',
  type: 'type',
  language: 'language',
  author: 'author',
  tag: 'tag',
  year: 'year',
  after: 'from',
  before: 'before',
  document: 'document',
};

const facetNames: Record<FacetName, string> = {
  type: 'Type',
  folder: 'Folder',
  language: 'Language',
  author: 'Author',
  tag: 'Tag',
  year: 'Year',
};

const fields: Record<Field, string> = {
  any: 'the paragraph, its headings or its title',
  title: 'the title',
  heading: 'a heading',
  body: 'the text',
};

const errorTitles: ReadonlyMap<number, string> = new Map([
  [400, 'This cannot be answered'],
  [401, 'A token is needed'],
  [403, 'This is not allowed'],
  [404, 'Not found'],
  [405, 'This cannot be done here'],
  [413, 'This is too much at once'],
  [414, 'This address is too long'],
  [421, 'This name is not answered'],
  [500, 'Pilcrow failed'],
  [503, 'Pilcrow cannot answer now'],
]);

const times = (value: number): string => (value === 1 ? 'once' : value === 2 ? 'twice' : `${count(value)} times`);

const formats: Record<Format, string> = {
  txt: 'Text',
  md: 'Markdown',
  html: 'HTML',
  pdf: 'PDF',
  docx: 'Word',
  pptx: 'PowerPoint',
  odt: 'OpenDocument',
  odp: 'OpenDocument slides',
  epub: 'EPUB',
};

const ways: Record<WayKind, string> = {
  anyWord: 'Any of the words, not all of them',
  withoutQuotes: 'The words without the quotes',
  withoutExclusions: 'Without leaving words out',
  withoutFilters: 'In every document, without the filters',
  wordsAlone: 'The words alone, wherever they stand',
  similar: 'Words spelt almost the same',
  beginnings: 'Words that begin the same way',
};

const phases: Record<IndexerStatus['phase'], string> = {
  starting: 'Reading the folder for the first time',
  indexing: 'Taking in a change',
  idle: 'Up to date',
};

/** What a language must say: the interface's words, by the part of the page that they stand in. */
export type Strings = typeof en;

/** English. */
export const en = {
  name: 'Pilcrow',
  language: LOCALE,
  ...own,
  title: pageTitle,
  description: 'Search every paragraph of a folder of documents, as you type.',
  skip: 'Skip to the content',
  home: (folder: string): string => (folder === '' ? 'Pilcrow, home' : `Pilcrow ${folder}, home`),
  indexed: (docs: number, paras: number): string => `${paragraphs(paras)} in ${documents(docs)}`,
  statusLink: 'Status',
  unreachable: 'Pilcrow does not answer. What you see is from before; type again, or reload the page.',
  refused: 'Pilcrow could not answer this search. Try again in a moment, or with fewer words.',
  busy: 'Pilcrow has too much to do at the moment. Try again in a few seconds.',

  field: {
    label: 'Search all paragraphs',
    placeholder: 'Search all paragraphs',
    submit: 'Search',
    suggestions: 'Suggestions',
    /** Null: `#` stands for a number that is not 1. */
    suggested: (total: number | null): string =>
      total === 1
        ? '1 suggestion; arrow down to choose'
        : `${total === null ? '#' : count(total)} suggestions; arrow down to choose`,
    narrowedTo: 'Narrowed to',
    filter: (name: FilterName, value: string): string => `${filterNames[name]}: ${value}`,
    matchAll: 'all of the words',
    matchAny: 'any of the words',
    drop: (what: string): string => `Remove ${what}`,
    dropAll: 'Remove all',
  },

  results: {
    label: 'Results',
    tally: (hits: number, docs: number): string =>
      hits === 0 ? 'No paragraph found' : `${paragraphs(hits)} in ${documents(docs)}`,
    like: 'More like this',
    place: (ordinal: number, total: number): string => `${count(ordinal)} of ${count(total)}`,
    paragraphOf: (ordinal: number, total: number): string => `Paragraph ${count(ordinal)} of ${count(total)}`,
    at: {
      lines: (first: number, last: number): string =>
        first === last ? `line ${count(first)}` : `lines ${count(first)}–${count(last)}`,
      pages: (first: number, last: number): string =>
        first === last ? `page ${count(first)}` : `pages ${count(first)}–${count(last)}`,
      slides: (first: number): string => `slide ${count(first)}`,
    },
    noMore: 'No more paragraphs have all the words; these have some of them.',
    noneHasAll: 'No paragraph has all the words; these have some of them.',
    /** Hits that are no partial matches. */
    full: (full: number): string => `${count(full)} with all words`,
    /** Hits that are not listed, but named below another. */
    copies: (copies: number): string => `${count(copies)} of them shown as copies`,
    /** Before the paths of documents that have the same paragraph. */
    sameIn: 'The same in',
    moreDocuments: (more: number): string => of(more, 'more document', 'more documents'),
    moreInDocument: (more: number): string => `${count(more)} more in this document`,
    moved: 'The documents have changed since the page before; this page is of the new list.',
    begin: 'Begin again from its first page',
    changed: 'The documents have changed since.',
    refresh: 'Show the current results',
    pages: 'Pages of results',
    page: (number: number): string => `Page ${count(number)}`,
    previous: 'Previous',
    next: 'Next',
    notListed: (shown: number): string =>
      `Only the first ${count(shown)} are listed. More words or a filter bring the others forward.`,
    pastTheEnd: (page: number): string => `There is no page ${count(page)} of these results.`,
    firstPage: 'Go to the first page',
  },

  correction: {
    applied: 'Showing results for',
    instead: 'Search instead for',
    offered: 'Did you mean',
  },

  reading: {
    label: 'Read as:',
    and: ' and ',
    or: ' or ',
    term: (text: string): string => `“${text}”`,
    prefix: (text: string): string => `words that begin with “${text}”`,
    fuzzy: (text: string): string => `words like “${text}”`,
    phrase: (text: string, slop: number): string =>
      slop === 0 ? `“${text}” side by side` : `“${text}” with at most ${of(slop, 'word', 'words')} between`,
    within: (field: Field, what: string): string => `${what} in ${fields[field]}`,
    without: (what: string): string => `without ${what}`,
    all: 'every paragraph',
  },

  facets: {
    name: (name: FacetName): string => facetNames[name],
    value: (name: FilterName, value: string): string =>
      name === 'language' ? languageName(value) : name === 'type' ? (formats[value as Format] ?? value) : value,
    hits: (value: number): string => (value === 1 ? 'paragraph' : 'paragraphs'),
    more: (value: number): string => `${count(value)} more`,
    /** Where there are still others, which are not counted. */
    next: (value: number): string => `The next ${count(value)}`,
  },

  narrow: {
    label: 'Order and filters',
    link: 'Filters',
    order: 'Order',
    sort: { relevance: 'Relevance', newest: 'Newest first', oldest: 'Oldest first', path: 'Path' },
    view: 'Show',
    paragraphs: 'Paragraphs',
    documents: 'Documents',
    reasons: 'Reasons for their order',
  },

  time: {
    heading: 'Date',
    label: 'Paragraphs over time',
    bar: (when: string, hits: number): string => `${when}: ${paragraphs(hits)}`,
    from: 'From',
    before: 'Before',
    narrow: 'Narrow to these dates',
  },

  take: {
    heading: 'Save or follow',
    feed: 'Feed of what is new',
  },

  why: {
    summary: (score: number): string => `Why it stands here: ${figure(score)}`,
    word: (
      text: string,
      counts: { body: number; heading: number; title: number; above: number },
      rarity: number,
    ): string =>
      `“${text}” ${[
        counts.body > 0 && `${times(counts.body)} in the paragraph`,
        counts.heading > 0 && `${times(counts.heading)} in its heading`,
        counts.title > 0 && `${times(counts.title)} in the title`,
        counts.above > 0 && `${times(counts.above)} further up`,
      ]
        .filter((part) => part !== false)
        .join(', ')}; rarity ${figure(rarity)}`,
    near: (text: string, distance: number): string =>
      `“${text}” near each other, ${of(distance, 'word', 'words')} apart`,
    exact: (text: string): string => `“${text}” exactly as it was typed`,
    sequence: (text: string): string => `“${text}” word for word`,
    repeats: (text: string): string => `“${text}” again and again in code, a list or a table`,
    related: (texts: readonly string[]): string => `words that the best hits share: ${texts.join(', ')}`,
  },

  keys: {
    title: 'Keys',
    control: 'Ctrl',
    enter: 'Enter',
    shift: 'Shift',
    escape: 'Esc',
    field: 'to the search field',
    next: 'to the next hit',
    previous: 'to the hit before',
    open: 'open it',
    openTab: 'open it in a new tab',
    matches: 'next and previous match in a document',
    documents: 'from a document to the next and previous one of the results',
    clear: 'empty the field; from a hit, back to the field',
    list: 'this list',
    letters: 'Use the keys of one character',
    close: 'Close',
    hint: '↓ to the hits, ? for all keys',
  },

  none: {
    heading: (q: string): string => (q === '' ? 'Nothing here' : `Nothing found for “${q}”`),
    soFar: (q: string): string => (q === '' ? 'Nothing here so far' : `Nothing found for “${q}” so far`),
    /** @param filtered whether filters leave documents out, which may have the words */
    body: (filtered: boolean): string =>
      `${filtered ? 'With these filters, no' : 'No'} paragraph has what you asked for.`,
    ways: 'Some ways on:',
    way: (kind: WayKind): string => ways[kind],
    /** Where what was asked for may stand unseen. */
    skipped: (value: number): string => `${files(value)} of the folder cannot be searched`,
  },

  error: {
    heading: 'This search cannot be answered',
    ways: 'Shorten the query or take out a sign, and it is searched again as you type.',
    startOver: 'Start over',
    /** Of the page of a status; null where the status has none of its own. */
    title: (status: number): string | null => errorTitles.get(status) ?? null,
    backToSearch: 'Go to the search page',
    toStatus: 'Look at the status page',
    searchFor: (q: string): string => `Search for “${q}”`,
    hint: (status: number): string =>
      status === 401
        ? 'Load the page again, and type the token as the password; any name will do.'
        : status === 404
          ? 'The link may be old: a document that is moved or renamed gets a new address. A search finds it where it is now.'
          : status >= 500
            ? 'Nothing in your folder is harmed. Try again in a moment; if it stays, the status page may say why.'
            : 'Check the address, or begin again from the search page.',
  },

  offline: {
    title: 'Pilcrow cannot be reached',
    body: 'There is no connection to it, or it is not running. Start it again, or come back to its network.',
    again: 'Try again',
  },

  starting: {
    label: 'First look at the folder',
    body: 'Paragraphs can be searched as they come in. This page follows by itself.',
    progress: (done: number, total: number): string =>
      total === 0 ? 'Looking through the folder' : `${count(done)} of ${files(total)} read`,
  },

  empty: {
    heading: (docs: number, paras: number): string =>
      paras === 0 ? 'Nothing to search yet' : `Search ${paragraphs(paras)} in ${documents(docs)}.`,
    soon: 'In a moment there is something to search.',
    lead: 'Type a word or two. Each paragraph is found on its own, as you type, with the words marked where they stand.',
    add: 'Put text, Markdown, HTML, PDF, Word, PowerPoint, OpenDocument or EPUB files into the folder. They can be searched a moment later.',
    begin: 'Begin with',
    browse: 'Or leaf through',
    newest: 'Documents, newest first',
    byPath: 'Documents, by folder',
    ways: 'Ways to ask',
    examples: {
      words: 'paragraphs with both words; where there are few, those with one of them follow',
      phrase: 'these words, next to each other',
      prefix: 'words that begin like this',
      fuzzy: 'this word, even with a letter wrong',
      without: 'without this word',
      either: 'one word or the other',
      title: 'in the title of a document',
      type: 'only in Markdown files; also txt, html, pdf, docx, pptx, odt, odp and epub, and path:, author:, tag:, language:, after:2021, before:2024',
    },
    word: 'word',
    otherWord: 'other',
  },

  reader: {
    back: (q: string): string => (q === '' ? 'Search' : `Results for “${q}”`),
    matches: (marked: number, total: number, q: string): string =>
      `“${q}” is marked in ${count(marked)} of ${paragraphs(total)}`,
    noMatches: (q: string): string => `“${q}” is in no paragraph here`,
    previousDocument: 'Previous document',
    nextDocument: 'Next document',
    first: 'First',
    find: 'Find in this document',
    findPlaceholder: 'Words in it',
    places: (total: number): string => of(total, 'place', 'places'),
    placeOf: (place: string, total: string): string => `${place} of ${total}`,
    previous: 'Previous match',
    next: 'Next match',
    permalink: (ordinal: number): string => `Link to paragraph ${count(ordinal)}`,
    copy: 'Copy quote',
    copied: 'Copied, with its source',
    /** What the clipboard gets, but for the address: paragraph.js puts in the text and where it is from. */
    quotation: (text: string, source: string): string => `“${text}”\n— ${source}`,
    related: 'Related',
    relatedTo: (ordinal: number, title: string): string => `Related to paragraph ${count(ordinal)} of “${title}”`,
    noRelated: 'No other paragraph is much like this one.',
    backToParagraph: 'Back to the paragraph',
    outline: 'Outline',
    moreHeadings: (left: number): string => `and ${of(left, 'heading', 'headings')} more`,
    table: 'Table',
    parts: 'Parts of this document',
    otherParts: 'Other parts of this document',
    part: (first: number, last: number, total: number): string =>
      `Paragraphs ${count(first)} to ${count(last)} of ${count(total)}`,
    partWith: (number: number, places: number): string => `Part ${count(number)}, ${of(places, 'place', 'places')}`,
    facts: 'About this document',
    original: 'Original file',
    openPage: (page: number): string => `Page ${count(page)} of the original file`,
    paragraphs,
    format: (format: Format): string => formats[format],
    modified: 'changed',
  },

  status: {
    title: 'Status',
    lead: 'What Pilcrow has read, and what it could not.',
    phase: (status: IndexerStatus): string =>
      status.phase === 'idle' && status.problem !== null ? 'Needs a hand' : phases[status.phase],
    progress: (done: number, total: number): string => `${count(done)} of ${files(total)}`,
    progressLabel: 'Files taken in',
    reload: 'Load the status again',
    documents: 'Documents',
    paragraphs: 'Paragraphs',
    words: 'Words',
    languages: 'Languages, by documents',
    unknownLanguage: 'not told',
    otherLanguages: 'others',
    memory: 'Memory of the index',
    process: (size: number): string => `of ${bytes(size)} in all`,
    segments: 'Segments',
    generation: (number: number): string => `generation ${count(number)}`,
    updated: 'Last change taken in',
    lastRun: 'Last look at the folder',
    ran: (added: number, removed: number, ms: number): string =>
      `${files(added)} read, ${count(removed)}\u00a0removed, in ${duration(ms)}`,
    lastRebuild: 'Last rebuild',
    noRebuild: 'none since the start',
    took: (ms: number): string => `took ${duration(ms)}`,
    never: 'not yet',
    files,
    skipped: (total: number): string => `${files(total)} not searchable`,
    partly: (total: number): string => `${files(total)} searchable in part`,
    more: (left: number): string => `And ${files(left)} more: \`/status.json\` lists them all.`,
    noneSkipped: 'Every file of the folder can be searched.',
    queries: 'What was asked',
    queriesHint: 'Since the start, and in memory alone. With `--no-query-stats` nothing is kept.',
    slowest: 'Slowest',
    answered: (hits: number, ms: number): string => `${duration(ms)}, ${paragraphs(hits)}`,
    fruitless: 'Without a hit',
    times: (value: number): string => of(value, 'time', 'times'),
    noQueries: 'None so far.',
    rebuild: 'Rebuild the index',
    rebuildHint: 'Reads every file again. Searches use the old index until the new one is complete.',
  },
};
