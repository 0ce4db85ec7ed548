import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyze, analyzeForms } from '../../../src/index/analyze.js';
import { VocabularyWriter } from '../../../src/index/segment/texts/vocabulary-writer.js';
import { MetInLanguages } from '../../../src/index/words/met-words.js';

/** Stores and analyses texts one after another, as the writer does. */
function expectSameTokens(texts: readonly (readonly [text: string, language: string | null])[]): void {
  const stored = new VocabularyWriter();
  const met = new MetInLanguages(stored.pieces);
  for (const [text, language] of texts) {
    stored.add(text);
    const { forms, positions, kinds, length } = analyzeForms(text, language, met.of(language));
    const tokens = forms.slice(0, length).map(({ term, stem, exact, stop }, i) => {
      return { term, stem, exact, stop, kind: kinds[i], position: positions[i] };
    });
    // Where they stand in the text is not kept.
    expect(tokens).toEqual(analyze(text, language).map(({ start: _start, end: _end, word: _word, ...token }) => token));
  }
}

/** The pieces of stored text end elsewhere: before an apostrophe, behind a hard space, after 32 letters. */
it.each([
  ["the dog's don’t dog don t s"],
  ['foo bar foo\u00a0bar foo bar'],
  [`${'a'.repeat(32)} ${'a'.repeat(40)} ${'a'.repeat(8)} ${'a'.repeat(40)}`],
  ['na naïve na na\u0308ve ï na'],
  ['l avion l’avion l avion'],
  ['get_user_name getUserName get user name v1.2.3 v 1 2 C++ C .NET NET state-of-the-art'],
  ['東京 tokyo東京 tokyo 東 京 東京'],
])('gives the same tokens where words are met again: %s', (text) => {
  for (const language of ['en', 'fr', null]) {
    expectSameTokens([text, text, text.split(' ').reverse().join(' ')].map((text) => [text, language]));
  }
});

it('gives the same tokens for any texts', () => {
  const unit = fc.constantFrom(
    'a',
    'b',
    'A',
    'v',
    '1',
    ' ',
    ' ',
    '.',
    '-',
    '_',
    "'",
    '’',
    '+',
    '\u00a0',
    'é',
    '京',
    '😀',
  );
  const text = fc.array(fc.oneof(fc.constantFrom('the', 'Running', 'getName', 'b'.repeat(31)), unit), {
    maxLength: 20,
  });
  const texts = fc.array(fc.tuple(text, fc.constantFrom('en', 'fr', 'de-AT', null)), { maxLength: 12 });
  fc.assert(
    fc.property(texts, (texts) => expectSameTokens(texts.map(([parts, language]) => [parts.join(''), language]))),
  );
});

it('gives the same tokens in more languages than it keeps words of', () => {
  expectSameTokens(Array.from({ length: 40 }, (_, i) => ['some words of some text', `x${i % 20}`]));
});
