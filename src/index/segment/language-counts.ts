/** Counts the documents and paragraphs of a segment by language, and reads the counts from its bytes. */
import { kept } from '../kept.js';
import type { Document } from '../types.js';
import { compareCodePoints } from './code-points.js';
import { BadSegment } from './format.js';

/** How many documents and paragraphs of a segment are in a language; null is an unknown one. */
export interface LanguageCount {
  language: string | null;
  documents: number;
  paragraphs: number;
}

export class LanguageCounts {
  private readonly counts = new Map<string | null, LanguageCount>();

  add({ language, paragraphs }: Pick<Document, 'language' | 'paragraphs'>): void {
    const count = kept(this.counts, language, () => ({ language, documents: 0, paragraphs: 0 }));
    count.documents++;
    count.paragraphs += paragraphs;
  }

  /** In code point order of the languages. */
  list(): LanguageCount[] {
    return [...this.counts.values()].sort((a, b) => compareCodePoints(a.language ?? '', b.language ?? ''));
  }
}

/** The counts of a segment, from JSON that zeros may follow. @throws BadSegment where it cannot be read */
export function readLanguages(bytes: Uint8Array): LanguageCount[] {
  try {
    return JSON.parse(Buffer.from(bytes).toString().replace(/\0+$/, '')) as LanguageCount[];
  } catch {
    throw new BadSegment('Its part “languages” cannot be read.');
  }
}
