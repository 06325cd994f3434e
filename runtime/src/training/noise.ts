/**
 * Random factors of training: dropout, zoneout. Each row's are a stream of their own, which the seed, the batch, the row's
 * place in it and the time step choose. So the same factors come again when a segment is run again, when a batch is cut
 * into passes, and when a training is resumed.
 */
import { type Batch, place } from '../arena.ts';
import type { Arena, Noise } from '../module.ts';

/** What chooses a batch's factors. */
export interface Key {
  readonly seed: number;
  /** The number of the batch since training began. */
  readonly batch: number;
}

/** Writes the factors of all rows, and zeros past a sequence's end. */
export function drawNoise(m: Arena, noise: readonly Noise[], batch: Batch, key: Key): void {
  const { slots, lengths, T, B, from } = batch;
  for (let n = 0; n < noise.length; n++) {
    const { region, probability, value } = noise[n]!;
    const { size } = region;
    const base = place(region.at, T, B);
    const perStep = region.rows === 'steps';
    for (let b = 0; b < B; b++) {
      const length = perStep ? lengths[b]! : 1;
      for (let t = 0; t < length; t++) {
        // A sequence's own factors are those of a time step before its first.
        const time = perStep ? from + t + 1 : 0;
        drawRow(m, base + (t * B + b) * size, size, probability * 2 ** 32, value, key, n, slots[b]!, time);
      }
      if (perStep) for (let t = length; t < T; t++) m.fill(0, base + (t * B + b) * size, base + (t * B + b + 1) * size);
    }
  }
}

/** sfc32 as in `random`, with all four words of its state as the seed, in place: a row is short. */
function drawRow(
  m: Arena,
  at: number,
  size: number,
  below: number,
  value: number,
  { seed, batch }: Key,
  noise: number,
  slot: number,
  time: number,
): void {
  let a = (seed ^ Math.imul(noise + 1, 0x9e3779b1)) | 0;
  let b = (batch ^ Math.floor(seed / 2 ** 32)) | 0;
  let c = slot | 0;
  let counter = time | 0;
  for (let i = -15; i < size; i++) {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    if (i >= 0) m[at + i] = result >>> 0 < below ? value : 0;
  }
}
