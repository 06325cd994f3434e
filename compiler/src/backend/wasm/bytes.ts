/** The numbers, vectors and sections that a WebAssembly binary is made of (specification 2.0, chapter 5). */

/** Unsigned LEB128: seven bits a byte, the lowest first; `value` is a whole number below 2^53. Appends to `bytes`. */
export function unsigned(value: number, bytes: number[] = []): number[] {
  for (let rest = value; ; ) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 128 : low);
    if (rest === 0) return bytes;
  }
}

/** Signed LEB128 of a 32-bit integer: the sign is bit 6 of the last byte. Appends to `bytes`. */
export function signed(value: number, bytes: number[] = []): number[] {
  for (let rest = value | 0; ; ) {
    const low = rest & 127;
    rest >>= 7;
    const isDone = rest === (low & 64 ? -1 : 0);
    bytes.push(isDone ? low : low | 128);
    if (isDone) return bytes;
  }
}

const single = new DataView(new ArrayBuffer(4));
const singleBytes = new Uint8Array(single.buffer);

/** The four bytes of a single-precision number. Appends to `bytes`. */
export function float(value: number, bytes: number[] = []): number[] {
  single.setFloat32(0, value, true);
  bytes.push(...singleBytes);
  return bytes;
}

/** A list with its length before it. */
export function vector(items: readonly (readonly number[])[]): number[] {
  return unsigned(items.length).concat(...items);
}

/** A name; all names that the compiler gives are ASCII. */
export function text(name: string): number[] {
  return [...unsigned(name.length), ...Array.from(name, (char) => char.charCodeAt(0))];
}

/** Content with its number of bytes before it. */
export function sized(content: readonly number[]): number[] {
  return unsigned(content.length).concat(content);
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two digits a byte: text of base64 is shorter, but what a module repeats no longer looks alike, and compresses worse. */
export function hexadecimal(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digits[byte];
  return text;
}
