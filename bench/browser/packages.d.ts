/** The peers' packages as esbuild finds them in `peers/packages`: adapters say what they use of them. */
declare module '@tensorflow/tfjs-core';
declare module '@tensorflow/tfjs-layers';
declare module '@tensorflow/tfjs-backend-wasm';
declare module '@tensorflow/tfjs-backend-webgl';
declare module '@tensorflow/tfjs-backend-webgpu';
declare module 'onnxruntime-web/wasm';
declare module 'onnxruntime-web/webgpu';
declare module 'lodash';
