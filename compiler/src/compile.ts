/** From a model spec to a compiled module, in memory: no file is read or written here. */
import type { Manifest } from '@cellc/runtime/module';
import { printJs } from './backend/js.ts';
import { manifestOf } from './emit/manifest.ts';
import { printModule } from './emit/module.ts';
import type { Source } from './error.ts';
import { type OpTable, ops } from './ir/ops.ts';
import { type Model, resolveModel } from './model/resolve.ts';
import type { ModelSpec } from './model/spec.ts';
import type { Support } from './passes/legalize.ts';
import { type Lowered, lowerModel } from './schedule/model.ts';
import { checkSchedule, type Schedule } from './schedule/schedule.ts';
import { version } from './version.ts';

export interface CompileOptions {
  /** `f32` stores single precision (arithmetic is double within a fused loop); `f64` is exact double precision. */
  readonly precision?: 'f32' | 'f64';
  /** Whether the module can compute gradients. By default, whether the spec has a loss. */
  readonly training?: boolean;
  /** How loops are tiled and unrolled, where not as the compiler chooses. */
  readonly schedule?: Partial<Schedule>;
  /** The texts of the files the spec names, by path as the spec has it. */
  readonly files?: ReadonlyMap<string, string>;
  /** Another op table: the shipped one with rows added. */
  readonly ops?: OpTable;
}

export interface Compiled {
  readonly name: string;
  /** A self-contained ES module. */
  readonly code: string;
  readonly manifest: Manifest;
  readonly model: Model;
  /** Everything between the spec and the code: for `explain`. */
  readonly lowered: Lowered;
}

/**
 * Compiles a model.
 * @param spec an object (see `defineModel`), or the text of a JSON spec: then errors have carets
 * @throws CellcError
 */
export function compileModel(spec: ModelSpec | Source, options: CompileOptions = {}): Compiled {
  const table = options.ops ?? ops;
  const model = resolveModel(spec, options.files, table);
  const precision = options.precision ?? 'f32';
  const schedule = checkSchedule(options.schedule ?? {});
  const training = options.training ?? model.loss !== undefined;
  const lowered = lowerModel(model, { table, lowering: { ...javascript(table, precision), schedule }, training });
  const hash = fnv1a(JSON.stringify([model.hashText, precision, training, schedule, version, options.ops ?? null]));
  const manifest = manifestOf(model, lowered, { precision, version, hash });
  const printed = printJs(lowered.program, lowered.memory.buffers, table);
  return { name: model.name, code: printModule(manifest, printed), manifest, model, lowered };
}

/** What the js target lowers. Single precision has faster functions than JavaScript's own. */
function javascript(table: OpTable, precision: 'f32' | 'f64'): Support {
  const single = (op: string): string | undefined => (precision === 'f32' ? table[op]?.single : undefined);
  return {
    lowers: (op) => table[op]?.js !== undefined && single(op) === undefined,
    expansion: (op) => single(op) ?? table[op]?.expand,
  };
}

/** The 64-bit FNV-1a hash of a text's UTF-16 units, in hexadecimal. */
export function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}
