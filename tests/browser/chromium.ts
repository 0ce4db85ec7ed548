/** Finds a Chromium for the browser tests, or fetches one: a browser test is never skipped. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

/** Where systems put a Chromium or a Chrome; the headless shell first, as it is the smallest and quickest. */
const SYSTEM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  // Else a process stands by for the next page, and each visit starts two.
  '--renderer-process-limit=1',
];

const isRoot = process.getuid?.() === 0;

/** Starts the browser that is found first. Close it when the tests of the file are done. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = await chromiumPath();
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...(isRoot ? ['--no-sandbox'] : []), ...args] });
}

/** @throws Error with one sentence that says what to do, where there is no browser and none can be fetched */
async function chromiumPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, where there is no file: correct it, or unset it.`);
  }
  return installed() ?? (await fetched());
}

function installed(): string | null {
  const playwright = chromium.executablePath();
  return [...SYSTEM_PATHS, playwright].find((path) => existsSync(path)) ?? null;
}

async function fetched(): Promise<string> {
  const ways = [
    ...(isRoot && existsSync('/usr/bin/apt-get')
      ? [
          ['apt-get', 'update'],
          ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell'],
        ]
      : []),
    [process.execPath, playwrightCli(), 'install', '--only-shell', 'chromium'],
  ];
  for (const [command = '', ...args] of ways) {
    try {
      await run(command, args, { maxBuffer: 1 << 26 });
    } catch {
      // The next way may do; the sentence below covers them all.
    }
    const path = installed() ?? headlessShell();
    if (path !== null) return path;
  }
  throw new Error(
    'The browser tests need Chromium: install it (`npx playwright-core install --only-shell chromium`) or set CHROMIUM_PATH to one.',
  );
}

/** `--only-shell` puts the shell beside the place that `executablePath()` names, under a name with the same revision. */
function headlessShell(): string | null {
  const full = chromium.executablePath();
  const revision = /chromium-(\d+)/.exec(full)?.[1];
  if (revision === undefined) return null;
  const cache = full.slice(0, full.indexOf(`chromium-${revision}`));
  const root = join(cache, `chromium_headless_shell-${revision}`);
  const names = [
    'chrome-headless-shell-linux64/chrome-headless-shell',
    'chrome-linux/headless_shell',
    'chrome-headless-shell-mac-arm64/chrome-headless-shell',
    'chrome-headless-shell-mac-x64/chrome-headless-shell',
    'chrome-mac/headless_shell',
    'chrome-headless-shell-win64/chrome-headless-shell.exe',
    'chrome-win/headless_shell.exe',
  ];
  return names.map((name) => join(root, name)).find((path) => existsSync(path)) ?? null;
}

function playwrightCli(): string {
  return join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
}
