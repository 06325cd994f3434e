/** The loss: a cell with a scalar output, run over the rows of the output; its gradient is where backpropagation starts. */

import { fail } from '../error.ts';
import { call } from '../ir/build.ts';
import { affine, type Kernel, lit, type Stmt } from '../ir/loop.ts';
import { type Node, rebuild } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep } from '../ir/step.ts';
import type { Cell } from '../lang/ast.ts';
import { inferShapes } from '../lang/infer.ts';
import { grad } from '../passes/grad.ts';
import { runPasses } from '../passes/index.ts';
import { simplify } from '../passes/simplify.ts';
import { type Address, elementAt, indexOf, rowMajor } from './address.ts';
import { scopeOf } from './analyse.ts';
import { type Buffer, type Memory, rowOf } from './memory.ts';
import { visitRows } from './rows.ts';
import type { Lowering } from './schedule.ts';
import type { Wire } from './select.ts';
import { clear, lowerTask, type Root } from './task.ts';

export interface LossCode {
  readonly name: string;
  readonly target: Buffer;
  readonly value: Buffer;
  readonly scale: Buffer;
  readonly kernels: readonly Kernel[];
}

interface Context {
  readonly table: OpTable;
  readonly lowering: Lowering;
  readonly memory: Memory;
  readonly active: Buffer;
  readonly wire: Wire;
}

export function lowerLoss(cell: Cell, output: number, { table, lowering, memory, active, wire }: Context): LossCode {
  const [prediction, target] = cell.inputs.filter((port) => port.shape.length === 1).map((port) => port.name) as [
    string,
    string,
  ];
  const sizes = new Map(
    cell.inputs.flatMap((port) =>
      port.shape.flatMap((size) => (size.kind === 'name' ? [[size.name, output] as const] : [])),
    ),
  );
  const shapes = inferShapes(cell, sizes, signatures(table));
  if (shapes.states.length > 0 || shapes.params.length > 0)
    fail(
      'E_UNSUPPORTED',
      `the loss '${cell.name}' has ${shapes.states.length > 0 ? 'a state' : 'a parameter'}: ${[...shapes.states, ...shapes.params].join(', ')}`,
      undefined,
      'a loss compares the output with the target, and keeps nothing',
    );
  const scope = scopeOf(table);
  const step = runPasses(scope, buildStep(scope.graph, table, cell, shapes));
  const scale = scope.graph.node('cotangent', [], [], 'scale');
  const value = step.outputs[0]!.node;
  const predictions = step.inputs.filter((block) => block.name === prediction);
  const flows = grad(
    scope,
    [[value, scale]],
    predictions.map((block) => block.node),
  );
  const tidy = rebuild(
    scope.graph,
    predictions.flatMap((block) => flows.get(block.node) ?? []),
    (node) => simplify(scope, node),
  );

  const buffers = {
    target: memory.alloc('target', output, wire.rows, 'what the output is compared with'),
    value: memory.alloc('loss$value', 1, 'one', 'the loss'),
    scale: memory.alloc('loss$scale', 1, 'one', 'one over the number of rows'),
  };
  const rows = wire.rows === 'batch' ? { batch: 'r' } : { steps: 'r' };
  const part = (buffer: Buffer, from: number, size: number): Address => {
    const base = rowMajor(rowOf(buffer, rows), [size]);
    return { ...base, base: elementAt(base, [indexOf(affine(from))]) };
  };
  const scratch = new Map<Node, Address>();
  const missing = predictions.filter((block) => !flows.has(block.node));
  const roots: Root[] = [
    { node: call(scope, 'mul', [value, scale]), to: rowMajor(rowOf(buffers.value, {}), []), add: true },
    ...predictions
      .filter((block) => flows.has(block.node))
      .map(
        (block): Root => ({
          node: tidy(flows.get(block.node)!),
          to: part(wire.cotangents!, block.from[0]!, block.node.shape[0]!),
        }),
      ),
  ];
  const body = lowerTask({
    scope,
    lowering,
    names: step.names,
    roots,
    address(node) {
      if (node === scale) return rowMajor(rowOf(buffers.scale, {}), []);
      const block = step.inputs.find((b) => b.node === node);
      return block && part(block.name === target ? buffers.target : wire.values, block.from[0]!, node.shape[0]!);
    },
    scratch(node) {
      let address = scratch.get(node);
      if (!address) {
        const size = node.shape.reduce((a, b) => a * b, 1);
        scratch.set(
          node,
          (address = rowMajor(
            rowOf(memory.alloc(`loss$${scratch.size}`, size, 'one', 'scratch of the loss'), {}),
            node.shape,
          )),
        );
      }
      return address;
    },
  });
  const zeros = missing.flatMap((block) =>
    clear(block.node.shape, part(wire.cotangents!, block.from[0]!, block.node.shape[0]!)),
  );
  const start: Stmt = { kind: 'store', index: affine(buffers.value.at[0]), value: lit(0) };
  const overRows = visitRows({ kind: wire.rows, direction: 'forward', active }, [...body, ...zeros]);
  return {
    name: cell.name,
    ...buffers,
    kernels: [
      {
        name: `loss$${cell.name}`,
        doc: `The loss ${cell.name} and the cotangent of the output.`,
        sized: true,
        body: [start, ...overRows],
      },
    ],
  };
}
