/** gpu.js as far as it is used here, and the modes that it runs in. */
import { fail } from '../error.ts';

/** A value on the device while a pipeline is traced. */
export type Handle = object;

export interface KernelFunction {
  (...values: (Handle | number)[]): Handle;
  destroy(): void;
}

export interface Pipeline {
  (...values: unknown[]): Promise<Record<string, Nested>>;
  readonly backend: string | null;
  readonly executorKind: string;
  readonly fallbackReason: string | null;
  destroy(): Promise<unknown>;
}

export type Nested = Float32Array | readonly Nested[];

export interface Gpu {
  readonly kernels: readonly object[];
  /** WebGL's, in its mode. */
  readonly context?: {
    isContextLost?(): boolean;
    getError?(): number;
    getExtension?(name: string): { loseContext(): void } | null;
    getParameter?(name: number): number;
  } | null;
  createKernel(source: string, settings: object): KernelFunction;
  createPipeline(trace: (...values: Handle[]) => Record<string, Handle>): Pipeline;
  destroy(): Promise<void>;
}

export interface Library {
  readonly GPU: {
    new (settings: { mode: string }): Gpu;
    readonly isWebGL2Supported: boolean;
    readonly isSinglePrecisionSupported: boolean;
    readonly isWebAssemblySupported: boolean;
    isWebGPUAvailable(): Promise<boolean>;
  };
  readonly input: (data: Float32Array, size: readonly number[]) => unknown;
  readonly WebGPUContext?: { acquire(): Promise<{ device: GPUDevice }> };
}

/** From the most to the least that a machine has. */
export const modes = ['webgpu', 'webgl2', 'webasm', 'cpu'] as const;
export type Mode = (typeof modes)[number];

/** What gpu.js calls the backend that ran. */
export const backends: Readonly<Record<Mode, string>> = {
  webgpu: 'webgpu',
  webgl2: 'gpu',
  webasm: 'webasm',
  cpu: 'cpu',
};

/** The library, in whatever way a bundler, Node.js or a script element gives it. @throws E_MODULE */
export async function loadLibrary(name: string, load: () => Promise<unknown>): Promise<Library> {
  let loaded: unknown;
  try {
    loaded = await load();
  } catch (error) {
    fail(
      'E_MODULE',
      `model ${name} runs on gpu.js, which could not be imported: ${error instanceof Error ? error.message : error}`,
      'npm install gpu.js@2.24',
    );
  }
  const given = loaded as Partial<Library> & { readonly default?: Partial<Library> };
  // Where it is loaded as a script, the class is global and has everything else.
  const found = [given, given?.default, (globalThis as { GPU?: Partial<Library> }).GPU].find(
    (library) => library?.GPU && 'isWebGPUAvailable' in library.GPU && library.input,
  );
  return (
    (found as Library | undefined) ??
    fail('E_MODULE', `model ${name} runs on gpu.js, and what was imported is not that`, 'it needs gpu.js 2.24 or later')
  );
}

/** The modes that there are here. */
export async function modesOf({ GPU }: Library): Promise<Mode[]> {
  const there: Readonly<Record<Mode, boolean>> = {
    webgpu: await GPU.isWebGPUAvailable(),
    webgl2: GPU.isWebGL2Supported && GPU.isSinglePrecisionSupported,
    webasm: GPU.isWebAssemblySupported,
    cpu: true,
  };
  return modes.filter((mode) => there[mode]);
}

/**
 * The mode that is asked for, or the first one that there is.
 * @throws E_OPTION, E_DEVICE
 */
export async function chooseMode(library: Library, name: string, wanted: Mode | undefined): Promise<Mode> {
  if (wanted !== undefined && !modes.includes(wanted))
    fail('E_OPTION', `mode is ${String(wanted)}`, `it is one of ${modes.join(', ')}`);
  const there = await modesOf(library);
  if (wanted && !there.includes(wanted))
    fail(
      'E_DEVICE',
      `model ${name} was to run in the mode ${wanted} of gpu.js, which is not there`,
      `here are ${there.join(', ')}`,
    );
  const mode = wanted ?? there[0]!;
  if (!wanted && (mode === 'webasm' || mode === 'cpu'))
    console.warn(`${name}: gpu.js finds no GPU here; running in its mode ${mode}, on the CPU`);
  return mode;
}
