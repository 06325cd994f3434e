/**
 * DTLN (Westhausen & Meyer, "Dual-signal Transformation LSTM Network for Real-Time Noise Suppression", Interspeech 2020).
 * A block of 512 samples moves on by 128. The first network masks its magnitudes, the second what comes of that; the
 * blocks that it gives are added where they overlap.
 */
import type { Model } from '@cellc/runtime';
import FFT from 'fft.js';
import { Complaint } from '../program.ts';

export const rate = 16_000;
export const shift = 128;
const length = 512;
const bins = length / 2 + 1;

/** Takes the next 128 samples and gives 128, delayed by 384. What it gives is overwritten by the next call. */
export type Suppressor = (samples: ArrayLike<number>) => Float32Array;

/** @throws Complaint where the models are others than the two of DTLN */
export function suppressor(first: Model, second: Model): Suppressor {
  for (const [{ manifest }, size, which] of [
    [first, bins, 'first'],
    [second, length, 'second'],
  ] as const)
    if (manifest.input !== size || manifest.output !== size)
      throw new Complaint(`the ${which} model is ${manifest.input} → ${manifest.output}, not ${size} → ${size}`);
  const fft = new FFT(length);
  const spectrum = fft.createComplexArray();
  const wave = fft.createComplexArray();
  const heard = new Float64Array(length);
  const overlap = new Float32Array(length);
  const magnitudes = new Float32Array(bins);
  const estimate = new Float32Array(length);
  const output = new Float32Array(shift);
  return (samples) => {
    heard.copyWithin(0, shift);
    heard.set(samples, length - shift);
    fft.realTransform(spectrum, heard);
    for (let k = 0; k < bins; k++) magnitudes[k] = Math.hypot(spectrum[2 * k]!, spectrum[2 * k + 1]!);
    const mask = first.step(magnitudes);
    // The phase stays: every bin is only scaled.
    for (let k = 0; k < bins; k++) {
      spectrum[2 * k]! *= mask[k]!;
      spectrum[2 * k + 1]! *= mask[k]!;
    }
    fft.completeSpectrum(spectrum);
    fft.inverseTransform(wave, spectrum);
    for (let i = 0; i < length; i++) estimate[i] = wave[2 * i]!;
    const block = second.step(estimate);
    overlap.copyWithin(0, shift);
    overlap.fill(0, length - shift);
    for (let i = 0; i < length; i++) overlap[i]! += block[i]!;
    output.set(overlap.subarray(0, shift));
    return output;
  };
}

/** A whole recording; as in the original, the last samples that fill no block are left silent. */
export function denoise(samples: Float32Array, suppress: Suppressor): Float32Array {
  const result = new Float32Array(samples.length);
  for (let at = 0; at + length <= samples.length; at += shift)
    result.set(suppress(samples.subarray(at, at + shift)), at);
  return result;
}
