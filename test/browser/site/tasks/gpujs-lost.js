import { compileModel } from '@cellc/compiler';
import { RuntimeError } from '@cellc/runtime';
import { load } from '@cellc/runtime/gpujs';
import { instantiate } from '../../../dist/support/instantiate.js';

const count = 40;

/** Runs a model many times, loses its context, and loads it again with its weights. */
export async function run() {
  /** @type {WebGL2RenderingContext[]} */
  const contexts = [];
  const counts = { made: 0, deleted: 0 };
  const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.createTexture = function () {
    counts.made++;
    contexts.push(this);
    return createTexture.call(this);
  };
  WebGL2RenderingContext.prototype.deleteTexture = function (texture) {
    counts.deleted++;
    return deleteTexture.call(this, texture);
  };
  const spec = { name: 'm', input: 2, layers: [{ cell: 'gru', size: 4 }] };
  const compiled = await instantiate(compileModel(spec, { target: 'gpujs' }));
  if (!compiled.gpujs) throw new Error('the module is not for gpu.js');
  const module = { ...compiled, gpujs: { ...compiled.gpujs, load: () => import('gpu.js') } };
  const x = { data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)), shape: [1, 6, 2] };
  const model = await load(module, { mode: 'webgl2', seed: 1 });
  const { output } = await model.run(x);
  for (let i = 0; i < 3; i++) await model.run(x);
  const before = counts.made - counts.deleted;
  for (let i = 0; i < count; i++) await model.run(x);
  const after = counts.made - counts.deleted;
  contexts.at(-1)?.getExtension('WEBGL_lose_context')?.loseContext();
  let code = 'none';
  try {
    await model.run(x);
  } catch (error) {
    code = error instanceof RuntimeError ? error.code : String(error);
  }
  const again = await load(module, { mode: 'cpu', weights: model.save() });
  const second = await again.run(x);
  const restored = second.output.data.filter(
    (value, i) => Math.abs(value - (output.data[i] ?? Number.NaN)) > 1e-5,
  ).length;
  return { before, after, code, restored };
}
