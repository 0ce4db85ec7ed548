/** Pieces of paragraphs as a person pastes or remembers them: verbatim, and each with one thing changed. */
import type { Random } from './random.js';

/** The words of a piece, as spaces part them. */
const LEAST = 3;
const MOST = 8;
/** A sentence of fewer words is a piece, and a longer text than this is more than anyone asks for. */
const LEAST_SENTENCE = 9;
const MOST_CHARACTERS = 500;

/** What is asked, and the text that a paragraph must have to be the right one. */
export interface Piece {
  asked: string;
  text: string;
}

export const KINDS = [
  'piece',
  'sentence',
  'word left out',
  'typo',
  'small letters',
  'without signs',
  'word changed',
  'words swapped',
] as const;
export type Kind = (typeof KINDS)[number];

/** So many pieces of each kind, each of a paragraph drawn by chance. Fewer where the texts have no more. */
export function drawPieces(texts: readonly string[], wanted: number, random: Random): Record<Kind, Piece[]> {
  const pieces = drawn(texts, wanted, random, pieceOf);
  const changed = (change: (text: string, random: Random) => string | null): Piece[] =>
    pieces.flatMap(({ text }) => {
      const asked = change(text, random);
      return asked === null || asked === text ? [] : { asked, text };
    });
  return {
    piece: pieces,
    sentence: drawn(texts, wanted, random, sentenceOf),
    'word left out': changed(withoutWord),
    typo: changed(mistyped),
    'small letters': changed((text) => text.toLowerCase()),
    'without signs': changed((text) => spaced(text.replace(/[^\p{L}\p{M}\p{N}\s]+/gu, ' '))),
    'word changed': changed((text) =>
      withAnotherWord(text, random.pick(spaced(random.pick(texts)).split(' ')), random),
    ),
    'words swapped': changed(withSwappedWords),
  };
}

/** Whether a paragraph has a piece, however its lines are broken. */
export function hasPiece(text: string, piece: string): boolean {
  return spaced(text).toLowerCase().includes(piece.toLowerCase());
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function drawn(
  texts: readonly string[],
  wanted: number,
  random: Random,
  cut: (text: string, random: Random) => string | null,
): Piece[] {
  const found: Piece[] = [];
  for (let tries = 0; found.length < wanted && tries < wanted * 1000; tries++) {
    const text = cut(spaced(random.pick(texts)), random);
    if (text !== null && hasWord(text)) found.push({ asked: text, text });
  }
  return found;
}

function hasWord(text: string): boolean {
  return /\p{L}/u.test(text);
}

function pieceOf(text: string, random: Random): string | null {
  const words = text.split(' ');
  const size = LEAST + random.below(MOST - LEAST + 1);
  if (words.length < size) return null;
  const from = random.below(words.length - size + 1);
  return words.slice(from, from + size).join(' ');
}

function sentenceOf(text: string, random: Random): string | null {
  const sentences = text
    .split(/(?<=[.?!]) (?=\p{Lu})/u)
    .filter((one) => one.split(' ').length >= LEAST_SENTENCE && one.length <= MOST_CHARACTERS);
  return sentences.length === 0 ? null : random.pick(sentences);
}

/** Without one of the words between the first and the last, of at least four. */
function withoutWord(text: string, random: Random): string | null {
  const words = text.split(' ');
  if (words.length <= LEAST) return null;
  words.splice(1 + random.below(words.length - 2), 1);
  return words.join(' ');
}

/** With another word, of any text, in the place of one between the first and the last, of at least four. */
function withAnotherWord(text: string, other: string, random: Random): string | null {
  const words = text.split(' ');
  if (words.length <= LEAST) return null;
  words[1 + random.below(words.length - 2)] = other;
  return words.join(' ');
}

/** With two neighbouring words in the other order, of at least four. */
function withSwappedWords(text: string, random: Random): string | null {
  const words = text.split(' ');
  if (words.length <= LEAST) return null;
  const at = random.below(words.length - 1);
  const [one = '', two = ''] = words.slice(at, at + 2);
  words.splice(at, 2, two, one);
  return words.join(' ');
}

/** Two neighbouring letters swapped, one left out or one written twice, in a word of at least five letters. */
function mistyped(text: string, random: Random): string | null {
  const words = text.split(' ');
  const long = words.flatMap((word, i) => (/^\p{L}{5,}$/u.test(word) ? i : []));
  if (long.length === 0) return null;
  const i = random.pick(long);
  const letters = [...(words[i] ?? '')];
  const at = 1 + random.below(letters.length - 2);
  const [one = '', two = ''] = letters.slice(at, at + 2);
  letters.splice(at, 2, ...random.pick([[two, one], [one], [one, one, two]]));
  words[i] = letters.join('');
  return words.join(' ');
}
