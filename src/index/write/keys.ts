/** The forms of a batch and the keys that they are found by, numbered from 1 as they come up. */
import { NumberList } from '../segment/number-list.js';
import type { Form } from '../words/known-forms.js';
import { exactKey, stemKey } from '../words/term-keys.js';
import type { KeysOfForms } from './counts-of-keys.js';

/** The batches of this thread, numbered from 1: a form says of which one its numbers are. */
let batches = 0;

export class Keys {
  /** By key number. */
  readonly names: string[] = [''];
  /** By key number: of a stem's list the key of the stem as a word, else 0. */
  readonly stems: number[] = [0];
  private readonly batch = ++batches;
  private readonly words = new Map<string, number>();
  private readonly lists = new Map<string, number>();
  private readonly spellings = new Map<string, number>();
  /** By the key of a word: the form that is found by nothing else, 0 where there is none. */
  private readonly plain: number[] = [0];
  /** The other forms. */
  private readonly numbers = new Map<string, number>();
  /** By form number: the keys of its word, its stem and its spelling; 0 for none. */
  private readonly keys: [word: number, stem: number, exact: number][] = [[0, 0, 0]];

  /** How many forms there are, the first number counted. */
  get forms(): number {
    return this.keys.length;
  }

  /**
   * Numbers a form, and what it counts as in lengths. It is asked of every token, and the answer stands in the form, which the analyzer gives
   * again for the same word: a look-up of strings for each was a tenth of indexing.
   */
  number(form: Form): Form {
    if (form.batch === this.batch) return form;
    const word = this.wordOf(form.term);
    form.batch = this.batch;
    form.number = this.numberOf(form, word);
    form.lengthTerm = form.stop ? -1 : form.stem === null ? word : this.wordOf(form.stem);
    return form;
  }

  /** Each form beside each of its keys; words that are a stem themselves are in its list too. */
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

  /** The keys of a form alone. */
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
