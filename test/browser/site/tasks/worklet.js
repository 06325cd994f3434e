import { compare, signal } from '../signal.js';

const rate = 44100;
const quantum = 128;

/** Renders a signal through a model in an AudioWorklet, which gets its weights when it is made. */
export async function run() {
  const { weights, input, expected } = await signal();
  const context = new OfflineAudioContext(1, input.length, rate);
  await context.audioWorklet.addModule(new URL('../worklet.js', import.meta.url));
  const amp = new AudioWorkletNode(context, 'amp', { processorOptions: { weights } });
  /** @type {Promise<never>} */
  const broken = new Promise((_, reject) => {
    amp.onprocessorerror = () => reject(new Error('the processor failed'));
  });
  const source = new AudioBufferSourceNode(context, { buffer: bufferOf(input) });
  source.connect(amp).connect(context.destination);
  source.start();
  const start = performance.now();
  const rendered = await Promise.race([context.startRendering(), broken]);
  const seconds = (performance.now() - start) / 1000;
  return {
    ...compare(rendered.getChannelData(0), expected),
    factor: (seconds * rate) / input.length,
    microseconds: (seconds * 1e6 * quantum) / input.length,
  };
}

/** @param {Float32Array<ArrayBuffer>} samples */
function bufferOf(samples) {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}
