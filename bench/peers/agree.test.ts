import { expect, test } from 'vitest';
import { checkAgreement } from './agree.ts';

const trained = { loss: [1, 0.9, 0.8], weights: [1.1, 2.1] };
const start = [1, 2];

test('what agrees passes', () => {
  checkAgreement({ h: [0.5, -0.5] }, { h: [0.500001, -0.5] });
  checkAgreement({ last: [3, 4] }, { h: [1, 2, 3, 4] });
  checkAgreement({ loss: [1, 0.9005, 0.8], weights: [1.1, 2.1005] }, trained, start);
});

test.each([
  ['an output', { h: [0.5, 0.1] }, { h: [0.5, 0.2] }, 'h: element 1 is 0.1, not 0.2'],
  ['a number of outputs', { h: [0.5] }, { h: [0.5, 0.2] }, 'h: 1 numbers, not 2'],
  ['no number', { h: [Number.NaN] }, { h: [0.5] }, 'h: element 0 is NaN'],
  ['the last output', { last: [2, 3] }, { h: [1, 2, 3, 4] }, 'the last h: element 0 is 2, not 3'],
  ['a loss', { loss: [1, 0.95, 0.8] }, trained, 'the loss before update 2 is 0.95, not 0.9'],
  ['a loss that is no number', { loss: [1, Number.NaN, 0.8] }, trained, 'update 2 is NaN'],
  ['losses', { loss: [1] }, trained, '1 losses, not 3'],
  ['weights', { weights: [1.1, 2.05] }, trained, 'the weights end 35.4 % of their way beside'],
  ['untouched weights', { weights: start }, trained, 'the weights end 100.0 % of their way beside'],
  ['weights that are none', { weights: [Number.NaN, 2.1] }, trained, 'the weights end NaN %'],
  ['nothing', {}, trained, 'there is nothing to compare'],
  ['other things', { h: [1] }, trained, 'there is nothing to compare'],
])('%s that differs is an error', (_, actual, expected, message) => {
  expect(() => checkAgreement(actual, expected, start)).toThrow(message);
});
