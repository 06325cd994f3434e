/** The networks that others have trained, against the numbers that came with them. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, readSafetensors, type Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { playFile } from './amp.ts';
import { readWav, type Sound, writeWav } from './audio/wav.ts';
import { build, folder } from './build.ts';
import { continueText, loadWriter, readReference, writeText } from './charrnn.ts';
import { denoiseFile } from './denoise.ts';
import { denoise, suppressor } from './dtln/suppressor.ts';
import { targets } from './trained.ts';
import { detect, listen, loadDetector, speech, timeline } from './voice.ts';

const path = (name: string): string => fileURLToPath(new URL(name, folder));
const out = mkdtempSync(join(tmpdir(), 'examples-'));
const wav = (name: string): Sound => readWav(new Uint8Array(readFileSync(name)), name);
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length ? Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0) : Infinity;

/** Runs a program and returns what it prints. */
async function printed(program: (print: (line: string) => void) => Promise<void>): Promise<string> {
  const lines: string[] = [];
  await program((line) => void lines.push(line));
  return lines.join('\n');
}

for (const [model, kind] of [
  ['gru8_ts9.json', 'GuitarML JSON'],
  ['lstm8_ts9.json', 'GuitarML JSON'],
  ['lstm.nam', 'Neural Amp Modeler 0.5.0'],
  ['lstm20.json', 'RTNeural JSON'],
] as const)
  test(`amplifier ${model}`, { timeout: 60_000 }, async () => {
    const reference = path(`amps/${model.replace(/\.\w+$/, '')}.expected.wav`);
    const to = join(out, `${model}.wav`);
    const text = await printed((print) =>
      playFile(path(`amps/${model}`), path('amps/guitar.wav'), to, { reference, print }),
    );
    expect(text).toContain(kind);
    const found = [...text.matchAll(/at most (\S+) from|differ by at most (\S+)/g)].map(([, a, b]) => Number(a ?? b));
    expect(found).toHaveLength(4);
    // The reference's own tolerance, for both targets, and for blocks against the whole.
    for (const error of found) expect(error).toBeLessThanOrEqual(2e-5);
    expect(apart(wav(to).samples, wav(reference).samples)).toBeLessThanOrEqual(2e-5);
  });

test('the character model writes the text of the reference, as likely as it says', async () => {
  const { vocabulary, prompt, text } = readReference();
  const { cases } = JSON.parse(readFileSync(path('charrnn/charrnn_shakespeare.json'), 'utf8'));
  for (const target of targets) {
    const model = await loadWriter(target);
    expect(continueText(model, vocabulary, prompt, text.length)).toBe(text);
    model.reset();
    const ids: number[] = cases[0].inputs.ids.data;
    const surprises = ids.slice(0, -1).map((id, t) => {
      const logits = Array.from(model.step([id]), Number);
      return Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits[ids[t + 1]!]!;
    });
    const mean = surprises.reduce((a, b) => a + b) / surprises.length;
    expect(Math.abs(mean - cases[0].outputs.mean_nll_nats)).toBeLessThan(1e-5);
  }
  expect(await printed((print) => writeText({ print }))).toMatch(/js .*, the text of the reference\nwasm .*, the text/);
  expect(await printed((print) => writeText({ print, prompt: 'ROMEO', length: '5' }))).toMatch(/^ROMEO.{5,}\n\njs/s);
  await expect(writeText({ prompt: 'Roméo' })).rejects.toThrow(
    '"é", character 4 of the prompt, is not in the vocabulary',
  );
  await expect(writeText({ length: '1.5' })).rejects.toThrow('--length is 1.5, not a whole number');
});

test('the voice detector’s probabilities', async () => {
  const file = path('silero/silero_vad_lstm.safetensors');
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(file)));
  for (const target of targets) {
    const found = [...listen(await loadDetector(tensors, target), tensors.x!)];
    expect(apart(found, tensors.expected_prob!.data)).toBeLessThan(1e-5);
  }
  const text = await printed((print) => detect(file, print));
  expect(text).toContain('speech: 0.03–2.02 s, 2.69–3.07 s');
  expect(text).toContain('▂▇███');
});

test('a timeline has a line of bars for every two seconds, and marks what is speech', () => {
  const probabilities = [...Array(64).fill(0), 0, 0.3, 0.51, 1];
  expect(timeline(probabilities)).toBe(`  0.00 s  ${'▁'.repeat(64)}\n\n  2.05 s  ▁▃▅█\n${' '.repeat(12)}━━`);
  expect(speech([1, 1, 0, 0.6])).toEqual([
    [0, 0.064],
    [0.096, 0.128],
  ]);
});

/** A network that is a function of each number. */
async function pointwise(size: number, equation: string) {
  const cell = ['cell point(x: I) -> y: I', equation];
  return loadSync(await build({ name: 'point', input: size, layers: [{ cell, size }] }, { training: false }));
}

test('the suppressor’s framing: every sample is heard in four blocks', async () => {
  const suppress = suppressor(await pointwise(257, 'y = 0 * x + 1'), await pointwise(512, 'y = 1 * x'));
  const samples = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i * i));
  const expected = samples.map((_, i) => (i >= 384 && i < 1536 ? 4 * samples[i - 384]! : 0));
  expect(apart(denoise(samples, suppress), expected)).toBeLessThan(1e-6);
});

test('the suppressor’s mask and second network, against a plain Fourier transform', async () => {
  const suppress = suppressor(await pointwise(257, 'y = sigmoid(x - 3)'), await pointwise(512, 'y = tanh(x)'));
  const samples = Float32Array.from({ length: 640 }, (_, i) => Math.sin(i) + 0.5 * Math.cos(i * i));
  const expected = new Float64Array(640);
  for (const b of [0, 1]) {
    const block = Array.from({ length: 512 }, (_, i) => samples[128 * b - 384 + i] ?? 0);
    const angle = (k: number, i: number): number => (2 * Math.PI * ((k * i) % 512)) / 512;
    const bins = Array.from({ length: 512 }, (_, k) => {
      const re = block.reduce((sum, x, i) => sum + x * Math.cos(angle(k, i)), 0);
      const im = block.reduce((sum, x, i) => sum - x * Math.sin(angle(k, i)), 0);
      const mask = 1 / (1 + Math.exp(3 - Math.hypot(re, im)));
      return [re * mask, im * mask] as const;
    });
    for (let i = 0; i < 512; i++) {
      const y = bins.reduce((sum, [re, im], k) => sum + re * Math.cos(angle(k, i)) - im * Math.sin(angle(k, i)), 0);
      if (128 * b + i < 640) expected[128 * b + i]! += Math.tanh(y / 512);
    }
  }
  // The second block ends what the first 256 samples are made of.
  expect(apart(denoise(samples, suppress).subarray(0, 256), expected.subarray(0, 256))).toBeLessThan(1e-6);
});

const models = process.env.DTLN;
if (!models)
  console.warn('SKIPPED: the noise suppressor’s own models; DTLN=FOLDER names where they and their recordings are');

test.skipIf(!models)(
  'the noise suppressor takes out the noise as its authors’ models do',
  {
    timeout: 120_000,
  },
  async () => {
    const reference = join(models!, 'denoised.wav');
    const to = join(out, 'denoised.wav');
    const text = await printed((print) => denoiseFile(join(models!, 'noisy.wav'), to, { models, reference, print }));
    expect(text.match(/at most [01] steps? of 16 bits/g)).toHaveLength(2);
    const stored = readSafetensors(new Uint8Array(readFileSync(join(models!, 'dtln.safetensors')))).tensors;
    const rounded = writeWav({ rate: 16_000, samples: Float32Array.from((stored.denoised as Tensor).data) }, 'int16');
    expect(apart(wav(to).samples, readWav(rounded, 'reference').samples)).toBeLessThanOrEqual(1 / 2 ** 15);
  },
);

const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(out, name), bytes);
  return join(out, name);
};
const silence = { rate: 16_000, samples: new Float32Array(1000) };

test.each([
  ['no such file', () => join(out, 'none.wav'), 'none.wav cannot be read: ENOENT'],
  ['no WAV', () => file('text.wav', new TextEncoder().encode('hello, this is text')), 'text.wav is no WAV file'],
  ['empty', () => file('empty.wav', new Uint8Array()), 'empty.wav is no WAV file'],
  ['another rate', () => path('amps/guitar.wav'), 'guitar.wav is sampled at 48000 Hz; the models hear 16000 Hz'],
  [
    'stereo',
    () => file('stereo.wav', writeWav(silence, 'int16').fill(2, 22, 23)),
    'stereo.wav has 2 channels, and one is expected',
  ],
  [
    '8 bits',
    () => file('bits.wav', writeWav(silence, 'int16').fill(8, 34, 35)),
    'bits.wav is of another kind than 16 or 24 bits, or floats of 32',
  ],
  ['a header alone', () => file('head.wav', writeWav(silence, 'int16').slice(0, 36)), 'head.wav holds no samples'],
  ['no models', () => file('fine.wav', writeWav(silence, 'int16')), 'model_1.onnx cannot be read: ENOENT'],
])('wrong input of denoise: %s', async (_, make, message) => {
  await expect(denoiseFile(make(), join(out, 'never.wav'), { models: out })).rejects.toThrow(message);
});

test('wrong input of amp and voice', async () => {
  const guitar = path('amps/guitar.wav');
  await expect(playFile(path('amps/NeuralSeed.MIT.txt'), guitar, out)).rejects.toThrow(
    'is of no kind that can be imported',
  );
  await expect(playFile(path('amps/lstm.nam'), file('no.wav', new Uint8Array(3)), out)).rejects.toThrow(
    'is no WAV file',
  );
  await expect(playFile(path('amps/lstm.nam'), guitar, out)).rejects.toThrow('cannot be written: EISDIR');
  await expect(detect(path('charrnn/charrnn_shakespeare.safetensors'))).rejects.toThrow(
    'holds no frames x [time, 128]',
  );
  await expect(detect(guitar)).rejects.toThrow('E_WEIGHTS: not a valid safetensors file');
});

test('samples of every kind that is read', () => {
  const samples = Float32Array.of(0, 0.5, -0.5, -1, 0.25);
  for (const kind of ['int16', 'float32'] as const)
    expect(readWav(writeWav({ rate: 8000, samples }, kind), 'x')).toEqual({ rate: 8000, samples });
  expect(
    apart(readWav(writeWav({ rate: 8000, samples: Float32Array.of(2, -2) }, 'int16'), 'x').samples, [
      32767 / 32768,
      -1,
    ]),
  ).toBe(0);
  // 24 bits: the header of 16, with another width, and three bytes a sample.
  const wide = new Uint8Array(44 + 6);
  wide.set(writeWav({ rate: 8000, samples: new Float32Array(3) }, 'int16'));
  wide.set([3, 0, 24, 0], 32);
  wide.set([0xff, 0xff, 0x7f, 0, 0, 0x80], 44);
  expect(readWav(wide, 'x').samples).toEqual(Float32Array.of(0x7fffff / 0x800000, -1));
});
