/** Compiled code to a module that can be loaded, without a file. */
import type { Compiled } from '@cellc/compiler';
import type { CompiledModule } from '@cellc/runtime';

/** By code and not by the manifest's hash: tests compile with op tables of their own, which the hash does not cover. */
const modules = new Map<string, Promise<CompiledModule>>();

export function instantiate({ code }: Pick<Compiled, 'code'>): Promise<CompiledModule> {
  const known = modules.get(code);
  if (known) return known;
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const module: Promise<CompiledModule> = import(/* @vite-ignore */ url);
  modules.set(code, module);
  return module;
}
