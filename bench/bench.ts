/** What a benchmark is to the runner. */

/**
 * Every case is measured in fresh processes of its own: what an engine learned from one must not help or hinder
 * another. Cases and results are plain data, for they travel as JSON.
 */
export interface Bench<Case = unknown, Result = unknown> {
  /** One sentence: the question that it answers. */
  readonly about: string;
  readonly cases: readonly Case[];
  /** How many fresh processes measure each case. */
  readonly processes: number;
  measure(of: Case): Result | Promise<Result>;
  report(measured: readonly Measured<Case, Result>[]): Report;
}

export interface Measured<Case, Result> {
  readonly of: Case;
  /** One result for each process. */
  readonly results: readonly Result[];
}

export interface Report {
  readonly text: string;
  /** The targets that were missed, in words. */
  readonly missed: readonly string[];
  /** SVG by file name, for `bench/charts`. */
  readonly charts?: ReadonlyMap<string, string>;
}
