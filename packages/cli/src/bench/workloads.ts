/** The workloads as functions to time. Of sequences, kernels alone are: what the runtime does around them is always the same. */
import { type CompiledModule, loadSync, type Tensor, type Tensors, tensor } from '@cellc/runtime';
import { InferenceModel } from '@cellc/runtime/inference';
import type { Arena, Kernels } from '@cellc/runtime/module';
import { generator } from '../sample.ts';
import type { Variant } from './sampler.ts';
import type { Size, Work } from './workload.ts';

/** Different inputs one after another: a cell at rest in a fixed point would be kinder to branch predictors than data is. */
const FRAMES = 64;

/** The kernels of a model, without what the runtime does around them. */
class Opened extends InferenceModel {
  get opened(): { readonly m: Arena; readonly kernels: Kernels } {
    const { m, kernels } = this.session;
    return { m, kernels: kernels as Kernels };
  }
}

export function openModel(module: CompiledModule, seed: number): Opened {
  const model = new Opened(module);
  model.setParams(loadSync(module, { seed }).params() as Tensors);
  return model;
}

/** @param work one that the model has */
export function workload(model: Opened, work: Work, { T, B }: Size): Omit<Variant, 'name'> {
  const random = generator(1);
  return work === 'step' ? streaming(model, random) : sequences(model, work === 'train', T, B, random);
}

type Random = () => number;

function inputs({ manifest }: Opened, length: number, random: Random): Float32Array {
  const isClass = manifest.reads === 'class';
  return Float32Array.from({ length }, () => (isClass ? Math.floor(random() * manifest.input) : 2 * random() - 1));
}

/** Steps of one stream, which starts again after so many: no states run away, however long this is timed. */
function streaming(model: Opened, random: Random): Omit<Variant, 'name'> {
  const { manifest } = model;
  const { m } = model.opened;
  const { y } = manifest.stream!;
  const width = manifest.reads === 'class' ? 1 : manifest.input;
  const frames = Array.from({ length: FRAMES }, () => inputs(model, width, random));
  const run = (): number => {
    let sum = 0;
    model.reset();
    for (let t = 0; t < FRAMES; t++) {
      model.step(frames[t]!);
      sum += m[y.at[0]]!;
    }
    return sum;
  };
  return { run, operations: FRAMES };
}

function sequences(model: Opened, trains: boolean, T: number, B: number, random: Random): Omit<Variant, 'name'> {
  const { manifest } = model;
  const isClass = manifest.reads === 'class';
  const x = inputs(model, T * B * (isClass ? 1 : manifest.input), random);
  const xs: Tensor = tensor(x, isClass ? [B, T] : [B, T, manifest.input]);
  // Lays the batch out in the arena, with lengths, states and the means of noise.
  model.run(xs);
  const { m, kernels } = model.opened;
  const place = ([fixed, perRow, perStep]: readonly [number, number, number]): number =>
    fixed + perRow * B + perStep * T * B;
  const y = place(manifest.y.at);
  const updated = manifest.states.filter(({ run }) => run.rows === 'batch').map(({ run }) => run);
  const forward = (): number => {
    // Inference keeps its states in place: every run starts from zero.
    for (const { at, size } of updated) m.fill(0, place(at), place(at) + size * B);
    kernels.forward(m, T, B);
    return m[y]!;
  };
  if (!trains) return { run: forward };
  const { start, end } = manifest.values;
  const { gradients } = manifest.training!;
  const { target, weight, scale } = manifest.loss!;
  const rows = target.rows === 'batch' ? B : T * B;
  // Targets that every loss takes: shares, or a class.
  for (let i = 0; i < rows * target.size; i++) m[place(target.at) + i] = target.size === manifest.output ? random() : 0;
  m.fill(1, place(weight.at), place(weight.at) + rows);
  m[place(scale.at)] = 1 / rows;
  for (const { at, default: value = 1 } of manifest.optimizer!.scalars) m[at] = value;
  const cotangents = manifest.states.flatMap(({ cotangent }) => cotangent ?? []);
  const before = m.slice(start, end);
  const run = (): number => {
    // The same parameters every time, so that no variant's numbers drift.
    m.set(before, start);
    forward();
    m.fill(0, start + gradients, end + gradients);
    for (const { at, size } of cotangents) m.fill(0, place(at), place(at) + size * B);
    kernels.loss!(m, T, B);
    kernels.backward!(m, T, B);
    kernels.update!(m);
    return m[start]!;
  };
  return { run };
}
