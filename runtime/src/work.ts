/** Work on kernels that may have to be waited for: one code for kernels at hand, which are done at once, and for a device. */

/** Yields what is to be awaited before it goes on; kernels at hand never give it cause to. */
export type Work<T> = Generator<Promise<void> | undefined, T, void>;

/** All of it, at once. */
export function now<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (value) throw new Error('internal error: a device has to be awaited');
  }
}

/** All of it, step by step. */
export async function later<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await value;
  }
}
