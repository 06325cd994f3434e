/** The page's WebGPU adapter, if it has one. */
export async function run() {
  const adapter = await navigator.gpu?.requestAdapter();
  return { adapter: adapter ? [adapter.info.vendor, adapter.info.architecture].join(' ') : '' };
}
