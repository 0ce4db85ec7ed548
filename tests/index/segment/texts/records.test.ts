/** Stored documents come back as they were, whatever stands in their fields. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StoredDocuments } from '../../../../src/index/segment/texts/records.js';
import { freezeRecords, recordsOf } from '../../../../src/index/segment/texts/records-writer.js';
import { Vocabulary } from '../../../../src/index/segment/texts/vocabulary.js';
import { VocabularyWriter } from '../../../../src/index/segment/texts/vocabulary-writer.js';
import { type Document, FORMATS } from '../../../../src/index/types.js';

const odd = fc.string({ unit: 'grapheme', maxLength: 20 });
const document: fc.Arbitrary<Document> = fc.record({
  id: fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{16}$/), odd),
  path: fc.oneof(fc.stringMatching(/^(ab?\/){0,3}[a-c👍👎]{1,4}\.md$/u), odd),
  title: odd,
  format: fc.constantFrom(...FORMATS),
  language: fc.option(fc.constantFrom('en', 'zh-Hant')),
  metadata: fc.dictionary(odd, fc.array(odd, { maxLength: 2 })).map((entries) => new Map(Object.entries(entries))),
  contentHash: fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), odd),
  modifiedAt: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, -0, -1, 2 ** 52 - 1, 2 ** 52), fc.double({ noNaN: true })),
  size: fc.maxSafeNat(),
  stamp: fc.oneof(
    fc.stringMatching(/^[0-9]{1,20}-[0-9]{1,20}-[0-9]{1,4}$/),
    fc.stringMatching(/^[0-9a-f-]{0,5}$/),
    odd,
  ),
  paragraphs: fc.nat(),
  titleAt: fc.nat(),
});

it('gives back each document, its path, its title, its record for another segment, and the listings of any stretch', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(document, { selector: ({ path }) => path, maxLength: 40 }),
      fc.nat(40),
      fc.nat(40),
      (unsorted, from, to) => {
        const documents = unsorted.toSorted((a, b) => (a.path < b.path ? -1 : 1));
        const words = new VocabularyWriter();
        for (const { title } of documents) words.add(title);
        const { packed, texts } = words.finish(true);
        const frozen = freezeRecords(recordsOf(documents), texts);
        const offsets = Uint32Array.from(frozen.offsets);
        const read = new StoredDocuments(documents.length, offsets, frozen.documents, new Vocabulary(packed));
        for (const [number, written] of documents.entries()) {
          expect(read.path(number)).toBe(written.path);
          expect(read.read(number)).toEqual(written);
          const { language, title } = read.title(number);
          expect(language).toBe(written.language);
          expect(title.vocabulary.read(title.codes, title.from, title.to)).toBe(written.title);
        }
        const again = new VocabularyWriter();
        for (const { title } of read.records()) again.add(title);
        expect(freezeRecords(read.records(), again.finish(true).texts)).toEqual(frozen);
        expect(read.list(from, to)).toEqual(
          documents
            .map(({ id, path, stamp, size }, number) => ({ number, id, path, stamp, size }))
            .slice(Math.min(from, to), to),
        );
      },
    ),
    { numRuns: 100 },
  );
});
