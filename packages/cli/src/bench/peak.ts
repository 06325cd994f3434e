/** What the machine's arithmetic can do in WebAssembly: multiplications and additions between registers alone. */

/** Enough to hide the latency of an addition, and no more than there are registers. */
const CHAINS = 12;
const LANES = 4;
/** Multiply and add. */
const FLOPS_A_ROUND = CHAINS * LANES * 2;

export interface Peak {
  /** Runs so many rounds of a register-fed kernel; the result depends on all of them. */
  run(rounds: number): number;
  readonly flopsPerRound: number;
}

/** x = x · x' + x' in every lane of twelve vectors: the module is `(func (param $n i32) (result f32) …)`, by hand. */
export function peakKernel(): Peak {
  const simd = (code: number): number[] => [0xfd, ...unsigned(code)];
  const [splat, extract, mul, add] = [simd(19), [...simd(31), 0], simd(230), simd(228)];
  const get = (local: number): number[] => [0x20, local];
  const factor = CHAINS + 1;
  const chains = Array.from({ length: CHAINS }, (_, i) => i + 1);
  const rounds = chains.flatMap((x) => [...get(x), ...get(factor), ...mul, ...get(factor), ...add, 0x21, x]);
  const half = [0x43, 0, 0, 0, 0x3f];
  const countDown = [...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0];
  const sum = chains.flatMap((x, i) => [...get(x), ...(i > 0 ? add : [])]);
  const code = [...half, ...splat, 0x21, factor, 0x03, 0x40, ...rounds, ...countDown, 0x0b, ...sum, ...extract, 0x0b];
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  const body = [1, factor, 0x7b, ...code];
  const module = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    section(3, [1, 0]),
    section(7, [1, 1, 0x70, 0, 0]),
    section(10, [1, ...unsigned(body.length), ...body]),
  ].flat();
  const { p } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(module))).exports;
  return { run: p as (rounds: number) => number, flopsPerRound: FLOPS_A_ROUND };
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
}
