/** The WebAssembly backend: a program as one module with a memory of its own, which is the arena. */
import type { Program } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Buffer } from '../../schedule/memory.ts';
import type { Func } from './instructions.ts';
import { lowerKernel } from './kernel.ts';
import type { WasmModule } from './module.ts';
import { copyRows } from './rows.ts';

export interface WasmOptions {
  readonly table: OpTable;
  readonly relaxed: boolean;
}

export function lowerToWasm(program: Program, buffers: readonly Buffer[], options: WasmOptions): WasmModule {
  const places = new Map(buffers.filter((buffer) => buffer.rows !== 'one').map((buffer) => [buffer.name, buffer]));
  const kernels = program.kernels.map((kernel) => lowerKernel(kernel, { ...options, places }));
  // An entry point that is one kernel needs no function of its own: a call takes longer than a small step's epilogue.
  const entries = program.entries.filter(({ calls }) => calls.length !== 1);
  const functions = entries.map(({ name, sized, calls }): Func => {
    const params = sized ? ['T', 'B'] : [];
    const code = calls.flatMap((call) => [
      ...params.map((param) => ['local.get', param] as const),
      ['call', call] as const,
    ]);
    return { name, doc: [], params, locals: new Map(), code };
  });
  const exported = program.entries.map(({ name, calls: [call, more] }) => [name, call && !more ? call : name] as const);
  return {
    functions: [...kernels, ...functions, copyRows],
    exports: new Map([...exported, [copyRows.name, copyRows.name]]),
  };
}
