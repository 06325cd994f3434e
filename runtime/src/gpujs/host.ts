/** gpu.js as a host of kernels: every entry point is a pipeline, which reads the arena and writes it. */
import { allocator, type Batch } from '../arena.ts';
import { fail, RuntimeError } from '../error.ts';
import type { Arena, GpuJs, Manifest } from '../module.ts';
import type { Entry, Remote } from '../remote.ts';
import type { Host } from '../wasm.ts';
import type { EntryName } from './format.ts';
import { backends, chooseMode, type Gpu, type Library, loadLibrary, type Mode } from './library.ts';
import { checkLimits, type Limits, limitsOf } from './limits.ts';
import { Plan } from './plan.ts';

/** What ran the last call. */
export interface Executor {
  readonly mode: Mode;
  /** What gpu.js says of its pipeline: `fused-encoder`, `fused-sync`, `fused-threaded` or `generic`. */
  readonly kind: string;
  /** Why the pipeline runs kernel by kernel, where it does. */
  readonly reason: string | undefined;
}

/** Plans are kept for so many sizes; each holds arrays on the device. */
const mostPlans = 8;
const noBatch = { T: 1, B: 1, lengths: [1] };
/** WebGL's number. */
const outOfMemory = 0x0505;

export class GpuJsRemote implements Remote {
  readonly mode: Mode;
  executor: Executor | undefined;
  readonly #program: GpuJs;
  readonly #library: Library;
  readonly #gpu: Gpu;
  readonly #limits: Limits;
  /** By entry and sizes, the one that was used last behind all others. */
  readonly #plans = new Map<string, Plan>();
  /** Final states' cotangents, which `backward` overwrites and `inputGradient` starts from as well. */
  #cotangents: { readonly at: number; readonly data: Arena }[] = [];
  #broken: string | undefined;

  constructor(program: GpuJs, library: Library, gpu: Gpu, mode: Mode, limits: Limits) {
    this.#program = program;
    this.#library = library;
    this.#gpu = gpu;
    this.mode = mode;
    this.#limits = limits;
  }

  async run(entry: Entry | 'step', m: Arena, batch: Batch | undefined): Promise<void> {
    const { T, B, lengths } = batch ?? noBatch;
    if (entry === 'backward') this.#keepCotangents(m, T, B);
    const last = this.#cotangents.map(({ at, data }) => ({ at, data: m.slice(at, at + data.length) }));
    if (entry === 'inputGradient') for (const { at, data } of this.#cotangents) m.set(data, at);
    try {
      await this.#call(entry, m, T, B, lengths);
    } finally {
      if (entry === 'inputGradient') for (const { at, data } of last) m.set(data, at);
    }
  }

  /** The arena is always this side's. */
  async fetch(): Promise<void> {
    this.#check();
  }

  clear(): void {}

  destroy(): void {
    this.#broken ??= 'was given up: its memory is freed';
    for (const plan of this.#plans.values()) plan.destroy().catch(() => undefined);
    this.#plans.clear();
    const { context } = this.#gpu;
    // gpu.js gives up a context with its last kernel, which is gone with its plan; pages have sixteen.
    const giveUp = (): void => context?.getExtension?.('WEBGL_lose_context')?.loseContext();
    this.#gpu.destroy().then(giveUp, giveUp);
  }

  async #call(entry: EntryName, m: Arena, T: number, B: number, lengths: ArrayLike<number>): Promise<void> {
    this.#check();
    const plan = await this.#planOf(entry, T, B);
    try {
      await plan.run(m, lengths, () => this.#checkWebGl(entry));
    } catch (error) {
      await this.#drop(plan);
      if (error instanceof RuntimeError) throw error;
      if (isLost(error)) this.#broken = `was lost: ${(error as Error).message}`;
      this.#check();
      fail(
        'E_DEVICE',
        `gpu.js failed on ${entry} of model ${this.#program.manifest.name}: ${(error as Error).message}`,
      );
    }
    this.#check();
    this.#report(plan);
  }

  /** gpu.js takes numbers from a context that is lost, or refuses its programs, for results: all of them are zero. */
  #checkWebGl(entry: EntryName): void {
    const { context } = this.#gpu;
    if (context?.isContextLost?.()) this.#broken ??= 'was lost: WebGL lost its context';
    this.#check();
    const error = context?.getError?.() ?? 0;
    const what = `WebGL failed on ${entry} of model ${this.#program.manifest.name}`;
    if (error === outOfMemory) fail('E_MEMORY', `${what}: it is out of memory`, 'use smaller batches');
    if (error) fail('E_DEVICE', `${what} with error ${error}`, 'load it in another mode');
  }

  /** A plan that failed is made anew when it is needed. */
  async #drop(plan: Plan): Promise<void> {
    for (const [key, kept] of this.#plans) if (kept === plan) this.#plans.delete(key);
    await plan.destroy();
  }

  async #planOf(entry: EntryName, T: number, B: number): Promise<Plan> {
    const key = `${entry} ${T} ${B}`;
    const known = this.#plans.get(key);
    if (known) {
      this.#plans.delete(key);
      this.#plans.set(key, known);
      return known;
    }
    const { manifest, kernels, entries } = this.#program;
    checkLimits(manifest.name, entries[entry]!, kernels, { T, B }, this.#limits);
    const [oldest] = this.#plans;
    if (oldest && this.#plans.size >= mostPlans) {
      this.#plans.delete(oldest[0]);
      await oldest[1].destroy();
    }
    const plan = new Plan(this.#library, this.#gpu, entries[entry]!, kernels, { T, B });
    this.#plans.set(key, plan);
    return plan;
  }

  /** What ran may not be what was asked for: gpu.js runs on the CPU what a backend does not take. */
  #report({ pipeline }: Plan): void {
    const { backend, executorKind, fallbackReason } = pipeline;
    const mode = (Object.keys(backends) as Mode[]).find((name) => backends[name] === backend) ?? 'cpu';
    const before = this.executor;
    this.executor = { mode, kind: executorKind, reason: fallbackReason ?? undefined };
    if (mode !== this.mode && before?.mode !== mode)
      console.warn(
        `${this.#program.manifest.name}: gpu.js ran in its mode ${mode} and not in ${this.mode}: ${fallbackReason ?? 'it gives no reason'}`,
      );
  }

  #keepCotangents(m: Arena, T: number, B: number): void {
    this.#cotangents = this.#program.manifest.states.flatMap(({ cotangent }) => {
      if (!cotangent) return [];
      const at = cotangent.at[0] + cotangent.at[1] * B + cotangent.at[2] * T * B;
      return [{ at, data: m.slice(at, at + cotangent.size * B) }];
    });
  }

  #check(): void {
    if (this.#broken === undefined) return;
    fail(
      'E_DEVICE',
      `the device of model ${this.#program.manifest.name} ${this.#broken}`,
      'load the module again, with the weights that params() or save() of this model give',
    );
  }
}

const isLost = (error: unknown): boolean => error instanceof Error && /\blost\b|destroyed/i.test(error.message);

export interface GpuJsHost extends Host {
  readonly manifest: Manifest;
  readonly remote: GpuJsRemote;
}

/** @throws E_MODULE where gpu.js cannot be imported; E_OPTION, E_DEVICE for a mode that is not there */
export async function hostGpuJs(program: GpuJs, wanted: Mode | undefined): Promise<GpuJsHost> {
  const { manifest } = program;
  const library = await loadLibrary(manifest.name, program.load);
  const mode = await chooseMode(library, manifest.name, wanted);
  const gpu = new library.GPU({ mode });
  const limits = await limitsOf(library, gpu, mode);
  return {
    manifest,
    kernels: {},
    allocate: allocator(manifest),
    remote: new GpuJsRemote(program, library, gpu, mode, limits),
  };
}
