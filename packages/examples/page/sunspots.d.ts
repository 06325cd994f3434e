/** The compiled network, which the server makes of `page.model.json`. */
export const manifest: import('@cellc/runtime').Manifest;
export const kernels: import('@cellc/runtime').Kernels;
