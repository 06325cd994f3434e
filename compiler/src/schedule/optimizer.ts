/** The optimiser: a pointwise cell over all parameters at once, whose states are the parameters and their moments. */

import type { FitSettings } from '@cellc/runtime';
import { fail, type Span } from '../error.ts';
import { affine, type Kernel, lit, load, op, ref, type Stmt } from '../ir/loop.ts';
import { Graph, type Node, topological } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep, rootsOf, type Step } from '../ir/step.ts';
import type { Cell } from '../lang/ast.ts';
import { inferShapes } from '../lang/infer.ts';
import { printEquation } from '../lang/print.ts';
import { reads } from '../lang/walk.ts';
import type { Optimizer } from '../model/resolve.ts';
import { runPasses } from '../passes/index.ts';
import { type Address, rowMajor } from './address.ts';
import { scopeOf } from './analyse.ts';
import { type Buffer, type Memory, rowOf } from './memory.ts';
import type { Lowering } from './schedule.ts';
import { scratchIn } from './spots.ts';
import { lowerTask, type Root } from './task.ts';

export interface OptimizerCode {
  readonly name: string;
  readonly moments: readonly { readonly name: string; readonly at: number; readonly size: number }[];
  readonly scalars: readonly { readonly name: string; readonly buffer: Buffer; readonly default: number | undefined }[];
  /** Where Σ g² of all gradients is left, where a device computes it. */
  readonly squares?: Buffer;
  readonly kernels: readonly Kernel[];
}

interface Context {
  readonly table: OpTable;
  readonly lowering: Lowering;
  readonly memory: Memory;
  readonly moments: readonly string[];
}

/** The states of an optimiser besides the parameters, its output. */
export function momentsOf(cell: Cell): string[] {
  const states = [...reads(cell.equations)].filter((name) => name.lag === 1).map((name) => name.name);
  return [...new Set(states)].filter((name) => name !== cell.output.name);
}

/** What `fit` calls its own settings, all of them by its type: a hyperparameter of the same name could not be set. */
const settings: Readonly<Record<keyof FitSettings, true>> = {
  epochs: true,
  batchSize: true,
  microBatch: true,
  shuffle: true,
  seed: true,
  truncate: true,
  stateful: true,
  recompute: true,
  clipNorm: true,
  clipValue: true,
  classWeights: true,
  validation: true,
  metrics: true,
  schedule: true,
  earlyStopping: true,
  checkpoint: true,
  resume: true,
  signal: true,
  onEpoch: true,
  onBatch: true,
};

/** `count` parameters lie at 0, their gradients behind them, then each moment. */
export function lowerOptimizer(
  { cell, name, scalars }: Optimizer,
  count: number,
  { table, lowering, memory, moments }: Context,
): OptimizerCode {
  const checked = checkShapes(cell, moments, table);
  const scope = scopeOf(table);
  const shapes = { ...checked, shape: (value: string) => checked.shape(value).map(() => count) };
  const step: Step = runPasses(scope, buildStep(scope.graph, table, cell, shapes, 'input'));
  const placeOf = (state: string): number => (state === cell.output.name ? 0 : (2 + moments.indexOf(state)) * count);
  const slots = new Map(
    cell.inputs
      .filter((port) => port.shape.length === 0)
      .map((port) => [port.name, memory.alloc(`optimizer$${port.name}`, 1, 'one', `hyperparameter ${port.name}`)]),
  );
  const squares =
    lowering.schedule.threads > 1 ? memory.alloc('optimizer$squares', 1, 'one', 'Σ g² of all gradients') : undefined;
  const at = (fixed: number, shape: readonly number[]): Address => rowMajor(affine(fixed), shape);
  const address = (node: Node): Address | undefined => {
    const state = step.states.find((s) => s.prev === node);
    if (state) return at(placeOf(state.name), node.shape);
    const input = step.inputs.find((b) => b.node === node);
    if (!input) return undefined;
    const slot = slots.get(input.name);
    return slot ? rowMajor(rowOf(slot, {}), []) : at(count, node.shape);
  };
  const roots = step.states.map(
    (s): Root => ({ node: s.next, to: at(placeOf(s.name), s.next.shape), replaces: s.prev }),
  );
  const equations = cell.equations.map(printEquation);
  const body = lowerTask({
    scope,
    lowering,
    names: step.names,
    equations,
    roots,
    address,
    scratch: scratchIn(memory, 'optimizer', lowering.schedule),
  });
  return {
    name,
    moments: moments.map((moment) => ({ name: moment, at: placeOf(moment), size: count })),
    scalars: [...slots].map(([scalar, buffer]) => ({ name: scalar, buffer, default: scalars.get(scalar) })),
    ...(squares && { squares }),
    kernels: [
      ...(squares ? [normKernel(count, squares)] : []),
      {
        name: `update$${name}`,
        doc: [`One update of every parameter by ${name}:`, ...equations].join('\n'),
        sized: false,
        body,
      },
    ],
  };
}

/** Σ g² of all gradients: a device tells the norm, so that they stay there. */
function normKernel(count: number, squares: Buffer): Kernel {
  const gradient = load(affine(count, ['i', 1]));
  const add: Stmt = { kind: 'set', name: 'sum_', value: op('add', ref('sum_'), op('mul', gradient, gradient)) };
  return {
    name: 'update$norm',
    doc: 'The sum of the squares of all gradients.',
    sized: false,
    body: [
      { kind: 'var', name: 'sum_', value: lit(0) },
      { kind: 'loop', name: 'i', to: count, down: false, body: [add] },
      { kind: 'store', index: affine(squares.at[0]), value: ref('sum_') },
    ],
  };
}

const form = 'an optimiser is elementwise: cell sgd(g: N, lr = 0.01) -> p: N, with p = p[t-1] - lr * g';

/** The number of parameters is no size of the language's: shapes are checked with a small stand-in. */
function checkShapes(cell: Cell, moments: readonly string[], table: OpTable): ReturnType<typeof inferShapes> {
  const sizes = new Map<string, number>();
  for (const port of cell.inputs) for (const size of port.shape) if (size.kind === 'name') sizes.set(size.name, 2);
  const shapes = inferShapes(cell, sizes, signatures(table));
  const refuse = (what: string, span: Span = cell.output.span): never =>
    fail('E_UNSUPPORTED', `cell '${cell.name}' is not an optimiser: ${what}`, { source: cell.source, span }, form);
  if (!shapes.states.includes(cell.output.name)) refuse(`'${cell.output.name}[t-1]' is not read`);
  const scalar = [cell.output.name, ...moments].find((state) => shapes.shape(state).length !== 1);
  if (scalar) refuse(`'${scalar}' is not a vector`);
  if (shapes.params.length > 0) refuse(`'${shapes.params[0]}' is a parameter`);
  const setting = cell.inputs.find((port) => Object.hasOwn(settings, port.name));
  const other = topological(rootsOf(buildStep(new Graph(), table, cell, shapes, 'input'))).find(
    (node) => !['point', 'leaf'].includes(table[node.op]!.kind),
  );
  // Parameters lie in memory with padding between them: only what is computed element by element has a meaning there.
  if (other) refuse(`${table[other.op]!.name ?? other.op} is not elementwise`);
  if (setting) refuse(`'${setting.name}' is a setting of fit, and cannot be a hyperparameter`, setting.span);
  return shapes;
}
