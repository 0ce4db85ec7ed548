/** What is known of a document, in a line. */
import type { Document } from '../src/index/types.js';
import { useStrings } from './language.js';
import { originalHref } from './links.js';
import { Moment } from './moment.js';
import { Path } from './path.js';

/** Its path first, then what it says of itself. */
export function Facts({ document }: { document: Document }) {
  const say = useStrings();
  return (
    <ul class="facts" lang={say.language} aria-label={say.reader.facts}>
      <li>
        <Path path={document.path} />
      </li>
      <li>{say.reader.format(document.format)}</li>
      <li>{say.reader.paragraphs(document.paragraphs)}</li>
      <li>{say.bytes(document.size)}</li>
      <li>
        {say.reader.modified} <Moment at={document.modifiedAt} />
      </li>
      {[...document.metadata].map(([name, values]) => {
        const value = values.join(', ');
        // It stands above, large.
        if (name === 'title' && value === document.title) return null;
        return (
          <li>
            <span class="fact">{name}</span> <bdi>{value}</bdi>
          </li>
        );
      })}
      <li>
        {/* Browsers show a PDF, and can save it from there. */}
        <a href={originalHref(document.id)} download={document.format !== 'pdf'}>
          {say.reader.original}
        </a>
      </li>
    </ul>
  );
}
