import { compileModel } from '@cellc/compiler';
import { load } from '@cellc/runtime/webgpu';
import { instantiate } from '../../../dist/support/instantiate.js';
import { refusal } from '../refusal.js';

const spec = /** @type {const} */ ({
  name: 'gpu',
  input: 2,
  layers: [{ cell: 'gru', size: 8 }, { dense: 2 }],
  loss: 'mse',
  optimizer: { adam: { lr: 0.01 } },
});
const x = Array.from({ length: 3 }, (_, b) => Array.from({ length: 6 }, (_, t) => [Math.sin(b + t), Math.cos(b * t)]));

async function newDevice() {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  return adapter.requestDevice();
}

/**
 * What becomes of a model whose device is lost, of too large batches, of many runs, and of pages without WebGPU.
 * @param {{ runs: number }} given
 */
export async function run({ runs }) {
  const module = await instantiate(compileModel(spec, { target: ['webgpu', 'js'] }));
  const alone = await instantiate(compileModel(spec, { target: 'webgpu' }));

  const device = await newDevice();
  let buffers = 0;
  const { createBuffer } = device;
  device.createBuffer = (descriptor) => {
    buffers++;
    return createBuffer.call(device, descriptor);
  };
  const model = await load(alone, { seed: 1, device });
  const first = await model.run(x);
  const made = buffers;
  for (let i = 0; i < runs; i++) await model.run(x);
  const last = await model.run(x);
  const buffersPerRun = (buffers - made) / runs;

  const y = x.map((rows) => rows.map(([a = 0, b = 0]) => [a * b, a - b]));
  /** @type {string[]} */
  const inCallback = [];
  const { loss } = await model.fit(
    { x, y },
    { epochs: 2, onEpoch: async () => void inCallback.push(await refusal(() => model.run(x))) },
  );
  const errors = {
    step: await refusal(() => model.step()),
    callback: inCallback[0],
    large: await refusal(() => model.run({ data: new Float32Array(2 * 3000 * 5000), shape: [3000, 5000, 2] })),
    module: await refusal(() => load({ manifest: module.manifest })),
    lost: '',
    lostAgain: '',
  };
  const trained = await model.run(x);
  const pending = model.run(x);
  device.destroy();
  errors.lost = await refusal(() => pending);
  errors.lostAgain = await refusal(() => model.run(x));
  const reloaded = await load(alone, { weights: model.params(), device: await newDevice() });
  const again = await reloaded.run(x);
  reloaded.destroy();
  const destroyed = await refusal(() => reloaded.run(x));

  const { gpu } = navigator;
  /** @type {string[]} */
  const warnings = [];
  const { warn } = console;
  console.warn = (text) => void warnings.push(text);
  Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });
  const elsewhere = await load(module, { weights: model.params() });
  const outputs = await elsewhere.run(x);
  const without = await refusal(() => load(alone));
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  console.warn = warn;

  const worst = (/** @type {ArrayLike<number>} */ a, /** @type {ArrayLike<number>} */ b) =>
    Math.max(...Array.from(a, (value, i) => Math.abs(value - /** @type {number} */ (b[i]))));
  return {
    host: model.host,
    buffersPerRun,
    repeats: worst(first.output.data, last.output.data),
    falls: /** @type {number} */ (loss[1]) < /** @type {number} */ (loss[0]),
    errors,
    reloaded: worst(trained.output.data, again.output.data),
    destroyed,
    fallback: { host: elsewhere.host, warnings, off: worst(trained.output.data, outputs.output.data) },
    without,
  };
}
