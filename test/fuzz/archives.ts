/** Zip archives with a member that is wrong and a checksum that is right: so that readers come further than it. */
import { crc32 } from 'node:zlib';
import { mutateBytes } from './bytes.ts';
import { pick, type Random } from './random.ts';

interface Member {
  /** Of its checksum, in the local header and in the directory. */
  readonly checksums: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The members of an archive that stores them, as Keras' do. */
function members(view: DataView): Member[] {
  const end = view.byteLength - 22;
  const found: Member[] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    found.push({ checksums: [local + 14, at + 16], from, to: from + view.getUint32(at + 20, true) });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

/** A member with one to four things wrong; it keeps its length. */
export function mutateMember(bytes: Uint8Array, random: Random): Uint8Array {
  const result = bytes.slice();
  const view = new DataView(result.buffer);
  const { checksums, from, to } = pick(members(view), random);
  const spoilt = mutateBytes(bytes.subarray(from, to), random).subarray(0, to - from);
  result.set(spoilt, from);
  const checksum = crc32(result.subarray(from, to));
  for (const at of checksums) view.setUint32(at, checksum, true);
  return result;
}
