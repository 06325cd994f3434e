/** Layers that are an LSTM, GRU or RNN of ONNX (https://onnx.ai/onnx/operators/onnx__LSTM.html). */
import type { Unit } from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import { type Standard, standardOf } from '../standard.ts';
import { joined } from '../torch/weights.ts';
import type { GraphBuilder } from './builder.ts';
import { activationAttributes, functionName, openCells, openFunctions } from './functions.ts';
import type { Attribute } from './model.ts';

interface Row {
  readonly op: 'LSTM' | 'GRU' | 'RNN';
  /** In the order of the rows, with the bias beside the input's weights and the one beside the recurrent weights. */
  readonly gates: readonly { readonly gate: string; readonly input: string; readonly recurrent?: string }[];
  readonly peepholes?: readonly string[];
  /** The open functions, in the order of ONNX, and what they are where nobody says it. */
  readonly functions: readonly string[];
  readonly usual: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const gates = (names: string) => [...names].map((gate) => ({ gate, input: `b_${gate}` }));

const lstm = {
  op: 'LSTM',
  gates: gates('iofg'),
  functions: ['act_f', 'act_g', 'act_h'],
  usual: 'Sigmoid,Tanh,Tanh',
} as const;
const gru = { op: 'GRU', functions: ['act_f', 'act_g'], usual: 'Sigmoid,Tanh' } as const;

const rows = {
  lstm: { ...lstm },
  lstm_coupled: { ...lstm, attributes: { input_forget: { int: 1 } } },
  lstm_peephole_diagonal: { ...lstm, peepholes: ['p_i', 'p_o', 'p_f'] },
  gru: {
    ...gru,
    gates: [...gates('zr'), { gate: 'n', input: 'b_xn', recurrent: 'b_hn' }],
    attributes: { linear_before_reset: { int: 1 } },
  },
  gru_reset_before: { ...gru, gates: gates('zrn'), attributes: { linear_before_reset: { int: 0 } } },
  rnn: { op: 'RNN', gates: gates('h'), functions: ['act_f'], usual: 'Tanh' },
} as const satisfies Record<string, Row>;

export interface Layered {
  readonly y: string;
  /** What each state is at the end, by its path: [batch, size]. */
  readonly final: ReadonlyMap<string, string>;
  /** What the report says. */
  readonly as: string;
}

/**
 * The layer as one operator, if it is one.
 * @param x [batch, time, input]
 * @param starts by path, [batch, size]; zero where there is none
 */
export function writeRecurrent(
  graph: GraphBuilder,
  units: readonly Unit[],
  weights: ReadonlyMap<string, Tensor>,
  x: string,
  starts: ReadonlyMap<string, string>,
): Layered | undefined {
  const found = units.map((unit) => standardOf(unit, weights, openCells, openFunctions));
  const [first] = found;
  if (!first || found.some((each) => each?.cell !== first.cell || functionsOf(each) !== functionsOf(first)))
    return undefined;
  const standards = found as Standard<keyof typeof rows>[];
  const row: Row = rows[first.cell];
  const { layer, direction } = units[0]!;
  const D = units.length;
  const H = first.hidden;
  const stack = (name: string, parts: readonly Tensor[]): string => {
    const { data, shape } = joined(parts);
    return graph.floats(`${layer.name}.${name}`, data, [D, shape[0]! / D, ...shape.slice(1)]);
  };
  const each = (make: (standard: Standard) => readonly Tensor[]): Tensor[] => standards.flatMap((s) => make(s));
  const weight = (prefix: string, columns: number) =>
    each((standard) => row.gates.map(({ gate }) => part(standard, `${prefix}${gate}`, [H, columns])));
  const bias = each((standard) => [
    ...row.gates.map(({ input }) => part(standard, input, [H])),
    ...row.gates.map(({ recurrent }) => part(standard, recurrent, [H])),
  ]);
  /** States of one name in every direction, [directions, batch, size], or none: they start at zero. */
  const start = (state: string): string => {
    const given = standards.flatMap(({ states }, i) => starts.get(`${units[i]!.path}.${states.get(state)!}`) ?? []);
    const lifted = given.map((value) => graph.add('Unsqueeze', [value, graph.ints([0])]));
    return lifted.length > 1 ? graph.add('Concat', lifted, { axis: { int: 0 } }) : (lifted[0] ?? '');
  };
  const isLstm = row.op === 'LSTM';
  const peepholes = row.peepholes;
  const P =
    peepholes &&
    stack(
      'P',
      each((s) => peepholes.map((name) => part(s, name, [H]))),
    );
  const steps = graph.add('Transpose', [x], { perm: { ints: [1, 0, 2] } });
  const inputs = [
    steps,
    stack('W', weight('W_x', layer.input)),
    stack('R', weight('W_h', H)),
    stack('B', bias),
    '',
    start('h'),
    ...(isLstm ? [start('c')] : []),
    ...(P === undefined ? [] : [P]),
  ];
  while (inputs.at(-1) === '') inputs.pop();
  const named = D === 2 ? 'bidirectional' : direction === 'backward' ? 'reverse' : 'forward';
  const chosen = row.functions.map((name) => first.functions.get(name)!);
  const isUsual = chosen.map(functionName).join() === row.usual && chosen[0]!.clip === 0;
  const attributes = {
    hidden_size: { int: H },
    direction: { string: named },
    ...row.attributes,
    ...(isUsual ? {} : activationAttributes(chosen, D)),
  };
  const wanted = isLstm ? ['Y', 'Y_h', 'Y_c'] : ['Y', 'Y_h'];
  const [Y, ...finals] = graph.addAll(row.op, inputs, attributes, wanted);
  const batchFirst = graph.add('Transpose', [Y!], { perm: { ints: [2, 0, 1, 3] } });
  const y = graph.add('Reshape', [batchFirst, graph.ints([0, 0, D * H])]);
  const final = new Map(
    finals.flatMap((value, k) =>
      standards.map(
        ({ states }, d) =>
          [
            `${units[d]!.path}.${states.get(k === 0 ? 'h' : 'c')!}`,
            graph.add('Gather', [value, graph.int(d)], { axis: { int: 0 } }),
          ] as const,
      ),
    ),
  );
  return { y, final, as: `${row.op}, ${named}${isUsual ? '' : `, ${chosen.map(functionName).join(', ')}`}` };
}

const functionsOf = ({ functions }: Standard): string => JSON.stringify([...functions].sort());

/** A weight of the cell, or zeros: for a gate that the cell does not have, and for a second bias. */
function part(standard: Standard, name: string | undefined, shape: readonly number[]): Tensor {
  const found = name !== undefined && standard.has(name) ? standard.weight(name) : undefined;
  return found ?? { data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape };
}
