/** The kernels that are guarded: a handful that all of generated code's patterns occur in. */
import type { ModelSpec } from '@cellc/compiler';
import type { CompiledModule, Model, tensor as makeTensor } from '@cellc/runtime';
import type { Variant } from '../harness.ts';
import { noise, trainedLstmSpec } from '../models.ts';

/** A revision's compiler and runtime. */
export interface Revision {
  readonly compileModel: (spec: ModelSpec) => { readonly code: string };
  readonly loadSync: (module: CompiledModule, options: { readonly seed: number }) => Model;
  readonly tensor: typeof makeTensor;
}

export interface Guarded {
  readonly name: string;
  readonly spec: ModelSpec;
  /** The work, and its answer, which revisions must agree on. */
  work(
    model: Model,
    revision: Revision,
  ): { run: Variant<number | Promise<number>>['run']; answer(): Promise<ArrayLike<number>> };
}

const lstm = (input: number, size: number): ModelSpec => ({ name: 'guarded', input, layers: [{ cell: 'lstm', size }] });

function stepping(name: string, spec: ModelSpec): Guarded {
  return {
    name,
    spec,
    work(model) {
      const frames = Array.from({ length: 16 }, (_, t) => noise(model.manifest.input, t + 1));
      return {
        run: () => frames.reduce((sum, x) => sum + model.step(x)[0]!, 0),
        answer: async () => frames.flatMap((x) => Array.from(model.step(x))),
      };
    },
  };
}

function running(name: string, spec: ModelSpec, T: number, B: number): Guarded {
  return {
    name,
    spec,
    work(model, { tensor }) {
      const { input } = model.manifest;
      const xs = tensor(noise(B * T * input, 1), [B, T, input]);
      const run = () => model.run(xs).output.data;
      return { run: () => run()[0]!, answer: async () => run() };
    },
  };
}

function training(name: string, spec: ModelSpec, T: number, B: number, epochs: number): Guarded {
  return {
    name,
    spec,
    work(model, { tensor }) {
      const { input, output } = model.manifest;
      const data = {
        x: tensor(noise(B * T * input, 1), [B, T, input]),
        y: tensor(noise(B * T * output, 2), [B, T, output]),
      };
      const train = async () => (await model.fit(data, { epochs, batchSize: B, shuffle: false })).loss;
      return { run: async () => (await train()).at(-1)!, answer: train };
    },
  };
}

export const guarded: readonly Guarded[] = [
  stepping('step of lstm 10 → 20', lstm(10, 20)),
  stepping('step of lstm 64 → 128', lstm(64, 128)),
  stepping('step of gru 13 → 37', { name: 'guarded', input: 13, layers: [{ cell: 'gru', size: 37 }] }),
  running('run of lstm 64 → 128, T 20, B 16', lstm(64, 128), 20, 16),
  running(
    'run of 2 × lstm 32, both directions, T 20, B 8',
    {
      name: 'guarded',
      input: 32,
      layers: [{ cell: 'lstm', size: 32, repeat: 2, direction: 'both' }],
    },
    20,
    8,
  ),
  training('training of lstm 4 → 3, T 5, B 100', trainedLstmSpec(4, 3), 5, 100, 10),
  training('training of lstm 32 → 64, T 20, B 16', trainedLstmSpec(32, 64), 20, 16, 2),
];
