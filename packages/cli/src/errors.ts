/** Errors as data, for `--json`. */
import { CellcError, position } from '@cellc/compiler';
import type { RuntimeError } from '@cellc/runtime';

export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

export function describe(error: CellcError | RuntimeError): ErrorReport {
  const place = error instanceof CellcError ? error.place : undefined;
  return {
    code: error.code,
    message: error.reason,
    ...(place && { file: place.source.name, ...position(place) }),
    ...(error.hint !== undefined && { hint: error.hint }),
  };
}
