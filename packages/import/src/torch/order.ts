/** The order in which a network runs through its modules, which a state_dict does not hold. */
import { refuse } from '../error.ts';
import { sizesOf, type TorchModule } from './modules.ts';

export interface Order {
  readonly modules: readonly TorchModule[];
  /** Whether another order would have fitted as well. */
  readonly guessed: boolean;
}

/** Looked through at most, so that no file makes the search endless. */
const mostTries = 20_000;

/** An order in which each module reads as many features as the one before gives. @throws E_IMPORT */
export function chain(modules: readonly TorchModule[]): Order {
  const ranked = [...modules].sort((a, b) => rank(a) - rank(b) || natural(a.path, b.path));
  const found: TorchModule[][] = [];
  let tries = 0;
  const extend = (order: readonly TorchModule[], left: readonly TorchModule[]): void => {
    if (found.length > 1 || tries++ > mostTries) return;
    if (left.length === 0) {
      found.push([...order]);
      return;
    }
    const previous = order.at(-1);
    for (const next of left)
      if (!previous || fits(previous, next))
        extend(
          [...order, next],
          left.filter((module) => module !== next),
        );
  };
  extend([], ranked);
  const [first] = found;
  if (!first) {
    const list = ranked.map((module) => {
      const { input, output } = sizesOf(module);
      return `${module.path || module.kind} (${input} → ${output})`;
    });
    refuse(`the modules form no chain: ${list.join(', ')}`, 'name them in order with the option order');
  }
  return { modules: first, guessed: found.length > 1 };
}

function fits(previous: TorchModule, next: TorchModule): boolean {
  const { output } = sizesOf(previous);
  return output === sizesOf(next, output).input;
}

const ranks = ['embedding', 'recurrent', 'layernorm', 'rmsnorm', 'batchnorm', 'prelu', 'linear'] as const;
const rank = ({ kind }: TorchModule): number => ranks.indexOf(kind);

/** `head.2` before `head.10`. */
export function natural(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
