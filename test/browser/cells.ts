/** Exercises every shipped cell. */
import { shelves } from '@cellc/compiler';
import type { load } from '@cellc/runtime';
import { compileFor, type Variant } from '../conformance/network.ts';
import { instantiate } from '../support/instantiate.ts';
import { exercise, toBits } from './exercise.ts';

/** What came out for each cell, with every bit. */
export async function exerciseCells(loadModule: typeof load, variant: Variant): Promise<Record<string, string>> {
  const results: [string, string][] = [];
  for (const cell of Object.keys(shelves.cell.texts)) {
    const layer = { cell, size: 3, ...(cell === 'lstm_projected' && { sizes: { P: 2 } }) };
    const spec = { name: 'm', input: 2, layers: [layer, { dense: 2 }], loss: 'mse', optimizer: 'adam' } as const;
    const module = await instantiate(compileFor(variant, spec, true));
    results.push([cell, toBits(await exercise(loadModule, module))]);
  }
  return Object.fromEntries(results);
}
