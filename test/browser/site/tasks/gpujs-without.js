import { compileModel } from '@cellc/compiler';
import { load } from '@cellc/runtime/gpujs';
import { instantiate } from '../../../dist/support/instantiate.js';
import { refusal } from '../refusal.js';

/** @type {import('@cellc/compiler').ModelSpec} */
const spec = { name: 'small', input: 2, layers: [{ cell: 'rnn', size: 4 }] };
const x = [Array.from({ length: 5 }, (_, t) => [Math.sin(t), Math.cos(2 * t)])];

/** What pages lack, or lack partly. */
const lacks = {
  webgpu: () => Object.defineProperty(navigator, 'gpu', { value: undefined }),
  webgl2: () => {
    for (const canvas of [HTMLCanvasElement, OffscreenCanvas]) canvas.prototype.getContext = () => null;
  },
  'large textures': () => {
    const { getParameter } = WebGL2RenderingContext.prototype;
    const most = { 3379: 5 };
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      return name in most ? most[/** @type {keyof typeof most} */ (name)] : getParameter.call(this, name);
    };
  },
};

/**
 * A model of gpu.js on a page that lacks something: the mode that runs it, or what it is refused with. Where the page
 * `breaks`, its programs no longer link: they run nothing, and say so only where WebGL is asked.
 * @param {{ without: (keyof typeof lacks)[], breaks: boolean, mode?: 'webgpu' | 'webgl2' | 'webasm' | 'cpu' }} given
 */
export async function run({ without, breaks, mode }) {
  /** @type {string[]} */
  const warnings = [];
  console.warn = (text) => void warnings.push(text);
  for (const what of without) lacks[what]();
  const compiled = await instantiate(compileModel(spec, { target: 'gpujs' }));
  if (!compiled.gpujs) throw new Error('the module is not for gpu.js');
  const module = { ...compiled, gpujs: { ...compiled.gpujs, load: () => import('gpu.js') } };
  /** @type {import('@cellc/runtime/gpujs').GpuJsModel | undefined} */
  let model;
  const refused = await refusal(async () => {
    model = await load(module, { seed: 1, ...(mode && { mode }) });
    if (breaks) WebGL2RenderingContext.prototype.linkProgram = () => undefined;
    await model.run(x);
  });
  return { host: model?.host, executor: model?.executor, refused, warnings };
}
