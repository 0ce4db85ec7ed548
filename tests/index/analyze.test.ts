/** Words as they are indexed and found: folding, scripts, offsets, and that no text at all is too much. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze, analyzeWords } from '../../src/index/analyze.js';
import type { Token } from '../../src/index/types.js';
import { detectLanguage, languageByWords } from '../../src/index/words/detect-language.js';
import { fold, spell } from '../../src/index/words/fold.js';
import { stemmerOf } from '../../src/index/words/languages.js';
import { isStopWord, stemOf } from '../../src/index/words/lexicon.js';
import { isLoneCharacter } from '../../src/index/words/spaceless.js';
import { inTime } from '../in-time.js';
import { TIMES } from '../times.js';

/** The words of a text, without compounds as a whole. */
const terms = (text: string): string =>
  analyzeWords(text)
    .map((token) => token.term)
    .join(' ');

const table: { why: string; in: string; want: string }[] = [
  { why: 'nothing', in: '', want: '' },
  { why: 'only signs', in: ' .,;:!? — “” … \u0000\t\n', want: '' },
  { why: 'case', in: 'NATO Troops nato', want: 'nato troops nato' },
  { why: 'diacritics', in: 'Zürich Ångström naïve Việt', want: 'zurich angstrom naive viet' },
  { why: 'ß and ss are spelled by taste', in: 'Straße STRASSE STRAẞE', want: 'strasse strasse strasse' },
  { why: 'letters without decomposition', in: 'Ærø œuvre Łódź Þór đ', want: 'aero oeuvre lodz thor d' },
  { why: 'ligatures', in: 'ﬁnal oﬃce ĳs', want: 'final office ijs' },
  { why: 'full width', in: 'ＮＡＴＯ ２０２１', want: 'nato 2021' },
  {
    why: 'Turkish dotted and dotless i',
    in: 'İstanbul ISPARTA Isparta ısparta',
    want: 'istanbul isparta isparta isparta',
  },
  { why: 'both small sigmas', in: 'ΟΔΟΣ οδός οδοσ', want: 'οδοσ οδοσ οδοσ' },
  { why: 'Cyrillic', in: 'Ёлка ёлка елка', want: 'елка елка елка' },
  {
    why: 'possessives, with every apostrophe',
    in: "Russia’s Russia's Russia＇s Russiaʼs RUSSIA’S",
    want: 'russia russia russia russia russia',
  },
  { why: 'a possessive of an accented word', in: 'Café’s', want: 'cafe' },
  {
    why: 'short forms that are another word without their apostrophe',
    in: "she'll She’d he'll HE’LL we'll we're We’d I'll I’d",
    want: 'she she he he we we we i i',
  },
  { why: 'other short forms join', in: "they're you’ll I'm who'd y'all Sa'd", want: 'theyre youll im whod yall sad' },
  { why: 'other apostrophes join', in: "don't O’Neil rock'n'roll", want: 'dont oneil rocknroll' },
  {
    why: 'apostrophes as they are mistyped, or as letters',
    in: 'don´t O‘Neil Russia´s Hawaiʻi Qurʾān ʿAbd Gorʹkij',
    want: 'dont oneil russia hawaii quran abd gorkij',
  },
  { why: 'the apostrophe of Hebrew', in: "ג׳ורג׳ ג'ורג'", want: 'גורג גורג' },
  { why: 'Hebrew acronyms, pointed too', in: 'צה״ל צה"ל, ת"א. תַּנַ"ךְ', want: 'צהל צהל תא תנך' },
  { why: 'a Hebrew quotation behind a prefix', in: 'ב"הארץ" "שלום"', want: 'ב הארץ שלום' },
  { why: 'quotation marks are no apostrophes', in: "'quoted' dogs'", want: 'quoted dogs' },
  { why: 'French and Italian elision', in: "l'avion d’été qu'elle dell'arte L'ÉTÉ", want: 'avion ete elle arte ete' },
  { why: 'no elision before a stump', in: "l'a d'y", want: 'la dy' },
  { why: 'the dot of Catalan joins, and no other', in: 'col·lecció coŀlecció a·b', want: 'colleccio colleccio a b' },
  { why: 'hyphens part', in: 'state-of-the-art ORDER-123', want: 'state of the art order 123' },
  { why: 'snake_case and paths part', in: 'max_file_bytes src/index', want: 'max file bytes src index' },
  {
    why: 'mail and web addresses part',
    in: 'a.b@example.org https://example.org/x?y=1',
    want: 'a b example org https example org x y 1',
  },
  { why: 'digits of other scripts', in: '٢٠٢١ ۲۰۲۱ २०२१ ২০২১ ๒๕๖๔ ២០២១', want: '2021 2021 2021 2021 2564 2021' },
  { why: 'digits in text without spaces', in: 'ปี๒๕๖๔ครับ', want: 'ปี 2564 ครั รับ' },
  { why: 'numbers', in: '3.14 1,000 ½ m² ①', want: '3 14 1 000 1⁄2 m2 1' },
  {
    why: 'a soft hyphen shows nothing',
    in: 'Donau\u00addampf\u00adschiff word\u2060joiner',
    want: 'donaudampfschiff wordjoiner',
  },
  { why: 'a zero-width space parts', in: 'one\u200btwo', want: 'one two' },
  { why: 'not in scripts without spaces', in: 'ភាសា\u200bខ្មែរ x\u200b東\u200b京', want: 'ភាសា សាខ្ ខ្មែ មែរ x 東京' },
  { why: 'nor do other signs that show nothing', in: '東\u00ad京\u2060都 한\u00ad국', want: '東京 京都 한국' },
  { why: 'Chinese: pairs', in: '北京大学', want: '北京 京大 大学' },
  { why: 'one character alone', in: '京 。人', want: '京 人' },
  { why: 'mixed scripts', in: 'iPhone手机x2', want: 'i phone 手机 x2' },
  { why: 'Japanese with a long vowel', in: 'データ', want: 'デー ータ' },
  { why: 'half-width Katakana with voicing marks', in: 'ｶﾞｲﾄﾞ ﾃﾞｰﾀ', want: 'ガイ イド デー ータ' },
  { why: 'a variant of a Chinese character', in: '葛\u{e0100}城', want: '葛城' },
  { why: 'characters beyond the first plane', in: '𠮷野家', want: '𠮷野 野家' },
  { why: 'Korean', in: '한국어 말', want: '한국 국어 말' },
  { why: 'Thai, marks with their letters', in: 'ที่นี่', want: 'ที่นี่' },
  { why: 'Thai and Lao, the vowel am with its consonant', in: 'ทำดี ນຳ', want: 'ทําดี ນໍາ' },
  { why: 'the same taken apart', in: 'ทำดี ນຳ'.normalize('NFKD'), want: 'ทําดี ນໍາ' },
  { why: 'Devanagari keeps its vowel signs', in: 'किताबें', want: 'किताबें' },
  { why: 'Hindi nasals, by letter and by sign', in: 'हिन्दी हिंदी गङ्गा गंगा सम्भव चाँद', want: 'हिंदी हिंदी गंगा गंगा संभव चांद' },
  { why: 'but not those that are double', in: 'अन्न सम्मान', want: 'अन्न सम्मान' },
  { why: 'Hindi with and without dots', in: 'क़लम कलम', want: 'कलम कलम' },
  { why: 'Tamil keeps its vowel signs', in: 'தமிழ்', want: 'தமிழ்' },
  { why: 'Sinhala, with a joiner inside', in: 'ශ්\u200dරී ශ්රී', want: 'ශ්රී ශ්රී' },
  { why: 'Arabic without vowel marks and stretching', in: 'مُحَمَّد محمـــد', want: 'محمد محمد' },
  { why: 'the Quran as it is printed', in: 'ٱلۡحَمۡدُ لِلَّهِ بِهِۦ وَلَهُۥ رَيۡبَۛ', want: 'الحمد لله به وله ريب' },
  { why: 'Persian on an Arabic keyboard', in: 'كتاب کتاب علي علی', want: 'كتاب كتاب علي علي' },
  { why: 'final letters of Arabic, by taste', in: 'مدرسة مدرسه على علي', want: 'مدرسه مدرسه علي علي' },
  { why: 'Hebrew without points', in: 'שָׁלוֹם', want: 'שלום' },
  { why: 'emoji, each its own word', in: '🎉🎉 party🎉', want: '🎉 🎉 party 🎉' },
  { why: 'skin tones', in: '👍🏽👍', want: '👍 👍' },
  { why: 'emoji and text style', in: '❤️ ❤︎ ❤', want: '❤ ❤ ❤' },
  { why: 'families', in: '👨‍👩‍👧 🤷🏽‍♂️', want: '👨‍👩‍👧 🤷‍♂' },
  { why: 'flags, also side by side', in: '🇩🇪🇫🇷', want: '🇩🇪 🇫🇷' },
  { why: 'flags of tags', in: '🏴󠁧󠁢󠁥󠁮󠁧󠁿', want: '🏴󠁧󠁢󠁥󠁮󠁧󠁿' },
  { why: 'keycaps', in: '1️⃣ #️⃣', want: '1' },
  { why: 'signs of writing direction', in: '\u202eabc\u202c \u200fشكرا', want: 'abc شكرا' },
  { why: 'lone surrogates', in: 'a\ud800b \udc00', want: 'a b' },
  { why: 'names of every object', in: '__proto__ constructor', want: 'proto constructor' },
  { why: 'lone marks', in: '\u0301 \u0640 \ufe0f \u02bc', want: '' },
];

describe('terms', () => {
  it.each(table)('$why: $in', ({ in: text, want }) => {
    expect(terms(text)).toBe(want);
  });

  it('ends long words at 64 code units, and never inside a character', () => {
    expect(terms('x'.repeat(20_000))).toBe('x'.repeat(64));
    expect(analyze('x'.repeat(20_000))).toMatchObject([{ start: 0, end: 20_000 }]);
    const [token] = analyze(`x${'𝐀'.repeat(100)}𐐷${'𐐷'.repeat(100)}`);
    expect(token?.term.isWellFormed()).toBe(true);
  });

  it('folds words of every length to their beginning', () => {
    const decomposed = 'ệ'.repeat(100).normalize('NFD');
    expect(fold(decomposed)).toBe('e'.repeat(64));
  });
});

describe('compounds', () => {
  const compounds: [string, string][] = [
    ['state-of-the-art e-mail', 'state-of-the-art=stateoftheart e-mail=email'],
    ['ORDER-123', 'ORDER-123=order123'],
    [
      'getUserName HTMLParser XMLHttpRequest',
      'getUserName=getusername HTMLParser=htmlparser XMLHttpRequest=xmlhttprequest',
    ],
    ['get_user_name', 'get_user_name=getusername'],
    ['iPhone2 McDonald’s', 'iPhone2=iphone2 McDonald’s=mcdonald'],
    ['v1.2.3, 3.14.', 'v1.2.3=v1.2.3 v1=v1 3.14=3.14'],
    ['V10.0-rc v2 v2.x rev2.0 v.2.0', 'V10.0-rc=v10.0rc V10=v10 v2.x=v2x rev2.0=rev2.0 v.2.0=v2.0'],
    ['1,234,567 1.234.567 1,23 a,b', '1,234,567=1234567 1.234.567=1234567'],
    ['New-PSDrive', 'New-PSDrive=newpsdrive PSDrive=psdrive'],
    ['PSDrive-New-PSDrive.', 'PSDrive-New-PSDrive=psdrivenewpsdrive PSDrive=psdrive PSDrive=psdrive'],
    [
      'http.sslVerify() x_getUserName',
      'http.sslVerify=httpsslverify sslVerify=sslverify x_getUserName=xgetusername getUserName=getusername',
    ],
    [
      '.getName getName++ getName.京',
      '.getName=.getname getName=getname getName++=getname++ getName=getname getName=getname',
    ],
    ['PSDrive-ـ ـ-PSDrive', 'PSDrive=psdrive PSDrive=psdrive'],
    [`${'ab-'.repeat(20)}PSDrive`, 'PSDrive=psdrive'],
    ['می\u200cخواهم Auf\u200clage', 'می\u200cخواهم=ميخواهم Auf\u200clage=auflage'],
    ['Node.js report.pdf', 'Node.js=nodejs report.pdf=reportpdf'],
    ['C++ C# C++17 g++.', 'C++=c++ C#=c# C++=c++ g++=g++'],
    ['.NET end. Next a.', '.NET=.net'],
    ['--flag a -b a--b x_ _y', ''],
    ['2021-10-01 192.168.0.1', '2021-10-01=20211001 192.168.0.1=192.168.0.1'],
    ['aGVsbG8gd29ybGQhIGhvdyBhcmUgeW91', ''],
    [`${'ab-'.repeat(20)}c`, ''],
    ['北京-大学 🎉party', ''],
    // Characters beside a word of another script.
    ['在1958年に 我们用Python 据第5条规定', '年=年 用=用 第=第 条=条'],
    ['C++言語 C#で 使用.NET开发 C#x', 'C++=c++ C#=c# .NET=.net 开=开'],
    ['用Wi-Fi和', 'Wi-Fi=wifi'],
    ['GitHub에서 v1.2を COVID-19の感染', 'GitHub=github 에=에 v1.2=v1.2 v1=v1 COVID-19=covid19 の=の'],
    ['제5조에 の３ヶ月 哈哈a哈哈a 北京 1958年', '조=조 ヶ=ヶ 哈=哈 哈=哈'],
  ];
  it('of a word that was met before stand where it stands now', () => {
    for (const name of ['HTMLParsers', 'New-PSDrive', 'x_getUserNames', 'v2.0']) {
      const shifted = analyze(name, 'en').map((token) => ({
        ...token,
        position: token.position + 1,
        start: token.start + 3,
        end: token.end + 3,
        word: token.word && { start: token.word.start + 3, end: token.word.end + 3 },
      }));
      expect(analyze(`or ${name}`, 'en').slice(1)).toEqual(shifted);
    }
  });

  it.each(compounds)('%s', (text, want) => {
    const beside = analyze(text).filter(({ kind }) => kind !== 'word');
    expect(beside.map(({ start, end, term }) => `${text.slice(start, end)}=${term}`).join(' ')).toBe(want);
  });
});

describe('stems, spellings and stop words', () => {
  const stems: [string, string, string][] = [
    ['en', 'running', 'runs'],
    ['en', 'organisation’s', 'organisations'],
    ['de', 'Häuser', 'Haus'],
    ['fr', 'chevaux', 'cheval'],
    ['es', 'canciones', 'canción'],
    ['it', 'ragazze', 'ragazza'],
    ['pt', 'meninas', 'meninos'],
    ['nl', 'boeken', 'boek'],
    ['ru', 'книгами', 'книга'],
    ['ru', 'жёлтый', 'желтая'],
    ['ru', 'ёлкой', 'елка'],
    ['ar', 'ٱلۡمُؤۡمِنِينَ', 'مؤمنين'],
    ['ro', 'activitățile', 'activitate'],
    ['ro', 'aplicații', 'aplicaţie'],
    ['sv', 'flickorna', 'flicka'],
    ['de-AT', 'Katzen', 'Katze'],
  ];
  it.each(stems)('%s: %s and %s have one stem', (language, a, b) => {
    const stem = (text: string): string[] => analyze(text, language).map((token) => token.stem ?? token.term);
    expect(stem(a)).toEqual(stem(b));
  });

  it('words keep the diacritics they are written with beside what they fold to', () => {
    const exact = analyze('Zürich Zurich ZÜRICH ＡＢ Straße ﬁne Café’s').map((token) => token.exact);
    expect(exact).toEqual(['zürich', null, 'zürich', null, 'straße', null, 'café']);
  });

  it('a language without a stemmer, and none, leave words as they are', () => {
    for (const language of ['zh', 'xx', null]) {
      expect(analyze('running dogs', language).map((token) => token.stem)).toEqual([null, null]);
    }
    expect(stemOf('running', 'xx')).toBe('running');
  });

  const stemmed = 'ar hy eu ca cs da nl en fi fr de hu it ga no pt ro ru es sl sv ta tr'.split(' ');

  it('a number has the stem that the library gives it, asked or not', () => {
    const { algorithms, newStemmer } = createRequire(import.meta.url)('snowball-stemmers') as {
      algorithms(): string[];
      newStemmer(name: string): { stem(word: string): string };
    };
    for (const language of stemmed) {
      const english = new Intl.DisplayNames('en', { type: 'language' }).of(language)?.toLowerCase() ?? '';
      const name = english === 'slovenian' ? 'slovene' : english;
      expect(algorithms()).toContain(name);
      const stemmer = newStemmer(name);
      const some = fc.sample(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 }), 200);
      for (const number of ['1988', '100', '5577', ...some]) {
        expect(stemmerOf(language)(number)).toBe(stemmer.stem(number));
      }
    }
  });

  it('a word has the stem of its letters, whichever of its spellings was met first', () => {
    const small = fc.string({ unit: fc.constantFrom(...'aeiknrstyéüßıİσς'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.constantFrom(...stemmed), small, fc.boolean(), (language, word, first) => {
        const words = [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)];
        const text = (first ? words : words.toReversed()).join(' ');
        for (const { term, stem, start, end } of analyzeWords(text, language)) {
          const alone = fold(stemmerOf(language)(spell(text.slice(start, end))));
          expect(stem ?? term).toBe(alone === '' ? term : alone);
        }
      }),
    );
  });

  it('stop words are told', () => {
    expect(analyze('the cat and Für', 'en').map((token) => token.stop)).toEqual([true, false, true, false]);
    expect([isStopWord('fur', 'de'), isStopWord('fur', 'en')]).toEqual([true, false]);
  });
});

describe('the language of a text', () => {
  const texts: [string | null, string][] = [
    ['en', 'The cat sat on the mat and it was good'],
    ['de', 'Die Katze sitzt auf der Matte und schläft'],
    ['fr', 'La vie est belle et nous sommes ici pour toujours'],
    ['es', 'Los perros de la casa no son como los que están en el campo'],
    ['it', 'Questo è il mio cane e non il tuo'],
    ['pt', 'Isso não é uma coisa boa para você'],
    ['nl', 'Het is een mooie dag voor de hond'],
    ['ru', 'Это не только вопрос'],
    // Slovene has `dan`, `sama` and `hak`, too.
    ['id', 'Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama'],
    ['sv', 'Detta är en bil som kör på vägen'],
    ['ja', 'これは日本語です'],
    ['zh', '北京大学是中国的'],
    ['ko', '이것은 한국어 문장입니다'],
    ['th', 'นี่คือภาษาไทย'],
    ['vi', 'Đường phố Sài Gòn rất đông người và xe máy'],
    ['bn', 'এটি বাংলা ভাষা'],
    ['te', 'ఇది తెలుగు భాష'],
    ['ka', 'ეს ქართული ენაა'],
    ['am', 'ይህ አማርኛ ነው'],
    ['ur', 'چھوٹی بلی گھر میں ہے'],
    ['fa', 'این یک گربه است که در خانه است و با ما بازی می‌کند'],
    ['en', 'It was Nguyễn who sat on the mat and it was good'],
    [null, 'Error handling'],
    // A command's page, a log of changes: Danish has `store`, Irish `mar` and `thu`.
    [
      null,
      'create-store: To create a store. The following example creates a store named my-store for reads. Output: store id, store status',
    ],
    [
      null,
      `openjdk (17.0.9) bookworm; urgency=high ${Array.from({ length: 12 }, (_, i) => `Upload release ${i}. Matthias Klose, Thu, ${i} Mar 2023; build failures fixed`).join(' ')}`,
    ],
    // Of its short words Bulgarian has most.
    [
      'ru',
      'Управление пакетами. Пред. Глава 2. След. Этот раздел описывает то, как управлять списком пакетов, как установить новые пакеты в вашу систему и как удалить старые пакеты.',
    ],
    ['bg', 'Той каза, че „ы“ не е дума, но аз не знам защо това е така, и бих искал да го попитам.'],
    [
      'bg',
      'На корицата е написано „Мы и эпоха“, а в книгата са събрани статии, които авторът е писал за нас и за другите. Не са много, но все пак са от значение за всички, които се занимават с тази тема и със съвременната литература.',
    ],
    // Macedonian has most short words of Bulgarian, and letters of its own.
    [
      null,
      'Секој човек има право на сите права и слободи наведени во оваа Декларација, без разлика на раса, боја, пол, јазик, вероисповед, политичко или друго мислење, национално или општествено потекло. Тие се обдарени со разум и треба да се однесуваат така.',
    ],
    [
      'bg',
      'Тя беше чела „Мёртвые души“ и „Выстрел“, а той мълчеше и я гледаше, защото не знаеше какво да каже, и беше тъжен, както винаги, когато не са сами и не е лесно.',
    ],
    [null, 'a.io b.io/c d.se'], // Italian words, were they words,
    [null, ''],
    [null, '42 – 17'],
  ];
  it.each(texts)('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('is told by two pieces of a long document, which may begin with a menu in another language', () => {
    const part = (text: string, length: number) => ({ kind: 'text', text: text.repeat(20).slice(0, length) });
    const menu = part(
      'What it is. How to set up your own list of them. Which of these you should take, and where. ',
      900,
    );
    const russian =
      'Этот раздел описывает то, как управлять списком, как установить новые пакеты и что будет, если они уже есть или не нужны вам. ';
    expect(languageByWords('', [menu, part(russian, 2500)])).toBe('ru');
    expect(languageByWords('', [menu, part(russian, 1000)])).toBe('en');
    expect(languageByWords('', [part('kvfsd '.repeat(20), 2400), menu])).toBe('en');
  });
});

describe('ranges', () => {
  it('covers what a reader would mark: the possessive too, the elision not', () => {
    const text = 'Russia’s l’avion 北京大 e\u0301te\u0301.';
    const marked = analyze(text).map(({ start, end }) => text.slice(start, end));
    expect(marked).toEqual(['Russia’s', 'avion', '北京', '京大', 'e\u0301te\u0301']);
  });

  it('never cuts what readers take for one character: the Thai vowel am is of its consonant', () => {
    const text = 'กินน้ำดี';
    expect(analyze(text).map(({ start, end }) => text.slice(start, end))).toEqual(['กิน', 'นน้ำ', 'น้ำดี']);
  });
});

/** Pieces that meet each other in every order: letters of many scripts, marks, apostrophes, joiners, emoji, halves of pairs. */
const pieces = fc.constantFrom(
  ..."aZé6ßİıﬁ’'ʼ-_ .٠नितமிกี่京ガｶﾞー한ש مُ".split(''),
  ...[
    'l’',
    "d'",
    '’s',
    'e\u0301',
    '\u0323',
    '\u0301',
    '한'.normalize('NFD'),
    '🎉',
    '👍🏽',
    '👨‍👩‍👧',
    '🇩🇪',
    '🇩',
    '❤️',
    '𠮷',
    '\u200d',
    '\u00ad',
    '\ud800',
    '\udc00',
    '\u{e0100}',
  ],
);
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

describe('of any text', () => {
  it('tokens stand in the text in order, and are what the text there folds to', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let start = -1;
        for (const [i, token] of analyzeWords(text).entries()) {
          expect(token.position).toBe(i);
          expect(token.start).toBeGreaterThan(start);
          expect(token.end).toBeGreaterThan(token.start);
          expect(token.end).toBeLessThanOrEqual(text.length);
          expect(fold(text.slice(token.start, token.end))).toBe(token.term);
          expect(token.term).not.toBe('');
          start = token.start;
        }
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('compounds stand at their first part, cover their parts, and come before them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = analyze(text);
        for (const [i, token] of tokens.entries()) {
          if (token.kind !== 'compound') continue;
          const next = tokens.slice(i + 1).find(({ kind }) => kind === 'word');
          expect(next).toMatchObject({ position: token.position });
          // Each name once at a place.
          const same = ({ term, position }: Token): boolean => term === token.term && position === token.position;
          expect(tokens.filter(same)).toEqual([token]);
          expect(token.start).toBeLessThanOrEqual(next?.start ?? -1);
          expect(token.end).toBeGreaterThanOrEqual(next?.end ?? Number.POSITIVE_INFINITY);
          expect(token.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('characters beside a word stand at the first or the last place of their pair, each once at a place', () => {
    const mixed = fc.stringMatching(/^(?:[a1 .-]|[月日哈ｱア한]|か\u3099|ก\u0e33){0,12}$/u);
    fc.assert(
      fc.property(mixed, (text) => {
        const tokens = analyze(text);
        for (const token of tokens) {
          if (token.kind !== 'character') continue;
          expect(isLoneCharacter(token.term)).toBe(true);
          const pair = tokens.find(({ kind, position }) => kind === 'word' && position === token.position);
          expect([pair?.start === token.start, pair?.end === token.end]).toContain(true);
          expect(pair?.term.length).toBeGreaterThan(token.term.length);
          const same = ({ term, position }: Token): boolean => term === token.term && position === token.position;
          expect(tokens.filter(same)).toEqual([token]);
        }
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('never throws, whatever the code units', () => {
    const codeUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
    fc.assert(
      fc.property(codeUnits, (codes) => {
        for (const { term } of analyze(String.fromCharCode(...codes))) expect(term.isWellFormed()).toBe(true);
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('a term is a word of its own: what is indexed can be asked for', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { term } of analyze(text)) expect(fold(fold(term))).toBe(fold(term));
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('composed and decomposed text give equal terms', () => {
    const letters = fc.constantFrom(
      ...'éüñệÅйёάガドぱ한국어กำที่हिन्दীآأשׁ'.normalize('NFC').split(''),
      'a',
      ' ',
      'l’',
      '京',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (parts) => {
        const text = parts.join('').normalize('NFC');
        expect(terms(text.normalize('NFD'))).toBe(terms(text));
      }),
      { numRuns: 300 * TIMES },
    );
  });
});

describe('time', () => {
  const size = 200_000;
  const nasty: [string, string][] = [
    ['one word', 'x'],
    ['one accented word', 'é'],
    ['marks of two classes, which normalising sorts', '\u0301\u0323'],
    ['marks on Thai', 'ก\u0e48\u0e38'],
    ['marks on a Chinese character', '京\u0301\u0323'],
    ['apostrophes', "a'"],
    ['only apostrophes', "'"],
    ['elisions', "l'abc "],
    ['soft hyphens', 'a\u00ad'],
    ['signs', '—'],
    ['lone surrogates', '\ud800'],
    ['emoji', '🎉'],
    ['joined emoji', '👩\u200d'],
    ['half flags', '🇩'],
    ['skin tones', '\u{1f3fb}'],
    ['Chinese', '京'],
    ['Chinese compatibility characters', '豈'],
    ['decomposed Korean', '한'.normalize('NFD')],
    ['mixed', 'a京'],
    ['ligatures of 18 letters', 'ﷺ'],
  ];
  it.each(nasty)('200 KB of %s are analysed in less than 500 ms', (_why, piece) => {
    const text = `a${piece.repeat(Math.ceil(size / Buffer.byteLength(piece)))}`;
    inTime(500, () => analyze(text));
  });
});
