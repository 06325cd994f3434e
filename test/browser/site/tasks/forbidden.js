/** What the policy forbids: each is refused, or the page is under no such policy. */
export async function run() {
  const attempts = {
    eval: () => new Function('return 1')(),
    blob: () => import(URL.createObjectURL(new Blob(['export {}'], { type: 'text/javascript' }))),
    data: () => import(`data:text/javascript,${'export {}'}`),
    wasm: () => new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
  };
  /** @type {string[]} */
  const allowed = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      allowed.push(name);
    } catch {}
  }
  return { allowed };
}
