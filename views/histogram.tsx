/** Hits over time as a small drawing: each bar a link to its span of time, named for those who do not see it. */
import { isDate, isoDay } from '../src/index/query/filters.js';
import type { Histogram } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import { otherwise, type PageQuestion } from './links.js';

/** Of the drawing, in its own units; a bar is one wide, with the gap. */
const HEIGHT = 40;
/** So that one hit beside a thousand is still seen. */
const LOWEST = 2;

/** The drawing, with the first and the last moment below it. */
export function HitsOverTime({ histogram, question }: { histogram: Histogram; question: PageQuestion }) {
  const say = useStrings();
  const { unit, buckets } = histogram;
  const most = Math.max(1, ...buckets.map(({ hits }) => hits));
  const name = ({ start, end }: (typeof buckets)[number]): string => say.period(unit, start, end);
  const [first, last] = [buckets[0], buckets.at(-1)];
  return (
    <nav class="histogram" aria-label={say.time.label}>
      <svg viewBox={`0 0 ${buckets.length} ${HEIGHT}`} preserveAspectRatio="none">
        <title>{say.time.label}</title>
        {buckets.map((bucket, index) => {
          if (bucket.hits === 0) return null;
          const height = Math.max(LOWEST, (bucket.hits / most) * HEIGHT);
          const what = say.time.bar(name(bucket), bucket.hits);
          return (
            <a href={spanHref(question, bucket)} aria-label={what} id={`time-${bucket.start}`}>
              <title>{what}</title>
              <rect class="reach" x={index} y="0" width="1" height={HEIGHT} />
              <rect class="bar" x={index + 0.06} y={HEIGHT - height} width="0.88" height={height} />
            </a>
          );
        })}
      </svg>
      {first !== undefined && last !== undefined && (
        <p class="span">
          <span>{name(first)}</span>
          {first !== last && <span>{name(last)}</span>}
        </p>
      )}
    </nav>
  );
}

/** The same question within a span of time, in place of any other. */
function spanHref(question: PageQuestion, { start, end }: { start: number; end: number }): string {
  const others = question.filters.filter(({ name }) => name !== 'after' && name !== 'before');
  // The end of the year 9999 has no date that can be asked for.
  const span = [
    { name: 'after' as const, value: isoDay(start) },
    { name: 'before' as const, value: isoDay(end) },
  ];
  return otherwise(question, { filters: [...others, ...span.filter(({ value }) => isDate(value))] });
}
