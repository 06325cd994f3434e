import { compileModel } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { changedLines, judge, withoutVersion } from './judge.ts';

const even = [0.99, 1, 1.01];

test('what exceeds the noise is slower or faster', () => {
  const sample = (ratio: number) => ({ overBase: [ratio, ratio, ratio], overItself: even });
  expect(judge([sample(1.2), sample(1.1), sample(1.15)])).toMatchObject({ verdict: 'slower', noise: 0.03 });
  expect(judge([sample(0.8), sample(0.9), sample(0.85)]).verdict).toBe('faster');
  expect(judge([sample(1.02), sample(1), sample(0.99)]).verdict).toBe('same');
});

test('one process that was disturbed decides nothing', () => {
  const calm = { overBase: even, overItself: even };
  const slow = { overBase: [1.9, 2, 2.1], overItself: even };
  expect(judge([calm, calm, slow]).verdict).toBe('same');
  expect(judge([slow, slow, { overBase: [0.99], overItself: even }]).verdict).toBe('same');
});

test('where the same code differs from itself by a tenth, a fifth is no difference', () => {
  const noisy = { overBase: [1.19], overItself: [1.1] };
  const { noise, verdict } = judge([noisy, noisy]);
  expect(noise).toBeCloseTo(0.2, 10);
  expect(verdict).toBe('same');
});

test('lines are counted wherever they stand', () => {
  expect(changedLines('a\nb\nc', 'c\na\nd\nd')).toEqual({ added: 2, removed: 1 });
  expect(changedLines('a\nb', 'b\na')).toEqual({ added: 0, removed: 0 });
});

test('a hash is no change', () => {
  const { code, manifest } = compileModel({ name: 'one', input: 1, layers: [{ cell: 'rnn', size: 2 }] });
  const bare = withoutVersion(code);
  expect(code).toContain(manifest.hash);
  expect(bare).not.toContain(manifest.hash);
  expect(bare).not.toContain(`"${manifest.version}"`);
  expect(bare).toContain('function ');
});
