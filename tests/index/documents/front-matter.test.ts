/** That no front matter holds up the files behind it; what is read of it is in markdown.test.ts. */
import { expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/index/documents/front-matter.js';
import { readTomlLines } from '../../../src/index/documents/toml-lines.js';
import { readYamlLines } from '../../../src/index/documents/yaml-lines.js';
import { inTime } from '../../in-time.js';

it.each(['"\\', '" , ', "'", ',', ' ', '[', '- ', 'a: ', '# ', '\n '])(
  'reads lines of 100,000 of %j in time',
  (piece) => {
    inTime(250, () => readYamlLines(`a: [${piece.repeat(100_000)}`));
    inTime(250, () => readTomlLines(`a = [${piece.repeat(100_000)}`));
  },
);

it.each([
  ['YAML with an error in each of its letters', `---\na: b: [${','.repeat(60_000)}\n---\n`, 3, 2_000],
  ['labels that end in no blank line', `Title: a\n${'b: c\n'.repeat(12_000)}d`, 0, 100],
  ['JSON that begins with every line and has no end', '{\n'.repeat(32_000), 0, 100],
])('takes %s in time', (_why, source, lines, most) => {
  expect(inTime(most, () => readFrontMatter(source)).lines).toBe(lines);
});
