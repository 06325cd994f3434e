/** How long it took, and how far it is off. */
import { Complaint } from '../program.ts';
import type { Sound } from './wav.ts';

/** The time that a second of sound takes, in seconds: below 1 is faster than it is played. */
export function realTimeFactor(milliseconds: number, samples: number, rate: number): string {
  const factor = milliseconds / 1000 / (samples / rate);
  return `real-time factor ${factor.toPrecision(2)} (${Math.round(1 / factor)} times as fast as it is played)`;
}

/** The largest difference between two sounds of one length. @throws Complaint */
export function largestDifference(got: Sound, expected: Sound, file: string): number {
  if (got.samples.length !== expected.samples.length || got.rate !== expected.rate)
    throw new Complaint(
      `${file} has ${expected.samples.length} samples at ${expected.rate} Hz, the result ${got.samples.length} at ${got.rate} Hz`,
    );
  return got.samples.reduce((most, value, i) => Math.max(most, Math.abs(value - expected.samples[i]!)), 0);
}
