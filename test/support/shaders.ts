/**
 * A device of WebGPU's that is none: shaders become JavaScript, in which a thread is a generator that yields at barriers.
 * It finds what adapters forgive. Threads run one after the other, from the first to the last or the reverse, so that a
 * barrier that is missing shows; all of a workgroup must come to the same barriers; and no index leaves its array.
 */

type Shader = (memory: Float32Array, counts: Int32Array) => { threads: number; start: Start };
type Start = (group: number, groups: readonly [number, number]) => (thread: number) => Generator<number, void>;

interface Pipeline {
  readonly name: string;
  readonly shader: Shader;
}

/** Functions of WGSL, and those that the backend's own texts would bring: in double precision, which agrees to single. */
const library = `
const half = new DataView(new ArrayBuffer(4));
const bits = (x) => (half.setFloat32(0, x), half.getInt32(0));
const fromBits = (i) => (half.setInt32(0, i), half.getFloat32(0));
const { abs, sign, min, max, fround } = Math;
const [root, f32, i32, u32] = [Math.sqrt, fround, Math.trunc, Math.trunc];
const select = (no, yes, when) => (when ? yes : no);
const least = (a, b) => (b < a ? b : a);
const most = (a, b) => (a < b ? b : a);
const copysign = (a, b) => (bits(b) < 0 ? -abs(a) : abs(a));
const pow2 = (k) => fromBits((Math.trunc(k) + 127) << 23);
const exponent = (x) => (bits(x) - 1060439283) >> 23;
const mantissa = (x) => fromBits(bits(x) - ((bits(x) - 1060439283) & -8388608));
const floor = Math.floor;
const round = (x) => { const low = floor(x); return x - low === 0.5 ? low + (low % 2) : floor(x + 0.5); };
const special = { x: Infinity, y: -Infinity, z: NaN };
const of = (array, at, name) => {
  if (!(at >= 0 && at < array.length)) throw new Error(name + '[' + at + '] is outside of ' + array.length);
  return at;
};`;

/** One shader of a module as JavaScript. */
function translate(code: string, name: string): Shader {
  const head = new RegExp(`@workgroup_size\\((\\d+)\\)\\s*fn ${name}\\(`).exec(code);
  if (!head) throw new Error(`no shader ${name}`);
  const from = code.indexOf('{', head.index);
  const body = code.slice(from + 1, code.indexOf('\n}', from));
  const folds = [...code.matchAll(/fn (fold_\w+)\(.*\{\n([\s\S]*?)\n\}/g)];
  const arrays = [...code.matchAll(/var<workgroup> (\w+): array<f32, (\d+)>;/g)];
  const text = `${library}
return (m, n) => ({ threads: ${head[1]}, start: (group_, grid_) => {
  const at = { x: group_ % grid_[0], y: Math.floor(group_ / grid_[0]) };
  const grid = { x: grid_[0], y: grid_[1] };
  ${arrays.map(([, array, size]) => `const ${array} = new Float32Array(${size}).fill(NaN);`).join('\n')}
  ${folds.map(([, fold, inner]) => `function* ${fold}(x, lane, threads) {\n${statements(inner!)}\n}`).join('\n')}
  return function* (thread) {\n${statements(body)}\n};
} });`;
  return new Function(text)() as Shader;
}

function statements(text: string): string {
  let barriers = 0;
  return text
    .replace(/(?:storageBarrier|workgroupBarrier)\(\);(?: workgroupBarrier\(\);)?/g, () => `yield ${++barriers};`)
    .replace(/bitcast<f32>\((special\.\w)\)/g, '$1')
    .replace(/\b(let|var) (\w+)(: i32)? = ([^;]*);/g, (_, kind: string, name: string, isInteger, value: string) => {
      const word = kind === 'let' ? 'const' : 'let';
      return `${word} ${name} = ${isInteger ? `Math.trunc(${value})` : value};`;
    })
    .replace(/\/= 2\)/g, '>>= 1)')
    .replace(/\bfold_\w+\(\w+, lane, \d+\)/g, '(yield* $&)')
    .replace(/\b(m|n|partial|\w+_shared)\[([^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]/g, "$1[of($1, $2, '$1')]");
}

class Buffer {
  readonly size: number;
  readonly bytes: ArrayBuffer;

  constructor(size: number) {
    this.size = size;
    this.bytes = new ArrayBuffer(size);
  }

  async mapAsync(): Promise<void> {}
  getMappedRange(from: number, size: number): ArrayBuffer {
    return this.bytes.slice(from, from + size);
  }
  unmap(): void {}
  destroy(): void {}
}

type Command = () => void;

/** Runs every workgroup of a dispatch; `isReversed`: the last first, and of each the last thread. */
function dispatch(
  { name, shader }: Pipeline,
  [memory, counts]: readonly Buffer[],
  size: readonly [number, number],
  isReversed: boolean,
): void {
  const { threads, start } = shader(new Float32Array(memory!.bytes), new Int32Array(counts!.bytes));
  const inTurn = (count: number): number[] => {
    const all = Array.from({ length: count }, (_, i) => i);
    return isReversed ? all.reverse() : all;
  };
  for (const group of inTurn(size[0] * size[1])) {
    const begin = start(group, size);
    const running = inTurn(threads).map((thread) => begin(thread));
    for (;;) {
      const at = new Set(running.map((thread) => thread.next().value ?? 'the end'));
      if (at.size > 1) throw new Error(`threads of ${name} part: they wait at ${[...at].join(' and ')}`);
      if (at.has('the end')) break;
    }
  }
}

/** A device on which shaders run in a given order. */
export function emulatedDevice(isReversed: boolean): GPUDevice {
  const command = (): object => {
    const commands: Command[] = [];
    return {
      beginComputePass() {
        let buffers: readonly Buffer[] = [];
        let pipeline: Pipeline | undefined;
        return {
          setBindGroup: (_: number, group: readonly Buffer[]) => void (buffers = group),
          setPipeline: (next: Pipeline) => void (pipeline = next),
          dispatchWorkgroups(x: number) {
            const [own, bound] = [pipeline!, buffers];
            commands.push(() => dispatch(own, bound, [x, 1], isReversed));
          },
          end() {},
        };
      },
      copyBufferToBuffer(from: Buffer, at: number, to: Buffer, place: number, size: number) {
        commands.push(() => new Uint8Array(to.bytes).set(new Uint8Array(from.bytes, at, size), place));
      },
      clearBuffer(buffer: Buffer, at: number, size: number) {
        commands.push(() => void new Uint8Array(buffer.bytes, at, size).fill(0));
      },
      finish: () => commands,
    };
  };
  const device = {
    limits: { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 28 },
    adapterInfo: { vendor: 'none', description: 'emulated' },
    lost: new Promise(() => {}),
    addEventListener() {},
    pushErrorScope() {},
    popErrorScope: async () => null,
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: ({ code }: { code: string }) => ({ code, getCompilationInfo: async () => ({ messages: [] }) }),
    createComputePipelineAsync: async ({ compute }: { compute: { module: { code: string }; entryPoint: string } }) => ({
      name: compute.entryPoint,
      shader: translate(compute.module.code, compute.entryPoint),
    }),
    createBuffer: ({ size }: { size: number }) => new Buffer(size),
    createBindGroup: ({ entries }: { entries: { resource: { buffer: Buffer } }[] }) =>
      entries.map(({ resource }) => resource.buffer),
    createCommandEncoder: command,
    queue: {
      writeBuffer(to: Buffer, at: number, data: Float32Array | Int32Array, from = 0, count = data.length) {
        const bytes = new Uint8Array(data.buffer, data.byteOffset + 4 * from, 4 * count);
        new Uint8Array(to.bytes).set(bytes, at);
      },
      submit: (lists: Command[][]) => {
        for (const run of lists.flat()) run();
      },
      onSubmittedWorkDone: async () => {},
    },
  };
  return device as unknown as GPUDevice;
}
