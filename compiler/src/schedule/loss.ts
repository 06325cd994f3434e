/** The loss: a cell with a scalar output, run over the rows of the output; its gradient is where backpropagation starts. */
import { fail } from '../error.ts';
import { call, type Scope } from '../ir/build.ts';
import { affine, type Expr, type Kernel, lit, op, ref, type Stmt } from '../ir/loop.ts';
import { type Node, rebuild } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { type Block, buildStep, mapStep, type Step } from '../ir/step.ts';
import type { Cell } from '../lang/ast.ts';
import { inferShapes } from '../lang/infer.ts';
import { printEquation } from '../lang/print.ts';
import { grad } from '../passes/grad.ts';
import { runPasses } from '../passes/index.ts';
import { simplify } from '../passes/simplify.ts';
import { rowMajor } from './address.ts';
import { scopeOf } from './analyse.ts';
import { type Buffer, type Memory, rowOf } from './memory.ts';
import { type Rows, rowNames, visitRows } from './rows.ts';
import type { Lowering } from './schedule.ts';
import type { Wire } from './select.ts';
import { addressOf, type Spot, scratchIn } from './spots.ts';
import { clear, lowerTask, type Root } from './task.ts';

export interface LossCode {
  readonly name: string;
  readonly target: Buffer;
  readonly weight: Buffer;
  readonly value: Buffer;
  readonly scale: Buffer;
  readonly kernels: readonly Kernel[];
}

interface Context {
  readonly table: OpTable;
  readonly lowering: Lowering;
  readonly memory: Memory;
  readonly active: Buffer;
  readonly last: Buffer;
  readonly wire: Wire;
  /** Where the mean and the scale lie by which the loss standardises what it compares, if it does. */
  readonly standard: { readonly mean: number; readonly scale: number } | undefined;
}

export function lowerLoss(cell: Cell, output: number, context: Context): LossCode {
  const { table, lowering, memory, active, last, wire, standard } = context;
  const [prediction, compared] = cell.inputs.filter((port) => port.shape.length === 1).map((port) => port.name);
  const scope = scopeOf(table);
  const written = buildStep(scope.graph, table, cell, shapesOf(cell, output, table));
  const step = runPasses(scope, standard ? standardised(scope, written) : written);
  const target = memory.alloc('target', output, wire.rows, 'what the output is compared with');
  const weight = memory.alloc('weight', 1, wire.rows, 'how much a row counts');
  const value = memory.alloc('loss$value', 1, 'one', 'the loss');
  const scale = memory.alloc('loss$scale', 1, 'one', 'one over the sum of the weights');

  const rows: Rows = { kind: wire.rows, direction: 'forward', active, last };
  const names = rowNames(rows, 'flat');
  const [mean, share] = [
    scope.graph.node('cotangent', [], [], 'scale'),
    scope.graph.node('cotangent', [], [], 'weight'),
  ];
  const factor = call(scope, 'mul', [share, mean]);
  const loss = step.outputs[0]!.node;
  const predictions = step.inputs.filter((block) => block.name === prediction);
  const flows = cotangentsOf(scope, loss, factor, predictions);
  const cotangent = ({ from }: Block): Spot => ({ buffer: wire.cotangents!, from });
  const roots = [...flows].map(
    ([block, flow]): Root => ({ node: flow, to: addressOf(cotangent(block), block.node, names) }),
  );
  const equations = cell.equations.map(printEquation);
  const body = lowerTask({
    scope,
    lowering,
    names: step.names,
    equations,
    roots: [{ node: call(scope, 'mul', [loss, factor]), to: rowMajor(rowOf(value, {}), []), add: true }, ...roots],
    address(node) {
      if (node === mean) return rowMajor(rowOf(scale, {}), []);
      if (node === share) return rowMajor(rowOf(weight, names), []);
      const param = step.params.find((b) => b.node === node);
      if (standard && param)
        return rowMajor(affine(standard[param.name as 'mean' | 'scale'] + param.from[0]!), node.shape);
      const block = step.inputs.find((b) => b.node === node);
      const buffer = block?.name === compared ? target : wire.values;
      return block && addressOf({ buffer, from: block.from }, node, names);
    },
    scratch: scratchIn(memory, 'loss', lowering.schedule, 1, names),
  });
  const missing = predictions.filter((block) => !flows.has(block));
  const zeros = missing.flatMap((block) =>
    clear(block.node.shape, addressOf(cotangent(block), block.node, names), lowering.schedule.lanes),
  );
  const kernel: Kernel = {
    name: `loss$${cell.name}`,
    doc: [`The loss ${cell.name} and the cotangent of the output:`, ...equations].join('\n'),
    sized: true,
    body: inRegister(value, visitRows(rows, { one: [...body, ...zeros] }, false, true), lowering.schedule.lanes > 1),
  };
  return { name: cell.name, target, weight, value, scale, kernels: [kernel] };
}

/** The same loss of (y - mean) / scale and (target - mean) / scale. */
function standardised(scope: Scope, step: Step): Step {
  const isVector = new Set(step.inputs.filter(({ node }) => node.shape.length === 1).map(({ node }) => node));
  const params = new Map<string, Block>();
  const param = (name: string, { shape }: Node): Node => {
    const node = scope.graph.node('param', [], shape, name);
    params.set(name, { name, node, from: [0], transposed: false });
    return node;
  };
  const whole = mapStep(scope.graph, step, (node) =>
    isVector.has(node)
      ? call(scope, 'div', [call(scope, 'sub', [node, param('mean', node)]), param('scale', node)])
      : node,
  );
  return { ...whole, params: [...params.values()] };
}

/** A loss keeps nothing: no state, no parameter. */
function shapesOf(cell: Cell, output: number, table: OpTable): ReturnType<typeof inferShapes> {
  const sizes = new Map<string, number>();
  for (const port of cell.inputs) for (const size of port.shape) if (size.kind === 'name') sizes.set(size.name, output);
  const shapes = inferShapes(cell, sizes, signatures(table));
  const kept = [...shapes.states, ...shapes.params];
  if (kept.length > 0)
    fail(
      'E_UNSUPPORTED',
      `the loss '${cell.name}' has ${shapes.states.length > 0 ? 'a state' : 'a parameter'}: ${kept.join(', ')}`,
      { source: cell.source, span: cell.output.span },
      'a loss compares the output with the target, and keeps nothing',
    );
  return shapes;
}

/** The cotangents of the blocks of the prediction; of some nothing may flow back. */
function cotangentsOf(scope: Scope, loss: Node, factor: Node, blocks: readonly Block[]): Map<Block, Node> {
  const leaves = blocks.map((block) => block.node);
  const flows = grad(scope, [[loss, factor]], leaves);
  const known = blocks.filter((block) => flows.has(block.node));
  const flowOf = (block: Block): Node => flows.get(block.node)!;
  const tidy = rebuild(scope.graph, known.map(flowOf), (node) => simplify(scope, node));
  return new Map(known.map((block) => [block, tidy(flowOf(block))]));
}

/**
 * The same with the sum in a variable: single-precision memory would round it at every row. Where variables are single,
 * too, what a sum has lost by rounding is taken into the next (Kahan, 1965): thousands of rows cost no digit.
 */
function inRegister(sum: Buffer, body: readonly Stmt[], isSingle: boolean): Stmt[] {
  const at = sum.at[0];
  const add = (value: Expr): Stmt[] =>
    isSingle
      ? [
          { kind: 'let', name: 'added', value: op('sub', value, ref('lost')) },
          { kind: 'let', name: 'sum', value: op('add', ref('total'), ref('added')) },
          { kind: 'set', name: 'lost', value: op('sub', op('sub', ref('sum'), ref('total')), ref('added')) },
          { kind: 'set', name: 'total', value: ref('sum') },
        ]
      : [{ kind: 'set', name: 'total', value: op('add', ref('total'), value) }];
  const replace = (stmt: Stmt): Stmt[] => {
    if (stmt.kind === 'loop' || stmt.kind === 'block') return [{ ...stmt, body: stmt.body.flatMap(replace) }];
    const isSum = stmt.kind === 'store' && stmt.index.at === at && stmt.index.terms.length === 0;
    return isSum && stmt.value.kind === 'op' ? add(stmt.value.args[1]!) : [stmt];
  };
  return [
    { kind: 'var', name: 'total', value: lit(0) },
    ...(isSingle ? [{ kind: 'var', name: 'lost', value: lit(0) } as const] : []),
    ...body.flatMap(replace),
    { kind: 'store', index: affine(at), value: ref('total') },
  ];
}
