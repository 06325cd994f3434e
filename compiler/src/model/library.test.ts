import { expect, test } from 'vitest';
import { cells, losses, optimizers } from './library.generated.ts';
import { resolveModel } from './resolve.ts';

const projected = (name: string) => (name.endsWith('_projected') ? { projection: 2 } : {});

test.each(Object.keys(cells))('%s makes a layer', (cell) => {
  const { layers } = resolveModel({ name: 'm', input: 4, layers: [{ cell, size: 4, ...projected(cell) }] });
  expect(layers[0]).toMatchObject({ name: `${cell}1`, input: 4, output: cell.endsWith('_projected') ? 2 : 4 });
});

test.each(Object.keys(losses))('%s is a loss', (loss) => {
  expect(resolveModel({ name: 'm', input: 1, layers: [{ dense: 1 }], loss }).loss?.name).toBe(loss);
});

test.each(Object.keys(optimizers))('%s is an optimizer with a learning rate', (optimizer) => {
  const model = resolveModel({ name: 'm', input: 1, layers: [{ dense: 1 }], loss: 'mse', optimizer });
  expect(model.optimizer?.name).toBe(optimizer);
  expect(model.optimizer?.scalars.get('lr')).toBeGreaterThan(0);
});

test('an unknown optimizer', () => {
  const act = () => resolveModel({ name: 'm', input: 1, layers: [{ dense: 1 }], loss: 'mse', optimizer: 'sgdd' });
  expect(act).toThrow(
    /^E_UNKNOWN_CELL: there is no optimizer 'sgdd'\n.*; an optimizer of your own is a path that ends in/,
  );
});
