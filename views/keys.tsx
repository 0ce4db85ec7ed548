/** The list of keys, which `?` and the footer's button open; public/keys.js does what it says. */
import { useStrings } from './language.js';

/** Keys as they stand on a keyboard; names of keys are the reader's language's. */
export function Keys() {
  const say = useStrings();
  const rows: [keys: string[], what: string][] = [
    [['/', `${say.keys.control} K`], say.keys.field],
    [['↓', 'j'], say.keys.next],
    [['↑', 'k'], say.keys.previous],
    [[say.keys.enter], say.keys.open],
    [[`${say.keys.shift} ${say.keys.enter}`], say.keys.openTab],
    [['n', 'p'], say.keys.matches],
    [['j', 'k'], say.keys.documents],
    [[say.keys.escape], say.keys.clear],
    [['?'], say.keys.list],
  ];
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <p id="keys-title" class="title" tabindex={-1}>
        {say.keys.title}
      </p>
      <dl>
        {rows.map(([keys, what]) => (
          <div>
            <dt>
              {keys.map((key, index) => (
                <>
                  {index > 0 && ' '}
                  <kbd>{key}</kbd>
                </>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input type="checkbox" id="letters" /> {say.keys.letters}
        </label>
      </p>
      <form method="dialog">
        <button class="button" type="submit">
          {say.keys.close}
        </button>
      </form>
    </dialog>
  );
}
