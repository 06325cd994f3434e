/** One long series as overlapping sequences, without a copy for each. */
import { checkNames, checkOptions, fail } from '../error.ts';
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
  const values = toTensor('series', series);
  return checkWindows({
    series: values,
    target: target === undefined ? values : toTensor('target', target),
    window,
    horizon,
    stride,
  });
}

/** Windows may have been put together by hand. @throws like `windows` */
export function checkWindows(given: Windows): Windows {
  checkNames('E_INPUT', 'fields of windows', ['series', 'target', 'window', 'horizon', 'stride'], Object.keys(given));
  const { window, horizon, stride } = given;
  checkWhole('window', window);
  checkWhole('stride', stride);
  checkWhole('horizon', horizon, 0);
  const [series, target] = [checkSeries('series', given.series), checkSeries('target', given.target)];
  const [steps, others] = [series.shape[0]!, target.shape[0]!];
  if (others !== steps) fail('E_INPUT', `target has ${others} time steps where the series has ${steps}`);
  const result: Windows = { series, target, window, horizon, stride };
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
