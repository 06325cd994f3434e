/** Progress of training: a bar that is drawn over on a terminal, a line for every tenth epoch elsewhere. */
import type { Epoch } from '@cellc/runtime';

const WIDTH = 28;

/**
 * @param stepsPerEpoch time steps that an epoch runs forward and backward, for the speed
 * @param isTerminal whether a line can be drawn over
 */
export function progress(stepsPerEpoch: number, isTerminal: boolean, write: (text: string) => void) {
  return ({ epoch, epochs, loss, seconds }: Epoch): void => {
    const isLast = epoch === epochs;
    if (!isTerminal && epoch % 10 !== 0 && !isLast) return;
    const speed = (epoch * stepsPerEpoch) / seconds;
    const left = (seconds / epoch) * (epochs - epoch);
    const numbers = [
      `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
      `loss ${loss.toFixed(4)}`,
      `${(speed / 1000).toFixed(0)}k time steps/s`,
      isLast ? `${seconds.toFixed(1)} s` : `${left.toFixed(1)} s left`,
    ].join('  ');
    const done = Math.round((WIDTH * epoch) / epochs);
    const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
    // Return to the start of the line, and clear it: the line before may have been longer.
    write(isTerminal ? `\r\x1b[K  ${bar}  ${numbers}${isLast ? '\n' : ''}` : `  ${numbers}\n`);
  };
}
