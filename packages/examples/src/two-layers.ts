/** A two-layer LSTM, input 10 and hidden 20, whose weights are laid out as PyTorch's nn.LSTM(10, 20, num_layers=2). */
import { defineModel } from '@cellc/compiler';
import { load } from '@cellc/runtime';
import { build, isMain } from './build.ts';
import { torchLayers } from './torch.ts';

export const twoLayers = defineModel({ name: 'two_layers', input: 10, layers: torchLayers(20, 2) });

if (isMain(import.meta.url)) {
  const model = await load(await build(twoLayers), { seed: 0 });
  for (const [name, { shape }] of Object.entries(model.params())) console.log(`${name} [${shape.join(', ')}]`);

  // torch.randn(3, 5, 10): a batch of 3 sequences of 5 time steps (PyTorch's batch_first=True).
  const xs = Array.from({ length: 3 }, (_, b) =>
    Array.from({ length: 5 }, (_, t) => Array.from({ length: 10 }, (_, i) => Math.sin(b + 2 * t + 3 * i))),
  );
  const { output, state } = model.run(xs);
  console.log(`output [${output.shape.join(', ')}]`);
  for (const [name, { shape }] of Object.entries(state)) console.log(`final ${name} [${shape.join(', ')}]`);
}
