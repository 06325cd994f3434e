/** HDF5 files through h5wasm, which is loaded when the first one is read: it is no part of most installations. */
import type { Tensor } from '@cellc/runtime';
import { broken, quoted, refuse } from '../error.ts';
import { countOf } from './numbers.ts';

export interface Hdf5 {
  /** The names in a group; none where there is no such group. */
  readonly names: (path: string) => readonly string[];
  /** An attribute of a group: a text, or a list of texts. */
  readonly texts: (path: string, name: string) => readonly string[] | undefined;
  readonly tensor: (path: string) => Tensor | undefined;
  readonly close: () => void;
}

let opened = 0;

/** @throws E_FILE where the file is broken, E_IMPORT where h5wasm is not installed */
export async function openHdf5(bytes: Uint8Array, file: string): Promise<Hdf5> {
  const { default: h5wasm } = await import('h5wasm/node').catch(() =>
    refuse(
      `${file} is an HDF5 file, and the package h5wasm that reads them is not installed`,
      'npm install h5wasm@0.10.3',
    ),
  );
  const { FS, activate_throwing_error_handler } = await h5wasm.ready;
  // Otherwise errors of the library are printed, and what is read is nothing.
  activate_throwing_error_handler();
  const path = `/import-${opened++}.h5`;
  FS.writeFile(path, bytes);
  const attempt = <T>(what: string, act: () => T): T => {
    try {
      return act();
    } catch (error) {
      return broken(file, `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const root = attempt('it', () => {
    const found = new h5wasm.File(path, 'r');
    if (found.file_id < 0) throw new Error('it is no HDF5 file');
    return found;
  });
  const find = (at: string) => attempt(quoted(at), () => (at === '' ? root : root.get(at)));
  return {
    names(at) {
      const group = find(at);
      return group && 'keys' in group ? attempt(quoted(at), () => group.keys()) : [];
    },
    texts(at, name) {
      const group = find(at);
      if (!group || !('attrs' in group)) return undefined;
      const value = attempt(`attribute ${quoted(name)}`, () => {
        const attribute = Object.hasOwn(group.attrs, name) ? group.attrs[name] : undefined;
        return attribute?.value;
      });
      if (typeof value === 'string') return [value];
      return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
    },
    tensor(at) {
      const dataset = find(at);
      if (!(dataset instanceof h5wasm.Dataset)) return undefined;
      const what = `dataset ${quoted(at)}`;
      const shape = attempt(what, () => dataset.shape) ?? broken(file, `${what} is empty`);
      const type = attempt(what, () => dataset.dtype);
      if (typeof type !== 'string' || !/^[<>=|]?[fd]$/.test(type)) broken(file, `${what} is of type ${String(type)}`);
      const size = /d$/.test(type as string) ? 8 : 4;
      // A file can claim more than it has: what is filled in must not be more than could be there.
      if (countOf(shape, what, file) * size > 4 * bytes.length + 2 ** 20)
        broken(file, `${what} is larger than the file`);
      const value = attempt(what, () => dataset.value);
      if (!(value instanceof Float32Array || value instanceof Float64Array)) broken(file, `${what} holds no numbers`);
      const data = value as Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
      return { data: data.slice(), shape };
    },
    close() {
      root.close();
      FS.unlink(path);
    },
  };
}
