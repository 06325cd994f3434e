/** Counts the bytes of typed arrays that are made, however soon they are given up again. */

const kinds = [
  'ArrayBuffer',
  'Float32Array',
  'Float64Array',
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'Int32Array',
  'BigInt64Array',
] as const;

let bytes = 0;

/** From now on, in the whole thread: it is for processes that do nothing else. */
export function countAllocations(): void {
  for (const kind of kinds) {
    const original = globalThis[kind] as new (...args: unknown[]) => { readonly byteLength: number };
    const counted: typeof original = new Proxy(original, {
      construct(target, args: unknown[], self): object {
        const [first] = args;
        // Counted before it is made: what is too large to be made is counted, too.
        if (typeof first === 'number')
          bytes += first * ((target as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1);
        const made: InstanceType<typeof original> = Reflect.construct(target, args, self === counted ? target : self);
        if (typeof first !== 'number' && !(first instanceof ArrayBuffer)) bytes += made.byteLength;
        return made;
      },
    });
    Object.defineProperty(globalThis, kind, { value: counted });
  }
}

/** The bytes since the last call. */
export function takeAllocations(): number {
  const taken = bytes;
  bytes = 0;
  return taken;
}
