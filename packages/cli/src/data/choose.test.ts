import { compileModel } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { chooseColumns, type Wanted } from './choose.ts';
import { parseCsv } from './csv.ts';

const manifestOf = (input: number, output: number, loss = 'mse') =>
  compileModel({ name: 'm', input, layers: [{ cell: 'rnn', size: 2 }, { dense: output }], loss }).manifest;
const choose = (columns: string, [input, output, loss]: [number, number, string?], wanted: Partial<Wanted> = {}) => {
  const table = parseCsv('a.csv', `${columns}\n${columns.replace(/\w+/g, '1')}\n`);
  return chooseColumns(table, manifestOf(input, output, loss), {
    input: [],
    predict: [],
    group: undefined,
    horizon: undefined,
    ...wanted,
  });
};

test.each([
  ['all numeric columns forecast themselves', 'a,b', [2, 2], {}, [['a', 'b'], ['a', 'b'], [1], false]],
  ['one of several', 'a,b', [1, 1], { input: ['b'] }, [['b'], ['b'], [1], false]],
  ['another column at the same row', 'a,b', [1, 1], { input: ['a'], predict: ['b'] }, [['a'], ['b'], [0], false]],
  ['the others', 'a,b,c', [2, 1], { predict: ['c'] }, [['a', 'b'], ['c'], [0], false]],
  ['all of them', 'a,b,c', [3, 1], { predict: ['c'] }, [['a', 'b', 'c'], ['c'], [1], false]],
  ['the rest', 'a,b,c', [2, 1], { input: ['a', 'b'] }, [['a', 'b'], ['c'], [0], false]],
  ['so many rows ahead', 'a', [1, 1], { horizon: 3 }, [['a'], ['a'], [3], false]],
  ['each of the next rows', 'a', [1, 3], { horizon: 3 }, [['a'], ['a'], [1, 2, 3], false]],
  ['the group is no input', 'id,a', [1, 1], { group: 'id' }, [['a'], ['a'], [1], false]],
  ['a class', 'a,b,c', [2, 5, 'cross_entropy'], { predict: ['c'] }, [['a', 'b'], ['c'], [0], true]],
] as const)('%s', (_, columns, sizes, wanted, [inputs, targets, offsets, isClass]) => {
  expect(choose(columns, [...sizes] as [number, number, string?], wanted)).toMatchObject({
    inputs,
    targets,
    offsets,
    isClass,
  });
});

test.each([
  [
    'year,spots',
    [1, 1],
    {},
    'E_DATA: m reads 1 number a time step and gives 1, and a.csv has the columns year, spots (all numbers)\nhint: say which, as in --input spots --predict spots',
  ],
  // The target may be forecast from itself, or told from the other column.
  [
    'year,spots',
    [1, 1],
    { predict: ['spots'] },
    'E_DATA: m reads 1 number a time step and gives 1, and a.csv has the columns year, spots (all numbers)\nhint: say which, as in --input spots --predict spots',
  ],
  ['a,b', [1, 1], { input: ['a', 'b'] }, 'E_DATA: m reads 1 number a time step, and --input names 2 columns: a, b'],
  ['a,b', [1, 1], { predict: ['a', 'b'] }, 'E_DATA: m gives 1 number, and --predict names 2 columns: a, b'],
  [
    'a',
    [1, 2],
    { input: ['a'], predict: ['a'], horizon: 3 },
    'E_DATA: m gives 2 numbers, and --predict names 1 column: a\nhint: with --horizon 3 it can also give 3 of each target: 3 numbers',
  ],
  ['a', [1, 1], { group: 'sensor' }, 'E_DATA: a.csv has no column sensor\nhint: its columns are a'],
] as const)('nothing is guessed: %s, %j, %j', (columns, sizes, wanted, message) => {
  expect(() => choose(columns, [...sizes] as [number, number], wanted)).toThrow(expect.objectContaining({ message }));
});
