import { expect, test } from 'vitest';
import { train } from './head.ts';
import { distance, reference, toTensor } from './reference.testing.ts';
import { torchWeights } from './torch.ts';

const { params, inputs, outputs } = reference('train_adam');

/** `rnn.…` are the LSTM's weights, `linear.…` the head's. */
function weights(prefix: string, from: typeof params) {
  const lstm = Object.entries(from).filter(([name]) => name.startsWith(`${prefix}rnn.`));
  return {
    ...torchWeights(Object.fromEntries(lstm.map(([name, value]) => [name.replace(`${prefix}rnn.`, ''), value]))),
    'head.W': toTensor(from[`${prefix}linear.weight`]!),
    'head.b': toTensor(from[`${prefix}linear.bias`]!),
  };
}

const data = { x: toTensor(inputs.x!), y: toTensor(inputs.y!) };

test('100 epochs of Adam: every loss and the final weights are PyTorch’s', async () => {
  const { model, loss } = await train(data, { weights: weights('', params), precision: 'f64' });
  expect(loss.length).toBe(100);
  loss.forEach((value, epoch) => {
    const expected = outputs.losses!.data[epoch]!;
    expect(Math.abs(value / expected - 1), `epoch ${epoch + 1}`).toBeLessThan(1e-9);
  });
  const trained = model.params();
  for (const [name, expected] of Object.entries(weights('final.', outputs)))
    expect(distance(trained[name]!, expected), name).toBeLessThan(1e-8);
});

test('single precision follows, and the loss falls', async () => {
  const { loss } = await train(data, { weights: weights('', params) });
  for (const [epoch, value] of loss.entries()) expect(value).toBeCloseTo(outputs.losses!.data[epoch]!, 5);
  expect(loss.at(-1)).toBeLessThan(loss[0]! / 20);
});
