import { expect, test } from 'vitest';
import { jsonOf } from './json.ts';
import { modelRule, schema } from './schema.ts';
import { validate } from './validate.ts';

const spec = { name: 'm', input: 1, layers: [{ cell: 'lstm', size: 2 }] };
const layer = (fields: object) => ({ ...spec, layers: [fields] });
const init = (value: unknown) => layer({ cell: 'lstm', size: 2, init: { W: value } });

const good: object[] = [
  spec,
  { ...spec, $schema: 'x', output: 'last', loss: 'mse', optimizer: 'adam' },
  { ...spec, optimizer: { adam: { lr: 0.1 } } },
  layer({ cell: ['cell a(x: I) -> h: H', 'h = x'], size: 1, name: 'a', repeat: 64, direction: 'both' }),
  layer({ cell: 'c', size: 16384, projection: 2, sizes: { K: 3 } }),
  layer({ dense: 1, name: 'out', activation: 'tanh', bias: false, init: { W: 'zeros' } }),
  { ...spec, input: { classes: 5 }, layers: [{ embedding: 2, dropout: 0.5 }], standardize: 'output' },
  layer({ cell: 'lstm', size: 1, dropout: 0, recurrentDropout: 0.5, zoneout: 0.1, l2: 0.01 }),
  layer({ cell: 'lstm', size: 1, zoneout: { h: 0.1 } }),
  init(0),
  init({ uniform: 0.1 }),
  init({ normal: 0 }),
  init('orthogonal'),
];

const bad: unknown[] = [
  null,
  [],
  'lstm',
  {},
  { ...spec, name: '' },
  { ...spec, name: '../m' },
  { ...spec, name: 'a'.repeat(65) },
  { ...spec, name: 1 },
  { ...spec, input: 0 },
  { ...spec, input: {} },
  { ...spec, input: { classes: 1 } },
  { ...spec, standardize: 'all' },
  layer({ cell: 'lstm', size: 1, dropout: 1 }),
  layer({ cell: 'lstm', size: 1, zoneout: -0.1 }),
  layer({ embedding: 0 }),
  { ...spec, layers: [] },
  { ...spec, layers: Array(257).fill({ dense: 1 }) },
  { ...spec, layers: {} },
  { ...spec, output: 'first' },
  { ...spec, loss: '' },
  { ...spec, optimizer: {} },
  { ...spec, optimizer: { sgd: {}, adam: {} } },
  { ...spec, optimizer: { sgd: { lr: '1' } } },
  { ...spec, Loss: 'mse' },
  JSON.parse('{"name": "m", "input": 1, "layers": [{"dense": 1}], "__proto__": {}}'),
  layer({}),
  layer({ cell: 'lstm' }),
  layer({ cell: 'lstm', size: '2' }),
  layer({ cell: 'lstm', size: 2.5 }),
  layer({ cell: 'lstm', size: 16385 }),
  layer({ cell: 'lstm', size: 2, repeat: 65 }),
  layer({ cell: 'lstm', size: 2, direction: 'up' }),
  layer({ cell: 'lstm', size: 2, sizes: { K: 0 } }),
  layer({ cell: 'lstm', size: 2, dense: 2 }),
  layer({ cell: [], size: 2 }),
  layer({ cell: 'lstm', size: 2, name: 'a.b' }),
  layer({ dense: 1, bias: 'no' }),
  layer({ dense: 1, cel: 'lstm' }),
  init('random'),
  init({}),
  init({ uniform: -1 }),
  init({ uniform: 1, normal: 1 }),
  init({ gamma: 1 }),
  init(null),
];

const accepted = (value: unknown): boolean => {
  try {
    validate(jsonOf(value), modelRule);
    return true;
  } catch (error) {
    expect(error).toHaveProperty('name', 'CellcError');
    return false;
  }
};

test.each(good)('the validator and the schema accept %j', (value) => {
  expect([accepted(value), conforms(value, schema())]).toEqual([true, true]);
});

test.each(bad.map((value) => [value]))('the validator and the schema refuse %j', (value) => {
  expect([accepted(value), conforms(value, schema())]).toEqual([false, false]);
});

test('the published schema is up to date (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot('../../schema.json');
});

/** The meaning of each keyword in JSON Schema, draft 2020-12. */
type Keyword = (value: never, operand: never, all: Record<string, unknown>) => boolean;
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const keywords: Record<string, { of?: (value: unknown) => boolean; holds: Keyword }> = {
  type: {
    holds: (value: unknown, type: string) =>
      type === 'object'
        ? isObject(value)
        : type === 'array'
          ? Array.isArray(value)
          : type === 'integer'
            ? Number.isInteger(value)
            : typeof value === type,
  },
  anyOf: { holds: (value: unknown, schemas: Record<string, unknown>[]) => schemas.some((one) => conforms(value, one)) },
  enum: { holds: (value: unknown, values: unknown[]) => values.includes(value) },
  pattern: {
    of: (value) => typeof value === 'string',
    holds: (value: string, pattern: string) => new RegExp(pattern, 'u').test(value),
  },
  minLength: { of: (value) => typeof value === 'string', holds: (value: string, n: number) => value.length >= n },
  maxLength: { of: (value) => typeof value === 'string', holds: (value: string, n: number) => value.length <= n },
  minimum: { of: (value) => typeof value === 'number', holds: (value: number, n: number) => value >= n },
  maximum: { of: (value) => typeof value === 'number', holds: (value: number, n: number) => value <= n },
  exclusiveMaximum: { of: (value) => typeof value === 'number', holds: (value: number, n: number) => value < n },
  minItems: { of: Array.isArray, holds: (value: unknown[], n: number) => value.length >= n },
  maxItems: { of: Array.isArray, holds: (value: unknown[], n: number) => value.length <= n },
  items: {
    of: Array.isArray,
    holds: (value: unknown[], item: Record<string, unknown>) => value.every((one) => conforms(one, item)),
  },
  minProperties: { of: isObject, holds: (value: object, n: number) => Object.keys(value).length >= n },
  maxProperties: { of: isObject, holds: (value: object, n: number) => Object.keys(value).length <= n },
  required: { of: isObject, holds: (value: object, keys: string[]) => keys.every((key) => Object.hasOwn(value, key)) },
  properties: {
    of: isObject,
    holds: (value: Record<string, unknown>, properties: Record<string, Record<string, unknown>>) =>
      Object.entries(properties).every(([key, one]) => !Object.hasOwn(value, key) || conforms(value[key], one)),
  },
  additionalProperties: {
    of: isObject,
    holds: (value: Record<string, unknown>, one: Record<string, unknown> | false, { properties = {} }) =>
      Object.keys(value).every(
        (key) => Object.hasOwn(properties as object, key) || (one !== false && conforms(value[key], one)),
      ),
  },
};
const annotations = ['$schema', 'title', 'description', 'default', 'examples'];

function conforms(value: unknown, all: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(all).every(([key, operand]) => {
    if (annotations.includes(key)) return true;
    const keyword = keywords[key];
    if (!keyword) throw new Error(`the schema uses a keyword that the test does not know: ${key}`);
    return keyword.of?.(value) === false || keyword.holds(value as never, operand as never, all);
  });
}
