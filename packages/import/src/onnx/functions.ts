/** Functions of a model: where a node calls one, its nodes stand instead, under names of their own. */
import { broken } from '../error.ts';
import type { RawAttribute, RawNode } from './format.ts';

/** More nodes than this are no recurrent model that can be looked through. */
const mostNodes = 20_000;

export function checkNodes(count: number, file: string): void {
  if (count > mostNodes) broken(file, `it has more than ${mostNodes} nodes`);
}

/** Functions that call each other. */
const deepest = 16;

export interface FunctionOf {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly RawNode[];
  /** Of attributes that a call may leave out. */
  readonly defaults: ReadonlyMap<string, RawAttribute>;
}

export class Functions {
  readonly #known = new Map<string, FunctionOf>();
  #calls = 0;
  #nodes = 0;

  add(of: FunctionOf): void {
    this.#known.set(`${of.domain} ${of.name}`, of);
  }

  /** @throws E_FILE where functions call each other without end */
  inline(nodes: readonly RawNode[], file: string, depth = 0): RawNode[] {
    if (depth > deepest) broken(file, 'its functions call each other without end');
    return nodes.flatMap((node) => {
      const called = this.#known.get(`${node.domain} ${node.op}`);
      checkNodes(++this.#nodes, file);
      // Graphs within nodes read names from around them, which are others here.
      const isPlain = called?.nodes.every(({ attributes }) => ![...attributes.values()].some(isGraph));
      return called && isPlain ? this.inline(bodyOf(called, node, this.#calls++), file, depth + 1) : [node];
    });
  }
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
