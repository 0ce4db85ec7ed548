import fc from 'fast-check';
import { Zip as Stream, strToU8, ZipDeflate } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Skip } from '../../../src/index/documents/open-file.js';
import { resolvePart, Zip } from '../../../src/index/documents/zip.js';
import { inTime } from '../../in-time.js';
import { zipOf } from './office-files.js';

const text = (zip: Zip, name: string): string | null => {
  const bytes = zip.read(name);
  return bytes === null ? null : new TextDecoder().decode(bytes);
};

/** Bytes of an archive with some of them changed. @param find a signature, from which `at` counts */
function patched(bytes: Uint8Array, find: string, at: number, ...values: number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  const place = copy.indexOf(Buffer.from(find, 'latin1'));
  copy.set(values, place + at);
  return copy;
}

const ENTRY = 'PK\x01\x02';
const END = 'PK\x05\x06';

describe('Zip', () => {
  it('reads parts, stored or deflated, and tells of those that are not there', () => {
    for (const level of [0, 6] as const) {
      const zip = new Zip(zipOf({ 'a.xml': 'ä'.repeat(2_000), 'b/c': '' }, level));
      expect(text(zip, 'a.xml')).toBe('ä'.repeat(2_000));
      expect(text(zip, 'b/c')).toBe('');
      expect(text(zip, 'd')).toBeNull();
    }
  });

  it('finds parts whose capitals, slashes or accents are written in another way', () => {
    const zip = new Zip(zipOf({ 'Word\\Document.xml': 'x', 'cafe\u0301.xhtml': 'y' }));
    expect(zip.find('word/document.xml')).toBe('Word\\Document.xml');
    expect(text(zip, 'caf\u00e9.xhtml')).toBe('y');
  });

  it('reads what was written as a stream, without sizes in front of the data', () => {
    const chunks: Uint8Array[] = [];
    const stream = new Stream((_, chunk) => chunks.push(chunk));
    const part = new ZipDeflate('a');
    stream.add(part);
    part.push(strToU8('streamed'), true);
    stream.end();
    expect(text(new Zip(Buffer.concat(chunks)), 'a')).toBe('streamed');
  });

  it('reads numbers of 64 bits, and archives behind other bytes or before a comment', () => {
    const plain = Buffer.from(zipOf({ a: 'wide' }));
    const entry = plain.indexOf(ENTRY);
    const end = plain.indexOf(END);
    const wide = (...values: number[]): Buffer => {
      const bytes = Buffer.alloc(8 * values.length);
      for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i);
      return bytes;
    };
    const [compressed, size] = [plain.readUInt32LE(entry + 20), plain.readUInt32LE(entry + 24)];
    const directory = Buffer.concat([
      plain.subarray(entry, end),
      Buffer.from([1, 0, 24, 0]),
      wide(size, compressed, 0),
    ]);
    directory.fill(0xff, 20, 28);
    directory.fill(0xff, 42, 46);
    directory.writeUInt16LE(28, 30);
    const record = Buffer.concat([Buffer.from('PK\x06\x06'), Buffer.alloc(20), wide(1, 1, directory.length, entry)]);
    const locator = Buffer.concat([
      Buffer.from('PK\x06\x07'),
      Buffer.alloc(4),
      wide(entry + directory.length),
      Buffer.alloc(4),
    ]);
    const last = Buffer.from(plain.subarray(end));
    last.fill(0xff, 8, 20);
    expect(text(new Zip(Buffer.concat([plain.subarray(0, entry), directory, record, locator, last])), 'a')).toBe(
      'wide',
    );
    const commented = Buffer.concat([Buffer.from('before'), plain, Buffer.from('PK behind')]);
    expect(text(new Zip(commented), 'a')).toBe('wide');
  });

  it('takes the last of parts with one name', () => {
    const bytes = Buffer.from(zipOf({ aaaa: 'first', bbbb: 'second' }));
    expect(text(new Zip(Buffer.from(bytes.toString('latin1').replaceAll('bbbb', 'aaaa'), 'latin1')), 'aaaa')).toBe(
      'second',
    );
  });

  const zip = zipOf({ a: 'some text that is deflated, some text that is deflated' });
  const refused: [why: string, bytes: Uint8Array, reason: RegExp][] = [
    ['no archive', strToU8('PK\x03\x04 and nothing more'), /damaged/],
    ['a part that a password keeps', patched(zip, ENTRY, 8, 1), /password/],
    ['a way to compress that nobody has', patched(zip, ENTRY, 10, 98), /compressed in a way/],
    ['a size that is a lie', patched(zip, ENTRY, 24, 9), /damaged/],
    ['a larger size that is a lie', patched(zip, ENTRY, 24, 99), /damaged/],
    ['other bytes than were written', patched(zip, ENTRY, 16, 1, 2, 3), /damaged/],
    ['an offset outside', patched(zip, ENTRY, 42, 0, 0, 1), /damaged/],
    ['more entries than there are', patched(zip, END, 10, 9), /damaged/],
    ['more entries than any document has', patched(zip, END, 10, 0xff, 0xff), /20,000 parts/],
    ['a directory outside', patched(zip, END, 16, 0xff, 0xff), /damaged/],
  ];
  it.each(refused)('refuses %s', (_, bytes, reason) => {
    expect(() => new Zip(bytes).read('a')).toThrow(reason);
  });

  it('refuses parts that share their bytes', () => {
    const bytes = Buffer.from(zipOf({ aaaa: 'x'.repeat(100), bbbb: 'y'.repeat(100) }, 0));
    bytes.writeUInt32LE(0, bytes.lastIndexOf(ENTRY) + 42);
    expect(() => new Zip(bytes)).toThrow(/damaged/);
  });

  it('inflates nothing beyond its bounds', () => {
    const bomb = zipOf({ a: new Uint8Array(4 << 20) });
    expect(() => new Zip(bomb).read('a')).toThrow(/hundred times/);
    // Any part is in bounds, but not all.
    const part = new Uint8Array(33 << 20);
    const large = new Zip(zipOf({ a: part, b: part }, 0));
    expect(large.read('a')?.length).toBe(part.length);
    expect(() => large.read('b')).toThrow(/64 MiB/);
  });

  it('reads or refuses whatever bytes there are, soon', () => {
    const whole = zipOf({ a: 'some text', b: 'other text'.repeat(99) });
    const outcome = (bytes: Uint8Array): void => {
      try {
        const read = new Zip(bytes);
        for (const name of read.names()) read.read(name);
      } catch (error) {
        expect(error).toBeInstanceOf(Skip);
      }
    };
    for (let length = 0; length < whole.length; length++) outcome(whole.subarray(0, length));
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Uint8Array.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      outcome(flipped);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        outcome(Buffer.concat([bytes, whole.subarray(bytes.length)])),
      ),
    );
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.from(END)));
    inTime(1_000, () => outcome(many));
  });
});

const hrefs: [from: string, href: string, name: string | null][] = [
  ['a/b.opf', 'c.xhtml', 'a/c.xhtml'],
  ['a/b.opf', './x/../c%20d.xhtml#e', 'a/c d.xhtml'],
  ['a/b.opf', '../c.xhtml', 'c.xhtml'],
  ['a/b.opf', '../../c.xhtml', null],
  ['a/b.opf', '%2e%2e/%2e%2e/c', null],
  ['a/b.opf', '/c/d.xml', 'c/d.xml'],
  ['a/b.opf', 'https://example.org/c', null],
  ['a/b.opf', '//example.org/c', null],
  ['a/b.opf', '#here', 'a/b.opf'],
  ['', 'a/100%.xml', 'a/100%.xml'],
];

it.each(hrefs)('resolves from %s the address %s', (from, href, name) => {
  expect(resolvePart(from, href)).toBe(name);
});
