/** WebGPU as a host of kernels: the arena is a buffer of the device, and the host's a copy of what went there and back. */
import { type Batch, fillLengths } from './arena.ts';
import { fail } from './error.ts';
import type { Arena, Dispatch, Extent, WebGpu } from './module.ts';
import type { Entry, Remote, Span } from './remote.ts';
import type { Host } from './wasm.ts';

/** How buffers are used, as WebGPU numbers it: not every host of it has the names. */
const usage = { mapRead: 1, copySource: 4, copyTarget: 8, storage: 128 };
/** WebGPU's largest number of workgroups along an axis, on every device. */
const mostGroups = 65535;
/**
 * Up to so many sequences have a workgroup each, so that none waits for another: WebGPU does not tell how many a device runs
 * at once, and hardly any runs fewer. Of more sequences, some share a workgroup and the weights that it loads.
 */
const fewSequences = 8;
const noBatch = { T: 0, B: 0, lengths: [] };

/** @throws E_DEVICE where the browser has no WebGPU or no adapter */
export async function requestDevice(name: string): Promise<GPUDevice> {
  const { gpu } = globalThis.navigator ?? {};
  const adapter = await gpu?.requestAdapter();
  if (!adapter)
    fail(
      'E_DEVICE',
      `model ${name} needs WebGPU, and ${gpu ? 'no adapter for it is there' : 'it is not there'}`,
      gpu
        ? 'compile it for webgpu,js to run elsewhere, too'
        : 'pages need https, or localhost, and a browser that has it',
    );
  // Arenas are one buffer each: as large as the adapter can.
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
}

/** @throws E_MODULE where the device refuses the shaders; E_DEVICE */
export async function hostGpu({ manifest, dispatches, code }: WebGpu, device: GPUDevice): Promise<Host> {
  const shaders = device.createShaderModule({ code, label: manifest.name });
  const { messages } = await shaders.getCompilationInfo();
  const error = messages.find(({ type }) => type === 'error');
  if (error)
    fail('E_MODULE', `the device refuses a shader of model ${manifest.name}: ${error.message} (line ${error.lineNum})`);
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  return {
    manifest,
    kernels: {},
    remote: new Gpu(device, shaders, manifest.name, manifest.arena[0], dispatches),
    allocate(elements, before) {
      if (4 * elements > most)
        fail(
          'E_MEMORY',
          `this needs a buffer of ${4 * elements} bytes, and the device has buffers of ${most}`,
          'use smaller batches',
        );
      const grown = new Float32Array(elements);
      if (before) grown.set(before.subarray(0, manifest.arena[0]));
      return grown;
    },
  };
}

/** A device with one model's buffers, which grow and are used again and again. */
class Gpu implements Remote {
  readonly #device: GPUDevice;
  readonly #shaders: GPUShaderModule;
  readonly #name: string;
  /** Elements of the arena that keep their place when it grows. */
  readonly #fixed: number;
  readonly #dispatches: WebGpu['dispatches'];
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  #arena: GPUBuffer | undefined;
  #counts: GPUBuffer | undefined;
  #staging: GPUBuffer | undefined;
  #bindings: GPUBindGroup | undefined;
  /** Why the device is of no use any more. */
  #broken: string | undefined;

  constructor(
    device: GPUDevice,
    shaders: GPUShaderModule,
    name: string,
    fixed: number,
    dispatches: WebGpu['dispatches'],
  ) {
    this.#device = device;
    this.#shaders = shaders;
    this.#name = name;
    this.#fixed = fixed;
    this.#dispatches = dispatches;
    const storage = (binding: number, type: GPUBufferBindingType) => ({ binding, visibility: 4, buffer: { type } });
    this.#layout = device.createBindGroupLayout({ entries: [storage(0, 'storage'), storage(1, 'read-only-storage')] });
    device.lost.then(({ reason, message }) => {
      this.#broken ??= `was lost: ${message || reason}`;
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#broken ??= `failed: ${error.message}`;
    });
  }

  async run(
    entry: Entry,
    m: Arena,
    batch: Batch | undefined,
    send: readonly Span[],
    fetch: readonly Span[],
  ): Promise<void> {
    const passes = this.#dispatches[entry] ?? [];
    const pipelines = await Promise.all(passes.map(({ kernel }) => this.#pipeline(kernel)));
    await this.#reserve(m.length);
    for (const span of send) this.#send(m, span);
    this.#count(batch ?? noBatch);
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, this.#bindings!);
    passes.forEach((dispatch, i) => {
      pass.setPipeline(pipelines[i]!);
      pass.dispatchWorkgroups(groupsOf(dispatch, batch ?? noBatch));
    });
    pass.end();
    await this.#finish(encoder, m, fetch);
  }

  async fetch(m: Arena, spans: readonly Span[]): Promise<void> {
    this.#check();
    if (this.#arena) await this.#finish(this.#device.createCommandEncoder(), m, spans);
  }

  clear(spans: readonly Span[]): void {
    // A new buffer is zero.
    if (!this.#arena || spans.length === 0) return;
    const encoder = this.#device.createCommandEncoder();
    for (const [from, to] of spans) encoder.clearBuffer(this.#arena, 4 * from, 4 * (to - from));
    this.#device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    for (const buffer of [this.#arena, this.#counts, this.#staging]) buffer?.destroy();
    this.#broken ??= 'was given up: its memory is freed';
  }

  #pipeline(kernel: string): Promise<GPUComputePipeline> {
    const known = this.#pipelines.get(kernel);
    if (known) return known;
    const layout = this.#device.createPipelineLayout({ bindGroupLayouts: [this.#layout] });
    const compute = { module: this.#shaders, entryPoint: kernel };
    const pipeline = this.#device
      .createComputePipelineAsync({ layout, compute, label: kernel })
      .catch((error: Error) => {
        this.#check();
        fail('E_MODULE', `the device refuses the shader ${kernel} of model ${this.#name}: ${error.message}`);
      });
    this.#pipelines.set(kernel, pipeline);
    return pipeline;
  }

  /** Buffers for an arena of so many elements; what has a fixed place is copied into a larger one. */
  async #reserve(elements: number): Promise<void> {
    this.#check();
    const size = 4 * elements;
    if (this.#arena && this.#arena.size >= size) return;
    const before = this.#arena;
    this.#arena = await this.#allocate(size, usage.storage | usage.copySource | usage.copyTarget);
    if (!before) return;
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(before, 0, this.#arena, 0, 4 * this.#fixed);
    this.#device.queue.submit([encoder.finish()]);
    before.destroy();
    this.#bindings = undefined;
  }

  /** @throws E_MEMORY */
  async #allocate(size: number, use: number): Promise<GPUBuffer> {
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({ size, usage: use });
    const error = await this.#device.popErrorScope();
    if (error) fail('E_MEMORY', `the device has no ${size} bytes left for model ${this.#name}: ${error.message}`);
    return buffer;
  }

  #send(m: Arena, [from, to]: Span): void {
    if (to > from)
      this.#device.queue.writeBuffer(this.#arena!, 4 * from, m as Float32Array<ArrayBuffer>, from, to - from);
  }

  /** T, B, every sequence's last row, and how many sequences are longer than t. */
  #count(batch: Pick<Batch, 'T' | 'B' | 'lengths'>): void {
    const { T, B } = batch;
    const counts = new Int32Array(2 + B + T);
    counts.set([T, B]);
    fillLengths(counts, 2 + B, 2, batch);
    if (!this.#counts || this.#counts.size < counts.byteLength) {
      this.#counts?.destroy();
      const size = 2 ** Math.ceil(Math.log2(counts.byteLength));
      this.#counts = this.#device.createBuffer({ size, usage: usage.storage | usage.copyTarget });
      this.#bindings = undefined;
    }
    this.#device.queue.writeBuffer(this.#counts, 0, counts);
    this.#bindings ??= this.#device.createBindGroup({
      layout: this.#layout,
      entries: [this.#arena!, this.#counts].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  /** Submits commands, and copies what they leave into the host's arena. */
  async #finish(encoder: GPUCommandEncoder, m: Arena, spans: readonly Span[]): Promise<void> {
    const size = spans.reduce((sum, [from, to]) => sum + 4 * (to - from), 0);
    if (size > (this.#staging?.size ?? 0)) {
      this.#staging?.destroy();
      this.#staging = await this.#allocate(2 ** Math.ceil(Math.log2(size)), usage.mapRead | usage.copyTarget);
    }
    let at = 0;
    for (const [from, to] of spans) {
      encoder.copyBufferToBuffer(this.#arena!, 4 * from, this.#staging!, at, 4 * (to - from));
      at += 4 * (to - from);
    }
    this.#device.queue.submit([encoder.finish()]);
    // What nobody waits for goes on beside the host: the next numbers that are fetched tell of errors.
    if (size === 0) return;
    try {
      await this.#staging!.mapAsync(1, 0, size);
    } catch (error) {
      // The loss of a device is told a little later than what it brings down.
      await Promise.race([this.#device.lost, new Promise((go) => setTimeout(go, 100))]);
      this.#broken ??= `failed: ${error instanceof Error ? error.message : error}`;
    }
    this.#check();
    const data = new Float32Array(this.#staging!.getMappedRange(0, size));
    at = 0;
    for (const [from, to] of spans) {
      m.set(data.subarray(at, at + to - from), from);
      at += to - from;
    }
    this.#staging!.unmap();
  }

  #check(): void {
    if (this.#broken !== undefined)
      fail(
        'E_DEVICE',
        `the GPU device of model ${this.#name} ${this.#broken}`,
        'load the module again, with the weights that params() or save() of this model give',
      );
  }
}

/** As many as the largest extent has rounds. */
function groupsOf({ x }: Dispatch, { T, B }: Pick<Batch, 'T' | 'B'>): number {
  const counts = { T, B, TB: T * B };
  const rounds = x.map(({ of, by }: Extent) => {
    const some = of === 'B' && B <= fewSequences ? Math.min(by, 1) : by;
    return Math.ceil((typeof of === 'number' ? of : counts[of]) / some);
  });
  return Math.min(mostGroups, Math.max(1, ...rounds));
}
