import { compare, signal } from '../signal.js';

/** Streams a signal through a model in a module worker, which gets its weights in a message. */
export async function run() {
  const { weights, input, expected } = await signal();
  const worker = new Worker(new URL('../worker.js', import.meta.url), { type: 'module' });
  /** @type {Float32Array} */
  const output = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker did not start'));
    worker.postMessage({ weights, input });
  });
  worker.terminate();
  return compare(output, expected);
}
