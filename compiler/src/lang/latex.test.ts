import { expect, test } from 'vitest';
import { ops } from '../ir/ops.ts';
import { signatures } from '../ir/signatures.ts';
import { checkCell } from './check.ts';
import { inferShapes } from './infer.ts';
import { parseLatex } from './latex.ts';
import { printCell, printEquation, printExpr } from './print.ts';

const functions = signatures(ops);

const read = (text: string, name = 'cell.tex') => checkCell(parseLatex({ name, text }), functions);
const lines = (text: string) => read(text).equations.map(printEquation);
const rightSide = (text: string) => printExpr(read(`h_t = ${text}`).equations.at(-1)!.value);

const peephole = String.raw`
i_t = \sigma( W_{xi} x_t + W_{hi} {h}_{t-1} + {W}_{ci} {c}_{t-1} + {b}_i) \quad\quad(1)
f_t = \sigma( W_{xf} x_t + W_{hf} {h}_{t-1} + {W}_{cf} {c}_{t-1} + {b}_f) \quad\quad(2)
\tilde{c}_t = \tanh( W_{xc} x_t + W_{hc} {h}_{t-1} + {b}_c) \quad\quad(3)
c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \quad\quad(4)
o_t = \sigma( W_{xo} x_t + W_{ho} {h}_{t-1} + {W}_{co} {c}_{t} + {b}_o) \quad\quad(5)
\hat{h}_t = \tanh(c_t) \quad\quad(6)
h_t = o_t \odot \hat{h}_t \quad\quad(7)
`;

test('a peephole LSTM, pasted', () => {
  const cell = read(peephole, 'papers/peephole.tex');
  expect(printCell(cell)).toBe(`cell peephole(x: I) -> h: H

i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
c_tilde = tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
c = f * c[t-1] + i * c_tilde
o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
h_hat = tanh(c)
h = o * h_hat
`);
  const shapes = inferShapes(
    cell,
    new Map([
      ['I', 4],
      ['H', 3],
    ]),
    functions,
  );
  expect(shapes.states).toEqual(['h', 'c']);
  expect(shapes.shape('W_co')).toEqual([3, 3]);
  expect(shapes.shape('W_xi')).toEqual([3, 4]);
});

test('the same from an align environment, with line breaks, fonts and one peephole', () => {
  const cell = read(String.raw`
% A simplified peephole LSTM.
% From a paper.
\begin{align}
  \mathbf{i}_t &= \sigma\left(\mathbf{W}_{xi} \mathbf{x}_t + \mathbf{W}_{hi} \mathbf{h}_{t-1} + \mathbf{b}_i\right), \label{eq:i} \\
  \mathbf{f}_t &= \sigma\bigl(\mathbf{W}_{xf} \mathbf{x}_t
      + \mathbf{W}_{hf} \mathbf{h}_{t-1} + \mathbf{b}_f\bigr), \nonumber \\[2pt]
  \tilde{\mathbf{c}}_t &= \tanh(\mathbf{W}_{xc} \mathbf{x}_t + \mathbf{W}_{hc} \mathbf{h}_{t-1} + \mathbf{b}_c), \\
  \mathbf{c}_t &= \mathbf{f}_t \odot \mathbf{c}_{t-1} \\
    &\quad + \mathbf{i}_t \odot \tilde{\mathbf{c}}_t, \tag{4} \\
  \mathbf{o}_t &= \sigma(\mathbf{W}_{xo} \mathbf{x}_t + \mathbf{W}_{ho} \mathbf{h}_{t-1} + \mathbf{W}_{co} \mathbf{c}_t + \mathbf{b}_o), \\
  \mathbf{h}_t &= \mathbf{o}_t \odot \tanh(\mathbf{c}_t).
\end{align}
`);
  expect(printCell(cell)).toBe(`# A simplified peephole LSTM.
# From a paper.
cell cell(x: I) -> h: H

i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
c_tilde = tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
c = f * c[t-1] + i * c_tilde
o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
h = o * tanh(c)
`);
});

test('a GRU, with time as a superscript and concatenation', () => {
  expect(
    lines(String.raw`$$z^{(t)} = \sigma(W^{(z)} \cdot [h^{(t-1)}, x^{(t)}]) \qquad r^{(t)} = \sigma(W^{(r)} \cdot [h^{(t-1)}; x^{(t)}])$$
      $$\hat{h}^{(t)} = \tanh(W \cdot [r^{(t)} * h^{(t-1)}, x^{(t)}])$$
      $$h^{(t)} = (1 - z^{(t)}) h^{(t-1)} + z^{(t)} \hat{h}^{(t)}$$`),
  ).toEqual([
    'z = sigmoid(W_z @ [h[t-1]; x])',
    'r = sigmoid(W_r @ [h[t-1]; x])',
    'h_hat = tanh(W @ [r * h[t-1]; x])',
    'h = (1 - z) * h[t-1] + z * h_hat',
  ]);
});

test('an array of PyTorch, and rows as vectors', () => {
  expect(
    lines(String.raw`\begin{array}{ll} \\
        r_t = \sigma(W_{ir} x_t + b_{ir} + W_{hr} h_{(t-1)} + b_{hr}) \\
        n_t = \tanh(W_{in} x_t + b_{in} + r_t \odot (W_{hn} h_{(t-1)}+ b_{hn})) \\
        h_t = r_t \odot n_t
    \end{array}`),
  ).toEqual([
    'r = sigmoid(W_ir @ x + b_ir + W_hr @ h[t-1] + b_hr)',
    'n = tanh(W_in @ x + b_in + r * (W_hn @ h[t-1] + b_hn))',
    'h = r * n',
  ]);
  expect(
    lines(
      String.raw`\mathbf{H}_t = \phi\odot(\mathbf{X}_t \mathbf{W}_{xh} + \mathbf{H}_{t-1} \mathbf{W}_{hh} + \mathbf{b}_h)`,
    ),
  ).toEqual(['H = phi * (X @ W_xh + H[t-1] @ W_hh + b_h)']);
});

test('the output is h, or what the last equation computes', () => {
  expect(read(String.raw`h_t = W x_t \\ y_t = V h_t`).output.name).toBe('h');
  expect(read(String.raw`s_t = W x_t \\ y_t = V s_t`, 'a/my-cell.tex')).toMatchObject({
    name: 'my_cell',
    output: { name: 'y' },
    inputs: [{ name: 'x' }],
  });
});

test.each([
  [String.raw`\mathbf{W}_{xi} \mathbf{x}_t + b`, 'W_xi @ x + b'],
  [String.raw`(1 - x_t) \circ h_{t-1} + \frac{x_t}{2}`, '(1 - x) * h[t-1] + x / 2'],
  [String.raw`x_t h_{t-1} \otimes x_t`, 'x * h[t-1] * x'],
  [String.raw`\sigma( W^{(f)} x^{t} + U^f h^{t-1} )`, 'sigmoid(W_f @ x + U_f @ h[t-1])'],
  ['x_t^2 + (x_t + 1)^{-1} + e^{-x_t}', 'x^2 + (x + 1)^-1 + exp(-x)'],
  [String.raw`\operatorname{ReLU}\bigl(W x_t + \alpha \odot h_{t-1}\bigr)`, 'relu(W @ x + alpha * h[t-1])'],
  ['w_{ci} h_{t-1} + x_t', 'w_ci * h[t-1] + x'],
  [String.raw`\max(0, W x_t)`, 'max(0, W @ x)'],
  [String.raw`U^\top V x_t`, "U' @ (V @ x)"],
  [String.raw`x_t^T W + v^{\mathrm{T}} x_t`, 'x @ W + v @ x'],
  ['-x_t + 2 W x_t', '-x + 2 * W @ x'],
  [String.raw`\tanh x_t + \mathrm{tanh}(W_{\text{in}} x_t) + tanh(x_t)`, 'tanh(x) + tanh(W_in @ x) + tanh(x)'],
  ['σ(W x_t) ⊙ x_t − 1', 'sigmoid(W @ x) * x - 1'],
  [
    String.raw`\left\{ W \left[ x_t ; h_{t-1} \right] \right\} + \hat{W}_{x, h}' x_t`,
    'W @ [x; h[t-1]] + W_hat_xh_prime @ x',
  ],
])('h_t = %s', (tex, text) => {
  expect(rightSide(tex)).toBe(text);
});

test.each([
  [
    String.raw`\text{LSTM}: h_t = x_t`,
    'E_SYNTAX: expected an equation such as h_t = \\tanh(W x_t), found \\text',
    '\\text',
    'leave out what is not an equation',
  ],
  ['h_t = W x_t\nwhere x is', "E_SYNTAX: expected an equation, found 'w'", 'w', 'leave out what is not an equation'],
  [
    String.raw`h_t = \phi(W x_t)`,
    'E_UNKNOWN_FUNCTION: `phi` is not a function',
    '\\phi',
    'write \\sigma, \\tanh or \\operatorname{relu}, or \\odot between if phi is a factor',
  ],
  [
    String.raw`h_t = \operatorname{tnah}(x_t)`,
    'E_UNKNOWN_FUNCTION: there is no function tnah',
    '\\operatorname{tnah}(x_t)',
    'did you mean tanh?',
  ],
  [String.raw`h_t = \sum_i x_t`, 'E_SYNTAX: \\sum cannot be read here', '\\sum', undefined],
  [
    'h_t = W^f x_t + W_f h_{t-1}',
    'E_DUPLICATE: `W^f` and `W_f` would both be called `W_f`',
    'W_f',
    'rename one of them',
  ],
  [
    'h_t = W x_{t-2}',
    'E_SYNTAX: only the step t and the step before, t-1, can be read, not t-2',
    't',
    'shift the equations so that they compute the values at t',
  ],
  ['h_{t-1} = x_t', 'E_SYNTAX: an equation computes a value at t, not at t-1', 'h', 'shift the equations by one step'],
  ['h_t = x_t = 3', "E_SYNTAX: unexpected '='", '=', undefined],
  ['h_t = f_t W x_t', 'E_SYNTAX: this product can be read in two ways', 'W', 'write \\odot where it is elementwise'],
  [String.raw`h_t = \tanh W x_t`, 'E_SYNTAX: put what \\tanh applies to in brackets', '\\tanh', undefined],
  ['h_t = (W x_t', "E_SYNTAX: expected ')', found the end of the equation", '', undefined],
  [
    'h_t = x_t + u_t',
    'E_NO_INPUT: the input cannot be told: no equation computes x, u',
    'u_t',
    'give an equation for all but one, or leave out the time index of a parameter',
  ],
  [
    'h_t = W x_t + q_{t-1}',
    'E_STATE_NEVER_UPDATED: `q[t-1]` is read, but nothing computes `q`',
    'q_{t-1}',
    'write an equation q = …, or read q without [t-1] if it is a parameter',
  ],
  ['h_t = W x_t é', "E_SYNTAX: unexpected character 'é'", 'é', undefined],
])('%j', (tex, message, at, hint) => {
  let error:
    | { code: string; reason: string; hint?: string; place: { span: { start: number; end: number } } }
    | undefined;
  try {
    read(tex);
  } catch (caught) {
    error = caught as typeof error;
  }
  const span = error?.place.span;
  expect([`${error?.code}: ${error?.reason}`, tex.slice(span?.start, span?.end), error?.hint]).toEqual([
    message,
    at,
    hint,
  ]);
});

test('shape errors speak LaTeX', () => {
  const cell = read('h_t = W x_t + W h_{t-1}');
  const sizes = new Map([
    ['I', 4],
    ['H', 3],
  ]);
  expect(() => inferShapes(cell, sizes, functions)).toThrow('`W h_{t-1}`: W is [?, I] = [?, 4] but h is [H] = [3]');
});

test('a text cannot exhaust the stack or time', () => {
  for (const deep of [String.raw`\mathbf{`, '{', '(', String.raw`\tanh `, String.raw`\tilde `, String.raw`\frac{`])
    expect(() => read(`h_t = ${deep.repeat(5000)}x_t`)).toThrow(/nested too deeply|expected/);
});

test('LN is layer normalisation, which needs a gain and a bias, and no logarithm', () => {
  const cell = parseLatex({ name: 'ln.tex', text: 'h_t = \\mathrm{LN}(W x_t) + \\mathrm{Tanh}(U h_{t-1})' });
  expect(printCell(cell)).toContain('h = LN(W @ x) + tanh(U @ h[t-1])');
});
