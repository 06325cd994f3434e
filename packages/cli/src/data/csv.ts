/** Tables from CSV text. Comma, semicolon or tab, whichever the line of names has most of. */
import { CellcError } from '@cellc/compiler';
import { CsvError, parse } from 'csv-parse/sync';
import { decimal, suggestion } from '../options.ts';

export interface Table {
  /** What messages call it. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  /** The line of the file that it ends in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** @throws E_DATA */
export function parseCsv(file: string, text: string): Table {
  const records = parseRecords(file, text);
  const [names, ...rows] = records;
  const example = 'write their names in the first line: year,sunspots';
  if (!names) throw dataError(`${file} is empty`, example);
  if (rows.length === 0) throw dataError(`${file} has a line of names, and no data`);
  const columns = names.cells;
  if (columns.some((name) => decimal.test(name)))
    throw dataError(`${file} has no names of columns: line ${names.line} is ${columns.join(', ')}`, example);
  const blank = columns.indexOf('');
  if (blank >= 0) throw dataError(`column ${blank + 1} of ${file} has no name`, example);
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw dataError(`${file} has two columns named ${twice}`);
  return { file, columns, rows };
}

function parseRecords(file: string, text: string): Row[] {
  // Only the first line tells: in the others, a comma may be a decimal one.
  const header = text.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const count = (delimiter: string): number => header.split(delimiter).length;
  const [delimiter] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  const read = (skipsBlank: boolean): Row[] => {
    const options = { comment: '#', comment_no_infix: true, info: true, trim: true, delimiter: delimiter! } as const;
    const parsed = parse(text, { ...options, skip_empty_lines: skipsBlank }) as unknown as {
      readonly info: { readonly lines: number };
      readonly record: readonly string[];
    }[];
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
  };
  try {
    const rows = read(true);
    if (rows[0]?.cells.length !== 1) return rows;
    // A blank line between others is an empty cell where there is one column.
    const all = read(false);
    const isFull = ({ cells }: Row): boolean => cells[0] !== '';
    return all.slice(all.findIndex(isFull), all.findLastIndex(isFull) + 1);
  } catch (error) {
    if (error instanceof CsvError) throw dataError(`${file} cannot be read as CSV: ${error.message}`);
    throw error;
  }
}

/** The place of a column. @throws E_DATA where there is none of that name */
export function columnOf({ file, columns }: Table, name: string): number {
  const place = columns.indexOf(name);
  if (place >= 0) return place;
  throw dataError(`${file} has no column ${name}`, suggestion(name, columns, 'its columns are '));
}

/** Names of the columns that hold numbers: more of them than of anything else, so that a gap in them is an error. */
export function numericColumns({ columns, rows }: Table): string[] {
  return columns.filter((_, i) => rows.filter(({ cells }) => decimal.test(cells[i]!)).length > rows.length / 2);
}

/**
 * A column's numbers. @throws E_DATA, with the place of the first cell that holds none
 * @param withGaps whether a cell may be empty: it becomes NaN
 */
export function numbersOf(table: Table, name: string, withGaps = false): Float64Array {
  const place = columnOf(table, name);
  return Float64Array.from(table.rows, ({ cells, line }, i) => {
    const text = cells[place]!;
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value) || (withGaps && text === '')) return value;
    const found = text === '' ? 'is missing' : `is '${text}', not a number`;
    const hint =
      text === ''
        ? '--fill takes the line between its neighbours'
        : 'a number is 1.5, with a point; a column that holds none has no place in --input or --predict';
    throw dataError(`${name} ${found} in row ${i + 1} (line ${line}) of ${table.file}`, hint);
  });
}

/** A column's texts. */
export function textsOf(table: Table, name: string): string[] {
  const place = columnOf(table, name);
  return table.rows.map(({ cells }) => cells[place]!);
}

export function dataError(reason: string, hint?: string): CellcError {
  return new CellcError('E_DATA', reason, { hint });
}
