/** Compiles every cell of the folder `cells` and feeds it an impulse, one time step after the other. */
import { readdirSync } from 'node:fs';
import { defineModel } from '@cellc/compiler';
import { loadSync } from '@cellc/runtime';
import { build, folder, isMain } from './build.ts';

/** A model of one layer. */
export function modelOf(file: string, input: number, size: number) {
  return defineModel({ name: 'example', input, layers: [{ cell: `./cells/${file}`, name: 'cell', size }] });
}

if (isMain(import.meta.url)) {
  for (const file of readdirSync(new URL('cells/', folder)).sort()) {
    const model = loadSync(await build(modelOf(file, 4, 3)), { seed: 1 });
    const params = model.manifest.params.map(({ name, shape }) => `${name.replace('cell.', '')} [${shape.join(', ')}]`);
    console.log(`${file}\n  ${params.join('  ')}`);
    for (const x of [
      [1, 1, 1, 1],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
      console.log(`  x = ${x.join(' ')}  h = ${Array.from(model.step(x), (h) => h.toFixed(4).padStart(7)).join(' ')}`);
  }
}
