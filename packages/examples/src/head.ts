/** Trains LSTM(4 → 3) with a linear head on the last hidden state: 100 sequences of length 5, MSE, Adam at 0.01. */
import { defineModel } from '@cellc/compiler';
import { type Data, type Epoch, load, type Tensors } from '@cellc/runtime';
import { build, isMain } from './build.ts';
import { torchLayers } from './torch.ts';

export const head = defineModel({
  name: 'head',
  input: 4,
  layers: [...torchLayers(3), { dense: 1, name: 'head' }],
  output: 'last',
  loss: 'mse',
  optimizer: { adam: { lr: 0.01 } },
});

export interface Options {
  readonly weights?: Tensors;
  readonly precision?: 'f32' | 'f64';
  readonly onEpoch?: (epoch: Epoch) => void;
}

/** 100 epochs, each of one batch that holds all sequences. */
export async function train(data: Data, { weights, precision = 'f32', onEpoch = () => {} }: Options = {}) {
  const model = await load(await build(head, { precision }), weights && { weights });
  const { loss } = await model.fit(data, { epochs: 100, batchSize: 100, shuffle: false, onEpoch });
  return { model, loss };
}

/** 100 sequences [5, 4] of smooth noise; what is to be learnt is the mean of each sequence's first feature. */
function sequences(): Data {
  const x = Array.from({ length: 100 }, (_, n) =>
    Array.from({ length: 5 }, (_, t) =>
      Array.from({ length: 4 }, (_, i) => Math.sin(12.9898 * n + 4.1414 * t * (i + 1) + 78.233 * i)),
    ),
  );
  return { x, y: x.map((steps) => [steps.reduce((sum, [first]) => sum + first!, 0) / steps.length]) };
}

if (isMain(import.meta.url)) {
  await train(sequences(), {
    onEpoch: ({ epoch, epochs, loss }) => {
      if (epoch % 10 === 0) console.log(`epoch ${String(epoch).padStart(3)} of ${epochs}  loss ${loss.toFixed(6)}`);
    },
  });
}
