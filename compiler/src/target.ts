/** Targets: a row says what a target lowers, how it wants the rest expanded, and what becomes of a program. */

import type { Dispatch, Manifest } from '@cellc/runtime/module';
import { type GpuJsProgram, lowerToGpuJs, printSources } from './backend/gpujs/program.ts';
import { printJs } from './backend/js.ts';
import { encodeModule, type WasmModule } from './backend/wasm/module.ts';
import { lowerToWasm } from './backend/wasm/program.ts';
import { printWat } from './backend/wasm/text.ts';
import { templateOf } from './backend/wgsl/dialect.ts';
import { printShaders } from './backend/wgsl/module.ts';
import { fail } from './error.ts';
import type { OpTable } from './ir/ops.ts';
import type { Lowered } from './schedule/model.ts';
import {
  defaultSchedule,
  elementSchedule,
  type Lowering,
  type Schedule,
  threadSchedule,
  vectorSchedule,
} from './schedule/schedule.ts';

export type Target = Manifest['target'];

export interface TargetOptions {
  readonly precision: 'f32' | 'f64';
  readonly accuracy: 'exact' | 'fast';
  readonly relaxed: boolean;
}

/** What a target makes of a program. */
export interface Code {
  /** Readable: the kernels as JavaScript, or the module in WebAssembly's text format. */
  readonly text: string;
  /** Entry points, as functions in the text. */
  readonly entries: readonly string[];
  /** WebAssembly alone: the module, `.wasm`, and the one with relaxed SIMD where that is asked for, `.relaxed.wasm`. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** gpu.js alone. */
  readonly program?: GpuJsProgram;
  /** WebGPU alone: what each entry point dispatches. */
  readonly dispatches?: Readonly<Record<string, readonly Dispatch[]>>;
}

interface Row {
  readonly schedule: Schedule;
  /** What it lowers itself, and how it wants the rest expanded. */
  lowering(table: OpTable, options: TargetOptions): Omit<Lowering, 'schedule'>;
  code(lowered: Lowered, table: OpTable, options: TargetOptions): Code;
}

/** A model compiled for one target. */
export interface Build {
  readonly target: Target;
  readonly manifest: Manifest;
  /** Everything between the spec and the code: for `explain`. */
  readonly lowered: Lowered;
  readonly code: Code;
}

/** For targets whose arithmetic is single. */
const inSingle =
  (lowers: (op: string, table: OpTable) => boolean): Row['lowering'] =>
  (table, { accuracy }) => ({
    lowers: (op) => lowers(op, table),
    expansion: (op) => (accuracy === 'fast' ? table[op]?.fast : undefined) ?? table[op]?.float ?? table[op]?.expand,
  });

const rows: Readonly<Record<Target, Row>> = {
  js: {
    schedule: defaultSchedule,
    lowering(table, { precision }) {
      // Single precision has faster functions than JavaScript's own.
      const single = (op: string): string | undefined => (precision === 'f32' ? table[op]?.single : undefined);
      return {
        lowers: (op) => table[op]?.js !== undefined && single(op) === undefined,
        expansion: (op) => single(op) ?? table[op]?.expand,
      };
    },
    code({ program, memory }, table) {
      const { code, entries } = printJs(program, memory.buffers, table);
      return { text: code, entries: entries.map(({ name }) => name), files: new Map() };
    },
  },
  wasm: {
    schedule: vectorSchedule,
    lowering: inSingle((op, table) => table[op]?.wasm !== undefined),
    code({ program, memory }, table, { relaxed }) {
      const lower = (isRelaxed: boolean): WasmModule =>
        lowerToWasm(program, memory.buffers, { table, relaxed: isRelaxed });
      const module = lower(false);
      return {
        // Only read by people: written when asked for.
        get text() {
          return printWat(module);
        },
        entries: [...module.exports.keys()],
        files: new Map([
          ['.wasm', encodeModule(module)],
          ...(relaxed ? [['.relaxed.wasm', encodeModule(lower(true))] as const] : []),
        ]),
      };
    },
  },
  webgpu: {
    schedule: threadSchedule,
    lowering: inSingle((op, table) => table[op] !== undefined && templateOf(table[op]) !== undefined),
    code({ program, memory, values, schedule }, table) {
      const { code, entries } = printShaders(program, memory, table, values.end, schedule.threads);
      return { text: code, entries: [...entries.keys()], files: new Map(), dispatches: Object.fromEntries(entries) };
    },
  },
  gpujs: {
    schedule: elementSchedule,
    // Devices have their own exp and log; their pow knows no negative base, and their tanh overflows.
    lowering: (table) => ({
      lowers(op) {
        const row = table[op];
        const isExpanded = row?.helper ?? row?.float ?? row?.single;
        return row?.gpujs !== undefined || (row?.js !== undefined && isExpanded === undefined);
      },
      expansion: (op) => table[op]?.single ?? table[op]?.expand ?? table[op]?.float,
    }),
    code(lowered, table) {
      const program = lowerToGpuJs(lowered, table);
      return { text: printSources(program), entries: [...program.entries.keys()], files: new Map(), program };
    },
  },
};

/** @throws E_OPTION for targets that are none, or cannot be had together with the precision */
export function checkTargets(target: Target | readonly Target[], precision: 'f32' | 'f64'): readonly Target[] {
  const targets = [target].flat();
  const unknown = targets.find((name) => !Object.hasOwn(rows, name));
  if (unknown !== undefined || targets.length === 0 || new Set(targets).size < targets.length)
    fail(
      'E_OPTION',
      `target is ${targets.join(',') || 'empty'}`,
      undefined,
      `it is some of ${Object.keys(rows).join(', ')}`,
    );
  const single = targets.find((name) => name !== 'js');
  if (precision === 'f64' && single)
    fail('E_OPTION', `the ${single} target computes in single precision`, undefined, 'compile f64 for js');
  return targets;
}

export const scheduleFor = (target: Target): Schedule => rows[target].schedule;

export function loweringFor(target: Target, table: OpTable, schedule: Schedule, options: TargetOptions): Lowering {
  return { schedule, ...rows[target].lowering(table, options) };
}

export function codeFor(target: Target, lowered: Lowered, table: OpTable, options: TargetOptions): Code {
  return rows[target].code(lowered, table, options);
}

/** C computes in one precision: in single precision with the functions of WebAssembly, in double with those of <math.h>. */
export function loweringForC(table: OpTable, options: Pick<TargetOptions, 'precision' | 'accuracy'>): Lowering {
  const { precision, accuracy } = options;
  const float = (op: string): string | undefined =>
    precision === 'f64' ? undefined : ((accuracy === 'fast' ? table[op]?.fast : undefined) ?? table[op]?.float);
  return {
    // There is one sequence, so no rows to share weights with.
    schedule: { ...defaultSchedule, rows: 1 },
    lowers: (op) => (table[op]?.c ?? table[op]?.js) !== undefined && float(op) === undefined,
    expansion: (op) => float(op) ?? table[op]?.expand,
  };
}
