/**
 * Zip archives (PKWARE APPNOTE) as Keras writes them: stored or deflated members, found through the directory at the
 * end. Everything is checked before anything is unpacked.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { broken, quoted } from '../error.ts';

/** What one member may unpack to. */
const mostBytes = 2 ** 31;
const mostMembers = 10_000;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header is. */
  readonly at: number;
}

/** The members by name, unpacked when they are asked for. @throws E_FILE */
export function readZip(bytes: Uint8Array, file: string): ReadonlyMap<string, () => Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const members = directory(view, bytes, file);
  const taken: [from: number, to: number][] = [];
  const found = new Map<string, () => Uint8Array>();
  for (const member of members) {
    if (found.has(member.name)) broken(file, `two members are named ${quoted(member.name)}`);
    const range = place(view, member, file);
    if (taken.some(([from, to]) => range[0] < to && from < range[1]))
      broken(file, `member ${quoted(member.name)} lies over another`);
    taken.push(range);
    found.set(member.name, () => unpack(bytes.subarray(...range), member, file));
  }
  return found;
}

function directory(view: DataView, bytes: Uint8Array, file: string): Member[] {
  const end = findEnd(view, file);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  if (count > mostMembers) broken(file, `it has ${count} members`);
  if (at === 0xffffffff || count === 0xffff) broken(file, 'it is a zip archive of the 64-bit format');
  if (at + size > end) broken(file, 'its directory lies beyond its end');
  const stop = at + size;
  const members: Member[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > stop || view.getUint32(at, true) !== 0x02014b50) broken(file, 'its directory is broken');
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const next = at + 46 + nameLength! + extra! + comment!;
    if (next > stop) broken(file, 'its directory is truncated');
    if (view.getUint16(at + 8, true) & 1) broken(file, 'it is encrypted');
    members.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return members;
}

/** The record at the end, behind which a comment may stand. */
function findEnd(view: DataView, file: string): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at--)
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint16(at + 20, true) === view.byteLength - at - 22)
      return at;
  return broken(file, 'it is no zip archive');
}

function place(view: DataView, { name, at, packed }: Member, file: string): [from: number, to: number] {
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== 0x04034b50)
    broken(file, `member ${quoted(name)} has no header`);
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + packed > view.byteLength) broken(file, `it is truncated within ${quoted(name)}`);
  return [from, from + packed];
}

function unpack(packed: Uint8Array, { name, method, crc, size }: Member, file: string): Uint8Array {
  const what = `member ${quoted(name)}`;
  if (size > mostBytes) broken(file, `${what} claims ${size} bytes`);
  if (method !== 0 && method !== 8) broken(file, `${what} is packed by method ${method}`);
  if (method === 0 && size !== packed.length) broken(file, `${what} claims ${size} bytes, but has ${packed.length}`);
  const bytes = method === 0 ? packed : inflate(packed, size, what, file);
  if (bytes.length !== size) broken(file, `${what} claims ${size} bytes, but unpacks to ${bytes.length}`);
  if (crc32(bytes) !== crc) broken(file, `the checksum of ${what} is wrong`);
  return bytes;
}

function inflate(packed: Uint8Array, size: number, what: string, file: string): Uint8Array {
  try {
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }));
  } catch (error) {
    return broken(file, `${what} cannot be unpacked: ${(error as Error).message}`);
  }
}
