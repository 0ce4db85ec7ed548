/** The rarities of the words of a book in one generation, by number: feedback asks for 200 of them in a query. */
import { grown } from '../../segment/texts/pages.js';
import { tellingRarity, type WordRarities } from './feedback.js';
import type { WordBook } from './paragraph-words.js';

export class BookRarities implements WordRarities {
  /** By number of a word; 0 where nobody asked yet, -1 where the word finds no other paragraph. */
  private rarities = new Float64Array(1 << 12);

  constructor(
    readonly book: WordBook,
    private readonly known: (key: string) => { frequency: number; rarity: number },
  ) {}

  keyOf(word: number): string {
    return this.book.keys[word] ?? '';
  }

  rarityOf(word: number): number {
    if (word >= this.rarities.length) this.rarities = grown(this.rarities, word + 1);
    let rarity = this.rarities[word] ?? 0;
    if (rarity === 0) {
      rarity = tellingRarity(this.known(this.keyOf(word))) || -1;
      this.rarities[word] = rarity;
    }
    return Math.max(0, rarity);
  }
}
