/** Numbers the forms of a batch, and the keys that find them, from 1 as they come up. */
import { kept } from '../kept.js';
import { NumberList } from '../segment/number-list.js';
import type { Form } from '../words/known-forms.js';
import { exactKey, stemKey } from '../words/term-keys.js';
import type { KeysOfForms } from './occurrences.js';

/** How many batches this thread has had: a form says of which one its numbers are. */
let batches = 0;

export class Keys {
  /** The keys, by number. */
  readonly names: string[] = [''];
  /** By key number: for the list of a stem, the number of the stem as a word; else 0. */
  readonly stems: number[] = [0];
  /** By key number: for a word, the number of the list of those that have it as their stem, 0 where there is none. */
  private readonly lists: number[] = [0];
  /** By key number: for a word, the last of its forms, 0 where it has none. */
  private readonly lastForm: number[] = [0];
  /** By form number: the key of its word, the list of its stem and its spelling; 0 for none. */
  private readonly wordOfForm = new NumberList();
  private readonly listOfForm = new NumberList();
  private readonly exactOfForm = new NumberList();
  /** By form number: the form of the same word before it, 0 for none. */
  private readonly formBefore = new NumberList();
  private readonly batch = ++batches;
  private readonly words = new Map<string, number>();
  private readonly spellings = new Map<string, number>();

  constructor() {
    this.pushForm(0, 0, 0);
  }

  /** How many forms there are, number 0 included. */
  get forms(): number {
    return this.wordOfForm.length;
  }

  /**
   * Numbers a form, and the word that it counts as in lengths. Called for every token; the numbers are stored in the
   * form, which the analyzer gives again for the same word, as looking up strings for each token was a tenth of
   * indexing.
   */
  number(form: Form): Form {
    return form.batch === this.batch ? form : this.newInBatch(form);
  }

  private newInBatch(form: Form): Form {
    const { term, stem, exact } = form;
    const word = this.wordOf(term);
    const stemWord = stem === null ? word : this.wordOf(stem);
    const list = stem === null ? 0 : this.listOf(stem, stemWord);
    const spelling = exact === null ? 0 : this.spellingOf(term, exact);
    form.batch = this.batch;
    form.number = this.numberOf(word, list, spelling);
    form.lengthTerm = form.stop ? -1 : stemWord;
    return form;
  }

  /** Each form with each of its keys. A word that is the stem of others is in the list of that stem, too. */
  ofForms(): KeysOfForms {
    const keys = new NumberList();
    const starts = new NumberList();
    const push = (key: number): void => {
      if (key > 0) keys.push(key);
    };
    for (let form = 0; form < this.forms; form++) {
      starts.push(keys.length);
      const word = this.wordOfForm.at(form);
      push(word);
      push(this.lists[word] ?? 0);
      push(this.listOfForm.at(form));
      push(this.exactOfForm.at(form));
    }
    starts.push(keys.length);
    return { keys: keys.view(), starts: starts.view(), count: this.names.length };
  }

  /** The keys of one form. */
  keysOf(form: number): number[] {
    return [this.wordOfForm.at(form), this.listOfForm.at(form), this.exactOfForm.at(form)].filter((key) => key > 0);
  }

  /** The number of the form with these keys. A word has few forms. */
  private numberOf(word: number, list: number, spelling: number): number {
    const last = this.lastForm[word] ?? 0;
    for (let form = last; form > 0; form = this.formBefore.at(form)) {
      if (this.listOfForm.at(form) === list && this.exactOfForm.at(form) === spelling) return form;
    }
    this.pushForm(word, list, spelling);
    this.lastForm[word] = this.forms - 1;
    return this.forms - 1;
  }

  private pushForm(word: number, list: number, spelling: number): void {
    this.formBefore.push(this.lastForm[word] ?? 0);
    this.wordOfForm.push(word);
    this.listOfForm.push(list);
    this.exactOfForm.push(spelling);
  }

  private wordOf(term: string): number {
    return kept(this.words, term, () => this.push(term, 0));
  }

  /** @param word the number of the stem as a word */
  private listOf(stem: string, word: number): number {
    const known = this.lists[word] ?? 0;
    if (known > 0) return known;
    const number = this.push(stemKey(stem), word);
    this.lists[word] = number;
    return number;
  }

  private spellingOf(term: string, exact: string): number {
    const name = exactKey(term, exact);
    return kept(this.spellings, name, () => this.push(name, 0));
  }

  private push(name: string, stem: number): number {
    this.stems.push(stem);
    this.lists.push(0);
    this.lastForm.push(0);
    return this.names.push(name) - 1;
  }
}
