/**
 * One pass as a compute shader. A statement runs on one of three levels: of all workgroups, of one, or of one thread.
 * Loops whose rounds are independent are shared out on the way down; all else a workgroup's threads do alike, but for
 * stores, which one of them does. They wait for one another where one reads what others have written, or the reverse.
 */
import type { Extent } from '@cellc/runtime/module';
import type { Stmt } from '../../ir/loop.ts';
import { type Language, printBody, printBound } from '../text/print.ts';
import { both, conflicts, type Effects, type Facts, type Loop, none, sumsOf } from './parallel.ts';
import { extentOf, loopsIn, onlyLoop, type Pass, shareOf } from './passes.ts';

export interface Shader {
  readonly lines: readonly string[];
  readonly threads: number;
  /** Workgroups in two dimensions: as many as the largest extent has rounds; one where there are none. */
  readonly x: readonly Extent[];
  readonly y: readonly Extent[];
  /** Ops of the sums that threads add up together. */
  readonly folds: ReadonlySet<string>;
}

/** What a shader is printed with, and what comes to light meanwhile. */
interface Printer {
  readonly language: Language;
  readonly facts: Facts;
  readonly threads: number;
  readonly x: Extent[];
  readonly y: Extent[];
  readonly folds: Set<string>;
}

/** A thread with a loop of its own, where there are no units to share out. */
const defaultThreads = 64;
/** Shorter sums are quicker added up by each thread for itself. */
const sharedSum = 64;

export function printPass({ body, isSpread }: Pass, facts: Facts, language: Language, most: number): Shader {
  const printer: Printer = { language, facts, threads: threadsFor(body, facts, most), x: [], y: [], folds: new Set() };
  const lines = isSpread ? everywhere(printer, body, '  ') : inGroup(printer, body, '  ');
  return { lines, threads: printer.threads, x: printer.x, y: printer.y, folds: printer.folds };
}

/** As many threads as the longest loop over units has rounds, if there are so many. */
function threadsFor(body: readonly Stmt[], facts: Facts, most: number): number {
  const shared = loopsIn(body).filter((loop) => {
    const bond = facts.bond(loop);
    return bond === 'units' || bond === 'sum';
  });
  const counts = shared.flatMap(({ to, step = 1 }) => (typeof to === 'number' ? [Math.ceil(to / step)] : []));
  const longest = Math.max(0, ...counts);
  return longest === 0 ? defaultThreads : Math.min(most, Math.max(32, 2 ** Math.ceil(Math.log2(longest))));
}

/** At the top of a spread pass. */
function everywhere(printer: Printer, body: readonly Stmt[], indent: string): string[] {
  const { facts, language, threads } = printer;
  const alone: Stmt[] = [];
  const lines = body.flatMap((stmt): string[] => {
    if (stmt.kind === 'index' || stmt.kind === 'note') return printBody([stmt], indent, language);
    const share = stmt.kind === 'loop' ? shareOf(stmt, facts) : undefined;
    if (stmt.kind !== 'loop' || !share) {
      alone.push(stmt);
      return [];
    }
    if (share === 'threads') {
      printer.x.push({ ...extentOf(stmt), by: extentOf(stmt).by * threads });
      return strided(printer, stmt, `group * ${threads} + lane`, `groups * ${threads}`, indent, (inner, at) =>
        printBody(inner, at, language),
      );
    }
    if (share === 'groups') {
      printer.x.push(extentOf(stmt));
      return strided(printer, stmt, 'group', 'groups', indent, (inner, at) => inGroup(printer, inner, at, stmt));
    }
    printer.y.push(extentOf(stmt));
    const only = onlyLoop(stmt)!;
    printer.x.push(extentOf(only));
    return strided(printer, stmt, 'i32(at.y)', 'i32(grid.y)', indent, (inner, outer) =>
      inner.flatMap((one) =>
        one === only
          ? strided(printer, only, 'i32(at.x)', 'i32(grid.x)', outer, (work, at) => inGroup(printer, work, at, only))
          : printBody([one], outer, language),
      ),
    );
  });
  if (alone.length === 0) return lines;
  return [...lines, `${indent}if (group == 0) {`, ...inGroup(printer, alone, `${indent}  `), `${indent}}`];
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
    pending = effects;
    return [barrier(facts, shared, indent)];
  };
  const lines: string[] = [];
  for (let i = 0; i < body.length; i++) {
    const stmt = body[i]!;
    if (stmt.kind === 'store') {
      // Stores in a row are one thread's.
      const end = body.findIndex((other, at) => at > i && other.kind !== 'store');
      const stores = body.slice(i, end < 0 ? body.length : end);
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
