/** Recurrent cells with all that frameworks let one choose, as equations of the cell language. */
import { type Activation, decimal } from './activation.ts';
import { put } from './text.ts';

/** What a sequence is summed up as: its first element, and the sum, the mean and the largest of those so far. */
export type Summary = 'hold' | 'sum' | 'mean' | 'max' | 'min';

export interface RecurrentCell {
  readonly kind: 'lstm' | 'gru' | 'rnn' | Summary;
  readonly input: number;
  /** The size of the states. */
  readonly hidden: number;
  /** The size of the output: the projection's, where there is one. */
  readonly output: number;
  /** LSTM: of gates, of the candidate, of the cell state. GRU: of gates, of the candidate. RNN: of the state. */
  readonly activations: readonly Activation[];
  readonly peepholes?: boolean;
  /** LSTM: f = 1 - i. */
  readonly coupled?: boolean;
  readonly projection?: boolean;
  /** GRU: whether the reset gate acts after the matrix product. */
  readonly resetAfter?: boolean;
  /** What activations are given stays within ± this. */
  readonly clip?: number;
  /** The last element of the input says whether the step counts (1) or the states stay as they are (0). */
  readonly masked?: 'repeat' | 'zero';
  /** States start at parameters `h_0` and `c_0`. */
  readonly starts?: boolean;
}

/** The parameters with their shapes. */
export function parametersOf(cell: RecurrentCell): Map<string, readonly number[]> {
  const { input: I, hidden: H, output: P, kind } = cell;
  const params = new Map<string, readonly number[]>();
  const gate = (name: string, biases: readonly string[]): void => {
    params.set(`W_x${name}`, [H, I]).set(`W_h${name}`, [H, P]);
    for (const bias of biases) params.set(bias, [H]);
  };
  if (kind === 'lstm') {
    for (const name of gatesOf(cell)) gate(name, [`b_${name}`]);
    if (cell.peepholes) for (const name of gatesOf(cell)) if (name !== 'g') params.set(`p_${name}`, [H]);
    if (cell.projection) params.set('W_hr', [P, H]);
  } else if (kind === 'gru') {
    gate('r', ['b_r']);
    gate('z', ['b_z']);
    gate('n', cell.resetAfter ? ['b_xn', 'b_hn'] : ['b_n']);
  } else if (kind === 'rnn') gate('h', ['b_h']);
  if (cell.starts)
    for (const [state, size] of statesOf(cell)) if (/^[hc]$/.test(state)) params.set(`${state}_0`, [size]);
  return params;
}

/** The states that callers may give and see, with their sizes. */
export function statesOf(cell: RecurrentCell): Map<string, number> {
  if (cell.kind === 'lstm') return new Map(Object.entries({ h: cell.output, c: cell.hidden }));
  return new Map(Object.entries({ h: cell.output }));
}

const gatesOf = ({ coupled }: RecurrentCell): string[] => (coupled ? ['i', 'g', 'o'] : ['i', 'f', 'g', 'o']);

/** The shipped cell that is the same, if there is one. */
export function shippedCell(cell: RecurrentCell): string | undefined {
  const { kind, activations, clip, masked, starts, peepholes, coupled, projection } = cell;
  if (clip !== undefined || masked || starts) return undefined;
  const functions = activations.map(({ name, text }) => name ?? text).join();
  if (kind === 'lstm' && functions === 'sigmoid,tanh,tanh') {
    if (peepholes) return coupled || projection ? undefined : 'lstm_peephole_diagonal';
    if (coupled) return projection ? undefined : 'lstm_coupled';
    return 'lstm';
  }
  if (kind === 'gru' && functions === 'sigmoid,tanh') return cell.resetAfter ? 'gru' : 'gru_reset_before';
  if (kind === 'rnn' && functions === 'tanh') return 'rnn';
  if (kind === 'rnn' && functions === 'relu') return 'rnn_relu';
  return undefined;
}

/** The equations, reading `x` (and, where it is masked, the scalar `m`); the output is `h`, or `y` where it is masked. */
export function equationsOf(cell: RecurrentCell): { readonly lines: readonly string[]; readonly output: string } {
  const { kind } = cell;
  if (isSummary(kind)) return { lines: pools[kind], output: 'h' };
  const lines: string[] = [];
  const states = [...statesOf(cell).keys()];
  const old = (state: string): string => (cell.starts ? `${state}_old` : `${state}[t-1]`);
  if (cell.starts) {
    lines.push('started = 1');
    for (const state of states) lines.push(`${state}_old = ${state}[t-1] + (1 - started[t-1]) * ${state}_0`);
  }
  const step = { lstm: lstmLines, gru: gruLines, rnn: rnnLines }[kind];
  if (!cell.masked) {
    lines.push(...step(cell, old, (state) => state));
    return { lines, output: 'h' };
  }
  lines.push(...step(cell, old, (state) => `${state}_new`));
  for (const state of states) lines.push(`${state} = m * ${state}_new + (1 - m) * ${old(state)}`);
  lines.push(cell.masked === 'zero' ? 'y = m * h_new' : 'y = m * h_new + (1 - m) * y[t-1]');
  return { lines, output: 'y' };
}

/** `name = activation(sum)` */
function activated(cell: RecurrentCell, name: string, which: number, sum: string): string[] {
  const { text } = cell.activations[which]!;
  const inner = cell.clip === undefined ? sum : `clamp(${sum}, ${decimal(-cell.clip)}, ${decimal(cell.clip)})`;
  return applied(name, text, inner);
}

/** `name = text(expression)`, in two lines where the text reads its argument more than once. */
export function applied(name: string, text: string, expression: string, inner = (): string => `${name}_in`): string[] {
  if (text.split('{0}').length === 2) return [`${name} = ${put(text, 0, expression)}`];
  const argument = inner();
  return [`${argument} = ${expression}`, `${name} = ${text.replaceAll('{0}', argument)}`];
}

type Names = (state: string) => string;

function lstmLines(cell: RecurrentCell, old: Names, now: Names): string[] {
  const { peepholes, coupled, projection } = cell;
  const sum = (gate: string, seen?: string): string =>
    `W_x${gate} @ x + W_h${gate} @ ${old('h')}${peepholes && seen ? ` + p_${gate} * ${seen}` : ''} + b_${gate}`;
  return [
    ...activated(cell, 'i', 0, sum('i', old('c'))),
    ...(coupled ? ['f = 1 - i'] : activated(cell, 'f', 0, sum('f', old('c')))),
    ...activated(cell, 'g', 1, sum('g')),
    `${now('c')} = f * ${old('c')} + i * g`,
    ...activated(cell, 'o', 0, sum('o', now('c'))),
    ...(projection
      ? [...applied('c_out', cell.activations[2]!.text, now('c')), `${now('h')} = W_hr @ (o * c_out)`]
      : [...applied('c_out', cell.activations[2]!.text, now('c')), `${now('h')} = o * c_out`]),
  ];
}

function gruLines(cell: RecurrentCell, old: Names, now: Names): string[] {
  const sum = (gate: string): string => `W_x${gate} @ x + W_h${gate} @ ${old('h')} + b_${gate}`;
  const candidate = cell.resetAfter
    ? `W_xn @ x + b_xn + r * (W_hn @ ${old('h')} + b_hn)`
    : `W_xn @ x + W_hn @ (r * ${old('h')}) + b_n`;
  return [
    ...activated(cell, 'r', 0, sum('r')),
    ...activated(cell, 'z', 0, sum('z')),
    ...activated(cell, 'n', 1, candidate),
    `${now('h')} = (1 - z) * n + z * ${old('h')}`,
  ];
}

function rnnLines(cell: RecurrentCell, old: Names, now: Names): string[] {
  return activated(cell, now('h'), 0, `W_xh @ x + W_hh @ ${old('h')} + b_h`);
}

const pools = {
  hold: ['started = 1', 'first = 1 - started[t-1]', 'h = first * x + (1 - first) * h[t-1]'],
  sum: ['h = h[t-1] + x'],
  mean: ['n = n[t-1] + 1', 's = s[t-1] + x', 'h = s / n'],
  max: ['started = 1', 'h = max(x, started[t-1] * h[t-1] + (1 - started[t-1]) * x)'],
  min: ['started = 1', 'h = min(x, started[t-1] * h[t-1] + (1 - started[t-1]) * x)'],
} as const;

const isSummary = (kind: RecurrentCell['kind']): kind is Summary => Object.hasOwn(pools, kind);

/** A cell without parameters that sums a sequence up. */
export function poolCell(kind: Summary, size: number): RecurrentCell {
  return { kind, input: size, hidden: size, output: size, activations: [] };
}
