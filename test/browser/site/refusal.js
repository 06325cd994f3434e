/**
 * What work is refused with, or nothing where it is done.
 * @param {() => unknown} work
 */
export async function refusal(work) {
  try {
    await work();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
