/** Turns the bytes of a file into text, whatever its encoding, or finds that they are not text. */
import { analyse } from 'chardet';
import type { TextFormat } from './paths.js';

const SAMPLE = 64 * 1_024;
/** A large file is sampled in so many places, so many bytes each. */
const LOOKS = 16;
const LOOK = 4_096;
/** How ISO-2022-JP, which has the bytes of ASCII, turns to its own letters. */
const TO_JAPANESE = '\x1b$B';
/** Text may have a stray control character; more than one in 200 bytes means binary data. */
const MAX_CONTROLS = 0.005;

/**
 * The text of a file, or null for binary data. Byte order mark first, then UTF-16 by its pattern of zeros, strict UTF-8 (and what has its bytes
 * but for signs of its own, ISO-2022-JP), what an HTML file declares, UTF-8 with a few broken bytes (each becomes U+FFFD), and last a guess by
 * letter statistics, which knows all but Russian of DOS.
 */
export function decode(bytes: Uint8Array, format: TextFormat): string | null {
  const sample = bytes.subarray(0, SAMPLE);
  const wide = byteOrderMark(bytes) ?? wideByPattern(sample);
  if (wide?.startsWith('utf-32')) return decodeUtf32(bytes, wide === 'utf-32le');
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  if (isBinary(sample) || isMostlyBinary(bytes)) return null;
  const strict = attempt(bytes, 'utf-8', true);
  if (strict !== null) return (strict.includes(TO_JAPANESE) ? attempt(bytes, 'iso-2022-jp', true) : null) ?? strict;
  const declared = format === 'html' ? attempt(bytes, declaredCharset(sample), false) : null;
  if (declared !== null) return declared;
  const mended = new TextDecoder().decode(bytes);
  if (isMostlyUtf8(mended)) return mended;
  const letters = sampleOfLetters(bytes);
  if (isRussian(decodeAs(letters, 'ibm866', false))) return decodeAs(bytes, 'ibm866', false);
  for (const guess of analyse(letters)) {
    // A guess in which some bytes are no characters is wrong, however good its statistics.
    const text = guess.name === 'UTF-8' ? null : attempt(bytes, meantBy(guess.name, bytes), true);
    if (text !== null && !isHalfWidth(text)) return text;
  }
  return decodeAs(bytes, 'windows-1252', false);
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length >= 4 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : null;
}

/** Detects UTF-16 without a mark: zeros at every other byte (from spaces, digits, Latin letters), and valid text in that encoding. */
function wideByPattern(sample: Uint8Array): string | null {
  // Nearly all files have none; counting them took 1 % of indexing.
  if (!sample.includes(0)) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (Math.max(even, odd) < 2 || Math.min(even, odd) * 50 > Math.max(even, odd)) return null;
  // Latin letters have a zero each. Where few have one, and all else is text in UTF-8, the zeros stand between its parts.
  if ((even + odd) * 4 < sample.length && isTextBetweenZeros(sample)) return null;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const text = attempt(sample.subarray(0, sample.length & ~1), encoding, true);
  return text !== null && !/[\p{Cn}\p{Co}]|(?![\t\n\v\f\r])\p{Cc}/u.test(text) ? encoding : null;
}

/** Other scripts have control characters here: the upper bytes of Cyrillic letters are 4, say. */
function isTextBetweenZeros(sample: Uint8Array): boolean {
  const text = attempt(sample, 'utf-8', true);
  return text !== null && !/(?![\0\t\n\v\f\r])\p{Cc}/u.test(text);
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let i = 4; i + 4 <= bytes.length; i += 4) {
    const codePoint = view.getUint32(i, littleEndian);
    parts.push(codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd');
  }
  return parts.join('');
}

function isBinary(sample: Uint8Array): boolean {
  let controls = 0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] ?? 0;
    // Backspace to carriage return, and escape, occur in text: formatted manuals, logs with colours.
    if (byte < 0x20 && (byte < 0x08 || byte > 0x0d) && byte !== 0x1b) controls++;
  }
  return controls > 2 && controls > sample.length * MAX_CONTROLS;
}

/** Whether most of a file is binary data after some text, as in self-extracting programs. */
function isMostlyBinary(bytes: Uint8Array): boolean {
  if (bytes.length <= SAMPLE) return false;
  let binary = 0;
  for (let i = 0; i < LOOKS; i++) {
    const start = Math.floor(((bytes.length - LOOK) * i) / (LOOKS - 1));
    if (isBinary(bytes.subarray(start, start + LOOK))) binary++;
  }
  return binary > LOOKS / 2;
}

function attempt(bytes: Uint8Array, encoding: string | null, fatal: boolean): string | null {
  if (encoding === null) return null;
  try {
    return decodeAs(bytes, encoding, fatal);
  } catch {
    // Not this encoding, or one that TextDecoder does not know.
    return null;
  }
}

/** What windows-1252 has at the bytes from 0x80 to 0x9f (Encoding Standard, index windows-1252). */
const ABOVE_ASCII = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const CONTROLS_ABOVE_ASCII = /[\x80-\x9f]/g;

/** @throws TypeError if `fatal` and a byte is invalid; RangeError if the encoding is unknown */
function decodeAs(bytes: Uint8Array, encoding: string, fatal: boolean): string {
  const decoder = new TextDecoder(encoding, { fatal });
  const text = decoder.decode(bytes);
  // Node 20 decodes those 32 bytes as in Latin-1, to control characters, which would be removed.
  return decoder.encoding === 'windows-1252'
    ? text.replace(CONTROLS_ABOVE_ASCII, (control) => ABOVE_ASCII[control.charCodeAt(0) - 0x80] ?? control)
    : text;
}

function declaredCharset(sample: Uint8Array): string | null {
  // Beyond the 1,024 bytes of the standard, too, as browsers do: scripts may stand before it.
  const head = new TextDecoder('windows-1252').decode(sample);
  const found = /<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}["']?([\w-]+)|<\?xml[^>]{1,100}?encoding=["']([\w-]+)/i.exec(
    head,
  );
  const charset = (found?.[1] ?? found?.[2] ?? '').toLowerCase();
  // The file was just found not to be UTF-8, and a declaration that can be read like this is not in UTF-16.
  return charset === '' || charset.startsWith('utf') ? null : charset;
}

/** A byte that in windows-1253 is the capital Ά, with small letters behind it; in ISO-8859-7 it is a closing quote. */
const GREEK_CAPITAL = /(?<![\xb8-\xfe])\xa2[\xdc-\xfe]/;

/** The encoding that a guess really means: Windows variants that have more than the standard (Hebrew points), or capitals elsewhere. */
function meantBy(guess: string, bytes: Uint8Array): string {
  if (guess === 'ISO-8859-8') return 'windows-1255';
  if (guess === 'ISO-8859-7' && GREEK_CAPITAL.test(Buffer.from(bytes).toString('latin1'))) return 'windows-1253';
  return guess;
}

/** The ten most frequent letters of Russian, between others. */
const FREQUENT = /(?<=[А-яЁё])[аеивлнорст](?=[А-яЁё])/g;

/** Whether so many of the letters are the most frequent ones as in Russian text. Bytes of other encodings, read as that of DOS, hardly have them. */
function isRussian(text: string): boolean {
  return (text.match(FREQUENT)?.length ?? 0) * 4 > (text.match(/[^\0-\x7f]/g)?.length ?? 0);
}

/** Whether most characters beyond ASCII are half-width kana, as when Russian in KOI8-R is decoded as Shift_JIS. */
function isHalfWidth(text: string): boolean {
  const kana = text.match(/[\uff61-\uff9f]/g)?.length ?? 0;
  return kana > 0 && kana * 2 > (text.match(/[^\0-\x7f]/g)?.length ?? 0);
}

/** Whether more sequences of UTF-8 were valid than broken: other encodings hardly ever form valid ones. */
function isMostlyUtf8(text: string): boolean {
  let broken = 0;
  let sound = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) broken++;
    else if (unit >= 0x80) sound++;
  }
  return sound > broken;
}

/** Letters of a word. In GB 18030, digits are parts of characters. */
const WORD = /[0-9@-\xff]+/g;
/** In a language with Latin letters, three beyond ASCII hardly follow each other. */
const OTHER_LETTERS = /[\x80-\xff]{3,}/g;
/** Where more of the words with letters beyond ASCII are such, they are of another script. */
const MOSTLY = 0.45;

/**
 * A sample from shortly before the first byte that is not ASCII, as encodings differ from there. Of another script it is the words of
 * that alone: code, tags and names beside them made them look like a language with Latin letters.
 */
function sampleOfLetters(bytes: Uint8Array): Uint8Array {
  const first = Math.max(0, bytes.findIndex((byte) => byte >= 0x80) - 256);
  const sample = bytes.subarray(first, first + SAMPLE);
  const all = Buffer.from(sample).toString('latin1').match(WORD) ?? [];
  const words = all.filter((word) => /[\x80-\xff]/.test(word)).join(' ');
  const letters = (words.match(OTHER_LETTERS) ?? []).join('');
  return letters.length > MOSTLY * words.length ? Buffer.from(words, 'latin1') : sample;
}
