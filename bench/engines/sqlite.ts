/** SQLite FTS5 in memory, contentless, with prefix indexes of 1, 2 and 3 letters. The ten best are timed without a count, which FTS5 asks for apart. */
import Database from 'better-sqlite3';
import type { Line } from '../corpus.js';
import type { Kind } from '../queries.js';
import { termsOf } from '../terms.js';
import { type Engine, TOP } from './engine.js';

export function buildSqlite(lines: readonly Line[]): Engine {
  const database = new Database(':memory:');
  database.exec(
    `create virtual table lines using fts5(title, text, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')`,
  );
  const insert = database.prepare('insert into lines(rowid, title, text) values (?, ?, ?)');
  database.transaction(() => {
    for (const [i, { title, text }] of lines.entries()) {
      insert.run(i, termsOf(title).join(' '), termsOf(text).join(' '));
    }
  })();
  database.exec(`insert into lines(lines) values ('optimize')`);
  const best = database.prepare(`select rowid from lines where lines match ? order by rank limit ${TOP}`).pluck();
  const count = database.prepare('select count(*) from lines where lines match ?').pluck();
  return {
    ask: (kind, text) => {
      const query = written(kind, text);
      const found = query === null ? null : (best.all(query) as number[]);
      return found === null ? null : { total: null, ids: () => found };
    },
    count: (kind, text) => {
      const query = written(kind, text);
      return query === null ? null : (count.get(query) as number);
    },
  };
}

function written(kind: Kind, text: string): string | null {
  const words = text.split(' ').map((word) => `"${word}"`);
  switch (kind) {
    case 'all':
      return words.join(' AND ');
    case 'any':
      return words.join(' OR ');
    case 'prefix':
      return `${words.join(' AND ')} *`;
    case 'phrase':
      return `"${text}"`;
    case 'fuzzy':
      return null;
  }
}
