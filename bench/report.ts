/** Writes docs/performance.md and its plot from the kept results: `npm run bench:report`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { BENCH, type Circumstances } from './options.js';
import { CLASS_NAMES, CLASSES } from './queries.js';
import type { SearchResults } from './search.js';
import { ms } from './table.js';

const DOCS = `${BENCH}../docs`;
const RESULTS = readdirSync(`${BENCH}results`).filter((name) => name.endsWith('.json'));

function results<T>(kind: string): (T & Circumstances)[] {
  return RESULTS.filter((name) => name.startsWith(kind)).map(
    (name) => JSON.parse(readFileSync(`${BENCH}results/${name}`, 'utf8')) as T & Circumstances,
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function told({ at, machine, node, command }: Circumstances): string {
  return `Measured ${at.slice(0, 10)} on ${machine}, Node ${node}, by \`${command}\`.`;
}

function searchSection(found: SearchResults): string {
  const names = Object.keys(found.engines);
  const head = [
    row(['ms, median / p99', ...CLASS_NAMES.map((name) => CLASSES[name].title)]),
    row(['---', ...CLASS_NAMES.map(() => '---')]),
  ];
  const rows = names.map((name) => {
    const engine = found.engines[name];
    return row([
      engine?.title ?? name,
      ...CLASS_NAMES.map((c) => {
        const figures = engine?.classes[c];
        return figures === null || figures === undefined ? '-' : `${ms(figures.p50)} / ${ms(figures.p99)}`;
      }),
    ]);
  });
  const beside = (ours: number | undefined, other: number): string => {
    const ratio = other / (ours ?? Number.NaN);
    return ratio >= 1 ? `${ratio.toFixed(2)} times faster` : `**${(1 / ratio).toFixed(2)} times slower**`;
  };
  const best = CLASS_NAMES.map((c) => {
    const others = names
      .filter((name) => !name.startsWith('pilcrow') && name !== 'flexsearch')
      .map((name) => ({
        title: found.engines[name]?.title ?? name,
        p50: found.engines[name]?.classes[c]?.p50 ?? Number.NaN,
      }))
      .filter(({ p50 }) => !Number.isNaN(p50))
      .sort((a, b) => a.p50 - b.p50);
    const [first] = others;
    if (first === undefined) return row([CLASSES[c].title, '-', '-', '-']);
    const ours = ['pilcrow-first', 'pilcrow'].map((name) => beside(found.engines[name]?.classes[c]?.p50, first.p50));
    return row([CLASSES[c].title, first.title, ...ours]);
  });
  const mini = (name: string): string =>
    CLASS_NAMES.map((c) => {
      const [a, b] = [found.engines.minisearch?.classes[c]?.p50, found.engines[name]?.classes[c]?.p50];
      return `${CLASSES[c].title} ${a === undefined || b === undefined ? '-' : (a / b).toFixed(a / b < 10 ? 1 : 0)}`;
    }).join(', ');
  const besideMini =
    found.engines.minisearch === undefined
      ? ''
      : `\nTimes faster than plain MiniSearch, the first pass: ${mini('pilcrow-first')}. As it answers: ${mini('pilcrow')}.\n`;
  return `## Searching ${found.paragraphs.toLocaleString('en')} paragraphs (${found.corpus})${found.turn === 1 ? ', after a pause' : ''}

Top 10, one thread, every engine asked the same ${found.turn === 1 ? 'query' : `${found.turn} queries`} in turn, each in a process of its own, ${found.rounds} rounds. ${told(found)}

${[...head, ...rows].join('\n')}

The first pass does what the others do: it orders by BM25. Pilcrow as it answers looks closer at the best hits and learns from them (docs/relevance.md).
Beside the fastest other engine of each class that ranks (FlexSearch does not: it gives the first it finds):

${[row(['class', 'fastest other', 'the first pass is', 'Pilcrow as it answers is']), row(['---', '---', '---', '---']), ...best].join('\n')}
${besideMini}
![Medians by class and engine, on a logarithmic scale](performance/${plotName(found)})
`;
}

function plotName({ paragraphs, turn }: SearchResults): string {
  return `search-${paragraphs}${turn === 1 ? '-after-a-pause' : ''}.svg`;
}

const COLOURS = [
  '#b3311f',
  '#d98a6a',
  '#3b6ea5',
  '#7fa8d1',
  '#4c8c4a',
  '#8fbf8d',
  '#8a6fb0',
  '#b8962e',
  '#777777',
  '#444444',
];

/** Bars on a logarithmic scale, legible on light and dark. */
function plot(found: SearchResults): string {
  const names = Object.keys(found.engines);
  const [width, height, left, bottom] = [900, 360, 50, 60];
  const group = (width - left) / CLASS_NAMES.length;
  const [low, high] = [0.01, 1000];
  const y = (value: number): number =>
    (height - bottom) * (1 - Math.log(Math.max(low, value) / low) / Math.log(high / low));
  const bars = CLASS_NAMES.flatMap((c, i) =>
    names.map((name, j) => {
      const value = found.engines[name]?.classes[c]?.p50 ?? low;
      const w = (group - 14) / names.length;
      return `<rect x="${(left + i * group + 7 + j * w).toFixed(1)}" y="${y(value).toFixed(1)}" width="${(w - 1).toFixed(1)}" height="${(height - bottom - y(value)).toFixed(1)}" fill="${COLOURS[j % COLOURS.length]}"><title>${found.engines[name]?.title}: ${ms(value)} ms</title></rect>`;
    }),
  );
  const lines = [0.01, 0.1, 1, 10, 100, 1000].map(
    (value) =>
      `<line x1="${left}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="#888" stroke-opacity=".3"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const labels = CLASS_NAMES.map(
    (c, i) =>
      `<text x="${left + (i + 0.5) * group}" y="${height - bottom + 16}" text-anchor="middle">${CLASSES[c].title}</text>`,
  );
  const legend = names.map(
    (name, i) =>
      `<rect x="${left + (i % 5) * 170}" y="${height - 34 + Math.floor(i / 5) * 16}" width="10" height="10" fill="${COLOURS[i % COLOURS.length]}"/><text x="${left + 14 + (i % 5) * 170}" y="${height - 25 + Math.floor(i / 5) * 16}">${found.engines[name]?.title}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#888"><text x="${left}" y="10">median ms</text>${[...lines, ...bars, ...labels, ...legend].join('')}</svg>\n`;
}

function figuresSection(title: string, found: Circumstances & { figures: Record<string, number> }): string {
  const rows = Object.entries(found.figures).map(([name, value]) =>
    row([name, value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en')]),
  );
  return `## ${title}, ${found.paragraphs.toLocaleString('en')} paragraphs (${found.corpus})\n\n${told(found)}\n\n${[row(['what', 'figure']), row(['---', '---']), ...rows].join('\n')}\n`;
}

type Http = Circumstances & {
  bytes: number;
  connections: Record<string, Record<'search' | 'again' | 'bare' | 'ratio' | 'ratioAgain' | 'p50' | 'p99', number>>;
  paused: Record<'seconds' | 'queries' | 'median' | 'slowest', number>;
};

function httpSection(found: Http): string {
  const rows = Object.entries(found.connections).map(([connections, f]) =>
    row([
      connections,
      f.search.toFixed(0),
      f.again.toFixed(0),
      f.bare.toFixed(0),
      f.ratio.toFixed(2),
      f.ratioAgain.toFixed(2),
      `${f.p50.toFixed(1)} / ${f.p99.toFixed(0)}`,
    ]),
  );
  return `## HTTP, ${found.paragraphs.toLocaleString('en')} paragraphs (${found.corpus})

\`GET /search\` with 20 highlighted hits, ${found.bytes.toLocaleString('en')} bytes an answer, different queries of all frequencies, keep-alive, beside a bare Hono
route that answers a constant body of the same size, in turn in one run: each query for the first time, and 256 of them again, whose answers are kept. The load is read as bytes by a thread of its own on
the same two cores (\`bench/load.ts\`). ${told(found)}

${[row(['connections', 'searches/s', 'asked again/s', 'bare route/s', 'ratio', 'ratio, asked again', 'latency p50 / p99 of searches, ms']), row(['---', '---', '---', '---', '---', '---', '---']), ...rows].join('\n')}

After pauses of ${found.paused.seconds} s in which nothing is asked, ${found.paused.queries} new queries one after the other take ${found.paused.median.toFixed(1)} ms at the median and ${found.paused.slowest.toFixed(0)} at most, as the server counts.
`;
}

const searches = results<SearchResults>('search-').sort((a, b) => a.paragraphs - b.paragraphs || b.turn - a.turn);
mkdirSync(`${DOCS}/performance`, { recursive: true });
for (const found of searches) writeFileSync(`${DOCS}/performance/${plotName(found)}`, plot(found));
const notes = `${BENCH}notes.md`;
writeFileSync(
  `${DOCS}/performance.md`,
  `# Performance

Every table here is written by \`npm run bench:report\` from what a measurement printed and kept. Machines differ and these are noisy: look at ratios within a
table. Run them yourself: \`npm run bench:search\`, \`bench:index\`, \`bench:http\`, each with \`-- --corpus file.tsv.gz\`, or with none for a public-domain text.

${searches.map(searchSection).join('\n')}
${results<{ figures: Record<string, number> }>('build-')
  .map((found) => figuresSection('Building, opening, changing', found))
  .join('\n')}
${results<Http>('http-').map(httpSection).join('\n')}
${existsSync(notes) ? readFileSync(notes, 'utf8') : ''}`,
);
