/** The gradient of every shipped cell against central differences of the oracle, in double precision. */
import { type Model, type Named, type OracleInput, oracleGradients, oracleRun, resolveModel } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { size } from '../compiler/src/ir/node.ts';
import { type OpTable, ops } from '../compiler/src/ir/ops.ts';
import { signatures } from '../compiler/src/ir/signatures.ts';
import { inferShapes } from '../compiler/src/lang/infer.ts';
import { cells } from '../compiler/src/model/library.generated.ts';
import { centralDifferences, dot, showTable, worstError } from './support/differences.ts';
import { random } from './support/random.ts';

const tolerance = 1e-6;
const [input, hidden, time] = [2, 3, 3];

/** A model of one layer; the projected LSTM needs a size more. */
function modelOf(cell: string, table: OpTable = ops): Model {
  const projection = cell === 'lstm_projected' ? { projection: 2 } : {};
  return resolveModel(
    { name: 'm', input, layers: [{ cell, size: hidden, name: 'l', ...projection }] },
    undefined,
    table,
  );
}

/** The worst relative error of the gradients of parameters, inputs and initial states, of a random projection of all results. */
function check(model: Model, seed: number, table: OpTable = ops): { params: number; input: number; state: number } {
  const r = random(seed);
  const layer = model.layers[0]!;
  const shapes = inferShapes(layer.cell, layer.sizes, signatures(table));
  const tensors = (names: readonly string[]): Named =>
    new Map(names.map((name) => [`l.${name}`, r.array(size(shapes.shape(name)))]));
  const given: OracleInput = {
    x: Array.from({ length: time }, () => r.array(input)),
    params: tensors(shapes.params),
    state: tensors(shapes.states),
  };
  const cotangents = { y: given.x.map(() => r.array(model.output)), state: tensors(shapes.states) };
  const loss = (): number => {
    const { y, state } = oracleRun(model, given, table);
    const outputs = y.map((row, t) => dot(row, cotangents.y[t]!));
    const states = [...state].map(([name, value]) => dot(value, cotangents.state.get(name)!));
    return [...outputs, ...states].reduce((a, b) => a + b);
  };
  const gradients = oracleGradients(model, given, cotangents, table);
  const error = (at: Float64Array, gradient: Float64Array | undefined): number =>
    worstError(gradient ?? [], centralDifferences(loss, at), 1e-2);
  const worst = (of: Named, expected: Named): number =>
    Math.max(0, ...[...of].map(([name, at]) => error(at, expected.get(name))));
  return {
    params: worst(given.params, gradients.params),
    input: Math.max(...given.x.map((at, t) => error(at, gradients.x[t]))),
    state: worst(given.state!, gradients.state),
  };
}

test('the gradients of every shipped cell are those of central differences', () => {
  const found = Object.keys(cells).map((cell) => ({ cell, ...check(modelOf(cell), 1) }));
  const rows = found.map(({ cell, params, input, state }) => [cell, params, input, state]);
  console.log(showTable([['cell', 'parameters', 'inputs', 'initial states'], ...rows]));
  for (const { cell, params, input, state } of found)
    expect(Math.max(params, input, state), cell).toBeLessThan(tolerance);
}, 60_000);

test('a wrong rule does not pass', () => {
  const wrong: OpTable = { ...ops, tanh: { ...ops.tanh!, grad: ['g * (1 - y)'] } };
  const { params, input, state } = check(modelOf('lstm', wrong), 1, wrong);
  for (const error of [params, input, state]) expect(error).toBeGreaterThan(tolerance);
}, 60_000);
