/** The options of `fit`, checked and with their defaults. */
import { checkNames, checkOptions, fail, kind } from '../error.ts';
import type { Optimizer } from '../module.ts';
import { ownMetadata } from './checkpoint.ts';
import type {
  Checkpointing,
  EarlyStopping,
  Epoch,
  FitOptions,
  FitSettings,
  LearningRate,
  Metric,
  Update,
} from './options.ts';

const BATCH_SIZE = 32;

/** What decides about the numbers of a training: a checkpoint goes on under the same. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly microBatch: number | undefined;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly truncate: number | undefined;
  readonly stateful: boolean;
  readonly recompute: number | undefined;
  readonly clipNorm: number | undefined;
  readonly clipValue: number | undefined;
  readonly classWeights: readonly number[] | undefined;
  readonly metrics: readonly Metric[];
  readonly schedule: LearningRate;
  readonly earlyStopping: EarlyStopping | undefined;
  /** The optimiser's hyperparameters. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** What watches a training and keeps it. */
export interface Hooks {
  readonly validation: FitSettings['validation'];
  readonly checkpoint: Checkpointing | undefined;
  readonly resume: Uint8Array | ArrayBuffer | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onEpoch: ((epoch: Epoch) => unknown) | undefined;
  readonly onBatch: ((update: Update) => void) | undefined;
}

/** The names of all settings: what is left of the options are hyperparameters. */
const names: readonly (keyof FitSettings)[] = [
  ...(['epochs', 'batchSize', 'microBatch', 'shuffle', 'seed', 'truncate', 'stateful', 'recompute'] as const),
  ...(['clipNorm', 'clipValue', 'classWeights', 'validation', 'metrics', 'schedule', 'earlyStopping'] as const),
  ...(['checkpoint', 'resume', 'signal', 'onEpoch', 'onBatch'] as const),
];

const metricNames: readonly Metric[] = ['rmse', 'mae', 'accuracy', 'perplexity'];

/** @throws E_OPTION */
export function settingsOf(optimizer: Optimizer, options: FitOptions, isStream: boolean): Settings & Hooks {
  if (typeof options !== 'object' || options === null)
    fail('E_OPTION', `options of fit are ${kind(options)}, not an object`, 'write fit(data, { epochs: 10 })');
  const given: FitSettings = options;
  const { epochs, batchSize, microBatch, seed = 0, truncate, stateful = false, recompute, classWeights } = given;
  checkOptionNames(optimizer.scalars, options);
  checkWhole('epochs', epochs);
  for (const name of ['batchSize', 'microBatch', 'truncate', 'recompute'] as const)
    if (given[name] !== undefined) checkWhole(name, given[name]);
  for (const name of ['clipNorm', 'clipValue'] as const)
    if (given[name] !== undefined) checkNumber(name, given[name], { above: 0 });
  for (const name of ['shuffle', 'stateful'] as const)
    if (given[name] !== undefined && typeof given[name] !== 'boolean')
      fail('E_OPTION', `${name} is ${given[name]}, not true or false`);
  if (!Number.isSafeInteger(seed)) fail('E_OPTION', `seed is ${seed}, not a whole number`);
  if (classWeights !== undefined) checkClassWeights(classWeights);
  if (stateful && given.shuffle)
    fail('E_OPTION', 'stateful training goes on from batch to batch, and cannot shuffle', 'leave shuffle out');
  if (isStream && (batchSize !== undefined || given.shuffle))
    fail(
      'E_OPTION',
      'batches that are given one by one are neither cut nor shuffled',
      'leave batchSize and shuffle out',
    );
  for (const name of ['onEpoch', 'onBatch'] as const)
    if (given[name] !== undefined && typeof given[name] !== 'function')
      fail('E_OPTION', `${name} is ${kind(given[name])}, not a function`);
  const { validation, metrics, schedule = {}, earlyStopping, checkpoint, resume, signal, onEpoch, onBatch } = given;
  if (typeof validation === 'number' && (isStream || !(validation > 0 && validation < 1)))
    fail(
      'E_OPTION',
      isStream
        ? 'there is no share of batches that are given one by one'
        : `validation is ${validation}, not a share between 0 and 1`,
      'pass a validation set of its own',
    );
  checkSchedule(schedule);
  if (earlyStopping !== undefined) {
    checkOptions('options of earlyStopping', ['patience', 'minDelta'], earlyStopping, 'write { patience: 10 }');
    checkWhole('patience', earlyStopping.patience, 0);
    if (earlyStopping.minDelta !== undefined) checkNumber('minDelta', earlyStopping.minDelta, { from: 0 });
  }
  if (checkpoint !== undefined) {
    checkOptions('options of checkpoint', ['every', 'seconds', 'save', 'metadata'], checkpoint, 'write { save }');
    if (checkpoint.every !== undefined) checkWhole('every', checkpoint.every);
    if (checkpoint.seconds !== undefined) checkNumber('seconds', checkpoint.seconds, { from: 0 });
    if (typeof checkpoint.save !== 'function') fail('E_OPTION', `save is ${kind(checkpoint.save)}, not a function`);
    if (checkpoint.metadata !== undefined) checkMetadata(checkpoint.metadata);
  }
  const cosine = schedule.cosine && { ...schedule.cosine, epochs: schedule.cosine.epochs ?? epochs };
  return {
    epochs,
    batchSize: batchSize ?? BATCH_SIZE,
    microBatch,
    shuffle: given.shuffle ?? (!stateful && !isStream),
    seed,
    truncate,
    stateful,
    recompute,
    clipNorm: given.clipNorm,
    clipValue: given.clipValue,
    classWeights,
    metrics: metricsOf(metrics),
    schedule: { ...schedule, ...(cosine && { cosine }) },
    earlyStopping,
    scalars: scalarsOf(optimizer, options, Object.keys(schedule).length > 0),
    validation,
    checkpoint,
    resume,
    signal,
    onEpoch,
    onBatch,
  };
}

/** @throws E_OPTION on metrics that there are not */
export function metricsOf(metrics: readonly Metric[] = []): readonly Metric[] {
  if (!Array.isArray(metrics)) fail('E_OPTION', `metrics is ${kind(metrics)}, not a list`);
  checkNames('E_OPTION', 'metrics', metricNames, metrics, 'partial');
  return metrics;
}

/** Names that are neither settings nor hyperparameters are mistakes: said first, for what is misspelt is missing, too. */
function checkOptionNames(scalars: Optimizer['scalars'], options: FitOptions): void {
  const own = scalars.map(({ name }) => name).filter((name) => name !== 't');
  const others = Object.keys(options).filter((name) => !(names as readonly string[]).includes(name));
  if (others.some((name) => !own.includes(name)))
    checkNames('E_OPTION', 'options of fit', [...own, ...names], others, 'partial');
}

/** The optimiser's hyperparameters, from the options or the spec. */
function scalarsOf({ scalars }: Optimizer, options: FitOptions, scheduled: boolean): Record<string, number> {
  const own = scalars.filter(({ name }) => name !== 't');
  const given: Readonly<Record<string, unknown>> = options;
  if (scheduled && !own.some(({ name }) => name === 'lr'))
    fail('E_OPTION', 'the optimizer has no hyperparameter lr that a schedule could change');
  const values = own.map(({ name, default: fallback }) => {
    const value = (Object.hasOwn(given, name) ? given[name] : undefined) ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value)) fail('E_OPTION', `${name} is ${value}, not a number`);
    if (name === 'lr') checkNumber(name, value, { from: 0 });
    return [name, value] as const;
  });
  return Object.fromEntries(values);
}

const parts: Readonly<
  Record<
    Exclude<keyof LearningRate, 'warmup'>,
    Readonly<Record<string, 'whole' | 'share' | 'at most 1' | 'must be whole' | 'must be a share'>>
  >
> = {
  step: { every: 'must be whole', factor: 'must be a share' },
  exponential: { factor: 'must be a share' },
  cosine: { epochs: 'whole', min: 'at most 1' },
  plateau: { factor: 'share', patience: 'whole', threshold: 'share' },
};

function checkSchedule(schedule: LearningRate): void {
  checkOptions('options of schedule', [...Object.keys(parts), 'warmup'], schedule);
  const kinds = Object.entries(parts).filter(([name]) => Object.hasOwn(schedule, name));
  if (kinds.length > 1) fail('E_OPTION', `a schedule is either ${kinds.map(([name]) => name).join(' or ')}, not both`);
  if (schedule.warmup !== undefined) checkWhole('warmup', schedule.warmup);
  for (const [name, fields] of kinds) {
    const given: unknown = schedule[name as keyof typeof parts];
    checkOptions(`options of ${name}`, Object.keys(fields), given);
    for (const [field, rule] of Object.entries(fields)) {
      const value = (given as Readonly<Record<string, unknown>>)[field];
      if (value === undefined && !rule.startsWith('must')) continue;
      if (rule.endsWith('whole')) checkWhole(field, value, field === 'patience' ? 0 : 1);
      else checkNumber(field, value, rule === 'at most 1' ? { from: 0, to: 1 } : { from: 0 });
    }
  }
}

function checkMetadata(metadata: unknown): void {
  if (typeof metadata !== 'object' || metadata === null)
    fail('E_OPTION', `metadata is ${kind(metadata)}, not an object of strings`);
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') fail('E_OPTION', `metadata.${name} is ${kind(value)}, not a string`);
    if (ownMetadata.includes(name))
      fail('E_OPTION', `metadata.${name} is what a checkpoint itself has by this name`, 'choose another name');
  }
}

function checkClassWeights(weights: unknown): void {
  if (!Array.isArray(weights)) fail('E_OPTION', `classWeights is ${kind(weights)}, not a list`);
  weights.forEach((weight, i) => void checkNumber(`classWeights[${i}]`, weight, { from: 0 }));
}

function checkNumber(
  name: string,
  value: unknown,
  { above, from, to = Number.MAX_VALUE }: { above?: number; from?: number; to?: number },
): void {
  const fits = typeof value === 'number' && value <= to && (above === undefined ? value >= from! : value > above);
  const limit = to < Number.MAX_VALUE ? ` to ${to}` : '';
  if (!fits)
    fail(
      'E_OPTION',
      `${name} is ${value}, not a number ${above === undefined ? 'from' : 'above'} ${above ?? from}${limit}`,
    );
}

/** @throws E_OPTION */
export function checkWhole(name: string, value: unknown, from = 1): void {
  if (!Number.isSafeInteger(value) || (value as number) < from)
    fail('E_OPTION', `${name} is ${value}, not a whole number from ${from}`);
}
