/** `pilcrow verify`: checks every byte of the index. */
import type { Config } from '../config.js';
import { codeOf, messageOf } from '../index/errors.js';
import { verifyFolder } from '../index/verify.js';
import { complain, duration, figures, harmless, print } from '../terminal.js';
import { IndexUnavailable } from './open-index.js';

/** Resolves to the exit code: 1 if something is wrong. */
export async function verify({ dataDir, json }: Config): Promise<number> {
  const report = await verifyFolder(dataDir).catch((error: unknown) => {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code === 'ENOENT') throw new IndexUnavailable(`there is no index in ${dataDir} yet; pilcrow index makes it`);
    throw new IndexUnavailable(
      `${dataDir} cannot be read (${messageOf(error)}); name another folder with --data, or make it readable`,
    );
  });
  if (json) print(JSON.stringify(report, null, 2));
  else if (report.generation === null) print(`there is no index in ${harmless(dataDir)} yet`);
  else print(`checked ${figures(report)} of generation ${report.generation} in ${duration(report.durationMs)}`);
  if (!json) report.problems.forEach(complain);
  if (report.otherVersion) complain('the next start, or pilcrow index, builds it anew from the documents');
  else if (report.problems.length > 0) complain('the index is damaged; pilcrow index makes it anew from the documents');
  return report.problems.length > 0 ? 1 : 0;
}
