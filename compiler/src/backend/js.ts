/** The JavaScript backend: prints kernels as plain functions over the arena `m`, without eval, imports or globals. */

import type { Program } from '../ir/loop.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Buffer } from '../schedule/memory.ts';
import { javascript } from './text/dialect.ts';
import { opsIn, placesOf, printEntry, printKernel } from './text/print.ts';

export interface Printed {
  /** Function declarations, kernels first, then the entry points. */
  readonly code: string;
  /** The names of the entry points, as functions in the code. */
  readonly entries: readonly { readonly name: string; readonly call: string }[];
}

export function printJs(program: Program, buffers: readonly Buffer[], table: OpTable): Printed {
  const places = placesOf(buffers);
  const language = { dialect: javascript, table };
  const kernels = program.kernels.map((kernel) => printKernel(kernel, places, language));
  const used = new Set(program.kernels.flatMap((kernel) => opsIn(kernel.body)));
  const helpers = [...used].flatMap((op) => table[op]?.helper ?? []);
  return {
    code: [
      ...helpers.map((helper) => `${helper}\n`),
      ...kernels,
      ...program.entries.map((entry) => printEntry(entry, language)),
    ].join('\n'),
    entries: program.entries.map(({ name }) => ({ name, call: name })),
  };
}
