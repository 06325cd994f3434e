import { compileModel } from '@cellc/compiler';
import { load as loadHere } from '@cellc/runtime';
import { load } from '@cellc/runtime/gpujs';
import { loadLibrary } from '../../../../runtime/dist/gpujs.js';
import { instantiate } from '../../../dist/support/instantiate.js';
import { counts, startCounting } from '../count.js';
import { refusal } from '../refusal.js';

const spec = /** @type {const} */ ({
  name: 'small',
  input: 2,
  layers: [{ cell: 'rnn', size: 4 }],
  loss: 'mse',
  optimizer: 'sgd',
});

/** @param {number} time */
const wave = (time) => [Array.from({ length: time }, (_, t) => [Math.sin(t), Math.cos(2 * t)])];

/** Bytes that are reachable, where the browser tells. */
function heap() {
  const { gc, performance } = /** @type {any} */ (globalThis);
  gc?.();
  return gc ? performance.memory?.usedJSHeapSize : 0;
}

/**
 * Many runs of a model in a mode of gpu.js, its device lost, and the model loaded again.
 * @param {{ mode: 'webgpu' | 'webgl2' | 'webasm' | 'cpu', runs: number, manySizes: number }} given
 */
export async function run({ mode, runs, manySizes }) {
  startCounting();
  const library = await loadLibrary(spec.name, () => import('gpu.js'));
  const compiled = await instantiate(compileModel(spec, { target: 'gpujs' }));
  if (!compiled.gpujs) throw new Error('the module is not for gpu.js');
  const module = { ...compiled, gpujs: { ...compiled.gpujs, load: async () => library } };
  const before = counts();
  const model = await load(module, { mode, seed: 1 });
  const x = wave(5);
  const round = async () => {
    const { output } = await model.run(x);
    await model.backward({ output });
    return output.data;
  };
  const first = await round();
  await round();
  const held = counts();
  for (let i = 0; i < runs / 2; i++) await model.run(x);
  const bytes = heap();
  for (let i = 0; i < runs / 2; i++) await model.run(x);
  const perRun = (heap() - bytes) / (runs / 2);
  const last = await round();
  const after = counts();
  const { executor } = model;

  // Of each size a plan is kept, up to a number of them: all are made anew in the second round.
  const sizes = [];
  for (let round = 0; round < 2; round++) {
    for (let time = 1; time <= manySizes; time++) await model.run(wave(time));
    sizes.push({ ...counts(), memories: 0 });
  }

  const lose = await loser(mode, library);
  const y = x.map((rows) => rows.map(() => [0.1, 0.2, 0.3, 0.4]));
  let kept = model.params();
  const onEpoch = (/** @type {{ epoch: number }} */ { epoch }) => {
    if (epoch !== 2) return;
    kept = model.params();
    lose?.();
  };
  const refused = [await refusal(() => model.fit({ x, y }, { epochs: lose ? 5 : 2, onEpoch }))];
  if (lose) refused.push(await refusal(() => model.run(x)));
  const again = await load(module, { mode, weights: model.save() });
  const { output } = await again.run(x);
  const elsewhere = await loadHere(await instantiate(compileModel(spec, { target: 'js' })), { weights: kept });
  const expected = elsewhere.run(x).output.data;
  again.destroy();
  model.destroy();
  const destroyed = await refusal(() => model.run(x));
  // gpu.js gives back what it has when the page goes on.
  await new Promise((go) => setTimeout(go, 200));
  return {
    executor,
    held,
    after,
    perRun,
    repeats: first.every((value, i) => value === last[i]),
    sizes,
    refused,
    off: Math.max(...output.data.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN)))),
    destroyed,
    contexts: contexts.filter((context) => !context.isContextLost()).length,
    left: { ...counts(), memories: 0 },
    before: { ...before, memories: 0 },
  };
}

/** What takes a mode's device away, if it has one. */
async function loser(
  /** @type {string} */ mode,
  /** @type {import('../../../../runtime/src/gpujs/library.ts').Library} */ library,
) {
  if (mode === 'webgpu') {
    const context = await library.WebGPUContext?.acquire();
    return () => context?.device.destroy();
  }
  return mode === 'webgl2' ? loseContexts : undefined;
}

/** @type {WebGL2RenderingContext[]} */
const contexts = [];

function loseContexts() {
  for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
}

const { createTexture } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.createTexture = function () {
  if (!contexts.includes(this)) contexts.push(this);
  return createTexture.call(this);
};
