/**
 * `node bench/dist/peers/run.js [--only name,…] [--quick] [--out folder] [--from results.json]`: measures cellc against its
 * peers. A whole run writes bench/RESULTS.md and bench/charts; a part of one prints what it found, unless it is told where
 * to write. Its numbers stay in results.json beside them: `--from` prints them again, once remarks.json explains them.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, type as system } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '@cellc/compiler';
import { progress } from '../terminal.ts';
import { targets } from './cellc.ts';
import { drawCharts } from './charts.ts';
import { coldStarts } from './cold.ts';
import { printMarkdown } from './markdown.ts';
import type { Measurement } from './measure.ts';
import { benchFolder, isInstalled } from './packages.ts';
import type { Peer } from './peer.ts';
import { loadPeer, peerIds, presence } from './peers.ts';
import type { Outcome, Remarks, Results, Trial } from './results.ts';
import { weigh } from './sizes.ts';
import { chosen, unknownWords } from './words.ts';
import { idOf, type Workload, workloads } from './workloads.ts';

const child = fileURLToPath(new URL('./child.js', import.meta.url));
const PATIENCE_MS = 10 * 60_000;
const START_ROUNDS = { full: 11, quick: 3 } as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    out: { type: 'string' },
    from: { type: 'string' },
  },
});
const effort = values.quick ? 'quick' : 'full';

/** Without a word on peers, all of them, and so with workloads; a word is a name or its beginning: `step`, `tfjs`. */
const words = values.only?.split(',') ?? [];
const others = ['start', 'size'];
const workNames = [...workloads.map(idOf), ...others];
const unknown = unknownWords(words, [...peerIds, ...workNames]);
if (unknown.length) {
  console.error(
    `there is no ${unknown.join(', no ')}: peers are ${peerIds.join(', ')}; workloads ${workNames.join(', ')}`,
  );
  process.exit(2);
}
const chosenPeers = chosen(words, peerIds);
const chosenWork = chosen(words, workNames);

/** The flag that older engines need for relaxed SIMD, where this one has it and needs it. */
function engineFlags(): string[] {
  const flag = '--experimental-wasm-relaxed-simd';
  const needed = Number(process.versions.node.split('.')[0]) < 22;
  return needed && spawnSync(process.execPath, [flag, '-e', '0']).status === 0 ? [flag] : [];
}
const flags = engineFlags();

/** In a fresh process; what goes wrong there is the peer's result. */
function measureIn(peerId: string, workload: Workload): Promise<Measurement> {
  return new Promise((resolve) => {
    const args = [...flags, child, peerId, idOf(workload), effort];
    execFile(process.execPath, args, { timeout: PATIENCE_MS, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (!error) return resolve(JSON.parse(last) as Measurement);
      const reason = error.killed ? `no result in ${PATIENCE_MS / 60_000} minutes` : stderr.trim().split('\n').at(-1);
      resolve({ failing: reason || error.message });
    });
  });
}

async function outcomeOf(id: string, peer: Peer, workload: Workload): Promise<Outcome> {
  const cannot = peer.cannot?.(workload.kind, workload);
  if (cannot !== undefined) return { kind: 'cannot', reason: cannot };
  const measurement = await measureIn(id, workload);
  if ('failing' in measurement) return { kind: 'failing', reason: measurement.failing };
  return { kind: 'timed', ...measurement };
}

async function measureAll(): Promise<Results> {
  const before = loadavg()[0]!;
  const peers = await Promise.all(
    chosenPeers.map(async (id) => {
      const peer = await loadPeer(id);
      return { id, peer, presence: presence(peer) };
    }),
  );
  const present = peers.filter(({ presence }) => 'version' in presence);
  for (const { peer, presence } of peers)
    if ('missing' in presence) console.error(`without ${peer.name}: ${presence.missing}`);
  if (!present.length) {
    console.error('there is nobody to compare with');
    process.exit(1);
  }

  const trials: Trial[] = [];
  const chosenSizes = workloads.filter((workload) => chosenWork.includes(idOf(workload)));
  for (const [at, workload] of chosenSizes.entries())
    for (const { id, peer } of present) {
      progress(`${at + 1}/${chosenSizes.length} ${idOf(workload)}: ${peer.name}`);
      trials.push({ peer: peer.name, workload, outcome: await outcomeOf(id, peer, workload) });
    }

  const startable = present.filter(({ peer }) => peer.packages.length).map(({ id, peer }) => ({ id, name: peer.name }));
  const starts = chosenWork.includes('start')
    ? await coldStarts(startable, { rounds: START_ROUNDS[effort], flags }, (round) =>
        progress(`cold starts ${round + 1}/${START_ROUNDS[effort]}`),
      )
    : { timings: [], failing: [] };
  progress('sizes\n');
  const weights =
    chosenWork.includes('size') && isInstalled('esbuild') ? await weigh(present.map(({ peer }) => peer)) : [];

  return {
    machine: {
      cpu: cpus()[0]!.model,
      cores: cpus().length,
      system: `${system()} ${release()}`,
      node: process.version,
      v8: process.versions.v8,
      flags,
      load: [before, loadavg()[0]!],
      date: new Date().toISOString().slice(0, 10),
    },
    cellc: version,
    targets: targets().map(({ name }) => `cellc ${name}`),
    contenders: peers.map(({ id, peer, presence }) => ({
      id,
      name: peer.name,
      how: peer.how,
      packages: peer.packages,
      ...presence,
    })),
    trials,
    starts,
    weights,
  };
}

const remarks = JSON.parse(readFileSync(join(benchFolder, 'peers/remarks.json'), 'utf8')) as Remarks;
const results = values.from ? (JSON.parse(readFileSync(values.from, 'utf8')) as Results) : await measureAll();
const isPart = words.length > 0 || values.quick;
const folder = values.out ?? (isPart ? undefined : benchFolder);
if (folder) {
  mkdirSync(join(folder, 'charts'), { recursive: true });
  // First, so that nothing that goes wrong afterwards takes an hour's numbers along.
  if (!values.from) writeFileSync(join(folder, 'results.json'), JSON.stringify(results));
}
const markdown = printMarkdown(results, remarks);
if (!folder) console.log(markdown);
else {
  writeFileSync(join(folder, 'RESULTS.md'), markdown);
  for (const [name, svg] of drawCharts(results)) writeFileSync(join(folder, 'charts', name), svg);
  console.log(`wrote RESULTS.md and charts to ${folder}`);
}
const failing = results.trials.filter(({ outcome }) => outcome.kind === 'failing');
for (const { peer, workload } of failing) console.error(`fails: ${peer} at ${idOf(workload)}`);
