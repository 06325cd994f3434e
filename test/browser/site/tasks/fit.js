import { load } from '../../../../runtime/dist/index.js';

/** Trains while the page goes on: counts what the page gets to do between the first epoch and the last. */
export async function run() {
  const model = await load(await import('../../../../emitted/learner.js'), { seed: 1 });
  const wave = (/** @type {number} */ t) => [Math.sin(t / 3), Math.cos(t / 5)];
  const x = Array.from({ length: 16 }, (_, n) => Array.from({ length: 50 }, (_, t) => wave(7 * n + t)));
  const y = x.map((sequence) => sequence.map(([a = 0, b = 0]) => [a * b, a - b]));

  const counts = { frames: 0, timers: 0 };
  let goesOn = true;
  const frame = () => {
    counts.frames++;
    if (goesOn) requestAnimationFrame(frame);
  };
  const timer = () => {
    counts.timers++;
    if (goesOn) setTimeout(timer);
  };
  requestAnimationFrame(frame);
  setTimeout(timer);
  /** @type {(typeof counts)[]} */
  const seen = [];
  // A fast machine is done with an epoch before there is a frame: it trains until there is one, or for long enough.
  const onEpoch = () => {
    seen.push({ ...counts });
    return seen.length < 60 || counts.frames === seen[0]?.frames;
  };
  const { loss } = await model.fit({ x, y }, { epochs: 3000, onEpoch });
  goesOn = false;
  return { loss, first: seen[0], last: seen.at(-1) };
}
