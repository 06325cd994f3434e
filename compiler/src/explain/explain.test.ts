import { expect, test } from 'vitest';
import { compileModel } from '../compile.ts';
import type { ModelSpec } from '../model/spec.ts';
import { explain } from './explain.ts';

const layerOf = (equations: string, training = true) => {
  const spec: ModelSpec = { name: 'm', input: 4, layers: [{ cell: `cell c(x: I) -> h: H\n${equations}`, size: 6 }] };
  return explain(compileModel(spec, { training })).layers[0]!;
};

test('blocks: a stacked weight is cut, and its parts are packed', () => {
  const layer = layerOf('a, b = split(W @ x + U @ h[t-1])\nh = tanh(a) * b');
  expect(layer.graph).toEqual(['v1 = W @ x + U @ h[t-1]', 'a = v1[0:6]', 'b = v1[6:12]', 'h = tanh(a) * b']);
  expect(layer.passes.find(({ name }) => name === 'blocks')).toMatchObject({
    added: ['a = W[0:6, :] @ x + U[0:6, :] @ h[t-1]', 'b = W[6:12, :] @ x + U[6:12, :] @ h[t-1]'],
  });
  expect(layer.packs.map(({ weights, operand }) => [operand, ...weights])).toEqual([
    ['x', 'W[0:6, :]', 'W[6:12, :]'],
    ['h[t-1]', 'U[0:6, :]', 'U[6:12, :]'],
  ]);
});

test('phases: hoisted, looped, and deferred behind the loop', () => {
  const { plan, saved } = layerOf('param V: [H, 5]\ns = tanh(W @ x + u * s[t-1])\nh = V @ s');
  const at = (pass: string, when: string) =>
    plan.phases.find((phase) => phase.pass === pass && phase.when === when)?.loops.flatMap((loop) => loop.equations);
  expect(at('forward', 'before the loop')).toEqual(['v1 = W @ x']);
  expect(at('forward', 'in the loop')).toEqual(['z_s = v1 + u * s[t-1]', 's = tanh(z_s)']);
  expect(at('forward', 'after the loop')).toEqual(['h = V @ s']);
  expect(at('backward', 'before the loop')).toEqual(["v2 = V' @ d_y"]);
  expect(plan.deferred).toContain('d_V = Σ outer(d_y, s)');
  expect(saved).toEqual([]);
});

test('a module for inference has no gradient', () => {
  const layer = layerOf('h = tanh(W @ x + U @ h[t-1])', false);
  expect(layer).toMatchObject({ gradient: [], saved: [], cost: { backwardFlops: undefined } });
  expect(layer.plan.phases.every(({ pass }) => pass === 'forward')).toBe(true);
});
