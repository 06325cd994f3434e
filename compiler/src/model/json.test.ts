import { expect, test } from 'vitest';
import { jsonOf, parseJson, plain } from './json.ts';

const parse = (text: string) => parseJson({ name: 'a.json', text });

test.each([
  '{}',
  '[]',
  'null',
  ' [1, -0, 0.5e-3, 1E+2, true, false, null] ',
  '{"a": {"b": [{}, "\\u00e9\\n\\"\\\\ \\/ 😀"]}, "": 1}',
])('reads %s like JSON.parse', (text) => {
  expect(JSON.stringify(plain(parse(text)))).toBe(JSON.stringify(JSON.parse(text)));
});

test('values and keys know where they stand', () => {
  const text = '\uFEFF{ "a": [10, "b"] }';
  const json = parse(text);
  const field = json.kind === 'object' ? json.fields.get('a') : undefined;
  const slice = (span?: { start: number; end: number }) => text.slice(span?.start, span?.end);
  expect(slice(json.span)).toBe('{ "a": [10, "b"] }');
  expect(slice(field?.key)).toBe('"a"');
  expect(slice(field?.value.span)).toBe('[10, "b"]');
  expect(field?.value.kind === 'array' && field.value.items.map((item) => slice(item.span))).toEqual(['10', '"b"']);
});

test('a syntax error has a caret', () => {
  expect(() => parse('{\n  "size": 3,\n}')).toThrow(
    [
      'E_SYNTAX: a comma without an item after it',
      ' --> a.json:2:12',
      '  |',
      '2 |   "size": 3,',
      '  |            ^',
      'hint: JSON has no comma after the last item',
    ].join('\n'),
  );
});

test.each([
  ['E_SYNTAX: expected a value, found the end of the text', ''],
  ["E_SYNTAX: expected ':' after the key 'a', found '1'", '{"a" 1}'],
  ["E_SYNTAX: expected a key in double quotes, found 'a'", '{a: 1}'],
  ["E_SYNTAX: expected ',' or ']', found '2'", '[1 2]'],
  ["E_SYNTAX: expected ',' or ']', found the end of the text", '[1'],
  ["E_SYNTAX: expected a value, found ','", '[,]'],
  ["E_SYNTAX: unexpected '[' after the end of the JSON value", '[1] []'],
  ["E_SYNTAX: '01' is not a JSON value", '01'],
  ["E_SYNTAX: 'NaN' is not a JSON value", 'NaN'],
  ['E_SYNTAX: 1e999 is too large for a number', '1e999'],
  ['E_SYNTAX: the string is not closed', '"a\nb"'],
  ['E_SYNTAX: the string is not closed', '"\\'],
  ['E_SYNTAX: the string has an invalid escape or a control character', '"\\x"'],
  ["E_SYNTAX: expected a value, found '''", "['a']"],
  ["E_SPEC: the key 'a' is given twice", '{"a": 1, "\\u0061": 2}'],
  ['E_SYNTAX: brackets are nested more than 100 deep', '['.repeat(200_000)],
])('%s', (message, text) => {
  expect(() => parse(text)).toThrow(`${message}\n`);
});

test('__proto__ is a key like any other', () => {
  const value = plain(parse('{"__proto__": {"polluted": 1}, "constructor": 2}')) as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(value.polluted).toBeUndefined();
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('what JSON cannot hold is kept as what it is', () => {
  const loop: Record<string, unknown> = {};
  loop.loop = loop;
  expect(jsonOf(() => 1)).toEqual({ kind: 'other', what: 'a function' });
  expect(jsonOf(new Map())).toEqual({ kind: 'other', what: 'an instance of a class' });
  expect(jsonOf([undefined])).toEqual({ kind: 'array', items: [{ kind: 'other', what: 'undefined' }] });
  expect(jsonOf({ a: undefined })).toEqual({ kind: 'object', fields: new Map() });
  expect(jsonOf(loop)).toEqual({
    kind: 'object',
    fields: new Map([['loop', { value: { kind: 'other', what: 'an object that contains itself' } }]]),
  });
});
