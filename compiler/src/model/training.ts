/** The loss and the optimiser of a spec: cells of a known form. */
import { fail, nearest, type Place } from '../error.ts';
import type { Cell } from '../lang/ast.ts';
import { findCell, type Library, shelves } from './library.ts';
import type { SpecText } from './read.ts';
import { pathText } from './validate.ts';

export interface Loss {
  readonly name: string;
  /** Two vectors, the prediction and the target, to a scalar. */
  readonly cell: Cell;
  /** Its scalars: the cell's defaults, or what the spec says instead. */
  readonly scalars: ReadonlyMap<string, number>;
}

export interface Optimizer {
  readonly name: string;
  readonly cell: Cell;
  /** Every hyperparameter: the cell's defaults, or what the spec says instead. */
  readonly scalars: ReadonlyMap<string, number>;
}

/** Losses whose targets are classes or probabilities: a standardised target means nothing to them. */
const ofProbabilities = new Set(['cross_entropy', 'bce', 'bce_logits']);

/**
 * @throws E_UNKNOWN_CELL, E_NO_INPUT for a cell that is not a loss, E_UNKNOWN_FIELD for a scalar that it does not have,
 * E_SPEC where it compares probabilities, and the output is standardised
 */
export function resolveLoss(text: SpecText, library: Library): Loss | undefined {
  const given = text.spec.loss;
  if (given === undefined) return undefined;
  const { cell, place, scalars } = configured('loss', given, text, library);
  const vectors = cell.inputs.filter((input) => input.shape.length === 1);
  const others = cell.inputs.filter((input) => input.shape.length !== 1 && input.default === undefined);
  if (vectors.length !== 2 || others.length > 0 || cell.output.shape.length > 0) {
    fail(
      'E_NO_INPUT',
      `loss: cell '${cell.name}' is not a loss`,
      place,
      'a loss reads two vectors, the prediction and the target, and its output is a scalar: cell mse(y: O, target: O) -> loss',
    );
  }
  const { standardize } = text.spec;
  if (ofProbabilities.has(cell.name) && (standardize === 'output' || standardize === 'both'))
    fail(
      'E_SPEC',
      `the loss ${cell.name} compares probabilities, which cannot be standardised`,
      text.place(['standardize']),
      'write "standardize": "input", or leave it out',
    );
  const inputs = cell.inputs.map((input) => ({
    ...input,
    ...(scalars.has(input.name) && { default: scalars.get(input.name)! }),
  }));
  return { name: cell.name, cell: { ...cell, inputs }, scalars };
}

/** @throws E_UNKNOWN_CELL, or E_UNKNOWN_FIELD for a hyperparameter that does not exist */
export function resolveOptimizer(text: SpecText, library: Library): Optimizer | undefined {
  const given = text.spec.optimizer;
  if (given === undefined) return undefined;
  const { cell, scalars } = configured('optimizer', given, text, library);
  if (text.spec.loss === undefined)
    fail(
      'E_SPEC',
      'optimizer: there is no loss that it could lower',
      text.keyPlace(['optimizer']),
      'say what is to become small, as in "loss": "mse", or leave the optimizer out',
    );
  return { name: cell.name, cell, scalars };
}

/** The cell that a field names, alone or with scalars of its own: `"adam"`, `{ "adam": { "lr": 0.01 } }`. */
function configured(
  field: 'loss' | 'optimizer',
  given: string | Readonly<Record<string, Readonly<Record<string, number>>>>,
  text: SpecText,
  library: Library,
): { cell: Cell; place: Place | undefined; scalars: ReadonlyMap<string, number> } {
  const named = typeof given !== 'string';
  const [reference, settings] = named ? Object.entries(given)[0]! : [given, {}];
  const path = named ? [field, reference] : [field];
  const place = named ? text.keyPlace(path) : text.place(path);
  const cell = findCell(shelves[field], reference, library, field, place);
  const scalars = new Map(
    cell.inputs.flatMap((input) => (input.default === undefined ? [] : [[input.name, input.default]])),
  );
  for (const [name, value] of Object.entries(settings)) {
    if (!scalars.has(name)) {
      const near = nearest(name, scalars.keys());
      const known = [...scalars.keys()].join(', ') || '(none)';
      const hint = near ? `did you mean '${near}'?` : `its hyperparameters are ${known}`;
      fail(
        'E_UNKNOWN_FIELD',
        `${pathText(path)}: '${cell.name}' has no hyperparameter '${name}'`,
        text.keyPlace([...path, name]),
        hint,
      );
    }
    scalars.set(name, value);
  }
  return { cell, place, scalars };
}
