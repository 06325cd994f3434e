/** How long compiling takes: in memory, with declarations, and from the command line. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelSpec } from '@cellc/compiler';
import type { Bench } from './bench.ts';
import { compare, now } from './harness.ts';
import { importCompiled, lstmSpec } from './models.ts';
import { median } from './statistics.ts';
import { table } from './terminal.ts';

type Way = 'in memory' | 'with declarations' | 'command line';

interface Case {
  readonly what: string;
  readonly spec: ModelSpec;
  readonly way: Way;
}

/** Seconds. */
interface Found {
  /** Loading what is needed; absent where the process is a new one each time. */
  readonly load?: number;
  /** The first time in a process. */
  readonly first: number;
  /** The median of many later times in the same process. */
  readonly warm?: number;
}

/** Seconds, for the first time in a process. Declarations load ts-morph, which takes longer than all the rest. */
const targets: Readonly<Record<Way, number>> = { 'in memory': 0.1, 'with declarations': 1, 'command line': 1 };

/** Compiling a large model takes a while, and the median of a few rounds in several processes is steady enough. */
const ROUNDS = 5;

const cli = fileURLToPath(new URL('../../packages/cli/bin/cellc.js', import.meta.url));
const lstm20 = lstmSpec(10, 20);
const trained: ModelSpec = { ...lstm20, loss: 'mse', optimizer: 'adam' };
const deep: ModelSpec = {
  name: 'deep',
  input: 64,
  layers: [{ cell: 'lstm', size: 128, repeat: 3, direction: 'both' }],
};
const gru: ModelSpec = { name: 'gru', input: 64, layers: [{ cell: 'gru', size: 128 }] };

export const bench: Bench<Case, Found | undefined> = {
  about: 'How long does compiling take? Less than 0.1 s in memory and 1 s from the command line, at the first time.',
  cases: [
    { what: 'LSTM 10 → 20', spec: lstm20, way: 'in memory' },
    { what: 'the same, trained by adam', spec: trained, way: 'in memory' },
    { what: 'LSTM 512 → 512', spec: lstmSpec(512, 512), way: 'in memory' },
    { what: '3 × LSTM 128, both directions', spec: deep, way: 'in memory' },
    { what: 'the same, trained by adam', spec: { ...deep, loss: 'mse', optimizer: 'adam' }, way: 'in memory' },
    { what: 'GRU 64 → 128', spec: gru, way: 'in memory' },
    { what: 'LSTM 10 → 20', spec: trained, way: 'with declarations' },
    { what: 'LSTM 10 → 20', spec: trained, way: 'command line' },
  ],
  processes: 5,
  measure: ({ spec, way }) => ways[way](spec),
  report(measured) {
    const missed: string[] = [];
    const rows = measured.map(({ of: { what, way }, results }) => {
      const found = results.filter((result) => result !== undefined);
      if (!found.length) return [what, way, '', 'not built', ''];
      const first = found.map((result) => result.first);
      if (median(first) > targets[way]) missed.push(`compiling ${what} (${way}) takes ${median(first).toFixed(2)} s`);
      const cell = (of: 'load' | 'warm') => {
        const times = found.map((result) => result[of]).filter((time) => time !== undefined);
        return times.length ? milliseconds(median(times)) : '';
      };
      return [
        what,
        way,
        cell('load'),
        `${milliseconds(median(first))} [${milliseconds(Math.min(...first))}–${milliseconds(Math.max(...first))}]`,
        cell('warm'),
      ];
    });
    return { text: table(['model', '', 'load ms', 'first ms', 'warm ms'], rows), missed };
  },
};

const ways: Readonly<Record<Way, (spec: ModelSpec) => Promise<Found | undefined>>> = {
  'in memory': async (spec) => {
    const start = now();
    const { compileModel } = await import('@cellc/compiler');
    const loaded = now();
    const compiled = compileModel(spec);
    const first = now() - loaded;
    const { kernels } = await importCompiled(compiled);
    const [warm] = compare({
      rounds: ROUNDS,
      variants: [{ name: 'compileModel', run: () => compileModel(spec).code.length }],
      verify() {
        if (!kernels?.forward) throw new Error('the compiled module has no kernels');
        if (compileModel(spec).code !== compiled.code) throw new Error('compiling twice gives different code');
      },
    });
    return { load: loaded - start, first, warm: median(warm!.rounds) };
  },

  'with declarations': async (spec) => {
    const start = now();
    const { compileModel } = await import('@cellc/compiler');
    const { printTypes } = await import('@cellc/compiler/types');
    const loaded = now();
    const text = await printTypes(compileModel(spec));
    const first = now() - loaded;
    if (!text.includes(spec.name)) throw new Error('the declarations do not name the model');
    // printTypes is asynchronous, which the harness is not: a plain loop.
    const later: number[] = [];
    for (let i = 0; i < 4 * ROUNDS; i++) {
      const start = now();
      if ((await printTypes(compileModel(spec))) !== text)
        throw new Error('printing twice gives different declarations');
      later.push(now() - start);
    }
    return { load: loaded - start, first, warm: median(later) };
  },

  'command line': async (spec) => {
    if (!existsSync(cli)) return undefined;
    const folder = mkdtempSync(join(tmpdir(), 'cellc-bench-'));
    try {
      const file = join(folder, 'bench.model.json');
      writeFileSync(file, JSON.stringify(spec));
      const start = now();
      const { status, stderr } = spawnSync(process.execPath, [cli, 'compile', file, '--target', 'js', '--out', folder]);
      const first = now() - start;
      if (status !== 0) throw new Error(`cellc compile failed: ${stderr}`);
      if (!existsSync(join(folder, `${spec.name}.js`))) throw new Error('cellc compile wrote no module');
      return { first };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function milliseconds(seconds: number): string {
  return (seconds * 1e3).toFixed(seconds < 0.01 ? 1 : 0);
}
