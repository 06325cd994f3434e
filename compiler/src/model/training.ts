/** The loss and the optimiser of a spec: cells of a known form. */
import { fail, nearest } from '../error.ts';
import type { Cell } from '../lang/ast.ts';
import { findCell, type Library, shelves } from './library.ts';
import type { SpecText } from './read.ts';
import { pathText } from './validate.ts';

export interface Loss {
  readonly name: string;
  /** Two vectors, the prediction and the target, to a scalar. */
  readonly cell: Cell;
}

export interface Optimizer {
  readonly name: string;
  readonly cell: Cell;
  /** Every hyperparameter: the cell's defaults, or what the spec says instead. */
  readonly scalars: ReadonlyMap<string, number>;
}

/** @throws E_UNKNOWN_CELL, or E_NO_INPUT for a cell that is not a loss */
export function resolveLoss(text: SpecText, library: Library): Loss | undefined {
  const reference = text.spec.loss;
  if (reference === undefined) return undefined;
  const place = text.place(['loss']);
  const cell = findCell(shelves.loss, reference, library, 'loss', place);
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
  return { name: cell.name, cell };
}

/** @throws E_UNKNOWN_CELL, or E_UNKNOWN_FIELD for a hyperparameter that does not exist */
export function resolveOptimizer(text: SpecText, library: Library): Optimizer | undefined {
  const given = text.spec.optimizer;
  if (given === undefined) return undefined;
  const named = typeof given !== 'string';
  const [reference, settings] = named ? Object.entries(given)[0]! : [given, {}];
  const path = named ? ['optimizer', reference] : ['optimizer'];
  const cell = findCell(
    shelves.optimizer,
    reference,
    library,
    'optimizer',
    named ? text.keyPlace(path) : text.place(path),
  );
  const scalars = new Map(
    cell.inputs.flatMap((input) => (input.default === undefined ? [] : [[input.name, input.default]])),
  );
  for (const [name, value] of Object.entries(settings)) {
    if (!scalars.has(name)) {
      const near = nearest(name, scalars.keys());
      const hint = near ? `did you mean '${near}'?` : `its hyperparameters are ${[...scalars.keys()].join(', ')}`;
      fail(
        'E_UNKNOWN_FIELD',
        `${pathText(path)}: '${cell.name}' has no hyperparameter '${name}'`,
        text.keyPlace([...path, name]),
        hint,
      );
    }
    scalars.set(name, value);
  }
  return { name: cell.name, cell, scalars };
}
