/** Puts a graph together, node by node; the bodies of scans share the names and the constants of the graph around them. */
import type { Attribute, Constant, Declared, Graph, OnnxNode } from './model.ts';

type Attributes = Readonly<Record<string, Attribute>>;

export class GraphBuilder {
  readonly inputs: Declared[] = [];
  readonly outputs: Declared[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: Constant[] = [];
  readonly #names = new Set<string>();
  readonly #around: GraphBuilder | undefined;
  /** The layer that is written: begins names. */
  scope = '';

  constructor(around?: GraphBuilder) {
    this.#around = around;
    if (around) this.scope = around.scope;
  }

  /** A name that no other value of the whole model has. */
  name(wanted: string): string {
    if (this.#around) return this.#around.name(wanted);
    let name = wanted;
    for (let n = 2; this.#names.has(name); n++) name = `${wanted}_${n}`;
    this.#names.add(name);
    return name;
  }

  /** A node with one output. */
  add(op: string, inputs: readonly string[], attributes: Attributes = {}, wanted: string = op): string {
    return this.addAll(op, inputs, attributes, [wanted])[0]!;
  }

  /** A node with several outputs. */
  addAll(op: string, inputs: readonly string[], attributes: Attributes, wanted: readonly string[]): string[] {
    const outputs = wanted.map((each) => this.name(`${this.scope}/${each}`));
    this.#nodes.push({ op, name: this.name(`/${this.scope}/${op}`), inputs, outputs, attributes });
    return outputs;
  }

  /** Gives what the last node made, and nothing has read yet, a name that says more. */
  called(output: string, wanted: string): string {
    const last = this.#nodes.at(-1);
    if (last?.outputs[0] !== output) return output;
    const name = this.name(`${this.scope}/${wanted}`);
    this.#nodes[this.#nodes.length - 1] = { ...last, outputs: [name] };
    return name;
  }

  /** A node whose output has this very name. */
  result(op: string, inputs: readonly string[], name: string): void {
    this.#nodes.push({ op, name: this.name(`/${this.scope}/${op}`), inputs, outputs: [name], attributes: {} });
  }

  /** A constant; numbers that stand in many places are kept once. */
  floats(wanted: string, values: ArrayLike<number>, shape: readonly number[]): string {
    if (this.#around) return this.#around.floats(wanted, values, shape);
    const data = Float32Array.from(values);
    const same = shape.length > 0 ? undefined : this.#constants.find((other) => isNumber(other, data[0]!));
    if (same) return same.name;
    const name = this.name(wanted);
    this.#constants.push({ name, shape, data });
    return name;
  }

  /** A list of whole numbers. */
  ints(values: readonly number[]): string {
    return this.#whole(values, [values.length]);
  }

  int(value: number): string {
    return this.#whole([value], []);
  }

  #whole(values: readonly number[], shape: readonly number[]): string {
    if (this.#around) return this.#around.#whole(values, shape);
    const data = BigInt64Array.from(values, BigInt);
    const name = `${shape.length ? 'ints' : 'int'}_${values.map((n) => String(n).replace('-', 'm')).join('_')}`;
    if (!this.#constants.some((constant) => constant.name === name)) this.#constants.push({ name, shape, data });
    return name;
  }

  graph(name: string): Graph {
    return { name, nodes: this.#nodes, constants: this.#constants, inputs: this.inputs, outputs: this.outputs };
  }
}

function isNumber({ data, shape }: Constant, value: number): boolean {
  return data instanceof Float32Array && shape.length === 0 && Object.is(data[0], value);
}
