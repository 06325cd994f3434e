/**
 * Random cells that are valid by construction and well conditioned: every parameter's shape is declared, every equation
 * is bounded, and nothing stands near a pole (log of 1 + x², division by 1 + x²).
 */
import type { Random } from './random.ts';

type Shape = readonly number[];

interface Equation {
  readonly targets: readonly { readonly name: string; readonly shape: Shape }[];
  readonly text: string;
}

/** Functions of one argument, bounded or of linear growth; % is the argument, which stands once. */
const functions = [
  ...['tanh(%)', 'sigmoid(%)', 'softsign(%)', 'erf(%)', 'gelu(%)', 'softplus(%)', 'elu(%)', 'selu(%)', '(-%)'],
  ...['relu(%)', 'leaky_relu(%)', 'leaky_relu(%, 0.3)', 'hard_sigmoid(%)', 'hard_tanh(%)', 'abs(%)'],
  ...['clamp(%, -0.7, 0.9)', 'min(%, 0.4)', 'max(-0.3, %)', '(1 - %)', '(0.5 * %)', '(% / 3)'],
  ...['exp(tanh(%))', 'log(1 + square(%))', 'log1p(square(%))', 'sqrt(1 + abs(%))', 'square(tanh(%))'],
  ...[
    'tanh(%) ^ 2',
    'sigmoid(%) ^ 3',
    '(1 + abs(%)) ^ 0.5',
    '2 ^ tanh(%)',
    '(1 / (1 + square(%)))',
    '(2 + tanh(%)) ^ -1',
  ],
];
const bounded = ['tanh(%)', 'sigmoid(%)', 'softsign(%)', 'hard_tanh(%)', 'erf(%)', 'clamp(%, -1, 1)'];
const apply = (form: string, argument: string): string => form.replace('%', argument);

/** From 1 to 9, small ones more often. */
export const someSize = (r: Random): number => r.pick([1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9]);

/** The lines of a cell that reads `input` numbers and gives `output`. */
export function randomCell(r: Random, name: string, input: number, output: number): string[] {
  const params = new Map<string, Shape>();
  const equations: Equation[] = [];
  const scalars = r.chance(0.2) ? [{ name: 'k', value: r.pick([0.5, -0.25, 1.5]) }] : [];
  /** What expressions may read so far. */
  const known: { text: string; shape: Shape }[] = [{ text: 'x', shape: [input] }];
  for (const scalar of scalars) if (r.chance(0.7)) known.push({ text: scalar.name, shape: [] });
  // Some cells leave their input unread.
  if (r.chance(0.04)) known.shift();

  const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);
  const find = (shape: Shape): string | undefined => {
    const found = known.filter((value) => same(value.shape, shape));
    return found.length > 0 ? r.pick(found).text : undefined;
  };
  /** A parameter: often a new one, sometimes one that is used elsewhere too, perhaps transposed. */
  const param = (shape: Shape): string => {
    const shared = [...params].filter(([, s]) => same(s, shape)).map(([p]) => p);
    if (shared.length > 0 && r.chance(0.25)) return r.pick(shared);
    const turned = shape.length === 2 ? [shape[1]!, shape[0]!] : shape;
    const tied = [...params].filter(([, s]) => shape.length === 2 && same(s, turned)).map(([p]) => p);
    if (tied.length > 0 && r.chance(0.3)) return `${r.pick(tied)}'`;
    const fresh = `${['s', 'b', 'W'][shape.length]}${params.size}`;
    const flip = shape.length === 2 && r.chance(0.15);
    params.set(fresh, flip ? turned : shape);
    return flip ? `${fresh}'` : fresh;
  };
  const define = (targets: Equation['targets'], text: string): void => {
    equations.push({ targets, text });
    for (const target of targets) known.push({ text: target.name, shape: target.shape });
  };
  const temporary = (): string => `u${equations.length}`;
  const vectors = (): { text: string; shape: Shape }[] => known.filter((value) => value.shape.length === 1);

  /** A vector that is at hand, or several side by side. */
  function anyVector(): { text: string; size: number } {
    const found = vectors();
    if (found.length === 0) return { text: param([input]), size: input };
    const parts = Array.from({ length: r.chance(0.25) ? r.int(2, 3) : 1 }, () => r.pick(found));
    const size = parts.reduce((n, part) => n + part.shape[0]!, 0);
    return parts.length === 1
      ? { text: parts[0]!.text, size }
      : { text: `[${parts.map((p) => p.text).join('; ')}]`, size };
  }

  /** A product of a parameter with a vector at hand, column or row style. */
  function product(n: number): string {
    const { text, size } = anyVector();
    return r.chance(0.6) ? `${param([n, size])} @ ${text}` : `${text} @ ${param([size, n])}`;
  }

  /** A sum of products, with a bias or without. */
  function gate(n: number): string {
    const terms = Array.from({ length: r.pick([1, 1, 2, 2, 3]) }, () => product(n));
    if (r.chance(0.7)) terms.push(param([n]));
    return r.shuffle(terms).join(r.chance(0.9) ? ' + ' : ' - ');
  }

  function scalar(depth: number): string {
    const v = (): string => anyVector().text;
    switch (r.int(0, depth > 0 ? 8 : 2)) {
      case 0:
        return String(r.pick([0.5, -0.75, 1, 0.1, 2]));
      case 1:
        return find([]) ?? param([]);
      case 2:
        return r.chance(0.5) ? `mean(${v()})` : param([]);
      case 3:
        if (r.chance(0.5)) return `${r.pick(['mean', 'sum'])}(tanh(${v()}))`;
        {
          // States start at zero, and the derivative of a maximum has no meaning where elements tie.
          const { text, size } = anyVector();
          return `${r.pick(['max', 'min'])}(tanh(${text} + ${param([size])}))`;
        }
      case 4: {
        const { text, size } = anyVector();
        return `(${text} @ ${param([size])})`;
      }
      case 5:
        return apply(r.pick(bounded), scalar(depth - 1));
      case 6:
        return `(${scalar(depth - 1)} ${r.pick(['+', '-', '*'])} ${scalar(depth - 1)})`;
      case 7:
        return `mean(${matrix(r.int(1, 4), r.int(1, 4), depth - 1)})`;
      default:
        return `(sum(${vector(r.int(1, 5), depth - 1)}) / 4)`;
    }
  }

  function vector(n: number, depth: number): string {
    if (depth <= 0) return find([n]) ?? (r.chance(0.5) ? param([n]) : `(${product(n)})`);
    const inner = (): string => vector(n, depth - 1);
    switch (r.int(0, 15)) {
      case 0:
      case 1:
        return `(${gate(n)})`;
      case 2:
      case 3:
        return apply(r.pick(functions), inner());
      case 4:
        return `(${inner()} + ${inner()})`;
      case 5:
        return `(${inner()} - ${inner()})`;
      case 6:
        return `(${apply(r.pick(bounded), inner())} * ${inner()})`;
      case 7:
        return `(${scalar(depth - 1)} * ${inner()})`;
      case 8:
        return `(${inner()} / (1 + square(${inner()})))`;
      case 9:
        return `${r.pick(['min', 'max'])}(${inner()}, ${inner()})`;
      case 10:
        return `softmax(${inner()})`;
      case 11:
        return `layernorm(${gate(n)}, ${param([n])}, ${param([n])})`;
      case 12: {
        if (n < 2) return inner();
        const cut = r.int(1, n - 1);
        return `[${vector(cut, depth - 1)}; ${vector(n - cut, depth - 1)}]`;
      }
      case 13: {
        const long = vectors().filter((value) => value.shape[0]! > n);
        if (long.length === 0) return inner();
        const { text, shape } = r.pick(long);
        const from = r.int(0, shape[0]! - n);
        return `${text}[${from}:${from + n}]`;
      }
      case 14: {
        const m = r.int(1, 4);
        const style = r.chance(0.5);
        const [a, v] = [style ? matrix(n, m, depth - 1) : matrix(m, n, depth - 1), vector(m, depth - 1)];
        return style ? `(${a} @ tanh(${v}))` : `(tanh(${v}) @ ${a})`;
      }
      default:
        return `(${param([n])} * ${inner()})`;
    }
  }

  function matrix(n: number, m: number, depth: number): string {
    if (depth <= 0) return find([n, m]) ?? param([n, m]);
    const inner = (): string => matrix(n, m, depth - 1);
    switch (r.int(0, 7)) {
      case 0:
      case 1:
        return `outer(${vector(n, depth - 1)}, ${vector(m, depth - 1)})`;
      case 2:
        return apply(r.pick(functions), inner());
      case 3:
        return `(${inner()} + ${inner()})`;
      case 4:
        return `(${apply(r.pick(bounded), inner())} * ${inner()})`;
      case 5:
        return `(${matrix(m, n, depth - 1)})'`;
      case 6: {
        const k = r.int(1, 3);
        return `(${matrix(n, k, depth - 1)} @ ${matrix(k, m, depth - 1)})`;
      }
      default:
        return `(${scalar(depth - 1)} * ${inner()})`;
    }
  }

  function value(shape: Shape, depth: number): string {
    if (shape.length === 0) return scalar(depth);
    return shape.length === 1 ? vector(shape[0]!, depth) : matrix(shape[0]!, shape[1]!, depth);
  }

  /** Something of this shape that does not hang on a state's shape: it fixes the state's. */
  function anchor(shape: Shape): string {
    if (shape.length === 1) return `${gate(shape[0]!)} + ${param(shape)}`;
    if (shape.length === 2) return `outer(${param([shape[0]!])}, ${param([shape[1]!])})`;
    return `mean(x) + ${param([])}`;
  }

  const shapeOf = (): Shape => {
    const kind = r.next();
    return kind < 0.75 ? [r.chance(0.4) ? output : someSize(r)] : kind < 0.88 ? [] : [r.int(1, 5), r.int(1, 5)];
  };
  const states = Array.from({ length: r.pick([0, 1, 1, 1, 1, 2, 2, 3]) }, (_, i) => ({
    name: `h${i}`,
    shape: shapeOf(),
  }));
  for (const { name: state, shape } of states) known.push({ text: `${state}[t-1]`, shape });

  const temporaries = r.int(0, 2);
  for (let i = 0; i < temporaries; i++) {
    if (r.chance(0.35)) {
      const [n, count] = [r.int(1, 4), r.int(2, 4)];
      const first = equations.length;
      const text = r.chance(0.7)
        ? gate(n * count)
        : `layernorm(${gate(n * count)}, ${param([n * count])}, ${param([n * count])})`;
      define(
        Array.from({ length: count }, (_, j) => ({ name: `g${first}${'abcd'[j]}`, shape: [n] })),
        `split(${text})`,
      );
    } else {
      const shape = shapeOf();
      define([{ name: temporary(), shape }], r.chance(0.8)
        ? apply(r.pick(bounded), value(shape, r.int(1, 2)))
        : value(shape, 1));
    }
  }
  for (const { name: state, shape } of states) {
    const before = `${state}[t-1]`;
    const update = apply(r.pick(bounded), `${value(shape, r.int(1, 2))} + ${anchor(shape)}`);
    const f = r.chance(0.5) ? `sigmoid(${value(shape, 1)})` : `sigmoid(${scalar(1)})`;
    const form = r.int(0, 4);
    const text = [
      update,
      `${f} * ${before} + ${update}`,
      `0.9 * ${before} + ${update}`,
      `${before} + ${f} * (${update} - ${before})`,
      `(1 - ${f}) * ${before} + ${f} * ${update}`,
    ][form]!;
    define([{ name: state, shape }], text);
  }
  const result = states.find(({ shape }) => same(shape, [output]));
  const outputName = result && r.chance(0.5) ? result.name : 'y';
  if (outputName === 'y')
    define([{ name: 'y', shape: [output] }], `${value([output], r.int(1, 2))} + ${param([output])}`);
  const ports = [`x: ${input}`, ...scalars.map((s) => `${s.name} = ${s.value}`)];
  const reads = new Set(equations.flatMap(({ text }) => text.match(/[A-Za-z]\w*/g) ?? []));
  const declared = [...params].filter(([name]) => reads.has(name));
  return [
    `cell ${name}(${ports.join(', ')}) -> ${outputName}: ${output}`,
    ...declared.map(([name, shape]) => `param ${name}${shape.length > 0 ? `: [${shape.join(', ')}]` : ''}`),
    ...(r.chance(0.3) ? r.shuffle(equations) : equations).map(
      ({ targets, text }) => `${targets.map(({ name }) => name).join(', ')} = ${text}`,
    ),
  ];
}
