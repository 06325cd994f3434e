/** Plays a recording through a trained guitar amplifier, as a plugin would: `amp.js MODEL IN.wav OUT.wav`. */
import type { Model } from '@cellc/runtime';
import { largestDifference, realTimeFactor } from './audio/compare.ts';
import { readWav, writeWav } from './audio/wav.ts';
import { isMain } from './build.ts';
import { Complaint, read, run, write } from './program.ts';
import { importFile, loadTrained, targets } from './trained.ts';

const usage = `usage: node packages/examples/dist/amp.js MODEL IN.wav OUT.wav [--reference FILE]

  MODEL             an LSTM of Neural Amp Modeler (.nam), or a model of GuitarML or RTNeural (.json)
  --reference FILE  a WAV file to compare the result with`;

/** What an audio worklet is given at once. */
const block = 128;

/** One block after the other, sample by sample; the states stay in the model. */
export function play(model: Model, samples: Float32Array): Float32Array {
  const result = new Float32Array(samples.length);
  for (let from = 0; from < samples.length; from += block) {
    const end = Math.min(from + block, samples.length);
    for (let i = from; i < end; i++) result[i] = model.step(samples.subarray(i, i + 1))[0]!;
  }
  return result;
}

/** Short recordings are played again and again to be timed, for so many seconds of sound. */
const timed = 5;

export interface Options {
  readonly reference?: string | undefined;
  readonly print?: (line: string) => void;
}

/** On each target in turn; the last one's result is written. @throws Complaint, CellcError */
export async function playFile(path: string, from: string, to: string, options: Options = {}): Promise<void> {
  const { reference, print = console.log } = options;
  const imported = await importFile(path);
  const sound = readWav(read(from), from);
  if (sound.samples.length === 0) throw new Complaint(`${from} holds no samples`);
  const expected = reference === undefined ? undefined : readWav(read(reference), reference);
  const layers = imported.report.mapped.map(({ to: layer }) => layer).filter(Boolean);
  print(`${path}: ${imported.report.format}, ${layers.join(' → ')}`);
  print(`${from}: ${sound.samples.length} samples at ${sound.rate} Hz`);
  let samples = sound.samples;
  for (const target of targets) {
    const model = await loadTrained(imported, target);
    if (model.manifest.input !== 1 || model.manifest.output !== 1)
      throw new Complaint(`${path} is ${model.manifest.input} → ${model.manifest.output}, not one channel of sound`);
    samples = play(model, sound.samples);
    const whole = model.run([Array.from(sound.samples, (x) => [x])]).output.data;
    const start = performance.now();
    const times = Math.ceil((timed * sound.rate) / samples.length);
    for (let n = 0; n < times; n++) play(model, sound.samples);
    print(`${target.padEnd(4)}  ${realTimeFactor(performance.now() - start, times * samples.length, sound.rate)}`);
    const result = { rate: sound.rate, samples };
    const apart = largestDifference(result, { rate: sound.rate, samples: Float32Array.from(whole) }, 'run');
    print(`      step and run differ by at most ${apart.toExponential(1)}`);
    if (expected && reference !== undefined)
      print(`      at most ${largestDifference(result, expected, reference).toExponential(1)} from ${reference}`);
  }
  write(to, writeWav({ rate: sound.rate, samples }, 'float32'));
  print(`${to} is written`);
}

if (isMain(import.meta.url))
  await run(usage, ['reference'], [3, 3], ({ positionals: [model, from, to], options }) =>
    playFile(model!, from!, to!, options),
  );
