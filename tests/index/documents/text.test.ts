import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/index/documents/text.js';
import { split } from '../../../src/index/split.js';
import { inTime } from '../../in-time.js';

const long = 'The quick brown fox jumps over the lazy dog and then runs';

const titles: [why: string, text: string, title: string, blocks: string[]][] = [
  ['a line alone above text is the title', 'Title\n\nText here.', 'Title', ['Text here.']],
  ['an underlined one too', 'Title\n=====\n\nText.', 'Title', ['Text.']],
  ['blank lines before it do not count', '\n \n\tTitle\n\nText.', 'Title', ['Text.']],
  ['a line with nothing below stays a paragraph', 'Only line.', 'Only line.', ['Only line.']],
  ['two lines are a paragraph, and its first line the title', 'One\nTwo\n\nThree', 'One', ['One\nTwo', 'Three']],
  [
    'a long first line is cut at a word',
    `${'word '.repeat(60)}\n\nText.`,
    `${'word '.repeat(23)}word…`,
    [`${'word '.repeat(59)}word`, 'Text.'],
  ],
  ['a sentence alone stays a paragraph', 'Ann met Bob.\n\nText.', 'Ann met Bob.', ['Ann met Bob.', 'Text.']],
  ['so does one that ends in a quote', '«Ann met Bob.»\n\nText.', '«Ann met Bob.»', ['«Ann met Bob.»', 'Text.']],
  ['so does what leads to a list', 'Buy:\n\n- eggs', 'Buy:', ['Buy:', '- eggs']],
  ['a question may be a title', 'Who was Ann?\n\nText.', 'Who was Ann?', ['Text.']],
  ['so may an underlined sentence', 'Ann met Bob.\n------------\n\nText.', 'Ann met Bob.', ['Text.']],
  [
    'nor is a paragraph that was wrapped',
    `${long}\nhome to sleep\n\nText.`,
    `${long} home to sleep`,
    [`${long} home to sleep`, 'Text.'],
  ],
  ['the sign of AsciiDoc is not of it', '= Title\nAnn Lee\n\nText.', 'Title', ['Ann Lee', 'Text.']],
  ['a word for programs is no title', ':orphan:\n\nTitle\n=====\n\nText.', 'Title', [':orphan:', 'Text.']],
  ['a role of reStructuredText may begin one', ':mod:`a` --- B\n===========\n\nText.', ':mod:`a` --- B', ['Text.']],
  ['unless there is no other', ':orphan:', ':orphan:', [':orphan:']],
  ['nor is that of Markdown', '# Title\n\nText.', 'Title', ['Text.']],
  ['nor is that of Org', '#+TITLE: Title\n\nText.', 'Title', ['Text.']],
  [
    'nor is a letterhead',
    `Network Group             A. Lee\nRequest: 8                   ISI\n                         July 1\n\n    On Names\n\nText.`,
    'On Names',
    ['Network Group             A. Lee\nRequest: 8                   ISI\n                         July 1', 'Text.'],
  ],
  [
    'a list in columns is none',
    'Milk   2\nEggs   12\n\nBy Friday\n\n  a',
    'Milk 2',
    ['Milk   2\nEggs   12', 'By Friday', 'a'],
  ],
  ['nor is a table', 'Name      Age\nAnn        40', 'Name Age', ['Name      Age\nAnn        40']],
  ['what runs a script is no title', '#!/bin/sh\n\necho hello', '', ['#!/bin/sh', 'echo hello']],
  ['a decoration is no title', '*****\n\nText.', 'Text.', ['*****', 'Text.']],
  ['a label says it', 'Title: A\nAuthor: B\n\nText.', 'A', ['Title: A\nAuthor: B', 'Text.']],
  [
    'also behind a remark',
    'The library has\n\nTitle: A\n\nAuthor: B\n\nText.',
    'A',
    ['The library has', 'Title: A', 'Author: B', 'Text.'],
  ],
  ['a heading that says more stays', 'The A\n\nTitle: A\n\nText.', 'A', ['The A', 'Title: A', 'Text.']],
  ['one alone is no paragraph', 'Title: A\n\nText.', 'A', ['Text.']],
  ['nor is one of data far below', 'T\n\na\n\nb\n\nc\n\nTitle: A', 'T', ['a', 'b', 'c', 'Title: A']],
  ['the subject of a mail is its title', 'From: B\nSubject: A\n\nText.', 'A', ['From: B\nSubject: A', 'Text.']],
  [
    'in whatever letters it was written',
    'Subject: =?UTF-8?B?0J/RgNC4?=\n =?utf-8?q?=D0=B2=D0=B5=D1=82_?= =?x-none?q?a?= b\n\nText.',
    'Привет =?x-none?q?a?= b',
    ['Subject: =?UTF-8?B?0J/RgNC4?= =?utf-8?q?=D0=B2=D0=B5=D1=82_?= =?x-none?q?a?= b', 'Text.'],
  ],
  ['that of a mail in the text is not', 'T\n\nFrom: B\nSubject: A\n\nText.', 'T', ['From: B\nSubject: A', 'Text.']],
  [
    'a licence of Debian says what it is of',
    'Format: https://example.org/1.0/\nUpstream-Name: less\n\nFiles: *',
    'less',
    ['Format: https://example.org/1.0/\nUpstream-Name: less', 'Files: *'],
  ],
  ['nothing at all', ' \n\t\n', '', []],
];

const labels: [why: string, text: string, said: [author?: string, date?: string, tags?: string]][] = [
  [
    'a mail',
    'From: "Lee, Ann" <a@b.org>\nTo: C\nSubject: D\nDate: Mon, 14 May 2001 16:39:00 -0700',
    ['Lee, Ann', 'Mon, 14 May 2001 16:39:00 -0700'],
  ],
  [
    'a mail in a mailbox, with lines that go on',
    'From a@b.org Thu Aug 22 2002\nReceived: c\n by d\nSubject: e\nFrom: a@b.org (Ann Lee)',
    ['Ann Lee'],
  ],
  [
    'a mail of an archive on the web',
    'From ann at b.org  Mon May 14 16:39:00 2001\nFrom: ann at b.org (Ann Lee)\nSubject: e',
    ['Ann Lee'],
  ],
  [
    'a mail in a mailbox that does not say whose',
    'From - Mon Mar  4 10:11:12 2019\nFrom: Ann Lee <a@b.org>\nSubject: e',
    ['Ann Lee'],
  ],
  ['a patch', `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: Ann Lee <a@b.org>\nSubject: e`, ['Ann Lee']],
  ['a sentence that begins as a mailbox does', 'From time to time\nFrom: A\nSubject: b', []],
  ['a name in other letters', 'Subject: A\nFrom: =?iso-8859-1?Q?J=FCrgen_Lee?= <a@b.org>', ['Jürgen Lee']],
  ['an address without a name', 'Subject: A\nFrom: <a@b.org>', ['a@b.org']],
  ['reStructuredText', 'T\n=\n\n:Author: Ann Lee\n:Date: 2001-10-05', ['Ann Lee', '2001-10-05']],
  ['keywords of Subversion', ':Author: Ann Lee\n:Date: $Date: 2001-10-05 $\n:Tags: $Tags$', ['Ann Lee', '2001-10-05']],
  [
    'Org',
    '#+TITLE: T\n\n#+AUTHOR: Ann Lee\n#+DATE: <2001-10-05 Fri>\n#+KEYWORDS: a, b',
    ['Ann Lee', '2001-10-05 Fri', 'a,b'],
  ],
  ['one thing that is no title may be anything', 'Date: 2001\nPrice: 5', []],
  ['a line without one', 'Author: Ann\nDate: 2001\nshe said', []],
];

const shapes: [why: string, text: string, kind: string, expected: string][] = [
  ['wrapped lines are joined', `${long}\nhome to sleep.`, 'prose', `${long} home to sleep.`],
  ['also where the first is indented', `   ${long}\nhome to sleep.`, 'prose', `${long} home to sleep.`],
  ['also where all are', `   ${long}\n   home to sleep.`, 'prose', `${long} home to sleep.`],
  ['a hyphen at a line end stays, without a space', `${long} well-\nknown roads`, 'prose', `${long} well-known roads`],
  ['so does that of manuals', `${long} lan\u2010\nguages there are`, 'prose', `${long} lan\u2010guages there are`],
  ['a dash is not a hyphen', `${long} far -\naway`, 'prose', `${long} far - away`],
  ['scripts without spaces are joined without', `${'漢字'.repeat(15)}\n漢字。`, 'prose', `${'漢字'.repeat(16)}。`],
  ['also at rare characters', `${'漢𠮷'.repeat(15)}\n𠮷漢。`, 'prose', `${'漢𠮷'.repeat(15)}𠮷漢。`],
  ['quoted lines of mails keep theirs', `> ${long}\n> home.`, 'prose', `> ${long}\n> home.`],
  ['records keep theirs', `Name: ${long}\nPlace: the woods`, 'prose', `Name: ${long}\nPlace: the woods`],
  ['who has said it is no code', `${long}\nhome.\n    -- Ann Lee`, 'prose', `${long} home.\n-- Ann Lee`],
  [
    'nor below verse',
    `Roses are red,\nViolets are blue.\n      — Ann Lee`,
    'prose',
    `Roses are red,\nViolets are blue.\n— Ann Lee`,
  ],
  ['short lines keep their breaks', 'Roses are red,\nViolets are blue.', 'prose', 'Roses are red,\nViolets are blue.'],
  [
    'so do lines that had room for more',
    `${long}\nNo.\n${long}\nNo.\n${long}`,
    'prose',
    `${long}\nNo.\n${long}\nNo.\n${long}`,
  ],
  [
    'so do four lines of verse',
    'Shall I compare thee to a day in summer?\n'.repeat(4),
    'prose',
    `${'Shall I compare thee to a day in summer?\n'.repeat(3)}Shall I compare thee to a day in summer?`,
  ],
  [
    'what is in capitals is no verse',
    'SHALL I COMPARE THEE TO A DAY IN THE SUMMER\n'.repeat(4),
    'prose',
    `${'SHALL I COMPARE THEE TO A DAY IN THE SUMMER '.repeat(3)}SHALL I COMPARE THEE TO A DAY IN THE SUMMER`,
  ],
  ['a list has an item a line', '- one\n- two\n  goes on\n- three', 'list', '- one\n- two goes on\n- three'],
  ['with its lead', 'We need:\n1. eggs\n2) milk', 'list', 'We need:\n1. eggs\n2) milk'],
  ['columns stay as they are', 'name    size\na.txt   12\nb.txt   7', 'code', 'name    size\na.txt   12\nb.txt   7'],
  [
    'so do those that tabs part',
    'Sample\tprotocol  of  it\tarray design\nS-0001\tlabelling of all\tA-MEXP-12',
    'code',
    'Sample\tprotocol  of  it\tarray design\nS-0001\tlabelling of all\tA-MEXP-12',
  ],
  [
    'so does one behind the first word of a line, and two spaces behind a sentence are none of a justified line',
    "'fileencoding'\tof the file.  Of one.\n'termencoding'\tof the screen.  Of all.",
    'code',
    "'fileencoding'\tof the file.  Of one.\n'termencoding'\tof the screen.  Of all.",
  ],
  [
    'tabs that stand for the two spaces of justified lines part none',
    '       Die  Dienstprogramme  bzcmp  und\t bzdiff\t führen\t die  Programme auf,\n       wenn zwei Dateien verglichen werden.',
    'prose',
    'Die Dienstprogramme bzcmp und bzdiff führen die Programme auf, wenn zwei Dateien verglichen werden.',
  ],
  [
    'so does a table that is drawn',
    '+----+----------------------+----------+\n| id | name of the customer | lives in |\n+----+----------------------+----------+\n| 12 | Ann Lee of the Port  | Zurich   |',
    'code',
    '+----+----------------------+----------+\n| id | name of the customer | lives in |\n+----+----------------------+----------+\n| 12 | Ann Lee of the Port  | Zurich   |',
  ],
  [
    'and a table of contents',
    `Chapter 1 ${'.'.repeat(40)} 1\nChapter 12 ${'. '.repeat(20)} 9`,
    'code',
    `Chapter 1 ${'.'.repeat(40)} 1\nChapter 12 ${'. '.repeat(20)} 9`,
  ],
  [
    'a line with a bar at both ends is no table',
    `${long}:\n|see-what-is-said-about-the-lazy-dog-in-there|`,
    'prose',
    `${long}: |see-what-is-said-about-the-lazy-dog-in-there|`,
  ],
  [
    'lines of one word are not wrapped: addresses, records',
    'https://example.org/notes/a/long/name/one.html\nhttps://example.org/notes/a/long/name/two.html',
    'prose',
    'https://example.org/notes/a/long/name/one.html\nhttps://example.org/notes/a/long/name/two.html',
  ],
  [
    'nor are lines that begin with their date or hour',
    '2021-10-05 10:00:01 the server has started\n2021-10-05 10:00:02 the server has stopped',
    'prose',
    '2021-10-05 10:00:01 the server has started\n2021-10-05 10:00:02 the server has stopped',
  ],
  [
    'clauses of a law are a list',
    `1.1 ${long}\nhome.\n1.2. ${long}\nhome.`,
    'list',
    `1.1 ${long} home.\n1.2. ${long} home.`,
  ],
  ['so are verses', `3:16 ${long}\nhome.\n3:17 ${long}`, 'list', `3:16 ${long} home.\n3:17 ${long}`],
  [
    'also in a list of other numbers',
    `1. One\n1.1 Two\n1.2 ${long}\nhome.`,
    'list',
    `1. One\n1.1 Two\n1.2 ${long} home.`,
  ],
  ['one number alone begins none', `1. ${long}\n3.11 OR LATER.`, 'list', `1. ${long} 3.11 OR LATER.`],
  ['nor do numbers of prose', `${long}\n1.5 Mio. and then\n2.5 Mio.`, 'prose', `${long}\n1.5 Mio. and then\n2.5 Mio.`],
  ['so does deeper indentation', '  if x:\n    y()\n  z()', 'code', 'if x:\n  y()\nz()'],
];

const breaks: [why: string, text: string, blocks: [string, number, number][]][] = [
  [
    'CRLF',
    'T\r\n\r\na\r\n\r\nb',
    [
      ['a', 3, 3],
      ['b', 5, 5],
    ],
  ],
  [
    'CR',
    'T\r\ra\r\rb',
    [
      ['a', 3, 3],
      ['b', 5, 5],
    ],
  ],
  [
    'U+2028 breaks a line that counts once',
    'T\n\na\u2028b\n\nc',
    [
      ['a\nb', 3, 3],
      ['c', 5, 5],
    ],
  ],
  [
    'U+2029 parts paragraphs',
    'T\n\na\u2029b\n\nc',
    [
      ['a', 3, 3],
      ['b', 3, 3],
      ['c', 5, 5],
    ],
  ],
  [
    'a form feed at a line start parts them',
    'T\n\na\n\fb',
    [
      ['a', 3, 3],
      ['b', 4, 4],
    ],
  ],
  ['of what was printed over, the last letter counts', 'T\n\nN\bNA\bA _\b😀\n', [['NA 😀', 3, 3]]],
  ['a byte order mark and controls vanish', '\ufeffT\n\na\0\u001b[31mb\u001b[0m\u0007', [['ab', 3, 3]]],
];

const headings: [
  why: string,
  text: string,
  expected: [level: number | undefined, text: string, ...lines: number[]][],
][] = [
  [
    'each kind of underline is a level, in the order they come',
    'a\n\nOne\n===\n\nTwo\n---\n\nb\n\nThree\n=====',
    [
      [1, 'One', 3, 4],
      [2, 'Two', 6, 7],
      [undefined, 'b', 9, 9],
      [1, 'Three', 11, 12],
    ],
  ],
  [
    'with a line above it is another kind; the title has one, too',
    '=====\n Top\n=====\n\nOne\n===\n\nb',
    [
      [2, 'One', 5, 6],
      [undefined, 'b', 8, 8],
    ],
  ],
  [
    'lines of AsciiDoc',
    'a\n\n== One\n\n=== Two\n\nb\n\n=c',
    [
      [1, 'One', 3, 3],
      [2, 'Two', 5, 5],
      [undefined, 'b', 7, 7],
      [undefined, '=c', 9, 9],
    ],
  ],
  [
    'words between colons are tags in Org alone',
    'a\n\n== One :smile:\n\nb',
    [
      [1, 'One :smile:', 3, 3],
      [undefined, 'b', 5, 5],
    ],
  ],
  [
    'a line between two that are shorter is none',
    'a\n\n----\nx = 1 + 2\n----',
    [[undefined, '----\nx = 1 + 2\n----', 3, 5]],
  ],
  [
    'nor is a command between two that are as long',
    'a\n\n--------------\n$ git tag v2.5\n--------------\n\nb',
    [
      [undefined, '--------------\n$ git tag v2.5\n--------------', 3, 5],
      [undefined, 'b', 7, 7],
    ],
  ],
  [
    'a remark between two rows of its sign is one',
    'a\n\n########\n# BUILD\n########\n\nb',
    [
      [1, '# BUILD', 3, 5],
      [undefined, 'b', 7, 7],
    ],
  ],
  [
    'other signs are as long as the text',
    'a\n\nOne\n~~~\n\nAnd then\n...',
    [
      [1, 'One', 3, 4],
      [undefined, 'And then\n...', 6, 7],
    ],
  ],
  [
    'text may follow right away',
    'a\n\nOne\n===\nIt is text.\n\nTwo\n---\n- b\n\n=====\nThree\n=====\nIt is more.\n\n== Four ==\n[c]',
    [
      [1, 'One', 3, 4],
      [undefined, 'It is text.', 5, 5],
      [2, 'Two', 7, 8],
      [undefined, '- b', 9, 9],
      [3, 'Three', 11, 13],
      [undefined, 'It is more.', 14, 14],
      [4, 'Four', 16, 16],
      [undefined, '[c]', 17, 17],
    ],
  ],
  [
    'those of Markdown with more than one sign: one alone begins a comment',
    'a\n\n## One ##\nb\n\n### Two\n\n# c\n\n## d\n## e',
    [
      [1, 'One', 3, 3],
      [undefined, 'b', 4, 4],
      [2, 'Two', 6, 6],
      [undefined, '# c', 8, 8],
      [undefined, '## d\n## e', 10, 11],
    ],
  ],
  [
    'in a manual, what stands at the edge',
    'LS(1)   User Commands   LS(1)\n\nNAME\n    ls - list\n\n    -a  all\n\nSee also\n    dir\n\nGNU',
    [
      [1, 'NAME', 3, 3],
      [undefined, 'ls - list', 4, 4],
      [undefined, '-a all', 6, 6],
      [1, 'See also', 8, 8],
      [undefined, 'dir', 9, 9],
      [undefined, 'GNU', 11, 11],
    ],
  ],
  [
    'parts of books and laws, with their title behind or below them',
    'a\n\nBOOK ONE\n\n CHAPTER 1. Loomings.\n\nb\n\n§ 5a\nDer Kauf\n\nc\n\nArticle 2 Scope\n\n第三章 你好',
    [
      [1, 'BOOK ONE', 3, 3],
      [2, 'CHAPTER 1. Loomings.', 5, 5],
      [undefined, 'b', 7, 7],
      [3, '§ 5a Der Kauf', 9, 10],
      [undefined, 'c', 12, 12],
      [4, 'Article 2 Scope', 14, 14],
      [5, '第三章 你好', 16, 16],
    ],
  ],
  [
    'the number of a section with its title, where sections have sections',
    'a\n\n1.  Scope ..... 1\n\n1.  Scope\n\nb\n\n1.1. Terms\n\n2. It is so.\n\n2  See\nbelow\n\n  3. In\n\n2.1 第二',
    [
      [undefined, '1. Scope ..... 1', 3, 3],
      [1, '1. Scope', 5, 5],
      [undefined, 'b', 7, 7],
      [2, '1.1. Terms', 9, 9],
      [undefined, '2. It is so.', 11, 11],
      [undefined, '2 See\nbelow', 13, 14],
      [undefined, '3. In', 16, 16],
      [2, '2.1 第二', 18, 18],
    ],
  ],
  [
    'but not in a list, or of versions',
    'a\n\n1. Milk\n\n2. Bread\n\n4.0 Faster\n\n3.1 Better',
    [
      [undefined, '1. Milk', 3, 3],
      [undefined, '2. Bread', 5, 5],
      [undefined, '4.0 Faster', 7, 7],
      [undefined, '3.1 Better', 9, 9],
    ],
  ],
  [
    'no sentence that begins so, and no list of them',
    'a\n\nPart I read\n\n§ 5 Das gilt.\n\nPart of it\n\nChapter 1\nChapter 2\n\nChapter 1\nis short\n\nSection 3\nIt is so.',
    [
      [undefined, 'Part I read', 3, 3],
      [undefined, '§ 5 Das gilt.', 5, 5],
      [undefined, 'Part of it', 7, 7],
      [undefined, 'Chapter 1\nChapter 2', 9, 10],
      [undefined, 'Chapter 1\nis short', 12, 13],
      [undefined, 'Section 3\nIt is so.', 15, 16],
    ],
  ],
  ['elsewhere it is none', 'a\n\nNAME\n    ls', [[undefined, 'NAME\nls', 3, 4]]],
  [
    'the rule of a table of reStructuredText is none',
    'a\n\n=====  =====\nA      B\n=====  =====\n1      2\n=====  =====\n\nb',
    [
      [undefined, '=====  =====\nA      B\n=====  =====\n1      2\n=====  =====', 3, 7],
      [undefined, 'b', 9, 9],
    ],
  ],
  [
    'what stands above a table of lines is none',
    'a\n\n----\nName\n====\n\nb\n---\nc',
    [
      [undefined, '----\nName\n====', 3, 5],
      [undefined, 'b\n---\nc', 7, 9],
    ],
  ],
];

const parts: [why: string, text: string, expected: [kind: string, text: string, first: number, last: number][]][] = [
  [
    'signs alone part sayings and stanzas',
    '%\na\nb\n%\nc\n~\nd\n*\ne % f\n%',
    [
      ['prose', 'a\nb', 4, 5],
      ['prose', 'c', 7, 7],
      ['prose', 'd', 9, 9],
      ['prose', 'e % f', 11, 11],
    ],
  ],
  [
    'so they do in quotes of a mail, and before its signature',
    '> a\n>\n> b\n> >\n> > c\n>\n--\nAnn Lee',
    [
      ['prose', '> a', 3, 3],
      ['prose', '> b', 5, 5],
      ['prose', '> > c', 7, 7],
      ['prose', 'Ann Lee', 10, 10],
    ],
  ],
  [
    'a rule above text is none of it, but stands where it is alone, or below text',
    '_____\na\nb\n\n-----\n\nabcde\n=====\nd.',
    [
      ['prose', 'a\nb', 4, 5],
      ['prose', '-----', 7, 7],
      ['heading', 'abcde', 9, 10],
      ['prose', 'd.', 11, 11],
    ],
  ],
  [
    'lines between two rules stand as they are, as those of a listing',
    `-----\n$ git bisect bad\nBisecting: ${long}\n[66c0b394] ${long}\n-----\n\n-----\nd\n=====\n\n+++++\n  a--b\n    c\n+++++`,
    [
      ['prose', `$ git bisect bad\nBisecting: ${long}\n[66c0b394] ${long}`, 4, 6],
      ['prose', '-----\nd\n=====', 9, 11],
      ['code', 'a--b\n  c', 14, 15],
    ],
  ],
  [
    'an indented line behind a sentence begins one, as in books',
    `  ${long}\nhome to sleep.\n  “No.”\n  ${long}\nhome.`,
    [
      ['prose', `${long} home to sleep.`, 3, 4],
      ['prose', '“No.”', 5, 5],
      ['prose', `${long} home.`, 6, 7],
    ],
  ],
  [
    'also where some paragraphs of a book end in no sentence, or are not wrapped',
    [
      `  ${long}\nhome to sleep:`,
      '  “No.”',
      ...Array.from({ length: 6 }, () => `  ${long}\nhome.`),
      `  ${long}\nand there—`,
      '  He was gone.',
    ].join('\n'),
    [
      ['prose', `${long} home to sleep:`, 3, 4],
      ['prose', '“No.”', 5, 5],
      ...Array.from({ length: 6 }, (_, i): [string, string, number, number] => [
        'prose',
        `${long} home.`,
        6 + 2 * i,
        7 + 2 * i,
      ]),
      ['prose', `${long} and there—`, 18, 19],
      ['prose', 'He was gone.', 20, 20],
    ],
  ],
  [
    'also where that makes it shorter than the others',
    `    ${long.slice(0, -5)}\n${long}\nhome to sleep.\n    “No.”`,
    [
      ['prose', `${long.slice(0, -5)} ${long} home to sleep.`, 3, 5],
      ['prose', '“No.”', 6, 6],
    ],
  ],
  [
    'not where it is indented so far that it is a column',
    'Files: extensions/libxt_conntrack.c\nCopyright: 2001, Marc Boucher (marc@mbsi.ca).\n           2007-2008, CC Computer Consultants GmbH\nLicense: GPL-2',
    [
      [
        'code',
        'Files: extensions/libxt_conntrack.c\nCopyright: 2001, Marc Boucher (marc@mbsi.ca).\n           2007-2008, CC Computer Consultants GmbH\nLicense: GPL-2',
        3,
        6,
      ],
    ],
  ],
  [
    'not where no sentence ends',
    `${long}\n  home to sleep\nin it.`,
    [['code', `${long}\n  home to sleep\nin it.`, 3, 5]],
  ],
  [
    'nor where all below a line is indented: it is about that',
    `NAME.\n  ${long}\n  home.`,
    [['prose', `NAME.\n${long}\nhome.`, 3, 5]],
  ],
  [
    'nor in code',
    'Run it.\n    make\nand go.\n    stop\nat last.',
    [['code', 'Run it.\n    make\nand go.\n    stop\nat last.', 3, 7]],
  ],
  [
    'in Chinese, by a wide space',
    '\u3000\u3000他说。\n\u3000\u3000她来了，\n\u3000\u3000又走了。',
    [
      ['prose', '他说。', 3, 3],
      ['prose', '她来了，\n又走了。', 4, 5],
    ],
  ],
  [
    'a line too long to be wrapped is one',
    `Who?\n${'It is so. '.repeat(30).trim()}\nWhen?\nNow.`,
    [
      ['prose', `Who?\n${'It is so. '.repeat(30).trim()}`, 3, 4],
      ['prose', 'When?\nNow.', 5, 6],
    ],
  ],
  [
    'a list ends with its last item, also without a blank line below it',
    `We need:\n- a jug\n- ${long}\nhome\n  of milk\nWe mix all.\n${long}\nhome.\n- b`,
    [
      ['list', `We need:\n- a jug\n- ${long} home of milk`, 3, 7],
      ['prose', `We mix all.\n${long}\nhome.`, 8, 10],
      ['list', '- b', 11, 11],
    ],
  ],
  [
    'what is saved with a paragraph a line has lists between',
    `Notes\n${'It is so. '.repeat(30).trim()}\nBuy\n* ${'It is so. '.repeat(30).trim()}\n* b\nWe go now.`,
    [
      ['prose', `Notes\n${'It is so. '.repeat(30).trim()}`, 3, 4],
      ['prose', 'Buy', 5, 5],
      ['list', `* ${'It is so. '.repeat(30).trim()}\n* b`, 6, 7],
      ['prose', 'We go now.', 8, 8],
    ],
  ],
  [
    'an item that was wrapped by hand goes on',
    `1. ${long}\nTHIRD PARTY RIGHTS AND THE USE OF ALL OF THEM,\nINFRINGE those of so many\nothers.\n2. b`,
    [
      [
        'list',
        `1. ${long} THIRD PARTY RIGHTS AND THE USE OF ALL OF THEM, INFRINGE those of so many others.\n2. b`,
        3,
        7,
      ],
    ],
  ],
  ['items of items have several asterisks', '* a\n** b\n*** c d\n* e', [['list', '* a\n** b\n*** c d\n* e', 3, 6]]],
  [
    'but not in a list',
    `- a\n- ${'It is so. '.repeat(30).trim()}\n- b`,
    [['list', `- a\n- ${'It is so. '.repeat(30).trim()}\n- b`, 3, 5]],
  ],
];

describe('readText', () => {
  it('parts what a Kindle keeps of books by its rules, which underline nothing', () => {
    const clips = ['Moby-Dick', 'Emma'].map(
      (book) => `${book}\n- Highlight on page 1 | Added today\n\nOf ${book}\n==========\n`,
    );
    expect(readText(clips.join('')).blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['prose', 'Moby-Dick\n- Highlight on page 1 | Added today'],
      ['prose', 'Of Moby-Dick'],
      ['prose', 'Emma\n- Highlight on page 1 | Added today'],
      ['prose', 'Of Emma'],
    ]);
  });

  it.each(parts)('paragraphs without blank lines: %s', (_why, text, expected) => {
    const { blocks } = readText(`Title\n\n${text}`);
    expect(blocks.map((block) => [block.kind, block.text, ...block.lines])).toEqual(expected);
  });

  it.each([
    ['sections are in sections', 't', ['1. A', '2. B', '2.1. C'], true],
    ['a letterhead stands above', 'A      B\nC\n\n   t', ['1. A', '2. B'], true],
    ['not in steps, with what to do below', 't', ['1. A', '2. B', '3. C', '4. D'], false],
    ['nor below columns of notes', 'A      B\nC\n\nt', ['1. A', '2. B'], false],
  ])('numbers are those of sections where %s', (_why, head, lines, isFound) => {
    const { blocks } = readText(`${head}\n\n${lines.map((line) => `${line}\n\n   1. x`).join('\n\n')}`);
    const found = blocks.filter(({ kind }) => kind === 'heading').map(({ text }) => text);
    expect(found).toEqual(isFound ? lines : []);
  });

  it.each(headings)('headings: %s', (_why, text, expected) => {
    const blocks = readText(text).blocks.filter((block) => block.text !== 'a');
    expect(blocks.map(({ level, text, lines }) => [level, text, ...lines])).toEqual(expected);
  });

  it.each(titles)('title: %s', (_why, text, title, blocks) => {
    const parsed = readText(text);
    expect(parsed.title).toBe(title);
    expect(parsed.blocks.map((block) => block.text)).toEqual(blocks);
  });

  it.each(labels)('labels: %s', (_why, text, said) => {
    const { metadata } = readText(`${text}\n\nText.`);
    expect(['author', 'date', 'tags'].map((name) => metadata.get(name)?.join())).toEqual([0, 1, 2].map((i) => said[i]));
  });

  it.each(shapes)('shape: %s', (_why, text, kind, expected) => {
    const block = readText(`Title\n\n${text}`).blocks[0];
    expect(block).toMatchObject({ kind, text: expected });
  });

  it.each(breaks)('breaks: %s', (_why, text, blocks) => {
    const parsed = readText(text);
    expect(parsed.blocks.map((block) => [block.text, ...block.lines])).toEqual(blocks);
  });

  it('takes a row of millions of signs for text', () => {
    const { blocks } = readText(`Title\n${'='.repeat(1e7)}\n\nText.`);
    expect(blocks.map(({ kind, text }) => [kind, text.length])).toEqual([
      ['prose', 'Title '.length + 1e7],
      ['prose', 'Text.'.length],
    ]);
  });

  it.each([
    ['code with a blank line', `So::\n\n  a\n\n${'  b\n'.repeat(140_000)}`, 2],
    ['paragraphs without one', '\u3000他说。\n'.repeat(140_000), 140_000],
  ])('reads more lines than a call has room for arguments: %s', (_why, text, count) => {
    expect(readText(`Title\n\n${text}`).blocks).toHaveLength(count);
  });

  it.each(['|', '│ ', '. ', '1.1 ', '+-', '`', '[', 'a\t'])('takes a long line of %j in linear time', (piece) => {
    // A table's row took 60 s.
    inTime(500, () => readText(`One line.\n${piece.repeat(100_000)}x\nAnother.`));
  });

  it.each([
    ['From ', '@'],
    ['Subject: a\nFrom: a', ' '],
    ['Subject: a\nFrom: a', '@'],
    ['Subject: ', '=?a?q?'],
    ['', 'Author: a\n'],
  ])('takes a head of %j and many %j in linear time', (head, piece) => {
    inTime(500, () => readText(`${head}${piece.repeat(50_000)}x\n\nText.`));
  });

  it.each([
    ['a fence of Markdown', '```sh\none\n\n## two\n\nend\n```'],
    ['a fence that does not say what its code is in', '```\none\n\nend\n```'],
  ])('takes %s as it stands, with its blank lines', (_why, code) => {
    const { blocks } = readText(`Title\n\nText:\n\n${code}\nMore.`);
    const last = 5 + code.split('\n').length;
    expect(blocks.map(({ kind, text, lines }) => [kind, text, ...lines])).toEqual([
      ['prose', 'Text:', 3, 3],
      ['code', code, 5, last - 1],
      ['prose', 'More.', last, last],
    ]);
  });

  it('pairs fences that stand right below text, too', () => {
    const { blocks } = readText('Title\n\nRun this\n```\none\n\n```\n\nText.\n\n```\ntwo\n```');
    expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
      ['prose', 'Run this'],
      ['code', '```\none\n\n```'],
      ['prose', 'Text.'],
      ['code', '```\ntwo\n```'],
    ]);
  });

  it.each([
    ['a fence that is not closed', '```sh\n\n## One\n\nText.'],
    ['an underline', 'One\n```\n\nText.\n\n```'],
  ])('takes %s for no code', (_why, source) => {
    const { blocks } = readText(`Title\n\n${source}`);
    expect(blocks.filter(({ kind }) => kind === 'heading')).toHaveLength(1);
    expect(blocks.some(({ kind }) => kind === 'code')).toBe(false);
  });

  it.each([
    ['a paragraph', 'So::'],
    ['a directive', '.. code-block:: sh\n   :caption: b'],
  ])('takes what is indented below %s that leads to it for code, with its blank lines', (_why, lead) => {
    const code = '    one\n\n    two   \n\n    == three\n      four';
    const { blocks } = readText(`Title\n\n${lead}\n\n${code}\n\nText.\n\n    more`);
    expect(blocks.slice(1).map(({ kind, text }) => [kind, text])).toEqual([
      ['code', 'one\n\ntwo\n\n== three\n  four'],
      ['prose', 'Text.'],
      ['prose', 'more'],
    ]);
    const first = lead.split('\n').length + 4;
    expect(blocks[1]?.lines).toEqual([first, first + 5]);
    expect(blocks[1]?.lineStarts).toEqual([0, 1, 2, 3, 4, 5].map((line) => first + line));
  });

  it('knows the lines of the pieces of a long paragraph whose lines were joined', () => {
    // Short lines first, then long ones: in proportion, all would be some lines off.
    const lines = Array.from({ length: 120 }, (_, i) => `${i + 3}x ${'word '.repeat(i < 40 ? 3 : 15)}${i + 3}y`);
    const parsed = readText(`Title\n\n${lines.join('\n')}`);
    expect(parsed.blocks[0]?.text).not.toContain('\n');
    const pieces = split(parsed).paragraphs;
    expect(pieces.length).toBeGreaterThan(4);
    for (const { text, lines: range } of pieces) {
      const numbers = [...text.matchAll(/(\d+)[xy]/g)].map((match) => Number(match[1]));
      expect([numbers[0], numbers.at(-1)].map((number) => range.includes(number ?? 0))).toEqual([true, true]);
    }
  });

  it('takes a box for no code', () => {
    const { blocks } = readText('Title\n\n.. note::\n\n   Text.\n\n   - more');
    expect(blocks.map(({ kind }) => kind)).toEqual(['prose', 'prose', 'list']);
  });

  it("reads the user's document", () => {
    const name = readdirSync('seeds').find((file) => file.startsWith('000_')) ?? '';
    const parsed = readText(readFileSync(`seeds/${name}`, 'utf8'));
    expect(parsed.title).toBe('Russia Advises Countries Bordering Afghanistan to Reject NATO Troops');
    expect(parsed.blocks).toHaveLength(8);
    expect(parsed.blocks[0]?.lines).toEqual([3, 3]);
  });

  it('loses no character, whatever the text', () => {
    const source = fc.array(
      fc.constantFrom(
        'a',
        'B.',
        ' ',
        '\n',
        '\n\n',
        '- ',
        '\t',
        '漢',
        '-',
        'Chapter 1',
        '\n\u3000',
        '.\n  ',
        '\n```\n',
        '1.1 B',
        '|',
        long,
      ),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(source, (parts) => {
        const { title, blocks } = readText(`Head\n\n${parts.join('')}`);
        // White space, and the underlines of headings.
        const text = blocks
          .map((block) => block.text)
          .join('')
          .replaceAll(/[\s`-]/g, '');
        const all = `Head${parts.join('')}`.replaceAll(/[\s`-]/g, '');
        // A title that stands alone is not in the blocks.
        expect([text, title + text]).toContain(all);
      }),
    );
  });
});
