import { expect, test } from 'vitest';
import type { Instr } from './instructions.ts';
import { numberLocals } from './locals.ts';

const types = new Map<string, 'i32' | 'v128'>([
  ['i', 'i32'],
  ...['a', 'b', 'c', 'sum'].map((name) => [name, 'v128'] as const),
]);
const set = (name: string): Instr => ['local.set', name];
const get = (name: string): Instr => ['local.get', name];

/** The numbers of the locals that the code names, in order. */
function numbers(code: readonly Instr[], params: readonly string[] = []): (number | undefined)[] {
  const numbered = numberLocals({ name: 'f', doc: [], params, locals: types, code });
  return code.flatMap(([op], place) => (op.startsWith('local.') ? [numbered.at(place)] : []));
}

test('a value takes the number of one that is no longer needed', () => {
  expect(numbers([set('a'), get('a'), set('b'), set('c'), get('b'), get('c')])).toEqual([2, 2, 2, 3, 2, 3]);
});

test('a value that the next round of a loop reads keeps its number to the end of the loop', () => {
  const code = [set('a'), ['loop'], get('a'), set('b'), get('b'), ['br_if', 0], ['end'], set('c')] as Instr[];
  expect(numbers(code)).toEqual([2, 2, 3, 3, 2]);
  const nested = [set('a'), ['loop'], ['loop'], get('a'), ['end'], set('b'), ['end'], set('c')] as Instr[];
  expect(numbers(nested)).toEqual([2, 2, 3, 2]);
});

test('a sum keeps its number', () => {
  const code = [set('sum'), set('a'), ['loop'], get('sum'), set('sum'), ['end'], set('b'), get('sum')] as Instr[];
  expect(numbers(code)).toEqual([2, 3, 2, 2, 3, 2]);
});

test('a name that is set again behind the loop it was first set in is another value', () => {
  const code = [['loop'], set('a'), get('a'), set('b'), ['end'], set('c'), set('a'), get('c'), get('a')] as Instr[];
  expect(numbers(code)).toEqual([2, 2, 2, 2, 3, 2, 3]);
});

test('vectors come first, then integers, behind two parameters or what stands in for them', () => {
  const code = [set('i'), set('a'), get('i'), get('a')];
  const numbered = (params: readonly string[]) => numberLocals({ name: 'f', doc: [], params, locals: types, code });
  expect(numbers([get('B'), get('T'), ...code], ['T', 'B'])).toEqual([1, 0, 3, 2, 3, 2]);
  expect(numbers(code)).toEqual([3, 2, 3, 2]);
  const runs = [
    [1, 'v128'],
    [1, 'i32'],
  ];
  expect(numbered(['T', 'B']).runs).toEqual(runs);
  expect(numbered([]).runs).toEqual([[2, 'i32'], ...runs]);
});

test('reading what was set in a loop behind its end is a mistake', () => {
  expect(() => numbers([['loop'], set('a'), ['end'], get('a')])).toThrow('a is read before it is set');
});
