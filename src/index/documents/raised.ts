/** Decides what to write between a text and raised text behind it (`<sup>`), so that it reads right without being raised. */
import { tidy } from './clean.js';

/** What the number of a note may follow; after fewer letters it is a power. */
const BEFORE_NOTE = /(?:\p{L}{4}|\p{P})$/u;

/**
 * A space before the number of a note, which is no part of the word; `^` between numbers, as 10⁹ is not 109; else
 * nothing.
 * @param before the text, its end at least
 * @param behind the source of the raised text, its beginning at least
 */
export function beforeRaised(before: string, behind: string): '' | ' ' | '^' {
  const end = before.slice(-8);
  if (!/\d$/.test(end)) return BEFORE_NOTE.test(end) ? ' ' : '';
  if (/^\s?[-+\u2212\u2013]?\d/.test(behind)) return '^';
  // A link, to a note.
  return behind.startsWith('<a') ? ' ' : '';
}

/** A text that is put together piece by piece, some of them raised. */
export class RaisedText {
  private readonly parts: string[] = [];
  private wasRaised = false;

  add(text: string, raised: boolean): void {
    if (raised && !this.wasRaised) {
      const sign = beforeRaised(this.parts.slice(-8).join(''), text);
      if (sign !== '') this.parts.push(sign);
    }
    this.wasRaised = raised;
    this.parts.push(text);
  }

  /** As it is written, with its white space. */
  get source(): string {
    return this.parts.join('');
  }

  get text(): string {
    return tidy(this.source);
  }
}
