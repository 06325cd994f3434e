/**
 * What reads HDF5 files with h5wasm, as the text of a thread: broken files make the library loop without end, or abort,
 * and neither can be stopped from within. It keeps files in memory, so that links to other files lead nowhere. Each file
 * finds the library's memory as it was before the first one, whatever the files before it have done to it.
 */
export const threadText = `
const { parentPort, workerData } = require('node:worker_threads');

// Of a report of the library's, which goes through all its calls, the innermost one says what is wrong.
const reasonOf = (error) => {
  const text = error instanceof Error ? error.message : String(error);
  const calls = [...text.matchAll(/^ *#\\d+: .*? in \\w+\\(\\): (.*)$/gm)];
  return calls.length ? calls.at(-1)[1] : text.split('\\n')[0];
};
const attempt = (act) => {
  try {
    return act();
  } catch (error) {
    // The library cannot be used after this one.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return { error: reasonOf(error) };
  }
};
const size = (shape, width) => shape.reduce((product, n) => product * n, width);

async function start() {
  const { default: h5wasm } = await import(workerData.library);
  const library = await h5wasm.ready;
  // Otherwise errors of the library are printed, and what is read is nothing.
  library.activate_throwing_error_handler();
  const words = new Uint32Array(library.HEAPU8.buffer);
  let used = words.length;
  while (used > 0 && words[used - 1] === 0) used--;
  const memory = library.HEAPU8.slice(0, 4 * used);
  return { h5wasm, library, memory, size: words.byteLength };
}

function restore({ FS, HEAPU8 }, memory) {
  for (const stream of FS.streams) if (stream && stream.fd > 2) FS.close(stream);
  if (FS.analyzePath('/file.h5').exists) FS.unlink('/file.h5');
  HEAPU8.set(memory);
  // Memory that was never used is taken to hold zeros.
  HEAPU8.fill(0, memory.length);
}

function read({ h5wasm, library, memory }, { bytes, folder, mostBytes, mostObjects }) {
  restore(library, memory);
  library.FS.writeFile('/file.h5', bytes);
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
    const isWhole = metadata.type === 0;
    if (!isWhole && metadata.type !== 1) throw new Error('it holds no numbers');
    if (!isWhole && metadata.size !== 4 && metadata.size !== 8)
      throw new Error('its numbers have ' + metadata.size + ' bytes, where those of 4 and of 8 are read');
    take(size(shape, isWhole ? 8 : metadata.size), 'it');
    const value = one.value;
    // What has no axes is a number, and whole ones, which count something, may be bigints.
    const isList = ArrayBuffer.isView(value);
    return { shape, data: isList && !isWhole ? value : Float64Array.from(isList ? value : [value], Number) };
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

const started = start();
const answerTo = (all, asked) => {
  try {
    return { answer: { objects: read(all, asked) }, failed: false };
  } catch (error) {
    return { answer: { error: reasonOf(error) }, failed: error instanceof WebAssembly.RuntimeError };
  }
};
parentPort.on('message', async (asked) => {
  const all = await started;
  parentPort.postMessage('begun');
  const { answer, failed } = answerTo(all, asked);
  // Memory that has grown is not given back.
  parentPort.postMessage({ answer, usable: !failed && all.library.HEAPU8.length === all.size });
});
`;
