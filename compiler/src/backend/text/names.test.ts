import { expect, test } from 'vitest';
import { spelling } from './names.ts';

test.each([
  [['z_o_0', '$o$4_0', 'lstm1$h'], [], ['z_o_0', 'o_4_0', 'lstm1_h']],
  // What a user wrote keeps its name, although it comes later.
  [['$h_2_0', 'h$2_0', 'h_2_0'], [], ['h_2_0_2', 'h_2_0_3', 'h_2_0']],
  [['$x_', '$min_'], ['min_'], ['x_', 'min__2']],
])('%j without %j is spelled %j', (names, taken, spelt) => {
  const spell = spelling(names, taken);
  expect(names.map(spell)).toEqual(spelt);
  expect(new Set(spelt).size).toBe(names.length);
});
