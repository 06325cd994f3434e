/** WebAssembly as a host of kernels: a module for each compiled file, an instance with a memory for each model. */
import type { Allocate, CopyRows } from './arena.ts';
import { fail } from './error.ts';
import type { CompiledModule, Kernels, Manifest, Wasm } from './module.ts';
import type { Remote } from './remote.ts';

/** Kernels with the manifest that fits them, and memory for them. */
export interface Host {
  readonly manifest: Manifest;
  readonly kernels: Partial<Kernels>;
  readonly allocate: Allocate;
  readonly copyRows?: CopyRows;
  /** Instead of the kernels, of which there are none then. */
  readonly remote?: Remote;
}

interface Compiled {
  readonly module: WebAssembly.Module;
  readonly isRelaxed: boolean;
}

/** A file is compiled once, however many models are made of it. */
const compiled = new WeakMap<Wasm, Compiled>();

/** Kernels may read a vector that begins within the arena and ends behind it. */
const slack = 16;
const page = 65536;

/**
 * An instance of its own, or undefined where the host does not run WebAssembly: an old engine, or a page whose content
 * security policy forbids it.
 */
export function hostWasm(wasm: Wasm): Host | undefined {
  const found = compiled.get(wasm) ?? compile(wasm);
  if (!found) return undefined;
  compiled.set(wasm, found);
  const { memory, copyRows, ...functions } = new WebAssembly.Instance(found.module).exports;
  return {
    manifest: found.isRelaxed ? { ...wasm.manifest, relaxed: true } : wasm.manifest,
    kernels: kernelsOf(functions as Functions),
    allocate: allocatorIn(memory as WebAssembly.Memory),
    ...(copyRows && { copyRows: inElements(copyRows as CopyRows) }),
  };
}

/** Compiles without blocking the host, which may refuse to compile large modules at once. */
export async function prepare(module: CompiledModule): Promise<void> {
  const { wasm } = module ?? {};
  if (!wasm || compiled.has(wasm) || typeof WebAssembly === 'undefined') return;
  const { code, isRelaxed } = choose(wasm);
  if (typeof code !== 'string') return;
  try {
    compiled.set(wasm, { module: await WebAssembly.compile(decode(code)), isRelaxed });
  } catch {
    // The same again at once, which reports what is wrong or does without.
  }
}

function compile(wasm: Wasm): Compiled | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const { code, isRelaxed } = choose(wasm);
  if (typeof code !== 'string') return { module: code as WebAssembly.Module, isRelaxed };
  try {
    return { module: new WebAssembly.Module(decode(code)), isRelaxed };
  } catch {
    return undefined;
  }
}

/** The relaxed code where there is one and the engine knows its instructions. */
function choose({ code, relaxed, manifest }: Wasm): { code: string | object; isRelaxed: boolean } {
  if (relaxed === undefined) return { code, isRelaxed: false };
  if (typeof relaxed !== 'string' || WebAssembly.validate(decode(relaxed))) return { code: relaxed, isRelaxed: true };
  console.warn(`${manifest.name}: this engine has no relaxed SIMD; running without`);
  return { code, isRelaxed: false };
}

type Functions = Readonly<Record<string, (...sizes: number[]) => void>>;

function kernelsOf({ step, forward, backward, inputGradient, loss, update }: Functions): Kernels {
  if (!forward) fail('E_MODULE', 'the WebAssembly code exports no forward', 'compile the model again');
  const sized = (kernel: (T: number, B: number) => void) => (_: unknown, T: number, B: number) => kernel(T, B);
  return {
    forward: sized(forward),
    ...(step && { step: () => step() }),
    ...(backward && { backward: sized(backward) }),
    ...(inputGradient && { inputGradient: sized(inputGradient) }),
    ...(loss && { loss: sized(loss) }),
    ...(update && { update: () => update() }),
  };
}

/** The code counts bytes. */
function inElements(copyRows: CopyRows): CopyRows {
  return (to, toStep, from, fromStep, size, rows) =>
    copyRows(4 * to, 4 * toStep, 4 * from, 4 * fromStep, 4 * size, rows);
}

/** A memory grows in place: views of it are taken anew. */
function allocatorIn(memory: WebAssembly.Memory): Allocate {
  return (elements) => {
    const missing = Math.ceil((4 * elements + slack - memory.buffer.byteLength) / page);
    try {
      if (missing > 0) memory.grow(missing);
    } catch {
      return undefined;
    }
    return new Float32Array(memory.buffer, 0, elements);
  };
}

/** Two digits a byte, by hand: an audio worklet has no functions for that. */
function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
