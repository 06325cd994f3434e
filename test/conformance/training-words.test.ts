/** Every optimiser, head, loss and way of clipping that a training case can name, against a plain implementation. */
import { test, vi } from 'vitest';
import { draw, type Numbers, run, times, type Vector } from './plain.testing.ts';

// Every case trains on three variants.
vi.setConfig({ testTimeout: 120_000 });

const [N, T, I, H] = [5, 3, 2, 2];

interface Words {
  readonly optimizer: string;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  readonly bidirectional?: boolean;
  readonly classes?: boolean;
  readonly every?: boolean;
  readonly batch?: number;
  readonly clip_grad_norm?: number;
  readonly clip_grad_value?: number;
  readonly bias?: boolean;
}

type Params = Record<string, Numbers>;

/** nn.RNN in one direction from zero: its h at each step. */
function direction(p: Params, suffix: string, xs: Vector[]): Vector[] {
  let h: Vector = Array(H).fill(0);
  return xs.map((x) => {
    const [a, b] = [
      times([...p[`rnn.weight_ih_l0${suffix}`]!.data], x),
      times([...p[`rnn.weight_hh_l0${suffix}`]!.data], h),
    ];
    const [c, d] = ['ih', 'hh'].map((which) => p[`rnn.bias_${which}_l0${suffix}`]?.data ?? Array<number>(H).fill(0));
    h = a.map((v, i) => Math.tanh(v + b[i]! + c![i]! + d![i]!));
    return h;
  });
}

/** The mean loss of sequences from..to. */
function lossOf(words: Words, p: Params, x: Numbers, y: Numbers, from: number, to: number): number {
  let [sum, count] = [0, 0];
  for (let n = from; n < to; n++) {
    const xs = Array.from({ length: T }, (_, t) => x.data.slice((n * T + t) * I, (n * T + t + 1) * I));
    const f = direction(p, '', xs);
    const b = words.bidirectional ? direction(p, '_reverse', [...xs].reverse()).reverse() : undefined;
    for (let t = words.every ? 0 : T - 1; t < T; t++) {
      const h = [...f[t]!, ...(b?.[t] ?? [])];
      const out = times([...p['linear.weight']!.data], h).map((v, i) => v + p['linear.bias']!.data[i]!);
      const row = words.every ? n * T + t : n;
      if (words.classes) {
        sum += Math.log(out.reduce((total, v) => total + Math.exp(v), 0)) - out[y.data[row]!]!;
        count++;
      } else
        out.forEach((v, i) => {
          sum += (v - y.data[row * out.length + i]!) ** 2;
          count++;
        });
    }
  }
  return sum / count;
}

/** Central differences of fourth order. */
function gradient(loss: (p: Params) => number, p: Params): Params {
  const step = 2 ** -11;
  const at = (name: string, i: number, by: number): number =>
    loss({ ...p, [name]: { ...p[name]!, data: p[name]!.data.with(i, p[name]!.data[i]! + by) } });
  const slope = (name: string, i: number): number =>
    (8 * (at(name, i, step) - at(name, i, -step)) - (at(name, i, 2 * step) - at(name, i, -2 * step))) / (12 * step);
  return Object.fromEntries(
    Object.entries(p).map(([name, { shape, data }]) => [name, { shape, data: data.map((_, i) => slope(name, i)) }]),
  );
}

type State = Record<string, number>;

/** PyTorch's update of one number. */
function update({ optimizer, hyperparameters }: Words, p: number, g: number, t: number, s: State): number {
  const {
    lr,
    betas = [0.9, 0.999],
    eps = 1e-8,
    weight_decay: decay = 0,
    ...o
  } = hyperparameters as Record<string, number> & {
    betas?: [number, number];
  };
  const [b1, b2] = betas;
  const decoupled = optimizer === 'AdamW' || o.decoupled_weight_decay;
  const d = decoupled ? g : g + decay * p;
  if (optimizer === 'SGD') {
    if (!o.momentum) return p - lr! * d;
    s.v = t === 1 ? d : o.momentum * s.v! + (1 - (o.dampening ?? 0)) * d;
    return p - lr! * (o.nesterov ? d + o.momentum * s.v : s.v);
  }
  if (optimizer === 'RMSprop') {
    s.v = o.alpha! * (s.v ?? 0) + (1 - o.alpha!) * d * d;
    s.a = o.alpha! * (s.a ?? 0) + (1 - o.alpha!) * d;
    const q = d / (Math.sqrt(o.centered ? s.v - s.a * s.a : s.v) + eps);
    s.b = (o.momentum ?? 0) * (s.b ?? 0) + q;
    return p - lr! * s.b;
  }
  if (optimizer === 'Adagrad') {
    s.s = (s.s ?? o.initial_accumulator_value ?? 0) + d * d;
    return p - ((lr! / (1 + (t - 1) * (o.lr_decay ?? 0))) * d) / (Math.sqrt(s.s) + eps);
  }
  s.m = b1 * (s.m ?? 0) + (1 - b1) * d;
  s.v = b2 * (s.v ?? 0) + (1 - b2) * d * d;
  s.u = o.amsgrad ? Math.max(s.u ?? 0, s.v) : s.v;
  const kept = decoupled ? p * (1 - lr! * decay) : p;
  return kept - (lr! * (s.m / (1 - b1 ** t))) / (Math.sqrt(s.u / (1 - b2 ** t)) + eps);
}

function clipped(words: Words, grads: Params): Params {
  const { clip_grad_norm: norm, clip_grad_value: most } = words;
  const total = Math.sqrt(Object.values(grads).reduce((sum, { data }) => sum + data.reduce((s, g) => s + g * g, 0), 0));
  const scale = norm ? Math.min(1, norm / (total + 1e-6)) : 1;
  const each = (g: number): number => (most ? Math.max(-most, Math.min(most, g * scale)) : g * scale);
  return Object.fromEntries(
    Object.entries(grads).map(([name, { shape, data }]) => [name, { shape, data: data.map(each) }]),
  );
}

function trainingCase(words: Words): object {
  const { bidirectional = false, classes = false, every = false, batch = N, bias = true } = words;
  const out = classes ? 3 : 1;
  const suffixes = bidirectional ? ['', '_reverse'] : [''];
  let p: Params = Object.fromEntries([
    ...suffixes.flatMap((suffix) => [
      [`rnn.weight_ih_l0${suffix}`, draw(H, I)],
      [`rnn.weight_hh_l0${suffix}`, draw(H, H)],
      ...(bias ? ['ih', 'hh'].map((which) => [`rnn.bias_${which}_l0${suffix}`, draw(H)]) : []),
    ]),
    ['linear.weight', draw(out, H * suffixes.length)],
    ['linear.bias', draw(out)],
  ]);
  const init = p;
  const x = draw(N, T, I);
  const shape = [N, ...(every ? [T] : []), ...(classes ? [] : [out])];
  const y = classes ? { shape, data: draw(...shape).data.map((v) => Math.floor((v + 1) * 1.5)) } : draw(...shape);
  const states = new Map<string, State>();
  const losses: number[] = [];
  let first: Params | undefined;
  const epochs = 4;
  for (let epoch = 1, t = 1; epoch <= epochs; epoch++)
    for (let from = 0; from < N; from += batch, t++) {
      const loss = (q: Params): number => lossOf(words, q, x, y, from, Math.min(from + batch, N));
      losses.push(loss(p));
      const grads = gradient(loss, p);
      first ??= grads;
      const used = clipped(words, grads);
      p = Object.fromEntries(
        Object.entries(p).map(([name, { shape, data }]) => {
          const next = data.map((v, i) => {
            const key = `${name} ${i}`;
            if (!states.has(key)) states.set(key, {});
            return update(words, v, used[name]!.data[i]!, t, states.get(key)!);
          });
          return [name, { shape, data: next }];
        }),
      );
    }
  const { optimizer, hyperparameters, clip_grad_norm = null, clip_grad_value = null } = words;
  return {
    op: 'training',
    config: {
      cell: 'RNN_TANH',
      input_size: I,
      hidden_size: H,
      num_layers: 1,
      bidirectional,
      bias,
      seq_len: T,
      num_sequences: N,
      batch_first: true,
      head: every ? 'Linear on every step' : `Linear${classes ? ' (3 classes)' : ''} on y[:, last step, :]`,
      loss: classes
        ? 'mean cross-entropy of softmax(logits), integer targets'
        : 'MSE: mean over every element of the output',
      optimizer,
      hyperparameters,
      epochs,
      batch_size: batch,
      clip_grad_norm,
      clip_grad_value,
    },
    init,
    data: { x, y },
    expected: {
      first_step_grads_before_clipping: first,
      losses,
      final_weights: p,
      final_loss: lossOf(words, p, x, y, 0, N),
    },
  };
}

const adam = { lr: 0.01, betas: [0.9, 0.99], eps: 1e-6, weight_decay: 0.1 };

test('optimisers with the hyperparameters of PyTorch', () =>
  run([
    trainingCase({ optimizer: 'Adam', hyperparameters: { ...adam, amsgrad: false, decoupled_weight_decay: false } }),
    trainingCase({ optimizer: 'Adam', hyperparameters: { ...adam, amsgrad: true } }),
    trainingCase({ optimizer: 'Adam', hyperparameters: { ...adam, decoupled_weight_decay: true } }),
    trainingCase({ optimizer: 'AdamW', hyperparameters: { ...adam, amsgrad: true } }),
    trainingCase({
      optimizer: 'SGD',
      hyperparameters: { lr: 0.1, momentum: 0.9, dampening: 0.5, weight_decay: 0.1, nesterov: false },
    }),
    trainingCase({
      optimizer: 'SGD',
      hyperparameters: { lr: 0.1, momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: true },
    }),
    trainingCase({
      optimizer: 'RMSprop',
      hyperparameters: { lr: 0.01, alpha: 0.9, eps: 1e-4, weight_decay: 0.1, momentum: 0.5, centered: true },
    }),
    trainingCase({
      optimizer: 'RMSprop',
      hyperparameters: { lr: 0.01, alpha: 0.99, eps: 1e-4, weight_decay: 0, momentum: 0, centered: false },
    }),
    trainingCase({
      optimizer: 'Adagrad',
      hyperparameters: { lr: 0.05, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.1, eps: 1e-6 },
    }),
  ]));

const sgd = { optimizer: 'SGD', hyperparameters: { lr: 0.2 } };

test('heads, losses, batches and clipping', () =>
  run([
    trainingCase({ ...sgd, classes: true }),
    trainingCase({ ...sgd, classes: true, every: true, bidirectional: true }),
    trainingCase({ ...sgd, every: true, batch: 2 }),
    trainingCase({ ...sgd, bidirectional: true, bias: false }),
    trainingCase({ ...sgd, clip_grad_norm: 0.05, batch: 2 }),
    trainingCase({ ...sgd, clip_grad_value: 0.02 }),
  ]));
