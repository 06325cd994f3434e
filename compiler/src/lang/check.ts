/** What a cell must satisfy whatever it was written in: good names, one definition each, known functions, no circle. */
import { editDistance, fail, nearest, type Place, position, type Span } from '../error.ts';
import type { Cell, Equation, Expr, NameExpr, Port } from './ast.ts';
import { checkName } from './names.ts';
import { reads, symbols, walk } from './walk.ts';

/**
 * How the shape of a function's result follows from those of its arguments.
 * - `point`: elementwise; scalars broadcast. `same`: all arguments and the result have one shape.
 * - `reduce`: all elements to a scalar. `matmul`, `transpose`, `concat`, `outer`: as their names say.
 */
export interface Signature {
  readonly kind: 'point' | 'same' | 'reduce' | 'matmul' | 'transpose' | 'concat' | 'outer';
  /** The number of arguments; -1: one or more. */
  readonly arity: number;
}

/**
 * The functions a cell may call, by name: `add` (`+`), `matmul` (`@`), `concat` (`[a; b]`) and all others. A name may
 * stand for several that differ in arity: `max(v)` reduces, `max(a, b)` is elementwise.
 */
export type Signatures = ReadonlyMap<string, readonly Signature[]>;

/** The function that a call with this many arguments means. */
export function signatureOf(functions: Signatures, name: string, count: number): Signature | undefined {
  return functions.get(name)?.find(({ arity }) => arity === count || (arity < 0 && count > 0));
}

/** Ceilings that keep a hostile text from exhausting the stack of a recursive walk. */
const maxEquations = 1000;
const maxDepth = 1000;
const maxSizeParts = 64;

/** Returns the cell with its equations sorted so that each reads only what stands before it; fails if it means nothing. */
export function checkCell(cell: Cell, functions: Signatures): Cell {
  const at = (span: Span): Place => ({ source: cell.source, span });
  checkName(cell.name, 'cell');
  checkPorts(cell, at);
  for (const equation of cell.equations) checkEquation(equation, functions, at);
  checkDefinitions(cell, at);
  const equations = sortEquations(cell, at);
  return { ...cell, equations };
}

function checkPorts(cell: Cell, at: (span: Span) => Place): void {
  if (cell.inputs.length === 0)
    fail(
      'E_NO_INPUT',
      `cell ${cell.name} has no input`,
      at(cell.output.span),
      'name it in the header: cell name(x: I) -> h: H',
    );
  for (const port of [...cell.inputs, cell.output, ...cell.params]) {
    const time = port.name === 't' && cell.inputs.includes(port);
    if (!time) checkValueName(port.name, cell.params.includes(port) ? 'parameter' : 'value', at(port.span));
    for (const size of port.shape) checkSize(size, at);
  }
}

/** `t` is time: `h[t-1]`. Only an optimiser has it as an input, the number of the update. */
function checkValueName(name: string, what: string, place: Place): void {
  if (name === 't')
    fail(
      'E_BAD_NAME',
      '"t" is time and cannot be computed or be a parameter',
      place,
      'use another name; only an input may be called t',
    );
  checkName(name, what, place);
}

function checkSize(size: Expr, at: (span: Span) => Place): void {
  checkDepth(size, at);
  const parts = [...walk(size)];
  if (parts.length > maxSizeParts) fail('E_SYNTAX', 'the size is too long', at(size.span), 'give it a name');
  for (const part of parts) {
    if (part.kind === 'number' && Number.isInteger(part.value)) continue;
    if (part.kind === 'name' && part.lag === 0 && part.name !== 't') checkName(part.name, 'size', at(part.span));
    else if (part.kind !== 'call' || !['add', 'sub', 'mul'].includes(part.op) || part.args.length !== 2)
      fail(
        'E_SYNTAX',
        'a size is made of names, whole numbers, + - and *',
        at(part.span),
        'for example H, 4*H or I + H',
      );
  }
}

function checkDepth(expr: Expr, at: (span: Span) => Place): void {
  let level: Expr[] = [expr];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      fail('E_SYNTAX', 'the expression is nested too deeply', at(expr.span), 'give its parts names of their own');
    level = level.flatMap((e) => (e.kind === 'call' ? e.args : e.kind === 'slice' ? [e.of, e.from, e.to] : []));
  }
}

function checkEquation({ targets, value, span }: Equation, functions: Signatures, at: (span: Span) => Place): void {
  for (const target of targets) checkValueName(target.name, 'value', at(target.span));
  checkDepth(value, at);
  const split = value.kind === 'call' && value.op === 'split';
  if (targets.length > 1 && !split)
    fail(
      'E_ARITY',
      `${targets.length} names on the left, one value on the right`,
      at(span),
      'only split(v) gives several values',
    );
  if (split && value.args.length !== 1)
    fail('E_ARITY', `split takes 1 argument, not ${value.args.length}`, at(value.span));
  for (const part of walk(value)) {
    if (part.kind === 'slice') for (const bound of [part.from, part.to]) checkSize(bound, at);
    if (part.kind === 'number' && !Number.isFinite(part.value))
      fail('E_SYNTAX', 'the number is too large', at(part.span));
    if (part.kind !== 'call' || (part === value && split)) continue;
    if (part.op === 'split')
      fail(
        'E_SYNTAX',
        'split must be the whole right side of an equation',
        at(part.span),
        'write a, b = split(v) on a line of its own',
      );
    const known = functions.get(part.op) ?? unknownFunction(part, functions, at(part.span));
    if (signatureOf(functions, part.op, part.args.length)) continue;
    const arities = known.map(({ arity }) => (arity < 0 ? 'one or more' : String(arity)));
    const wanted = arities.sort().join(' or ');
    const noun = wanted === '1' ? 'argument' : 'arguments';
    fail('E_ARITY', `${part.op} takes ${wanted} ${noun}, not ${part.args.length}`, at(part.span));
  }
}

function unknownFunction(
  { op: name, args: [first] }: Extract<Expr, { kind: 'call' }>,
  functions: Signatures,
  place: Place,
): never {
  const isLag =
    first?.kind === 'call' && first.op === 'sub' && first.args[0]?.kind === 'name' && first.args[0].name === 't';
  if (isLag) fail('E_UNKNOWN_FUNCTION', `there is no function ${name}`, place, `the step before is ${name}[t-1]`);
  const meant = nearest(name, [...functions.keys(), 'split']);
  return fail(
    'E_UNKNOWN_FUNCTION',
    `there is no function ${name}`,
    place,
    meant ? `did you mean ${meant}?` : `there are: ${[...functions.keys()].join(', ')}`,
  );
}

/** One definition for each name, a definition for each name that needs one. */
function checkDefinitions(cell: Cell, at: (span: Span) => Place): void {
  const defined = new Map<string, { what: string; span: Span }>();
  const define = (name: string, what: string, span: Span): void => {
    const first = defined.get(name);
    if (first) {
      const line = position(at(first.span)).line;
      fail(
        'E_DUPLICATE',
        `\`${name}\` is already ${first.what}, on line ${line}`,
        at(span),
        'each name has one meaning: use another one',
      );
    }
    defined.set(name, { what, span });
  };
  for (const port of cell.inputs) define(port.name, 'an input', port.span);
  if (defined.has(cell.output.name)) define(cell.output.name, '', cell.output.span);
  for (const { targets } of cell.equations) for (const target of targets) define(target.name, 'defined', target.span);
  if (!defined.has(cell.output.name))
    fail(
      'E_NO_INPUT',
      `the output \`${cell.output.name}\` has no equation`,
      at(cell.output.span),
      `write ${cell.output.name} = …`,
    );
  for (const port of cell.params) define(port.name, 'declared', port.span);

  const computed = [...defined].flatMap(([name, { what }]) => (what === 'declared' ? [] : [name]));
  const used = new Set<string>();
  const sizes = symbols(cell);
  for (const name of reads(cell.equations)) {
    const known = defined.get(name.name);
    if (name.lag === 1 && (!known || known.what === 'declared'))
      fail(
        'E_STATE_NEVER_UPDATED',
        `\`${name.name}[t-1]\` is read, but nothing computes \`${name.name}\``,
        at(name.span),
        stateHint(name.name, defined.keys()),
      );
    if (known && known.what !== 'declared') continue;
    checkValueName(name.name, 'parameter', at(name.span));
    if (sizes.has(name.name))
      fail(
        'E_BAD_NAME',
        `\`${name.name}\` is a size and cannot be a parameter too`,
        at(name.span),
        'give one of them another name',
      );
    if (!known) checkMeant(name, computed, at);
    used.add(name.name);
  }
  checkUsed(cell, used, at);
}

/** A name that is never defined is a parameter, unless it is one slip away from a longer name that is. */
function checkMeant(name: NameExpr, computed: readonly string[], at: (span: Span) => Place): void {
  // An index makes another name, not a slip: W_xi and W_xf, gate1 and gate2.
  const meant = computed.find(
    (other) => other.length >= 5 && !/[_\d]/.test(other) && editDistance(name.name, other) === 1,
  );
  if (meant)
    fail(
      'E_UNKNOWN_NAME',
      `\`${name.name}\` is never defined`,
      at(name.span),
      `did you mean ${meant}? If it is a parameter, declare it: param ${name.name}`,
    );
}

function stateHint(name: string, defined: Iterable<string>): string {
  const meant = name.length > 1 ? nearest(name, defined) : undefined;
  return meant
    ? `did you mean ${meant}[t-1]?`
    : `write an equation ${name} = …, or read ${name} without [t-1] if it is a parameter`;
}

/** A declaration that no equation uses is a misspelt name. */
function checkUsed(cell: Cell, used: ReadonlySet<string>, at: (span: Span) => Place): void {
  const once = new Map<string, Span>();
  for (const init of cell.inits) {
    const first = once.get(init.name);
    if (first)
      fail('E_DUPLICATE', `\`init ${init.name}\` is already given, on line ${position(at(first)).line}`, at(init.span));
    once.set(init.name, init.span);
  }
  const declared: readonly (readonly [string, { name: string; span: Span }])[] = [
    ...cell.params.map((port: Port) => ['param', port] as const),
    ...cell.inits.map((init) => ['init', init] as const),
  ];
  for (const [word, { name, span }] of declared) {
    if (used.has(name)) continue;
    const meant = name.length > 1 ? nearest(name, used) : undefined;
    fail(
      'E_UNUSED',
      `\`${word} ${name}\`: no equation uses a parameter \`${name}\``,
      at(span),
      meant && `did you mean ${meant}?`,
    );
  }
}

/** Depth first in the order written, so that a cell already in order stays as it is. */
function sortEquations(cell: Cell, at: (span: Span) => Place): Equation[] {
  if (cell.equations.length > maxEquations)
    fail('E_SYNTAX', `a cell has at most ${maxEquations} equations, not ${cell.equations.length}`);
  const definedBy = new Map(cell.equations.flatMap((e) => e.targets.map((target) => [target.name, e] as const)));
  const sorted = new Set<Equation>();
  const path: string[] = [];
  const visit = (equation: Equation): void => {
    if (sorted.has(equation)) return;
    for (const { name, lag, span } of reads([equation])) {
      const source = lag === 0 ? definedBy.get(name) : undefined;
      if (!source) continue;
      path.push(name);
      const from = path.findIndex((earlier, i) => i < path.length - 1 && definedBy.get(earlier) === source);
      if (from >= 0) {
        const circle = [name, ...path.slice(from + 1)].join(' → ');
        fail(
          'E_CYCLE',
          `values of one time step depend on each other: ${circle}`,
          at(span),
          `one of them must read the step before: ${name}[t-1]`,
        );
      }
      visit(source);
      path.pop();
    }
    sorted.add(equation);
  };
  for (const equation of cell.equations) {
    path.push(equation.targets[0]!.name);
    visit(equation);
    path.pop();
  }
  return [...sorted];
}
