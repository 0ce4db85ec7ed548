/** How queries are read: every row of docs/query-syntax.md, odd and half-typed input, and that no text is an error. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpret, printQuery } from '../../src/index/query/print.js';
import { MAX_QUERY_LENGTH, MAX_QUERY_TERMS, parseQuery, QueryTooLong } from '../../src/index/query.js';
import { inTime } from '../in-time.js';
import { TIMES } from '../times.js';

/** A query in the notation of docs/query-syntax.md. */
function reading(text: string): string {
  const { clauses, excluded, filters } = parseQuery(text);
  return [
    ...clauses.map(printQuery),
    ...excluded.map((clause) => `-${printQuery(clause)}`),
    ...filters.map(({ name, value }) => `{${name}:${value}}`),
  ].join(' ');
}

/** The patterns that V8 still has to compile when a query is the first of a process. @param before what is run first */
function compiledBy(query: string, before: string): string[] {
  const module = new URL('../../dist/src/index/query.js', import.meta.url).href;
  const script = `
    import { compileParser, parseQuery } from ${JSON.stringify(module)};
    ${before}
    const compiled = [];
    // All other ways to use a pattern, such as test and replace, come to this.
    const exec = RegExp.prototype.exec;
    RegExp.prototype.exec = function (text) {
      const isNarrow = [...text].every((character) => character < '\u0100');
      const isReady = %RegexpHasNativeCode(this, false) || (isNarrow && %RegexpHasNativeCode(this, true));
      if (!isReady) compiled.push(this.source);
      return exec.call(this, text);
    };
    parseQuery(${JSON.stringify(query)});
    console.log(JSON.stringify(compiled));`;
  const flags = ['--allow-natives-syntax', '--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
}

describe('docs/query-syntax.md', () => {
  const rows = [...readFileSync('docs/query-syntax.md', 'utf8').matchAll(/^\| `(?<typed>.+?)` \| `(?<read>.+?)` \|/gm)];

  it('has a table', () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows.map((row) => [row.groups?.typed ?? '', row.groups?.read ?? '']))('%s', (typed, read) => {
    expect(reading(typed)).toBe(read);
  });
});

const table: { why: string; in: string; want: string }[] = [
  { why: 'nothing', in: '', want: '' },
  { why: 'white space of all kinds', in: ' \t\n\u00a0\u3000', want: '' },
  { why: 'a word that is done is not completed', in: 'nato ', want: 'nato' },
  { why: 'nor is one letter', in: 'n', want: 'n' },
  { why: 'nor is a word before a full stop', in: 'nato.', want: 'nato' },
  { why: 'a repeated word counts once, and may be unfinished', in: 'nato NATO', want: 'nato+' },
  { why: 'a phrase of one word is exactly that word', in: '"nato"', want: '"nato"' },
  {
    why: 'quotes that phones type',
    in: '“central asia” „nord ost“ «la mer»',
    want: '"central asia" "nord ost" "la mer"',
  },
  { why: 'Hebrew acronyms, whose quotes are none', in: 'צה"ל ורש"י "צה"ל" ', want: 'צהל ורשי "צהל"' },
  { why: 'an open quote: words', in: '"central asi', want: 'central asi+' },
  { why: 'an open quote behind a phrase', in: '"a b" "c', want: '"a b" c' },
  { why: 'an open quote in an exclusion', in: 'x -"central asia', want: 'x asia+ -central' },
  { why: 'an open quote behind a field', in: 'title:"central asi', want: 'title:central asi+' },
  { why: 'a quote in a word', in: 'a"b c"d', want: 'a "b c" d' },
  { why: 'empty quotes', in: '"" "  " "!"', want: '' },
  { why: 'slop without a number', in: '"a b"~', want: '"a b"' },
  { why: 'a star behind a phrase is not all there is', in: '"central asi"* "a b"~2*', want: '"central asi" "a b"~2' },
  { why: 'slop is bounded', in: '"a b"~999', want: '"a b"~100' },
  { why: 'an exclusion of a word in parts', in: '-state-of-the-art', want: '-("state of the art" OR stateoftheart)' },
  { why: 'an exclusion of an emoji', in: '-🎉', want: '-🎉' },
  { why: 'a hyphen before a space', in: 'a - b', want: 'a b' },
  { why: 'an arrow, a range', in: 'a->b 1-2', want: '"a b" ("1 2" OR 12+)' },
  { why: 'exclusions of fields', in: '-title:nato -title:"a b"', want: '-title:nato -title:"a b"' },
  { why: 'what is excluded is never completed', in: '-nato', want: '-nato' },
  { why: 'operators alone', in: 'OR', want: '' },
  { why: 'operators alone', in: 'AND AND NOT', want: '' },
  { why: 'operators alone', in: 'OR AND OR', want: '' },
  { why: 'operators with one side', in: 'OR a AND', want: 'a' },
  { why: 'operators next to each other', in: 'a OR OR b', want: '(a OR b)' },
  { why: 'operators next to each other', in: 'a OR AND b', want: '(a OR b)' },
  { why: 'twice not', in: 'NOT NOT ab', want: 'ab+' },
  { why: 'twice not, in two ways', in: 'NOT -ab', want: 'ab+' },
  { why: 'twice not, around parentheses', in: 'NOT (NOT ab)', want: 'ab' },
  { why: 'not among alternatives: whatever is not excluded', in: 'a OR -b', want: '(* AND (a OR -b))' },
  { why: 'not among alternatives beside a word', in: 'a OR -b c', want: '(a OR -b) c' },
  { why: 'exclusions alone, joined', in: '-a AND -b', want: '(* AND (-a AND -b))' },
  { why: 'exclusions alone, in parentheses', in: '(-a (-b OR c))', want: '(* AND (-a AND (-b OR c)))' },
  { why: 'operators are capitals', in: 'a or b and not', want: 'a or b and not+' },
  { why: 'operators in quotes are words', in: '"OR" "a AND b"', want: '"or" "a and b"' },
  { why: 'operators behind a field or hyphen are words', in: 'title:OR -AND', want: 'title:or -and' },
  { why: 'parentheses', in: '((a OR b) AND c)', want: '((a OR b) AND c)' },
  { why: 'empty parentheses', in: '() a (())', want: 'a' },
  { why: 'an open parenthesis', in: '(a OR b', want: '(a OR b)' },
  { why: 'a parenthesis too many', in: 'a) OR b)', want: 'a b' },
  { why: 'parentheses without spaces', in: 'a(b)c', want: 'a b c' },
  { why: 'a face', in: ':-) ;)', want: '' },
  { why: 'not a group', in: 'NOT (a b) c', want: 'c -(a AND b)' },
  { why: 'fields are of any case', in: 'Title:nato TYPE:md', want: 'title:nato {type:md}' },
  { why: 'a field before nothing', in: 'title:', want: '' },
  { why: 'a field before parentheses', in: 'title:(a b)', want: 'a b' },
  { why: 'a field with a star: nothing to narrow', in: 'title:* path:* tag:""', want: '*' },
  { why: 'a field of signs', in: 'title:!! heading:--', want: '' },
  { why: 'filters of signs', in: 'tag:#a tag:c++ path:./x', want: '{tag:#a} {tag:c++} {path:./x}' },
  { why: 'a filter in a group narrows all', in: '(a OR type:md) b', want: 'a b {type:md}' },
  { why: 'an author in Chinese', in: 'author:王', want: '{author:王}' },
  { why: 'a field of another script is text', in: '标题:北京', want: '"标题 北京"' },
  { why: 'a name in a program is text', in: 'std::vector', want: '"std vector"+' },
  { why: 'a path is text', in: 'C:\\dir', want: '"c dir"+' },
  { why: 'a time is text', in: '12:30', want: '"12 30"+' },
  { why: 'what is no year is text', in: 'year:21', want: '"year 21"+' },
  { why: 'bad dates are text', in: 'after:2021-02-31', want: '"after 2021 02 31"+' },
  { why: 'a filter cannot be excluded', in: '-type:md', want: '-"type md"' },
  { why: 'a beginning in capitals', in: 'ZÜR*', want: 'zur*' },
  { why: 'stars in a word', in: 'w*r *or', want: '"w r" or+' },
  { why: 'a star behind a path is its last word’s', in: 'src/index/wor*', want: '("src index" AND wor*)' },
  { why: 'so is a tilde', in: 'title:docs/wrod~', want: '(title:docs AND title:wrod~)' },
  { why: 'a star behind a sign', in: 'https://example.org/*', want: '"https example org"' },
  { why: 'a star behind what is looked for in pairs', in: '北京大学*', want: '北京 京大 大学' },
  { why: 'stars among stars', in: '** ***', want: '' },
  { why: 'a typo with its distance', in: 'wrod~1 wrod~2', want: 'wrod~' },
  { why: 'tildes alone', in: '~ ~1', want: '' },
  { why: 'a star among words', in: 'select * from t', want: 'select from t' },
  { why: 'a typo in a field', in: 'title:wrod~', want: 'title:wrod~' },
  { why: 'Chinese: one pair is a word', in: '北京', want: '北京+' },
  { why: 'a sentence is its words also before a name', in: '什么完成了triad', want: '什么 么完 完成 成了 triad+' },
  { why: 'Chinese and Latin are words', in: 'Python爬虫', want: 'python 爬虫' },
  {
    why: 'compounds among Chinese are compounds',
    in: '使用Node.js编写 getUserName方法 用C#的',
    want: '使用 ("node js" OR nodejs) 编写 ("get user name" OR getusername) 方法 "用 c# 的"',
  },
  { why: 'a name behind Chinese is completed', in: '手机ipho', want: '手机 ipho+' },
  {
    why: 'but a number with what counts is one thing',
    in: '第5条 2011年3月11日 3年間',
    want: '"第 5 条" "2011 年 3 月 11 日" "3 年間"',
  },
  { why: 'one syllable of Korean', in: '말', want: '말*' },
  { why: 'an emoji is whole', in: '🎉', want: '🎉' },
  {
    why: 'names of every object',
    in: '__proto__ constructor: hasOwnProperty:x',
    want: 'proto constructor "has own property x"',
  },
  { why: 'like a regular expression', in: '^(a+)+$ [b-', want: 'a b' },
  { why: 'control characters', in: 'a\u0000b\u001b[31mc', want: '"a b 31mc"+' },
  { why: 'lone surrogates', in: 'a\ud800 \udc00', want: 'a' },
  { why: 'signs of writing direction', in: '\u202eabc\u202c', want: 'abc' },
];

describe('parseQuery', () => {
  it.each(table)('$why: $in', ({ in: text, want }) => {
    expect(reading(text)).toBe(want);
  });

  const notes: [string, string[]][] = [
    ['nato', []],
    ['', []],
    ['http://example.org std::vector 12:30', []],
    ['!!', ['There is no word to look for in this query, only signs or operators.']],
    ['OR', ['There is no word to look for in this query, only signs or operators.']],
    ['colour:red', ['“colour:” is not a field; it is searched as text.']],
    ['colour:red colour:blue', ['“colour:” is not a field; it is searched as text.']],
    ['title:', ['“title:” needs a word or a "phrase" right behind it; it is left out.']],
    ['after:soon', ['“after:soon” is not a date such as 2021-10-01; it is searched as text.']],
    ['year:21', ['“year:21” is not a year such as 2021; it is searched as text.']],
    [
      'type:xyz',
      [
        '“type:xyz” is not a kind of file: `md`, `txt`, `html`, `pdf`, `docx`, `pptx`, `odt`, `odp` or `epub`; it is searched as text.',
      ],
    ],
    ['type:Markdown', []],
    ['"a b"~100 near~ near~1', []],
    ['"a b"~1000', ['“~1000” is read as “~100”: more words than that cannot stand between those of a phrase.']],
    ['near~2', ['“near~2” is read as “near~”: words that are one letter away are found, not those further off.']],
    [`${'('.repeat(16)}a`, []],
    [`${'('.repeat(20)}a OR b`, ['Parentheses within more than 16 others are passed over.']],
    ['-tag:x', ['“-tag:” cannot be excluded; it is searched as text.']],
  ];
  it.each(notes)('says what was read otherwise: %s', (text, want) => {
    expect(parseQuery(text).notes).toEqual(want);
  });

  it('keeps the text as it was typed, of the query and of its words', () => {
    const query = parseQuery('“Zürich” Straße*');
    expect(query.text).toBe('“Zürich” Straße*');
    expect(query.clauses).toMatchObject([{ text: 'Zürich' }, { text: 'Straße*' }]);
  });

  it('answers up to the bounds and says what they are beyond', () => {
    const distinct = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
    expect(parseQuery('x'.repeat(MAX_QUERY_LENGTH)).clauses).toHaveLength(1);
    expect(parseQuery('the '.repeat(250)).clauses).toHaveLength(1);
    expect(parseQuery(distinct(MAX_QUERY_TERMS)).clauses).toHaveLength(MAX_QUERY_TERMS);
    expect(() => parseQuery('x'.repeat(MAX_QUERY_LENGTH + 1))).toThrow(/has 1001 characters; at most 1000/);
    expect(() => parseQuery('('.repeat(10_000))).toThrow(QueryTooLong);
    expect(() => parseQuery(distinct(MAX_QUERY_TERMS + 1))).toThrow(/has 65 different words; at most 64/);
    expect(() => parseQuery(`-(${distinct(MAX_QUERY_TERMS + 1)})`)).toThrow(QueryTooLong);
    // Sentences that people paste, bare and in quotes.
    const japanese =
      '人類社会のすべての構成員の固有の尊厳と平等で譲ることのできない権利とを承認することは、世界における自由、正義及び平和の基礎である。言論及び信仰の自由が受けられる世界の到来が望まれる。';
    const thai = 'มีสิทธิที่จะได้รับการสันนิษฐานไว้ก่อนว่าบริสุทธิ์จนกว่าจะพิสูจน์ได้ว่ามีผิดตามกฏหมายในการพิจารณาเปิดเผย';
    expect(parseQuery(japanese).clauses.length).toBeGreaterThan(MAX_QUERY_TERMS);
    expect(parseQuery(`"${japanese}"`).clauses).toHaveLength(1);
    expect(parseQuery(thai).clauses.length).toBeGreaterThan(40);
    const characters = (count: number) => String.fromCharCode(...Array.from({ length: count }, (_, i) => 0x4e00 + i));
    expect(parseQuery(characters(4 * MAX_QUERY_TERMS + 1)).clauses).toHaveLength(4 * MAX_QUERY_TERMS);
    expect(() => parseQuery(characters(4 * MAX_QUERY_TERMS + 2))).toThrow(/has 65 different words/);
    expect(() => parseQuery(`${characters(4 * MAX_QUERY_TERMS - 2)} ${distinct(2)}`)).toThrow(QueryTooLong);
  });

  it.each(['(', ')', '-(', '(-', 'NOT (', '"', '"(', 'OR (', 'a (', '(a OR ', '- ', '~', '*', ':', 'a:', '(((a) '])(
    'reads a thousand characters of %s',
    (piece) => {
      const text = piece.repeat(MAX_QUERY_LENGTH).slice(0, MAX_QUERY_LENGTH);
      inTime(100, () => parseQuery(text));
    },
  );

  const pieces = fc.constantFrom(
    ...['"', '“', '(', ')', '-', '--', ':', '~', '~2', '*', ' ', ' OR ', ' AND ', ' NOT ', 'OR', 'a', 'nato', 'Zürich'],
    ...[
      'title:',
      'path:',
      'after:',
      '2021-',
      'foo:',
      '京',
      '北京',
      '🎉',
      '\ud800',
      '\u0000',
      '__proto__',
      '/',
      '.',
      '’s',
    ],
  );
  const typed = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );

  it('reads every text', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const query = parseQuery(text.slice(0, MAX_QUERY_LENGTH));
        for (const clause of [...query.clauses, ...query.excluded]) {
          expect(clause.type).not.toBe('not');
          expect(printQuery(clause)).toMatch(/\S/);
        }
        for (const { value } of query.filters) expect(value.trim()).not.toBe('');
        expect(() => interpret(query)).not.toThrow();
        const nothing = query.clauses.length + query.excluded.length + query.filters.length === 0;
        if (nothing && text.trim() !== '') expect(query.notes).not.toEqual([]);
      }),
      { numRuns: 1_500 * TIMES },
    );
  });

  it('reads simple queries, which are told apart without the grammar of all, as that does', () => {
    const simple = fc.constantFrom(
      ...[
        'nato',
        'Zürich',
        'МИР',
        'getUserName',
        'OR',
        'AND',
        'NOT',
        'c++',
        '.net',
        'v1.2',
        'x',
        'x'.repeat(70),
        "l'avion",
      ],
      ...[
        '"nato troops"',
        '" a  b "',
        '"nato"~',
        ' ',
        ' ',
        ' ',
        '\t',
        '"',
        '*',
        '~',
        '~1',
        '~12',
        '-',
        '_',
        '+',
        '\u00a0',
        '«',
        '٣',
        'ﬁ',
      ],
    );
    const text = fc.oneof(
      typed,
      fc.array(simple, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    );
    fc.assert(
      fc.property(text, (text) => {
        // An empty parenthesis says nothing, and is nothing simple.
        const { text: _, ...read } = parseQuery(text);
        const { text: __, ...want } = parseQuery(`() ${text}`);
        expect(text.trim() === '' ? { ...read, notes: want.notes } : read).toEqual(want);
      }),
      { numRuns: 1_500 * TIMES },
    );
  });

  it('white space around a query changes nothing but that its last word is done', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const plain = (query: string) => reading(query).replaceAll('+', '');
        expect(plain(`  ${text} `.slice(0, MAX_QUERY_LENGTH))).toBe(plain(text.slice(0, MAX_QUERY_LENGTH)));
      }),
    );
  });
});

describe('compileParser', () => {
  it.each(['naïve McDonald', 'Новая-Земля'])('leaves no pattern to compile for the first query: %s', (query) => {
    expect(compiledBy(query, '')).not.toEqual([]);
    expect(compiledBy(query, 'for (const _ of compileParser());')).toEqual([]);
  });
});

describe('interpret', () => {
  it('lists words, phrases and exclusions, each once', () => {
    expect(interpret(parseQuery('NATO nato "central asia" (a OR b*) -x -"y z" type:md'))).toEqual({
      terms: ['nato', 'a', 'b'],
      phrases: ['central asia'],
      excluded: ['x', '"y z"'],
    });
  });

  it('lists what is excluded behind AND and in parentheses, too', () => {
    expect(interpret(parseQuery('nato AND NOT russia (a -b) -c')).excluded).toEqual(['c', 'russia', 'b']);
  });
});
