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
import { presence } from '../peers/peers.ts';
import type { Contender, Outcome, Remarks, Trial } from '../peers/results.ts';
import { chosen, unknownWords } from '../peers/words.ts';
import { idOf, type Workload } from '../peers/workloads.ts';
import { progress } from '../terminal.ts';
import { targetNames } from './adapters/cellc.ts';
import { bundle } from './bundle.ts';
import { peers, workloads } from './contenders.ts';
import { type Driver, startDriver } from './drive.ts';
import { missing } from './machine.ts';
import { drawChart, printMarkdown } from './markdown.ts';
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
  const contenders = chosen(words, [...peers.keys()]).map((id): Contender => {
    const { name, how, packages, device } = peers.get(id)!;
    const absent = missing(page, device);
    return { id, name, how, packages, ...(absent ? { missing: absent } : presence({ packages })) };
  });
  for (const { name, missing } of contenders) if (missing) console.error(`\nwithout ${name}: ${missing}`);
  const present = contenders.filter(({ missing }) => missing === undefined);
  if (!present.length) throw new Error('there is nobody to compare with');

  const before = loadavg()[0]!;
  const trials: Trial[] = [];
  const report = (remark?: string): void =>
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
  const sizes = chosen(words, workloads.map(idOf));
  for (const [at, id] of sizes.entries()) {
    const workload = workloads.find((workload) => idOf(workload) === id)!;
    for (const [i, contender] of present.entries()) {
      progress(`${at * present.length + i + 1}/${sizes.length * present.length} ${id}: ${contender.name}`);
      trials.push({ peer: contender.name, workload, outcome: await outcomeOf(driver, contender.id, workload) });
    }
    if (!isPart && at < sizes.length - 1) report(`Not finished: ${at + 1} of ${sizes.length} workloads.`);
  }
  progress('done\n');
  report();
  for (const { peer, workload, outcome } of trials)
    if (outcome.kind === 'failing') console.error(`fails: ${peer} at ${idOf(workload)}`);
}

async function outcomeOf(driver: Driver, id: string, workload: Workload): Promise<Outcome> {
  const cannot = peers.get(id)!.cannot?.(workload.kind, workload);
  if (cannot !== undefined) return { kind: 'cannot', reason: cannot };
  const measurement = await driver.measure(id, idOf(workload), effort);
  if ('failing' in measurement) return { kind: 'failing', reason: measurement.failing };
  return { kind: 'timed', ...measurement };
}

function write(results: PageResults): void {
  const remarks = JSON.parse(readFileSync(join(benchFolder, 'browser/remarks.json'), 'utf8')) as Remarks;
  const markdown = printMarkdown(results, remarks);
  if (isPart && !values.out) return console.log(markdown);
  const folder = values.out ?? benchFolder;
  mkdirSync(join(folder, 'charts'), { recursive: true });
  writeFileSync(join(folder, 'BROWSER.md'), markdown);
  writeFileSync(join(folder, 'charts/browser.svg'), drawChart(results));
}
