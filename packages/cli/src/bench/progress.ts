/** Progress of a tuning: one line that is drawn over on a terminal, a line for each part elsewhere. */
import { duration } from '../format.ts';
import type { Screen } from '../train/progress.ts';
import type { Watch } from './tuner.ts';

/** Milliseconds between two drawings. */
const EVERY = 100;
const BAR = 20;

export interface Progress extends Watch {
  /** Leaves the line of a terminal empty for what follows. */
  end(): void;
}

export function progress({ columns, write, now }: Screen): Progress {
  const start = now();
  let [text, drawn] = ['', Number.NEGATIVE_INFINITY];
  const draw = (share: number): void => {
    drawn = now();
    const done = Math.round(BAR * share);
    const bar = '█'.repeat(done) + '░'.repeat(BAR - done);
    const line = `${bar}  ${text}  ${duration((now() - start) / 1000)}`;
    // Return to the start of the line, and clear it: the line before may have been longer.
    write(`\r\x1b[K${line.slice(0, columns! - 1)}`);
  };
  return {
    phase(name) {
      text = name;
      if (columns === undefined) write(`${name}\n`);
      else draw(0);
    },
    share(share) {
      if (columns !== undefined && now() - drawn >= EVERY) draw(share);
    },
    end() {
      if (columns !== undefined) write('\r\x1b[K');
    },
  };
}
