/** Progress of training: one line that is drawn over on a terminal, some lines of a log elsewhere. */
import type { Compiled } from '@cellc/compiler';
import type { Epoch, Update } from '@cellc/runtime';
import { parametersOf } from '../compile.ts';
import { duration, figure, plural } from '../format.ts';

/** Milliseconds between two drawings, and between two lines of a log besides those that are due. */
const EVERY = { draw: 100, log: 15_000 } as const;
/** Lines of a log. */
const LINES = 20;
const BAR = { least: 6, most: 28 } as const;

export interface Progress {
  onBatch(update: Update): void;
  onEpoch(epoch: Epoch): void;
  /** Leaves the line of a terminal. */
  end(): void;
}

export interface Screen {
  /** Of a terminal; undefined where there is none. */
  readonly columns: number | undefined;
  write(text: string): void;
  /** Milliseconds since any moment. */
  now(): number;
}

/** @param epochs of the whole training, some of which may have been done before */
export function progress(epochs: number, { columns, write, now }: Screen): Progress {
  const start = now();
  let [shown, steps] = [columns === undefined ? start : Number.NEGATIVE_INFINITY, 0];
  let last: Epoch | undefined;
  let isOpen = false;
  /** What was done before, in epochs: known from the first update. */
  let first: number | undefined;
  /** The epoch at work: its last batch, its loss summed over time steps, and whether the log has a line on a part of it. */
  let part = { epoch: 0, batch: 0, loss: 0, steps: 0, isLogged: false };

  /** @param share of the epoch that is done */
  const fields = (epoch: number, share: number, loss: number, lr: number | undefined): string[] => {
    const seconds = (now() - start) / 1000;
    const done = epoch - 1 + share;
    const left = ((epochs - done) * seconds) / (done - first!);
    return [
      `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
      ...(columns === undefined && share < 1 ? [`${Math.floor(100 * share)}%`] : []),
      `loss ${figure(loss)}`,
      ...(last?.validation ? [`validation ${figure(last.validation.loss)}`] : []),
      ...(lr === undefined ? [] : [`lr ${figure(lr)}`]),
      ...(seconds > 0 ? [`${speed(steps / seconds)} steps/s`] : []),
      ...(done < epochs && Number.isFinite(left) ? [`${duration(left)} left`] : []),
    ];
  };
  const draw = (epoch: number, share: number, loss: number, lr: number | undefined): void => {
    shown = now();
    isOpen = true;
    // Return to the start of the line, and clear it: the line before may have been longer.
    write(`\r\x1b[K${line(fields(epoch, share, loss, lr), (epoch - 1 + share) / epochs, columns!)}`);
  };
  return {
    onBatch({ epoch, batch, batches, loss, steps: count, lr }) {
      const shareOf = (some: number): number => (batches === undefined ? 0 : some / batches);
      first ??= epoch - 1 + shareOf(batch - 1);
      steps += count;
      if (part.epoch !== epoch) part = { epoch, batch: 0, loss: 0, steps: 0, isLogged: false };
      // A batch of truncated sequences has several updates, and no one knows which is its last.
      const share = shareOf(part.batch === batch ? batch - 1 : batch);
      part = { ...part, batch, loss: part.loss + loss * count, steps: part.steps + count };
      if (now() - shown < (columns === undefined ? EVERY.log : EVERY.draw)) return;
      if (columns !== undefined) return draw(epoch, share, last?.loss ?? loss, lr);
      // The epoch's own line is about to come.
      if (share === 1) return;
      shown = now();
      part.isLogged = true;
      write(`${fields(epoch, share, part.loss / part.steps, lr).join('  ')}\n`);
    },
    onEpoch(epoch) {
      last = epoch;
      const number = epoch.epoch;
      first ??= number - 1;
      const isLast = number === epochs;
      if (columns !== undefined) {
        if (isLast || now() - shown >= EVERY.draw) draw(number, 1, epoch.loss, epoch.lr);
        return;
      }
      const isFirst = number === Math.floor(first) + 1;
      const isDue = isFirst || isLast || part.isLogged || number % Math.ceil(epochs / LINES) === 0;
      if (!isDue && now() - shown < EVERY.log) return;
      shown = now();
      write(`${fields(number, 1, epoch.loss, epoch.lr).join('  ')}\n`);
    },
    end() {
      if (isOpen) write('\n');
      isOpen = false;
    },
  };
}

/** As much as there is room for: the bar gives way first, then what stands last. */
function line(fields: readonly string[], share: number, columns: number): string {
  const room = columns - 1;
  const kept = fields.filter((_, i) => fields.slice(0, i + 1).join('  ').length <= room);
  const width = Math.min(BAR.most, room - kept.join('  ').length - 2);
  if (width < BAR.least) return kept.join('  ');
  const done = Math.round(width * Math.min(1, share));
  return [kept[0], '█'.repeat(done) + '░'.repeat(width - done), ...kept.slice(1)].join('  ');
}

/** `850`, `45k`, `1.2M` */
function speed(perSecond: number): string {
  if (perSecond < 1000) return perSecond.toFixed(0);
  return perSecond < 1e6 ? `${(perSecond / 1e3).toFixed(0)}k` : `${(perSecond / 1e6).toFixed(1)}M`;
}

/** What there is to train, before it begins. */
export function heading(compiled: Compiled, data: readonly string[]): string {
  const { name, model, manifest } = compiled;
  const layers = model.layers.map((layer) => layer.name);
  const sizes = `${manifest.input} → ${manifest.output}`;
  return [`${name}: ${layers.join(', ')} (${sizes}), ${plural(parametersOf(compiled), 'parameter')}`, ...data].join(
    '\n',
  );
}
