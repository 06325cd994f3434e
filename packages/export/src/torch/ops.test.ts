import { ops, signatures } from '@cellc/compiler/graph';
import { expect, test } from 'vitest';
import { pointOps, reduceOps } from './ops.ts';

/** Ops of cells' graphs: those that cells call, and those that the expansions of these do. */
const callable = Object.entries(ops).filter(
  ([op, row]) =>
    (row.kind === 'point' || row.kind === 'reduce') && (signatures(ops).has(row.name ?? op) || op === 'stop'),
);

test('every op that works element by element or reduces has a row', () => {
  const missing = callable.flatMap(([op, { kind }]) =>
    Object.hasOwn(kind === 'reduce' ? reduceOps : pointOps, op) ? [] : [op],
  );
  expect(missing).toEqual([]);
  expect(callable.length).toBeGreaterThan(20);
});

test('every row is of an op', () => {
  expect([...Object.keys(pointOps), ...Object.keys(reduceOps)].filter((op) => !Object.hasOwn(ops, op))).toEqual([]);
});
