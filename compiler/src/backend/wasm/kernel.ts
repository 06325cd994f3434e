/** One kernel as a function. Every value is a vector of four lanes: of a scalar, all lanes are equal. */
import { invariant } from '../../error.ts';
import type { Affine, Bound, Expr, Kernel, Stmt } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Buffer } from '../../schedule/memory.ts';
import { elementSize, pointerName, pointersOf, splitTerms, type Terms } from './addresses.ts';
import type { Func, Instr } from './instructions.ts';
import { constant, countArguments, expandTemplate, parseTemplate } from './template.ts';

export interface Options {
  readonly table: OpTable;
  /** By name: the buffers whose places depend on T and B. */
  readonly places: ReadonlyMap<string, Buffer>;
  /** Sums of products in one instruction, whose result may be rounded once or twice: engines differ. */
  readonly relaxed: boolean;
}

/** The function that is being written. */
interface Work extends Options {
  readonly locals: Map<string, 'i32' | 'v128'>;
  readonly code: Instr[];
  /** Names of integers whose values are known where the work is. */
  readonly known: ReadonlySet<string>;
  /** The kernel handles a single time step, or is an optimiser. */
  readonly isStep: boolean;
}

export function lowerKernel(kernel: Kernel, options: Options): Func {
  const params = kernel.sized ? ['T', 'B'] : [];
  const places = new Set(options.places.keys());
  const work: Work = {
    ...options,
    isStep: !kernel.sized,
    locals: new Map(),
    code: [],
    known: new Set([...places, ...params]),
  };
  for (const [name, { at }] of options.places)
    for (const terms of pointersOf(kernel.body, name, new Set())) define(work, pointerName(terms), 'i32', place(at));
  if (kernel.sized) definePointers(kernel.body, 'B', { ...work, known: places });
  lowerBody(kernel.body, work);
  const { locals, code } = work;
  return { name: kernel.name, doc: kernel.doc.split('\n'), params, locals, code: shorten(code) };
}

/** A comparison, for the opposite of each. */
const opposites: Readonly<Record<string, string>> = {
  'i32.lt_s': 'i32.ge_s',
  'i32.ge_s': 'i32.lt_s',
  'i32.le_s': 'i32.gt_s',
};

/** Two instructions in one, or in none, where there is a shorter way to say them. */
function merge([op, value]: Instr, next: Instr): Instr[] | undefined {
  if (op === 'local.set' && next[0] === 'local.get' && next[1] === value) return [['local.tee', value!]];
  if (op === 'i32.const' && ((value === 1 && next[0] === 'i32.mul') || (value === 0 && next[0] === 'i32.add')))
    return [];
  const opposite = opposites[op];
  return opposite !== undefined && next[0] === 'i32.eqz' ? [[opposite]] : undefined;
}

function shorten(code: readonly Instr[]): Instr[] {
  const short: Instr[] = [];
  for (const instr of code) {
    const merged = short.length > 0 ? merge(short[short.length - 1]!, instr) : undefined;
    if (merged) short.splice(-1, 1, ...merged);
    else short.push(instr);
  }
  return short;
}

/** A buffer's place in bytes: fixed + perRow · B + perStep · T · B. */
function place([fixed, perRow, perStep]: Buffer['at']): Instr[] {
  const bytes = (elements: number): Instr => ['i32.const', elements * elementSize];
  const perSequence: Instr[] = [['local.get', 'T'], bytes(perStep), ['i32.mul'], bytes(perRow), ['i32.add']];
  return [
    ...(perStep === 0 ? [bytes(perRow)] : perSequence),
    ['local.get', 'B'],
    ['i32.mul'],
    bytes(fixed),
    ['i32.add'],
  ];
}

function define(work: Work, name: string, type: 'i32' | 'v128', value: readonly Instr[]): void {
  work.locals.set(name, type);
  work.code.push(...value, ['local.set', name]);
}

function lowerBody(body: readonly Stmt[], work: Work): void {
  let inner = work;
  body.forEach((stmt, i) => {
    lowerStmt(stmt, inner);
    if (stmt.kind !== 'index') return;
    definePointers(body.slice(i + 1), stmt.name, inner);
    inner = { ...inner, known: new Set([...inner.known, stmt.name]) };
  });
}

/** The pointers that a body counts from an integer. */
function definePointers(body: readonly Stmt[], name: string, work: Work): void {
  for (const terms of pointersOf(body, name, work.known)) {
    const { by, base } = splitTerms(terms, name);
    const offset: Instr[] = [['local.get', name], ['i32.const', by], ['i32.mul'], ['i32.add']];
    define(work, pointerName(terms), 'i32', [...pointer(base), ...offset]);
  }
}

function lowerStmt(stmt: Stmt, work: Work): void {
  const { code } = work;
  switch (stmt.kind) {
    case 'note':
      break;
    case 'block':
      lowerBody(stmt.body, work);
      break;
    case 'let':
    case 'var':
    case 'set':
      define(work, stmt.name, 'v128', lowerExpr(stmt.value, work));
      break;
    case 'store':
      code.push(...lowerStore(stmt, work));
      break;
    case 'index':
      define(work, stmt.name, 'i32', lowerIndex(stmt));
      break;
    case 'loop':
      lowerLoop(stmt, work);
  }
}

/** An integer in elements: it is only counted with, never an address. */
function lowerIndex({ value, timesB, load, perB }: Extract<Stmt, { kind: 'index' }>): Instr[] {
  const terms: Instr[][] = value.terms.map(([name, by]) => [['local.get', name], ['i32.const', by], ['i32.mul']]);
  if (timesB === '1') terms.push([['local.get', 'B']]);
  else if (timesB !== undefined) terms.push([['local.get', timesB], ['local.get', 'B'], ['i32.mul']]);
  if (load) terms.push(readInteger(load));
  const [first = [], ...others] = [...terms, [['i32.const', value.at] as const]];
  return [
    ...first,
    ...others.flatMap((term): Instr[] => [...term, ['i32.add']]),
    ...(perB ? ([['local.get', 'B'], ['i32.div_s']] as Instr[]) : []),
  ];
}

type Loop = Extract<Stmt, { kind: 'loop' }>;

function lowerLoop(loop: Loop, work: Work): void {
  const { name, to, step, rest, down, from } = loop;
  const limit: Instr = typeof to === 'number' ? ['i32.const', to] : ['local.get', `${name}$end`];
  if (typeof to !== 'number') {
    define(work, `${name}$end`, 'i32', lowerBound(to));
    if (from?.count !== undefined)
      define(
        work,
        `${name}$end`,
        'i32',
        lesser([['local.get', from.name], ['i32.const', from.count], ['i32.add']], [limit]),
      );
  }
  const pointers = pointersOf([...loop.body, ...(rest ?? [])], name, work.known);
  const first: Instr[] | undefined = down ? [limit, ['i32.const', 1], ['i32.sub']] : from && [['local.get', from.name]];
  define(work, name, 'i32', first ?? [['i32.const', 0]]);
  for (const terms of pointers) {
    const { by, base } = splitTerms(terms, name);
    const start: Instr[] = first ? [...first, ['i32.const', by], ['i32.mul'], ['i32.add']] : [];
    define(work, pointerName(terms), 'i32', [...pointer(base), ...start]);
  }
  const inner: Work = { ...work, known: new Set([...work.known, name]) };
  /** Whether `count` more rounds are left. */
  const isLeft = (count: number): Instr[] => {
    if (down) return [['local.get', name], ['i32.const', 0], ['i32.ge_s']];
    if (count === 1) return [['local.get', name], limit, ['i32.lt_s']];
    return [['local.get', name], ['i32.const', count], ['i32.add'], limit, ['i32.le_s']];
  };
  const rounds = (count: number, least: number, body: readonly Stmt[], isSure: boolean): void => {
    // Loops with a fixed number of rounds, which is never zero, need no test before the first. But where a step's products
    // are tested at the top, V8 11 places one sum after the other: see `listOrder`.
    const isWhile = work.isStep && isSure && name === 'k';
    if (isWhile) work.code.push(['block'], ['loop'], ...isLeft(least), ['i32.eqz'], ['br_if', 1]);
    else if (!isSure) work.code.push(['block'], ...isLeft(least), ['i32.eqz'], ['br_if', 0]);
    if (!isWhile) work.code.push(['loop']);
    lowerBody(body, inner);
    const advance = (local: string, by: number): Instr[] => [
      ['local.get', local],
      ['i32.const', by],
      ['i32.add'],
      ['local.set', local],
    ];
    for (const terms of pointers)
      work.code.push(...advance(pointerName(terms), splitTerms(terms, name).by * (down ? -1 : count)));
    if (isWhile) work.code.push(...advance(name, down ? -1 : count), ['br', 0], ['end'], ['end']);
    else work.code.push(...advance(name, down ? -1 : count), ...isLeft(least), ['br_if', 0], ['end']);
    if (!isSure && !isWhile) work.code.push(['end']);
  };
  const count = step ?? 1;
  const least = rest ? count : 1;
  rounds(count, least, loop.body, typeof to === 'number' && to >= least);
  if (rest) rounds(1, 1, rest, false);
}

/** The lesser of two integers; the second is a single instruction. */
function lesser(a: readonly Instr[], b: readonly Instr[]): Instr[] {
  return [...a, ...b, ...a, ...b, ['i32.lt_s'], ['select']];
}

function lowerBound(to: Exclude<Bound, number>): Instr[] {
  if (to === 'TB') return [['local.get', 'T'], ['local.get', 'B'], ['i32.mul']];
  if (typeof to !== 'object') return [['local.get', to]];
  return 'load' in to ? readInteger(to.load) : [['local.get', to.name]];
}

/** The address that all these terms come to, in bytes. */
function pointer(terms: Terms): Instr[] {
  return terms.length === 0 ? [['i32.const', 0]] : [['local.get', pointerName(terms)]];
}

/** A base on the stack, and the offset that the access has from it. */
function addressOf({ at, terms }: Affine): { base: Instr[]; offset: number } {
  if (at >= 0) return { base: pointer(terms), offset: at * elementSize };
  return { base: [...pointer(terms), ['i32.const', at * elementSize], ['i32.add']], offset: 0 };
}

function readInteger(index: Affine): Instr[] {
  const { base, offset } = addressOf(index);
  return [...base, ['f32.load', offset], ['i32.trunc_f32_s']];
}

/** Four bytes of each lane, for shuffles. */
const bytesOf = (lanes: readonly number[]): number[] => lanes.flatMap((lane) => [0, 1, 2, 3].map((i) => 4 * lane + i));

function lowerExpr(expr: Expr, work: Work): Instr[] {
  switch (expr.kind) {
    case 'lit':
      return constant(expr.value, 'v');
    case 'ref':
      return [['local.get', expr.name]];
    case 'load':
      return lowerLoad(expr);
    case 'mask': {
      // Lanes of the second operand are numbered from 4.
      const lanes = [0, 1, 2, 3].map((lane) => (lane < expr.live ? lane : lane + 4));
      return [...lowerExpr(expr.value, work), ...constant(expr.otherwise, 'v'), ['i8x16.shuffle', ...bytesOf(lanes)]];
    }
    case 'fold':
      return lowerFold(expr.op, lowerExpr(expr.value, work), work);
    case 'op':
      return lowerOp(expr.op, expr.args, work);
  }
}

function lowerLoad({ index, stride }: Extract<Expr, { kind: 'load' }>): Instr[] {
  const { base, offset } = addressOf(index);
  if (stride === undefined) return [...base, ['v128.load32_splat', offset]];
  if (stride === 1) return [...base, ['v128.load', offset]];
  const bytes = stride * elementSize;
  const lanes = [1, 2, 3].map((lane): Instr => ['v128.load32_lane', offset + lane * bytes, lane]);
  // The address comes before the vector on the stack: each load takes the vector of the one before.
  return [...base, ...base, ...base, ...base, ['v128.load32_zero', offset], ...lanes];
}

function lowerStore({ index, value, stride, live = 4 }: Extract<Stmt, { kind: 'store' }>, work: Work): Instr[] {
  const { base, offset } = addressOf(index);
  const vector = lowerExpr(value, work);
  if (stride === undefined) return [...base, ...vector, ['v128.store32_lane', offset, 0]];
  if (stride === 1 && live === 4) return [...base, ...vector, ['v128.store', offset]];
  if (live === 1) return [...base, ...vector, ['v128.store32_lane', offset, 0]];
  const bytes = stride * elementSize;
  const each = Array.from({ length: live }, (_, lane): Instr => ['v128.store32_lane', offset + lane * bytes, lane]);
  const pair: Instr = ['v128.store64_lane', offset, 0];
  const stores = stride === 1 ? [pair, ...each.slice(2)] : each;
  return shared(vector, work, (get) => stores.flatMap((store) => [...base, ...get, store]));
}

/** A value that several instructions read: computed once, unless it is in a local already. */
function shared(value: readonly Instr[], work: Work, use: (get: readonly Instr[]) => Instr[]): Instr[] {
  if (value.length === 1) return use(value);
  const local = `$t${work.locals.size}`;
  work.locals.set(local, 'v128');
  return [...value, ['local.set', local], ...use([['local.get', local]])];
}

/** All lanes folded: with the halves swapped, then with neighbours swapped, so that every lane has the result. */
function lowerFold(op: string, value: readonly Instr[], work: Work): Instr[] {
  const turned = (vector: readonly Instr[], lanes: readonly number[]): Instr[] =>
    shared(vector, work, (get) =>
      lowerTemplate(
        op,
        new Map([
          ['s', get],
          ['x', [...get, ...get, ['i8x16.shuffle', ...bytesOf(lanes)]]],
        ]),
        work,
      ),
    );
  return turned(turned(value, [2, 3, 0, 1]), [1, 0, 3, 2]);
}

function lowerOp(op: string, args: readonly Expr[], work: Work): Instr[] {
  const row = work.table[op];
  invariant(row, () => `unknown op ${op}`);
  const names = row.kind === 'reduce' ? ['s', 'x'] : row.args.split(' ');
  if (work.relaxed) {
    const fused = lowerFused(op, args, work);
    if (fused) return fused;
  }
  return lowerTemplate(op, new Map(args.map((arg, i) => [names[i]!, lowerExpr(arg, work)])), work);
}

/** a · b + c and c - a · b in one instruction. */
function lowerFused(op: string, args: readonly Expr[], work: Work): Instr[] | undefined {
  if (op !== 'add' && op !== 'sub' && op !== 'sum') return undefined;
  const isProduct = (expr: Expr | undefined): boolean => expr?.kind === 'op' && expr.op === 'mul';
  const [a, b] = args as [Expr, Expr];
  const [product, other] = isProduct(b) ? [b, a] : op !== 'sub' && isProduct(a) ? [a, b] : [];
  if (product?.kind !== 'op' || !other) return undefined;
  const fused = op === 'sub' ? 'f32x4.relaxed_nmadd' : 'f32x4.relaxed_madd';
  return [...product.args, other].flatMap((arg) => lowerExpr(arg, work)).concat([[fused]]);
}

function lowerTemplate(op: string, args: ReadonlyMap<string, readonly Instr[]>, work: Work): Instr[] {
  const text = work.table[op]!.wasm;
  invariant(text, () => `${op} has no WebAssembly lowering`);
  const template = parseTemplate(text);
  const counts = countArguments(template);
  const code: Instr[] = [];
  let known = args;
  for (const [name, value] of args)
    if (counts.get(name)! > 1)
      code.push(
        ...shared(value, work, (get) => {
          known = new Map([...known, [name, get]]);
          return [];
        }),
      );
  return expandTemplate(template, (name) => known.get(name)!, code);
}
