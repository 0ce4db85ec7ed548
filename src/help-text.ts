/** The settings as text, for `--help`. Pure. */
import { allSettings, type Setting } from './settings.js';

/** What `--help` prints. */
export function helpText(): string {
  const rows = allSettings().map((setting) => {
    const name =
      setting.flag === null ? '[folder]' : `--${setting.flag}${setting.value === null ? '' : ` <${setting.value}>`}`;
    return [name, setting.env, `${setting.doc} (${defaultOf(setting)})`] as const;
  });
  const wide = Math.max(...rows.map(([name]) => name.length));
  const wideEnv = Math.max(...rows.map(([, env]) => env.length));
  const indent = wide + wideEnv + 6;
  const settings = rows.map(
    ([name, env, doc]) => `  ${name.padEnd(wide)}  ${env.padEnd(wideEnv)}  ${wrapped(doc, indent)}`,
  );
  return `Pilcrow searches the paragraphs of a folder of documents.

Usage:
  pilcrow serve [folder]           pages and JSON on a port, following every change of the folder
  pilcrow index [folder]           reads every document again into the index
  pilcrow search <words> [folder]  prints the paragraphs that have the words; quote more than one word
  pilcrow verify [folder]          checks every byte and every posting of the index on disk, and changes nothing

Each setting is a flag or a variable of the environment:
${settings.join('\n')}
  ${'--help, -h'.padEnd(wide)}  ${''.padEnd(wideEnv)}  Prints this.
  ${'--version'.padEnd(wide)}  ${''.padEnd(wideEnv)}  Prints the version.

Exit codes: 0 done (and found), 1 failed, or nothing found, 2 a mistake in the command line or the environment.

Examples:
  pilcrow serve ~/notes --port 8080
  pilcrow search "nato troops" ~/notes
  pilcrow search '"unknown soldier" type:md' --json | jq .totalHits
`;
}

function defaultOf(setting: Setting<unknown>): string {
  return `default: ${setting.defaultDoc ?? (setting.value === null ? 'off' : setting.default)}`;
}

function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent + line.length + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
