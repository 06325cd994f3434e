/** Compiled models and data to benchmark. */
import type { Compiled, ModelSpec } from '@cellc/compiler';
import type { CompiledModule } from '@cellc/runtime';

export function lstmSpec(input: number, size: number): ModelSpec {
  return { name: `lstm_${input}_${size}`, input, layers: [{ cell: 'lstm', size }] };
}

/** The same with everything that training needs. */
export function trainedLstmSpec(input: number, size: number): ModelSpec {
  return { ...lstmSpec(input, size), loss: 'mse', optimizer: { adam: { lr: 0.001 } } };
}

/** Imports compiled code as an application would: as a module of its own. In pages as well. */
export async function importCompiled({ code }: Pick<Compiled, 'code'>): Promise<CompiledModule> {
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** A program that runs statements after the compiled code, with an arena `m` for one step of one sequence. */
export function runnable({ code, manifest: { arena, precision } }: Compiled, statements: string): string {
  const type = precision === 'f32' ? 'Float32Array' : 'Float64Array';
  return `${code}\nconst m = new ${type}(${arena[0] + arena[1] + arena[2]});\n${statements}\n`;
}

/** Reproducible numbers in [-1, 1): a linear congruential generator (Numerical Recipes). */
export function noise(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1);
}
