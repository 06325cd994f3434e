/** The `step` of a cell in Python: a line for each equation, with the equation above it. */
import {
  fail,
  isLit,
  type Node,
  type Noise,
  printEquation,
  rootsOf,
  type Step,
  topological,
  type Unit,
  users,
} from '@cellc/compiler/graph';
import { varyingOf } from '../varying.ts';
import { Namer } from './names.ts';
import { type Helper, pointOps, power, reduceOps } from './ops.ts';

export interface WrittenStep {
  /** `x, h_old, c_old` */
  readonly args: readonly string[];
  readonly lines: readonly string[];
  readonly helpers: ReadonlySet<Helper>;
  /** Whether it draws masks that hold for a whole sequence. */
  readonly masks: boolean;
}

interface Text {
  readonly text: string;
  readonly power: number;
}

/** Longer expressions get names for their parts. */
const mostColumns = 88;

/** @throws E_UNSUPPORTED for an op that has no row */
export function writeStep(unit: Unit): WrittenStep {
  return new StepWriter(unit).write();
}

/** What is written so far. Tensors have the batch first; a scalar that differs between sequences is [batch, 1]. */
class StepWriter {
  readonly #unit: Unit;
  readonly #step: Step;
  readonly #varying: ReadonlySet<Node>;
  readonly #readers: ReadonlyMap<Node, readonly Node[]>;
  readonly #names: Namer;
  readonly #known = new Map<Node, Text>();
  readonly #noise: ReadonlyMap<Node, Noise>;
  readonly #lines: string[] = [];
  readonly #helpers = new Set<Helper>();
  #masks = false;

  constructor(unit: Unit) {
    this.#unit = unit;
    this.#step = unit.drawn;
    this.#varying = varyingOf(this.#step);
    this.#readers = users(topological(rootsOf(this.#step)));
    this.#noise = new Map(this.#step.noise.map((noise) => [noise.node, noise]));
    this.#names = new Namer([
      'self',
      'torch',
      'nn',
      'functional',
      'draw',
      'minimum',
      'maximum',
      'above_zero',
      'equal',
      'choose',
    ]);
  }

  write(): WrittenStep {
    const { inputs, states, outputs, params, names } = this.#step;
    for (const { name, node } of params) this.#known.set(node, atom(`self.${name}`));
    const args = inputs.map(({ name, node }) => {
      const own = this.#names.take(name);
      this.#known.set(node, atom(own));
      return own;
    });
    for (const { name, prev } of states) {
      const own = this.#names.take(`${name}_old`);
      this.#known.set(prev, atom(own));
      args.push(own);
    }
    const byName = new Map([...names].map(([node, name]) => [name, node]));
    // A value that another equation only gives a second name is called by it in the graph.
    for (const { targets, value } of this.#unit.layer.cell.equations.toReversed()) {
      const node = byName.get(targets[0]!.name);
      if (node && value.kind === 'name' && value.lag === 0 && !byName.has(value.name)) byName.set(value.name, node);
    }
    const order = topological(rootsOf(this.#step));
    const needed = new Set(order);
    for (const equation of this.#unit.layer.cell.equations) {
      const before = this.#lines.length;
      for (const { name } of equation.targets) {
        const node = byName.get(name);
        // Numbers are identical wherever they are equal, and so have no names.
        if (node && needed.has(node) && node.args.length > 0) this.#assign(node, name);
      }
      if (this.#lines.length > before) this.#lines.splice(before, 0, ...comment(printEquation(equation)));
    }
    const output = this.#root(outputs[0]!.node);
    const next = states.map((state) => this.#root(state.next));
    const tuple = next.length === 1 ? `(${next[0]},)` : `(${next.join(', ')})`;
    this.#lines.push(`return ${output}, ${tuple}`);
    return { args, lines: this.#lines, helpers: this.#helpers, masks: this.#masks };
  }

  /** A value that leaves the step has the batch's axis. */
  #root(node: Node): string {
    const { text } = this.#text(node);
    if (this.#varying.has(node)) return text;
    const lead = this.#lead(node);
    return isLit(node)
      ? `${this.#x()}.new_full((${lead}), ${text})`
      : `${this.#text(node, power.atom)}.expand(${lead})`;
  }

  #x(): string {
    return this.#known.get(this.#step.inputs[0]!.node)!.text;
  }

  /** The sizes of a node's tensor, with those of the batch first. */
  #lead({ shape }: Node): string {
    return `*${this.#x()}.shape[:-1], ${(shape.length > 0 ? shape : [1]).join(', ')}`;
  }

  /** Gives a node a name, in a line of its own. */
  #assign(node: Node, wanted: string): void {
    if (this.#known.has(node)) return;
    let made = this.#make(node);
    while (made.text.length + wanted.length > mostColumns) {
      const parts = this.#nameless(node).map((part) => ({ part, length: this.#make(part).text.length }));
      const [longest] = parts.filter(({ length }) => length < mostColumns).sort((a, b) => b.length - a.length);
      if (!longest) break;
      this.#assign(longest.part, 'z');
      made = this.#make(node);
    }
    const name = this.#names.take(wanted);
    this.#lines.push(`${name} = ${made.text}`);
    this.#known.set(node, atom(name));
  }

  /** What is written out within a node's expression. */
  #nameless(node: Node): Node[] {
    const own = node.args.filter((arg) => !this.#known.has(arg) && arg.args.length > 0 && arg.op !== 'transpose');
    return own.flatMap((arg) => [arg, ...this.#nameless(arg)]);
  }

  /** The node as an expression: its name, where it has one or deserves one. */
  #text(node: Node): Text;
  #text(node: Node, least: number): string;
  #text(node: Node, least?: number): Text | string {
    const found = this.#found(node);
    if (least === undefined) return found;
    return found.power < least ? `(${found.text})` : found.text;
  }

  #found(node: Node): Text {
    const known = this.#known.get(node);
    if (known) return known;
    if (isLit(node)) return number(node.attr as number);
    const name = this.#step.names.get(node);
    const isShared = (this.#readers.get(node)?.length ?? 0) > 1 && node.op !== 'transpose';
    if (name === undefined && !isShared) return this.#make(node);
    this.#assign(node, name ?? 'z');
    return this.#known.get(node)!;
  }

  #make(node: Node): Text {
    const noise = this.#noise.get(node);
    if (noise) return this.#draw(noise);
    const row = pointOps[node.op];
    if (row) return this.#point(node, row);
    const method = reduceOps[node.op];
    if (method !== undefined) return this.#reduce(node, method);
    const write = structural[node.op];
    if (!write)
      return fail('E_UNSUPPORTED', `layer '${this.#unit.layer.name}': PyTorch modules have no op '${node.op}'`);
    const texts = node.args.map((arg) => this.#text(arg, power.atom));
    return write(node, texts, (arg) => this.#varying.has(arg));
  }

  #point(node: Node, row: (typeof pointOps)[string]): Text {
    if (row.helper) this.#helpers.add(row.helper);
    const texts = node.args.map((arg, i) => {
      // A scalar of each sequence meets a matrix.
      const isThin = node.shape.length === 2 && arg.shape.length === 0 && this.#varying.has(arg);
      return isThin ? `${this.#text(arg, power.atom)}.unsqueeze(-1)` : this.#text(arg, row.args[i]!);
    });
    return { text: row.text(...texts), power: row.power };
  }

  #reduce(node: Node, method: string): Text {
    const [arg] = node.args;
    const rank = arg!.shape.length;
    if (rank === 0) return this.#text(arg!);
    const text = this.#text(arg!, power.atom);
    if (!this.#varying.has(arg!)) return atom(`${text}.${method}()`);
    return atom(rank === 1 ? `${text}.${method}(-1, keepdim=True)` : `${text}.${method}((-2, -1)).unsqueeze(-1)`);
  }

  #draw({ name, node, draw }: Noise): Text {
    this.#helpers.add('draw');
    const isLike = (arg: Node): boolean =>
      arg !== node && this.#varying.has(arg) && arg.shape.join() === node.shape.join();
    const [like] = this.#readers.get(node)!.flatMap((reader) => reader.args.filter(isLike));
    const shaped = like ? this.#text(like).text : `${this.#x()}.new_zeros((${this.#lead(node)}))`;
    const args = `${shaped}, ${draw.probability}, ${draw.value}, ${draw.mean}`;
    if (draw.each === 'step') return atom(`draw(${args}, self.training)`);
    this.#masks = true;
    return atom(`self.mask("${name}", ${args})`);
  }
}

const atom = (text: string): Text => ({ text, power: power.atom });

type Write = (node: Node, args: readonly string[], varies: (arg: Node) => boolean) => Text;

/** Products, and what only moves elements. Arguments are atoms. */
const structural: Readonly<Record<string, Write>> = {
  matmul({ args: [a, b] }, [A, B], varies) {
    if (varies(a!)) return varies(b!) ? atom(`(${A} @ ${B}.unsqueeze(-1)).squeeze(-1)`) : product(A!, B!);
    if (!varies(b!)) return product(A!, B!);
    return product(B!, A!.endsWith('.T') ? A!.slice(0, -2) : `${A}.T`);
  },
  matmat: (_, [A, B]) => product(A!, B!),
  outer: (_, [A, B]) => ({ text: `${A}.unsqueeze(-1) * ${B}.unsqueeze(-2)`, power: power.product }),
  transpose({ args: [x], shape }, [X], varies) {
    if (shape.length < 2) return atom(X!);
    return atom(varies(x!) ? `${X}.transpose(-1, -2)` : `${X}.T`);
  },
  slice({ attr, shape, args: [x] }, [X]) {
    const [axis, from] = attr as readonly [number, number];
    const range = `${from || ''}:${from + shape[axis]!}`;
    return atom(`${X}[..., ${range}${', :'.repeat(x!.shape.length - 1 - axis)}]`);
  },
  concat({ args, attr, shape }, texts, varies) {
    const first = args.findIndex(varies);
    const parts = texts.map((text, i) =>
      first < 0 || varies(args[i]!)
        ? text
        : `${text}.expand(*${texts[first]}.shape[:-${shape.length}], ${args[i]!.shape.join(', ')})`,
    );
    return atom(`torch.cat([${parts.join(', ')}], dim=${(attr as number) - shape.length})`);
  },
};

const product = (a: string, b: string): Text => ({ text: `${a} @ ${b}`, power: power.product });

function number(value: number): Text {
  if (!Number.isFinite(value)) return atom(`float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`);
  const isNegative = value < 0 || Object.is(value, -0);
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return { text, power: isNegative ? power.sign : power.atom };
}

/** An equation as comment lines. */
function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length > mostColumns && line !== '#') {
      lines.push(line);
      line = '#    ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
