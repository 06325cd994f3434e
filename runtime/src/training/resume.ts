/** Reading checkpoints. They come from files, which are not trusted: all of one is checked before anything is changed. */
import { fail, kind, RuntimeError } from '../error.ts';
import type { Manifest } from '../module.ts';
import { readSafetensors, type Safetensors } from '../safetensors.ts';
import { count, show, type Tensor } from '../tensor.ts';
import { countBatches, type Supply } from './batches.ts';
import {
  type Checkpoint,
  decode,
  FORMAT,
  type Identity,
  type Kept,
  type Place,
  type Progress,
  startProgress,
} from './checkpoint.ts';
import { epochsOf, type Figures, widthOf } from './history.ts';
import type { Settings } from './settings.ts';

/** @throws E_CHECKPOINT where the file is no checkpoint, is broken, or is of another training */
export function readCheckpoint(
  manifest: Manifest,
  { identity, figures }: Kept,
  settings: Settings,
  supply: Supply,
  bytes: Uint8Array | ArrayBuffer,
): Checkpoint {
  const { tensors, metadata } = fileOf(bytes);
  if (metadata.format !== FORMAT)
    fail('E_CHECKPOINT', 'resume is not a checkpoint of a training', 'pass the bytes that checkpoint.save was given');
  checkIdentity(identity, parse('identity', metadata));
  const place = checkPlace(parse('progress', metadata));
  checkSpot(place, settings, supply);
  checkParams(manifest, tensors, place.stopping.epoch > 0);
  checkCarry(manifest, tensors, place, settings, supply);
  return { progress: { ...place, epochs: checkEpochs(tensors.epochs, place.epoch, figures) }, tensors };
}

function fileOf(bytes: Uint8Array | ArrayBuffer): Safetensors {
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer))
    fail('E_OPTION', `resume is ${kind(bytes)}, not the bytes of a checkpoint`);
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof RuntimeError) fail('E_CHECKPOINT', `resume is ${error.reason}`);
    throw error;
  }
}

function parse(name: string, metadata: Safetensors['metadata']): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(metadata[name]!, decode);
  } catch {
    // Reported below, with what is JSON and no object.
  }
  return isObject(value) ? value : broken(`its ${name} is not a JSON object`);
}

function checkIdentity(identity: Identity, saved: Identity): void {
  for (const name of new Set([...Object.keys(identity), ...Object.keys(saved)])) {
    // Through JSON, as the saved ones went.
    const [now, then] = [JSON.stringify(identity[name]), JSON.stringify(saved[name])];
    if (now === then) continue;
    if (name === 'schedule') checkCosine(identity[name], saved[name]);
    fail(
      'E_CHECKPOINT',
      `${name} is ${now ?? 'absent'} where the checkpoint has ${then ?? 'none'}`,
      'resume with the model, the data and the options of the checkpoint',
    );
  }
}

/** By default a cosine goes down over all epochs, so that it is another where there are more of them. */
function checkCosine(now: unknown, then: unknown): void {
  const of = (schedule: unknown) =>
    isObject(schedule) && isObject(schedule.cosine) ? schedule.cosine.epochs : undefined;
  const [epochs, before] = [of(now), of(then)];
  if (epochs !== undefined && before !== undefined && epochs !== before)
    fail(
      'E_CHECKPOINT',
      `the schedule's cosine goes down over ${epochs} epochs where that of the checkpoint does over ${before}`,
      `set cosine.epochs to ${before} to go on with it, however many epochs there are`,
    );
}

const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounter = new Set(['epoch', 'batch', 'step', 'batches', 'updates', 'bad']);

/** As many numbers as there are at the start, and counters that count. */
function checkPlace(given: Readonly<Record<string, unknown>>): Place {
  const { epochs: _, ...start } = startProgress();
  const check = (path: string, expected: object, value: unknown): void => {
    if (!isObject(value)) broken(`${path} is ${kind(value)}, not an object`);
    for (const [name, first] of Object.entries(expected)) {
      const [field, at] = [value[name], `${path}.${name}`];
      if (typeof first === 'object') check(at, first, field);
      else if (isCounter.has(name) ? !isWhole(field) : typeof field !== 'number' || Number.isNaN(field))
        broken(
          `${at} is ${typeof field === 'number' ? field : kind(field)}, not a ${isCounter.has(name) ? 'whole ' : ''}number`,
        );
    }
    if (path !== 'progress' && value.best !== undefined && !Number.isFinite(value.best))
      broken(`${path}.best is ${value.best}, not a number`);
  };
  check('progress', start, given);
  return given as unknown as Place;
}

/** Where in an epoch a training may have stopped: before the last of its updates. */
function checkSpot({ epoch, batch, step, stopping }: Place, settings: Settings, supply: Supply): void {
  const { truncate } = settings;
  const batches = countBatches(supply, settings);
  const isInside = supply.kind !== 'set' || step < supply.set.time;
  if (stopping.epoch > epoch || (batches !== undefined && batch >= batches))
    broken(`its place is epoch ${epoch}, batch ${batch}, which there is not`);
  if (step > 0 && (truncate === undefined || step % truncate > 0 || !isInside))
    broken(`its place is time step ${step}, where no part of a batch begins`);
  if ((batch > 0 || step > 0) && supply.kind === 'stream' && typeof supply.batches !== 'function')
    fail(
      'E_CHECKPOINT',
      `the checkpoint is after batch ${batch} of an epoch, and an iterator cannot skip batches safely`,
      'pass a function that gives the batches of an epoch',
    );
}

/** Parameters and moments are all there; the best parameters, where there is a best epoch. */
function checkParams(manifest: Manifest, tensors: Checkpoint['tensors'], hasBest: boolean): void {
  const moments = manifest.optimizer!.moments.map(({ name }) => `moment ${name}`);
  for (const kind of ['param', ...moments, 'best'])
    for (const { name, shape, frozen } of manifest.params) {
      const path = `${kind}/${name}`;
      const value = tensors[path];
      if ((frozen && kind !== 'param') || (kind === 'best' && !hasBest)) {
        if (value) broken(`it has ${path}, which this training has not`);
      } else checkNumbers(manifest, path, value, shape);
    }
}

/** The carried states are there where a batch goes on from others, or from its own steps before. */
function checkCarry(
  manifest: Manifest,
  tensors: Checkpoint['tensors'],
  { batch, step }: Place,
  { stateful, batchSize }: Settings,
  supply: Supply,
): void {
  const isCarried = step > 0 || (stateful && batch > 0);
  let rows: number | undefined;
  if (supply.kind === 'set') rows = Math.min(batchSize, supply.sequences - batch * batchSize);
  for (const { name, shape } of manifest.states) {
    const path = `state/${name}`;
    const value = tensors[path];
    if (isCarried) {
      rows ??= value?.shape[0] ?? 0;
      checkNumbers(manifest, path, value, [rows, ...shape]);
    } else if (value) broken(`it has ${path}, which this training has not`);
  }
}

function checkEpochs(table: Tensor | undefined, epochs: number, figures: Figures): Progress['epochs'] {
  const shape = [epochs, widthOf(figures)];
  if (show(table?.shape ?? []) !== show(shape))
    broken(`epochs has shape ${show(table?.shape ?? [])} where ${show(shape)} is expected`);
  return epochsOf(table!, figures);
}

function checkNumbers(
  { precision }: Manifest,
  name: string,
  value: Tensor | undefined,
  shape: readonly number[],
): void {
  if (!value) broken(`it has no ${name}`);
  if (show(value.shape) !== show(shape) || value.data.length !== count(shape))
    broken(`${name} has shape ${show(value.shape)} where ${show(shape)} is expected`);
  const bad = value.data.findIndex((x) => !Number.isFinite(precision === 'f32' ? Math.fround(x) : x));
  if (bad >= 0) broken(`${name} is ${value.data[bad]} at element ${bad}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(why: string): never {
  fail('E_CHECKPOINT', `the checkpoint is broken: ${why}`);
}
