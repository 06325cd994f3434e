/** cellc explain: every stage between the equations and the code. */
import {
  compileModel,
  type Explanation,
  explain as explainModel,
  type LayerExplanation,
  type Target,
} from '@cellc/compiler';
import { command } from './command.ts';
import { bytes, columns, grouped, indented, plural, type Style, styled } from './format.ts';
import { aCell, cellOrSpec, readSpecOrCell } from './input.ts';
import { checkApply, usage } from './options.ts';

/** Each stage as text: what it says of a layer, or of the whole model. */
const stages = {
  equations: { title: 'Equations', layer: equations },
  graph: { title: 'Graph', layer: ({ graph }: LayerExplanation) => graph.join('\n') },
  passes: { title: 'Passes', layer: passes },
  gradient: { title: 'Gradient of one step', layer: gradient },
  kernels: { title: 'Kernels', layer: kernels },
  code: { title: 'Code', model: ({ code }: Explanation) => code.trimEnd() },
  memory: { title: 'Memory', model: memory },
  cost: { title: 'Cost of one time step', model: cost },
} as const;

type Stage = keyof typeof stages;
const names = Object.keys(stages) as Stage[];
/** The parts of the explanation that each stage shows, for `--json`. */
const fields: Readonly<Record<Stage, readonly (keyof LayerExplanation)[]>> = {
  equations: ['equations', 'sizes', 'params', 'states'],
  graph: ['graph'],
  passes: ['passes'],
  gradient: ['gradient', 'saved'],
  kernels: ['packs', 'plan'],
  code: [],
  memory: [],
  cost: ['cost'],
};

export const explain = command({
  name: 'explain',
  args: 'SPEC|CELL',
  summary: 'show every stage from the equations to the code',
  about: `Takes a model spec, a .cell or .tex file, or the name of a shipped cell, which becomes a model of one
layer that can train. The stages, in order:

  equations  the cell as it was understood, and the shapes found for parameters and states
  graph      the equations as a graph: one line for each named or shared value
  passes     what each pass over the graph changes
  gradient   the gradient of one step, d_v being the cotangent of v, and what the forward pass saves
  kernels    weights packed together, and the fused loops before, in and after the loop over time
  code       the kernels; of WebAssembly in its text format
  memory     every buffer of the arena, for 100 time steps of 32 sequences
  cost       parameters, operations and bytes of a time step

The kernel fingerprint at the end is the same for two ways of writing a cell that become the same code.`,
  example: `cellc explain lstm --size 20 --input 10 --stage kernels

Kernels
lstm1
  W_xi, W_xf, W_xg, W_xo lie together for x, in tiles of 2 rows
  …
fingerprint 5a79166b94427435`,
  failure: 'the spec or the cell is wrong, or a file cannot be read',
  options: {
    stage: { kind: 'choice', value: 'STAGE', choices: [...names, 'all'], default: 'all', doc: 'the stage to show' },
    size: {
      kind: 'number',
      value: 'H',
      least: 1,
      for: [aCell],
      default: 20,
      doc: 'hidden size (other sizes, such as P, are half of it)',
    },
    input: { kind: 'number', value: 'I', least: 1, for: [aCell], default: 10, doc: 'features that it reads' },
    target: {
      kind: 'choice',
      choices: ['js', 'wasm', 'webgpu', 'gpujs'],
      default: 'js',
      doc: 'what it is compiled to',
    },
    precision: { kind: 'choice', choices: ['f32', 'f64'], default: 'f32', doc: 'the numbers that the module stores' },
    inference: { kind: 'flag', doc: 'without gradients, loss and optimiser' },
  },
  async run(parsed, { cwd, color }) {
    const { values, positionals } = parsed;
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) usage(`explain takes one spec or cell, not ${positionals.length}`);
    checkApply(parsed, cellOrSpec(name));
    const input = await readSpecOrCell(name, cwd, values);
    const compiled = compileModel(input.spec, {
      files: input.files,
      target: values.target as Target,
      precision: values.precision,
      ...(values.inference ? { training: false } : input.isCell && { training: true }),
    });
    const explanation = explainModel(compiled);
    const shown = names.filter((stage) => values.stage === stage || values.stage === 'all');
    const style = styled(color);
    const text = [
      ...shown.map((stage) => stageText(stage, explanation, style)),
      `fingerprint ${explanation.fingerprint}`,
    ];
    return { json: pick(explanation, shown), text: text.join('\n\n'), code: 0 };
  },
});

function stageText(stage: Stage, explanation: Explanation, style: Style): string {
  const entry = stages[stage];
  const body =
    'model' in entry
      ? entry.model(explanation)
      : explanation.layers.map((layer) => `${style('cyan', layer.name)}\n${indented(entry.layer(layer))}`).join('\n\n');
  return `${style('bold', entry.title)}\n${body}`;
}

function pick(explanation: Explanation, shown: readonly Stage[]): object {
  const { name, fingerprint, code, memory: table, layers } = explanation;
  const wanted = ['name', 'cell', ...shown.flatMap((stage) => fields[stage])];
  return {
    name,
    layers: layers.map((layer) =>
      Object.fromEntries(Object.entries(layer).filter(([field]) => wanted.includes(field))),
    ),
    ...(shown.includes('code') && { code }),
    ...(shown.includes('memory') && { memory: table }),
    fingerprint,
  };
}

function equations({ equations: text, sizes, params, states }: LayerExplanation): string {
  const row = (what: string, { name, symbolic, shape }: LayerExplanation['params'][number]): string[] => [
    what,
    name,
    ...(shape.length === 0 ? ['scalar'] : [symbolic, `[${shape.join(', ')}]`]),
  ];
  const shapes = [...params.map((param) => row('parameter', param)), ...states.map((state) => row('state', state))];
  const given = Object.entries(sizes).map(([symbol, size]) => `${symbol} = ${size}`);
  return [text, `sizes: ${given.join(', ')}`, columns(shapes, 'llll')].join('\n');
}

function passes({ passes: changes }: LayerExplanation): string {
  return changes
    .map(({ name, doc, removed, added }) => {
      const lines = [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
      return `${name}: ${doc}\n${indented(lines.length > 0 ? lines.join('\n') : 'no change')}`;
    })
    .join('\n');
}

function gradient({ gradient: lines, saved }: LayerExplanation): string {
  if (lines.length === 0) return 'none: the module is for inference (a spec with a loss can train)';
  return [...lines, `saved by the forward pass: ${saved.join(', ') || 'nothing besides states and outputs'}`].join(
    '\n',
  );
}

function kernels({ packs, plan }: LayerExplanation): string {
  const packed = packs.map(({ weights, operand, units }) => {
    const tiles = `in tiles of ${plural(units, 'row')}`;
    return weights.length > 1
      ? `${weights.join(', ')} lie together for ${operand}, ${tiles}`
      : `${weights[0]} lies ${tiles} for ${operand}`;
  });
  const loops = plan.phases.map(({ pass, when, loops: fused }) =>
    [`${pass}, ${when}`, ...fused.map((loop) => indented(loopText(loop)))].join('\n'),
  );
  const sums = (when: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? [`gradients summed over all time steps ${when}\n${indented(lines.join('\n'))}`] : [];
  return [...packed, ...loops, ...sums('after the loop', plan.deferred), ...sums('in the loop', plan.gathered)].join(
    '\n',
  );
}

function loopText({
  shape,
  units,
  operands,
  equations: lines,
}: LayerExplanation['plan']['phases'][number]['loops'][number]): string {
  const over = shape.length === 0 ? 'scalars' : `a loop over [${shape.join(', ')}]`;
  const tiles = units > 1 ? `, ${units} elements at once` : '';
  const products = operands.length > 0 ? `, products with ${operands.join(', ')}` : '';
  return `${over}${tiles}${products}\n${indented(lines.join('\n'))}`;
}

const counts = { one: '', batch: '× B', steps: '× T·B', slots: '× (T+1)·B' };

function memory({ memory: table }: Explanation): string {
  const { rows, T, B, fixedBytes, bytesPerSequence, bytesPerStep } = table;
  const lines = rows.map(({ name, size, rows: kind, bytes: total, doc }) => [
    name,
    grouped(size),
    counts[kind],
    bytes(total),
    doc,
  ]);
  return [
    columns([['buffer', 'elements', '', `T=${T} B=${B}`, ''], ...lines], 'lrlrl'),
    `the arena is ${bytes(table.bytes)}: ${bytes(fixedBytes)}, ${bytes(bytesPerSequence)} a sequence, and ${bytes(bytesPerStep)} a time step of each`,
  ].join('\n');
}

function cost({ layers }: Explanation): string {
  const rows = layers.map(({ cost: c }) => [
    c.name,
    grouped(c.parameters),
    grouped(c.flops),
    c.backwardFlops === undefined ? '–' : grouped(c.backwardFlops),
    bytes(c.bytes),
    (c.flops / c.bytes).toFixed(2),
  ]);
  const head = ['layer', 'parameters', 'FLOPs forward', 'backward', 'weights and states', 'FLOPs a byte'];
  return columns([head, ...rows], 'lrrrrr');
}
