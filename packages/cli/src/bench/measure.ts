/** What measuring needs, for benchmarks of other kinds: samples, statistics, and the machine's peak. */
export { type Peak, peakKernel } from './peak.ts';
export { now, sampler, slowSampler, type Variant } from './sampler.ts';
export { median, quantile, ratios, type Spread, spread } from './statistics.ts';
