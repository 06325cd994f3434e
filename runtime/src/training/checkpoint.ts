/**
 * Checkpoints: a safetensors file with the parameters, the optimiser's moments, the best parameters, the carried states and
 * the epochs' figures; the place in the training and its sums stand in the metadata as JSON, which keeps doubles exactly.
 * The order of the data and the noise follow from the seed and the place.
 */
import type { Carry } from '../arena.ts';
import type { Manifest } from '../module.ts';
import { readParams, writeParam } from '../params.ts';
import { saveSafetensors } from '../safetensors.ts';
import type { Session } from '../session.ts';
import { count, type Tensor } from '../tensor.ts';
import { type Figures, tableOf } from './history.ts';
import type { Epoch } from './options.ts';
import type { Plateau, Stopping } from './schedule.ts';
import { startTally, type Tally } from './tally.ts';

export const FORMAT = 'cellc-checkpoint/1';

/** What a checkpoint's metadata has of its own. */
export const ownMetadata: readonly string[] = ['format', 'identity', 'progress'];

/** Where a training is. Plain data: it is what a checkpoint's metadata holds. */
export interface Place {
  /** Epochs that are done. */
  epoch: number;
  /** Batches of the epoch after them that are done, and time steps of the batch after these. */
  batch: number;
  step: number;
  /** Batches and updates since training began. */
  batches: number;
  updates: number;
  /** Of the epoch at work. */
  tally: Tally;
  plateau: Plateau;
  stopping: Stopping;
  seconds: number;
}

export interface Progress extends Place {
  readonly epochs: Epoch[];
}

/** What makes a training the same as another, by name. */
export type Identity = Readonly<Record<string, unknown>>;

/** What is known before a training begins, and has to be the same where it goes on. */
export interface Kept {
  readonly identity: Identity;
  readonly figures: Figures;
  /** What the caller wants to stand in the metadata besides. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

export interface Checkpoint {
  readonly progress: Progress;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export function startProgress(): Progress {
  return {
    epoch: 0,
    batch: 0,
    step: 0,
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
  { identity, figures, metadata }: Kept,
  { epochs, ...place }: Progress,
  best: ArrayLike<number> | undefined,
  carry: Carry | undefined,
): Uint8Array {
  const tensors: Record<string, Tensor> = { epochs: tableOf(epochs, figures) };
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
    ...metadata,
    format: FORMAT,
    identity: JSON.stringify(identity),
    progress: JSON.stringify(place, encode),
  });
}

/** What JSON has no numbers for: a sum of squares may be infinite, and zero has a sign. */
function encode(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? '-0' : String(value) };
}

export function decode(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'number' in value ? Number(value.number) : value;
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
  return carry.length > 0 ? carry : undefined;
}

function trained({ params }: Manifest, values: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(params.flatMap(({ name, frozen }) => (frozen ? [] : [[name, values[name]!] as const])));
}
