/** A program as one WGSL module, and the dispatches that its entry points are. */
import type { Dispatch } from '@cellc/runtime/module';
import type { Program } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Buffer, Memory } from '../../schedule/memory.ts';
import { sharedSize } from '../../schedule/space.ts';
import type { FunctionDialect } from '../text/dialect.ts';
import { type Language, opsIn, placesOf, printDoc, printPlaces } from '../text/print.ts';
import { helpers, templateOf, wgsl } from './dialect.ts';
import { combined, foldName, printPasses } from './kernel.ts';
import { spellingOf } from './names.ts';
import { factsOf } from './parallel.ts';
import { loopsIn, mergedPasses, type Pass, passesOf } from './passes.ts';

export interface Shaders {
  readonly code: string;
  readonly entries: ReadonlyMap<string, readonly Dispatch[]>;
}

/** `copy`: how many numbers the parameters are, and their gradients and moments behind them each. */
export function printShaders(program: Program, memory: Memory, table: OpTable, copy: number, threads: number): Shaders {
  const facts = factsOf(memory, table, copy);
  const places = new Map<string, Buffer>([
    ...placesOf(memory.buffers),
    ...memory.locals.map((local) => [local.name, { ...local, rows: 'one' }] as const),
  ]);
  // The host keeps integers in a buffer of their own: T, B, each sequence's last row, and how many run at each step.
  const counts: Readonly<Record<string, readonly [number, number, number]>> = { last: [2, 0, 0], active: [2, 1, 0] };
  for (const [name, at] of Object.entries(counts)) if (places.has(name)) places.set(name, { ...places.get(name)!, at });
  const spell = spellingOf(program, memory);
  const folds = new Set<string>();
  const used = new Set<string>();
  let tile = 0;
  const kernels = new Map(program.kernels.map((kernel) => [kernel.name, kernel]));
  const texts: string[] = [];
  const print = (passes: readonly Pass[]): Planned => {
    const name = passes.map((pass) => spelled(spell, pass)).join('_and_');
    const memoryName = `${name}_shared`;
    const language: Language<FunctionDialect> = {
      dialect: wgsl(spell, Object.keys(counts), facts.isLocal, memoryName),
      table,
    };
    const body = passes.flatMap((pass) => pass.body);
    const { reads, writes } = facts.effects(body);
    const shared = memory.locals.filter((local) => reads.has(local.name) || writes.has(local.name));
    const size = Math.max(0, ...shared.map((local) => local.at[0] + local.size));
    const shader = printPasses(passes, facts, language, threads, sharedSize - size);
    tile = Math.max(tile, shader.tile);
    for (const op of shader.folds) folds.add(op);
    for (const op of opsIn(body)) used.add(op);
    texts.push(
      [
        ...(size > 0 ? [`var<workgroup> ${memoryName}: array<f32, ${size}>;`] : []),
        ...[...new Set(passes.map(({ kernel }) => kernel))].flatMap(({ doc }) => printDoc(doc)),
        `@compute @workgroup_size(${shader.threads})`,
        language.dialect.head(name, true),
        ...prologue,
        ...printPlaces(body, places, '  ', language),
        ...shader.lines,
        '}',
        '',
      ].join('\n'),
    );
    return {
      dispatch: { kernel: name, x: shader.x },
      isLoop: loopsIn(body).some((loop) => loop.carries),
      bytes: 4 * (size + shader.tile),
    };
  };
  const entries = program.entries.map(({ name, calls }) => {
    const passes = calls.flatMap((call) => passesOf(kernels.get(call)!, facts));
    return { name, plan: mergedPasses(passes, facts).map(print) };
  });
  const body = texts.join('\n');
  const language: Language<FunctionDialect> = { dialect: wgsl(spell, [], () => false, ''), table };
  const lowerings =
    [...used].map((op) => templateOf(table[op]!) ?? '').join(' ') + (body.includes('special.') ? ' special' : '');
  const own = Object.entries(helpers).filter(([name]) => new RegExp(`\\b${name}\\b`).test(lowerings));
  const plan = entries.map(({ name, plan }) => {
    const shaders = plan.map(({ dispatch, isLoop, bytes }) => {
      const facts = [...(isLoop ? ['all time steps'] : []), ...(bytes > 0 ? [`${bytes} bytes shared`] : [])];
      return facts.length > 0 ? `${dispatch.kernel} (${facts.join(', ')})` : dispatch.kernel;
    });
    return `// ${name} dispatches ${plan.length}, for any T and B: ${shaders.join(', ')}`;
  });
  const code = [
    ...plan,
    '@group(0) @binding(0) var<storage, read_write> m: array<f32>;',
    '@group(0) @binding(1) var<storage, read> n: array<i32>;',
    ...own.map(([, text]) => text),
    ...(tile > 0 ? [`var<workgroup> tile_shared: array<f32, ${tile}>;`] : []),
    ...(folds.size > 0 ? [`var<workgroup> partial: array<f32, ${threads}>;`] : []),
    ...[...folds].map((op) => printFold(op, language)),
    '',
    body,
  ];
  return {
    code: code.join('\n'),
    entries: new Map(entries.map(({ name, plan }) => [name, plan.map(({ dispatch }) => dispatch)])),
  };
}

interface Planned {
  readonly dispatch: Dispatch;
  readonly isLoop: boolean;
  /** What the threads of a workgroup share. */
  readonly bytes: number;
}

const spelled = (spell: (name: string) => string, { name, kernel }: Pass): string =>
  spell(kernel.name) + name.slice(kernel.name.length).replace('$', '_');

const prologue = [
  '  let T: i32 = n[0];',
  '  let B: i32 = n[1];',
  '  let lane = i32(thread);',
  '  let group = i32(at.x);',
  '  let groups = i32(grid.x);',
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
