/** A model as a module of PyTorch: Python that is written from the graphs of its cells. */

import { version } from '@cellc/compiler';
import { identifierOf, type Unit, unitsOf } from '@cellc/compiler/graph';
import type { Exporter, ExportInput } from '../exporter.ts';
import { type CellClass, classesOf, construct } from './classes.ts';
import { checkAttribute, className, Namer } from './names.ts';
import { bothClass, cellClass, helpers, maskedCellClass, partOf, weightFunctions } from './prelude.ts';
import { startLines } from './starts.ts';

const taken = ['Cell', 'Both', 'nn', 'torch', 'json', 'functional'];

/** @throws CellcError E_UNSUPPORTED for names that Python's classes cannot have */
export const exportTorchModule: Exporter = (input) => {
  const layers = unitsOf(input.model);
  const names = new Namer(taken);
  const main = names.take(className(input.model.name));
  const classes = classesOf(layers.flat(), names);
  const file = `${identifierOf(input.model.name)}.py`;
  return {
    files: [{ name: file, content: print(input, layers, classes, main, file) }],
    mapped: layers.map((units) => [
      units[0]!.layer.name,
      `class ${classes.get(units[0]!)!.name}${units.length > 1 ? ', twice' : ''}`,
    ]),
    notes: layers.some(([unit]) => unit!.layer.l2 > 0)
      ? ['l2 is a part of the loss, which the module does not have: add it where you train']
      : [],
  };
};

function print(
  input: ExportInput,
  layers: readonly (readonly Unit[])[],
  classes: ReadonlyMap<Unit, CellClass>,
  main: string,
  file: string,
): string {
  const used = [...new Set(classes.values())];
  const needed = Object.entries(helpers).filter(([name]) =>
    used.some((each) => [...each.helpers].some((h) => h === name)),
  );
  const body = [
    ...needed.map(([, text]) => text),
    partOf,
    used.some(({ masks }) => masks) ? maskedCellClass : cellClass,
    ...(layers.some((units) => units.length > 1) ? [bothClass] : []),
    ...used.map(({ text }) => text),
    modelClass(input, layers, classes, main),
    weightFunctions,
  ].join('\n\n\n');
  const module = file.replace(/\.py$/, '');
  const usesFunctional = /\bfunctional\./.test(body);
  return `"""
${input.model.name}, written by cellc ${version} from its equations.

    from ${module} import ${main}, load_weights, save_weights

    model = load_weights(${main}(), "${input.model.name}.safetensors")
    output, states = model(x)  # ${shapesOf(input).join(' -> ')}
    output, states = model(more, states)  # the same sequences, continued
    save_weights(model, "${input.model.name}.safetensors")  # for cellc

Parameters and states are called as in cellc. States are [batch, size], a scalar [batch, 1].
"""

import json

import torch
from torch import nn
${usesFunctional ? 'from torch.nn import functional\n' : ''}

${body}
`;
}

function shapesOf({ model }: ExportInput): [string, string] {
  return [
    model.reads === 'class' ? '[batch, time] of classes' : `[batch, time, ${model.input}]`,
    model.returns === 'last' ? `[batch, ${model.output}]` : `[batch, time, ${model.output}]`,
  ];
}

function modelClass(
  input: ExportInput,
  layers: readonly (readonly Unit[])[],
  classes: ReadonlyMap<Unit, CellClass>,
  main: string,
): string {
  const { model } = input;
  const made = layers.map((units) => {
    const { name } = units[0]!.layer;
    checkAttribute(name, 'a layer');
    const cells = units.map((unit) => construct(unit, classes.get(unit)!));
    return `self.${name} = ${cells.length > 1 ? `Both(${cells.join(', ')})` : cells[0]}`;
  });
  const frozen = model.layers.filter((layer) => layer.frozen).map(({ name }) => `self.${name}.requires_grad_(False)`);
  const oneHot = `x = functional.one_hot(x.long(), ${model.input}).to(next(self.parameters()).dtype)`;
  const [x, y] = shapesOf(input);
  const isClass = model.reads === 'class';
  const starts = startLines(layers);
  return [
    `class ${main}(nn.Module):`,
    `    """x: ${x}. Returns the output ${y}, and the final states by name."""`,
    '',
    '    def __init__(self):',
    ...['super().__init__()', `self.metadata = {"name": "${model.name}"}`, ...made, ...frozen].map(indent),
    ...(starts.length > 0 ? [indent('self.reset_parameters()')] : []),
    '',
    ...(starts.length > 0 ? ['    def reset_parameters(self):', ...starts.map(indent), ''] : []),
    '    def forward(self, x, states=None):',
    ...[
      `if x.dim() != ${isClass ? 2 : 3}${isClass ? '' : ` or x.size(-1) != ${model.input}`}:`,
      `    raise ValueError(f"x is {list(x.shape)}, where ${x} is expected")`,
      ...(isClass ? [oneHot] : []),
      'states, final = states or {}, {}',
      'for name, layer in self.named_children():',
      '    x, own = layer(x, part_of(states, name))',
      '    final.update({f"{name}.{key}": value for key, value in own.items()})',
      'for name in states:',
      '    if name not in final:',
      '        raise ValueError(f"there is no state {name}: there are {list(final)}")',
      `return ${model.returns === 'last' ? 'x[:, -1]' : 'x'}, final`,
    ].map(indent),
  ].join('\n');
}

const indent = (line: string): string => `        ${line}`;
