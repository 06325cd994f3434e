import { expect, test } from 'vitest';
import { chosen, unknownWords } from './words.ts';

test.each([
  [[], ['a-1', 'a-2', 'b']],
  [['a'], ['a-1', 'a-2']],
  [
    ['b', 'a-2'],
    ['a-2', 'b'],
  ],
  [['c'], ['a-1', 'a-2', 'b']],
])('%j chooses %j', (words, names) => {
  expect(chosen(words, ['a-1', 'a-2', 'b'])).toEqual(names);
});

test('words that no name begins with are told', () => {
  expect(unknownWords(['a', 'c', '1'], ['a-1', 'b'])).toEqual(['c', '1']);
});
