/** What a cell says, before shapes and sizes are known. */
import type { Initializer } from '@cellc/runtime/module';
import type { Source, Span } from '../error.ts';

export type { Initializer };

export type Expr = NumberExpr | NameExpr | CallExpr | SliceExpr;

export interface NumberExpr {
  readonly kind: 'number';
  readonly value: number;
  readonly span: Span;
}

/** A value at time t (`lag` 0) or at time t-1 (`lag` 1, a state). */
export interface NameExpr {
  readonly kind: 'name';
  readonly name: string;
  readonly lag: 0 | 1;
  readonly span: Span;
}

/** A call of an op; operators are calls too: `a + b` is `add(a, b)`, `[a; b]` is `concat(a, b)`. */
export interface CallExpr {
  readonly kind: 'call';
  readonly op: string;
  readonly args: readonly Expr[];
  readonly span: Span;
}

/** `v[from:to]`, where the bounds are sizes (`v[0:H]`, `v[H:2*H]`). */
export interface SliceExpr {
  readonly kind: 'slice';
  readonly of: Expr;
  readonly from: Expr;
  readonly to: Expr;
  readonly span: Span;
}

/** `i, f = split(v)` has two targets; most equations have one. */
export interface Equation {
  readonly targets: readonly Target[];
  readonly value: Expr;
  readonly span: Span;
}

export interface Target {
  readonly name: string;
  readonly span: Span;
}

/** A named tensor with a declared shape: an input, an output or a declared parameter. A scalar has shape []. */
export interface Port {
  readonly name: string;
  /** Sizes as expressions over symbols: `H`, `4 * H`, `I + H`, `3`. */
  readonly shape: readonly Expr[];
  /** A scalar input with a default is a hyperparameter (`lr = 0.001`). */
  readonly default?: number;
  readonly span: Span;
}

/** How a parameter starts when no weights are given: `init b_f = 1`. */
export interface Init {
  readonly name: string;
  readonly value: Initializer;
  readonly span: Span;
}

/** One time step of a recurrence: a pure description, the same whether it came from text, LaTeX or TypeScript. */
export interface Cell {
  readonly name: string;
  /** The comment lines above the header: what the cell is and where it comes from. */
  readonly doc: string;
  readonly inputs: readonly Port[];
  readonly output: Port;
  /** `param W: [H, I]`: shapes that inference cannot find, or that the author wants checked. */
  readonly params: readonly Port[];
  readonly inits: readonly Init[];
  readonly equations: readonly Equation[];
  readonly source: Source;
}
