/** Every word the interface says, in German. */

import type { FacetName, Field, FilterName } from '../../src/index/search-types.js';
import type { Format, IndexerStatus } from '../../src/index/types.js';
import type { WayKind } from '../ways.js';
import type { Strings } from './en.js';
import { figures } from './figures.js';
import { pageTitle } from './title.js';

const LOCALE = 'de';
const own = figures(LOCALE);
const { bytes, count, figure, of, duration, languageName } = own;

const paragraphs = (value: number): string => of(value, 'Absatz', 'Absätze');
const files = (value: number): string => of(value, 'Datei', 'Dateien');
/** After „in“: the dative. */
const inDocuments = (value: number): string => `in ${of(value, 'Dokument', 'Dokumenten')}`;

const filterNames: Record<FilterName, string> = {
  path: 'Pfad',
  folder: 'Ordner',
  type: 'Art',
  language: 'Sprache',
  author: 'Autor',
  tag: 'Schlagwort',
  year: 'Jahr',
  after: 'ab',
  before: 'vor',
  document: 'Dokument',
};

const facetNames: Record<FacetName, string> = {
  type: 'Art',
  folder: 'Ordner',
  language: 'Sprache',
  author: 'Autor',
  tag: 'Schlagwort',
  year: 'Jahr',
};

const fields: Record<Field, string> = {
  any: 'im Absatz, in seinen Überschriften oder im Titel',
  title: 'im Titel',
  heading: 'in einer Überschrift',
  body: 'im Text',
};

const errorTitles: ReadonlyMap<number, string> = new Map([
  [400, 'Das lässt sich nicht beantworten'],
  [401, 'Ein Zugangscode ist nötig'],
  [403, 'Das ist nicht erlaubt'],
  [404, 'Nicht gefunden'],
  [405, 'Das geht hier nicht'],
  [413, 'Das ist zu viel auf einmal'],
  [414, 'Diese Adresse ist zu lang'],
  [421, 'Auf diesen Namen wird nicht geantwortet'],
  [500, 'Pilcrow ist gescheitert'],
  [503, 'Pilcrow kann gerade nicht antworten'],
]);

const times = (value: number): string => (value === 1 ? 'einmal' : value === 2 ? 'zweimal' : `${count(value)}-mal`);

const formats: Record<Format, string> = {
  txt: 'Text',
  md: 'Markdown',
  html: 'HTML',
  pdf: 'PDF',
  docx: 'Word',
  pptx: 'PowerPoint',
  odt: 'OpenDocument',
  odp: 'OpenDocument-Folien',
  epub: 'EPUB',
};

const ways: Record<WayKind, string> = {
  anyWord: 'Eines der Wörter statt aller',
  withoutQuotes: 'Die Wörter ohne Anführungszeichen',
  withoutExclusions: 'Ohne Wörter auszuschließen',
  withoutFilters: 'In allen Dokumenten, ohne Filter',
  wordsAlone: 'Die Wörter allein, wo immer sie stehen',
  similar: 'Wörter, die fast genauso geschrieben werden',
  beginnings: 'Wörter, die genauso beginnen',
};

const phases: Record<IndexerStatus['phase'], string> = {
  starting: 'Der Ordner wird zum ersten Mal gelesen',
  indexing: 'Eine Änderung wird aufgenommen',
  idle: 'Auf dem neuesten Stand',
};

/** German. */
export const de: Strings = {
  name: 'Pilcrow',
  language: LOCALE,
  ...own,
  title: pageTitle,
  description: 'Jeden Absatz eines Ordners von Dokumenten durchsuchen, schon beim Tippen.',
  skip: 'Zum Inhalt',
  home: (folder) => (folder === '' ? 'Pilcrow, Startseite' : `Pilcrow ${folder}, Startseite`),
  indexed: (docs, paras) => `${paragraphs(paras)} ${inDocuments(docs)}`,
  statusLink: 'Zustand',
  unreachable:
    'Pilcrow antwortet nicht. Was hier steht, ist von vorher; tippen Sie noch einmal oder laden Sie die Seite neu.',
  refused:
    'Pilcrow konnte diese Suche nicht beantworten. Versuchen Sie es gleich noch einmal oder mit weniger Wörtern.',
  busy: 'Pilcrow hat gerade zu viel zu tun. Versuchen Sie es in ein paar Sekunden noch einmal.',

  field: {
    label: 'Alle Absätze durchsuchen',
    placeholder: 'Alle Absätze durchsuchen',
    submit: 'Suchen',
    suggestions: 'Vorschläge',
    suggested: (total) =>
      total === 1
        ? '1 Vorschlag; Pfeil nach unten wählt'
        : `${total === null ? '#' : count(total)} Vorschläge; Pfeil nach unten wählt`,
    narrowedTo: 'Eingegrenzt auf',
    filter: (name, value) => `${filterNames[name]}: ${value}`,
    matchAll: 'alle Wörter',
    matchAny: 'eines der Wörter',
    drop: (what) => `${what} entfernen`,
    dropAll: 'Alle entfernen',
  },

  results: {
    label: 'Ergebnisse',
    tally: (hits, docs) => (hits === 0 ? 'Kein Absatz gefunden' : `${paragraphs(hits)} ${inDocuments(docs)}`),
    like: 'Ähnliche Absätze',
    place: (ordinal, total) => `${count(ordinal)} von ${count(total)}`,
    paragraphOf: (ordinal, total) => `Absatz ${count(ordinal)} von ${count(total)}`,
    at: {
      lines: (first, last) => (first === last ? `Zeile ${count(first)}` : `Zeilen ${count(first)}–${count(last)}`),
      pages: (first, last) => (first === last ? `Seite ${count(first)}` : `Seiten ${count(first)}–${count(last)}`),
      slides: (first) => `Folie ${count(first)}`,
    },
    noMore: 'Weitere Absätze mit allen Wörtern gibt es nicht; diese haben einige davon.',
    noneHasAll: 'Kein Absatz hat alle Wörter; diese haben einige davon.',
    full: (full) => `${count(full)} mit allen Wörtern`,
    copies: (copies) => `${count(copies)} davon als Kopien gezeigt`,
    sameIn: 'Ebenso in',
    moreDocuments: (more) => of(more, 'weiterem Dokument', 'weiteren Dokumenten'),
    moreInDocument: (more) => `${of(more, 'weiterer', 'weitere')} in diesem Dokument`,
    moved: 'Die Dokumente haben sich seit der vorigen Seite geändert; diese Seite ist aus der neuen Liste.',
    begin: 'Neu beginnen auf deren erster Seite',
    changed: 'Die Dokumente haben sich seither geändert.',
    refresh: 'Aktuelle Ergebnisse zeigen',
    pages: 'Ergebnisseiten',
    page: (number) => `Seite ${count(number)}`,
    previous: 'Zurück',
    next: 'Weiter',
    notListed: (shown) =>
      `Nur die ersten ${count(shown)} sind aufgeführt. Mehr Wörter oder ein Filter bringen die anderen nach vorn.`,
    pastTheEnd: (page) => `Eine Seite ${count(page)} haben diese Ergebnisse nicht.`,
    firstPage: 'Zur ersten Seite',
  },

  correction: {
    applied: 'Ergebnisse für',
    instead: 'Stattdessen suchen nach',
    offered: 'Meinten Sie',
  },

  reading: {
    label: 'Verstanden als:',
    and: ' und ',
    or: ' oder ',
    term: (text) => `„${text}“`,
    prefix: (text) => `Wörter, die mit „${text}“ beginnen`,
    fuzzy: (text) => `Wörter wie „${text}“`,
    phrase: (text, slop) =>
      slop === 0 ? `„${text}“ nebeneinander` : `„${text}“ mit höchstens ${of(slop, 'Wort', 'Wörtern')} dazwischen`,
    within: (field, what) => `${what} ${fields[field]}`,
    without: (what) => `ohne ${what}`,
    all: 'alle Absätze',
  },

  facets: {
    name: (name) => facetNames[name],
    value: (name, value) =>
      name === 'language' ? languageName(value) : name === 'type' ? (formats[value as Format] ?? value) : value,
    hits: (value) => (value === 1 ? 'Absatz' : 'Absätze'),
    more: (value) => `${count(value)} weitere`,
    next: (value) => `Die nächsten ${count(value)}`,
  },

  narrow: {
    label: 'Reihenfolge und Filter',
    link: 'Filter',
    order: 'Reihenfolge',
    sort: { relevance: 'Relevanz', newest: 'Neueste zuerst', oldest: 'Älteste zuerst', path: 'Pfad' },
    view: 'Anzeigen',
    paragraphs: 'Absätze',
    documents: 'Dokumente',
    reasons: 'Gründe für die Reihenfolge',
  },

  time: {
    heading: 'Datum',
    label: 'Absätze im Lauf der Zeit',
    bar: (when, hits) => `${when}: ${paragraphs(hits)}`,
    from: 'Ab',
    before: 'Vor',
    narrow: 'Zeitraum anwenden',
  },

  take: {
    heading: 'Speichern oder abonnieren',
    feed: 'Feed mit Neuem',
  },

  why: {
    summary: (score) => `Warum dieser Platz: ${figure(score)}`,
    word: (text, counts, rarity) =>
      `„${text}“ ${[
        counts.body > 0 && `${times(counts.body)} im Absatz`,
        counts.heading > 0 && `${times(counts.heading)} in seiner Überschrift`,
        counts.title > 0 && `${times(counts.title)} im Titel`,
        counts.above > 0 && `${times(counts.above)} weiter oben`,
      ]
        .filter((part) => part !== false)
        .join(', ')}; Seltenheit ${figure(rarity)}`,
    near: (text, distance) => `„${text}“ nah beieinander, im Abstand von ${of(distance, 'Wort', 'Wörtern')}`,
    exact: (text) => `„${text}“ genau wie getippt`,
    sequence: (text) => `„${text}“ Wort für Wort`,
    repeats: (text) => `„${text}“ immer wieder in Code, einer Liste oder einer Tabelle`,
    related: (texts) => `Wörter, die auch in den besten Treffern stehen: ${texts.join(', ')}`,
  },

  keys: {
    title: 'Tasten',
    control: 'Strg',
    enter: 'Eingabe',
    shift: 'Umschalt',
    escape: 'Esc',
    field: 'zum Suchfeld',
    next: 'zum nächsten Treffer',
    previous: 'zum Treffer davor',
    open: 'öffnen',
    openTab: 'in einem neuen Tab öffnen',
    matches: 'nächste und vorige Stelle in einem Dokument',
    documents: 'von einem Dokument zum nächsten und vorigen der Ergebnisse',
    clear: 'das Feld leeren; von einem Treffer zurück zum Feld',
    list: 'diese Liste',
    letters: 'Tasten mit nur einem Zeichen benutzen',
    close: 'Schließen',
    hint: '↓ zu den Treffern, ? für alle Tasten',
  },

  none: {
    heading: (q) => (q === '' ? 'Hier ist nichts' : `Nichts gefunden für „${q}“`),
    soFar: (q) => (q === '' ? 'Hier ist bisher nichts' : `Bisher nichts gefunden für „${q}“`),
    body: (filtered) => `${filtered ? 'Mit diesen Filtern enthält kein Absatz' : 'Kein Absatz enthält'} das Gesuchte.`,
    ways: 'So könnte es weitergehen:',
    way: (kind) => ways[kind],
    skipped: (value) =>
      value === 1
        ? '1 Datei des Ordners lässt sich nicht durchsuchen'
        : `${count(value)} Dateien des Ordners lassen sich nicht durchsuchen`,
  },

  error: {
    heading: 'Diese Suche lässt sich nicht beantworten',
    ways: 'Kürzen Sie die Anfrage oder nehmen Sie ein Zeichen heraus; gesucht wird schon beim Tippen.',
    startOver: 'Neu beginnen',
    title: (status) => errorTitles.get(status) ?? null,
    backToSearch: 'Zur Suchseite',
    toStatus: 'Zur Zustandsseite',
    searchFor: (q) => `Nach „${q}“ suchen`,
    hint: (status) =>
      status === 401
        ? 'Laden Sie die Seite neu und geben Sie den Zugangscode als Passwort ein; der Name ist beliebig.'
        : status === 404
          ? 'Der Link ist vielleicht alt: Ein Dokument, das verschoben oder umbenannt wird, bekommt eine neue Adresse. Eine Suche findet es dort, wo es jetzt ist.'
          : status >= 500
            ? 'Ihrem Ordner ist nichts geschehen. Versuchen Sie es gleich noch einmal; bleibt es dabei, nennt die Zustandsseite vielleicht den Grund.'
            : 'Prüfen Sie die Adresse oder beginnen Sie neu auf der Suchseite.',
  },

  offline: {
    title: 'Pilcrow ist nicht zu erreichen',
    body: 'Es gibt keine Verbindung, oder Pilcrow läuft nicht. Starten Sie es wieder, oder kehren Sie in sein Netz zurück.',
    again: 'Noch einmal versuchen',
  },

  starting: {
    label: 'Erster Blick in den Ordner',
    body: 'Absätze sind durchsuchbar, sobald sie gelesen sind. Diese Seite folgt von selbst.',
    progress: (done, total) =>
      total === 0 ? 'Der Ordner wird durchgesehen' : `${count(done)} von ${files(total)} gelesen`,
  },

  empty: {
    heading: (docs, paras) =>
      paras === 0 ? 'Noch nichts zu durchsuchen' : `${paragraphs(paras)} ${inDocuments(docs)} durchsuchen.`,
    soon: 'Gleich gibt es etwas zu durchsuchen.',
    lead: 'Tippen Sie ein, zwei Wörter. Jeder Absatz wird für sich gefunden, schon beim Tippen, und die Wörter sind markiert, wo sie stehen.',
    add: 'Legen Sie Text-, Markdown-, HTML-, PDF-, Word-, PowerPoint-, OpenDocument- oder EPUB-Dateien in den Ordner. Einen Augenblick später sind sie durchsuchbar.',
    begin: 'Zum Anfangen',
    browse: 'Zum Blättern',
    newest: 'Dokumente, neueste zuerst',
    byPath: 'Dokumente, nach Ordnern',
    ways: 'So lässt sich fragen',
    examples: {
      words: 'Absätze mit beiden Wörtern; sind es wenige, folgen solche mit einem davon',
      phrase: 'diese Wörter, nebeneinander',
      prefix: 'Wörter, die so beginnen',
      fuzzy: 'dieses Wort, auch mit einem falschen Buchstaben',
      without: 'ohne dieses Wort',
      either: 'das eine Wort oder das andere',
      title: 'im Titel eines Dokuments',
      type: 'nur in Markdown-Dateien; auch txt, html, pdf, docx, pptx, odt, odp und epub, dazu path:, author:, tag:, language:, after:2021, before:2024',
    },
    word: 'Wort',
    otherWord: 'anderes',
  },

  reader: {
    back: (q) => (q === '' ? 'Suche' : `Ergebnisse für „${q}“`),
    matches: (marked, total, q) => `„${q}“ ist in ${count(marked)} von ${of(total, 'Absatz', 'Absätzen')} markiert`,
    noMatches: (q) => `„${q}“ steht hier in keinem Absatz`,
    previousDocument: 'Voriges Dokument',
    nextDocument: 'Nächstes Dokument',
    first: 'Erste Stelle',
    find: 'In diesem Dokument suchen',
    findPlaceholder: 'Wörter darin',
    places: (total) => of(total, 'Stelle', 'Stellen'),
    placeOf: (place, total) => `${place} von ${total}`,
    previous: 'Vorige Stelle',
    next: 'Nächste Stelle',
    permalink: (ordinal) => `Link zu Absatz ${count(ordinal)}`,
    copy: 'Zitat kopieren',
    copied: 'Mit Quelle kopiert',
    quotation: (text, source) => `„${text}“\n— ${source}`,
    related: 'Ähnliche',
    relatedTo: (ordinal, title) => `Ähnlich wie Absatz ${count(ordinal)} von „${title}“`,
    noRelated: 'Kein anderer Absatz ist diesem sehr ähnlich.',
    backToParagraph: 'Zurück zum Absatz',
    outline: 'Gliederung',
    moreHeadings: (left) => `und ${of(left, 'weitere Überschrift', 'weitere Überschriften')}`,
    table: 'Tabelle',
    parts: 'Teile dieses Dokuments',
    otherParts: 'Andere Teile dieses Dokuments',
    part: (first, last, total) => `Absätze ${count(first)} bis ${count(last)} von ${count(total)}`,
    partWith: (number, places) => `Teil ${count(number)}, ${of(places, 'Stelle', 'Stellen')}`,
    facts: 'Über dieses Dokument',
    original: 'Originaldatei',
    openPage: (page) => `Seite ${count(page)} der Originaldatei`,
    paragraphs,
    format: (format) => formats[format],
    modified: 'geändert',
  },

  status: {
    title: 'Zustand',
    lead: 'Was Pilcrow gelesen hat und was nicht.',
    phase: (status) =>
      status.phase === 'idle' && status.problem !== null ? 'Hier müssen Sie helfen' : phases[status.phase],
    progress: (done, total) => `${count(done)} von ${files(total)}`,
    progressLabel: 'Aufgenommene Dateien',
    reload: 'Zustand neu laden',
    documents: 'Dokumente',
    paragraphs: 'Absätze',
    words: 'Wörter',
    languages: 'Sprachen, nach Dokumenten',
    unknownLanguage: 'ohne Angabe',
    otherLanguages: 'andere',
    memory: 'Speicher des Index',
    process: (size) => `von insgesamt ${bytes(size)}`,
    segments: 'Segmente',
    generation: (number) => `Generation ${count(number)}`,
    updated: 'Letzte Änderung aufgenommen',
    lastRun: 'Letzter Blick in den Ordner',
    ran: (added, removed, ms) => `${files(added)} gelesen, ${count(removed)}\u00a0entfernt, in ${duration(ms)}`,
    lastRebuild: 'Letzter Neuaufbau',
    noRebuild: 'keiner seit dem Start',
    took: (ms) => `dauerte ${duration(ms)}`,
    never: 'noch nie',
    files,
    skipped: (total) => `${files(total)} nicht durchsuchbar`,
    partly: (total) => `${files(total)} nur teilweise durchsuchbar`,
    more: (left) => `Und ${of(left, 'weitere Datei', 'weitere Dateien')}: \`/status.json\` nennt alle.`,
    noneSkipped: 'Jede Datei des Ordners lässt sich durchsuchen.',
    queries: 'Was gefragt wurde',
    queriesHint: 'Seit dem Start und nur im Arbeitsspeicher. Mit `--no-query-stats` wird nichts behalten.',
    slowest: 'Am langsamsten',
    answered: (hits, ms) => `${duration(ms)}, ${paragraphs(hits)}`,
    fruitless: 'Ohne Treffer',
    times: (value) => `${count(value)}-mal`,
    noQueries: 'Bisher keine.',
    rebuild: 'Index neu aufbauen',
    rebuildHint: 'Liest jede Datei noch einmal. Gesucht wird im bisherigen Index, bis der neue vollständig ist.',
  },
};
