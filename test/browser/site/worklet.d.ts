/** What a worklet's own global scope has, which TypeScript's library for pages does not know. */
declare class AudioWorkletProcessor {}
declare function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void;

/** What the tests compile and serve beside the repository's files. */
declare module '*/emitted/amp.js' {
  export const manifest: import('@cellc/runtime').Manifest;
  export const kernels: import('@cellc/runtime').Kernels;
}
declare module '*/emitted/learner.js' {
  export const manifest: import('@cellc/runtime').Manifest;
  export const kernels: import('@cellc/runtime').Kernels;
}
