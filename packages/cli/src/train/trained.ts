/** What a training was made of, and what came of it: the content of history.json. */
import { version } from '@cellc/compiler';
import type { Epoch, History, Model } from '@cellc/runtime';
import { parametersOf } from '../compile.ts';
import type { About } from '../data/about.ts';
import type { Dataset } from '../data/dataset.ts';
import type { DataFile } from '../data/read.ts';
import type { Built } from '../model.ts';
import type { Run } from './checkpoint.ts';
import type { Directory } from './output.ts';
import type { TrainValues } from './settings.ts';

export interface Prepared {
  readonly spec: string;
  readonly built: Built;
  readonly file: DataFile;
  /** As the command line has it. */
  readonly dataPath: string;
  readonly dataset: Dataset;
  readonly values: TrainValues;
  readonly directory: Directory;
  readonly checkpoint: Uint8Array | undefined;
  /** The model with the weights that it begins with, where they are given. */
  readonly begin: Model | undefined;
  readonly run: Run;
}

export interface Trained {
  readonly name: string;
  /** Of the compiled module: another spec, or another version of cellc, has another. */
  readonly hash: string;
  readonly version: string;
  readonly precision: 'f32' | 'f64';
  /** The spec's file, and its text. */
  readonly spec: { readonly file: string; readonly text: string };
  readonly data: { readonly file: string; readonly sha256: string; readonly about: About };
  readonly summary: readonly string[];
  /** Options of the command line, and settings of `fit` that follow from the data. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly parameters: number;
  readonly loss: string;
  readonly optimizer: string;
  readonly stopped: History['stopped'];
  /** The epoch with the lowest loss, of the validation data where there are any. */
  readonly best: number;
  /** Whether the weights are those of the best epoch, not of the last. */
  readonly keepsBest: boolean;
  readonly seconds: number;
  readonly epochs: readonly Epoch[];
}

export function trainedOf(
  { epochs, stopped, best }: History,
  { built, spec, file, dataPath, dataset, run }: Prepared,
): Trained {
  const { compiled, input } = built;
  const { manifest, name } = compiled;
  const lossOf = ({ loss, validation }: Epoch): number => validation?.loss ?? loss;
  const lowest = epochs.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a));
  return {
    name,
    hash: manifest.hash,
    version,
    precision: manifest.precision,
    spec: { file: spec, text: 'text' in input.spec ? input.spec.text : JSON.stringify(input.spec, null, 2) },
    data: { file: dataPath, sha256: file.sha256, about: dataset.about },
    summary: dataset.summary,
    options: { ...run.options, ...dataset.settings },
    parameters: parametersOf(compiled),
    loss: manifest.loss!.name,
    optimizer: manifest.optimizer!.name,
    stopped,
    best: best ?? lowest.epoch,
    keepsBest: best !== undefined,
    seconds: epochs.at(-1)!.seconds,
    epochs,
  };
}

/** What the weights file says besides the weights; equal trainings write equal files. */
export function metadataOf({ name, hash, version: compiler, precision, data }: Trained): Record<string, string> {
  return { name, hash, version: compiler, precision, data: JSON.stringify(data.about) };
}
