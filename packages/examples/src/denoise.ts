/** Takes the noise out of a recording of speech with the two networks of DTLN: `denoise.js in.wav out.wav`. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largestDifference, realTimeFactor } from './audio/compare.ts';
import { readWav, writeWav } from './audio/wav.ts';
import { folder, isMain } from './build.ts';
import { denoise, rate, suppressor } from './dtln/suppressor.ts';
import { Complaint, read, run, write } from './program.ts';
import { importFile, loadTrained, targets } from './trained.ts';

const usage = `usage: node packages/examples/dist/denoise.js IN.wav OUT.wav [--models DIR] [--reference FILE]

  --models DIR      where model_1.onnx and model_2.onnx are (default: packages/examples/dtln)
  --reference FILE  a WAV file to compare the result with`;

export interface Options {
  readonly models?: string | undefined;
  readonly reference?: string | undefined;
  readonly print?: (line: string) => void;
}

/** On each target in turn; the last one's result is written. @throws Complaint, CellcError */
export async function denoiseFile(from: string, to: string, options: Options = {}): Promise<void> {
  const { models = fileURLToPath(new URL('dtln/', folder)), reference, print = console.log } = options;
  const sound = readWav(read(from), from);
  if (sound.rate !== rate) throw new Complaint(`${from} is sampled at ${sound.rate} Hz; the models hear ${rate} Hz`);
  const expected = reference === undefined ? undefined : readWav(read(reference), reference);
  const [first, second] = [
    await importFile(join(models, 'model_1.onnx')),
    await importFile(join(models, 'model_2.onnx')),
  ];
  print(`${from}: ${(sound.samples.length / rate).toFixed(1)} s`);
  let samples = sound.samples;
  for (const target of targets) {
    const suppress = suppressor(await loadTrained(first, target), await loadTrained(second, target));
    const start = performance.now();
    samples = denoise(sound.samples, suppress);
    const time = performance.now() - start;
    print(`${target.padEnd(4)}  ${realTimeFactor(time, samples.length, rate)}`);
    if (expected && reference !== undefined) {
      const written = readWav(writeWav({ rate, samples }, 'int16'), to);
      const steps = Math.round(largestDifference(written, expected, reference) * 2 ** 15);
      print(`      at most ${steps} ${steps === 1 ? 'step' : 'steps'} of 16 bits from ${reference}`);
    }
  }
  write(to, writeWav({ rate, samples }, 'int16'));
  print(`${to} is written`);
}

if (isMain(import.meta.url))
  await run(usage, ['models', 'reference'], [2, 2], ({ positionals: [from, to], options }) =>
    denoiseFile(from!, to!, options),
  );
