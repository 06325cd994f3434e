/** The types of a model spec: what `model.json` holds and `defineModel` takes. */
import type { Cell, Initializer } from '../lang/ast.ts';

/** A recurrent network: layers, and how it is trained. */
export interface ModelSpec {
  /** Where an editor finds the schema, e.g. `./node_modules/@cellc/compiler/schema.json`. */
  readonly $schema?: string;
  /** A letter, then letters, digits, `_` and `-`, at most 64: names the compiled file. */
  readonly name: string;
  /**
   * Features per time step: the input is `[batch, time, input]`. With `{ "classes": n }` a time step is one class from 0 to
   * n - 1, read as a one-hot vector: the input is `[batch, time]`.
   */
  readonly input: number | { readonly classes: number };
  /** At least one; each reads the output of the layer before it. */
  readonly layers: readonly LayerSpec[];
  /** Whether the model's output is every time step's (the default) or only the last one's. */
  readonly output?: 'sequence' | 'last';
  /**
   * What is standardised by means and deviations of the training data, kept with the weights: what the model reads, what it
   * gives (the loss compares standardised values), or both. Default neither.
   */
  readonly standardize?: 'input' | 'output' | 'both';
  /** A shipped loss (`mse`), a path to a `.cell` file, equations, one of these with scalars, or in TypeScript a cell. */
  readonly loss?: string | Cell | Configured;
  /** A shipped optimiser (`adam`), a path, or one of these with hyperparameters: `{ "adam": { "lr": 0.01 } }`. */
  readonly optimizer?: string | Configured;
}

/** A name or path, and scalars of the cell that it stands for: `{ "huber": { "delta": 2 } }`. */
export type Configured = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type LayerSpec = CellLayerSpec | DenseLayerSpec | EmbeddingLayerSpec;

/** A spec whose cells are all text: what JSON holds, and what `ModelSpec` becomes when it is read. */
export type TextSpec = Omit<ModelSpec, 'layers' | 'loss'> & {
  readonly layers: readonly (TextCellLayer | DenseLayerSpec | EmbeddingLayerSpec)[];
  readonly loss?: string | Configured;
};
export type TextCellLayer = Omit<CellLayerSpec, 'cell'> & { readonly cell: string | readonly string[] };

/** What layers of every kind can have. */
interface Regularised {
  /** In training, the share of the layer's outputs that are set to 0 (dropout). Default 0. */
  readonly dropout?: number;
  /** λ of a term λ Σ w² of the loss, over the layer's matrices. Default 0. */
  readonly l2?: number;
}

/** A recurrent layer. */
export interface CellLayerSpec extends Regularised {
  /**
   * A shipped cell (`lstm`), a path to a `.cell` or `.tex` file, equations (a text of several lines, or the lines), or in
   * TypeScript a cell from `defineCell`, `parseCell` or `parseLatex`.
   */
  readonly cell: string | readonly string[] | Cell;
  /** The hidden size: the cell's size `H`, or else the size of its output. */
  readonly size: number;
  /** The layer's name in parameter paths; by default the cell's name and a number: `lstm1`. */
  readonly name?: string;
  /** This many layers of the kind, one after another. Default 1. */
  readonly repeat?: number;
  /** The order in which the layer reads the sequence; `both` puts the two outputs side by side. Default `forward`. */
  readonly direction?: 'forward' | 'backward' | 'both';
  /** The cell's size `P`: the output of an LSTM with projection. */
  readonly projection?: number;
  /** In training, the share of the states' elements that products do not see, the same for a whole sequence. Default 0. */
  readonly recurrentDropout?: number;
  /** In training, the share of the elements that keep their value at a time step: of all states, or by state. Default 0. */
  readonly zoneout?: number | Readonly<Record<string, number>>;
  /** Any other sizes the cell names. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** How parameters start, by name or pattern: `{ "b_*": 0 }`. Default: uniform in ±1/√size, or what the cell says. */
  readonly init?: Readonly<Record<string, InitializerSpec>>;
}

/** A dense layer, applied to every time step: `y = activation(W @ x + b)`. */
export interface DenseLayerSpec extends Regularised {
  /** The number of outputs. */
  readonly dense: number;
  /** The layer's name in parameter paths; by default `dense1`, `dense2`, … */
  readonly name?: string;
  /** Any elementwise function of one argument (`tanh`, `sigmoid`, `relu`, …) or `softmax`. Default none. */
  readonly activation?: string;
  /** Whether there is a bias `b`. Default true. */
  readonly bias?: boolean;
  /** How `W` and `b` start. Default: uniform in ±1/√inputs. */
  readonly init?: Readonly<Record<string, InitializerSpec>>;
}

/** A vector of its own for each class of the input: `y = W[class]`. Only as the first layer. */
export interface EmbeddingLayerSpec extends Regularised {
  /** The length of the vectors. */
  readonly embedding: number;
  /** The layer's name in parameter paths; by default `embedding1`. */
  readonly name?: string;
  /** How `W`, `[classes, embedding]`, starts. Default: normal with deviation 1. */
  readonly init?: Readonly<Record<string, InitializerSpec>>;
}

/** A constant or a distribution; `zeros` and `ones` are 0 and 1. */
export type InitializerSpec = Initializer | 'zeros' | 'ones';

/** Types a model spec; the value is returned as it is, with its literal types. It is validated when it is compiled. */
export function defineModel<const S extends ModelSpec>(spec: S): S {
  return spec;
}
