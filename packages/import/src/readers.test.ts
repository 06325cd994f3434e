/** Readers on files that lie about themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { importModel } from './import.ts';
import { decode } from './read/numbers.ts';
import { fieldsOf, integer, integers, real } from './read/protobuf.ts';
import { readZip } from './read/zip.ts';

const bytes = (...list: number[]): Uint8Array => Uint8Array.of(...list);
const all = (list: Uint8Array) => [...fieldsOf(list, 'f')];

test.each([
  ['a number without an end', bytes(0x08, 0x80), 'f: it is truncated within a number'],
  ['a number of eleven bytes', bytes(0x08, ...Array(10).fill(0x80), 0x01), 'f: a number has more than 10 bytes'],
  ['a length beyond the end', bytes(0x0a, 5, 1), 'f: it is truncated: field 1 has 5 bytes, and 1 are left'],
  [
    'a negative length',
    bytes(0x0a, ...Array(9).fill(0xff), 1),
    'f: it is truncated: field 1 has -1 bytes, and 0 are left',
  ],
  ['a group', bytes(0x0b), 'f: field 1 has the wire type 3'],
  ['field 0', bytes(0x00, 0x00), 'f: it has a field numbered 0'],
])('protobuf: %s', (_, list, message) => {
  expect(() => all(list)).toThrow(message);
});

test('protobuf: a number that is not there', () => {
  expect(() => real(all(bytes(0x0a, 0))[0]!, 4, 'f')).toThrow('f: field 1 holds no number');
});

test('protobuf: whole numbers of 64 bits', () => {
  const value = (...list: number[]) => integer(all(bytes(0x08, ...list))[0]!, 'f');
  expect(value(0x96, 0x01)).toBe(150);
  expect(value(...Array(9).fill(0xff), 0x01)).toBe(-1);
  expect(value(...Array(8).fill(0xff), 0x7f)).toBe(2 ** 63);
  expect(integers(all(bytes(0x0a, 3, 1, 0x80, 0x02))[0]!, 'f')).toEqual([1, 256]);
});

test('numbers: sizes that overflow, and more or fewer bytes than a shape takes', () => {
  expect(() => decode(bytes(0), 'float32', [2 ** 40, 2 ** 40], 'w', 'f')).toThrow('f: w has the shape');
  expect(() => decode(bytes(0, 0), 'float32', [1], 'w', 'f')).toThrow(
    'w is float32 [1], which takes 4 bytes, but has 2',
  );
  expect(() => decode(bytes(), 'float32', [-1], 'w', 'f')).toThrow('f: w has the shape [-1]');
  expect([...decode(bytes(0, 0x3c, 0x80, 0x3f), 'float16', [1, 2], 'w', 'f').data]).toEqual([1, 1.875]);
  expect([...decode(bytes(0x80, 0x3f), 'bfloat16', [1], 'w', 'f').data]).toEqual([1]);
});

/** An archive of members, of which fields may be wrong. */
function zip(
  members: readonly { name: string; data: string; method?: number; size?: number; at?: number }[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const heads: Uint8Array[] = [];
  let at = 0;
  for (const { name, data, method = 0, size, at: claimed } of members) {
    const plain = new TextEncoder().encode(data);
    const packed = method === 8 ? new Uint8Array(deflateRawSync(plain)) : plain;
    const title = new TextEncoder().encode(name);
    const fields = new DataView(new ArrayBuffer(26));
    fields.setUint16(4, method, true);
    fields.setUint32(10, crc32(plain), true);
    fields.setUint32(14, packed.length, true);
    fields.setUint32(18, size ?? plain.length, true);
    fields.setUint16(22, title.length, true);
    const common = new Uint8Array(fields.buffer);
    const local = Uint8Array.of(0x50, 0x4b, 3, 4, ...common, ...title, ...packed);
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, claimed ?? at, true);
    heads.push(Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0, ...common, ...new Uint8Array(place.buffer), ...title));
    parts.push(local);
    at += local.length;
  }
  const size = heads.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, members.length, true);
  end.setUint16(6, members.length, true);
  end.setUint32(8, size, true);
  end.setUint32(12, at, true);
  return Uint8Array.of(
    ...[...parts, ...heads].flatMap((part) => [...part]),
    0x50,
    0x4b,
    5,
    6,
    ...new Uint8Array(end.buffer),
  );
}

test('zip: stored and deflated members', () => {
  const found = readZip(
    zip([
      { name: 'a', data: 'one' },
      { name: 'b', data: 'two two two', method: 8 },
    ]),
    'f',
  );
  expect([...found].map(([name, read]) => [name, new TextDecoder().decode(read())])).toEqual([
    ['a', 'one'],
    ['b', 'two two two'],
  ]);
});

test.each([
  [
    'two of one name',
    [
      { name: 'a', data: 'x' },
      { name: 'a', data: 'y' },
    ],
    "f: two members are named 'a'",
  ],
  [
    'one over another',
    [
      { name: 'a', data: 'x' },
      { name: 'b', data: 'y', at: 0 },
    ],
    "f: member 'b' lies over another",
  ],
  ['a bomb', [{ name: 'a', data: 'x'.repeat(5000), method: 8, size: 10 }], "f: member 'a' cannot be unpacked"],
  ['a size that is a lie', [{ name: 'a', data: 'x', size: 2 }], "f: member 'a' claims 2 bytes, but has 1"],
  ['another method', [{ name: 'a', data: 'x', method: 12 }], "f: member 'a' is packed by method 12"],
])('zip: %s', (_, members, message) => {
  expect(() => readZip(zip(members), 'f').forEach((read) => void read())).toThrow(message);
});

test('zip: no archive, and a broken checksum', () => {
  expect(() => readZip(bytes(1, 2, 3), 'f')).toThrow('f: it is no zip archive');
  const archive = zip([{ name: 'a', data: 'xyz' }]);
  archive[31] = 0x21;
  expect(() => readZip(archive, 'f').get('a')!()).toThrow("f: the checksum of member 'a' is wrong");
});

test.each(['../secret', '/etc/passwd', '..', 'a/b', 'a\\b', ''])('weights in %j are not read', async (path) => {
  const file = {
    modelTopology: { class_name: 'Sequential', config: [{ class_name: 'Dense', config: {} }] },
    weightsManifest: [{ paths: [path], weights: [] }],
  };
  const asked: string[] = [];
  const open = async (name: string) => {
    asked.push(name);
    return new Uint8Array();
  };
  const json = new TextEncoder().encode(JSON.stringify(file));
  await expect(importModel({ name: 'model.json', bytes: json }, { open })).rejects.toThrow(
    'is no name of a file beside the model',
  );
  expect(asked).toEqual([]);
});

test('JSON nested without end is refused before it is read', async () => {
  const json = new TextEncoder().encode('['.repeat(100_000));
  await expect(importModel({ name: 'a.json', bytes: json })).rejects.toThrow('a.json: it is nested more than 200 deep');
});

test('pickled and unknown files are refused', async () => {
  await expect(importModel({ name: 'a.pt', bytes: bytes(0x80, 2) })).rejects.toThrow('E_IMPORT: a.pt is of no kind');
});

const files = new URL('../../../test/data/conformance/files/', import.meta.url);

test('HDF5: a file that is cut, one that is none, and a whole one after them', { timeout: 60_000 }, async () => {
  const whole = new Uint8Array(readFileSync(new URL('keras_gru_before_h5.h5', files)));
  const read = (broken: Uint8Array) => importModel({ name: 'a.h5', bytes: broken });
  await expect(read(whole.slice(0, 3000))).rejects.toThrow(/^E_FILE: a\.h5: it cannot be read: truncated file: .*$/);
  await expect(read(bytes(1, 2, 3))).rejects.toThrow('E_FILE: a.h5: it cannot be read');
  // Nothing of it is left in the file system, and the next file is read as if nothing had been.
  expect((await read(whole)).spec.layers.length).toBeGreaterThan(0);
  expect(readdirSync('/').filter((name) => name.endsWith('.h5'))).toEqual([]);
});

test('states of a graph that runs over time cannot be named', async () => {
  const whole = new Uint8Array(readFileSync(new URL('onnx_lstm_stream_op17.onnx', files)));
  const named = importModel({ name: 'a.onnx', bytes: whole }, { states: { h0: 'hn' } });
  await expect(named).rejects.toThrow('E_IMPORT: states are named of a graph with op LSTM');
});
