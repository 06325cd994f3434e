/** What there is to choose from: the ways a model can be compiled, and the schedules of each. */
import type { CompileOptions, Schedule, Target } from '@cellc/compiler';

/** Targets whose kernels can be timed where the tuner runs. */
export const tunable = ['js', 'wasm'] as const satisfies readonly Target[];
export type Tunable = (typeof tunable)[number];

/** How a module computes. It decides the numbers, and so it is the user's choice; a schedule changes only their speed. */
export interface Mode {
  readonly target: Tunable;
  readonly precision: 'f32' | 'f64';
  readonly accuracy: 'exact' | 'fast';
  readonly relaxed: boolean;
}

const single = { precision: 'f32', accuracy: 'exact', relaxed: false } as const;

/** The first of a target is what `compile` makes of it without options: all schedules are tried in this one. */
export const modes: Readonly<Record<Tunable, readonly [Mode, ...Mode[]]>> = {
  js: [
    { target: 'js', ...single },
    { target: 'js', ...single, precision: 'f64' },
  ],
  wasm: [
    { target: 'wasm', ...single },
    { target: 'wasm', ...single, accuracy: 'fast' },
    { target: 'wasm', ...single, relaxed: true },
    { target: 'wasm', ...single, accuracy: 'fast', relaxed: true },
  ],
};

export const modeOf = (options: CompileOptions, target: Tunable): Mode => ({
  target,
  precision: options.precision ?? 'f32',
  accuracy: target === 'wasm' ? (options.accuracy ?? 'exact') : 'exact',
  relaxed: target === 'wasm' && (options.relaxed ?? false),
});

/** `js`, `js f64`, `wasm`, `wasm fast relaxed` */
export function modeName({ target, precision, accuracy, relaxed }: Mode): string {
  const parts = [precision === 'f64' && 'f64', accuracy === 'fast' && 'fast', relaxed && 'relaxed'];
  return [target, ...parts.filter((part) => part !== false)].join(' ');
}

export const sameMode = (a: Mode, b: Mode): boolean => modeName(a) === modeName(b);

type Levels = { readonly [field in keyof Schedule]?: readonly number[] };

/**
 * Levels of a schedule's fields that are worth a try. Lanes are no choice: a target's vectors have so many. Tiles below
 * 4 accumulators wait for each addition, and those above 16 do not fit the registers.
 */
const levels: Readonly<Record<Tunable, Levels>> = {
  js: { tile: [4, 8, 16], unroll: [1, 2, 4], rows: [1, 2, 4] },
  wasm: { tile: [4, 8, 16], unroll: [1, 2, 4], rows: [1, 2, 4, 8] },
};

/** Every schedule of the levels or, where there is little time, those that change one field. The first is `base`. */
export function schedulesFor(target: Tunable, base: Schedule, isQuick: boolean): Schedule[] {
  const fields = Object.entries(levels[target]) as [keyof Schedule, readonly number[]][];
  const changed = (schedule: Schedule, field: keyof Schedule, values: readonly number[]): Schedule[] =>
    values.map((value) => ({ ...schedule, [field]: value }));
  const all = isQuick
    ? fields.flatMap(([field, values]) => changed(base, field, values))
    : fields.reduce(
        (schedules, [field, values]) => schedules.flatMap((schedule) => changed(schedule, field, values)),
        [base],
      );
  const known = new Map([base, ...all].map((schedule) => [scheduleName(schedule, base), schedule]));
  return [...known.values()];
}

/** What a schedule changes: `tile 16, unroll 2`; `default` where that is nothing. */
export function scheduleName(schedule: Schedule, base: Schedule): string {
  const fields = Object.keys(base) as (keyof Schedule)[];
  const changes = fields.filter((field) => schedule[field] !== base[field]);
  return changes.map((field) => `${field} ${schedule[field]}`).join(', ') || 'default';
}
