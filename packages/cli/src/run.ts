/** cellc run: trained weights on new data. */
import { command } from './command.ts';
import { dataNames } from './data/kind.ts';
import type { Options } from './options.ts';

const options = {
  out: { kind: 'text', value: 'FILE', doc: 'where to write; without it, to the standard output' },
  fill: { kind: 'flag', for: [dataNames.columns], doc: 'fill gaps in a series: the line between the neighbours' },
} as const satisfies Options;

export type RunOptions = typeof options;

export const run = command({
  name: 'run',
  args: 'SPEC WEIGHTS DATA',
  summary: 'apply trained weights to new data',
  about: `Reads weights that cellc train wrote, and data of the kind they were trained on; they know the columns and
the alphabet. For a CSV file there is a prediction at each row, from that row and those before it: "price t+1"
is the next row's price (a model that gives the last step needs a whole window or group first). For JSON
lines there is a line { "y": … } for each { "x": … }; for text, the probability of every character after
those before it.`,
  example: `cellc run sunspots.model.json sunspots/weights.safetensors sunspots.csv --out forecast.csv

forecast.csv: 309 rows`,
  failure: 'the spec, the weights or the data are wrong, or do not fit each other',
  options,
  async run(parsed, io) {
    const { runModel } = await import('./apply/run.ts');
    return runModel(parsed, io);
  },
});
