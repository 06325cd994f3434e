/** Options of the command line as settings of `fit`. */
import type { FitSettings, LearningRate, Metric } from '@cellc/runtime';
import { type common, decimal, usage, type Values } from '../options.ts';
import type { TrainOptions } from './options.ts';

export type TrainValues = Values<TrainOptions & typeof common>;

/**
 * What `fit` takes of the command line; what was not said is left to it.
 * @param planned the epochs that a cosine schedule falls over
 * @throws E_OPTION
 */
export function settingsOf(values: TrainValues, planned: number): FitSettings & Readonly<Record<string, unknown>> {
  const { epochs, seed, lr, truncate, recompute, metrics, patience } = values;
  const schedule = scheduleOf(values.schedule, values.warmup, planned);
  if (!(values.validation < 1)) usage(`--validation is ${values.validation}, not a share below 1`);
  for (const name of ['clip-norm', 'clip-value'] as const)
    if (values[name] === 0) usage(`--${name} is 0, not a number above 0`, `leave --${name} out to clip nothing`);
  return {
    ...scalarsOf(values.set),
    ...defined({
      lr,
      batchSize: values['batch-size'],
      microBatch: values['micro-batch'],
      clipNorm: values['clip-norm'],
      clipValue: values['clip-value'],
      truncate,
      recompute,
      schedule,
    }),
    epochs,
    seed,
    // The runtime knows the metrics, and says which there are.
    ...(metrics.length > 0 && { metrics: metrics as readonly Metric[] }),
    ...(patience !== undefined && { earlyStopping: { patience } }),
  };
}

function defined<T extends object>(record: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

function scalarsOf(settings: readonly string[]): Record<string, number> {
  const entries = settings.map((setting) => {
    const [, name, text] = /^([A-Za-z_]\w*)=(.*)$/.exec(setting) ?? [];
    if (name === undefined || !decimal.test(text!))
      usage(`--set ${setting} is not NAME=NUMBER`, 'write --set momentum=0.9');
    return [name, Number(text)] as const;
  });
  return Object.fromEntries(entries);
}

const kinds = 'step:EPOCHS:FACTOR, exponential:FACTOR, cosine[:MIN] or plateau[:FACTOR:PATIENCE]';

function scheduleOf(text: string | undefined, warmup: number | undefined, planned: number): LearningRate | undefined {
  if (text === undefined) return warmup === undefined ? undefined : { warmup };
  const [kind, ...parts] = text.split(':');
  const numbers = parts.map((part) => (decimal.test(part) ? Number(part) : Number.NaN));
  const [a, b] = numbers;
  const schedules: Readonly<Record<string, readonly [counts: readonly number[], schedule: LearningRate]>> = {
    step: [[2], { step: { every: a!, factor: b! } }],
    exponential: [[1], { exponential: { factor: a! } }],
    cosine: [[0, 1], { cosine: { epochs: planned, ...(a !== undefined && { min: a }) } }],
    plateau: [[0, 2], { plateau: a === undefined ? {} : { factor: a, patience: b! } }],
  };
  const found = Object.hasOwn(schedules, kind!) ? schedules[kind!] : undefined;
  if (!found?.[0].includes(numbers.length) || numbers.some(Number.isNaN))
    usage(`--schedule ${text} is not possible`, `it takes ${kinds}`);
  return { ...found[1], ...(warmup !== undefined && { warmup }) };
}
