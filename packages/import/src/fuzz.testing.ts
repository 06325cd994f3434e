/** Files that are nearly right: each either imports, or is refused with an error that says why. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CellcError } from '@cellc/compiler';
import { RuntimeError } from '@cellc/runtime';
import { importModel } from './import.ts';

const folder = join(import.meta.dirname, '../../../test/data/conformance/files');

export const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

/** mulberry32: the same mutations in every run of a seed. */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const interesting = [0, 1, 2, 7, 8, 16, 63, 64, 127, 128, 129, 192, 254, 255];

/** The bytes with one to four things wrong. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let result = bytes.slice();
  for (let n = 1 + random(4); n > 0; n--) {
    const at = random(result.length);
    const kind = random(7);
    if (kind === 0) result[at] = random(256);
    else if (kind === 1) result[at]! ^= 1 << random(8);
    else if (kind === 2) result[at] = interesting[random(interesting.length)]!;
    else if (kind === 3) result.fill(255, at, at + 1 + random(9));
    else if (kind === 4) result = result.slice(0, at + 1);
    else if (kind === 5) result.copyWithin(at, random(result.length), random(result.length));
    else result = Uint8Array.of(...result.subarray(0, at), ...result.subarray(at + random(12)));
    if (result.length === 0) return bytes.slice(0, 1);
  }
  return result;
}

/** @throws whatever is neither a result nor an error for people */
export async function survives(name: string, bytes: Uint8Array): Promise<'imported' | 'refused'> {
  const open = async (other: string) => (existsSync(join(folder, other)) ? sample(other) : undefined);
  try {
    await importModel({ name, bytes }, { open, output: 'sequence', activations: { 'head.1': 'ReLU' } });
    return 'imported';
  } catch (error) {
    if (error instanceof CellcError && (error.code === 'E_FILE' || error.code === 'E_IMPORT')) return 'refused';
    if (error instanceof RuntimeError && error.code === 'E_WEIGHTS') return 'refused';
    throw error;
  }
}
