/** The batches of an epoch: rows of a data set in the epoch's order, or data that is given batch by batch. */
import { fail, kind } from '../error.ts';
import type { Loss, Manifest } from '../module.ts';
import { random, shuffle } from '../random.ts';
import { checkClasses } from './classes.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import type { Batches, Data, Windows } from './options.ts';
import type { Settings } from './settings.ts';

export interface Rows {
  readonly set: Dataset;
  readonly rows: readonly number[];
}

/** What a training takes its batches from: the first rows of a data set, or batches one by one. */
export type Supply =
  | { readonly kind: 'set'; readonly set: Dataset; readonly sequences: number }
  | { readonly kind: 'stream'; readonly batches: Batches; readonly ends: readonly [Manifest, Loss] };

export function isStream(data: Data | Windows | Batches): data is Batches {
  if (typeof data === 'function') return true;
  return typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data);
}

/** The number of batches of an epoch, where that is known. */
export function countBatches(supply: Supply, { batchSize }: Settings): number | undefined {
  return supply.kind === 'set' ? Math.ceil(supply.sequences / batchSize) : undefined;
}

/** The batches of an epoch (from 1), without the first `skip`. The order of an epoch follows from the seed alone. */
export async function* batchesOf(
  supply: Supply,
  settings: Settings,
  epoch: number,
  skip: number,
): AsyncGenerator<Rows> {
  if (supply.kind === 'set') {
    const order = Array.from({ length: supply.sequences }, (_, row) => row);
    if (settings.shuffle) shuffle(order, random(settings.seed, epoch));
    const { batchSize } = settings;
    for (let from = skip * batchSize; from < order.length; from += batchSize)
      yield { set: supply.set, rows: order.slice(from, from + batchSize) };
    return;
  }
  const { batches, ends } = supply;
  let count = 0;
  const given: unknown = typeof batches === 'function' ? batches(epoch) : batches;
  if (!isStream(given as Batches))
    fail(
      'E_INPUT',
      `the batches of epoch ${epoch} are ${kind(given)}, which cannot be iterated`,
      'give a list or a generator of { x, y }',
    );
  for await (const data of given as Iterable<Data> | AsyncIterable<Data>) {
    if (count++ < skip) continue;
    const set = datasetOf(ends, data, settings.classWeights);
    checkClasses(set, ends[1], settings);
    yield { set, rows: Array.from({ length: set.sequences }, (_, row) => row) };
  }
  if (count === 0)
    fail(
      'E_INPUT',
      `epoch ${epoch} has no batches`,
      epoch > 1 ? 'an iterator gives its batches once: pass a function that makes a new one for each epoch' : undefined,
    );
  if (count <= skip)
    fail('E_CHECKPOINT', `epoch ${epoch} has ${count} batches where the checkpoint goes on with batch ${skip + 1}`);
}
