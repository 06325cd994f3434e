/** The options of cellc train. */
import { dataNames } from '../data/kind.ts';
import type { Options } from '../options.ts';

const { columns, text } = dataNames;

export const options = {
  out: { kind: 'text', value: 'DIR', doc: "where to write (default: the model's name)" },
  resume: { kind: 'flag', doc: 'go on from the checkpoint in DIR, with the options that it was started with' },
  force: { kind: 'flag', doc: 'replace what another run left in DIR' },
  weights: { kind: 'text', value: 'FILE', doc: 'begin with these weights (safetensors), not with random ones' },
  epochs: { kind: 'number', value: 'N', least: 1, default: 50, doc: 'times to go over the data' },
  'batch-size': { kind: 'number', value: 'N', least: 1, doc: 'sequences of an update (default 32)' },
  lr: { kind: 'real', value: 'X', least: 0, doc: "learning rate (default: the spec's)" },
  set: { kind: 'list', value: 'NAME=X', doc: 'other hyperparameters of the optimiser, such as momentum=0.9' },
  schedule: {
    kind: 'text',
    value: 'KIND',
    doc: 'of the learning rate: step:EPOCHS:X, exponential:X, cosine[:MIN] or plateau[:X:PATIENCE]',
  },
  warmup: { kind: 'number', value: 'N', least: 1, doc: 'updates over which the learning rate rises from 0' },
  patience: { kind: 'number', value: 'N', least: 0, doc: 'stop after so many epochs without a better loss' },
  validation: { kind: 'real', value: 'SHARE', least: 0, default: 0.1, doc: 'of the data, taken from its end' },
  metrics: { kind: 'list', value: 'A,B', doc: 'besides the loss: rmse, mae, accuracy, perplexity' },
  seed: { kind: 'number', value: 'N', least: 0, default: 0, doc: 'of initial weights, order and dropout' },
  'clip-norm': { kind: 'real', value: 'X', least: 0, doc: 'largest L2 norm of the gradient' },
  'clip-value': { kind: 'real', value: 'X', least: 0, doc: 'largest magnitude of its elements' },
  truncate: { kind: 'number', value: 'N', least: 1, doc: 'time steps of truncated backpropagation through time' },
  'micro-batch': { kind: 'number', value: 'N', least: 1, doc: 'sequences that run at once, for less memory' },
  recompute: { kind: 'number', value: 'N', least: 1, doc: 'time steps of a segment computed twice, for less memory' },
  input: { kind: 'list', value: 'A,B', for: [columns], doc: 'columns that the model reads' },
  predict: { kind: 'list', value: 'A,B', for: [columns], doc: 'columns that it predicts' },
  group: { kind: 'text', value: 'COLUMN', for: [columns], doc: 'each of its values is a sequence of its own' },
  fill: { kind: 'flag', for: [columns], doc: 'fill gaps in a series: the line between the neighbours' },
  window: { kind: 'number', value: 'N', least: 1, for: [columns, text], doc: 'time steps of a sequence (default 64)' },
  horizon: {
    kind: 'number',
    value: 'N',
    least: 0,
    for: [columns],
    doc: 'rows ahead to predict (default 1 for a forecast, else 0)',
  },
  stride: {
    kind: 'number',
    value: 'N',
    least: 1,
    for: [columns],
    doc: 'rows between windows (default half a window, or 1 for last steps)',
  },
  precision: { kind: 'choice', choices: ['f32', 'f64'], default: 'f32', doc: 'the numbers that the module stores' },
  'checkpoint-every': {
    kind: 'number',
    value: 'N',
    least: 1,
    doc: 'epochs between checkpoints (default: one every 5 seconds)',
  },
} as const satisfies Options;

export type TrainOptions = typeof options;
