/** Checkpoints that also know how their run was started. */
import { RuntimeError, readSafetensors, saveSafetensors } from '@cellc/runtime';
import { usage } from '../options.ts';
import type { TrainValues } from './settings.ts';

export interface Run {
  /** The values of the options that decide about the run. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the compiled module. */
  readonly hash: string;
  /** SHA-256 of the data file. */
  readonly data: string;
  /** Epochs that are done. */
  readonly epoch: number;
}

export const startAgain = '--force starts again';

/** Options that may be others when a run goes on. */
const free = ['out', 'resume', 'force', 'epochs', 'checkpoint-every', 'json', 'help'];

export function optionsOf(values: TrainValues): Run['options'] {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !free.includes(name)));
}

/** Adds the run to what `fit` saves; it ignores what it does not know. */
export function sealCheckpoint(checkpoint: Uint8Array, run: Run): Uint8Array {
  const { tensors, metadata } = readSafetensors(checkpoint);
  return saveSafetensors(tensors, { ...metadata, run: JSON.stringify(run) });
}

/** @throws E_CHECKPOINT */
export function openCheckpoint(file: string, checkpoint: Uint8Array): Run {
  const broken = (why: string) => new RuntimeError('E_CHECKPOINT', `${file} ${why}`, startAgain);
  let run: unknown;
  try {
    run = JSON.parse(readSafetensors(checkpoint).metadata.run ?? '');
  } catch {
    throw broken('is no checkpoint of cellc train');
  }
  const { options, hash, data, epoch } = run as Partial<Run>;
  if (
    typeof options !== 'object' ||
    options === null ||
    ![hash, data].every((text) => typeof text === 'string') ||
    !Number.isSafeInteger(epoch)
  )
    throw broken('does not say how its run was started');
  return run as Run;
}

/** The options of a run that goes on: those it was started with, and the free ones of the command line. @throws E_OPTION */
export function resumedValues(run: Run, values: TrainValues, given: ReadonlySet<string>): TrainValues {
  for (const name of given) {
    if (free.includes(name)) continue;
    const [now, then] = [values[name as keyof TrainValues], run.options[name]];
    if (JSON.stringify(now) !== JSON.stringify(then))
      usage(
        `--${name} is ${now}, and the run was started with ${then ?? 'none'}`,
        `leave --${name} out to go on; --force starts again`,
      );
  }
  return { ...values, ...run.options };
}
