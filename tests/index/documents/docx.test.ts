import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocx } from '../../../src/index/documents/docx.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { type DocxParts, damagedAt, docxFile, p, type Row, rows, zipOf } from './office-files.js';

const style = (id: string, name: string, more = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;
const STYLES = [
  style('berschrift1', 'heading 1', '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
  style('Eigene', 'Meine Überschrift', '<w:basedOn w:val="berschrift1"/>'),
  style('Kopf2', 'heading 2'),
  style('Nicht', 'heading 3', '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
  style('Titel', 'Title'),
  style('Zitat', 'Quote'),
  style('Code', 'Source Code'),
  style('Verz1', 'toc 1'),
  style('Heimlich', 'Secret', '<w:rPr><w:vanish/></w:rPr>'),
  style('Kreis', 'circle', '<w:basedOn w:val="Kreis"/>'),
  style('Liste', 'List', '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'),
].join('');

const level = (at: number, format: string, shown: string): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${shown}"/></w:lvl>`;
const NUMBERING =
  `<w:abstractNum w:abstractNumId="7">${level(0, 'decimal', '%1.')}${level(1, 'bullet', '•')}${level(2, 'lowerLetter', '(%3)')}</w:abstractNum>` +
  `<w:abstractNum w:abstractNumId="8">${level(0, 'upperRoman', 'Article %1')}${level(1, 'decimal', '%1.%2')}</w:abstractNum>` +
  `<w:abstractNum w:abstractNumId="9">${level(0, 'bullet', ' ')}</w:abstractNum>` +
  '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>' +
  '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>' +
  '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>' +
  '<w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num>' +
  `<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">${level(0, 'bullet', '–')}</w:lvlOverride></w:num>`;

/** A paragraph with properties. */
const with_ = (properties: string, text: string): string =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const item = (list: number, at: number, text: string): string =>
  with_(`<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`, text);
const run = (text: string, properties = ''): string => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
const field = (code: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText><w:t>${code}</w:t></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const cell = (...paragraphs: string[]): string => `<w:tc>${paragraphs.join('')}</w:tc>`;
const table = (...rows: string[][]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.join('')}</w:tr>`).join('')}</w:tbl>`;
const box = (inner: string): string => `<w:txbxContent>${inner}</w:txbxContent>`;

const cases: [why: string, body: string, expected: Row[]][] = [
  ['runs join to words', `<w:p>${run('Wo')}${run('rd')}${run(' and')}</w:p>`, [['prose', 'Word and']]],
  [
    'entities are the five and numbers',
    `<!DOCTYPE x [<!ENTITY a "boom">]>${p('&lt;&amp;&#228;&#x1F600; &a;')}`,
    [['prose', '<&ä😀 &a;']],
  ],
  [
    'breaks, tabs, hyphens and signs',
    '<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e </w:t>' +
      '<w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>',
    [['prose', 'a b\nc\u2011d\u00ade α→']],
  ],
  [
    'headings by outline, by what a style is based on, by name',
    p('One', 'Eigene') +
      p('Two', 'Kopf2') +
      p('Three', 'Nicht') +
      with_('<w:outlineLvl w:val="2"/>', 'Four') +
      p('x', 'Kreis'),
    [
      ['heading', 'One', 1],
      ['heading', 'Two', 2],
      ['prose', 'Three'],
      ['heading', 'Four', 3],
      ['prose', 'x'],
    ],
  ],
  [
    'quotes, code with its lines, no contents',
    p('said', 'Zitat') + p('if (a)', 'Code') + p('  b()', 'Code') + p('One … 1', 'Verz1') + p('end'),
    [
      ['quote', 'said'],
      ['code', 'if (a)\n  b()'],
      ['prose', 'end'],
    ],
  ],
  [
    'code that is one paragraph is a block of its own',
    p('a', 'Code') + p('b</w:t><w:br/><w:t>c', 'Code') + p('d', 'Code'),
    [
      ['code', 'a'],
      ['code', 'b\nc'],
      ['code', 'd'],
    ],
  ],
  [
    'lists count, nest, begin anew and go on',
    item(1, 0, 'a') +
      item(1, 1, 'b') +
      item(1, 2, 'c') +
      item(1, 0, 'd') +
      item(3, 0, 'e') +
      item(4, 0, 'f') +
      item(5, 0, 'g') +
      p('h', 'Liste') +
      item(99, 0, 'i'),
    [
      ['list', 'a', [1, 1]],
      ['list', 'b', [2, 'bullet']],
      ['list', '(a) c', [3, null]],
      ['list', 'd', [1, 2]],
      ['list', 'e', [1, 5]],
      ['list', 'f', [1, null]],
      ['list', 'g', [1, 'bullet']],
      ['list', 'h', [2, 'bullet']],
      ['prose', 'i'],
    ],
  ],
  ['the ninth level is as deep as the eighth', item(1, 8, 'a'), [['list', 'a', [8, null]]]],
  [
    'the numbers of clauses and headings can be found',
    with_('<w:outlineLvl w:val="0"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>', 'Rent') +
      item(2, 1, 'Monthly.') +
      item(2, 1, 'In cash.'),
    [
      ['heading', 'Article I Rent', 1],
      ['list', 'I.1 Monthly.', [2, null]],
      ['list', 'I.2 In cash.', [2, null]],
    ],
  ],
  [
    'boxes are tasks',
    item(4, 0, '☐ buy') + item(5, 0, '☒ sell'),
    [
      ['list', 'buy', [1, 'open']],
      ['list', 'sell', [1, 'done']],
    ],
  ],
  [
    'tables are rows, and a box is its text',
    table([cell(p('a'), p('b')), cell(p('c'))], [cell(p('')), cell(p(''))], [cell(p('d')), cell(p(''))]) +
      table([cell(p('e'))]),
    [
      ['table', 'a b | c\nd | '],
      ['prose', 'e'],
    ],
  ],
  [
    'tables that lay out a page are its paragraphs',
    table(
      [cell(p('h', 'Kopf2'), p('a')), cell(table([cell(p('b')), cell(p('c'))]), p('d'))],
      [cell(p('e')), cell(p('f'))],
    ),
    [
      ['heading', 'h', 2],
      ['prose', 'a'],
      ['table', 'b | c'],
      ['prose', 'd'],
      ['table', 'e | f'],
    ],
  ],
  [
    'what was inserted is read, what was deleted or moved away is not',
    `<w:p><w:ins>${run('new ')}</w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:moveFrom>${run('from ')}</w:moveFrom><w:moveTo>${run('to')}</w:moveTo></w:p>`,
    [['prose', 'new to']],
  ],
  [
    'the large first letter of a chapter is of its first word',
    with_('<w:framePr w:dropCap="drop" w:lines="3"/>', 'O') + p('nce.') + with_('<w:framePr w:w="9"/>', 'A') + p('b'),
    [
      ['prose', 'Once.'],
      ['prose', 'A'],
      ['prose', 'b'],
    ],
  ],
  [
    'a paragraph whose end was deleted goes on',
    `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('one ')}</w:p>${p('two')}`,
    [['prose', 'one two']],
  ],
  [
    'also where nothing follows that it could go on with',
    `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('one')}</w:p>${table([cell(p('a')), cell(p('b'))])}<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('two')}</w:p>`,
    [
      ['prose', 'one'],
      ['table', 'a | b'],
      ['prose', 'two'],
    ],
  ],
  [
    'old properties are not those of now',
    with_('<w:pPrChange><w:pPr><w:pStyle w:val="Kopf2"/></w:pPr></w:pPrChange>', 'prose'),
    [['prose', 'prose']],
  ],
  [
    'hidden text is not read',
    `<w:p>${run('a')}${run('b', '<w:vanish/>')}${run('c', '<w:vanish w:val="0"/>')}</w:p>${p('d', 'Heimlich')}`,
    [['prose', 'ac']],
  ],
  [
    'of fields, results are read, also in each other',
    `<w:p>${run('See ')}${field('HYPERLINK "x"', `page ${'</w:t></w:r>'}${field('PAGEREF y', '7')}<w:r><w:t>.`)}<w:fldSimple w:instr="DATE">${run(' Today')}</w:fldSimple></w:p>`,
    [['prose', 'See page 7. Today']],
  ],
  [
    'a field that never ends hides only its own paragraph',
    `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>${run('code')}</w:p>${p('text')}`,
    [['prose', 'text']],
  ],
  [
    'text boxes are read once, behind their paragraph',
    `<w:p>${run('a ')}<w:r><mc:AlternateContent><mc:Choice>${box(p('in'))}</mc:Choice><mc:Fallback>${box(p('in'))}</mc:Fallback></mc:AlternateContent></w:r>${run('b')}</w:p>`,
    [
      ['prose', 'a b'],
      ['prose', 'in'],
    ],
  ],
  [
    'several boxes of a paragraph are read one after the other',
    `<w:p>${run('a')}<w:r>${box(p('one') + p('two'))}${box(p('three') + p('four'))}</w:r></w:p>`,
    ['a', 'one', 'two', 'three', 'four'].map((text) => ['prose', text]),
  ],
  [
    'powers, fractions, ruby and what a picture shows',
    `<w:p>${run('10')}${run('9', '<w:vertAlign w:val="superscript"/>')} <m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>` +
      '<w:r><w:t> </w:t><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>' +
      '<w:r><wp:docPr descr="A wood&#27;in&#10;winter"/><wp:docPr descr="image1.png"/></w:r></w:p>',
    [['prose', '10^9a/b 漢 A wood in winter']],
  ],
  [
    'contents and what asks for an entry are not read',
    `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p('Contents')}</w:sdtContent></w:sdt>` +
      `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${p('Click here')}</w:sdtContent></w:sdt>` +
      `<w:sdt><w:sdtPr/><w:sdtContent>${p('entered')}</w:sdtContent></w:sdt>`,
    [['prose', 'entered']],
  ],
];

describe('readDocx', () => {
  it.each(cases)('%s', (_, body, expected) => {
    const { blocks } = readDocx(
      docxFile(body, { styles: STYLES, numbering: NUMBERING, core: '<dc:title>T</dc:title>' }),
    );
    expect(rows(blocks)).toEqual(expected);
    expect(blocks.every(({ lines }) => lines[0] === 1 && lines[1] === 1)).toBe(true);
  });

  it('reads the words of diagrams and charts behind the paragraph that has them, once', () => {
    const words = (...texts: string[]): string =>
      texts.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join('');
    const shows = '<w:r><dgm:relIds r:dm="d1"/></w:r><w:r><c:chart r:id="c1"/></w:r>';
    const file = docxFile(`<w:p>${run('See')}${shows}</w:p><w:p>${run('so')}${shows}<c:chart r:id="x"/></w:p>`, {
      diagramData: `<dgm:ptLst><dgm:pt><dgm:t>${words('Cut the ', 'Sew')}</dgm:t></dgm:pt><dgm:pt>${words('')}</dgm:pt></dgm:ptLst>`,
      chart: `<c:title>${words('Sales')}</c:title><c:cat><c:strCache><c:pt><c:v>North</c:v></c:pt><c:pt><c:v>North</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:val>`,
    });
    expect(rows(readDocx(file).blocks)).toEqual([
      ['prose', 'See'],
      ['prose', 'Cut the\nSew'],
      ['prose', 'Sales\nNorth'],
      ['prose', 'so'],
    ]);
  });

  it('sets notes and remarks behind the paragraph or the table that refers to them', () => {
    const note = (id: string, text: string, more = ''): string =>
      `<w:footnote w:id="${id}" ${more}>${p(text)}</w:footnote>`;
    const mark = (name: string, id: string): string => `<w:p>${run('text ')}<w:r><w:${name} w:id="${id}"/></w:r></w:p>`;
    const file = docxFile(
      mark('footnoteReference', '1') +
        table([cell(mark('commentReference', '4')), cell(p('b'))]) +
        mark('endnoteReference', '1'),
      {
        footnotes: note('0', 'line', 'w:type="separator"') + note('1', 'foot') + note('2', 'nobody refers to it'),
        endnotes: `<w:endnote w:id="1">${p('end')}</w:endnote>`,
        comments: `<w:comment w:id="4" w:author="Ann">${p('sure?')}</w:comment>`,
      },
    );
    expect(rows(readDocx(file).blocks)).toEqual([
      ['prose', 'text'],
      ['quote', 'foot'],
      ['table', 'text | b'],
      ['quote', 'Ann: sure?'],
      ['prose', 'text'],
      ['quote', 'end'],
    ]);
  });

  it('reads remarks on notes', () => {
    const refers = (name: string): string => `<w:r><w:${name} w:id="1"/></w:r>`;
    const file = docxFile(`<w:p>${run('text')}${refers('footnoteReference')}</w:p>`, {
      footnotes: `<w:footnote w:id="1"><w:p>${run('foot')}${refers('commentReference')}</w:p></w:footnote>`,
      comments: `<w:comment w:id="1" w:author="Ann">${p('sure?')}</w:comment>`,
    });
    expect(rows(readDocx(file).blocks)).toEqual([
      ['prose', 'text'],
      ['quote', 'foot'],
      ['quote', 'Ann: sure?'],
    ]);
  });

  const titles: [why: string, body: string, core: string, title: string][] = [
    ['its paragraph of the style for titles', p('The Title', 'Titel') + p('x'), 'Another', 'The Title'],
    ['what it says', p('Head', 'Kopf2') + p('x'), 'Said', 'Said'],
    ['its heading, where a program named it', p('Head', 'Kopf2') + p('x'), 'Microsoft Word - draft.doc', 'Head'],
    ['the same for a new document', p('Head', 'Kopf2') + p('x'), 'Dokument1', 'Head'],
    ['the same for what a template has', p('Head', 'Kopf2') + p('x'), 'Title', 'Head'],
  ];
  it.each(titles)('takes as title %s', (_, body, core, title) => {
    const parsed = readDocx(docxFile(body, { styles: STYLES, core: `<dc:title>${core}</dc:title>` }));
    expect(parsed.title).toBe(title);
    expect(rows(parsed.blocks).at(-1)).toEqual(['prose', 'x']);
    expect(parsed.blocks.some(({ text }) => text === title && title !== 'Head')).toBe(false);
  });

  it('begins the title where the heading that says it stands, not at the letterhead', () => {
    const body = p('Island of Widgets') + p('The Tides', 'Kopf2') + p('x');
    const parsed = readDocx(docxFile(body, { styles: STYLES, core: '<dc:title>The Tides</dc:title>' }));
    expect([parsed.titleAt, rows(parsed.blocks)]).toEqual([
      1,
      [
        ['prose', 'Island of Widgets'],
        ['prose', 'x'],
      ],
    ]);
  });

  it.each([
    ['a line above several sections is, as it was set by hand', 'By hand', 'By hand'],
    ['a sentence is not', 'This is a sentence.', 'Rent'],
    ['nor is a date', 'Berlin, 3 May', 'Rent'],
  ])('knows a title that is in no style: %s', (_, line, title) => {
    const sections = p('Rent', 'Kopf2') + p('x') + p('Repairs', 'Kopf2') + p('y');
    const parsed = readDocx(docxFile(p(line) + sections, { styles: STYLES }));
    expect(parsed.title).toBe(title);
    expect(rows(parsed.blocks).slice(0, 2)).toEqual([
      ['prose', line],
      ['heading', 'Rent', 2],
    ]);
    // Above one section it may be anything.
    expect(readDocx(docxFile(p(line) + p('Rent', 'Kopf2') + p('x'), { styles: STYLES })).title).toBe('Rent');
  });

  it('knows its authors, tags and dates by the names that filters have', () => {
    const core =
      '<dc:creator>Ann Lee; Microsoft Office User</dc:creator><cp:keywords>wood, snow</cp:keywords><dc:subject>Trees</dc:subject>' +
      '<dcterms:created>2021-03-04T05:06:07Z</dcterms:created><dcterms:modified>2022-01-01T00:00:00Z</dcterms:modified>';
    expect(readDocx(docxFile(p('x'), { core })).metadata).toEqual(
      new Map([
        ['author', ['Ann Lee']],
        ['tags', ['wood', 'snow']],
        ['subject', ['Trees']],
        ['created', ['2021-03-04']],
        ['modified', ['2022-01-01']],
      ]),
    );
  });

  const GERMAN = p(
    'Der Wald ist im Winter nicht so dunkel, wie man sich das auch als Kind noch gedacht hat, und die Wege sind frei.',
  );
  const usual = (tag: string): DocxParts => ({
    styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="${tag}"/></w:rPr></w:rPrDefault></w:docDefaults>`,
  });
  const languages: [why: string, body: string, parts: DocxParts, language: string | null][] = [
    ['as it says', GERMAN, usual('de-CH'), 'de-CH'],
    ['not as its program says of all', GERMAN, usual('en-US'), null],
    ['as it says where its words do not tell', p('Xyz'), usual('sv-SE'), 'sv-SE'],
    [
      'as most of its text says',
      `<w:p>${run('Xyzzy', '<w:lang w:val="fi-FI"/>')}${run('ab')}</w:p>`,
      usual('en-GB'),
      'fi-FI',
    ],
  ];
  it.each(languages)('has a language %s', (_, body, parts, language) => {
    expect(readDocx(docxFile(body, parts)).language).toBe(language);
  });

  it('reads the strict form, other prefixes, and a body of another name', () => {
    const file = zipOf({
      '_rels/.rels':
        '<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="word/document2.xml"/></Relationships>',
      'word/document2.xml':
        '<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t>strict</t></r></p></body></document>',
    });
    expect(rows(readDocx(file).blocks)).toEqual([['prose', 'strict']]);
  });

  it('reads parts in UTF-16', () => {
    const xml =
      '\ufeff<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:p><w:r><w:t>weiß</w:t></w:r></w:p>';
    const file = zipOf({ 'word/document.xml': Uint8Array.from(Buffer.from(xml, 'utf16le')) });
    expect(rows(readDocx(file).blocks)).toEqual([['prose', 'weiß']]);
  });

  const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
  const refused: [why: string, bytes: Uint8Array, reason: RegExp][] = [
    [
      'a file that a password keeps',
      Buffer.from(`${OLE}${Buffer.from('EncryptedPackage', 'utf16le').toString('latin1')}`, 'latin1'),
      /password/,
    ],
    ['an old one', Buffer.from(`${OLE}WordDocument`, 'latin1'), /\.doc\b.*save it as \.docx/],
    ['another', Buffer.from('{\\rtf1 text}'), /RTF/],
    ['an archive of something else', zipOf({ a: 'x' }), /no Word document/],
  ];
  it.each(refused)('says of %s what it is', (_, bytes, reason) => {
    expect(() => readDocx(bytes)).toThrow(reason);
  });

  const deep = (element: string, inner = ''): string =>
    `<${element}>`.repeat(sized(100_000)) + inner + `</${element}>`.repeat(sized(100_000));
  const hostile: [why: string, body: string][] = [
    ['paragraphs in each other', deep('w:p', '<w:r><w:t>x</w:t></w:r>')],
    [
      'tables in each other',
      deep('w:tbl><w:tr><w:tc', p('x')).replaceAll('</w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>'),
    ],
    ['tables that never end', `<w:tbl><w:tr><w:tc>${p('x')}`.repeat(sized(50_000))],
    ['boxes in each other', deep('w:txbxContent', p('x'))],
    ['a box of many paragraphs', `<w:p><w:r>${box(p('x').repeat(150_000))}</w:r></w:p>`],
    [
      'paragraphs whose ends were deleted',
      `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`.repeat(
        sized(50_000),
      ),
    ],
    ['alternatives in each other', deep('mc:AlternateContent', p('x'))],
    [
      'fields in each other',
      `<w:p>${'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'.repeat(sized(50_000))}</w:p>`.repeat(2),
    ],
    ['a paragraph of many MB', `<w:p>${run('word '.repeat(40)).repeat(sized(50_000))}</w:p>`],
    ['code of many lines', p('x', 'Code').repeat(sized(50_000))],
    ['raised text', `<w:p>${run('1', '<w:vertAlign w:val="superscript"/>').repeat(sized(50_000))}</w:p>`],
    [
      'names that are declared again and again',
      `<a:b xmlns:a="http://purl.oclc.org/ooxml/officeDocument/math"><c xmlns:a="y"/></a:b>`.repeat(sized(50_000)),
    ],
    ['an attribute that never ends', `<w:p w:a="${'x'.repeat(sized(3_000_000))}`],
  ];
  // A ratio above that of any document: stored as it is.
  it.each(hostile)('stays fast for %s', (_, body) => {
    const bytes = zipOf(
      {
        'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">${body}`,
      },
      0,
    );
    inTime(limited(3_000), () => readDocx(bytes));
  });

  it('stays fast for many styles and lists', () => {
    const styles = Array.from({ length: sized(20_000) }, (_, i) =>
      style(`s${i}`, 'x', `<w:basedOn w:val="s${i + 1}"/>`),
    ).join('');
    const body = Array.from({ length: sized(20_000) }, (_, i) => p('x', `s${i}`)).join('');
    inTime(limited(5_000), () => readDocx(docxFile(body, { styles })));
  });

  it('reads whatever its XML looks like', () => {
    const pieces = fc.constantFrom(
      ...[
        'w:p',
        'w:r',
        'w:t',
        'w:tbl',
        'w:tr',
        'w:tc',
        'w:pPr',
        'w:rPr',
        'w:del',
        'w:txbxContent',
        'w:sdt',
        'w:sdtContent',
        'mc:AlternateContent',
        'mc:Choice',
      ].flatMap((name) => [`<${name}>`, `</${name}>`]),
      'text',
      '<w:vanish/>',
      '<w:pStyle w:val="berschrift1"/>',
      '<w:numId w:val="1"/>',
      '<w:fldChar w:fldCharType="begin"/>',
      '<w:fldChar w:fldCharType="end"/>',
      '<w:footnoteReference w:id="1"/>',
      '&#0;&#xD800;',
      '<![CDATA[x',
      '<!--',
    );
    const parts = { styles: STYLES, numbering: NUMBERING, footnotes: `<w:footnote w:id="1">${p('n')}</w:footnote>` };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (xml) => {
        for (const { text } of readDocx(docxFile(xml.join(''), parts)).blocks) {
          expect(text.trim()).not.toBe('');
          expect(text).toBe(text.toWellFormed());
        }
      }),
    );
  });
});

it('reads what is whole of a damaged file, and says how much is not', () => {
  const whole = docxFile(p('text'), { styles: '', comments: '' });
  expect(readDocx(damagedAt(whole, 'word/comments.xml'))).toMatchObject({
    blocks: [{ text: 'text' }],
    missing: '1 of the 5 parts of its archive is damaged; copy or save it once more',
  });
  expect(readDocx(whole).missing).toBeUndefined();
  expect(() => readDocx(damagedAt(whole, 'word/document.xml'))).toThrow(/^1 of the 5 parts of its archive is damaged/);
});
