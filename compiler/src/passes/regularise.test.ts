import { expect, test } from 'vitest';
import { evaluate } from '../ir/eval.ts';
import { ops } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { buildStep, type Step } from '../ir/step.ts';
import { parseCell } from '../lang/cell.ts';
import { checkCell } from '../lang/check.ts';
import { inferShapes } from '../lang/infer.ts';
import { scopeOf } from '../schedule/analyse.ts';
import { runPasses } from './index.ts';
import { type Rates, regularise } from './regularise.ts';

/** One unit: every vector has one element, so that a step is arithmetic on numbers. */
const known = new Map([
  ['x', 0.3],
  ['h', -0.4],
  ['c', 0.7],
  ['U', 0.5],
  ['V', -1.1],
]);
const text = 'cell odd(x: H) -> h: H\nc = 0.5 * c[t-1] + V @ (x * h[t-1])\nh = tanh(c + U @ h[t-1]) + h[t-1]\n';

const none: Rates = { dropout: 0, recurrentDropout: 0, zoneout: new Map() };

function step(rates: Partial<Rates>, noise: 'drawn' | 'mean', cellText = text): Step {
  const table = ops;
  const cell = checkCell(parseCell({ name: 'odd', text: cellText }), signatures(table));
  const scope = scopeOf(table);
  const shapes = inferShapes(cell, new Map([['H', 1]]), signatures(table));
  return runPasses(scope, regularise(scope, buildStep(scope.graph, table, cell, shapes), { ...none, ...rates }, noise));
}

/** The next h and c, and the output. */
function values(of: Step, factors: Readonly<Record<string, number>> = {}) {
  const leaves = [
    ...of.inputs,
    ...of.params,
    ...of.states.map(({ name, prev }) => ({ name, node: prev })),
    ...of.noise,
  ];
  const given = leaves.map(({ name, node }) => [node, Float64Array.of(factors[name] ?? known.get(name)!)] as const);
  const roots = [...of.states.map(({ next }) => next), of.outputs[0]!.node];
  const results = evaluate(roots, new Map(given));
  const at = (i: number) => results.get(roots[i]!)![0]!;
  const place = (name: string) => at(of.states.findIndex((state) => state.name === name));
  return { h: place('h'), c: place('c'), y: at(2) };
}

const [x, h, c, U, V] = [0.3, -0.4, 0.7, 0.5, -1.1];
const plain = () => {
  const next = 0.5 * c + V * (x * h);
  return { c: next, h: Math.tanh(next + U * h) + h };
};

test('without rates nothing is drawn', () => {
  expect(step({}, 'drawn').noise).toEqual([]);
  expect(values(step({}, 'drawn'))).toEqual({ ...plain(), y: plain().h });
});

test('dropout multiplies the output, not the state', () => {
  const of = step({ dropout: 0.2 }, 'drawn');
  expect(of.noise.map(({ name, draw }) => [name, draw])).toEqual([
    ['dropout', { each: 'step', probability: 0.8, value: 1.25, mean: 1 }],
  ]);
  expect(values(of, { dropout: 1.25 })).toEqual({ ...plain(), y: 1.25 * plain().h });
});

test('recurrent dropout is in products alone, also below other functions', () => {
  const of = step({ recurrentDropout: 0.5 }, 'drawn');
  expect(of.noise.map(({ name, draw }) => [name, draw.each])).toEqual([['recurrent_dropout_h', 'sequence']]);
  const m = 2;
  const next = 0.5 * c + V * (x * (h * m));
  const expected = { c: next, h: Math.tanh(next + U * (h * m)) + h };
  expect(values(of, { recurrent_dropout_h: m })).toEqual({ ...expected, y: expected.h });
});

test('recurrent dropout stays out of what a state has become', () => {
  const peephole = 'cell peephole(x: H) -> h: H\nc = 0.5 * c[t-1] + x\nh = tanh(U @ c + V @ c[t-1] + x * h[t-1])\n';
  const of = step({ recurrentDropout: 0.5 }, 'drawn', peephole);
  const next = 0.5 * c + x;
  const expected = { c: next, h: Math.tanh(U * next + V * (c * 2) + x * h) };
  expect(of.noise.map(({ name }) => name)).toEqual(['recurrent_dropout_c']);
  expect(values(of, { recurrent_dropout_c: 2 })).toEqual({ ...expected, y: expected.h });
});

test('a mask with the mean 1 leaves no trace, whatever its rate', () => {
  for (const rate of [0.05, 0.13, 0.21])
    expect(step({ dropout: rate, recurrentDropout: rate }, 'mean')).toEqual(step({}, 'mean'));
});

test('zoneout mixes what the cell has computed with what it had', () => {
  const of = step(
    {
      zoneout: new Map([
        ['h', 0.1],
        ['c', 0.5],
      ]),
    },
    'drawn',
  );
  expect(of.noise.map(({ name, draw }) => [name, draw.probability, draw.value])).toEqual([
    ['zoneout_c', 0.5, 1],
    ['zoneout_h', 0.1, 1],
  ]);
  expect(values(of, { zoneout_c: 1, zoneout_h: 0 })).toEqual({ c, h: plain().h, y: plain().h });
  expect(values(of, { zoneout_c: 0, zoneout_h: 1 })).toEqual({ c: plain().c, h, y: h });
});

test('the mean of all that is the step as it is, but for zoneout', () => {
  expect(values(step({ dropout: 0.2, recurrentDropout: 0.5 }, 'mean'))).toEqual({ ...plain(), y: plain().h });
  const { h: mixed } = values(step({ zoneout: new Map([['h', 0.1]]) }, 'mean'));
  expect(mixed).toBeCloseTo(0.1 * h + 0.9 * plain().h, 15);
});
