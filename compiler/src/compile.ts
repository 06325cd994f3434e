/** From a model spec to a compiled module, in memory: no file is read or written here. */
import { manifestOf } from './emit/manifest.ts';
import { printModule } from './emit/module.ts';
import type { Source } from './error.ts';
import { type OpTable, ops } from './ir/ops.ts';
import { type Model, resolveModel } from './model/resolve.ts';
import type { ModelSpec } from './model/spec.ts';
import { lowerModel } from './schedule/model.ts';
import { checkSchedule, type Schedule } from './schedule/schedule.ts';
import { type Build, checkTargets, codeFor, loweringFor, scheduleFor, type Target } from './target.ts';
import { version } from './version.ts';

export interface CompileOptions {
  /**
   * `js` (by default), `wasm`, or both in one module: WebAssembly where it can run, and JavaScript where a page forbids it.
   * `webgpu`, also beside the others, is for `@cellc/runtime/webgpu`.
   */
  readonly target?: Target | readonly Target[];
  /**
   * `f32` stores single precision (arithmetic is double within a fused loop of JavaScript, and single in WebAssembly);
   * `f64` is exact double precision, for js alone.
   */
  readonly precision?: 'f32' | 'f64';
  /**
   * wasm: `exact` functions are within two units in the last place of a single; `fast` ones (sigmoid and tanh) have an
   * absolute error of 5e-7.
   */
  readonly accuracy?: 'exact' | 'fast';
  /** wasm: fuses products and sums where the engine can, whose results then are not those of other engines bit for bit. */
  readonly relaxed?: boolean;
  /** wasm: the module imports its code from files beside it, for hosts that only take modules compiled before. */
  readonly wasmFile?: boolean;
  /** Whether the module can compute gradients. By default, whether the spec has a loss. */
  readonly training?: boolean;
  /** How loops are tiled and unrolled, where not as the compiler chooses: for all targets, or for each its own. */
  readonly schedule?: Partial<Schedule> | Schedules;
  /** The texts of the files the spec names, by path as the spec has it. */
  readonly files?: ReadonlyMap<string, string>;
  /** Another op table: the shipped one with rows added. */
  readonly ops?: OpTable;
}

/** What `cellc bench` finds is found for one target: a schedule by target. */
export type Schedules = { readonly [target in Target]?: Partial<Schedule> };

export interface Compiled extends Pick<Build, 'manifest' | 'lowered'> {
  readonly name: string;
  /** A self-contained ES module, or one that imports `files`. */
  readonly code: string;
  /** What the code imports, by what follows the model's name in their names: `.wasm`, `.relaxed.wasm`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly model: Model;
  /** One for each target, in their order; `manifest` and `lowered` are the first one's. */
  readonly builds: readonly [Build, ...Build[]];
}

/**
 * Compiles a model.
 * @param spec an object (see `defineModel`), or the text of a JSON spec: then errors have carets
 * @throws CellcError
 */
export function compileModel(spec: ModelSpec | Source, options: CompileOptions = {}): Compiled {
  const table = options.ops ?? ops;
  const model = resolveModel(spec, options.files, table);
  const { precision = 'f32', accuracy = 'exact', relaxed = false, wasmFile = false } = options;
  const targets = checkTargets(options.target ?? 'js', precision);
  const training = options.training ?? model.loss !== undefined;
  const settings = { precision, accuracy, relaxed };
  const builds = targets.map((target): Build => {
    const schedule = checkSchedule(ownSchedule(options.schedule ?? {}, target), scheduleFor(target));
    const lowered = lowerModel(model, { table, lowering: loweringFor(target, table, schedule, settings), training });
    // How many threads there are follows from the target, which is among what is its own.
    const { threads, ...loops } = schedule;
    const own = target === 'js' ? [] : [target, accuracy, relaxed, ...(threads > 1 ? [threads] : [])];
    const hash = fnv1a(
      JSON.stringify([model.hashText, precision, training, loops, version, options.ops ?? null, ...own]),
    );
    const manifest = manifestOf(model, lowered, { target, precision, version, hash });
    return { target, manifest, lowered, code: codeFor(target, lowered, table, settings) };
  }) as [Build, ...Build[]];
  const { manifest, lowered } = builds[0];
  const files = new Map(wasmFile ? builds.flatMap(({ code }) => [...code.files]) : []);
  return { name: model.name, code: printModule(builds, [...files.keys()]), files, manifest, model, lowered, builds };
}

function ownSchedule(schedule: Partial<Schedule> | Schedules, target: Target): Partial<Schedule> {
  return 'js' in schedule || 'wasm' in schedule ? (schedule[target] ?? {}) : (schedule as Partial<Schedule>);
}

/** The 64-bit FNV-1a hash of a text's UTF-16 units, in hexadecimal. */
export function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}
