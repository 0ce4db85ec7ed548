/** Numbers the forms of a batch, and the keys that find them, from 1 as they come up. */
import { NumberList } from '../segment/number-list.js';
import type { Form } from '../words/known-forms.js';
import { exactKey, stemKey } from '../words/term-keys.js';
import type { KeysOfForms } from './counts-of-keys.js';

/** How many batches this thread has had: a form says of which one its numbers are. */
let batches = 0;

export class Keys {
  /** The keys, by number. */
  readonly names: string[] = [''];
  /** By key number: for the list of a stem, the number of the stem as a word; else 0. */
  readonly stems: number[] = [0];
  private readonly batch = ++batches;
  private readonly words = new Map<string, number>();
  private readonly lists = new Map<string, number>();
  private readonly spellings = new Map<string, number>();
  /** By key number of a word: the form that only this word finds, 0 where there is none. */
  private readonly plain: number[] = [0];
  /** The numbers of all other forms. */
  private readonly numbers = new Map<string, number>();
  /** By form number: the keys of its word, its stem and its spelling; 0 for none. */
  private readonly keys: [word: number, stem: number, exact: number][] = [[0, 0, 0]];

  /** How many forms there are, number 0 included. */
  get forms(): number {
    return this.keys.length;
  }

  /**
   * Numbers a form, and the word that it counts as in lengths. Called for every token; the numbers are stored in the
   * form, which the analyzer gives again for the same word, as looking up strings for each token was a tenth of
   * indexing.
   */
  number(form: Form): Form {
    if (form.batch === this.batch) return form;
    const word = this.wordOf(form.term);
    form.batch = this.batch;
    form.number = this.numberOf(form, word);
    form.lengthTerm = form.stop ? -1 : form.stem === null ? word : this.wordOf(form.stem);
    return form;
  }

  /** Each form with each of its keys. A word that is the stem of others is in the list of that stem, too. */
  ofForms(): KeysOfForms {
    const lists: number[] = new Array(this.names.length).fill(0);
    for (const list of this.lists.values()) lists[this.stems[list] ?? 0] = list;
    const keys = new NumberList(this.keys.length * 2);
    const forms = new NumberList(this.keys.length * 2);
    for (let form = 1; form < this.keys.length; form++) {
      const [word, stem, exact] = this.keys[form] ?? [0, 0, 0];
      for (const key of [word, lists[word] ?? 0, stem, exact]) {
        if (key === 0) continue;
        keys.push(key);
        forms.push(form);
      }
    }
    return { keys: keys.view(), forms: forms.view(), count: this.names.length };
  }

  /** The keys of one form. */
  keysOf(form: number): number[] {
    return (this.keys[form] ?? []).filter((key) => key > 0);
  }

  private numberOf({ term, stem, exact }: Form, word: number): number {
    const isPlain = stem === null && exact === null;
    const name = isPlain ? '' : `${term}\0${stem ?? ''}\0${exact ?? ''}`;
    const known = isPlain ? this.plain[word] : this.numbers.get(name);
    if (known !== undefined && known > 0) return known;
    const number = this.keys.length;
    if (isPlain) this.plain[word] = number;
    else this.numbers.set(name, number);
    this.keys.push([word, stem === null ? 0 : this.listOf(stem), exact === null ? 0 : this.spellingOf(term, exact)]);
    return number;
  }

  private wordOf(term: string): number {
    let number = this.words.get(term);
    if (number === undefined) {
      number = this.push(term, 0);
      this.words.set(term, number);
    }
    return number;
  }

  private listOf(stem: string): number {
    let number = this.lists.get(stem);
    if (number === undefined) {
      number = this.push(stemKey(stem), this.wordOf(stem));
      this.lists.set(stem, number);
    }
    return number;
  }

  private spellingOf(term: string, exact: string): number {
    const name = exactKey(term, exact);
    let number = this.spellings.get(name);
    if (number === undefined) {
      number = this.push(name, 0);
      this.spellings.set(name, number);
    }
    return number;
  }

  private push(name: string, stem: number): number {
    this.stems.push(stem);
    this.plain.push(0);
    return this.names.push(name) - 1;
  }
}
