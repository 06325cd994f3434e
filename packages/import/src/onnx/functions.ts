/** Functions of a model: where a node calls one, its nodes stand instead, under names of their own. */
import { broken, quoted } from '../error.ts';
import type { RawAttribute, RawNode } from './format.ts';

/** More nodes than this are no recurrent model that can be looked through. */
const mostNodes = 20_000;

export function checkNodes(count: number, file: string): void {
  if (count > mostNodes) broken(file, `it has more than ${mostNodes} nodes`);
}

/** Letters of the names that calls make, with `perName` more for each. */
const mostLetters = 2 ** 23;
const perName = 32;

/** Functions that call each other. */
const deepest = 16;

export interface FunctionOf {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly RawNode[];
  /** Of attributes that a call may leave out. */
  readonly defaults: ReadonlyMap<string, RawAttribute>;
}

export class Functions {
  readonly #known = new Map<string, Known>();
  #calls = 0;
  #nodes = 0;
  #letters = 0;

  /** @throws E_FILE where there is one of that name already */
  add(of: FunctionOf, file: string): void {
    const key = keyOf(of.domain, of.name, of.overload);
    if (this.#known.has(key)) broken(file, `two functions are named ${quoted(of.name)}`);
    // Graphs within nodes read names from around them, which are others here.
    const isPlain = of.nodes.every(({ attributes }) => ![...attributes.values()].some(isGraph));
    this.#known.set(key, { of, isPlain, letters: lettersOf(of) });
  }

  /** @throws E_FILE where functions call each other without end, or little becomes much */
  inline(nodes: readonly RawNode[], file: string, depth = 0): RawNode[] {
    if (depth > deepest) broken(file, 'its functions call each other without end');
    return nodes.flatMap((node) => {
      checkNodes(++this.#nodes, file);
      const called = this.#known.get(keyOf(node.domain, node.op, node.overload));
      if (!called?.isPlain) return [node];
      this.#letters += called.letters;
      if (this.#letters > mostLetters) broken(file, 'the nodes of its functions have more names than a model takes');
      return this.inline(bodyOf(called.of, node, this.#calls++), file, depth + 1);
    });
  }
}

interface Known {
  readonly of: FunctionOf;
  /** Whether its nodes hold no graphs. */
  readonly isPlain: boolean;
  readonly letters: number;
}

const keyOf = (domain: string, name: string, overload: string): string => `${domain} ${name} ${overload}`;

/** How long the names are that a call makes. */
function lettersOf({ inputs, outputs, nodes }: FunctionOf): number {
  const own = nodes.flatMap((node) => [node.name, ...node.inputs, ...node.outputs, ...node.attributes.keys()]);
  return [...inputs, ...outputs, ...own].reduce((sum, name) => sum + name.length + perName, 0);
}

const isGraph = ({ kind }: RawAttribute): boolean => kind === 'raw graph';

/** A function's nodes with the inputs, the outputs and the attributes of a call. */
function bodyOf({ inputs, outputs, nodes, defaults }: FunctionOf, call: RawNode, which: number): RawNode[] {
  const names = new Map([
    ...inputs.map((name, i) => [name, call.inputs[i] ?? ''] as const),
    ...outputs.map((name, i) => [name, call.outputs[i] || `${name} of call ${which}`] as const),
  ]);
  const rename = (name: string): string => (name === '' ? '' : (names.get(name) ?? `${name} of call ${which}`));
  const attribute = ([name, value]: [string, RawAttribute]): [string, RawAttribute][] => {
    if (value.kind !== 'reference') return [[name, value]];
    const given = call.attributes.get(value.value) ?? defaults.get(value.value);
    return given ? [[name, given]] : [];
  };
  return nodes.map((node) => ({
    ...node,
    name: node.name && `${call.name}/${node.name}`,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: new Map([...node.attributes].flatMap(attribute)),
  }));
}
