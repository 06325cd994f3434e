/** Progress of training: one line that is drawn over on a terminal, some lines of a log elsewhere. */
import type { Compiled } from '@cellc/compiler';
import type { Epoch, Update } from '@cellc/runtime';
import { parametersOf } from '../compile.ts';
import { duration, figure, plural } from '../format.ts';

/** Milliseconds between two drawings, and between two lines of a log besides those that are due. */
const EVERY = { draw: 100, log: 30_000 } as const;
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

/** @param first epochs that were done before */
export function progress(epochs: number, first: number, { columns, write, now }: Screen): Progress {
  const start = now();
  let [shown, steps] = [Number.NEGATIVE_INFINITY, 0];
  let last: Epoch | undefined;
  let isOpen = false;

  /** @param done epochs, with the share of the one at work */
  const fields = (epoch: number, done: number, loss: number, lr: number | undefined): string[] => {
    const seconds = (now() - start) / 1000;
    const left = ((epochs - done) * seconds) / (done - first);
    return [
      `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
      `loss ${figure(loss)}`,
      ...(last?.validation ? [`validation ${figure(last.validation.loss)}`] : []),
      ...(lr === undefined ? [] : [`lr ${figure(lr)}`]),
      ...(seconds > 0 ? [`${speed(steps / seconds)} steps/s`] : []),
      ...(done < epochs && Number.isFinite(left) ? [`${duration(left)} left`] : []),
    ];
  };
  const draw = (epoch: number, done: number, loss: number, lr: number | undefined): void => {
    shown = now();
    isOpen = true;
    // Return to the start of the line, and clear it: the line before may have been longer.
    write(`\r\x1b[K${line(fields(epoch, done, loss, lr), done / epochs, columns!)}`);
  };
  return {
    onBatch({ epoch, batch, batches, loss, steps: count, lr }) {
      steps += count;
      if (columns === undefined || now() - shown < EVERY.draw) return;
      draw(epoch, epoch - 1 + (batches === undefined ? 0 : batch / batches), last?.loss ?? loss, lr);
    },
    onEpoch(epoch) {
      last = epoch;
      const number = epoch.epoch;
      const isLast = number === epochs;
      if (columns !== undefined) {
        if (isLast || now() - shown >= EVERY.draw) draw(number, number, epoch.loss, epoch.lr);
        return;
      }
      const isDue = number === first + 1 || isLast || number % Math.ceil(epochs / LINES) === 0;
      if (!isDue && now() - shown < EVERY.log) return;
      shown = now();
      write(`${fields(number, number, epoch.loss, epoch.lr).join('  ')}\n`);
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
