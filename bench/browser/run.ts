/**
 * `node bench/dist/browser/run.js [--only name,…] [--quick] [--out folder]`: measures cellc against its peers in pages of a
 * Chromium without a window. A whole run writes bench/BROWSER.md and its chart, after each workload what there is by then; a
 * part of one prints what it found, unless it is told where to write. `--open [--port N]` serves the page for a browser that
 * the user opens.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, type as system } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '@cellc/compiler';
import { findBrowsers } from '#browser/find';
import { benchFolder, isInstalled } from '../peers/packages.ts';
import type { Remarks, Trial } from '../peers/results.ts';
import { chosen, unknownWords } from '../peers/words.ts';
import { idOf } from '../peers/workloads.ts';
import { progress } from '../terminal.ts';
import { targetNames } from './adapters/cellc.ts';
import { bundle, presences } from './bundle.ts';
import { peers, workloads } from './contenders.ts';
import { type Driver, startDriver } from './drive.ts';
import { drawChart, printMarkdown } from './markdown.ts';
import { contendersOn, tryAll } from './plan.ts';
import type { PageResults } from './results.ts';
import { serve } from './server.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    out: { type: 'string' },
    open: { type: 'boolean' },
    port: { type: 'string' },
  },
});
const effort = values.quick ? 'quick' : 'full';
const isPart = values.only !== undefined || values.quick === true;

const words = values.only?.split(',') ?? [];
const names = [...peers.keys(), ...workloads.map(idOf)];
const unknown = unknownWords(words, names);
if (unknown.length) stop(`there is no ${unknown.join(', no ')}: there are ${names.join(', ')}`, 2);
if (!isInstalled('esbuild')) stop('the peers are not installed: npm run bench:peers:install', 1);

function stop(message: string, status: number): never {
  console.error(message);
  process.exit(status);
}

progress('bundling');
const { origin, close } = await serve(await bundle(), Number(values.port ?? 0));
if (values.open) console.log(`\n${origin}/ measures in the browser that opens it. Stop with Ctrl-C.`);
else {
  // Playwright drives Chromium.
  const path = findBrowsers().find((path) => !basename(path).startsWith('firefox'));
  if (!path) stop('no Chromium is found: apt-get install chromium, set CELLC_BROWSER to the path of one, or --open', 1);
  const driver = await startDriver(path, origin);
  try {
    await compare(driver);
  } finally {
    await driver.close();
    close();
  }
}

async function compare(driver: Driver): Promise<void> {
  const page = await driver.lookAround();
  const contenders = contendersOn(page, presences(chosen(words, [...peers.keys()])));
  for (const { name, missing } of contenders) if (missing) console.error(`\nwithout ${name}: ${missing}`);
  if (contenders.every(({ missing }) => missing)) throw new Error('there is nobody to compare with');

  const before = loadavg()[0]!;
  const ids = chosen(words, workloads.map(idOf));
  const report = (trials: readonly Trial[], remark?: string): void =>
    write({
      cellc: version,
      date: new Date().toISOString().slice(0, 10),
      browser: driver.version,
      page,
      host: `${cpus().length} × ${cpus()[0]!.model}, ${system()} ${release()}, load ${before.toFixed(1)} before and ${loadavg()[0]!.toFixed(1)}`,
      targets: targetNames,
      contenders,
      trials,
      ...(remark && { remark }),
    });
  const trials = await tryAll({
    machine: page,
    contenders,
    workloads: workloads.filter((workload) => ids.includes(idOf(workload))),
    effort,
    measure: driver.measure,
    onTrial: (name, at, count) => progress(`${at + 1}/${count} ${name}`),
    onWorkload(trials, at) {
      if (!isPart && at < ids.length) report(trials, `Not finished: ${at} of ${ids.length} workloads.`);
    },
  });
  progress('done\n');
  report(trials);
  for (const { peer, workload, outcome } of trials)
    if (outcome.kind === 'failing') console.error(`fails: ${peer} at ${idOf(workload)}`);
}

function write(results: PageResults): void {
  const remarks = JSON.parse(readFileSync(join(benchFolder, 'browser/remarks.json'), 'utf8')) as Remarks;
  const markdown = printMarkdown(results, remarks);
  if (isPart && !values.out) {
    console.log(markdown);
    return;
  }
  const folder = values.out ?? benchFolder;
  mkdirSync(join(folder, 'charts'), { recursive: true });
  writeFileSync(join(folder, 'BROWSER.md'), markdown);
  writeFileSync(join(folder, 'charts/browser.svg'), drawChart(results));
}
