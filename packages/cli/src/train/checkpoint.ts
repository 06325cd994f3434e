/** Checkpoints that also know how their run was started. */
import { RuntimeError, readSafetensors } from '@cellc/runtime';
import { usage } from '../options.ts';
import type { TrainValues } from './settings.ts';

export interface Run {
  /** The values of the options that decide about the run. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the compiled module. */
  readonly hash: string;
  /** SHA-256 of the data file. */
  readonly data: string;
  /** Epochs that it was to have when it began: what a cosine schedule falls over, however long it is trained then. */
  readonly planned: number;
}

export const startAgain = '--force starts again';

/** Options of one command line, which say nothing of the run. */
const passing: readonly string[] = ['out', 'resume', 'force', 'json', 'help'] satisfies (keyof TrainValues)[];
/** Options of the run that may be others when it goes on. */
const free = ['epochs', 'checkpoint-every'] as const satisfies (keyof TrainValues)[];

export function optionsOf(values: TrainValues): Run['options'] {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !passing.includes(name)));
}

/** The run as what `fit` writes into every checkpoint besides its own. */
export function checkpointMetadata(run: Run): Record<string, string> {
  return { run: JSON.stringify(run) };
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
  const { options, hash, data, planned } = run as Partial<Run>;
  if (
    typeof options !== 'object' ||
    options === null ||
    ![hash, data].every((text) => typeof text === 'string') ||
    !Number.isSafeInteger(planned)
  )
    throw broken('does not say how its run was started');
  return run as Run;
}

/** The options of a run that goes on: those it was started with, but for the free ones that are given. @throws E_OPTION */
export function resumedValues(run: Run, values: TrainValues, given: ReadonlySet<string>): TrainValues {
  const anew = free.filter((name) => given.has(name)).map((name) => [name, values[name]] as const);
  for (const name of given) {
    if (passing.includes(name) || anew.some(([other]) => other === name)) continue;
    const [now, then] = [values[name as keyof TrainValues], run.options[name]];
    if (JSON.stringify(now) !== JSON.stringify(then))
      usage(
        `--${name} is ${now}, and the run was started with ${then ?? 'none'}`,
        `leave --${name} out to go on; --force starts again`,
      );
  }
  return { ...values, ...run.options, ...Object.fromEntries(anew) };
}
