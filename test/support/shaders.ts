/**
 * A device of WebGPU's that is none: shaders become JavaScript, in which a thread is a generator that yields at barriers.
 * It finds what adapters forgive. Where one thread writes an element and another reads or writes it, a barrier of the kind
 * that orders this memory has to come between the two, and workgroups have nothing to come between theirs; all threads of a
 * workgroup must come to the same barriers; and no index leaves its array. So the order of threads changes nothing.
 */

/** How many barriers of a kind there have been, and how many before the workgroup at hand. */
interface Clock {
  readonly barrier: 'storageBarrier' | 'workgroupBarrier';
  now: number;
  start: number;
}

type Shader = (arena: Watched, counts: Int32Array) => { threads: number; start: Start };
type Share = (array: string, size: number) => Watched;
type Start = (group: number, groups: number, share: Share) => (thread: number) => Generator<string, void>;

/** Of a time before all others, and more than one thread. */
const [never, several] = [-1, -2];

/** An array of a dispatch, and which threads were where when: barriers of one kind order what they do there. */
class Watched {
  readonly data: Float32Array;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #written: Visits;
  readonly #read: Visits;

  constructor(data: Float32Array, name: string, clock: Clock) {
    this.data = data;
    this.#name = name;
    this.#clock = clock;
    this.#written = new Visits(data.length);
    this.#read = new Visits(data.length);
  }

  /** The place of an element that a thread reads. */
  read(at: number, thread: number): number {
    this.#check('is read', at, thread, this.#written);
    this.#read.add(at, thread, this.#clock);
    return at;
  }

  /** The place of an element that a thread writes. */
  write(at: number, thread: number): number {
    this.#check('is written', at, thread, this.#written, this.#read);
    this.#written.add(at, thread, this.#clock);
    return at;
  }

  #check(what: string, at: number, thread: number, ...before: readonly Visits[]): void {
    within(this.data, at, this.#name);
    for (const visits of before) {
      const why = visits.conflict(at, thread, this.#clock);
      if (why) throw new Error(`${this.#name}[${at}] ${what} by thread ${thread}, and ${why}`);
    }
  }
}

/** By element: when there was a thread last, and which. What another workgroup did is never forgotten. */
class Visits {
  readonly #times: Int32Array;
  readonly #threads: Int32Array;

  constructor(size: number) {
    this.#times = new Int32Array(size).fill(never);
    this.#threads = new Int32Array(size);
  }

  conflict(at: number, thread: number, { barrier, now, start }: Clock): string | undefined {
    const time = this.#times[at]!;
    if (time === now && this.#threads[at] !== thread) return `there is no ${barrier} behind another thread's turn`;
    return time !== never && time < start ? 'another workgroup has been there' : undefined;
  }

  add(at: number, thread: number, { now, start }: Clock): void {
    const time = this.#times[at]!;
    if (time !== never && time < start) return;
    this.#threads[at] = time !== now || this.#threads[at] === thread ? thread : several;
    this.#times[at] = now;
  }
}

function within(array: ArrayLike<number>, at: number, name: string): number {
  if (!(at >= 0 && at < array.length)) throw new Error(`${name}[${at}] is outside of ${array.length}`);
  return at;
}

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
const special = { x: Infinity, y: -Infinity, z: NaN };`;

/** One shader of a module as JavaScript. */
function translate(code: string, name: string): Shader {
  const head = new RegExp(`@workgroup_size\\((\\d+)\\)\\s*fn ${name}\\(`).exec(code);
  if (!head) throw new Error(`no shader ${name}`);
  const from = code.indexOf('{', head.index);
  const body = code.slice(from + 1, code.indexOf('\n}', from));
  const folds = [...code.matchAll(/fn (fold_\w+)\(.*\{\n([\s\S]*?)\n\}/g)];
  const arrays = [...code.matchAll(/var<workgroup> (\w+): array<f32, (\d+)>;/g)];
  const text = `${library}
return (m, n) => ({ threads: ${head[1]}, start: (group_, groups_, share) => {
  const [at, grid] = [{ x: group_ }, { x: groups_ }];
  ${arrays.map(([, array, size]) => `const ${array} = share('${array}', ${size});`).join('\n')}
  ${folds.map(([, fold, inner]) => `function* ${fold}(x, lane, threads) {\n${statements(inner!)}\n}`).join('\n')}
  return function* (thread) {\n${statements(body)}\n};
} });`;
  return new Function('within', text)(within) as Shader;
}

function statements(text: string): string {
  let barriers = 0;
  return text
    .replace(/(\w+Barrier)\(\);/g, (_, barrier: string) => `yield '${barrier} ${++barriers}';`)
    .replace(/bitcast<f32>\((special\.\w)\)/g, '$1')
    .replace(/\b(let|var) (\w+)(: i32)? = ([^;]*);/g, (_, kind: string, name: string, isInteger, value: string) => {
      const word = kind === 'let' ? 'const' : 'let';
      return `${word} ${name} = ${isInteger ? `Math.trunc(${value})` : value};`;
    })
    .replace(/\/= 2\)/g, '>>= 1)')
    .replace(/\bfold_\w+\(\w+, lane, \d+\)/g, '(yield* $&)')
    .replace(/\b(m|n|partial|\w+_shared)\[([^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\](?=( \+?= )?)/g, (_, array, at, writes) =>
      array === 'n' ? `n[within(n, ${at}, 'n')]` : `${array}.data[${array}.${writes ? 'write' : 'read'}(${at}, lane)]`,
    );
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

/** Runs every workgroup of a dispatch. */
function dispatch({ name, shader }: Pipeline, [arena, counts]: readonly Buffer[], groups: number): void {
  const clocks: Clock[] = (['storageBarrier', 'workgroupBarrier'] as const).map((barrier) => ({
    barrier,
    now: 0,
    start: 0,
  }));
  const [storage, own] = clocks as [Clock, Clock];
  const memory = new Watched(new Float32Array(arena!.bytes), `${name}: m`, storage);
  const { threads, start } = shader(memory, new Int32Array(counts!.bytes));
  const share: Share = (array, size) => new Watched(new Float32Array(size).fill(NaN), `${name}: ${array}`, own);
  for (let group = 0; group < groups; group++) {
    for (const clock of clocks) clock.start = ++clock.now;
    const begin = start(group, groups, share);
    const running = Array.from({ length: threads }, (_, thread) => begin(thread));
    for (;;) {
      const [at = '', ...others] = new Set(running.map((thread) => thread.next().value ?? 'the end'));
      if (others.length > 0) throw new Error(`threads of ${name} part: they wait at ${[at, ...others].join(' and ')}`);
      if (at === 'the end') break;
      for (const clock of clocks) if (at.startsWith(clock.barrier)) clock.now++;
    }
  }
}

/** Commands run when they are submitted, which throws what is wrong with their shaders. */
export function emulatedDevice(): GPUDevice {
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
            commands.push(() => dispatch(own, bound, x));
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
