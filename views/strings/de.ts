/** Every word the interface says, in German. */
import type { FilterName, Format, IndexerStatus } from '../../src/index/types.js';
import type { Strings } from './en.js';
import { figures } from './figures.js';

const LOCALE = 'de';
const { count, of, duration, bytes, moment, languageName } = figures(LOCALE);

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
  before: 'bis',
  document: 'Dokument',
};

const formats: Record<Format, string> = { txt: 'Text', md: 'Markdown', html: 'HTML' };

const phases: Record<IndexerStatus['phase'], string> = {
  starting: 'Der Ordner wird zum ersten Mal gelesen',
  indexing: 'Eine Änderung wird aufgenommen',
  idle: 'Auf dem neuesten Stand',
};

/** German. */
export const de: Strings = {
  name: 'Pilcrow',
  language: LOCALE,
  count,
  duration,
  bytes,
  moment,
  languageName,
  title: (part) => (part === '' ? 'Pilcrow' : `${part} – Pilcrow`),
  skip: 'Zum Inhalt',
  home: 'Pilcrow, Startseite',
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
    narrowedTo: 'Eingegrenzt auf',
    filter: (name, value) => `${filterNames[name]}: ${value}`,
    matchAll: 'alle Wörter',
    matchAny: 'eines der Wörter',
    drop: (what) => `${what} entfernen`,
  },

  results: {
    label: 'Ergebnisse',
    tally: (hits, docs) => (hits === 0 ? 'Kein Absatz gefunden' : `${paragraphs(hits)} ${inDocuments(docs)}`),
    place: (ordinal, total) => `${count(ordinal)} von ${count(total)}`,
    paragraphOf: (ordinal, total) => `Absatz ${count(ordinal)} von ${count(total)}`,
    lines: (first, last) => (first === last ? `Zeile ${count(first)}` : `Zeilen ${count(first)}–${count(last)}`),
    noMore: 'Weitere Absätze mit allen Wörtern gibt es nicht; diese haben einige davon.',
    noneHasAll: 'Kein Absatz hat alle Wörter; diese haben einige davon.',
    pages: 'Ergebnisseiten',
    page: (number) => `Seite ${count(number)}`,
    previous: 'Zurück',
    next: 'Weiter',
    pastTheEnd: (page) => `Eine Seite ${count(page)} haben diese Ergebnisse nicht.`,
    firstPage: 'Zur ersten Seite',
  },

  none: {
    heading: (q) => (q.trim() === '' ? 'Hier ist nichts' : `Nichts gefunden für „${q.trim()}“`),
    body: 'Kein Absatz hat diese Wörter. So könnte es weitergehen:',
    noWays: 'Kein Absatz hat diese Wörter.',
    withoutQuotes: 'Die Wörter ohne Anführungszeichen',
    withoutExclusions: 'Ohne Wörter auszuschließen',
    anyWord: 'Eines der Wörter statt aller',
    withoutFilters: 'In allen Dokumenten, ohne Filter',
    beginnings: 'Wörter, die genauso beginnen',
    similar: 'Wörter, die fast genauso geschrieben werden',
  },

  error: {
    heading: 'Diese Suche lässt sich nicht beantworten',
    ways: 'Kürzen Sie die Anfrage oder nehmen Sie ein Zeichen heraus; gesucht wird schon beim Tippen.',
    startOver: 'Neu beginnen',
    backToSearch: 'Zur Suchseite',
    searchFor: (q) => `Nach „${q}“ suchen`,
    hint: (status) =>
      status === 404
        ? 'Der Link ist vielleicht alt: Ein Dokument, das verschoben oder umbenannt wird, bekommt eine neue Adresse. Eine Suche findet es dort, wo es jetzt ist.'
        : status >= 500
          ? 'Ihrem Ordner ist nichts geschehen. Versuchen Sie es gleich noch einmal; bleibt es dabei, nennt die Zustandsseite vielleicht den Grund.'
          : 'Prüfen Sie die Adresse oder beginnen Sie neu auf der Suchseite.',
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
    lead: 'Tippen Sie ein, zwei Wörter. Jeder Absatz wird für sich gefunden, schon beim Tippen, und die Wörter sind markiert, wo sie stehen.',
    add: 'Legen Sie Text-, Markdown- oder HTML-Dateien in den Ordner. Einen Augenblick später sind sie durchsuchbar.',
    begin: 'Zum Anfangen',
    ways: 'So lässt sich fragen',
    examples: {
      words: 'Absätze mit beiden Wörtern; sind es wenige, folgen solche mit einem davon',
      phrase: 'diese Wörter, nebeneinander',
      prefix: 'Wörter, die so beginnen',
      fuzzy: 'dieses Wort, auch mit einem falschen Buchstaben',
      without: 'ohne dieses Wort',
      either: 'das eine Wort oder das andere',
      title: 'im Titel eines Dokuments',
      type: 'nur in Markdown-Dateien; auch txt und html, dazu path:, author:, tag:, language:, after:2021, before:2024',
    },
    word: 'Wort',
    otherWord: 'anderes',
  },

  reader: {
    back: (q) => (q === '' ? 'Suche' : `Ergebnisse für „${q}“`),
    matches: (marked, total, q) => `„${q}“ ist in ${count(marked)} von ${of(total, 'Absatz', 'Absätzen')} markiert`,
    noMatches: (q) => `„${q}“ steht hier in keinem Absatz`,
    first: 'Erste Stelle',
    matchOf: (place, total) => `Stelle ${count(place)} von ${count(total)}`,
    previous: 'Vorige Stelle',
    next: 'Nächste Stelle',
    permalink: (ordinal) => `Link zu Absatz ${count(ordinal)}`,
    facts: 'Über dieses Dokument',
    paragraphs,
    format: (format) => formats[format],
    modified: 'geändert',
  },

  status: {
    title: 'Zustand',
    lead: 'Was Pilcrow gelesen hat und was nicht.',
    phase: (status) => phases[status.phase],
    progress: (done, total) => `${count(done)} von ${files(total)}`,
    progressLabel: 'Aufgenommene Dateien',
    problem: 'Hier müssen Sie helfen',
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
    ran: (added, removed, ms) => `${files(added)} gelesen, ${count(removed)} entfernt, in ${duration(ms)}`,
    lastRebuild: 'Letzter Neuaufbau',
    noRebuild: 'keiner seit dem Start',
    took: (ms) => `dauerte ${duration(ms)}`,
    never: 'noch nie',
    files,
    skipped: (total) => `${files(total)} nicht durchsuchbar`,
    more: (left) => `Und ${of(left, 'weitere Datei', 'weitere Dateien')}: \`/status.json\` nennt alle.`,
    noneSkipped: 'Jede Datei des Ordners lässt sich durchsuchen.',
    queries: 'Was gefragt wurde',
    queriesHint: 'Seit dem Start und nur im Arbeitsspeicher. Mit --no-query-stats wird nichts behalten.',
    slowest: 'Am langsamsten',
    answered: (hits, ms) => `${duration(ms)}, ${paragraphs(hits)}`,
    fruitless: 'Ohne Treffer',
    times: (value) => `${count(value)}-mal`,
    noQueries: 'Bisher keine.',
    rebuild: 'Index neu aufbauen',
    rebuildHint: 'Liest jede Datei noch einmal. Gesucht wird im bisherigen Index, bis der neue vollständig ist.',
  },
};
