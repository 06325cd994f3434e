/** One long series as overlapping sequences, without a copy for each. */
import { checkOptions, fail } from '../error.ts';
import { count, type Nested, show, type Tensor, toTensor } from '../tensor.ts';
import type { WindowOptions, Windows } from './options.ts';
import { checkWhole } from './settings.ts';

/**
 * Overlapping windows of a series `[time, features]` or `[time]`, each to predict what comes `horizon` steps later: after
 * each of its steps, or after its last where the model returns that alone. `fit`, `evaluate` and `standardize` take them.
 * @throws E_OPTION; E_INPUT where the series is shorter than one window and the horizon
 */
export function windows(series: Tensor | Nested, options: WindowOptions): Windows {
  const names = ['window', 'horizon', 'stride', 'target'];
  checkOptions('options of windows', names, options, 'write windows(series, { window: 60 })');
  const { window, horizon = 1, stride = 1, target } = options;
  checkWhole('window', window);
  checkWhole('stride', stride);
  checkWhole('horizon', horizon, 0);
  const values = checkSeries('series', series);
  const targets = target === undefined ? values : checkSeries('target', target);
  const [steps, others] = [values.shape[0]!, targets.shape[0]!];
  if (others !== steps) fail('E_INPUT', `target has ${others} time steps where the series has ${steps}`);
  const result: Windows = { series: values, target: targets, window, horizon, stride };
  if (countWindows(result) < 1)
    fail('E_INPUT', `a series of ${steps} time steps has no window of ${window} and the step ${horizon} after it`);
  return result;
}

export function countWindows({ series, window, horizon, stride }: Windows): number {
  return Math.floor((series.shape[0]! - window - horizon) / stride) + 1;
}

function checkSeries(name: string, given: Tensor | Nested): Tensor {
  const value = toTensor(name, given);
  const { data, shape } = value;
  if (shape.length < 1 || shape.length > 2 || data.length !== count(shape))
    fail('E_INPUT', `${name} has shape ${show(shape)} where [time, features] or [time] is expected`);
  return value;
}
