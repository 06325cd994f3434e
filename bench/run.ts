/** `node bench/dist/run.js [--json] [name...]`: runs the named benchmarks, or all, and prints what they found. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Measured } from './bench.ts';

/** Loaded by name, so that a process that measures one benchmark has not seen the code of another. */
const benches = new Map<string, () => Promise<{ readonly bench: Bench }>>([
  ['step', () => import('./step.ts')],
  ['sizes', () => import('./sizes.ts')],
  ['train', () => import('./train.ts')],
  ['wasm', () => import('./wasm.ts')],
  ['defaults', () => import('./defaults.ts')],
  ['compile', () => import('./compile.ts')],
  ['scaling', () => import('./scaling.ts')],
]);

const self = fileURLToPath(import.meta.url);
const chartsFolder = fileURLToPath(new URL('../charts', import.meta.url));

async function find(name: string): Promise<Bench> {
  const load = benches.get(name);
  if (!load) throw new Error(`there is no benchmark '${name}': they are ${[...benches.keys()].join(', ')}`);
  return (await load()).bench;
}

/** Measures one case in a fresh process; its result comes back as JSON. */
function inFreshProcess(name: string, index: number): unknown {
  const output = execFileSync(process.execPath, [self, '--case', name, String(index)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  return output === '\n' ? undefined : JSON.parse(output);
}

/** Pass by pass through the cases, so that a busy moment of the machine does not hit one case in all its processes. */
function measure(name: string, bench: Bench): Measured<unknown, unknown>[] {
  const measured = bench.cases.map((of) => ({ of, results: [] as unknown[] }));
  for (let pass = 1; pass <= bench.processes; pass++)
    for (const [index, { results }] of measured.entries()) {
      if (process.stderr.isTTY)
        process.stderr.write(`${name} ${pass}/${bench.processes}: ${index + 1}/${measured.length}\r`);
      results.push(inFreshProcess(name, index));
    }
  return measured;
}

async function main(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  const named = args.filter((arg) => arg !== '--json');
  const names = named.length ? named : [...benches.keys()];
  const chosen = await Promise.all(names.map(async (name) => ({ name, bench: await find(name) })));
  const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model, load: loadavg()[0]! };
  const title = `Node ${machine.node}, ${machine.cores} × ${machine.cpu}, load ${machine.load.toFixed(1)}`;
  if (!json) console.log(title);
  const found = chosen.map(({ name, bench }) => {
    const measured = measure(name, bench);
    const { text, missed, charts = new Map<string, string>() } = bench.report(measured);
    if (!json) console.log(`\n${name}: ${bench.about}\n\n${text}`);
    for (const [file, svg] of charts) {
      mkdirSync(chartsFolder, { recursive: true });
      writeFileSync(join(chartsFolder, file), svg);
    }
    return { name, measured, missed };
  });
  if (json) console.log(JSON.stringify({ machine, found }));
  const missed = found.flatMap((bench) => bench.missed);
  for (const target of missed) console.error(`missed: ${target}`);
  if (missed.length) process.exitCode = 1;
}

const args = process.argv.slice(2);
if (args[0] === '--case') {
  const bench = await find(args[1]!);
  const result = await bench.measure(bench.cases[Number(args[2])]);
  console.log(result === undefined ? '' : JSON.stringify(result));
} else await main(args);
