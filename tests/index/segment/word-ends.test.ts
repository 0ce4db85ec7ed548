import { expect, it } from 'vitest';
import { Dictionary, DictionaryWriter } from '../../../src/index/segment/dictionary.js';
import { WordEnds } from '../../../src/index/segment/word-ends.js';

function endsOf(sorted: readonly string[]): WordEnds {
  const writer = new DictionaryWriter();
  for (const word of sorted) writer.add(word);
  const { offsets, terms } = writer.finish();
  const ends = new WordEnds(new Dictionary(sorted.length, offsets.view(), terms), 0, sorted.length);
  // Only then is it worth while.
  for (let asked = 0; asked < 100; asked++) ends.like('');
  return ends;
}

it.each(['abcdefghijklmn', 'абвгдежзиклмно', '一丁丂七丄丅丆万丈三上下丌不', '𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍'])(
  'leaves few of the words that end alike, in %s',
  (alphabet) => {
    const [first = '', end = '', ...letters] = alphabet;
    const words = letters.flatMap((x, i) =>
      letters.slice(i + 1).flatMap((y, j) => letters.slice(i + j + 2).map((z) => first + x + y + z + end + end)),
    );
    // Those that have two of its three letters.
    expect([words.length, endsOf(words).like(words[0] ?? '')?.length]).toEqual([220, 28]);
  },
);

it('leaves a word to a walk where many have its letters', () => {
  const words = Array.from({ length: 256 }, (_, i) => `a${i.toString(2).padStart(8, '0')}zz`);
  expect(endsOf(words).like(words[0] ?? '')).toBeNull();
});
