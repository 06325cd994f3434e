/**
 * Passes as one compute shader. A statement runs on one of three levels: of all workgroups, of one, or of one thread.
 * Loops whose rounds are independent are shared out on the way down; all else a workgroup's threads do alike, but for
 * stores, which one of them does. They wait for one another where one reads what others have written, or the reverse.
 */
import type { Extent } from '@cellc/runtime/module';
import type { Stmt } from '../../ir/loop.ts';
import { type Language, printBody, printBound } from '../text/print.ts';
import { both, conflicts, type Effects, type Facts, type Loop, none, storesFrom, sumsOf } from './parallel.ts';
import { extentOf, extentOfPairs, loopsIn, onlyLoop, type Pass, shareOf } from './passes.ts';
import { printTiles, type Tiled, tiledIn, tilesOf, tileThreads } from './tile.ts';

export interface Shader {
  readonly lines: readonly string[];
  readonly threads: number;
  /** Workgroups: as many as the largest extent has rounds; one where there are none. */
  readonly x: readonly Extent[];
  /** Ops of the sums that threads add up together. */
  readonly folds: ReadonlySet<string>;
  /** Elements that the threads of a tile share. */
  readonly tile: number;
}

/** What a shader is printed with, and what comes to light meanwhile. */
interface Printer {
  readonly language: Language;
  readonly facts: Facts;
  readonly threads: number;
  readonly x: Extent[];
  readonly folds: Set<string>;
  readonly tiles: ReadonlyMap<Stmt, Tiled>;
  /** Tiles of a number that is known, which are for different workgroups. */
  taken: number;
}

/** A thread with a loop of its own, where there are no units to share out. */
const defaultThreads = 64;
/** Shorter sums are quicker added up by each thread for itself. */
const sharedSum = 64;

/** `room`: elements of memory that the threads of a tile can share. */
export function printPasses(
  passes: readonly Pass[],
  facts: Facts,
  language: Language,
  most: number,
  room: number,
): Shader {
  const tiles = new Map<Stmt, Tiled>();
  const all = passes.flatMap(({ body }) => body);
  if (passes.every(({ isSpread }) => isSpread) && most >= tileThreads)
    for (const stmt of all) {
      const tiled = stmt.kind === 'loop' ? tiledIn(stmt, facts, room) : undefined;
      if (tiled) tiles.set(stmt, tiled);
    }
  const threads = tiles.size > 0 ? tileThreads : threadsFor(all, facts, most);
  const printer: Printer = { language, facts, threads, x: [], folds: new Set(), tiles, taken: 0 };
  const print = ({ body, isSpread }: Pass, indent: string): string[] =>
    isSpread ? everywhere(printer, body, indent) : inGroup(printer, body, indent);
  const [only, ...others] = passes as readonly [Pass, ...Pass[]];
  const lines =
    others.length === 0 ? print(only, '  ') : passes.flatMap((pass) => ['  {', ...print(pass, '    '), '  }']);
  const tile = Math.max(0, ...[...tiles.values()].map(({ size }) => size));
  return {
    lines: [...(tile > 0 ? corners : []), ...lines],
    threads,
    x: largest(printer.x),
    folds: printer.folds,
    tile,
  };
}

/** The extents that may be the largest: of each kind the one with the most rounds. */
function largest(extents: readonly Extent[]): Extent[] {
  const found = new Map<string, Extent>();
  for (const extent of extents) {
    const { of, by } = extent;
    const key = typeof of === 'number' ? 'rounds' : of;
    const own = typeof of === 'number' ? { of: Math.ceil(of / by), by: 1 } : extent;
    const known = found.get(key);
    const isMore = !known || (typeof own.of === 'number' ? own.of > (known.of as number) : own.by < known.by);
    if (isMore) found.set(key, own);
  }
  return [...found.values()];
}

/** A thread's place in a tile. */
const corners = [
  `  let slow: i32 = lane / ${tileThreads ** 0.5};`,
  `  let fast: i32 = lane & ${tileThreads ** 0.5 - 1};`,
];

/** As many threads as the longest loop over units has rounds, if there are so many: of those that each time step runs. */
function threadsFor(body: readonly Stmt[], facts: Facts, most: number): number {
  const loops = loopsIn(body);
  const steps = loops.filter((loop) => loop.carries && typeof loop.to === 'object');
  const shared = (steps.length > 0 ? loopsIn(steps.flatMap((loop) => loop.body)) : loops).filter((loop) => {
    const bond = facts.bond(loop);
    return bond === 'units' || bond === 'sum';
  });
  const counts = shared.flatMap(({ to, step = 1 }) => (typeof to === 'number' ? [Math.ceil(to / step)] : []));
  const longest = Math.max(0, ...counts);
  return longest === 0 ? defaultThreads : Math.min(most, Math.max(32, 2 ** Math.ceil(Math.log2(longest))));
}

/** At the top of a spread pass. */
function everywhere(printer: Printer, body: readonly Stmt[], indent: string): string[] {
  const { facts, language, threads, tiles, x } = printer;
  const alone: Stmt[] = [];
  const lines = body.flatMap((stmt): string[] => {
    if (stmt.kind !== 'loop' && stmt.kind !== 'store' && stmt.kind !== 'block')
      return printBody([stmt], indent, language);
    const share = stmt.kind === 'loop' ? shareOf(stmt, facts) : undefined;
    if (stmt.kind !== 'loop' || !share) {
      alone.push(stmt);
      return [];
    }
    const tiled = tiles.get(stmt);
    if (tiled) {
      const extent = tilesOf(tiled);
      const text = printTiles(tiled, printer.taken, 'tile_shared', language, indent);
      if (typeof extent.of === 'number') printer.taken += extent.of;
      x.push(typeof extent.of === 'number' ? { of: printer.taken, by: 1 } : extent);
      if (!stmt.rest) return text;
      const last = printBound(stmt.to, language.dialect);
      return [...text, ...remainder(printer, stmt, `${last} - (${last}) % ${stmt.step} + group`, indent)];
    }
    if (share === 'threads') {
      x.push({ ...extentOf(stmt), by: extentOf(stmt).by * threads });
      return strided(printer, stmt, `group * ${threads} + lane`, `groups * ${threads}`, indent, (inner, at) =>
        printBody(inner, at, language),
      );
    }
    if (share === 'groups') {
      x.push(extentOf(stmt));
      if (stmt.rest) return together(printer, stmt, indent);
      return strided(printer, stmt, 'group', 'groups', indent, (inner, at) => inGroup(printer, inner, at, stmt));
    }
    x.push(extentOfPairs(stmt, onlyLoop(stmt)!));
    return pairs(printer, stmt, onlyLoop(stmt)!, indent);
  });
  if (alone.length === 0) return lines;
  return [...lines, `${indent}if (group == 0) {`, ...inGroup(printer, alone, `${indent}  `), `${indent}}`];
}

/** Workgroups take several rounds at once each, and what is left over one by one; all of them, where there is a group for each. */
function together(printer: Printer, loop: Loop, indent: string): string[] {
  const { dialect } = printer.language;
  const { counter, integer } = dialect.declare;
  const name = dialect.spell(loop.name);
  const last = printBound(loop.to, dialect);
  const { step = 1 } = loop;
  const free = `(group + groups - together / ${step} % groups) % groups`;
  return [
    `${indent}{`,
    `${indent}  ${integer('together', `select(${last} - (${last}) % ${step}, 0, groups >= ${last})`)};`,
    `${indent}  for (${counter(name, `group * ${step}`)}; ${name} < together; ${name} += groups * ${step}) {`,
    ...inGroup(printer, loop.body, `${indent}    `, loop),
    `${indent}  }`,
    ...remainder(printer, loop, `together + ${free}`, `${indent}  `),
    `${indent}}`,
  ];
}

/** The rounds of a loop, from `start` on, that it does not handle several at once. */
function remainder(printer: Printer, { step, rest = [], ...loop }: Loop, start: string, indent: string): string[] {
  const { dialect } = printer.language;
  const name = dialect.spell(loop.name);
  const last = printBound(loop.to, dialect);
  return [
    `${indent}for (${dialect.declare.counter(name, start)}; ${name} < ${last}; ${name} += groups) {`,
    ...inGroup(printer, rest, `${indent}  `, { ...loop, body: rest }),
    `${indent}}`,
  ];
}

/** Two loops, of which workgroups take some pairs of rounds each. */
function pairs(printer: Printer, outer: Loop, inner: Loop, indent: string): string[] {
  const { language } = printer;
  const { dialect } = language;
  const { integer, counter } = dialect.declare;
  const [name, other] = [dialect.spell(outer.name), dialect.spell(inner.name)];
  const { of } = extentOf(inner);
  const first = outer.from ? `${dialect.spell(outer.from.name)} * span + group` : 'group';
  const around = outer.body.filter((stmt) => stmt !== inner);
  return [
    `${indent}{`,
    `${indent}  ${integer('span', of === 'TB' ? 'T * B' : String(of))};`,
    `${indent}  for (${counter('pair', first)}; pair < (${printBound(outer.to, dialect)}) * span; pair += groups) {`,
    `${indent}    ${integer(name, 'pair / span')};`,
    `${indent}    ${integer(other, `pair - ${name} * span`)};`,
    ...printBody(around, `${indent}    `, language),
    `${indent}    if (${other} < ${printBound(inner.to, dialect)}) {`,
    ...inGroup(printer, inner.body, `${indent}      `, inner),
    `${indent}    }`,
    `${indent}  }`,
    `${indent}}`,
  ];
}

/** By all threads of a workgroup; time and again where it is the round of a loop: then they wait at the end, too. */
function inGroup(printer: Printer, body: readonly Stmt[], indent: string, round?: Loop): string[] {
  const { facts, language } = printer;
  let pending: Effects = none;
  const wait = (effects: Effects): string[] => {
    const shared = conflicts(pending, effects);
    if (shared.length === 0) {
      pending = both(pending, effects);
      return [];
    }
    // A barrier orders one kind of memory; what there is of the other is still waited for.
    const kinds = new Set(shared.map(facts.isLocal));
    const others = (names: ReadonlySet<string>) =>
      new Set([...names].filter((name) => !kinds.has(facts.isLocal(name))));
    pending = both({ reads: others(pending.reads), writes: others(pending.writes) }, effects);
    return [barrier(facts, shared, indent)];
  };
  const lines: string[] = [];
  for (let i = 0; i < body.length; i++) {
    const stmt = body[i]!;
    if (stmt.kind === 'store') {
      // Stores in a row are one thread's.
      const stores = storesFrom(body, i);
      const own = stores.map((store) => facts.effects([store]));
      lines.push(...wait(own.reduce(both)));
      lines.push(`${indent}if (lane == 0) {`, ...printBody(stores, `${indent}  `, language), `${indent}}`);
      i += stores.length - 1;
    } else if (stmt.kind === 'block') {
      lines.push(...wait(facts.effects([stmt])));
      lines.push(`${indent}{`, ...inGroup(printer, stmt.body, `${indent}  `), `${indent}}`);
    } else {
      lines.push(...wait(facts.effects([stmt])));
      lines.push(...(stmt.kind === 'loop' ? loopInGroup(printer, stmt, indent) : printBody([stmt], indent, language)));
    }
  }
  const across = round ? facts.across(round) : [];
  return across.length > 0 ? [...lines, barrier(facts, across, indent)] : lines;
}

function loopInGroup(printer: Printer, loop: Loop, indent: string): string[] {
  const { facts, language, threads } = printer;
  const bond = facts.bond(loop);
  const each = (inner: readonly Stmt[], at: string): string[] => printBody(inner, at, language);
  if (bond === 'units') return strided(printer, loop, 'lane', String(threads), indent, each);
  const isLong = typeof loop.to !== 'number' || loop.to >= sharedSum;
  if (bond !== 'sum' || !isLong) return inOrder(printer, loop, indent);
  const { spell } = language.dialect;
  const sums = sumsOf(loop);
  const start = (op: string): string => language.dialect.number(language.table[op]!.start ?? 0);
  const before = sums.flatMap(({ name, op }) => [
    `${indent}let before_${spell(name)} = ${spell(name)};`,
    `${indent}${spell(name)} = ${start(op)};`,
  ]);
  const after = sums.map(({ name, op }) => {
    printer.folds.add(op);
    const total = `${foldName(op)}(${spell(name)}, lane, ${threads})`;
    return `${indent}${spell(name)} = ${combined(language, op, `before_${spell(name)}`, total)};`;
  });
  return [...before, ...strided(printer, loop, 'lane', String(threads), indent, each), ...after];
}

/** A loop that all threads of a workgroup go through together. */
function inOrder(printer: Printer, loop: Loop, indent: string): string[] {
  const { dialect } = printer.language;
  const inside = (body: readonly Stmt[]): string[] => inGroup(printer, body, `${indent}  `, loop);
  if (loop.rest) return strided(printer, loop, '0', '1', indent, (inner, at) => inGroup(printer, inner, at, loop));
  const { counter } = dialect.declare;
  const name = dialect.spell(loop.name);
  const last = printBound(loop.to, dialect);
  const first = loop.from ? dialect.spell(loop.from.name) : '0';
  const head = loop.down
    ? `${counter(name, `${last} - 1`)}; ${name} >= ${first}; ${name}--`
    : `${counter(name, first)}; ${name} < ${last}; ${name} += ${loop.step ?? 1}`;
  return [`${indent}for (${head}) {`, ...inside(loop.body), `${indent}}`];
}

/** A loop of which one takes every so manieth round, from `offset` on, in groups where it handles several at once. */
function strided(
  { language: { dialect } }: Printer,
  loop: Loop,
  offset: string,
  stride: string,
  indent: string,
  body: (inner: readonly Stmt[], indent: string) => string[],
): string[] {
  const { counter, integer } = dialect.declare;
  const name = dialect.spell(loop.name);
  const last = printBound(loop.to, dialect);
  const { step = 1, rest } = loop;
  const times = (text: string): string =>
    step === 1 ? text : /^\w+$/.test(text) ? `${text} * ${step}` : `(${text}) * ${step}`;
  const first = [loop.from ? dialect.spell(loop.from.name) : '', offset === '0' ? '' : times(offset)].filter(Boolean);
  const from = first.join(' + ') || '0';
  if (!rest)
    return [
      `${indent}for (${counter(name, from)}; ${name} < ${last}; ${name} += ${times(stride)}) {`,
      ...body(loop.body, `${indent}  `),
      `${indent}}`,
    ];
  const tile = `tile_${name}`;
  return [
    `${indent}for (${counter(tile, from)}; ${tile} < ${last}; ${tile} += ${times(stride)}) {`,
    `${indent}  if (${tile} + ${step} <= ${last}) {`,
    `${indent}    ${integer(name, tile)};`,
    ...body(loop.body, `${indent}    `),
    `${indent}  } else {`,
    `${indent}    for (${counter(name, tile)}; ${name} < ${last}; ${name}++) {`,
    ...body(rest, `${indent}      `),
    `${indent}    }`,
    `${indent}  }`,
    `${indent}}`,
  ];
}

/** Also makes visible what was written: in the arena, or in what the workgroup shares. */
function barrier(facts: Facts, buffers: readonly string[], indent: string): string {
  const isArena = buffers.some((name) => !facts.isLocal(name));
  const isShared = buffers.some((name) => facts.isLocal(name));
  return `${indent}${[isArena ? 'storageBarrier();' : '', isShared || !isArena ? 'workgroupBarrier();' : ''].filter(Boolean).join(' ')}`;
}

export const foldName = (op: string): string => `fold_${op}`;

/** The results of two parts of a sum, or of a reduction, as one. */
export function combined({ table }: Language, op: string, a: string, b: string): string {
  const { combine = 'a + b' } = table[op]!;
  return combine.replace(/\b[ab]\b/g, (name) => (name === 'a' ? a : b));
}
