/** ONNX files (https://onnx.ai/onnx/repo-docs/IR.html): the graph with its nodes, constants, inputs and outputs. */
import { broken, quoted } from '../error.ts';
import { countOf, widthOf } from '../read/numbers.ts';
import { content, fieldsOf, integer, integers, real, reals, text } from '../read/protobuf.ts';
import type { Attribute, Declared, Graph, OnnxModel, RawAttribute, RawGraph, RawModel, RawNode } from './format.ts';
import { checkNodes, type FunctionOf, Functions } from './functions.ts';
import { type Beside, type Constant, constantOf, type RawTensor, readTensor } from './tensor.ts';

/** Graphs within nodes within graphs. */
const deepest = 8;

/** Of an input or output. */
const mostAxes = 8;

/**
 * Reads a model; `open` is asked for the files beside it that hold its larger tensors.
 * @throws E_FILE
 */
export async function readOnnx(
  bytes: Uint8Array,
  file: string,
  open: (name: string) => Promise<Uint8Array | undefined>,
): Promise<OnnxModel> {
  const raw = readModel(bytes, file);
  const tensors = tensorsOf(raw);
  const locations = tensors.flatMap(({ numbers }) => ('external' in numbers ? [numbers.external.location] : []));
  const beside = new Map<string, Uint8Array>();
  for (const name of new Set(locations)) {
    const found = await open(name);
    if (found) beside.set(name, found);
  }
  checkTotal(tensors, [bytes, ...beside.values()], file);
  return { ...complete(raw, beside, file), opset: raw.opset, producer: raw.producer };
}

/** Of a graph and of those within its nodes. */
function tensorsOf({ nodes, tensors }: RawGraph): RawTensor[] {
  const inNodes = nodes.flatMap(({ attributes }) =>
    [...attributes.values()].flatMap((each) => {
      if (each.kind === 'raw graph') return tensorsOf(each.value);
      return each.kind === 'raw tensor' ? [each.value] : [];
    }),
  );
  return [...tensors, ...inNodes];
}

/** Tensors may share numbers that lie in another file, but not so often that little becomes much. */
function checkTotal(tensors: readonly RawTensor[], files: readonly Uint8Array[], file: string): void {
  const stored = files.reduce((sum, { length }) => sum + length, 0);
  const taken = tensors.reduce((sum, { type, shape }) => sum + countOf(shape, 'a tensor', file) * widthOf(type), 0);
  if (taken > 16 * stored) broken(file, `its tensors claim ${taken} bytes, and it has ${stored}`);
}

function complete(raw: RawGraph, beside: Beside, file: string): Graph {
  const constants = new Map<string, Constant>();
  for (const tensor of raw.tensors) {
    if (constants.has(tensor.name)) broken(file, `two initializers are named ${quoted(tensor.name)}`);
    constants.set(tensor.name, constantOf(tensor, beside, file));
  }
  const attribute = (value: RawAttribute): Attribute => {
    if (value.kind === 'raw tensor') return { kind: 'tensor', value: constantOf(value.value, beside, file) };
    if (value.kind === 'raw graph') return { kind: 'graph', value: complete(value.value, beside, file) };
    return value.kind === 'reference' ? { kind: 'other' } : value;
  };
  const nodes = raw.nodes.map((node) => ({
    ...node,
    attributes: new Map([...node.attributes].map(([name, value]) => [name, attribute(value)])),
  }));
  const { inputs, outputs } = raw;
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs };
}

/** A `ModelProto`. */
function readModel(bytes: Uint8Array, file: string): RawModel {
  let graph: Uint8Array | undefined;
  let [opset, name, version] = [0, '', ''];
  const functions = new Functions();
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 2) name = text(field, file);
    else if (field.number === 3) version = text(field, file);
    else if (field.number === 7) graph = content(field, file);
    else if (field.number === 8) opset = Math.max(opset, readOpset(content(field, file), file));
    else if (field.number === 25) functions.add(readFunction(content(field, file), file), file);
  }
  if (!graph) broken(file, 'it holds no graph: it is no ONNX model');
  const read = readGraph(graph, 0, file);
  return { ...read, nodes: functions.inline(read.nodes, file), opset, producer: `${name} ${version}`.trim() };
}

/** A `GraphProto`, within so many others. */
function readGraph(bytes: Uint8Array, depth: number, file: string): RawGraph {
  if (depth > deepest) broken(file, `it has more than ${deepest} graphs within each other`);
  const nodes: RawNode[] = [];
  const tensors: RawTensor[] = [];
  const inputs: Declared[] = [];
  const outputs: Declared[] = [];
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) nodes.push(readNode(content(field, file), depth, file));
    else if (field.number === 5) tensors.push(readTensor(content(field, file), file));
    else if (field.number === 11) inputs.push(readDeclared(content(field, file), file));
    else if (field.number === 12) outputs.push(readDeclared(content(field, file), file));
    else if (field.number === 15) broken(file, 'it has sparse initializers, which are not read');
    checkNodes(nodes.length, file);
  }
  return { nodes, tensors, inputs, outputs };
}

/** A `FunctionProto`. */
function readFunction(bytes: Uint8Array, file: string): FunctionOf {
  let [name, domain, overload] = ['', '', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const nodes: RawNode[] = [];
  const defaults = new Map<string, RawAttribute>();
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) name = text(field, file);
    else if (field.number === 4) inputs.push(text(field, file));
    else if (field.number === 5) outputs.push(text(field, file));
    else if (field.number === 7) nodes.push(readNode(content(field, file), 0, file));
    else if (field.number === 10) domain = standard(text(field, file));
    else if (field.number === 11) defaults.set(...readAttribute(content(field, file), 0, file));
    else if (field.number === 13) overload = text(field, file);
    checkNodes(nodes.length, file);
  }
  return { name, domain, overload, inputs, outputs, nodes, defaults };
}

/** The version of the standard operators; 0 of other sets of operators. */
function readOpset(bytes: Uint8Array, file: string): number {
  let [domain, version] = ['', 0];
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) domain = text(field, file);
    else if (field.number === 2) version = integer(field, file);
  }
  return standard(domain) === '' ? version : 0;
}

const standard = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

function readNode(bytes: Uint8Array, depth: number, file: string): RawNode {
  const node = { op: '', domain: '', overload: '', name: '', inputs: [] as string[], outputs: [] as string[] };
  const attributes = new Map<string, RawAttribute>();
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) node.inputs.push(text(field, file));
    else if (field.number === 2) node.outputs.push(text(field, file));
    else if (field.number === 3) node.name = text(field, file);
    else if (field.number === 4) node.op = text(field, file);
    else if (field.number === 5) {
      const [name, value] = readAttribute(content(field, file), depth, file);
      if (attributes.has(name)) broken(file, `node ${quoted(node.name)} has two attributes ${quoted(name)}`);
      attributes.set(name, value);
    } else if (field.number === 7) node.domain = standard(text(field, file));
    else if (field.number === 8) node.overload = text(field, file);
  }
  return { ...node, attributes };
}

/** An `AttributeProto`: which field counts is told by its type, or in old files by what is there. */
function readAttribute(bytes: Uint8Array, depth: number, file: string): [name: string, value: RawAttribute] {
  let name = '';
  const lists: number[][] = [];
  const texts: string[] = [];
  let type = 0;
  let value: RawAttribute | undefined;
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) name = text(field, file);
    else if (field.number === 2) value = { kind: 'number', value: shortest(real(field, 4, file)) };
    else if (field.number === 3) value = { kind: 'number', value: integer(field, file) };
    else if (field.number === 4) value = { kind: 'text', value: latin(content(field, file)) };
    else if (field.number === 5) value = { kind: 'raw tensor', value: readTensor(content(field, file), file) };
    else if (field.number === 6) value = { kind: 'raw graph', value: readGraph(content(field, file), depth + 1, file) };
    else if (field.number === 7) lists.push(reals(field, 4, file).map(shortest));
    else if (field.number === 8) lists.push(integers(field, file));
    else if (field.number === 9) texts.push(latin(content(field, file)));
    else if (field.number === 20) type = integer(field, file);
    else if (field.number === 10 || field.number === 11) value = { kind: 'other' };
    else if (field.number === 21) value = { kind: 'reference', value: text(field, file) };
  }
  const numbers = lists.flat();
  if (value?.kind === 'reference') return [name, value];
  // The types of lists, which may be empty: FLOATS, INTS, STRINGS.
  if (type === 8 || texts.length) return [name, { kind: 'texts', value: texts }];
  if (type === 6 || type === 7 || numbers.length) return [name, { kind: 'numbers', value: numbers }];
  // Zero is not written: what is left has its default.
  const empty: RawAttribute = type === 3 ? { kind: 'text', value: '' } : { kind: 'number', value: 0 };
  return [name, value ?? (type === 1 || type === 2 || type === 3 ? empty : { kind: 'other' })];
}

/** What was rounded to single precision, as it was written: 0.2, not 0.20000000298023224. */
function shortest(single: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const written = Number(single.toPrecision(digits));
    if (Math.fround(written) === single) return written;
  }
  return single;
}

/** Bytes as text, one character each: attributes are not promised to be UTF-8. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4096));
}

/** A `ValueInfoProto` of a tensor. */
function readDeclared(bytes: Uint8Array, file: string): Declared {
  let [name, type] = ['', 0];
  const shape: (number | string)[] = [];
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) name = text(field, file);
    else if (field.number === 2)
      for (const kind of fieldsOf(content(field, file), file)) {
        if (kind.number !== 1) broken(file, `${quoted(name)} is no tensor`);
        for (const part of fieldsOf(content(kind, file), file)) {
          if (part.number === 1) type = integer(part, file);
          else if (part.number === 2)
            for (const dim of fieldsOf(content(part, file), file))
              if (dim.number === 1) shape.push(readDimension(content(dim, file), shape.length, name, file));
        }
      }
  }
  if (shape.length > mostAxes) broken(file, `${quoted(name)} has ${shape.length} axes`);
  return { name, type, shape };
}

function readDimension(bytes: Uint8Array, axis: number, name: string, file: string): number | string {
  let size: number | string = `${name}.${axis}`;
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) size = integer(field, file);
    else if (field.number === 2) size = text(field, file) || size;
  }
  if (typeof size === 'number' && (size < 0 || size > 2 ** 31))
    broken(file, `${quoted(name)} has an axis of size ${size}`);
  return size;
}
