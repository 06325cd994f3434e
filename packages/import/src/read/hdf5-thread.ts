/**
 * What reads an HDF5 file with h5wasm, as the text of a thread: broken files make the library loop without end, or abort,
 * and neither can be stopped from within. It keeps files in memory, so that links to other files lead nowhere.
 */
export const threadText = `
const { parentPort, workerData } = require('node:worker_threads');
const { bytes, library, folder, mostBytes, mostObjects } = workerData;

const attempt = (act) => {
  try {
    return act();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};
const size = (shape, width) => shape.reduce((product, n) => product * n, width);

async function read() {
  const { default: h5wasm } = await import(library);
  const { FS, activate_throwing_error_handler } = await h5wasm.ready;
  // Otherwise errors of the library are printed, and what is read is nothing.
  activate_throwing_error_handler();
  FS.writeFile('/file.h5', bytes);
  const root = new h5wasm.File('/file.h5', 'r');
  if (root.file_id < 0) throw new Error('it is no HDF5 file');
  const objects = new Map();
  let [left, kept] = [mostBytes, 0];
  const take = (count, what) => {
    if (!(count <= left)) throw new Error(what + ' is larger than the file');
    left -= count;
  };
  const texts = (group) => {
    const found = {};
    for (const [name, one] of Object.entries(group.attrs)) {
      if (one.metadata.type !== 3) continue;
      found[name] = attempt(() => {
        take(size(one.shape ?? [], one.metadata.size), 'it');
        return one.value;
      });
    }
    return found;
  };
  const dataset = (one) => {
    const { shape, metadata } = one;
    if (!shape) throw new Error('it is empty');
    if (metadata.type !== 1 || (metadata.size !== 4 && metadata.size !== 8)) throw new Error('it is no floating-point numbers');
    take(size(shape, metadata.size), 'it');
    return { shape, data: one.value };
  };
  const visit = (object, path, depth) => {
    if (++kept > mostObjects || depth > 32) throw new Error('it has too many objects');
    if (object instanceof h5wasm.Group) {
      const names = object.keys();
      objects.set(path, { names, texts: attempt(() => texts(object)) });
      for (const name of names) {
        const inner = path === '' ? name : path + '/' + name;
        if (path === '' && name !== folder) continue;
        const child = attempt(() => object.get(name));
        if (child?.error) objects.set(inner, child);
        else visit(child, inner, depth + 1);
      }
    } else if (object instanceof h5wasm.Dataset) objects.set(path, attempt(() => dataset(object)));
  };
  visit(root, '', 0);
  return objects;
}

read().then(
  (objects) => parentPort.postMessage({ objects }),
  (error) => parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) }),
);
`;
