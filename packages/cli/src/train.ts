/** cellc train: a spec and a data file to trained weights and a report. */
import { command } from './command.ts';
import { options } from './train/options.ts';

export const train = command({
  name: 'train',
  args: 'SPEC DATA',
  summary: 'train a model on a data file',
  about: `Compiles the spec in memory, trains the model on DATA and writes a directory:

  weights.safetensors     the trained weights, for cellc run, cellc generate and load()
  report.html             curves, predictions and configuration on one page
  history.json            the figures of every epoch
  checkpoint.safetensors  where --resume goes on; written while training, too

DATA is a CSV file with named columns (time series), JSON lines with { "x": …, "y": … } (sequences of any
lengths), or plain text for a model that reads classes (each character tells the next). The last share of
it is kept for validation. Ctrl-C stops and keeps a checkpoint; a second one exits at once.`,
  example: `cellc train sunspots.model.json sunspots.csv --input sunspots --epochs 60

Trained sunspots: 60 epochs in 4.1 s, loss 0.1206, validation 0.2011
…
  sunspots/weights.safetensors
  sunspots/report.html`,
  failure: 'the spec or the data is wrong, or training diverged; 130 after Ctrl-C',
  options,
  async run(parsed, io) {
    const { trainModel } = await import('./train/train.ts');
    return trainModel(parsed, io);
  },
});
