/** The shipped optimiser and loss for those of PyTorch, found by asking the compiler: what arrives there is used here. */
import { CellcError, type ModelSpec, resolveModel } from '@cellc/compiler';
import { type Fields, Malformed, Skip } from './format.ts';

/** The names under which optimisers of PyTorch are shipped; amsgrad is an optimiser of its own. */
const shippedAs = new Map<string, string>([
  ['Adam', 'adam'],
  ['Adam amsgrad', 'amsgrad'],
  ['AdamW', 'adamw'],
  ['AdamW amsgrad', 'adamw_amsgrad'],
  ['SGD', 'sgd'],
  ['RMSprop', 'rmsprop'],
  ['Adagrad', 'adagrad'],
]);

/** @throws Skip where no shipped optimiser has the hyperparameters that matter */
export function findOptimizer(name: string, hyperparameters: Fields): NonNullable<ModelSpec['optimizer']> {
  const { decoupled_weight_decay: decoupled, amsgrad, ...given } = hyperparameters;
  const isDecoupled = name === 'Adam' && decoupled === true;
  const torchName = isDecoupled ? 'AdamW' : name;
  const shipped = shippedAs.get(amsgrad === true ? `${torchName} amsgrad` : torchName);
  if (!shipped) throw new Malformed(`config.optimizer is ${name}, none of ${[...shippedAs.keys()].join(', ')}`);
  // Adam decays nothing where it is not told to; AdamW does.
  const scalars = flatten(isDecoupled ? { weight_decay: 0, ...given } : given);
  const known = scalarsOf(shipped);
  if (!known) throw new Skip(`needs optimizer ${shipped}`);
  const missing = [...scalars].find(([scalar, value]) => value !== 0 && !known.has(scalar));
  if (missing) throw new Skip(`needs ${missing[0]} in optimizer ${shipped}`);
  return { [shipped]: Object.fromEntries([...scalars].filter(([scalar]) => known.has(scalar))) };
}

/** PyTorch's hyperparameters as the names and numbers of a cell's: `betas` are `beta1` and `beta2`, true is 1. */
function flatten(hyperparameters: Fields): Map<string, number> {
  const flat = new Map<string, number>();
  for (const [name, value] of Object.entries(hyperparameters)) {
    if (name === 'betas' && Array.isArray(value))
      value.forEach((beta, i) => void flat.set(`beta${i + 1}`, Number(beta)));
    else if (typeof value === 'number' || typeof value === 'boolean') flat.set(name, Number(value));
    else if (value !== null) throw new Malformed(`hyperparameters.${name} is neither a number nor true or false`);
  }
  return flat;
}

function scalarsOf(optimizer: string): ReadonlyMap<string, number> | undefined {
  return probe({ optimizer })?.optimizer?.scalars;
}

/** The name of a shipped loss. @throws Skip where it is not shipped */
export function shippedLoss(loss: string): string {
  if (!probe({ loss })) throw new Skip(`needs loss ${loss}`);
  return loss;
}

/** A model that uses something shipped; none where there is no such thing. */
function probe(part: Pick<ModelSpec, 'loss' | 'optimizer'>): ReturnType<typeof resolveModel> | undefined {
  try {
    return resolveModel({ name: 'probe', input: 1, layers: [{ dense: 1 }], loss: 'mse', ...part });
  } catch (error) {
    if (error instanceof CellcError && error.code === 'E_UNKNOWN_CELL') return undefined;
    throw error;
  }
}
