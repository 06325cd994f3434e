/** The one table of a spec's fields: the validator reads it, and the published JSON Schema is printed from it. */
import type { Code } from '../error.ts';

/** The keywords of JSON Schema (draft 2020-12) that the table uses, and the code of the error when one does not hold. */
export interface Rule {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly anyOf?: readonly Rule[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: Rule;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Rule | false;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly title?: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly examples?: readonly string[];
  /** Not published. Default E_SPEC. */
  readonly code?: Code;
}

/** 16384² weights of four bytes are a gigabyte: what is larger is a slip, not a network. */
export const maxSize = 16384;
/** Code is emitted per layer; more of them than this make no sensible module. */
export const maxLayers = 256;

const size = (description: string): Rule => ({
  type: 'integer',
  minimum: 1,
  maximum: maxSize,
  code: 'E_BAD_SIZE',
  description,
});

const layerName = (example: string): Rule => ({
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_]*$',
  maxLength: 64,
  code: 'E_BAD_NAME',
  description: `The layer's name in parameter paths; by default ${example}.`,
});

const scale: Rule = { type: 'number', minimum: 0 };

const initializer: Rule = {
  anyOf: [
    { type: 'number' },
    { type: 'string', enum: ['zeros', 'ones', 'xavier_uniform', 'xavier_normal', 'kaiming_uniform', 'orthogonal'] },
    {
      type: 'object',
      title: 'a distribution',
      properties: {
        uniform: { ...scale, description: 'Uniform in [-a, a].' },
        normal: { ...scale, description: 'Normal with this standard deviation.' },
      },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    },
  ],
};

const init: Rule = {
  type: 'object',
  additionalProperties: initializer,
  description: 'How parameters start, by name or by pattern with *: { "b_*": 0 }.',
};

const rate = (description: string): Rule => ({
  type: 'number',
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0,
  description,
});

const regularised = {
  dropout: rate("In training, the share of the layer's outputs that are set to 0."),
  l2: { ...scale, default: 0, description: "λ of a term λ Σ w² of the loss, over the layer's matrices." },
} as const;

const cellLayer: Rule = {
  type: 'object',
  title: 'a cell layer',
  properties: {
    cell: {
      anyOf: [
        { type: 'string', minLength: 1, examples: ['lstm', 'gru', './my.cell', './paper.tex'] },
        { type: 'array', items: { type: 'string' }, minItems: 1 },
      ],
      description:
        'A shipped cell, a path to a .cell or .tex file, or equations: a text of several lines, or a list of lines.',
    },
    size: size('The hidden size: the size H of the cell, or else the size of its output.'),
    name: layerName("the cell's name and a number: lstm1"),
    repeat: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: 1,
      code: 'E_BAD_SIZE',
      description: 'This many layers of the kind, one after another.',
    },
    direction: {
      type: 'string',
      enum: ['forward', 'backward', 'both'],
      default: 'forward',
      description: 'The order in which the layer reads the sequence; both puts the two outputs side by side.',
    },
    projection: size('The size P of the cell: the output of an LSTM with projection.'),
    recurrentDropout: rate(
      "In training, the share of the states' elements that products do not see, the same for a whole sequence.",
    ),
    zoneout: {
      anyOf: [
        rate('Of all states.'),
        { type: 'object', additionalProperties: rate('Of one state.'), description: 'By state.' },
      ],
      description: 'In training, the share of the elements of states that keep their value at a time step.',
    },
    ...regularised,
    sizes: {
      type: 'object',
      additionalProperties: size('The value of a size that the cell names.'),
      description: 'Any other sizes the cell names.',
    },
    init,
  },
  required: ['cell', 'size'],
  additionalProperties: false,
};

const denseLayer: Rule = {
  type: 'object',
  title: 'a dense layer',
  properties: {
    dense: size('The number of outputs.'),
    name: layerName('dense1, dense2, …'),
    activation: {
      type: 'string',
      minLength: 1,
      examples: ['tanh', 'sigmoid', 'relu', 'softmax'],
      description: 'Any elementwise function of one argument, or softmax.',
    },
    bias: { type: 'boolean', default: true, description: 'Whether there is a bias b.' },
    ...regularised,
    init,
  },
  required: ['dense'],
  additionalProperties: false,
};

const embeddingLayer: Rule = {
  type: 'object',
  title: 'an embedding layer',
  properties: {
    embedding: size('The length of the vector of each class.'),
    name: layerName('embedding1'),
    ...regularised,
    init,
  },
  required: ['embedding'],
  additionalProperties: false,
};

/** One name with scalars. */
const configured = (title: string): Rule => ({
  type: 'object',
  title,
  additionalProperties: { type: 'object', additionalProperties: { type: 'number' } },
  minProperties: 1,
  maxProperties: 1,
});

/** The rule of a whole spec. */
export const modelRule: Rule = {
  type: 'object',
  title: 'a model spec',
  description: 'A recurrent network for cellc to compile.',
  properties: {
    $schema: { type: 'string', description: 'Where an editor finds this schema.' },
    name: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
      maxLength: 64,
      code: 'E_BAD_NAME',
      description: 'A letter, then letters, digits, _ and -: names the compiled file.',
    },
    input: {
      anyOf: [
        size('Features per time step.'),
        {
          type: 'object',
          title: 'a class a time step',
          properties: { classes: { ...size('How many classes there are; they count from 0.'), minimum: 2 } },
          required: ['classes'],
          additionalProperties: false,
        },
      ],
      description: 'Features per time step, or { "classes": n } where a time step is one of n classes.',
    },
    layers: {
      type: 'array',
      items: { title: 'a layer', anyOf: [cellLayer, denseLayer, embeddingLayer] },
      minItems: 1,
      maxItems: maxLayers,
      description: 'Each layer reads the output of the layer before it.',
    },
    output: {
      type: 'string',
      enum: ['sequence', 'last'],
      default: 'sequence',
      description: "Whether the model's output is every time step's or only the last one's.",
    },
    standardize: {
      type: 'string',
      enum: ['input', 'output', 'both'],
      description:
        'What is standardised by means and deviations of the training data, which are kept with the weights.',
    },
    loss: {
      anyOf: [{ type: 'string', minLength: 1, examples: ['mse'] }, configured('a loss')],
      description:
        'A shipped loss, a path to a .cell file, or equations; alone or with scalars: { "huber": { "delta": 2 } }.',
    },
    optimizer: {
      anyOf: [{ type: 'string', minLength: 1, examples: ['adam'] }, configured('an optimizer')],
      description: 'A shipped optimiser or a path, alone or with hyperparameters: { "adam": { "lr": 0.01 } }.',
    },
  },
  required: ['name', 'input', 'layers'],
  additionalProperties: false,
};

/** The JSON Schema of a model spec, as published in `schema.json`. */
export function schema(): Readonly<Record<string, unknown>> {
  const published = JSON.parse(
    JSON.stringify(modelRule, (key, value: unknown) => (key === 'code' ? undefined : value)),
  );
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...(published as object) };
}
