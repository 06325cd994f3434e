/** cellc bench: the ways to compile a model, timed against each other. */
import { command } from './command.ts';
import type { Options } from './options.ts';

const options = {
  target: {
    kind: 'choice',
    choices: ['js', 'wasm', 'js,wasm'],
    default: 'js,wasm',
    doc: 'what to tune',
  },
  only: { kind: 'list', value: 'WORK', doc: 'step, run or train, several separated by commas: what to tune for' },
  steps: { kind: 'number', value: 'T', least: 1, for: ['run', 'train'], default: 100, doc: 'time steps' },
  batch: { kind: 'number', value: 'B', least: 1, for: ['run', 'train'], default: 32, doc: 'sequences' },
  quick: { kind: 'flag', doc: 'fewer schedules and fewer rounds: a first impression' },
  save: {
    kind: 'optional',
    value: 'FILE',
    doc: 'write what won to a tuning file (default NAME.tuning.json beside the spec) for compile',
  },
  csv: { kind: 'text', value: 'FILE', doc: 'write a line for every variant and workload' },
  html: { kind: 'text', value: 'FILE', doc: 'write a page with charts' },
} as const satisfies Options;

export type BenchOptions = typeof options;

export const bench = command({
  name: 'bench',
  args: 'SPEC',
  summary: 'find the fastest schedule for a model on this machine',
  about: `Compiles the spec with many schedules (how loops are tiled and unrolled, how many rows are computed at once)
for each target, and compares them with the default. Every variant is checked against the interpreter first:
outputs, and gradients where the model trains. Timed are one step of a stream, a run over a batch, and a step
of training. Variants take turns, each in a process of its own. Ways to compute that change the numbers
(f64, --accuracy fast, --relaxed) are timed beside, and are yours to choose. A schedule wins if it is faster
over all workloads, beyond what two copies of the same code differ. Close other programs first.`,
  example: `cellc bench sunspots.model.json --target wasm --save

one step                        median     spread     ops/s  GFLOP/s  of peak    gzip  error  against default
  wasm default                 0.37 µs  0.36–0.38  2,700,000     7.1     17 %  12.1 kB  3.8e-7
* wasm tile 16, unroll 2       0.31 µs  0.30–0.31  3,200,000     8.5     20 %  13.4 kB  3.8e-7  0.83 × ± 0.02
…
sunspots.tuning.json  wasm: tile 16, unroll 2`,
  failure: 'the spec is wrong, or its compiled code is',
  options,
  async run(parsed, io) {
    const { benchModel } = await import('./bench/bench.ts');
    return benchModel(parsed, io);
  },
});
