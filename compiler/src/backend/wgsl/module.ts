/** A program as one WGSL module, and the dispatches that its entry points are. */
import type { Dispatch } from '@cellc/runtime/module';
import type { Program } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Memory } from '../../schedule/memory.ts';
import type { FunctionDialect } from '../text/dialect.ts';
import { type Language, opsIn, placesOf, printDoc, printPlaces } from '../text/print.ts';
import { helpers, templateOf, wgsl } from './dialect.ts';
import { combined, foldName, printPass } from './kernel.ts';
import { spellingOf } from './names.ts';
import { factsOf } from './parallel.ts';
import { loopsIn, passesOf } from './passes.ts';

export interface Shaders {
  readonly code: string;
  readonly entries: ReadonlyMap<string, readonly Dispatch[]>;
}

/** `copy`: how many numbers the parameters are, and their gradients and moments behind them each. */
export function printShaders(program: Program, memory: Memory, table: OpTable, copy: number, threads: number): Shaders {
  const facts = factsOf(memory, table, copy);
  const places = new Map([
    ...placesOf(memory.buffers),
    ...memory.locals.map((local) => [local.name, { ...local, rows: 'one' }] as const),
  ]);
  // The host keeps integers in a buffer of their own: T, B, each sequence's last row, and how many run at each step.
  const counts: Readonly<Record<string, readonly [number, number, number]>> = { last: [2, 0, 0], active: [2, 1, 0] };
  for (const [name, at] of Object.entries(counts)) if (places.has(name)) places.set(name, { ...places.get(name)!, at });
  const spell = spellingOf(program, memory);
  const folds = new Set<string>();
  const used = new Set<string>();
  const dispatches = new Map<string, Dispatch[]>();
  const called = new Set(program.entries.flatMap(({ calls }) => calls));
  const texts = program.kernels
    .filter(({ name }) => called.has(name))
    .map((kernel) => {
      const passes = passesOf(kernel, facts);
      const texts = passes.map((pass) => {
        const name = spell(kernel.name) + pass.name.slice(kernel.name.length).replace('$', '_');
        const memoryName = `${name}_shared`;
        const language: Language<FunctionDialect> = {
          dialect: wgsl(spell, Object.keys(counts), facts.isLocal, memoryName),
          table,
        };
        const shader = printPass(pass, facts, language, threads);
        for (const op of shader.folds) folds.add(op);
        for (const op of opsIn(pass.body)) used.add(op);
        const dispatch: Dispatch = { kernel: name, x: shader.x, y: shader.y };
        dispatches.set(kernel.name, [...(dispatches.get(kernel.name) ?? []), dispatch]);
        const { reads, writes } = facts.effects(pass.body);
        const shared = memory.locals.filter((local) => reads.has(local.name) || writes.has(local.name));
        const size = Math.max(0, ...shared.map((local) => local.at[0] + local.size));
        return [
          ...(size > 0 ? [`var<workgroup> ${memoryName}: array<f32, ${size}>;`] : []),
          ...printDoc(kernel.doc),
          `@compute @workgroup_size(${shader.threads})`,
          language.dialect.head(name, true),
          ...prologue,
          ...printPlaces(pass.body, places, '  ', language),
          ...shader.lines,
          '}',
          '',
        ].join('\n');
      });
      return texts.join('\n');
    });
  const body = texts.join('\n');
  const language: Language<FunctionDialect> = { dialect: wgsl(spell, [], () => false, ''), table };
  const lowerings =
    [...used].map((op) => templateOf(table[op]!) ?? '').join(' ') + (body.includes('special.') ? ' special' : '');
  const own = Object.entries(helpers).filter(([name]) => new RegExp(`\\b${name}\\b`).test(lowerings));
  const carries = new Set(
    program.kernels.filter(({ body }) => loopsIn(body).some((loop) => loop.carries)).map(({ name }) => name),
  );
  const plan = program.entries.map(({ name, calls }) => {
    const shaders = calls.flatMap((call) =>
      (dispatches.get(call) ?? []).map(({ kernel }) => (carries.has(call) ? `${kernel} (all time steps)` : kernel)),
    );
    return `// ${name} dispatches ${shaders.length}, for any T and B: ${shaders.join(', ')}`;
  });
  const code = [
    ...plan,
    '@group(0) @binding(0) var<storage, read_write> m: array<f32>;',
    '@group(0) @binding(1) var<storage, read> n: array<i32>;',
    ...own.map(([, text]) => text),
    ...(folds.size > 0 ? [`var<workgroup> partial: array<f32, ${threads}>;`] : []),
    ...[...folds].map((op) => printFold(op, language)),
    '',
    body,
  ];
  return {
    code: code.join('\n'),
    entries: new Map(
      program.entries.map(({ name, calls }) => [name, calls.flatMap((call) => dispatches.get(call) ?? [])]),
    ),
  };
}

const prologue = [
  '  let T: i32 = n[0];',
  '  let B: i32 = n[1];',
  '  let lane = i32(thread);',
  '  let group = i32(at.y * grid.x + at.x);',
  '  let groups = i32(grid.x * grid.y);',
];

/** Adds up, or folds, one number of each thread; all of them get the result. */
function printFold(op: string, language: Language): string {
  const pair = combined(language, op, 'partial[lane]', 'partial[lane + width]');
  return `fn ${foldName(op)}(x: f32, lane: i32, threads: i32) -> f32 {
  partial[lane] = x;
  workgroupBarrier();
  for (var width = threads / 2; width > 0; width /= 2) {
    if (lane < width) { partial[lane] = ${pair}; }
    workgroupBarrier();
  }
  let total = partial[0];
  workgroupBarrier();
  return total;
}`;
}
