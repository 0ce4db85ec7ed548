/** How many documents and paragraphs of a segment are in each language: counted, and read from its bytes. */
import type { Document } from '../types.js';
import { compareCodePoints } from './code-points.js';
import { BadSegment } from './format.js';

/** How many documents and paragraphs of a segment are in a language; null for those in none that is known. */
export interface LanguageCount {
  language: string | null;
  documents: number;
  paragraphs: number;
}

export class LanguageCounts {
  private readonly counts = new Map<string | null, LanguageCount>();

  add({ language, paragraphs }: Pick<Document, 'language' | 'paragraphs'>): void {
    const count = this.counts.get(language) ?? { language, documents: 0, paragraphs: 0 };
    count.documents++;
    count.paragraphs += paragraphs;
    this.counts.set(language, count);
  }

  /** In code point order of the languages. */
  list(): LanguageCount[] {
    return [...this.counts.values()].sort((a, b) => compareCodePoints(a.language ?? '', b.language ?? ''));
  }
}

/** The counts that stand in a segment as JSON, behind which there may be zeros. @throws BadSegment where they cannot be read */
export function readLanguages(bytes: Uint8Array): LanguageCount[] {
  try {
    return JSON.parse(Buffer.from(bytes).toString().replace(/\0+$/, '')) as LanguageCount[];
  } catch {
    throw new BadSegment('Its part “languages” cannot be read.');
  }
}
