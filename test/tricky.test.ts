/** Cells that have more in them than a gate: each is a pattern that a pass could get wrong, checked against the oracle. */
import { expect, test } from 'vitest';
import { exact, examine } from './support/agree.ts';
import { random } from './support/random.ts';

const cells: Readonly<Record<string, readonly string[]>> = {
  'a choice, where what is not chosen is no number': [
    '(x: 3) -> h: 3',
    'param W: [3, 3]',
    'h = where(x - 0.1, log(x), tanh(W @ h[t-1] + x))',
  ],
  'a slice that only the minimum sees whole': [
    '(x: 8) -> y: 7',
    'param W2: [7, 12]',
    'param b9: [7]',
    'param W12: [4, 7]',
    'g0a, g0b, g0c = split(h1[t-1] @ W2)',
    'h0 = h0[t-1] + g0c[2:4]',
    'h1 = min(g0c) * b9',
    'y = g0b @ W12',
  ],
  'the output reads a state before the step': [
    '(x: 3) -> y: 2',
    'param W: [2, 3]',
    's = tanh(0.5 * s[t-1] + x)',
    'y = W @ s[t-1]',
  ],
  'an input that the output holds whole and in part': ['(x: 3) -> y: 4', 'y = [2 * x; 3 * x[0:1]]'],
  'a state that the output does not read': [
    '(x: 3) -> y: 2',
    'param W: [2, 3]',
    's = tanh(0.5 * s[t-1] + x)',
    'y = W @ x',
  ],
  'a state that sums': ['(x: 3) -> y: 2', 'param W: [2, 3]', 'param b: [3]', 's = s[t-1] + b', 'y = W @ s'],
  'a state that sums products': ['(x: 3) -> s: 3', 'param W: [3, 3]', 's = s[t-1] + W @ x'],
  'a state that is copied': [
    '(x: 3) -> y: 3',
    'older = h[t-1]',
    'h = tanh(x + 0.5 * older[t-1] + 0.3 * h[t-1])',
    'y = h * older',
  ],
  'two states that read each other': [
    '(x: 3) -> a: 3',
    'param W: [3, 3]',
    'a = tanh(W @ b[t-1] + x)',
    'b = 0.5 * a[t-1] + a',
  ],
  'a scalar state': ['(x: 3) -> y: 3', 'n = 0.9 * n[t-1] + mean(x)', 'y = n * x'],
  'a counter': ['(x: 3) -> y: 3', 'n = n[t-1] + 1', 'y = x / (1 + n * n)'],
  'a matrix state': ['(x: 3) -> y: 3', 'param k: [2]', 'param q: [2]', 'C = 0.9 * C[t-1] + outer(x, k)', 'y = C @ q'],
  'a matrix state of parameters alone': [
    '(x: 3) -> y: 3',
    'param v: [3]',
    'param k: [2]',
    'param q: [2]',
    'C = 0.9 * C[t-1] + outer(v, k)',
    'y = C @ q + x',
  ],
  'a matrix parameter elementwise': [
    '(x: 3) -> y: 3',
    'param F: [3, 2]',
    'param k: [2]',
    'param q: [2]',
    'C = sigmoid(F) * C[t-1] + outer(x, k)',
    'y = C @ q',
  ],
  'fast weights': [
    '(x: 3) -> y: 3',
    'param K: [2, 3]',
    'param Q: [2, 3]',
    'param w: [3]',
    'f = sigmoid(w @ x)',
    'C = f * C[t-1] + outer(x, K @ x)',
    'y = C @ (Q @ x)',
  ],
  'a matrix state, transposed': ['(x: 3) -> y: 2', 'param k: [2]', 'C = 0.5 * C[t-1] + outer(x, k)', "y = C' @ x"],
  'the mean of a matrix state': ['(x: 3) -> y: 3', 'param k: [2]', 'C = 0.5 * C[t-1] + outer(x, k)', 'y = x * mean(C)'],
  'the mean of an outer product': ['(x: 3) -> y: 3', 'param k: [2]', 'y = x * mean(outer(x, k))'],
  'one matrix for two values': [
    '(x: 3) -> h: 4',
    'param W: [4, 4]',
    'param V: [4, 3]',
    'param b: [4]',
    'h = tanh(b * sigmoid(V @ x + W @ h[t-1]) + W @ h[t-1])',
  ],
  'one matrix inside and outside of a layer norm': [
    '(x: 3) -> y: 2',
    'param W: [4, 4]',
    'param V: [4, 3]',
    'param g: [4]',
    'param b: [4]',
    'param P: [2, 4]',
    's = tanh(layernorm(V @ x + s[t-1] @ W, g, b) + s[t-1] @ W)',
    'y = P @ s',
  ],
  'a matrix and its transpose': [
    '(x: 3) -> h: 4',
    'param W: [4, 4]',
    'param V: [4, 3]',
    "h = tanh(V @ x + W @ h[t-1] + W' @ tanh(h[t-1]))",
  ],
  'a matrix twice in one step': [
    '(x: 3) -> h: 4',
    'param W: [4, 4]',
    'param V: [4, 3]',
    's = tanh(V @ x + W @ h[t-1])',
    'h = tanh(W @ s + s)',
  ],
  'a matrix cut in two ways': ['(x: 3) -> h: 6', 'param W: [6, 6]', 'h = tanh(W @ [x; x] + W @ h[t-1])'],
  'a scalar parameter times a state': ['(x: 3) -> h: 3', 'param s', 'param W: [3, 3]', 'h = tanh(s * h[t-1] + W @ x)'],
  'a scalar parameter times a product': [
    '(x: 3) -> h: 3',
    'param s',
    'param W: [3, 3]',
    'h = tanh(s * (W @ h[t-1]) + x)',
  ],
  'a scalar parameter times a parameter': ['(x: 2) -> y: 2', 'param s', 'param b: [2]', 'y = s * b + x'],
  'a product of parameters': ['(x: 3) -> y: 2', 'param W: [2, 3]', 'param b: [3]', 'y = W @ b + x[0:2]'],
  'a product of matrices': ['(x: 3) -> h: 3', 'param A: [3, 2]', 'param B: [2, 3]', 'h = tanh((A @ B) @ h[t-1] + x)'],
  'a function of a matrix': ['(x: 3) -> h: 3', 'param W: [3, 3]', 'h = tanh(tanh(W) @ h[t-1] + x)'],
  'an outer product of parameters': ['(x: 3) -> y: 2', 'param a: [2]', 'param b: [3]', 'y = outer(a, b) @ x'],
  'a slice of a state': ['(x: 3) -> h: 4', 'param W: [4, 3]', 'param U: [4, 2]', 'h = tanh(W @ x + U @ h[t-1][1:3])'],
  'a slice of a softmax of a join': ['(x: 3) -> y: 3', 'param k: [2]', 'y = softmax([x; k])[1:4] * x'],
  'a layer norm of a join': [
    '(x: 3) -> y: 5',
    'param k: [2]',
    'param g: [5]',
    'param b: [5]',
    'y = layernorm([x; k], g, b)',
  ],
  'the maximum of a join': ['(x: 3) -> y: 3', 'param k: [2]', 'y = x * max([x; k])'],
  'an input that nothing reads': ['(x: 3) -> h: 2', 'param b: [2]', 'h = tanh(h[t-1] + b)'],
  'an output that is the input': ['(x: 3) -> y: 3', 'y = x'],
  'an output that is a constant': ['(x: 3) -> y: 2', 'param b: [2]', 'y = b'],
  'an output that is the state before': ['(x: 3) -> y: 3', 'h = tanh(x + 0.5 * h[t-1])', 'y = h[t-1]'],
  'a state that is a join': [
    '(x: 4) -> h: 3',
    'param P: [3, 1]',
    'param b: [2]',
    'param W: [3, 7]',
    'param V: [3, 1]',
    'u = tanh(h[t-1] @ P)',
    'h = [b; u] + W @ [x; h[t-1]] + V @ u',
  ],
  'a matrix in a product and elementwise': [
    '(x: 3) -> y: 4',
    'param W: [4, 3]',
    'C = 0.5 * C[t-1] + mean(W @ x) * W',
    'y = C @ x',
  ],
  'a slice of the input': ['(x: 6) -> y: 3', 'param b: [3]', 'y = x[1:4] + b'],
  'values with the names of generated code': [
    '(x: 3) -> y: 2',
    'param T: [2, 3]',
    'param B: [2]',
    'm = tanh(T @ x + B)',
    'r = erf(m) * exp(tanh(m[t-1]))',
    'Math = sigmoid(r + m)',
    'manifest = r * Math[t-1]',
    'kernels, forward = split([manifest; Math])',
    'y = m * kernels + forward * erf + pow2',
  ],
  'parameters with the names of generated code': [
    '(x: 3) -> m: 3',
    'param step: [3, 3]',
    'param tape: [3]',
    'param scratch: [3]',
    'param Float64Array: [3]',
    'm = tanh(step @ m[t-1] + tape * x + scratch * b + t0 + Float64Array * s1 + a * r0)',
  ],
  'values with one name in two cases': [
    '(x: 3) -> h: 3',
    'H_ = tanh(x + h[t-1])',
    'h_ = tanh(H_ * H_)',
    'h = h_ - 0.5 * H_',
  ],
};

/** By default each cell alone gives its last step, and under another layer, where gradients come from all steps, every one. */
const isLong = process.env.CELLC_CASES !== undefined;

for (const [name, [header, ...lines]] of Object.entries(cells))
  for (const output of ['sequence', 'last'] as const)
    test(`${name} (${output})`, async () => {
      const [input, size] = [...header!.matchAll(/: (\d)/g)].map((match) => Number(match[1]));
      const layers = [
        { cell: [`cell c${header}`, ...lines], size: size!, direction: 'both' as const },
        { dense: 2, name: 'm' },
      ];
      for (const count of isLong ? [1, 2] : [output === 'last' ? 1 : 2]) {
        const spec = { name: 'tricky', input: input!, output, layers: layers.slice(0, count) };
        // The cell alone, so that it streams; then in both directions under another layer.
        const first = count === 1 ? [{ ...layers[0]!, direction: 'forward' as const }] : spec.layers;
        const of = { spec: { ...spec, layers: first }, time: 3, lengths: [3, 2], initial: true };
        const { f64, f32 } = await examine(of, random(1));
        expect(f64.error, f64.what).toBeLessThan(exact);
        expect(f32.error, `${f32.what}, in units of its bound`).toBeLessThan(1);
      }
    });

/** What generated code, or JavaScript, calls things. */
const names = 'y d_y d_u target active last pow2 erf total Math Float64Array m T B r b p q i j k h_prev z_h d_h h_0 x';

test.each(names.split(' '))('a scalar named %s is still a scalar', async (name) => {
  const lines = [`cell c(u: 2) -> h: 2`, `${name} = sum(u)`, `h = sigmoid(w * ${name} + h[t-1]) * gelu(${name} + v)`];
  const spec = { name: 'names', input: 2, layers: [{ cell: lines, size: 2 }] };
  const { f64, f32 } = await examine({ spec, time: 3, lengths: [3, 2], initial: true }, random(2));
  expect(f64.error, f64.what).toBeLessThan(exact);
  expect(f32.error, f32.what).toBeLessThan(1);
});
