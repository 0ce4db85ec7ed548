/** The English stemmer, as V8 compiles it once for all words. */
import { stem } from 'porter2';

/**
 * Words that together take all ways through the English stemmer. V8 compiles it for the ways that were taken before and,
 * each time a word takes another, anew: six times, a tenth of all compiling in an indexing thread. It is one function of
 * 400 lines.
 */
const ALL_WAYS =
  'consecutively scalings directionality keyoperations energy pointerpressed getcapabilities equivalently ' +
  'initializer generational atomically competencies reprogrammed usefulness herring communicator rigorously ' +
  "organization's arguably unimplemented computationally associativity needlessly indeed cabling opacity sky " +
  "processes' invisibly usefully encoder seeing effectiveness parallelism outing earring 'mydocuments' succeed " +
  'canning exceed optional inning applied elegant tabbed singly gently early only ugly tying skies dying lying ' +
  'skis idly analogy sized atomici publicly proceed a harness atomicity formalism ies tied';

/** The stemmer of words in lower case, which has met all ways that words take. */
export function englishStemmer(): (word: string) => string {
  // V8 notes ways only once a function has run a few times.
  for (let times = 0; times < 3; times++) for (const word of ALL_WAYS.split(' ')) stem(word);
  return stem;
}
