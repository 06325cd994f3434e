/** Makes a failing case smaller while it still fails: fewer layers, sequences, steps, equations and operations. */
import { type Cell, type LayerSpec, type ModelSpec, parseCell, printCell } from '@cellc/compiler';
import { type Case, cellText } from './models.ts';

type Expr = Cell['equations'][number]['value'];
type CellLayer = Extract<LayerSpec, { cell: unknown }>;

/** The smallest case found within so many attempts. */
export async function shrink(
  failing: Case,
  fails: (candidate: Case) => Promise<boolean>,
  attempts = 300,
): Promise<Case> {
  let left = attempts;
  let smallest = failing;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smaller(smallest)) {
      if (left-- <= 0) return smallest;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Cases with a part less. Some are not valid: the compiler says so. */
function* smaller(from: Case): Generator<Case> {
  const { spec, time, lengths } = from;
  const { layers } = spec;
  for (const layer of layers)
    if (layers.length > 1) yield { ...from, spec: { ...spec, layers: [layer], input: inputOf(layer) ?? spec.input } };
  if (spec.standardize) yield { ...from, spec: withoutStandardize(spec) };
  for (const i of layers.keys())
    if (layers.length > 1) yield { ...from, spec: { ...spec, layers: layers.toSpliced(i, 1) } };
  for (const i of lengths.keys()) if (lengths.length > 1) yield { ...from, lengths: lengths.toSpliced(i, 1) };
  if (time > 1) yield { ...from, time: time - 1, lengths: lengths.map((n) => Math.min(n, time - 1)) };
  if (lengths.some((n) => n < time)) yield { ...from, lengths: lengths.map(() => time) };
  if (from.initial) yield { ...from, initial: false };
  for (const [i, layer] of layers.entries()) {
    if (!('cell' in layer)) continue;
    const { dropout, recurrentDropout, zoneout, ...plain } = layer;
    const replace = (changed: CellLayer): Case => ({ ...from, spec: { ...spec, layers: layers.with(i, changed) } });
    if (dropout ?? recurrentDropout ?? zoneout) yield replace(plain);
    if (layer.direction !== 'forward') yield replace({ ...layer, direction: 'forward' });
    for (const cell of smallerCells(parse(layer)))
      yield replace({ ...layer, cell: printCell(withUsed(cell)).split('\n') });
  }
}

const withoutStandardize = ({ standardize: _, ...spec }: ModelSpec): ModelSpec => spec;

const parse = (layer: CellLayer): Cell => parseCell({ name: 'cell', text: cellText(layer) });

/** The input of a layer whose header gives it as a number. */
function inputOf(layer: LayerSpec): number | undefined {
  if (!('cell' in layer)) return undefined;
  const size = parse(layer).inputs[0]!.shape[0];
  return size?.kind === 'number' ? size.value : undefined;
}

function* smallerCells(cell: Cell): Generator<Cell> {
  const { equations } = cell;
  for (const [i, dropped] of equations.entries()) {
    const names = new Set(dropped.targets.map(({ name }) => name));
    if (names.has(cell.output.name)) continue;
    // What the equation computed becomes a parameter.
    const kept = equations.toSpliced(i, 1).map((e) => ({ ...e, value: rename(e.value, names) }));
    yield { ...cell, equations: kept };
  }
  for (const [i, equation] of equations.entries())
    for (const value of smallerExprs(equation.value))
      yield { ...cell, equations: equations.with(i, { ...equation, value }) };
}

function rename(expr: Expr, params: ReadonlySet<string>): Expr {
  if (expr.kind === 'name') return params.has(expr.name) ? { ...expr, lag: 0 } : expr;
  if (expr.kind === 'slice') return { ...expr, of: rename(expr.of, params) };
  return expr.kind === 'call' ? { ...expr, args: expr.args.map((arg) => rename(arg, params)) } : expr;
}

/** The expression with one of its calls replaced by one of the call's arguments. */
function* smallerExprs(expr: Expr): Generator<Expr> {
  if (expr.kind === 'slice') {
    yield expr.of;
    for (const of of smallerExprs(expr.of)) yield { ...expr, of };
  }
  if (expr.kind !== 'call') return;
  yield* expr.args;
  if (expr.args.length > 2) for (const i of expr.args.keys()) yield { ...expr, args: expr.args.toSpliced(i, 1) };
  for (const [i, arg] of expr.args.entries())
    for (const less of smallerExprs(arg)) yield { ...expr, args: expr.args.with(i, less) };
}

/** Without the declarations of what is no longer read. */
function withUsed(cell: Cell): Cell {
  const text = cell.equations.map(({ value }) => JSON.stringify(value)).join();
  return { ...cell, params: cell.params.filter(({ name }) => text.includes(`"name":"${name}"`)) };
}
