/** Training where shaders run: the same as elsewhere, and no more comes back than is asked for. */
import { compileModel, type ModelSpec } from '@cellc/compiler';
import { load, type Tensor } from '@cellc/runtime';
import { load as loadOnGpu } from '@cellc/runtime/webgpu';
import { expect, test } from 'vitest';
import { worstError } from '../support/differences.ts';
import { useDevice } from '../support/gpu.ts';
import { instantiate } from '../support/instantiate.ts';
import { random } from '../support/random.ts';
import { emulatedDevice } from '../support/shaders.ts';
import { adamWithoutMoments } from '../support/updates.ts';

const gru: ModelSpec = {
  name: 'm',
  input: 3,
  layers: [{ cell: 'gru', size: 6 }, { dense: 2 }],
  loss: 'mse',
  optimizer: { adam: { lr: 0.01 } },
};

const r = random(1);
const draw = (...shape: number[]): Tensor => ({
  data: r.array(shape.reduce((a, b) => a * b)).map(Math.fround),
  shape,
});
const data = { x: draw(6, 5, 3), y: draw(6, 5, 2), lengths: [5, 3, 5, 1, 4, 5] };

/** What is fetched from a device: so many times, and so many numbers. */
function watched(): { device: GPUDevice; fetched: { times: number; numbers: number } } {
  const device = emulatedDevice();
  const fetched = { times: 0, numbers: 0 };
  const { createBuffer } = device;
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer.call(device, descriptor);
    const { getMappedRange } = buffer;
    buffer.getMappedRange = (from, size) => {
      fetched.times++;
      fetched.numbers += size! / 4;
      return getMappedRange.call(buffer, from, size);
    };
    return buffer;
  };
  return { device, fetched };
}

const start = async (spec = gru) => {
  const here = await load(await instantiate(compileModel(spec)), { seed: 1 });
  const { device, fetched } = watched();
  const module = await instantiate(compileModel(spec, { target: 'webgpu' }));
  return { here, there: await loadOnGpu(module, { weights: here.params(), device }), fetched };
};

test.each([
  ['alone', {}],
  ['with a limit on the norm', { clipNorm: 0.1 }],
  ['in segments of time', { recompute: 2, microBatch: 2 }],
  ['with metrics', { metrics: ['mae'] as const }],
])('updates on the device are those elsewhere, %s', async (_, more) => {
  const { here, there } = await start();
  const options = { epochs: 4, batchSize: 4, seed: 1, ...more };
  const [own, other] = [await here.fit(data, options), await there.fit(data, options)];
  expect(worstError(other.loss, own.loss)).toBeLessThan(1e-6);
  const numbers = (epochs: typeof own.epochs): number[] =>
    epochs.flatMap(({ gradientNorm, metrics }) => [gradientNorm, ...Object.values(metrics)]);
  expect(worstError(numbers(other.epochs), numbers(own.epochs))).toBeLessThan(1e-5);
  const values = (params: object): number[] =>
    Object.values(params as Record<string, Tensor>).flatMap(({ data }) => [...data]);
  expect(worstError(values(there.params()), values(here.params()))).toBeLessThan(2e-5);
  expect(worstError(values(there.gradients()), values(here.gradients()))).toBeLessThan(2e-5);
});

test('an update brings back the loss, the norm of the gradients and the parameters', async () => {
  const { there, fetched } = await start();
  const parameters = there.manifest.values.end - there.manifest.values.start;
  await there.fit(data, { epochs: 2, batchSize: 6 });
  // The gradients of the last update come when all are done.
  expect(fetched).toEqual({ times: 2 * 2 + 1, numbers: 2 * (1 + 1 + parameters) + parameters });
});

const dense: ModelSpec = { name: 'm', input: 3, layers: [{ dense: 2 }], loss: 'mse', optimizer: 'sgd' };
const times = ({ data, shape }: Tensor, factor: number): Tensor => ({ data: data.map((x) => factor * x), shape });

test('a gradient that is not finite is told, and the parameters are those before it', async () => {
  const { there } = await start(dense);
  const zeros = Object.entries(there.params() as Record<string, Tensor>).map(([name, value]) => [
    name,
    times(value, 0),
  ]);
  there.setParams(Object.fromEntries(zeros));
  const before = there.params();
  const batch = { ...data, x: times(data.x, 1e30), y: times(data.y, 1e15) };
  await expect(there.fit(batch, { epochs: 1 })).rejects.toThrow(
    /^E_DIVERGED: the norm of the gradient is .*; the largest element of the last gradient is -?Infinity/,
  );
  expect(there.params()).toEqual(before);
  expect((await there.run(data.x)).output.data.every(Number.isFinite)).toBe(true);
});

test.each([
  ['large', 1e25],
  ['small', 1e-28],
])('the norm of gradients whose squares are too %s for single precision is that elsewhere', async (_, unit) => {
  const { here, there } = await start({ ...dense, loss: 'mae' });
  const batch = { ...data, x: times(data.x, unit), y: times(data.y, unit) };
  const options = { epochs: 2, lr: 0.01 / unit };
  const [own, other] = [await here.fit(batch, options), await there.fit(batch, options)];
  const norms = ({ epochs }: typeof own): number[] => epochs.map(({ gradientNorm }) => gradientNorm / unit);
  expect(worstError(norms(other), norms(own))).toBeLessThan(1e-6);
  expect(Math.min(...norms(own))).toBeGreaterThan(0.01);
});

test('updates hold whose moments keep nothing', async () => {
  useDevice(emulatedDevice());
  expect(await adamWithoutMoments({ target: 'webgpu', precision: 'f32' })).toBeLessThan(1e-6);
});
