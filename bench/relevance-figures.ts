/** The figures of rankings on judged collections: as tables, and beside those that are kept. */
import { existsSync, readFileSync } from 'node:fs';
import { MEASURES, type Measured, mean } from './judged.js';
import { BENCH } from './options.js';
import { ms, table } from './table.js';

/** A change that takes a larger share of a mean loses. */
const TOLERATED_LOSS = 0.002;

const RANKINGS = {
  any: 'Pilcrow, any word',
  auto: 'Pilcrow, as the page',
  lucene: 'Lucene’s BM25',
  minisearch: 'plain MiniSearch',
} as const;
export type RankingName = keyof typeof RANKINGS;
export const RANKING_NAMES = Object.keys(RANKINGS) as RankingName[];

/** The figures of one ranking on one collection. */
export interface Figures {
  clean: Measured;
  /** The same queries without and with a typo; null where the collection has none. */
  typo: { clean: Measured; typo: Measured } | null;
  /** The median time of a query, ms. */
  ms: number;
}

export interface Results {
  collections: Record<string, Record<RankingName, Figures>>;
  /** By language. */
  means: Record<string, Record<RankingName, Measured>>;
  /** Pilcrow's nDCG@10 (any word) minus Lucene's: the mean, and how likely chance makes one as large; over all queries, and by collection. */
  against: Record<string, { difference: number; chance: number }>;
}

function share(value: number): string {
  return value.toFixed(4);
}

function percent(ratio: number): string {
  return `${ratio >= 0 ? '+' : ''}${(100 * ratio).toFixed(1)} %`;
}

/** Prints all figures as tables. */
export function printFigures({ collections, means, against }: Results): void {
  for (const measured of MEASURES) {
    const columns = [
      ...Object.entries(collections).map(([name, figures]) => ({ name, of: (r: RankingName) => figures[r].clean })),
      ...Object.entries(means).map(([language, figures]) => ({
        name: `mean ${language}`,
        of: (r: RankingName) => figures[r],
      })),
    ];
    const rows = RANKING_NAMES.map((r) => [RANKINGS[r], ...columns.map(({ of }) => share(of(r)[measured]))]);
    const beside = [
      'any word / Lucene’s',
      ...columns.map(({ of }) => percent(of('any')[measured] / of('lucene')[measured] - 1)),
    ];
    console.log(`\n${table([[measured, ...columns.map(({ name }) => name)], ...rows, beside])}`);
  }
  console.log('\nnDCG@10, any word, against Lucene’s BM25: paired randomisation, 10,000 permutations');
  console.log(
    table([
      ['', 'difference', 'p'],
      ...Object.entries(against).map(([name, { difference, chance }]) => [
        name,
        difference.toFixed(4),
        chance.toFixed(4),
      ]),
    ]),
  );
  const mistyped = Object.entries(collections).filter(([, figures]) => figures.any.typo !== null);
  if (mistyped.length > 0) {
    console.log('\nnDCG@10, clean -> one typo in one word');
    const all = (r: RankingName, kind: 'clean' | 'typo'): number[] =>
      mistyped.flatMap(([, figures]) => figures[r].typo?.[kind]['nDCG@10'] ?? []);
    const change = (clean: number, typo: number): string =>
      `${share(clean)} -> ${share(typo)} ${percent(typo / clean - 1)}`;
    console.log(
      table([
        ['', ...mistyped.map(([name]) => name), 'mean'],
        ...RANKING_NAMES.map((r) => [
          RANKINGS[r],
          ...all(r, 'clean').map((clean, i) => change(clean, all(r, 'typo')[i] ?? 0)),
          change(mean(all(r, 'clean')), mean(all(r, 'typo'))),
        ]),
      ]),
    );
  }
  console.log('\nA query and its best 100, median ms');
  const rows = RANKING_NAMES.map((r) => [
    RANKINGS[r],
    ...Object.values(collections).map((figures) => ms(figures[r].ms)),
  ]);
  console.log(table([['', ...Object.keys(collections)], ...rows]));
}

/** The figures that are kept; null if there are none. */
export function readKept(): Results | null {
  const file = `${BENCH}results/relevance.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : null;
}

/** Prints what changed since the kept figures. Returns whether a mean (or the only collection of a language) lost more than is tolerated. */
export function printDifferences(before: Results, now: Results): boolean {
  const rows: string[][] = [];
  let lost = false;
  const compare = (name: string, r: RankingName, from: Measured | undefined, to: Measured, counts: boolean): void => {
    for (const measured of MEASURES) {
      if (from === undefined || Math.abs(to[measured] - from[measured]) < 0.000_05) continue;
      const ratio = to[measured] / from[measured] - 1;
      const loses = counts && (r === 'any' || r === 'auto') && ratio < -TOLERATED_LOSS;
      lost ||= loses;
      rows.push([
        `${name}, ${RANKINGS[r]}`,
        measured,
        share(from[measured]),
        share(to[measured]),
        percent(ratio),
        loses ? 'lost' : '',
      ]);
    }
  };
  const meant = new Set(Object.keys(now.means));
  for (const r of RANKING_NAMES) {
    for (const [name, figures] of Object.entries(now.collections)) {
      const alone = !meant.has(/-([a-z]{2})$/.exec(name)?.[1] ?? 'en');
      compare(name, r, before.collections[name]?.[r].clean, figures[r].clean, alone);
      compare(
        `${name} with typos`,
        r,
        before.collections[name]?.[r].typo?.typo,
        figures[r].typo?.typo ?? figures[r].clean,
        false,
      );
    }
    for (const [language, figures] of Object.entries(now.means)) {
      compare(`mean ${language}`, r, before.means[language]?.[r], figures[r], true);
    }
  }
  console.log('\nSince the figures that are kept');
  console.log(rows.length === 0 ? 'nothing changed' : table([['', '', 'was', 'is', '', ''], ...rows]));
  return lost;
}
