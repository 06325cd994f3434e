/**
 * Products over all rows in tiles: 16 × 16 threads take a tile of the output, each the few elements that the schedule gives
 * it. Of what they add up they load sixteen rounds together into memory that they share, one element a thread, along the
 * axis along which it is contiguous; so each element comes from the arena once for sixteen threads.
 *
 * What may be tiled is told by the loops alone: two loops whose rounds are independent, within them sums, and loads in these
 * that depend on one of the two. Edges are guarded: threads beyond them help with loading, and store nothing.
 */
import type { Extent } from '@cellc/runtime/module';
import { type Affine, accesses, type Stmt } from '../../ir/loop.ts';
import { type Language, printBody, printBound, printIndex } from '../text/print.ts';
import { derivedFrom, type Facts, type Loop, storesFrom } from './parallel.ts';
import { extentOf, onlyLoop } from './passes.ts';

/** Threads along each side of a tile, and rounds of a sum that are loaded at once. */
const side = 16;
export const tileThreads = side * side;
/** What one thread loads lies apart from what its neighbour does: rows of sixteen begin in different banks. */
const pitch = side + 1;
/** Along shorter axes too little is shared to make up for waiting; and smaller matrices stay in a first cache anyway. */
const leastRounds = 4;
const leastMatrix = 4096;

export interface Tiled {
  readonly outer: Loop;
  readonly inner: Loop;
  /** By sum: what is loaded for all, and on which side of the tile that depends. */
  readonly stages: ReadonlyMap<Loop, readonly Stage[]>;
  /** Elements of shared memory. */
  readonly size: number;
}

interface Stage {
  readonly index: Affine;
  /** Whether it depends on the loop whose rounds are a tile's rows, or on that of its columns. */
  readonly by: 'rows' | 'columns';
  /** Whether neighbours lie along the sum. */
  readonly isAlong: boolean;
}

/** The tiles of a nest of loops, if it is such a product. `room`: elements that threads can share. */
export function tiledIn(outer: Loop, facts: Facts, room: number): Tiled | undefined {
  const inner = onlyLoop(outer);
  if (!inner || inner.rest || inner.from || typeof inner.to !== 'number' || inner.to < leastRounds) return undefined;
  if (outer.from || (typeof outer.to === 'number' && outer.to < leastRounds)) return undefined;
  if (!['units', 'rows'].includes(facts.bond(outer)) || facts.bond(inner) !== 'units') return undefined;
  const stages = new Map<Loop, Stage[]>();
  for (const stmt of inner.body) {
    if (stmt.kind === 'block') return undefined;
    if (stmt.kind !== 'loop') continue;
    const own = facts.bond(stmt) === 'sum' && stagesOf(outer, inner, stmt);
    if (!own) return undefined;
    stages.set(stmt, own);
  }
  const size = Math.max(0, ...[...stages.values()].map((own) => own.length)) * side * pitch;
  return size === 0 || size > room ? undefined : { outer, inner, stages, size };
}

/** What all of a sum's loads are; undefined where no two threads share any, or a statement is no plain sum. */
function stagesOf(outer: Loop, inner: Loop, sum: Loop): Stage[] | undefined {
  const isPlain = sum.body.every(
    (stmt) => ['let', 'set', 'note'].includes(stmt.kind) || (stmt.kind === 'index' && !stmt.load),
  );
  const isShort = typeof sum.to === 'number' && sum.to * (inner.to as number) < leastMatrix;
  if (!isPlain || isShort || sum.rest || sum.step || sum.from || sum.down) return undefined;
  const names = (loop: Loop): ReadonlySet<string> =>
    derivedFrom(loop.name, [...outer.body, ...inner.body, ...sum.body]);
  const [rows, columns, along] = [names(outer), names(inner), names(sum)];
  const by = (index: Affine, of: ReadonlySet<string>): number =>
    index.terms.reduce((total, [name, times]) => total + (of.has(name) ? times : 0), 0);
  const found = new Map<string, Stage>();
  for (const index of accesses(sum.body)) {
    const depends = { rows: by(index, rows) !== 0, columns: by(index, columns) !== 0 };
    if (by(index, along) === 0 || depends.rows === depends.columns) return undefined;
    const side = depends.rows ? 'rows' : 'columns';
    const across = by(index, depends.rows ? rows : columns) * (depends.rows ? (outer.step ?? 1) : 1);
    found.set(JSON.stringify(index), { index, by: side, isAlong: Math.abs(by(index, along)) < Math.abs(across) });
  }
  const stages = [...found.values()];
  return stages.some((one) => one.by === 'rows') && stages.some((one) => one.by === 'columns') ? stages : undefined;
}

/** Workgroups for the tiles, where each takes one. */
export function tilesOf({ outer, inner }: Tiled): Extent {
  const wide = Math.ceil((inner.to as number) / side);
  const { of, by } = extentOf(outer);
  if (typeof of === 'number') return { of: Math.ceil(Math.ceil(of / by) / side) * wide, by: 1 };
  return { of, by: (by * side) / wide };
}

/** `offset`: the tiles of other products, which other workgroups take. `memory`: where loads are shared. */
export function printTiles(
  { outer, inner, stages }: Tiled,
  offset: number,
  memory: string,
  language: Language,
  indent: string,
): string[] {
  const { dialect } = language;
  const { integer, counter } = dialect.declare;
  const [row, column] = [dialect.spell(outer.name), dialect.spell(inner.name)];
  const { step = 1 } = outer;
  const last = printBound(outer.to, dialect);
  const count = inner.to as number;
  const wide = Math.ceil(count / side);
  const deeper = `${indent}    `;
  const body = inner.body.flatMap((stmt, i): string[] => {
    const own = stmt.kind === 'loop' ? stages.get(stmt) : undefined;
    if (own) return printSum(stmt as Loop, own, outer, inner, memory, language, deeper);
    if (stmt.kind !== 'store') return printBody([stmt], deeper, language);
    if (inner.body[i - 1]?.kind === 'store') return [];
    return [`${deeper}if (within) {`, ...printBody(storesFrom(inner.body, i), `${deeper}  `, language), `${deeper}}`];
  });
  const start = offset === 0 ? 'group' : `(group + groups - ${offset} % groups) % groups`;
  return [
    `${indent}{`,
    `${indent}  ${integer('rounds', step === 1 ? last : `(${last}) / ${step}`)};`,
    `${indent}  ${integer('high', `(rounds + ${side - 1}) / ${side}`)};`,
    `${indent}  for (${counter('tile', start)}; tile < high * ${wide}; tile += groups) {`,
    `${deeper}${integer('tile_row', `tile / ${wide}`)};`,
    `${deeper}${integer('first_row', `tile_row * ${side}`)};`,
    `${deeper}${integer('first_column', `(tile - tile_row * ${wide}) * ${side}`)};`,
    `${deeper}let within = first_row + slow < rounds && first_column + fast < ${count};`,
    `${deeper}${integer(row, `min(first_row + slow, rounds - 1)${step === 1 ? '' : ` * ${step}`}`)};`,
    ...printBody(around(outer, inner), deeper, language),
    `${deeper}${integer(column, `min(first_column + fast, ${count - 1})`)};`,
    ...body,
    `${indent}  }`,
    `${indent}}`,
  ];
}

/** The integers of the outer loop's body. */
const around = ({ body }: Loop, inner: Loop): Stmt[] => body.filter((stmt) => stmt !== inner);

function printSum(
  sum: Loop,
  stages: readonly Stage[],
  outer: Loop,
  inner: Loop,
  memory: string,
  language: Language,
  indent: string,
): string[] {
  const { dialect } = language;
  const { integer, counter } = dialect.declare;
  const name = dialect.spell(sum.name);
  const last = printBound(sum.to, dialect);
  const { step = 1 } = outer;
  const slots = new Map(stages.map(({ index }, slot) => [JSON.stringify(index), slot]));
  const indices = sum.body.filter(({ kind }) => kind === 'index');
  // A thread loads along the axis along which neighbours lie.
  const load = (by: Stage['by'], isAlong: boolean): string[] => {
    const own = stages.filter((stage) => stage.by === by && stage.isAlong === isAlong);
    if (own.length === 0) return [];
    const [across, along] = isAlong ? ['slow', 'fast'] : ['fast', 'slow'];
    const place =
      by === 'rows'
        ? integer(dialect.spell(outer.name), `min(first_row + ${across}, rounds - 1)${step === 1 ? '' : ` * ${step}`}`)
        : integer(dialect.spell(inner.name), `min(first_column + ${across}, ${(inner.to as number) - 1})`);
    return [
      `${indent}  {`,
      `${indent}    ${integer(name, `min(chunk + ${along}, ${last} - 1)`)};`,
      `${indent}    ${place};`,
      ...printBody(by === 'rows' ? around(outer, inner) : [], `${indent}    `, language),
      ...printBody(indices, `${indent}    `, language),
      ...own.map(({ index }) => {
        const value = dialect.element(printIndex(index, dialect), index);
        return `${indent}    ${memory}[${slots.get(JSON.stringify(index))! * side * pitch} + slow * ${pitch} + fast] = ${value};`;
      }),
      `${indent}  }`,
    ];
  };
  const staged: Language = {
    ...language,
    dialect: {
      ...dialect,
      element(text, index) {
        const slot = slots.get(JSON.stringify(index));
        if (slot === undefined) return dialect.element(text, index);
        const { by, isAlong } = stages[slot]!;
        const across = by === 'rows' ? 'slow' : 'fast';
        const [far, near] = isAlong ? [across, 'round'] : ['round', across];
        return `${memory}[${slot * side * pitch} + ${far} * ${pitch} + ${near}]`;
      },
    },
  };
  return [
    `${indent}for (${counter('chunk', '0')}; chunk < ${last}; chunk += ${side}) {`,
    `${indent}  workgroupBarrier();`,
    ...(['rows', 'columns'] as const).flatMap((by) => [...load(by, true), ...load(by, false)]),
    `${indent}  workgroupBarrier();`,
    `${indent}  ${integer('count', `min(${side}, ${last} - chunk)`)};`,
    `${indent}  for (${counter('round', '0')}; round < count; round++) {`,
    ...printBody(
      sum.body.filter(({ kind }) => kind !== 'index'),
      `${indent}    `,
      staged,
    ),
    `${indent}  }`,
    `${indent}}`,
  ];
}
