/** The wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding/), as far as ONNX needs it. */

/** Pieces of a message, in order; they are joined once, at the end. */
export type Message = readonly Uint8Array[];

/** A whole number; negative ones are 64-bit two's complement. */
export function whole(field: number, value: number): Message {
  return [varint(field * 8), varint(value)];
}

/** A message, a text's bytes, or packed numbers. */
export function block(field: number, content: Message): Message {
  return [varint(field * 8 + 2), varint(lengthOf(content)), ...content];
}

export function text(field: number, value: string): Message {
  return block(field, [new TextEncoder().encode(value)]);
}

/** A 32-bit float. */
export function real(field: number, value: number): Message {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint(field * 8 + 5), bytes];
}

function varint(value: number): Uint8Array {
  const list: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.of(...list, Number(rest));
    list.push(Number(rest & 127n) + 128);
  }
}

export function lengthOf(message: Message): number {
  return message.reduce((sum, { length }) => sum + length, 0);
}

export function join(message: Message): Uint8Array {
  const result = new Uint8Array(lengthOf(message));
  let at = 0;
  for (const part of message) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
