import { importModel } from '@cellc/import';
import { readSafetensors } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { importable, importCase, inputOf } from '../files.testing.ts';
import { exportTorchWeights } from './weights.ts';

test.each(importable.map((each) => [each.id, each] as const))('%s: import, export, import', async (_, of) => {
  const imported = await importCase(of);
  const { files, mapped } = exportTorchWeights(inputOf(imported));
  const bytes = files[0]!.content as Uint8Array;
  if (files.length === 1) {
    const unknown = mapped.flatMap(([layer, to]) => (to.startsWith('nn.') ? [] : [layer]));
    expect(unknown).not.toEqual([]);
    const { tensors } = readSafetensors(bytes);
    for (const [name, tensor] of Object.entries(imported.weights))
      if (unknown.some((layer) => name.startsWith(`${layer}.`))) expect(tensors[name], name).toEqual(tensor);
    return;
  }
  const repr = files[1]!.content as string;
  const again = await importModel(
    { name: 'again.safetensors', bytes },
    { name: imported.spec.name, repr, output: imported.spec.output },
  );
  expect(again.spec).toEqual(imported.spec);
  expect(again.weights).toEqual(imported.weights);
});
