/** Unification of shapes: what is unknown is bound, what cannot be decided yet waits. */
import { type Dim, isLiteralMatch, solve, substitute, subtract, symbol, unknowns } from './dims.ts';

/** A shape that may still be unknown. Unified shapes point at one another. */
export interface Shape {
  dims?: readonly Dim[];
  same?: Shape;
}

/** Reports that two shapes do not fit. */
export type Blame = () => never;

export interface Solver {
  /** Grows with everything learnt: as long as it grows, waiting rules are worth another try. */
  readonly learnt: number;
  /** A shape with this many unknown sizes. */
  ofRank(rank: number): Shape;
  /** What is known of a shape: undefined, or its sizes, of which some may be unknown. */
  dims(shape: Shape): readonly Dim[] | undefined;
  equate(a: Shape, b: Shape, blame: Blame): void;
  /** Tries the sizes again that could not be decided before. */
  retry(): void;
}

/**
 * Two sizes are the same if their difference is zero as a polynomial. Sizes of different symbols never are, even where
 * the numbers happen to agree: that would hide `W_xi @ h`. A plain number fits whatever has its value.
 */
export function createSolver(sizes: ReadonlyMap<string, number>): Solver {
  const bound = new Map<string, Dim>();
  let fresh = 0;
  let learnt = 0;
  let waiting: { a: Dim; b: Dim; blame: Blame }[] = [];

  const root = (shape: Shape): Shape => (shape.same ? (shape.same = root(shape.same)) : shape);
  const dims = (shape: Shape) => root(shape).dims?.map((dim) => substitute(dim, bound));
  const ofRank = (rank: number): Shape => ({ dims: Array.from({ length: rank }, () => symbol(`?${fresh++}`)) });

  function equateDims(a: Dim, b: Dim, blame: Blame): void {
    const difference = substitute(subtract(a, b), bound);
    const open = unknowns(difference);
    if (open.length === 1) {
      bound.set(open[0]!, solve(difference, open[0]!));
      learnt++;
    } else if (open.length > 1) bindTwin(difference, open) || waiting.push({ a, b, blame });
    else if (difference.terms.size > 0 && !isLiteralMatch(difference, sizes)) blame();
  }

  /** `?1 - ?2`: one stands for the other. */
  function bindTwin(difference: Dim, [first, second]: string[]): boolean {
    const twins = difference.terms.size === 2 && [...difference.terms.values()].reduce((x, y) => x + y) === 0;
    if (!twins) return false;
    bound.set(first!, symbol(second!));
    learnt++;
    return true;
  }

  function equate(a: Shape, b: Shape, blame: Blame): void {
    const [p, q] = [root(a), root(b)];
    if (p === q) return;
    if (p.dims && q.dims) {
      if (p.dims.length !== q.dims.length) blame();
      for (const [i, dim] of p.dims.entries()) equateDims(dim, q.dims[i]!, blame);
      return;
    }
    const [open, other] = p.dims ? [q, p] : [p, q];
    open.same = other;
    learnt++;
  }

  function retry(): void {
    const again = waiting;
    waiting = [];
    for (const { a, b, blame } of again) equateDims(a, b, blame);
  }

  return {
    get learnt() {
      return learnt;
    },
    ofRank,
    dims,
    equate,
    retry,
  };
}
