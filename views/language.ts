/** Which language a page speaks: chosen for each request, and given to every view by context. */
import { createContext, useContext } from 'hono/jsx';
import { de } from './strings/de.js';
import { en, type Strings } from './strings/en.js';

/** Every language of the interface by its tag; English is spoken where none of a reader's own is here. */
const LANGUAGES: ReadonlyMap<string, Strings> = new Map([en, de].map((strings) => [strings.language, strings]));

/** The tags of the languages that the interface speaks. */
export const LANGUAGE_TAGS: readonly string[] = [...LANGUAGES.keys()];

/** The words of a language; English where the interface does not speak it. */
export function stringsOf(tag: string): Strings {
  return LANGUAGES.get(tag) ?? en;
}

/** The language of the page that is being rendered: `page` sets it. Each rendering has its own, so that requests never mix. */
export const Spoken = createContext<Strings>(en);

/** The words for the page that is being rendered. */
export function useStrings(): Strings {
  return useContext(Spoken);
}
