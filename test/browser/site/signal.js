/** The weights of a model, a signal, and what Node makes of it. */
export async function signal() {
  const read = async (/** @type {string} */ name) =>
    (await fetch(new URL(`../../../emitted/${name}`, import.meta.url))).arrayBuffer();
  const [weights, input, expected] = await Promise.all([read('weights.safetensors'), read('input'), read('expected')]);
  return {
    weights: new Uint8Array(weights),
    input: new Float32Array(input),
    expected: new Float32Array(expected),
  };
}

/**
 * How many samples there are, how many have other bits than expected, and by how much the worst is off.
 * @param {Float32Array} output
 * @param {Float32Array} expected
 */
export function compare(output, expected) {
  const errors = Array.from(expected, (value, i) => Math.abs(value - /** @type {number} */ (output[i])));
  const differing = errors.filter((error) => error !== 0).length;
  return { samples: output.length, differing, worst: Math.max(...errors) };
}
