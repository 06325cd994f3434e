/** Two ways to write an LSTM, twelve parameters or three, become the same kernels: the compiler packs the gates itself. */
import { type Compiled, defineModel, explain } from '@cellc/compiler';
import { compile, isMain } from './build.ts';

/** Both with the same name for the layer, so that nothing else tells them apart. */
export function compileWith(cell: 'lstm_twelve' | 'lstm_packed', training: boolean): Compiled {
  const spec = defineModel({
    name: 'lstm',
    input: 4,
    layers: [{ cell: `./cells/${cell}.cell`, name: 'lstm', size: 3 }],
  });
  return compile(spec, { training });
}

/** The kernels alone: the module without comments and manifest. */
export function kernelsOf({ code }: Compiled): string {
  return code
    .slice(0, code.indexOf('export const manifest'))
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s*\/\/.*$/gm, '');
}

if (isMain(import.meta.url)) {
  const [twelve, packed] = (['lstm_twelve', 'lstm_packed'] as const).map((cell) => compileWith(cell, false)) as [
    Compiled,
    Compiled,
  ];
  for (const compiled of [twelve, packed]) {
    const [layer] = explain(compiled).layers;
    console.log(`${layer!.cell}: ${layer!.params.map(({ name, symbolic }) => `${name} ${symbolic}`).join(', ')}`);
    for (const { weights, operand } of layer!.packs)
      console.log(`  one loop over ${operand} reads ${weights.join(', ')}`);
    console.log(`  kernels ${explain(compiled).fingerprint}`);
  }
  console.log(
    kernelsOf(twelve) === kernelsOf(packed) ? 'The kernels are the same, letter by letter.' : 'The kernels differ.',
  );
}
