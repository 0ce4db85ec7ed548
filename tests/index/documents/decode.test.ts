import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/index/documents/decode.js';
import { inTime } from '../../in-time.js';

const russian =
  'Поиск по документам должен работать быстро и находить каждый абзац, в котором есть нужные слова. ' +
  'Если файл был изменён или удалён, индекс узнаёт об этом через мгновение. ';
const french = 'Où est le café déjà fermé ? Là-bas, près du théâtre, à côté de l’église. '
  .repeat(4)
  .replaceAll('’', "'");
const japanese = 'これは日本語の文章です。猫が好きです。東京に住んでいます。'.repeat(4);
const greek = 'Άνθρωποι και ζώα. Άλλοι ήρθαν νωρίς, άλλοι αργά στην πόλη της Αθήνας, και είπαν «σ’ αυτό». ';
const hebrew = 'שָׁלוֹם עוֹלָם, הספרייה פתוחה בימי ראשון ושני. הילדים קוראים ספרים בבית הספר הגדול. ';
/** Little text among much that is ASCII. */
const entries = ['Форумы', 'Работа с файлами', 'Новости сайта', 'Библиотеки']
  .map((name, i) => `<entry><title>${name}</title><link href="http://example.org/forum/${i}"/></entry>`)
  .join('\n');
const titles = ['הגדה השמאלית', 'מאמרים וחדשות', 'הפגנות והודעות']
  .map((name) => `<entry><title>${name}</title><author>admin</author></entry>`)
  .join('\n');
const pangram = 'Съешь же ещё этих мягких французских булок, да выпей чаю, мой друг.';

/** Bytes in an encoding of one byte a letter, made from the decoder's own table. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from(text, (letter) => table.get(letter) ?? 0x3f);
}

/** Bytes in Shift_JIS, from its decoder: all pairs of a lead and a trail byte. */
function encodeShiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xef; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
  return Uint8Array.from([...text].flatMap((letter) => table.get(letter) ?? [0x3f]));
}

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
}

function utf32(text: string, littleEndian: boolean): Uint8Array {
  const codePoints = [...`\ufeff${text}`].map((letter) => letter.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(codePoints.length * 4));
  for (const [index, codePoint] of codePoints.entries()) view.setUint32(index * 4, codePoint, littleEndian);
  return new Uint8Array(view.buffer);
}

const encodings: [name: string, bytes: Uint8Array, text: string][] = [
  ['UTF-8', Buffer.from(russian), russian],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${russian}`), russian],
  ['Latin-1', encode(french, 'windows-1252'), french],
  ['windows-1251', encode(russian, 'windows-1251'), russian],
  ['KOI8-R', encode(russian, 'koi8-r'), russian],
  ['KOI8-R, little of it', encode(pangram, 'koi8-r'), pangram],
  ['windows-1251 among tags', encode(entries, 'windows-1251'), entries],
  ['KOI8-R among tags', encode(entries, 'koi8-r'), entries],
  ['windows-1255 among tags', encode(titles, 'windows-1255'), titles],
  ['Russian of DOS', encode(russian, 'ibm866'), russian],
  ['Russian of DOS, little of it', encode(pangram, 'ibm866'), pangram],
  ['ISO-2022-JP', Buffer.from('Re: \x1b$BF|K\\8l\x1b(B (1)', 'latin1'), 'Re: 日本語 (1)'],
  ['a letter with a no-break space', encode('Est-il là\u00a0?', 'windows-1252'), 'Est-il là\u00a0?'],
  ['colours of a terminal', Buffer.from('\x1b[31mred\x1b$B\x1b[0m é'), '\x1b[31mred\x1b$B\x1b[0m é'],
  ['ISO-8859-7', encode(greek, 'iso-8859-7'), greek],
  ['windows-1253', encode(greek.replace('’', ''), 'windows-1253'), greek.replace('’', '')],
  ['windows-1255, with points', encode(hebrew, 'windows-1255'), hebrew],
  ['Shift_JIS', encodeShiftJis(japanese), japanese],
  [
    'GB 18030',
    // Of the tests of Python, by iconv.
    Buffer.from(
      '1tbT79HUtcTP4LnYvLzK9dX91Nq3ycvZtcS3otW5o6zTw7unyv3Bv7yxvufAqbTzo6zP4LnYtcTXytS0t8ezo7bgoaMKyOe6ztTaIFB5dGhvbiDW0Mq508O8yNPQtcQgQyBsaWJyYXJ5PwqDNccxgzOaM4MysTGDM5UxIII30TaDMIw0gzaEMyCCOIk1gjj7NoMzlTUggzPVMYI5gTUggzD9OYMzhjAggzTcM4M19jeDNZc1IIM1+TWDMJE5gjiDOYI5/DODMPA0IIMy6zmDMus1gjmDOS4=',
      'base64',
    ),
    '种语言的相关技术正在飞速的发展，用户数量急剧扩大，相关的资源非常多。\n如何在 Python 中使用既有的 C library?\n파이썬은 강력한 기능을 지닌 범용 컴퓨터 프로그래밍 언어다.',
  ],
  ['UTF-16LE with a mark', utf16(japanese, true, true), japanese],
  ['UTF-16BE with a mark', utf16(japanese, false, true), japanese],
  ['UTF-16LE without', utf16(russian, true, false), russian],
  ['UTF-16BE without', utf16(french, false, false), french],
  ['UTF-32LE', utf32('a😀', true), 'a😀'],
  ['UTF-32BE', utf32('a😀', false), 'a😀'],
  [
    'one accent in a long ASCII text',
    encode(`${'plain text. '.repeat(9_000)}café`, 'windows-1252'),
    `${'plain text. '.repeat(9_000)}café`,
  ],
  ['nothing', new Uint8Array(), ''],
];

describe('decode', () => {
  it.each(encodings)('%s', (_name, bytes, text) => {
    expect(decode(bytes, 'txt')).toBe(text);
  });

  it('mends UTF-8 with a few broken bytes', () => {
    const bytes = Buffer.concat([Buffer.from(russian), Uint8Array.of(0xff, 0x20, 0xd0), Buffer.from(`\n${russian}`)]);
    expect(decode(bytes, 'txt')).toBe(`${russian}\ufffd \ufffd\n${russian}`);
  });

  it('believes what an HTML file declares behind a long script', () => {
    const head = `<script>${'x = 1;\n'.repeat(700)}</script><meta charset="windows-1251">`;
    expect(decode(Buffer.concat([Buffer.from(head), encode('мир', 'windows-1251')]), 'html')).toBe(`${head}мир`);
  });

  it('believes what an HTML file declares, where it is no UTF-8', () => {
    const html = (charset: string) =>
      Buffer.concat([Buffer.from(`<meta charset="${charset}">`), encode('мир', 'koi8-r')]);
    expect(decode(html('koi8-r'), 'html')).toContain('мир');
    expect(decode(html('no-such-charset'), 'html')).not.toBeNull();
  });

  // What some versions of Node take for control characters: dashes, curly quotes, the euro.
  it('reads all that windows-1252 has', () => {
    const bytes = Buffer.from(
      'Red\x97green\x96blue. It costs 5\x80. L\x92\xe9cole est ferm\xe9e\x85 \x93hello\x94',
      'latin1',
    );
    const text = 'Red—green–blue. It costs 5€. L’école est fermée… “hello”';
    expect(decode(bytes, 'txt')).toBe(text);
    for (const charset of ['windows-1252', 'iso-8859-1', 'latin1']) {
      const html = Buffer.concat([Buffer.from(`<meta charset="${charset}">`), bytes]);
      expect(decode(html, 'html')).toBe(`<meta charset="${charset}">${text}`);
    }
  });

  it('takes a megabyte without a space in time', () => {
    const bytes = Buffer.concat([Buffer.from([0xe9]), Buffer.from('a'.repeat(1 << 20))]);
    inTime(1_000, () => decode(bytes, 'txt'));
  });

  it('finds data behind a long beginning of text', () => {
    const text = Buffer.from('text at the head '.repeat(6_000));
    const data = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * i * 7 + (i >> 8) * 13 + i) % 256);
    expect(decode(Buffer.concat([text, data]), 'txt')).toBeNull();
    expect(decode(Buffer.concat([text, text, text, text, data.subarray(0, 1 << 16)]), 'txt')).not.toBeNull();
  });

  it('takes a stray zero, not binary data', () => {
    expect(decode(Buffer.from(`a\0${'b'.repeat(99)}`), 'txt')).not.toBeNull();
    // Both at odd places, as every other byte of UTF-16 is: read as that, this was Chinese.
    expect(decode(Buffer.from('zebra\0nul\0text.'), 'txt')).toBe('zebra\0nul\0text.');
    expect(decode(utf16('Съешь же ещё', true, false), 'txt')).toBe('Съешь же ещё');
    expect(
      decode(
        Uint8Array.from({ length: 2_000 }, (_, index) => (index * index * 7 + index) % 256),
        'txt',
      ),
    ).toBeNull();
    expect(decode(Buffer.from('7f454c4602010100000000000000000002003e00', 'hex'), 'txt')).toBeNull();
    expect(decode(Buffer.from('89504e470d0a1a0a0000000d4948445200000010', 'hex'), 'txt')).toBeNull();
  });
});
