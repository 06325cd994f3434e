/** cellc's targets in a page, through their public interfaces. */
import type { CompileOptions, ModelSpec } from '@cellc/compiler';
import { tensor } from '@cellc/runtime';
import { type GpuJsModel, load as loadGpuJs, type Mode } from '@cellc/runtime/gpujs';
import { type GpuModel, load as loadWebGpu } from '@cellc/runtime/webgpu';
import { importCompiled } from '../../models.ts';
import { cellcSkills, compileFor, paramsOf, specOf, training } from '../../peers/cellc.ts';
import { type Own, productsOf } from '../../peers/measure.ts';
import { type Lstm, type Skills, streamingAsync } from '../../peers/peer.ts';
import type { Workload } from '../../peers/workloads.ts';
import { type Machine, missing } from '../machine.ts';
import type { Device } from '../peer.ts';

interface Target {
  /** `cellc wasm` */
  readonly name: string;
  readonly device: Device;
  open(): Skills;
  cannot?(workload: Workload): string | undefined;
}

const gpujs = (mode: Mode, device: Device, mostProducts: number): Target => ({
  name: `cellc gpujs ${mode}`,
  device,
  open: () => deviceSkills('gpujs', async (module) => loadGpuJs(module, { mode }), checkExecutor),
  cannot: (workload) =>
    productsOf(workload) > mostProducts ? 'left out: on this executor one call takes seconds' : undefined,
});

/** What runs everywhere comes first: the others must agree with it. */
const targets: readonly Target[] = [
  { name: 'cellc js', device: 'processor', open: () => cellcSkills({ name: 'js', options: {} }) },
  { name: 'cellc wasm', device: 'processor', open: () => cellcSkills({ name: 'wasm', options: { target: 'wasm' } }) },
  {
    name: 'cellc webgpu',
    device: 'webgpu',
    open: () => deviceSkills('webgpu', (module) => loadWebGpu(module)),
    cannot: ({ kind }) =>
      kind === 'step' ? 'runs whole sequences: a GPU takes longer to be asked than a step takes elsewhere' : undefined,
  },
  gpujs('webgpu', 'webgpu', Number.POSITIVE_INFINITY),
  gpujs('webgl2', 'webgl', Number.POSITIVE_INFINITY),
  gpujs('webasm', 'processor', 1e8),
  gpujs('cpu', 'processor', 1e8),
];

export const targetNames: readonly string[] = targets.map(({ name }) => name);

/** On a GPU, those that use it as well. */
export function targetsOn(device: Device): string[] {
  return targets.filter((target) => target.device === device).map(({ name }) => name);
}

/** On the processor, which is there always, and on the device that a peer uses. */
export function ownBeside(device: Device, machine: Machine): Own[] {
  const beside = targets.filter((target) => target.device === device || isCommon(target));
  return beside.map(({ name, device, open, cannot }) => ({
    name,
    open,
    cannot: (workload) => missing(machine, device) ?? cannot?.(workload),
  }));
}

const isCommon = ({ name }: Target): boolean => name === 'cellc js' || name === 'cellc wasm';

type DeviceModel = GpuModel | GpuJsModel;

/** @param check called after anything ran */
function deviceSkills<Model extends DeviceModel>(
  target: CompileOptions['target'] & string,
  load: (module: Awaited<ReturnType<typeof importCompiled>>) => Promise<Model>,
  check: (model: Model) => void = () => undefined,
): Skills {
  const open = async (spec: ModelSpec, lstm: Lstm) => {
    const model = await load(await importCompiled(compileFor(spec, { name: target, options: { target } })));
    model.setParams(paramsOf(model, lstm));
    return model;
  };
  return {
    async step(lstm, frames) {
      const model = await open(specOf(lstm), lstm);
      const { answer, ...work } = streamingAsync(async (x) => model.step(x), frames);
      return { ...work, answer: () => checked(model, answer()), close: () => model.destroy() };
    },

    async sequence(lstm, { x, T, B }) {
      const model = await open(specOf(lstm), lstm);
      const xs = tensor(x, [B, T, lstm.I]);
      const run = async () => (await model.run(xs)).output.data;
      return {
        run: async () => (await run())[0]!,
        answer: async () => ({ h: await checked(model, run()) }),
        close: () => model.destroy(),
      };
    },

    async train(lstm, lesson) {
      const adam = { lr: lesson.lr };
      const model = await open({ ...specOf(lstm), loss: 'mse', optimizer: { adam } }, lstm);
      const work = await checked(model, training(model, lstm, lesson));
      return { ...work, close: () => model.destroy() };
    },
  };

  async function checked<Result>(model: Model, result: Result | Promise<Result>): Promise<Result> {
    const found = await result;
    check(model);
    return found;
  }
}

/** @throws Error where gpu.js ran another mode than the one that is measured */
function checkExecutor({ mode, executor }: GpuJsModel): void {
  if (executor && executor.mode !== mode)
    throw new Error(`gpu.js ran in its mode ${executor.mode} and not in ${mode}: ${executor.reason}`);
}
