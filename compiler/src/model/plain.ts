/** Layers without state, as cells: dense layers, embeddings, and the standardisation of what comes in and goes out. */
import { fail, nearest, type Place } from '../error.ts';
import { call } from '../ir/build.ts';
import { Graph, sameShape } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Cell } from '../lang/ast.ts';
import { readCell } from './library.ts';
import type { DenseLayerSpec } from './spec.ts';

/** @throws E_UNKNOWN_FUNCTION */
export function denseCell(layer: DenseLayerSpec, table: OpTable, place?: Place): Cell {
  const { activation, bias = true } = layer;
  if (activation !== undefined) checkActivation(activation, table, place);
  const sum = bias ? 'W @ x + b' : 'W @ x';
  const text = `cell dense(x: I) -> y: O\n\ny = ${activation === undefined ? sum : `${activation}(${sum})`}\n`;
  return readCell({ name: 'dense', text }, table);
}

/** The rows of W are the vectors of the classes, as in PyTorch nn.Embedding; x is one-hot. */
export function embeddingCell(table: OpTable): Cell {
  return readCell(
    { name: 'embedding', text: 'cell embedding(x: I) -> y: O\n\ny = x @ W\ninit W = normal(1)\n' },
    table,
  );
}

/** What the input and the output are standardised by: parameters that no optimiser touches. */
export function standardCell(end: 'input' | 'output', table: OpTable): Cell {
  const equation = end === 'input' ? 'y = (x - mean) / scale' : 'y = mean + scale * x';
  const lines = ['cell standard(x: N) -> y: N', 'param mean: N, scale: N', 'init mean = 0, scale = 1', '', equation];
  return readCell({ name: 'standard', text: `${lines.join('\n')}\n` }, table);
}

function checkActivation(activation: string, table: OpTable, place?: Place): void {
  const known = activations(table);
  if (known.includes(activation)) return;
  const near = nearest(activation, known);
  const hint = near ? `did you mean '${near}'?` : `activations are ${known.join(', ')}`;
  fail('E_UNKNOWN_FUNCTION', `there is no activation '${activation}'`, place, hint);
}

/** The functions of one argument whose result has the argument's shape. */
function activations(table: OpTable): string[] {
  const graph = new Graph();
  const x = graph.node('input', [], [2], 'x');
  const scope = { graph, table, name: () => x };
  return Object.entries(table)
    .filter(([, row]) => (row.kind === 'point' || row.kind === 'macro') && /^\w+$/.test(row.args))
    .map(([key, row]) => row.name ?? key)
    .filter((name) => sameShape(call(scope, name, [x]).shape, x.shape));
}
