/** Files that cannot be found, and those that can in part, by reason: each once, with what to do about it, and the files that it holds for. */
import { kept } from '../src/index/kept.js';
import type { IndexerStatus, SkippedFile } from '../src/index/types.js';
import { useStrings } from './language.js';
import { Path } from './path.js';
import { Sentence } from './sentence.js';

/** Files that are listed for the same reason. Figures in it, sizes say, may differ: it is then that of the first. */
interface SkippedGroup {
  reason: string;
  files: readonly SkippedFile[];
}

/** Most reasons, and most files of one, that the page lists; `/status.json` has all. */
const MOST_GROUPS = 30;
const MOST_FILES = 50;
/** A longer list is folded. */
const FOLDED_ABOVE = 8;

/** Groups files by their reasons, most files first. */
function groupedByReason(all: readonly SkippedFile[]): SkippedGroup[] {
  const groups = new Map<string, { reason: string; files: SkippedFile[] }>();
  for (const file of all) {
    const { reason } = file;
    kept(groups, reason.replace(/\d[\d.]*/g, '#'), () => ({ reason, files: [] })).files.push(file);
  }
  return [...groups.values()].sort((a, b) => b.files.length - a.files.length);
}

/** The lists, or the sentence that there is none. */
export function Skipped({ skipped, partly }: Pick<IndexerStatus, 'skipped' | 'partly'>) {
  const say = useStrings();
  return (
    <section class="row skipped" hx-ignore>
      <div class="body">
        {skipped.length + partly.length === 0 && <p>{say.status.noneSkipped}</p>}
        <Listed title={say.status.skipped(skipped.length)} files={skipped} />
        <Listed title={say.status.partly(partly.length)} files={partly} />
      </div>
    </section>
  );
}

function Listed({ title, files }: { title: string; files: readonly SkippedFile[] }) {
  if (files.length === 0) return null;
  const groups = groupedByReason(files);
  const others = groups.slice(MOST_GROUPS).reduce((sum, { files }) => sum + files.length, 0);
  return (
    <>
      <h2>{title}</h2>
      {groups.slice(0, MOST_GROUPS).map((group) => (
        <Group {...group} />
      ))}
      <More files={others} />
    </>
  );
}

function Group({ reason, files }: SkippedGroup) {
  const say = useStrings();
  return (
    <details open={files.length <= FOLDED_ABOVE}>
      {/* Reasons are the index's own words, and English. */}
      <summary>
        <span lang="en" dir="auto">
          <Sentence text={reason} />
        </span>{' '}
        <span class="quiet">{say.status.files(files.length)}</span>
      </summary>
      <ul>
        {files.slice(0, MOST_FILES).map((file) => (
          <li>
            <Path path={file.path} />
            {file.reason !== reason && (
              <span class="quiet" lang="en">
                {' '}
                {file.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
      <More files={files.length - MOST_FILES} />
    </details>
  );
}

/** What is not listed, and where it is. */
function More({ files }: { files: number }) {
  const say = useStrings();
  if (files <= 0) return null;
  return (
    <p class="quiet">
      <Sentence text={say.status.more(files)} language={say.language} />
    </p>
  );
}
