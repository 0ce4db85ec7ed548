/** Builds one MiniSearch in a process that does nothing else: `node one-minisearch.js --corpus file.tsv[.gz] --size 100000`. Prints paragraphs a second. */
import MiniSearch from 'minisearch';
import { type Line, loadCorpus } from './corpus.js';
import { options } from './options.js';

const { corpus: file, sizes } = options();
const { lines } = loadCorpus(file, sizes[0] ?? null);
const entries = lines.map((line, id) => ({ ...line, id }));
const began = performance.now();
new MiniSearch<Line & { id: number }>({ fields: ['title', 'text'] }).addAll(entries);
console.log(lines.length / ((performance.now() - began) / 1000));
