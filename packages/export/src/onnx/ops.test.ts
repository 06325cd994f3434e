import { ops, signatures } from '@cellc/compiler/graph';
import { expect, test } from 'vitest';
import { pointOps, reduceOps } from './ops.ts';

test('every op that works element by element or reduces has a row', () => {
  const missing = Object.entries(ops).flatMap(([op, row]) => {
    const rows = { point: pointOps, reduce: reduceOps };
    if (row.kind !== 'point' && row.kind !== 'reduce') return [];
    return Object.hasOwn(rows[row.kind], op) || !signatures(ops).has('name' in row ? row.name : op) ? [] : [op];
  });
  expect(missing).toEqual([]);
});
