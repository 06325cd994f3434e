/** cellc as a contender, through its public interface: for every target that this checkout has. */
import { type Compiled, type CompileOptions, compileModel, type ModelSpec } from '@cellc/compiler';
import { type CompiledModule, loadSync, type Model, type Tensor, type Tensors, tensor } from '@cellc/runtime';
import { importCompiled } from '../models.ts';
import type { Gates } from '../plain.ts';
import {
  flatten,
  type GateName,
  gateNames,
  type Lesson,
  type Lstm,
  type Skills,
  streaming,
  UPDATES,
  type Work,
} from './peer.ts';

export interface Target {
  /** `js`, `wasm`, `wasm relaxed` */
  readonly name: string;
  readonly options: CompileOptions;
}

/** The targets by name, with what selects them: options that a checkout does not know change nothing there. */
const all: readonly Target[] = [
  { name: 'js', options: {} },
  { name: 'wasm', options: { target: 'wasm' } as CompileOptions },
  { name: 'wasm relaxed', options: { target: 'wasm', relaxed: true } as CompileOptions },
];

/** The targets that exist here: those whose option changes the code. */
export function targets(): Target[] {
  const seen = new Set<string>();
  return all.filter(({ options }) => {
    const { code } = compileModel({ name: 'probe', input: 1, layers: [{ cell: 'rnn', size: 4 }] }, options);
    return !seen.has(code) && seen.add(code);
  });
}

/** cellc's `lstm`, or the one layer of the given cell. */
export function specOf({ I, H }: Pick<Lstm, 'I' | 'H'>, cell?: string): ModelSpec {
  return { name: 'contender', input: I, layers: [{ cell: cell ? './peer.cell' : 'lstm', size: H }] };
}

export function compileFor(spec: ModelSpec, target: Target, cell?: string): Compiled {
  return compileModel(spec, { ...target.options, ...(cell && { files: new Map([['./peer.cell', cell]]) }) });
}

/** What models at hand and models on a device have in common. */
type Trainable = Pick<Model, 'params' | 'fit'>;

/** Fits take this long together, so that what a fit does once does not count. */
const FIT_SECONDS = 0.05;

export function cellcSkills(target: Target, cell?: string): Skills {
  const open = async (spec: ModelSpec, lstm: Lstm): Promise<Model> => {
    const module: CompiledModule = await importCompiled(compileFor(spec, target, cell));
    const model = loadSync(module);
    model.setParams(paramsOf(model, lstm));
    return model;
  };
  return {
    async step(lstm, frames) {
      const model = await open(specOf(lstm, cell), lstm);
      return streaming((x) => model.step(x), frames);
    },

    async sequence(lstm, { x, T, B }) {
      const model = await open(specOf(lstm, cell), lstm);
      const xs = tensor(x, [B, T, lstm.I]);
      const run = () => model.run(xs).output.data;
      return { run: () => run()[0]!, answer: () => ({ h: run() }) };
    },

    async train(lstm, lesson) {
      const { lr } = lesson;
      return training(
        await open({ ...specOf(lstm, cell), loss: 'mse', optimizer: { adam: { lr } } }, lstm),
        lstm,
        lesson,
      );
    },
  };
}

/** `fit` is the public way to train: many epochs of one batch each. */
export async function training(
  model: Trainable,
  { I, H }: Pick<Lstm, 'I' | 'H'>,
  { x, y, T, B }: Lesson,
): Promise<Work> {
  const data = { x: tensor(x, [B, T, I]), y: tensor(y, [B, T, H]) };
  const train = (epochs: number) => model.fit(data, { epochs, batchSize: B, shuffle: false });
  const { loss } = await train(UPDATES);
  const answer = { loss, weights: flatten(gatesOf(model)) };
  const begin = performance.now();
  await train(UPDATES);
  const seconds = (performance.now() - begin) / 1000 / UPDATES;
  const epochs = Math.max(1, Math.ceil(FIT_SECONDS / seconds));
  return { operations: epochs, run: async () => (await train(epochs)).loss.at(-1)!, answer: () => answer };
}

const nameOf = { W: 'W_x', U: 'W_h', b: 'b_' } as const;
type Part = keyof typeof nameOf;

/** `lstm1.W_xi`: gate, part. */
function eachParam(params: Tensors, visit: (name: string, value: Tensor, gate: GateName, part: Part) => void): void {
  const path = Object.keys(params)[0]!.split('.')[0]!;
  for (const gate of gateNames)
    for (const part of ['W', 'U', 'b'] as const) {
      const name = `${path}.${nameOf[part]}${gate}`;
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (!value) throw new Error(`the compiled LSTM has no ${name}`);
      visit(name, value, gate, part);
    }
}

export function paramsOf(model: Pick<Model, 'params'>, { gates }: Lstm): Tensors {
  const weights: Record<string, Tensor> = {};
  eachParam(model.params() as Tensors, (name, { shape }, gate, part) => {
    weights[name] = { data: gates[gate][part], shape };
  });
  return weights;
}

function gatesOf(model: Trainable): Gates {
  const gates: Record<string, Record<string, Float32Array>> = {};
  eachParam(model.params() as Tensors, (_, { data }, gate, part) => {
    (gates[gate] ??= {})[part] = Float32Array.from(data);
  });
  return gates as unknown as Gates;
}
