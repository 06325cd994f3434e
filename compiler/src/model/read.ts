/** A spec from text or from JavaScript, validated, with the places of its values for later errors. */
import type { Place, Source } from '../error.ts';
import type { Cell } from '../lang/ast.ts';
import { printCell } from '../lang/print.ts';
import { type Json, type JsonField, jsonOf, parseJson, plain } from './json.ts';
import { modelRule } from './schema.ts';
import type { ModelSpec, TextSpec } from './spec.ts';
import { type Path, validate } from './validate.ts';

export interface SpecText {
  readonly spec: TextSpec;
  /** Where the value at a path stands; nowhere, if the spec did not come as text. */
  place(path: Path): Place | undefined;
  /** Where the last key of a path stands. */
  keyPlace(path: Path): Place | undefined;
}

/** @throws E_SYNTAX, E_SPEC, E_UNKNOWN_FIELD, E_BAD_NAME, E_BAD_SIZE */
export function readSpec(from: ModelSpec | Source): SpecText {
  const source = isSource(from) ? from : undefined;
  const json = source ? parseJson(source) : jsonOf(withCellTexts(from));
  validate(json, modelRule, source);
  const place = (span: { start: number; end: number } | undefined): Place | undefined =>
    source && span && { source, span };
  return {
    // The schema has just said so.
    spec: plain(json) as TextSpec,
    place: (path) => place(find(json, path)?.value.span),
    keyPlace: (path) => place(find(json, path)?.key),
  };
}

/** The spec with cells from `defineCell` as the equations they stand for. */
function withCellTexts(from: unknown): unknown {
  if (typeof from !== 'object' || from === null || !('layers' in from) || !Array.isArray(from.layers)) return from;
  const text = (holder: unknown, field: string): unknown => {
    const value =
      typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[field] : undefined;
    return isCell(value) ? { ...(holder as object), [field]: printCell(value) } : holder;
  };
  return text({ ...from, layers: from.layers.map((layer) => text(layer, 'cell')) }, 'loss');
}

function isCell(value: unknown): value is Cell {
  return typeof value === 'object' && value !== null && 'equations' in value && 'source' in value;
}

function isSource(from: ModelSpec | Source): from is Source {
  return typeof from === 'object' && from !== null && 'text' in from && !('layers' in from);
}

function find(json: Json, path: Path): JsonField | undefined {
  let at: JsonField | undefined = { value: json };
  for (const key of path) {
    const from: Json | undefined = at?.value;
    if (from?.kind === 'object') at = from.fields.get(String(key));
    else if (from?.kind === 'array' && from.items[Number(key)]) at = { value: from.items[Number(key)]! };
    else return undefined;
  }
  return at;
}
