import { expect, test } from 'vitest';
import { columnOf, numbersOf, numericColumns, parseCsv, textsOf } from './csv.ts';

test('names, rows and the lines they stand in', () => {
  const table = parseCsv('a.csv', '\uFEFF# a comment\nday,"price, EUR"\n\n 1 ,2.5\n"2","-1e3"\n');
  expect(table.columns).toEqual(['day', 'price, EUR']);
  expect(table.rows).toEqual([
    { line: 4, cells: ['1', '2.5'] },
    { line: 5, cells: ['2', '-1e3'] },
  ]);
  expect([...numbersOf(table, 'price, EUR')]).toEqual([2.5, -1000]);
  expect(textsOf(table, 'day')).toEqual(['1', '2']);
});

test.each([
  ['a;b\n1;2\n', ['a', 'b']],
  ['a\tb\n1\t2\n', ['a', 'b']],
  ['a\r\n1\r\n', ['a']],
])('separators: %j', (text, columns) => {
  expect(parseCsv('a.csv', text).columns).toEqual(columns);
});

test('a blank line is a missing value where there is one column, but not around the data', () => {
  const table = parseCsv('a.csv', '\n# a comment\n\ny\n1\n\n# another\n3\n\n\n');
  expect([...numbersOf(table, 'y', true)]).toEqual([1, Number.NaN, 3]);
  expect(() => numbersOf(table, 'y')).toThrow('E_DATA: y is missing in row 2 (line 6) of a.csv\nhint: --fill takes');
});

test.each([
  ['', 'E_DATA: a.csv is empty\nhint: write their names in the first line: year,sunspots'],
  ['a,b\n', 'E_DATA: a.csv has a line of names, and no data'],
  [
    '1,2\n3,4\n',
    'E_DATA: a.csv has no names of columns: line 1 is 1, 2\nhint: write their names in the first line: year,sunspots',
  ],
  ['a,,c\n1,2,3\n', 'E_DATA: column 2 of a.csv has no name\nhint: write their names in the first line: year,sunspots'],
  ['a,a\n1,2\n', 'E_DATA: a.csv has two columns named a'],
  ['a,b\n1,2\n3\n', 'E_DATA: a.csv cannot be read as CSV: Invalid Record Length: expect 2, got 1 on line 3'],
])('what cannot be read: %j', (text, message) => {
  expect(() => parseCsv('a.csv', text)).toThrow(expect.objectContaining({ message }));
});

test.each([
  ['', 'is missing', '--fill takes the line between its neighbours'],
  ['NaN', "is 'NaN', not a number", 'a number is 1.5, with a point; a column that holds none has no place in --input or --predict'],
  ['1,5', "is '1,5', not a number", 'a number is 1.5, with a point; a column that holds none has no place in --input or --predict'],
  ['0x10', "is '0x10', not a number", 'a number is 1.5, with a point; a column that holds none has no place in --input or --predict'],
  ['1e999', "is '1e999', not a number", 'a number is 1.5, with a point; a column that holds none has no place in --input or --predict'],
])('a cell of %j is named by row and column', (cell, found, hint) => {
  const table = parseCsv('a.csv', `a,b\n1,2\n\n3,"${cell}"\n`);
  expect(() => numbersOf(table, 'b')).toThrow(`E_DATA: b ${found} in row 2 (line 4) of a.csv\nhint: ${hint}`);
  if (cell === '') expect([...numbersOf(table, 'b', true)]).toEqual([2, Number.NaN]);
  else expect(() => numbersOf(table, 'b', true)).toThrow(found);
});

test('a column with a gap still counts as numeric; names are suggested', () => {
  const table = parseCsv('a.csv', 'day,price,note\nmon,1,x\ntue,,y\nwed,3,z\n');
  expect(numericColumns(table)).toEqual(['price']);
  expect(() => columnOf(table, 'prize')).toThrow("E_DATA: a.csv has no column prize\nhint: did you mean 'price'?");
});
