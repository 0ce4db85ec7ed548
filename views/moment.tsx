/** A point in time, in pages. */
import { useStrings } from './language.js';

/** A moment as the server can say it; app.js puts it in the reader's own zone. */
export function Moment({ at }: { at: number }) {
  const say = useStrings();
  return <time datetime={new Date(at).toISOString()}>{say.moment(at)}</time>;
}
