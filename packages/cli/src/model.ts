/** A spec compiled in memory, and imported. */
import { type Compiled, compileModel } from '@cellc/compiler';
import type { CompiledModule } from '@cellc/runtime';
import { type Input, readSpec } from './input.ts';

export interface Built {
  readonly input: Input;
  readonly compiled: Compiled;
  readonly module: CompiledModule;
}

/** For the fastest target that has the precision. @throws E_FILE, and what is wrong with the spec */
export async function buildSpec(name: string, cwd: string, precision: 'f32' | 'f64'): Promise<Built> {
  const input = await readSpec(name, cwd);
  const compiled = buildModel(input.spec, precision, input.files);
  return { input, compiled, module: await importCode(compiled.code) };
}

/** In every command in the same way: weights know what they were made with. */
export function buildModel(spec: Input['spec'], precision: 'f32' | 'f64', files?: Input['files']): Compiled {
  const target = precision === 'f32' ? 'wasm' : 'js';
  return compileModel(spec, { precision, target, ...(files && { files }) });
}

/** The module in this process, from its text. */
export async function importCode(code: string): Promise<CompiledModule> {
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
