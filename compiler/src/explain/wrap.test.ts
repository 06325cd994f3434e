import { expect, test } from 'vitest';
import { parseCell } from '../lang/cell.ts';
import { specOfCell } from './wrap.ts';

const layerOf = (header: string) => {
  const spec = specOfCell(parseCell({ name: 'c', text: `cell c${header}\n\nh = x\n` }), './c.cell', {
    size: 20,
    input: 10,
  });
  return { input: spec.input, ...spec.layers[0] };
};

test('a model around a cell', () => {
  const cell = './c.cell';
  expect(layerOf('(x: I) -> h: H')).toEqual({ input: 10, cell, size: 20 });
  expect(layerOf('(x: N) -> h: N')).toEqual({ input: 10, cell, size: 10 });
  expect(layerOf('(x: 3) -> h: 4')).toEqual({ input: 3, cell, size: 4 });
  expect(layerOf('(x: I) -> h: O\nparam W: [H, K]')).toEqual({ input: 10, cell, size: 20, sizes: { O: 10, K: 10 } });
});
