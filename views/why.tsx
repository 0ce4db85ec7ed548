/** Why a hit stands where it does, in words: the parts of its score. */
import type { ShownHit } from '../src/index/answer.js';
import type { Reason } from '../src/index/search-types.js';
import { useStrings } from './language.js';
import type { Strings } from './strings/en.js';

/** Nothing where the reasons were not asked for. */
export function Why({ hit }: { hit: ShownHit }) {
  const say = useStrings();
  if (hit.reasons === undefined) return null;
  return (
    <details class="why" lang={say.language}>
      <summary>{say.why.summary(hit.score)}</summary>
      <ul>
        {hit.reasons.map((reason) => (
          <li>
            <span dir="auto">{inWords(reason, say)}</span> <span class="figure">{say.figure(reason.score)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function inWords(reason: Reason, say: Strings): string {
  switch (reason.type) {
    case 'word':
      return say.why.word(reason.text, reason.counts, reason.rarity);
    case 'sequence':
      return say.why.sequence(reason.text);
    case 'near':
      return say.why.near(reason.text, reason.distance);
    case 'exact':
      return say.why.exact(reason.text);
    case 'repeats':
      return say.why.repeats(reason.text);
    case 'related':
      return say.why.related(reason.texts);
  }
}
