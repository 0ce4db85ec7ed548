/** Numbers, spans, sizes and moments as a language writes them. Pure. */

/** The ways to write a figure, each made once for a language, as building a formatter costs more than using it. */
interface Figures {
  /** A whole number with its separators. */
  count(value: number): string;
  /** A number and its noun, in the form that it calls for: one, or any other number. */
  of(value: number, one: string, many: string): string;
  /** A span of time as a person says it, from milliseconds; no line ends before its unit. */
  duration(ms: number): string;
  /** Bytes in the unit (of 1,000) that keeps the figure short. */
  bytes(value: number): string;
  /** A number with at most two decimals. */
  figure(value: number): string;
  /** A stretch of time in its unit, from ms since 1970 to before `end`: a day, a month, a year, or several years. */
  period(unit: 'day' | 'month' | 'year', start: number, end: number): string;
  /** The name of a language (BCP 47) in this one. */
  languageName(tag: string): string;
  /** A moment to the minute, in UTC: the page's script shows it in the reader's own zone. */
  moment(ms: number): string;
}

/** @param locale BCP 47. Languages with more than two forms of a noun need more than `of`: their file brings it along. */
export function figures(locale: string): Figures {
  const integer = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const hundredth = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const periods = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
    month: new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }),
    year: new Intl.DateTimeFormat(locale, { year: 'numeric', timeZone: 'UTC' }),
  };
  // As public/app.js says it for the reader's own zone: a text of another length would move what stands below.
  const minute = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map(
    (unit) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumFractionDigits: 1,
      }),
  );
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const count = (value: number): string => integer.format(value);
  return {
    count,
    of: (value, one, many) => `${count(value)} ${value === 1 ? one : many}`,
    duration: (ms) => {
      if (ms < 0.1) return `<${decimal.format(0.1)}\u00a0ms`;
      if (ms < 10) return `${decimal.format(ms)}\u00a0ms`;
      if (ms < 1000) return `${count(Math.round(ms))}\u00a0ms`;
      return ms < 60_000 ? `${decimal.format(ms / 1000)}\u00a0s` : `${count(Math.round(ms / 60_000))}\u00a0min`;
    },
    bytes: (value) => {
      const unit = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), sizes.length - 1);
      return sizes[unit]?.format(value / 1000 ** unit) ?? '';
    },
    figure: (value) => hundredth.format(value),
    period: (unit, start, end) => periods[unit].formatRange(start, end - 1),
    moment: (ms) => minute.format(ms),
    languageName: (tag) => {
      try {
        return languages.of(tag) ?? tag;
      } catch {
        return tag; // Not well-formed: documents say what they like.
      }
    },
  };
}
