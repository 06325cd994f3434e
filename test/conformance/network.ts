/** One question to a compiled network: its outputs, final states and gradients, in the layout of the reference. */
import { type Compiled, compileModel, type ModelSpec } from '@cellc/compiler';
import { type CompiledModule, load, type Model, type Tensor, type Tensors } from '@cellc/runtime';
import type { GpuJsModel, Mode } from '@cellc/runtime/gpujs';
import { GpuModel } from '@cellc/runtime/webgpu';
import { loadOnGpu } from '../support/gpu.ts';
import { loadOnGpuJs } from '../support/gpujs.ts';
import { instantiate } from '../support/instantiate.ts';
import type { Comparison } from './compare.ts';
import { type Case, type NamedTensors, Skip } from './format.ts';
import { cast, named, record, rows, stack, swapAxes, zeros } from './tensors.ts';
import { outputTolerance, type Precision } from './tolerance.ts';

export const targets = ['js', 'wasm'] as const;

/** What a case is run on. */
export interface Variant {
  readonly target: (typeof targets)[number] | 'webgpu' | 'gpujs';
  /** Of gpu.js. */
  readonly mode?: Mode;
  readonly precision: Precision;
}

/** A network as a spec, with its parameters by their names in the module. */
export interface Network {
  readonly spec: ModelSpec;
  readonly params: NamedTensors;
}

export function compileFor({ target, precision }: Variant, spec: ModelSpec, training: boolean): Compiled {
  return compileModel(spec, { target, precision, training });
}

/** A model that runs sequences; what one on a GPU gives has to be awaited. */
export type Runner = Model | GpuModel | GpuJsModel;

/** Models that hold memory of a device. */
const onDevices: (GpuModel | GpuJsModel)[] = [];

/** Loads a module on what the variant names. @throws where that is not what runs it */
export async function loadOn(module: CompiledModule, weights: Tensors, { target, mode }: Variant): Promise<Runner> {
  if (target === 'js' || target === 'wasm') {
    const model = await load(module, { weights });
    if (model.manifest.target !== target) throw new Error(`${model.manifest.target} runs the model, not ${target}`);
    return model;
  }
  const model = await (target === 'gpujs' ? loadOnGpuJs(module, weights, mode!) : loadOnGpu(module, weights));
  onDevices.push(model);
  return model;
}

/** Compiles and loads a network, with gradients unless only inference is asked for. */
export async function loadRunner({ spec, params }: Network, variant: Variant, training = true): Promise<Runner> {
  const module = await instantiate(compileFor(variant, spec, training));
  return loadOn(module, record(params, variant.precision), variant);
}

/** Frees what the models of a case hold, so that the next one finds a device as it was. */
export function giveUpModels(): void {
  for (const model of onDevices.splice(0)) model.destroy();
}

/** The same for streaming. @throws Skip where the target has none */
export async function loadNetwork({ spec, params }: Network, variant: Variant, training = true): Promise<Model> {
  if (variant.target === 'webgpu' || variant.target === 'gpujs')
    throw new Skip(`needs streaming at once, which ${variant.target} has not`);
  const module = await instantiate(compileFor(variant, spec, training));
  return load(module, { weights: record(params, variant.precision) });
}

/** States have the names that they have in the module. */
export interface Question {
  /** `[time, batch, features]`, `[batch, time, features]` or, for one sequence, `[time, features]`. */
  readonly x: Tensor;
  readonly batchFirst: boolean;
  /** Initial states `[batch, …]`, or without batch for one sequence; those that are missing are zero. */
  readonly state: NamedTensors;
  readonly lengths?: readonly number[];
  /** Without it, no gradients are asked for. */
  readonly cotangents?: { readonly y?: Tensor; readonly state: NamedTensors };
}

export interface Answer {
  /** In the layout of `x`. */
  readonly y: Tensor;
  readonly state: NamedTensors;
  readonly grads?: { readonly params: NamedTensors; readonly x: Tensor; readonly state: NamedTensors };
}

export async function ask(model: Runner, question: Question): Promise<Answer> {
  const { x, state, lengths, cotangents } = question;
  const { precision } = model.manifest;
  const xs = cast(batchFirst(x, question), precision);
  const lead = xs.shape.slice(0, -2);
  // The case's layout is known only now, so the shape is not in the type.
  const run = await model.run(xs as Tensor<readonly [number, number, number]>, {
    ...(state.size > 0 && { state: record(complete(model, state, lead), precision) }),
    ...(lengths && { lengths }),
  });
  const answer = { y: batchFirst(run.output, question), state: named(run.state) };
  if (!cotangents) return answer;
  const grads = await model.backward({
    ...(cotangents.y && { output: cast(batchFirst(cotangents.y, question), precision) }),
    state: record(cotangents.state, precision),
  });
  return {
    ...answer,
    grads: { params: named(grads.params), x: batchFirst(grads.input, question), state: named(grads.state) },
  };
}

/**
 * The output of a module compiled for inference alone, which has kernels of its own: of `run`, and of `step` for the
 * first sequence where the network can stream; beside the expected output `y`.
 */
export async function checkInference(
  of: Case,
  network: Network,
  variant: Variant,
  question: Question,
  y: Tensor | undefined,
): Promise<Comparison[]> {
  if (!y) return [];
  const { cotangents, ...forward } = question;
  const model = await loadRunner(network, variant, false);
  const allowed = outputTolerance(of, 'y', variant.precision);
  const whole = { name: 'y of inference', expected: y, got: (await ask(model, forward)).y, allowed };
  if (model instanceof GpuModel || !model.manifest.stream || question.lengths) return [whole];
  const got = await stream(model, question);
  return [whole, { name: 'y of step', expected: firstSequence(y, question), got, allowed }];
}

/** The output of the first sequence, one `step` at a time. */
async function stream(model: Model | GpuJsModel, question: Question): Promise<Tensor> {
  const batched = question.x.shape.length === 3;
  const state = new Map([...question.state].map(([name, value]) => [name, batched ? rows(value)[0]! : value]));
  model.reset(record(complete(model, state, []), model.manifest.precision));
  const outputs: Tensor[] = [];
  for (const { data } of rows(firstSequence(question.x, question))) {
    const output = Float64Array.from(await model.step(data));
    outputs.push({ data: output, shape: [output.length] });
  }
  return stack(outputs);
}

function firstSequence(value: Tensor, question: Question): Tensor {
  return value.shape.length === 3 ? rows(batchFirst(value, question))[0]! : value;
}

/** `[time, batch, …]` to `[batch, time, …]` or back, where the question's layout is not the runtime's. */
function batchFirst(value: Tensor, { x, batchFirst }: Question): Tensor {
  return x.shape.length === 3 && !batchFirst ? swapAxes(value) : value;
}

/** All states of the model; those that are not given are zero. */
function complete({ manifest }: Runner, given: NamedTensors, lead: readonly number[]): NamedTensors {
  const missing = manifest.states.filter(({ name }) => !given.has(name));
  return new Map([...given, ...missing.map(({ name, shape }) => [name, zeros([...lead, ...shape])] as const)]);
}
