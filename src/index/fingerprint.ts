/** Tells an index that another version of Pilcrow built: its files were read, their words analysed or ranked in another way. */
import { crc32 } from 'node:zlib';
import { RANK_FINGERPRINT } from './rank.js';

/**
 * Names this version of the analysis, and of the reading before it. Raise the number with every change to the terms or
 * paragraphs that are made of a file.
 * 1: NFKD folding without diacritics, possessives and French elisions cut, bigrams for scripts without spaces, emoji.
 * 2: composed and decomposed text give equal terms in every script; each emoji (flags too) is its own term, without its
 *    style and skin tone; soft hyphens and joiners inside a word, variation selectors and half-width Katakana are
 *    folded; ς is σ.
 * 3: stems and exact spellings beside the words, by language; compounds also as a whole.
 * 4: a fraction (½) is no number of two digits.
 * 5: the vowel am of Thai and Lao belongs to its consonant; Vietnamese is known by its letters.
 * 6: a word with inner capitals between hyphens is a compound by itself (New-PSDrive).
 * 7: addresses do not count when the language is detected. Reading changed too: headings, powers, notes and dates.
 * 8: the numbers of a version are parts of it without its v. Reading changed too: overprinted letters and words cut by
 *    manuals, two encodings, Markdown boxes and notes, JSON front matter, headings, code and verse in plain text, breaks
 *    in HTML.
 * 9: a language is told by enough different words. Reading changed too: words of drawings, formulas, navigation and page
 *    layout in HTML, indented paragraphs and chapters in plain text, and where long paragraphs are cut.
 * 10: Arabic letters, digits of every script, and nasals and dots of Hindi are folded; Russian ё and Romanian ș and ț
 *    are stemmed; the dot of Catalan parts no word; Indonesian is known. Reading changed too: rules of tables and
 *    indented first lines in plain text, lines of long paragraphs, names of dates.
 * 11: invisible signs part no text without spaces; a word with a non-joiner is a compound. Reading changed too:
 *    headings and blocks of Org, blocks of AsciiDoc, fences, drawn tables, clauses and lines of one word in plain text.
 * 12: a word with inner capitals is a compound by itself whatever it is joined to (http.sslVerify); more apostrophes;
 *    Hebrew acronyms are words. Reading changed too: text behind meanings of terms and beneath deep nesting in Markdown,
 *    tags of Org, rare Chinese characters where lines meet.
 * 13: the same terms. Reading changed: PDF.
 * 14: the same terms. Reading changed: Arabic PDF, and indented paragraphs of plain text.
 * 15: the same terms. Reading changed: text in UTF-8 with a few zeros.
 * 16: she'll, we're and their like are no shell and were. Reading changed: lists, sections and printed pages of plain text, captions and pictures in headings
 *    of HTML and Markdown, numbers of lines of code in HTML, pictures that are written out in Markdown, rows above tables in
 *    PDF, shapes in OpenDocument, diagrams and large first letters in Word, levels of chapters in EPUB.
 * 17: characters of scripts without spaces right beside a number or another script are terms, too, and compounds amid
 *    such scripts are known. Reading changed: ends of lines between Chinese or Japanese in HTML; notes, numbers of items,
 *    raised letters, footers of slides, letters that head an index, soft hyphens, and lines in two directions in PDF;
 *    characters without a sign that are named by number; contents of EPUB deeper than six levels.
 * 18: the marks of the Quran are folded. Reading changed: labels at the head of plain text and Markdown, signs and rules
 *    that part or frame, and who has said them, in plain text; what stands above tables of contents in EPUB;
 *    emphasis in Markdown beside scripts without spaces. Twelve more scripts tell the language.
 * 19: the same terms. Reading changed: Markdown of writers' tools (links between notes, attributes, tags of generators,
 *    formulas, MDX), and notes that have no title but the name of their file; lines at the edges of pages in PDF whose
 *    lines are far apart; encodings that HTML declares late; languages that only the text behind the beginning tells; tabs in
 *    justified text; in PDF wrapped cells, numbers of lines, headings in capitals, words in capitals that were cut, and a
 *    title of a template.
 * 20: the same terms; languages in Cyrillic are told apart by their letters. Reading changed: reStructuredText, AsciiDoc and Org as a
 *    reader sees them; headings that lead back to the contents, roles of navigation, prose in pre and edit links of MediaWiki in
 *    HTML, `</br>`, headings of releases behind form feeds in plain text, links between pages named like `WikiLink`, and
 *    paragraphs of nothing but brackets in Markdown.
 * 21: the same terms. Reading changed: presentations are read; boxes in headings, and hidden text without its end, in
 *    HTML; what is whole of damaged archives; older encodings of other scripts among much ASCII; `list-table` of
 *    reStructuredText.
 * 22: the same terms. Reading changed: the lines of paragraphs over two pages in plain text; front matter in JSON that is not
 *    strict; in PDF headings, lines of items and brackets over two pages, and signs that are painted twice.
 * 23: the same terms. Reading changed: tags over several lines, what Logseq keeps of blocks, and places of contents in
 *    Markdown, and titles behind a single percent sign; titles below letterheads, and numbers of sections, in plain text;
 *    cells over several lines of AsciiDoc, and what stands below an empty comment of reStructuredText.
 * 24: the language of a document is one that two pieces of it tell. Segments are of format 14.
 * 25: titles begin where the heading that says them stands, and headings of lower levels that say them are no headings.
 *    Reading changed: what tabs open in HTML, and letters that PDF calls dingbats. Segments are of format 15.
 * 26: the same terms; the language that only the body of HTML says is known, where the words tell no other. Reading changed:
 *    titles of scripts, of licences in Debian's packages, and of mails whose mailbox does not give an address; clippings of a
 *    Kindle; in PDF an acute for an apostrophe, dingbats, and what stands below the title in letters as large.
 */
const ANALYSIS = 'pilcrow-26';

/** Stands for the versions of the analysis and the ranking that a segment's terms and bounds were computed with. */
export function fingerprint(): number {
  return crc32(`${ANALYSIS} ${RANK_FINGERPRINT}`);
}
