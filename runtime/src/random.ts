/** A seeded generator: the same numbers for the same seed, everywhere. */

/** The next number in [0, 1), with 32 random bits. */
export type Random = () => number;

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, passes PractRand and BigCrush. Streams of a seed are independent. */
export function random(seed: number, stream = 0): Random {
  // Seeds beyond 32 bits keep their high part, so that a time stamp is a good seed.
  let [a, b, c, counter] = [stream | 0, Math.floor(seed / 2 ** 32) | 0, seed | 0, 1];
  const next = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return (result >>> 0) / 2 ** 32;
  };
  // The first outputs of neighbouring seeds resemble each other.
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** A standard normal deviate (Box and Muller, 1958). */
export function normal(next: Random): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Fisher and Yates, in place. */
export function shuffle(items: number[], next: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
