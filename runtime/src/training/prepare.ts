/** What has to be known and checked before the first update. */
import { fail } from '../error.ts';
import type { Loss } from '../module.ts';
import { reserveFor, type Session } from '../session.ts';
import { isStream, type Supply } from './batches.ts';
import type { Kept } from './checkpoint.ts';
import { checkClasses } from './classes.ts';
import { checksum, checkWeight, type Dataset, datasetOf } from './dataset.ts';
import type { Batches, Data, Windows } from './options.ts';
import type { Hooks, Settings } from './settings.ts';
import { isUnfitted, standardizeBy } from './standardize.ts';

/** Data that is kept out of training. */
export interface Held {
  readonly set: Dataset;
  readonly rows: readonly number[];
}

/** What is trained on, and what is kept out. */
export function supplyOf(session: Session, loss: Loss, data: Data | Windows | Batches, settings: Settings & Hooks) {
  const { validation, classWeights, stateful, batchSize, metrics } = settings;
  const ends = [session.manifest, loss] as const;
  const all = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);
  const given = validation === undefined || typeof validation === 'number' ? undefined : datasetOf(ends, validation);
  if (given) {
    checkWeight(given, loss, 'validation data');
    checkClasses(given, loss, { metrics });
  }
  const own: Held | undefined = given && { set: given, rows: all(given.sequences) };
  if (isStream(data)) {
    const supply: Supply = { kind: 'stream', batches: data, ends };
    return { supply, held: own };
  }
  const set = datasetOf(ends, data, classWeights);
  checkClasses(set, loss, settings);
  const share = typeof validation === 'number' ? validation : 0;
  // As Keras cuts, for all the rounding of 1 - 0.9.
  const sequences = share ? Math.floor(set.sequences * (1 - share) + 1e-9) : set.sequences;
  const kept = set.sequences - sequences;
  if (sequences < 1 || (share && kept < 1))
    fail(
      'E_OPTION',
      `a share of ${share} leaves ${sequences} of ${set.sequences} sequences to train on, and ${kept} to validate on`,
    );
  if (stateful && sequences > batchSize && sequences % batchSize !== 0)
    fail(
      'E_OPTION',
      `${sequences} sequences are not whole batches of ${batchSize}, which stateful training needs`,
      'choose another batchSize',
    );
  checkWeight(set, loss, 'training data', 0, sequences);
  const supply: Supply = { kind: 'set', set, sequences };
  if (!share) return { supply, held: own };
  const cut: Held = { set: { ...set, classWeights: undefined }, rows: all(kept, sequences) };
  checkWeight(cut.set, loss, 'validation data', sequences);
  return { supply, held: cut };
}

/** The largest pass that there can be, before anything is trained. @throws E_MEMORY */
export function makeRoom(session: Session, settings: Settings, supply: Supply): void {
  if (supply.kind === 'stream') return;
  const { truncate, recompute, batchSize, microBatch = batchSize } = settings;
  const time = supply.set.lengths ? Array.from(supply.set.lengths).reduce((a, b) => Math.max(a, b)) : supply.set.time;
  const T = Math.min(time, truncate ?? time, recompute ?? time);
  reserveFor(session, T, Math.min(batchSize, microBatch, supply.sequences));
}

/** States are carried forward in time. */
export function checkDirections({ manifest }: Session, settings: Settings): void {
  const option = (['truncate', 'stateful', 'recompute'] as const).find((name) => settings[name]);
  const state = manifest.states.find(({ direction }) => direction === 'backward');
  if (option && state)
    fail('E_UNSUPPORTED', `${option} carries states forward in time, but ${state.name} starts from a sequence's end`);
}

/** Means and deviations are of what is trained on alone. */
export function standardizeFirst(session: Session, loss: Loss, supply: Supply): void {
  if (!isUnfitted(session)) return;
  if (supply.kind === 'stream')
    fail(
      'E_ORDER',
      'the model standardises its data, and nothing says yet by which means',
      'call model.standardize(data) before, with a part of the data',
    );
  standardizeBy(session, loss, supply.set, supply.sequences);
}

/** What a checkpoint must agree on: all but the number of epochs. */
export function keptOf(
  { manifest }: Session,
  settings: Settings & Hooks,
  supply: Supply,
  held: Held | undefined,
): Kept {
  const { epochs: _, scalars, validation: __, checkpoint, resume, signal, onEpoch, onBatch, ...others } = settings;
  const { name, hash, precision } = manifest;
  const data = supply.kind === 'set' ? [supply.sequences, supply.set.time] : 'batches';
  const hasRate = scalars.lr !== undefined;
  // To read all data takes as long as a small network's epoch, and nobody asks without a checkpoint.
  const isAsked = checkpoint !== undefined || resume !== undefined;
  const identity = {
    model: name,
    hash,
    precision,
    data,
    ...(isAsked && supply.kind === 'set' && { 'the checksum of the data': checksum(supply.set) }),
    validation: held && [held.rows.length, held.set.time],
    ...(isAsked && held && { 'the checksum of the validation data': checksum(held.set) }),
    ...others,
    ...scalars,
  };
  const figures = { metrics: [...new Set(settings.metrics)], hasValidation: held !== undefined, hasRate };
  return { identity, figures, metadata: checkpoint?.metadata };
}
