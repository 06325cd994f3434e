import * as amp from '../../../emitted/amp.js';
import { loadSync } from '../../../runtime/dist/inference.js';

class Amp extends AudioWorkletProcessor {
  /** @param {{ processorOptions: { weights: Uint8Array } }} options */
  constructor({ processorOptions: { weights } }) {
    super();
    this.model = loadSync(amp, { weights });
  }

  /**
   * @param {readonly Float32Array[][]} inputs
   * @param {readonly Float32Array[][]} outputs
   */
  process([[input] = []], [[output] = []]) {
    if (!input || !output) return false;
    for (let i = 0; i < input.length; i++) {
      this.model.input[0] = /** @type {number} */ (input[i]);
      output[i] = /** @type {number} */ (this.model.step()[0]);
    }
    return true;
  }
}

registerProcessor('amp', Amp);
