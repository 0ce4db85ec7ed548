/** Accents make no difference, whatever the stemmer of the folder's language makes of them. */
import { describe, expect, it, test } from 'vitest';
import { type Generation, withoutDocuments } from '../../../src/index/generation.js';
import { Marker } from '../../../src/index/marker.js';
import { parseQuery } from '../../../src/index/query.js';
import { spellingsOf, usualSpelling } from '../../../src/index/search/spellings.js';
import { SegmentWriter } from '../../../src/index/writer.js';
import { readDocumentOf } from '../../oracle/documents.js';
import { generationFrom, search } from '../search-here.js';

/** One segment of documents in one language; each text is one. */
function generationOf(language: string, texts: readonly string[]): Generation {
  const said = { folder: '', language, author: [], tags: [], date: [], modifiedAt: 0 };
  const writer = new SegmentWriter();
  for (const [i, text] of texts.entries()) {
    writer.add(readDocumentOf({ title: '', intro: [text], sections: [], said }, String(i).padStart(4, '0')));
  }
  return generationFrom(writer);
}

/** What is marked in each hit. */
async function marked(generation: Generation, text: string): Promise<string[]> {
  const request = { query: parseQuery(text), filters: [], match: 'all', offset: 0, limit: 20 } as const;
  const { hits, marks } = await search(generation, request);
  const marker = new Marker(marks);
  return hits.map(({ document, paragraph }) => {
    const { ranges } = marker.mark(paragraph.text, 'body', document.language);
    return ranges.map(({ start, end }) => paragraph.text.slice(start, end)).join(' ');
  });
}

describe('a word is found', () => {
  it.each([
    { language: 'it', written: 'dignità', typed: 'dignita' },
    { language: 'fr', written: 'personnalité', typed: 'PERSONNALITE' },
    { language: 'pt', written: 'limitação', typed: 'limitacao' },
    { language: 'es', written: 'garantías', typed: 'garantias' },
    { language: 'ca', written: 'protecció', typed: 'proteccio' },
    { language: 'cs', written: 'děti', typed: 'deti' },
    { language: 'hu', written: 'saját', typed: 'sajat' },
    { language: 'ro', written: 'învățământul', typed: 'invatamantul' },
    { language: 'ru', written: 'каждый', typed: 'каждыи' },
    { language: 'tr', written: 'haklarının', typed: 'HAKLARININ' },
    { language: 'ar', written: 'الرأي', typed: 'الراي' },
    { language: 'en', written: 'résumé', typed: 'resume' },
  ])('in $language as $written, typed $typed, and the other way round', async ({ language, written, typed }) => {
    expect(await marked(generationOf(language, [written, 'xyz']), `${typed} `)).toEqual([written]);
    expect(await marked(generationOf(language, [typed, 'xyz']), `${written} `)).toEqual([typed]);
  });

  it('in its other forms, too, by the rules for the spelling that it has', async () => {
    const generation = generationOf('fr', ['la personnalité', 'des personnalités', 'xyz']);
    expect(new Set(await marked(generation, 'personnalite '))).toEqual(new Set(['personnalité', 'personnalités']));
  });

  it('in quotes alone', async () => {
    expect(await marked(generationOf('it', ['dignità', 'xyz']), '"dignita"')).toEqual(['dignità']);
  });
});

test('spellings are those of the very word, without the one that has no diacritics', () => {
  const { segments } = generationOf('en', ['résumé resumé resume résumés', 'rôle']);
  expect(spellingsOf(segments, 'resume')).toEqual(['resumé', 'résumé']);
  expect(spellingsOf(segments, 'xyz')).toEqual([]);
});

test('spellings of deleted documents are none', () => {
  const [live] = generationOf('en', ['a résumé', 'a resume']).segments;
  const left = live === undefined ? [] : [withoutDocuments(live, [0])];
  expect(spellingsOf(left, 'resume')).toEqual([]);
});

test('a word is written as most paragraphs write it', () => {
  const { segments } = generationOf('de', ['Straße', 'Straße', 'Strasse', 'Zurich', 'Zurich', 'Zürich', 'Ελλάς']);
  expect(usualSpelling(segments, 'strasse')).toBe('straße');
  expect(usualSpelling(segments, 'zurich')).toBe('zurich');
  expect(usualSpelling(segments, 'ελλασ')).toBe('ελλάς');
  expect(usualSpelling(segments, 'xyz')).toBe('xyz');
});
