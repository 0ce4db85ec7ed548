/** Which values filters take. */
import { describe, expect, it } from 'vitest';
import { isDate } from '../../../src/index/query/filters.js';

describe('isDate', () => {
  it.each(['2021', '2021-10', '2021-10-01', '2020-02-29', '0001-01-01'])('%s is one', (value) => {
    expect(isDate(value)).toBe(true);
  });
  it.each(['', '21', '2021-13', '2021-02-31', '2021-2-3', '2021-10-01T00:00', 'yesterday', '20211001'])(
    '%s is none',
    (value) => {
      expect(isDate(value)).toBe(false);
    },
  );
});
