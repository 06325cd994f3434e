/** Cases of ONNX's and WebNN's recurrent operators, as files of one node. */
import { importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import {
  type Case,
  expectKnown,
  type Fields,
  flagOr,
  Malformed,
  type NamedTensors,
  need,
  number,
  numberOr,
  object,
  tensors,
  text,
} from './format.ts';
import { checkImported } from './imported.ts';
import type { Variant } from './network.ts';
import { type AttributeValue, type Declared, writeOnnx } from './onnx-writer.ts';
import { rows, stack } from './tensors.ts';

type Kind = 'LSTM' | 'GRU' | 'RNN';

const attributeNames = [
  'hidden_size',
  'direction',
  'layout',
  'activations',
  'activation_alpha',
  'activation_beta',
  'clip',
];
const ownAttributes = { LSTM: ['input_forget'], GRU: ['linear_before_reset'], RNN: [] } as const;
const inputNames = ['X', 'W', 'R', 'B', 'sequence_lens', 'initial_h', 'initial_c', 'P'] as const;
const weightNames = ['W', 'R', 'B', 'P'];

export async function checkOnnx(of: Case, variant: Variant): Promise<Comparison[]> {
  const kind = of.op.replace('onnx.', '') as Kind;
  const given = tensors(of.fields, 'inputs');
  const attrs = withoutNulls(object(of.fields, 'attrs'));
  expectKnown(Object.keys(attrs), [...attributeNames, ...ownAttributes[kind]], 'attrs');
  expectKnown(
    inputsOf(given),
    inputNames.filter((name) => kind === 'LSTM' || (name !== 'P' && name !== 'initial_c')),
    'inputs',
  );
  return checkImported(of, variant, oneNode(kind, attrs, given, [...tensors(of.fields, 'outputs').keys()]));
}

/** What is null is not given. */
const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** All but the cotangents of outputs. */
const inputsOf = (given: NamedTensors): string[] => [...given.keys()].filter((name) => !name.startsWith('g_'));

/** A model of one operator whose weights are constants. */
function oneNode(kind: Kind, attrs: Fields, given: NamedTensors, outputs: readonly string[]) {
  const named = kind === 'LSTM' ? ['Y', 'Y_h', 'Y_c'] : ['Y', 'Y_h'];
  const wanted = outputs.filter((name) => name !== 'loss');
  const unknown = wanted.find((name) => !named.includes(name));
  if (unknown !== undefined) throw new Malformed(`outputs.${unknown}: onnx.${kind} has no such output`);
  const weights = new Map([...given].filter(([name]) => weightNames.includes(name)));
  const inputs = new Map([...given].filter(([name]) => inputNames.includes(name as 'X') && !weights.has(name)));
  const build = (constants: NamedTensors) => {
    const declared = [...inputs].map(
      ([name, { shape }]): Declared => ({ name, shape, type: name === 'sequence_lens' ? 'int32' : 'double' }),
    );
    const node = {
      op: kind,
      inputs: inputNames.map((name) => (given.has(name) ? name : '')),
      outputs: named.map((name) => (wanted.includes(name) ? name : '')),
      attributes: attributesOf(attrs),
    };
    const bytes = writeOnnx(
      [node],
      constants,
      declared,
      wanted.map((name) => ({ name, shape: [], type: 'double' })),
    );
    return importModel({ name: 'case.onnx', bytes });
  };
  return { weights, inputs, build };
}

const reals = ['clip'];

function attributesOf(attrs: Fields): Map<string, AttributeValue> {
  return new Map(
    Object.entries(attrs).map(([name, value]): [string, AttributeValue] => {
      if (typeof value === 'number') return [name, reals.includes(name) ? { real: value } : value];
      if (typeof value === 'string' || Array.isArray(value)) return [name, value];
      throw new Malformed(`attrs.${name} is ${JSON.stringify(value)}`);
    }),
  );
}

const directions = { forward: 'forward', backward: 'reverse', both: 'bidirectional' } as const;
/** WebNN's orders of the blocks, and the one that the ONNX operator has. */
const layouts = { lstm: ['iofg', 'ifgo'], gru: ['zrn', 'rzn'] } as const;

const webnnAttributes = {
  lstm: ['steps', 'hiddenSize', 'direction', 'layout', 'activations', 'returnSequence'],
  lstmCell: ['hiddenSize', 'layout', 'activations'],
  gru: ['steps', 'hiddenSize', 'direction', 'layout', 'activations', 'resetAfter', 'returnSequence'],
  gruCell: ['hiddenSize', 'layout', 'activations', 'resetAfter'],
} as const;
const webnnInputs = {
  lstm: ['peepholeWeight', 'initialHiddenState', 'initialCellState'],
  lstmCell: ['peepholeWeight', 'hiddenState', 'cellState'],
  gru: ['initialHiddenState'],
  gruCell: ['hiddenState'],
} as const;

/** https://www.w3.org/TR/webnn/#api-mlgraphbuilder-lstm and the operators beside it. */
export async function checkWebnn(of: Case, variant: Variant): Promise<Comparison[]> {
  const attrs = withoutNulls(object(of.fields, 'attrs'));
  const name = of.op.replace('webnn.', '') as keyof typeof webnnAttributes;
  expectKnown(Object.keys(attrs), ['label', ...webnnAttributes[name]], 'attrs');
  const kind = name.startsWith('lstm') ? 'lstm' : 'gru';
  const isCell = name.endsWith('Cell');
  const raw = tensors(of.fields, 'inputs');
  const weightInputs = ['input', 'weight', 'recurrentWeight', 'bias', 'recurrentBias'];
  expectKnown(inputsOf(raw), [...weightInputs, ...webnnInputs[name]], 'inputs');
  // Cells have no axes of direction and time.
  const lift = (value: Tensor | undefined): Tensor | undefined => value && (isCell ? stack([value]) : value);
  const [own, ...others] = layouts[kind];
  const layout = (attrs.layout ?? own) as string;
  if (layout !== own && !others.includes(layout as never))
    throw new Malformed(`attrs.layout is ${JSON.stringify(layout)}`);
  const reordered = (value: Tensor | undefined): Tensor | undefined => value && reorder(value, layout, own);
  const weights = [lift(raw.get('weight')), lift(raw.get('recurrentWeight'))].map((value) => reordered(value));
  const biases = [lift(raw.get('bias')), lift(raw.get('recurrentBias'))].map((value) => reordered(value));
  const given = new Map<string, Tensor>([['X', lift(need(raw, 'input', 'inputs'))!]]);
  const put = (key: string, value: Tensor | undefined) => value && given.set(key, value);
  put('W', weights[0]);
  put('R', weights[1]);
  if (biases[0] || biases[1]) put('B', joinBiases(biases));
  put('P', lift(raw.get('peepholeWeight')));
  put('initial_h', lift(raw.get(isCell ? 'hiddenState' : 'initialHiddenState')));
  put('initial_c', lift(raw.get(isCell ? 'cellState' : 'initialCellState')));
  const activations = attrs.activations as readonly string[] | undefined;
  const named = attrs.direction === undefined ? 'forward' : text(attrs, 'direction', 'attrs');
  if (!Object.hasOwn(directions, named)) throw new Malformed(`attrs.direction is ${JSON.stringify(named)}`);
  const direction = directions[named as keyof typeof directions];
  const steps = isCell ? 1 : numberOr(attrs, 'steps', 'attrs', given.get('X')!.shape[0]!);
  if (steps !== given.get('X')!.shape[0])
    throw new Malformed(`attrs.steps is ${steps}, but the input has ${given.get('X')!.shape[0]}`);
  const onnxAttrs: Fields = {
    hidden_size: number(attrs, 'hiddenSize', 'attrs'),
    direction,
    ...(activations && { activations: direction === 'bidirectional' ? [...activations, ...activations] : activations }),
    ...(kind === 'gru' && { linear_before_reset: flagOr(attrs, 'resetAfter', 'attrs', true) ? 1 : 0 }),
  };
  const expected = tensors(of.fields, 'outputs');
  const meaning = webnnOutputs(expected, kind === 'lstm');
  const node = oneNode(kind === 'lstm' ? 'LSTM' : 'GRU', onnxAttrs, given, [...new Set(meaning.values())]);
  return checkImported(of, variant, {
    ...node,
    rename: (outputs) =>
      new Map(
        [...meaning].flatMap(([name, from]) => {
          const value = outputs.get(from);
          return value ? [[name, isCell ? rows(value)[0]! : value] as const] : [];
        }),
      ),
  });
}

/** The last hidden state, the last cell state of an LSTM, and the whole sequence, in this order; it has four axes. */
function webnnOutputs(expected: NamedTensors, hasCell: boolean): Map<string, string> {
  const meaning = new Map<string, string>();
  const rest = ['Y_h', ...(hasCell ? ['Y_c'] : [])];
  for (const [name, { shape }] of expected) {
    if (name === 'loss') continue;
    const isCellState = hasCell && /cell(?!Output)/i.test(name) && rest.includes('Y_c');
    const from = shape.length === 4 ? 'Y' : isCellState ? 'Y_c' : rest[0];
    if (!from) throw new Malformed(`outputs.${name} is one too many`);
    if (rest.includes(from)) rest.splice(rest.indexOf(from), 1);
    meaning.set(name, from);
  }
  return meaning;
}

/** Blocks of the second axis from one order of gates to another. */
function reorder(value: Tensor, from: string, to: string): Tensor {
  return stack(
    rows(value).map((direction) => {
      const blocks = split(direction, from.length);
      const chosen = [...to].map((gate) => blocks[from.indexOf(gate)]!);
      return { data: Float64Array.from(chosen.flatMap(({ data }) => [...data])), shape: direction.shape };
    }),
  );
}

function split({ data, shape: [length = 0, ...rest] }: Tensor, parts: number): Tensor[] {
  const size = data.length / parts;
  return Array.from({ length: parts }, (_, i) => ({
    data: data.slice(i * size, (i + 1) * size),
    shape: [length / parts, ...rest],
  }));
}

function joinBiases(biases: readonly (Tensor | undefined)[]): Tensor {
  const { shape } = biases.find((value) => value !== undefined)!;
  const [a, b] = biases.map((value) => rows(value ?? { data: new Float64Array(shape[0]! * shape[1]!), shape }));
  return stack(
    a!.map((first, i) => ({ data: Float64Array.of(...first.data, ...b![i]!.data), shape: [2 * shape[1]!] })),
  );
}
