/** WAV files of one channel (RIFF, https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html). */
import { Complaint } from '../program.ts';

export interface Sound {
  /** Samples a second. */
  readonly rate: number;
  /** From -1 to 1. */
  readonly samples: Float32Array;
}

/** How a sample is stored, by the format's tag and the number of bits. */
const encodings: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  '1/16': (view, at) => view.getInt16(at, true) / 2 ** 15,
  '1/24': (view, at) => (view.getUint8(at) | (view.getInt16(at + 1, true) << 8)) / 2 ** 23,
  '3/32': (view, at) => view.getFloat32(at, true),
};

/** @param file what messages call it @throws Complaint where it is no WAV file, or one of another kind */
export function readWav(bytes: Uint8Array, file: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Complaint(`${file} is no WAV file`);
  let format: { encoding: string; channels: number; rate: number; width: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const from = at + 8;
    if (tag(at) === 'fmt ' && size >= 16 && from + 16 <= bytes.length) {
      const bits = view.getUint16(from + 14, true);
      // The extended format has the tag of its encoding where its identifier begins.
      const kind = view.getUint16(from, true);
      const encoding =
        kind === 0xfffe && size >= 40 && from + 40 <= bytes.length ? view.getUint16(from + 24, true) : kind;
      const [channels, rate] = [view.getUint16(from + 2, true), view.getUint32(from + 4, true)];
      format = { encoding: `${encoding}/${bits}`, channels, rate, width: bits / 8 };
    }
    if (tag(at) === 'data') {
      if (!format) throw new Complaint(`${file} does not say how its samples are stored`);
      const { encoding, channels, rate, width } = format;
      const read = encodings[encoding];
      if (!read) throw new Complaint(`${file} is of another kind than 16 or 24 bits, or floats of 32`);
      if (channels !== 1) throw new Complaint(`${file} has ${channels} channels, and one is expected`);
      // Whoever streams a file may not know its length, and writes too much.
      const length = Math.floor(Math.min(size, bytes.length - from) / width);
      return { rate, samples: Float32Array.from({ length }, (_, i) => read(view, from + i * width)) };
    }
    at = from + size + (size % 2);
  }
  throw new Complaint(`${file} holds no samples`);
}

/** As 16 bits, or as floats of 32; what lies beyond -1 to 1 is clipped in 16 bits. */
export function writeWav({ rate, samples }: Sound, kind: 'int16' | 'float32'): Uint8Array {
  const width = kind === 'int16' ? 2 : 4;
  const bytes = new Uint8Array(44 + samples.length * width);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, kind === 'int16' ? 1 : 3, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * width, true);
  view.setUint16(32, width, true);
  view.setUint16(34, width * 8, true);
  text(36, 'data');
  view.setUint32(40, samples.length * width, true);
  samples.forEach((value, i) => {
    if (kind === 'float32') view.setFloat32(44 + i * 4, value, true);
    else view.setInt16(44 + i * 2, Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, Math.round(value * 2 ** 15))), true);
  });
  return bytes;
}
