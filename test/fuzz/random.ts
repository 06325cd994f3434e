/** Seeded randomness: the same mutations in every run of a seed. */

/** A whole number from 0 on, below the one given. */
export type Random = (below: number) => number;

/** mulberry32 */
export function generator(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)]!;
}
