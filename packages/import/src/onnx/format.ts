/** What an ONNX file says: a graph with its nodes, constants, inputs and outputs. */
import type { Constant, RawTensor } from './tensor.ts';

export type Attribute =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'numbers'; readonly value: readonly number[] }
  | { readonly kind: 'texts'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Constant }
  | { readonly kind: 'graph'; readonly value: Graph }
  /** Lists of graphs, sparse tensors, types: nothing that is imported has them. */
  | { readonly kind: 'other' };

export interface OnnxNode {
  readonly op: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  readonly name: string;
  /** '' stands for an optional input that is not there. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** A declared input or output; a text stands for a size that is known only at run time. */
export interface Declared {
  readonly name: string;
  /** `TensorProto.DataType` */
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Constant>;
  /** Without those that are constants as well. */
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

/** The nodes of a graph, and of those within its nodes. */
export function nodesWithin({ nodes }: Pick<Graph, 'nodes'>): OnnxNode[] {
  return nodes.flatMap((node) => [
    node,
    ...[...node.attributes.values()].flatMap((each) => (each.kind === 'graph' ? nodesWithin(each.value) : [])),
  ]);
}

export interface OnnxModel extends Graph {
  readonly opset: number;
  readonly producer: string;
}

/** The same before tensors are read, which may lie in other files. */
export type RawAttribute =
  | Exclude<Attribute, { kind: 'tensor' | 'graph' }>
  | { readonly kind: 'raw tensor'; readonly value: RawTensor }
  | { readonly kind: 'raw graph'; readonly value: RawGraph }
  /** In a function: the attribute of the node that calls it. */
  | { readonly kind: 'reference'; readonly value: string };

export type RawNode = Omit<OnnxNode, 'attributes'> & {
  /** Which of several functions of one name is called. */
  readonly overload: string;
  readonly attributes: ReadonlyMap<string, RawAttribute>;
};

export interface RawGraph {
  readonly nodes: readonly RawNode[];
  readonly tensors: readonly RawTensor[];
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
}

export interface RawModel extends RawGraph {
  readonly opset: number;
  readonly producer: string;
}
