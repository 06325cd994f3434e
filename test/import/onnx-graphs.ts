/** ONNX graphs of a few nodes, written and run. */
import { collect, feed, importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import { loadImported, runFed } from '../conformance/imported.ts';
import { type AttributeValue, type WrittenFunction, type WrittenNode, writeOnnx } from '../conformance/onnx-writer.ts';

export type Node = readonly [
  op: string,
  inputs: string,
  outputs: string,
  attributes?: Readonly<Record<string, AttributeValue>>,
];
export interface Given {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const tensor = ({ data, shape }: Given): Tensor => ({ data: Float64Array.from(data), shape });
export const number = (x: number): Given => ({ shape: [], data: [x] });
export const list = (...data: number[]): Given => ({ shape: [data.length], data });

export const written = ([op, from, to, attributes = {}]: Node): WrittenNode => ({
  op,
  inputs: from.split(' '),
  outputs: to.split(' '),
  attributes: new Map(Object.entries(attributes)),
});

export const tensors = (constants: Readonly<Record<string, Given>>): Map<string, Tensor> =>
  new Map(Object.entries(constants).map(([name, value]) => [name, tensor(value)]));

/** The outputs of a graph; what its inputs are follows from `sizes`, or the shapes of the numbers that it is given. */
export async function run(
  nodes: readonly Node[],
  constants: Readonly<Record<string, Given>>,
  inputs: Readonly<Record<string, Given>>,
  outputs: Readonly<Record<string, readonly number[]>>,
  sizes?: readonly (number | string)[],
  functions?: readonly WrittenFunction[],
): Promise<Record<string, number[]>> {
  const asked = Object.entries(outputs).map(([name, shape]) => ({ name, shape }));
  return runWritten(nodes.map(written), tensors(constants), inputs, asked, sizes, functions);
}

/** The same of nodes with names. */
export async function runWritten(
  nodes: readonly WrittenNode[],
  constants: ReadonlyMap<string, Tensor>,
  inputs: Readonly<Record<string, Given>>,
  outputs: readonly { readonly name: string; readonly shape: readonly number[] }[],
  sizes?: readonly (number | string)[],
  functions?: readonly WrittenFunction[],
): Promise<Record<string, number[]>> {
  const bytes = writeOnnx(
    nodes,
    constants,
    Object.entries(inputs).map(([name, { shape }]) => ({
      name,
      shape: sizes ?? shape,
      type: name === 'ids' ? ('int32' as const) : ('double' as const),
    })),
    outputs.map((declared) => ({ ...declared, type: 'double' })),
    functions,
  );
  const imported = await importModel({ name: 'nodes.onnx', bytes });
  const model = await loadImported(imported, { target: 'js', precision: 'f64' }, false);
  const given = new Map(Object.entries(inputs).map(([name, value]) => [name, tensor(value)]));
  const found = collect(imported.ports, await runFed(model, feed(imported.ports, given, imported.spec.input)));
  return Object.fromEntries([...found].map(([name, { data }]) => [name, [...data]]));
}
