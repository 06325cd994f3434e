/** The declarations of a compiled module: literal sizes and names, so that the types of its tensors carry them. */
import type { Compiled } from '../compile.ts';
import type { Cell, Expr } from '../lang/ast.ts';
import { printEquation, printExpr } from '../lang/print.ts';
import { walk } from '../lang/walk.ts';
import type { Analysed } from '../schedule/analyse.ts';

/** A property of an object type, with its doc comment. */
interface Property {
  readonly name: string;
  readonly type: string;
  readonly docs: string[];
}

/** What a module exports besides its manifest, by target. */
const codeTypes = {
  js: { name: 'kernels', type: 'Kernels', doc: 'The compiled code, for `load` of @cellc/runtime.' },
  gpujs: { name: 'gpujs', type: 'GpuJs<Shapes>', doc: 'The code for gpu.js, for `load` of @cellc/runtime/gpujs.' },
  webgpu: {
    name: 'webgpu',
    type: 'WebGpu<Shapes>',
    doc: 'Shaders, for `load` of @cellc/runtime/webgpu: what it runs is awaited.',
  },
  wasm: { name: 'wasm', type: 'Wasm<Shapes>', doc: 'The code as WebAssembly, for `load` of @cellc/runtime.' },
} as const;

/** The text of the module's `.d.ts`. ts-morph is loaded with the first call. */
export async function printTypes(compiled: Compiled): Promise<string> {
  const { IndentationText, Project, QuoteKind, VariableDeclarationKind, Writers } = await import('ts-morph');
  const { manifest, lowered, builds } = compiled;
  const code = builds.map(({ target }) => codeTypes[target]).sort((a, b) => (a.name < b.name ? -1 : 1));
  const analysed = lowered.units.map((unit) => unit.analysed);
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const file = project.createSourceFile(`${manifest.name}.d.ts`);
  file.addImportDeclaration({
    isTypeOnly: true,
    moduleSpecifier: '@cellc/runtime',
    namedImports: [...code.map(({ type }) => type.replace(/<.*/, '')), 'Manifest'].sort(),
  });
  // Not interfaces: those have no index signature, and a signature's names are any.
  const named = [
    { name: 'Params', docs: ['Shapes of the parameters.'], properties: analysed.flatMap(paramTypes) },
    { name: 'States', docs: ['Shapes of the states of one sequence.'], properties: analysed.flatMap(stateTypes) },
  ];
  for (const { name, docs, properties } of named)
    file.addTypeAlias({
      name,
      isExported: true,
      docs,
      type: properties.length > 0 ? Writers.objectType({ properties }) : '{}',
    });
  file.addInterface({
    name: 'Shapes',
    isExported: true,
    docs: ['Sizes and names of the model, as types.'],
    properties: [
      { name: 'precision', type: literal(manifest.precision) },
      { name: 'input', type: String(manifest.input), docs: ['Features of a time step.'] },
      { name: 'output', type: String(manifest.output) },
      {
        name: 'reads',
        type: literal(manifest.reads),
        docs: ['Whether a time step is a vector of features, or one class.'],
      },
      { name: 'returns', type: literal(manifest.returns) },
      { name: 'params', type: 'Params' },
      { name: 'states', type: 'States' },
      {
        name: 'scalars',
        type: union(lowered.optimizer?.scalars.map(({ name }) => name) ?? []),
        docs: ['Scalars of the optimiser.'],
      },
    ],
  });
  const declarations = [
    { name: 'manifest', type: 'Manifest<Shapes>', docs: [modelDoc(compiled)] },
    ...code.map(({ name, type, doc }) => ({ name, type, docs: [doc] })),
  ];
  for (const { name, type, docs } of declarations)
    file.addVariableStatement({
      isExported: true,
      hasDeclareKeyword: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, type }],
      docs,
    });
  const targets = builds.map(({ target }) => target).join(' and ');
  const head = `// ${manifest.name}: compiled by cellc ${manifest.version} for ${targets}, ${manifest.precision}; do not edit.\n`;
  file.formatText({ indentSize: 2 });
  return head + file.getFullText();
}

function paramTypes({ path, layer, shapes }: Analysed): Property[] {
  return shapes.params.map((name) => ({
    name: literal(`${path}.${name}`),
    type: tuple(shapes.shape(name)),
    docs: [comment(`${symbolic(shapes.symbolic.get(name)!)}: ${roles(layer.cell, name).join('; ')}.`)],
  }));
}

function stateTypes({ path, shapes }: Analysed): Property[] {
  return shapes.states.map((name) => ({
    name: literal(`${path}.${name}`),
    type: tuple(shapes.shape(name)),
    docs: [comment(`${symbolic(shapes.symbolic.get(name)!)}: ${name}, carried from one time step to the next.`)],
  }));
}

/** What a parameter does, by where equations read it: `multiplies x in the equation of i`. */
export function roles(cell: Cell, param: string): string[] {
  return cell.equations.flatMap(({ targets, value }) => {
    const readers = [...walk(value)].filter((expr) => partsOf(expr).some((part) => isName(part, param)));
    const where = `in the equation of ${targets.map((target) => target.name).join(', ')}`;
    return [...new Set(readers.map((reader) => `${roleIn(reader, param)} ${where}`))];
  });
}

function roleIn(reader: Expr, param: string): string {
  if (reader.kind !== 'call') return 'is read';
  const others = reader.args.filter((arg) => !isName(arg, param)).map(printExpr);
  if (reader.op === 'matmul') return `multiplies ${others[0] ?? 'itself'}`;
  if (reader.op === 'mul') return `scales ${others[0] ?? 'itself'}, element by element,`;
  return reader.op === 'add' ? 'is added' : `is an argument of ${reader.op}`;
}

const partsOf = (expr: Expr): readonly Expr[] =>
  expr.kind === 'call' ? expr.args : expr.kind === 'slice' ? [expr.of] : [];
const isName = (expr: Expr, name: string): boolean => expr.kind === 'name' && expr.name === name;

/** The equations of every layer, once for layers that are alike. */
function modelDoc({ manifest, model }: Compiled): string {
  const cells = new Map<string, string[]>();
  for (const { name, cell, input, output, direction } of model.layers) {
    const head = `${name}: ${cell.name}, ${input} → ${output}${direction === 'forward' ? '' : `, direction ${direction}`}`;
    const equations = cell.equations.map((equation) => `    ${printEquation(equation)}`);
    const key = equations.join('\n');
    cells.set(key, [...(cells.get(key) ?? []), head]);
  }
  const layers = [...cells].map(([equations, heads]) => `${heads.join('\n')}\n\n${equations}`);
  return comment(
    [`${manifest.name}: ${manifest.input} → ${manifest.output} features a time step.`, ...layers].join('\n\n'),
  );
}

/** Nothing in a name or an equation ends the comment that it stands in. */
function comment(text: string): string {
  return `\n${text.replaceAll('*/', '*\\/')}`.replace(/^\n(?=[^\n]*$)/, '');
}

const symbolic = (shape: string): string => (shape === '[]' ? 'a scalar' : shape);
const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const union = (names: readonly string[]): string => names.map(literal).join(' | ') || 'never';
const tuple = (shape: readonly number[]): string => `readonly [${shape.join(', ')}]`;
