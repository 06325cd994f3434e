/** What a command is: everything that help says about it, and what it does. */
import type { CellcError } from '@cellc/compiler';
import type { common, Options, Parsed } from './options.ts';

/** Where a command reads and writes: the process, or a test. */
export interface Io {
  readonly cwd: string;
  readonly color: boolean;
  /** Columns of the terminal that errors and progress go to; undefined where it is none. */
  readonly columns?: number | undefined;
  out(text: string): void;
  err(text: string): void;
  /** Calls `stop` at Ctrl-C, in place of ending the process at once. @returns what undoes this */
  onInterrupt?(stop: () => void): () => void;
}

export interface CommandText<O extends Options> {
  readonly name: string;
  /** The positional arguments, as usage shows them. */
  readonly args: string;
  /** One line. */
  readonly summary: string;
  /** What it is for, in a few sentences. */
  readonly about: string;
  /** A command line with its output in short. */
  readonly example: string;
  /** What exit code 1 means. */
  readonly failure: string;
  readonly options: O;
}

export interface Command<O extends Options = Options> extends CommandText<O> {
  /** @returns what `--json` prints, how it looks as text, and the exit code */
  run(parsed: Parsed<O & typeof common>, io: Io): Promise<Result>;
}

export interface Result {
  readonly json: object | undefined;
  readonly text: string;
  /** What went wrong after there was something to show: it is reported, too, and the exit code is 1. */
  readonly failed?: CellcError | undefined;
  /** 1 where a check failed, 130 where Ctrl-C ended it. */
  readonly code: 0 | 1 | 130;
}

/** Keeps the literal types of a command's options. */
export function command<const O extends Options>(definition: Command<O>): Command<O> {
  return definition;
}
