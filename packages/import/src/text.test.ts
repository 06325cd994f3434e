import { expect, test } from 'vitest';
import { put } from './text.ts';

test.each([
  ['{0}', 'a + b', 'a + b'],
  ['{0} * {1}', 'a + b', '(a + b) * {1}'],
  ['{0} * {1}', 'a / b', 'a / b * {1}'],
  ['w * {0}', 'a / b', 'w * (a / b)'],
  ['w - {0}', 'a + b', 'w - (a + b)'],
  ['w - {0}', 'a * b', 'w - a * b'],
  ['w - {0} * v', 'a * b', 'w - (a * b) * v'],
  ['{0} - w', 'a + b', 'a + b - w'],
  ['{0} + 1', '-a', '-a + 1'],
  ['w * {0}', '-a', 'w * (-a)'],
  ['W @ {0}', 'U @ h[t-1]', 'W @ (U @ h[t-1])'],
  ['{0} ^ 2', 'a * b', '(a * b) ^ 2'],
  ['{0} ^ 2', 'f(a + b)', 'f(a + b) ^ 2'],
  ['sqrt({0})', 'a + b', 'sqrt(a + b)'],
  ['max({0}, 0)', 'a + b', 'max(a + b, 0)'],
  ['where(c, {0} * 2, 0)', 'a + b', 'where(c, (a + b) * 2, 0)'],
  ['{0} * {0}', '[a; b + c]', '[a; b + c] * [a; b + c]'],
])('%s of %s', (template, expression, whole) => {
  expect(put(template, 0, expression)).toBe(whole);
});
