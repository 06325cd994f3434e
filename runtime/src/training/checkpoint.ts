/**
 * Checkpoints: a safetensors file with the parameters, the optimiser's moments, the best parameters and the carried states;
 * the place in the training and all its numbers stand in the metadata as JSON, which keeps doubles exactly. The order of
 * the data and the noise follow from the seed and the place.
 */
import { fail, kind } from '../error.ts';
import type { Manifest } from '../module.ts';
import { readParams, writeParam } from '../params.ts';
import { readSafetensors, type Safetensors, saveSafetensors } from '../safetensors.ts';
import type { Session } from '../session.ts';
import { count, type Tensor } from '../tensor.ts';
import type { Epoch } from './options.ts';
import type { Carry } from './pass.ts';
import type { Plateau, Stopping } from './schedule.ts';
import { startTally, type Tally } from './tally.ts';

const FORMAT = 'cellc-checkpoint/1';

/** Where a training is. Plain data: it is what a checkpoint's metadata holds. */
export interface Progress {
  /** Epochs that are done. */
  epoch: number;
  /** Batches of the epoch after them that are done, and batches and updates since training began. */
  batch: number;
  batches: number;
  updates: number;
  /** Of the epoch at work. */
  tally: Tally;
  plateau: Plateau;
  stopping: Stopping;
  epochs: Epoch[];
  seconds: number;
}

/** What makes a training the same as another, by name. */
export type Identity = Readonly<Record<string, unknown>>;

export interface Checkpoint {
  readonly progress: Progress;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export function startProgress(): Progress {
  return {
    epoch: 0,
    batch: 0,
    batches: 0,
    updates: 0,
    tally: startTally(),
    plateau: { bad: 0, factor: 1 },
    stopping: { epoch: 0, bad: 0 },
    epochs: [],
    seconds: 0,
  };
}

export function writeCheckpoint(
  { m, manifest }: Session,
  identity: Identity,
  progress: Progress,
  best: ArrayLike<number> | undefined,
  carry: Carry | undefined,
): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const add = (kind: string, params: Readonly<Record<string, Tensor>>) => {
    for (const [name, value] of Object.entries(params)) tensors[`${kind}/${name}`] = value;
  };
  add('param', readParams(m, manifest));
  for (const { name, at } of manifest.optimizer!.moments)
    add(`moment ${name}`, trained(manifest, readParams(m, manifest, at - manifest.values.start)));
  if (best) {
    const values = m.slice(0, manifest.values.end);
    values.set(best, manifest.values.start);
    add(
      'best',
      trained(manifest, readParams(values, { ...manifest, params: manifest.params.filter((p) => !p.frozen) })),
    );
  }
  carry?.forEach((data, i) => {
    const { name, shape } = manifest.states[i]!;
    tensors[`state/${name}`] = { data, shape: [data.length / count(shape), ...shape] };
  });
  return saveSafetensors(tensors, {
    format: FORMAT,
    identity: JSON.stringify(identity),
    progress: JSON.stringify(progress, encode),
  });
}

/** @throws E_CHECKPOINT where the file is no checkpoint, or one of another training: before anything is changed */
export function readCheckpoint(manifest: Manifest, identity: Identity, bytes: Uint8Array | ArrayBuffer): Checkpoint {
  const { tensors, metadata } = fileOf(bytes);
  if (metadata.format !== FORMAT)
    fail('E_CHECKPOINT', 'resume is not a checkpoint of a training', 'pass the bytes that checkpoint.save was given');
  const saved = parse(metadata.identity) as Identity;
  for (const name of new Set([...Object.keys(identity), ...Object.keys(saved)])) {
    // Through JSON, as the saved ones went.
    const [now, then] = [JSON.stringify(identity[name]), JSON.stringify(saved[name])];
    if (now !== then)
      fail(
        'E_CHECKPOINT',
        `${name} is ${now ?? 'absent'} where the checkpoint has ${then ?? 'none'}`,
        'resume with the model, the data and the options of the checkpoint',
      );
  }
  const kinds = ['param', ...manifest.optimizer!.moments.map(({ name }) => `moment ${name}`)];
  for (const kind of kinds)
    for (const { name, shape, frozen } of manifest.params) {
      if (frozen && kind !== 'param') continue;
      const value = tensors[`${kind}/${name}`];
      if (value?.data.length !== count(shape))
        fail('E_CHECKPOINT', `the checkpoint has no ${kind}/${name} of the model's shape`);
    }
  return { progress: parse(metadata.progress) as Progress, tensors };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text!, decode);
  } catch {
    fail('E_CHECKPOINT', "the checkpoint's metadata is broken");
  }
}

/** What JSON has no numbers for: a perplexity may be infinite, and zero has a sign. */
function encode(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? '-0' : String(value) };
}

function decode(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'number' in value ? Number(value.number) : value;
}

function fileOf(bytes: Uint8Array | ArrayBuffer): Safetensors {
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer))
    fail('E_OPTION', `resume is ${kind(bytes)}, not the bytes of a checkpoint`);
  return readSafetensors(bytes);
}

/** Puts parameters and moments back. @returns the best parameters, laid out as the values are */
export function restore({ m, manifest }: Session, { tensors }: Checkpoint) {
  const { start, end } = manifest.values;
  const put = (kind: string, shift: number, to = m) => {
    for (const param of manifest.params) {
      const value = tensors[`${kind}/${param.name}`];
      const pieces = param.pieces.map((piece) => ({ ...piece, at: piece.at + shift }));
      if (value) writeParam(to, { ...param, pieces }, value.data);
    }
  };
  put('param', 0);
  for (const { name, at } of manifest.optimizer!.moments) put(`moment ${name}`, at - start);
  if (!Object.keys(tensors).some((name) => name.startsWith('best/'))) return undefined;
  const best = m.slice(0, end);
  put('best', 0, best);
  return best.slice(start, end);
}

/** The carried states that a checkpoint has. */
export function restoreCarry({ states }: Manifest, { tensors }: Checkpoint): Carry | undefined {
  const carry = states.flatMap(({ name }) => tensors[`state/${name}`]?.data ?? []);
  return states.length > 0 && carry.length === states.length ? carry : undefined;
}

function trained({ params }: Manifest, values: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(params.flatMap(({ name, frozen }) => (frozen ? [] : [[name, values[name]!] as const])));
}
