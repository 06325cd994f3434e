// layernorm: 3 → 4 features a time step. Compiled by cellc 0.1.0 for js, f32; do not edit.
// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.

const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));

/**
 * One time step of layer lstm_layernorm1 (lstm_layernorm, 3 → 4):
 *   i, f, g, o = split(layernorm(W_x @ x, gain_x, bias_x) + layernorm(W_h @ h[t-1], gain_h, bias_h) + b)
 *   c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
 *   h = sigmoid(o) * tanh(layernorm(c, gain_c, bias_c))
 */
function lstm_layernorm1_step(m) {
  let $o_ = 0;
  let $o$2_ = 0;
  let $o$3_ = 0;
  let $o$4_ = 0;
  let $o$5_ = 0;
  let $o$6_ = 0;
  let $o$7_ = 0;
  let $o$8_ = 0;
  for (let j = 0; j < 4; j++) {
    let $o_0 = 0;
    let $o$2_0 = 0;
    let $o$3_0 = 0;
    let $o$4_0 = 0;
    let $o$5_0 = 0;
    let $o$6_0 = 0;
    let $o$7_0 = 0;
    let $o$8_0 = 0;
    // + W_x[12:16, :], W_x[0:4, :], W_x[4:8, :], W_x[8:12, :] @ x
    {
      const x$k = m[200];
      $o_0 += m[j * 12 + 3] * x$k;
      $o$2_0 += m[j * 12] * x$k;
      $o$3_0 += m[j * 12 + 1] * x$k;
      $o$4_0 += m[j * 12 + 2] * x$k;
    }
    {
      const x$k = m[201];
      $o_0 += m[j * 12 + 7] * x$k;
      $o$2_0 += m[j * 12 + 4] * x$k;
      $o$3_0 += m[j * 12 + 5] * x$k;
      $o$4_0 += m[j * 12 + 6] * x$k;
    }
    {
      const x$k = m[202];
      $o_0 += m[j * 12 + 11] * x$k;
      $o$2_0 += m[j * 12 + 8] * x$k;
      $o$3_0 += m[j * 12 + 9] * x$k;
      $o$4_0 += m[j * 12 + 10] * x$k;
    }
    // + W_h[12:16, :], W_h[0:4, :], W_h[4:8, :], W_h[8:12, :] @ h_prev
    {
      const h_prev$k = m[207];
      $o$5_0 += m[j * 16 + 51] * h_prev$k;
      $o$6_0 += m[j * 16 + 48] * h_prev$k;
      $o$7_0 += m[j * 16 + 49] * h_prev$k;
      $o$8_0 += m[j * 16 + 50] * h_prev$k;
    }
    {
      const h_prev$k = m[208];
      $o$5_0 += m[j * 16 + 55] * h_prev$k;
      $o$6_0 += m[j * 16 + 52] * h_prev$k;
      $o$7_0 += m[j * 16 + 53] * h_prev$k;
      $o$8_0 += m[j * 16 + 54] * h_prev$k;
    }
    {
      const h_prev$k = m[209];
      $o$5_0 += m[j * 16 + 59] * h_prev$k;
      $o$6_0 += m[j * 16 + 56] * h_prev$k;
      $o$7_0 += m[j * 16 + 57] * h_prev$k;
      $o$8_0 += m[j * 16 + 58] * h_prev$k;
    }
    {
      const h_prev$k = m[210];
      $o$5_0 += m[j * 16 + 63] * h_prev$k;
      $o$6_0 += m[j * 16 + 60] * h_prev$k;
      $o$7_0 += m[j * 16 + 61] * h_prev$k;
      $o$8_0 += m[j * 16 + 62] * h_prev$k;
    }
    $o_ += $o$2_0;
    $o$2_ += $o$3_0;
    $o$3_ += $o$4_0;
    $o$4_ += $o_0;
    $o$5_ += $o$6_0;
    $o$6_ += $o$7_0;
    $o$7_ += $o$8_0;
    $o$8_ += $o$5_0;
    m[j + 215] = $o_0;
    m[j + 219] = $o$2_0;
    m[j + 223] = $o$3_0;
    m[j + 227] = $o$4_0;
    m[j + 247] = $o$5_0;
    m[j + 251] = $o$6_0;
    m[j + 255] = $o$7_0;
    m[j + 259] = $o$8_0;
  }
  const $o$9_ = $o_ + $o$2_;
  const $o$10_ = $o$9_ + $o$3_;
  const $o$11_ = $o$10_ + $o$4_;
  const $o$12_ = $o$11_ / 16;
  const $o$13_ = $o$5_ + $o$6_;
  const $o$14_ = $o$13_ + $o$7_;
  const $o$15_ = $o$14_ + $o$8_;
  const $o$16_ = $o$15_ / 16;
  let $o$17_ = 0;
  let $o$18_ = 0;
  let $o$19_ = 0;
  let $o$20_ = 0;
  let $o$21_ = 0;
  let $o$22_ = 0;
  let $o$23_ = 0;
  let $o$24_ = 0;
  for (let j = 0; j < 4; j++) {
    const $o_0 = m[j + 215];
    const $o$9_0 = $o_0 - $o$12_;
    const $o$2_0 = m[j + 219];
    const $o$10_0 = $o$2_0 - $o$12_;
    $o$17_ += $o$10_0 * $o$10_0;
    const $o$3_0 = m[j + 223];
    const $o$12_0 = $o$3_0 - $o$12_;
    $o$18_ += $o$12_0 * $o$12_0;
    const $o$4_0 = m[j + 227];
    const $o$14_0 = $o$4_0 - $o$12_;
    $o$19_ += $o$14_0 * $o$14_0;
    $o$20_ += $o$9_0 * $o$9_0;
    const $o$5_0 = m[j + 247];
    const $o$17_0 = $o$5_0 - $o$16_;
    const $o$6_0 = m[j + 251];
    const $o$18_0 = $o$6_0 - $o$16_;
    $o$21_ += $o$18_0 * $o$18_0;
    const $o$7_0 = m[j + 255];
    const $o$20_0 = $o$7_0 - $o$16_;
    $o$22_ += $o$20_0 * $o$20_0;
    const $o$8_0 = m[j + 259];
    const $o$22_0 = $o$8_0 - $o$16_;
    $o$23_ += $o$22_0 * $o$22_0;
    $o$24_ += $o$17_0 * $o$17_0;
    m[j + 231] = $o$9_0;
    m[j + 235] = $o$10_0;
    m[j + 239] = $o$12_0;
    m[j + 243] = $o$14_0;
    m[j + 263] = $o$17_0;
    m[j + 267] = $o$18_0;
    m[j + 271] = $o$20_0;
    m[j + 275] = $o$22_0;
  }
  const $o$25_ = $o$17_ + $o$18_;
  const $o$26_ = $o$25_ + $o$19_;
  const $o$27_ = $o$26_ + $o$20_;
  const $o$28_ = $o$27_ / 16;
  const $o$29_ = $o$28_ + 0.00001;
  const $o$30_ = Math.sqrt($o$29_);
  const $o$31_ = $o$21_ + $o$22_;
  const $o$32_ = $o$31_ + $o$23_;
  const $o$33_ = $o$32_ + $o$24_;
  const $o$34_ = $o$33_ / 16;
  const $o$35_ = 0.00001 + $o$34_;
  const $o$36_ = Math.sqrt($o$35_);
  let $h_ = 0;
  for (let j = 0; j < 4; j++) {
    const $o$9_0 = m[j + 231];
    const $o$17_0 = m[j + 263];
    const o_0 = $o$9_0 / $o$30_ * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188] + $o$17_0 / $o$36_ * m[j + 156];
    const $h$4_0 = Math.min(Math.max(-o_0, -708), 709) * 1.4426950408889634;
    const $h$5_0 = ($h$4_0 + 6755399441055744 - 6755399441055744);
    const $h$6_0 = $h$4_0 - $h$5_0;
    const $h$21_0 = 1 / (1 + ((1 + $h$6_0 * (0.6931472028551288 + $h$6_0 * (0.24022647913619308 + $h$6_0 * (0.05550332471026663 + $h$6_0 * (0.009618437358341966 + $h$6_0 * (0.0013398874445400804 + $h$6_0 * 0.0001535336180087152)))))) * pow2[$h$5_0 + 1022]));
    const $o$12_0 = m[j + 239];
    const $o$20_0 = m[j + 271];
    const f_0 = $o$12_0 / $o$30_ * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180] + $o$20_0 / $o$36_ * m[j + 148];
    const $o$10_0 = m[j + 235];
    const $o$18_0 = m[j + 267];
    const i_0 = $o$10_0 / $o$30_ * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176] + $o$18_0 / $o$36_ * m[j + 144];
    const $o$14_0 = m[j + 243];
    const $o$22_0 = m[j + 275];
    const g_0 = $o$14_0 / $o$30_ * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184] + $o$22_0 / $o$36_ * m[j + 152];
    // c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
    const $c$4_0 = Math.min(Math.max(-f_0, -708), 709) * 1.4426950408889634;
    const $c$5_0 = ($c$4_0 + 6755399441055744 - 6755399441055744);
    const $c$6_0 = $c$4_0 - $c$5_0;
    const $c$26_0 = Math.min(Math.max(-i_0, -708), 709) * 1.4426950408889634;
    const $c$27_0 = ($c$26_0 + 6755399441055744 - 6755399441055744);
    const $c$28_0 = $c$26_0 - $c$27_0;
    const $c$45_0 = Math.min(Math.max(g_0, -9.02), 9.02);
    const $c$46_0 = $c$45_0 * $c$45_0;
    const c_0 = 1 / (1 + ((1 + $c$6_0 * (0.6931472028551288 + $c$6_0 * (0.24022647913619308 + $c$6_0 * (0.05550332471026663 + $c$6_0 * (0.009618437358341966 + $c$6_0 * (0.0013398874445400804 + $c$6_0 * 0.0001535336180087152)))))) * pow2[$c$5_0 + 1022])) * m[j + 211] + 1 / (1 + ((1 + $c$28_0 * (0.6931472028551288 + $c$28_0 * (0.24022647913619308 + $c$28_0 * (0.05550332471026663 + $c$28_0 * (0.009618437358341966 + $c$28_0 * (0.0013398874445400804 + $c$28_0 * 0.0001535336180087152)))))) * pow2[$c$27_0 + 1022])) * ($c$45_0 * (0.9999999790072142 + $c$46_0 * (0.13379645694070708 + $c$46_0 * (0.0034939486983024417 + $c$46_0 * (0.000020582067362185346 + $c$46_0 * 1.3317112816065463e-8)))) / (1 + $c$46_0 * (0.4671296092135243 + $c$46_0 * (0.02587074668378256 + $c$46_0 * (0.00032829523637330313 + $c$46_0 * 7.76121752414079e-7)))));
    $h_ += c_0;
    m[j + 279] = $h$21_0;
    m[j + 211] = c_0;
    m[j + 283] = c_0;
  }
  const $h$2_ = $h_ / 4;
  let $h$3_ = 0;
  for (let j = 0; j < 4; j++) {
    const c_0 = m[j + 283];
    const $h$22_0 = c_0 - $h$2_;
    $h$3_ += $h$22_0 * $h$22_0;
    m[j + 287] = $h$22_0;
  }
  const $h$4_ = $h$3_ / 4;
  const $h$5_ = 0.00001 + $h$4_;
  const $h$6_ = Math.sqrt($h$5_);
  for (let j = 0; j < 4; j++) {
    // h = sigmoid(o) * tanh(layernorm(c, gain_c, bias_c))
    const $h$21_0 = m[j + 279];
    const $h$22_0 = m[j + 287];
    const $h$28_0 = Math.min(Math.max(m[j + 196] + $h$22_0 / $h$6_ * m[j + 192], -9.02), 9.02);
    const $h$29_0 = $h$28_0 * $h$28_0;
    const h_0 = $h$21_0 * ($h$28_0 * (0.9999999790072142 + $h$29_0 * (0.13379645694070708 + $h$29_0 * (0.0034939486983024417 + $h$29_0 * (0.000020582067362185346 + $h$29_0 * 1.3317112816065463e-8)))) / (1 + $h$29_0 * (0.4671296092135243 + $h$29_0 * (0.02587074668378256 + $h$29_0 * (0.00032829523637330313 + $h$29_0 * 7.76121752414079e-7)))));
    m[j + 203] = h_0;
    m[j + 207] = h_0;
  }
}

/** What layer lstm_layernorm1 (lstm_layernorm, 3 → 4) computes from its input alone, for all time steps at once. */
function lstm_layernorm1_hoisted(m, T, B) {
  const last = 443 + T * B; // row of a sequence's last step
  const x = 443 + B + T * B; // x, time-major
  const lstm_layernorm1$tape = 443 + 9 * B + 8 * T * B; // $o, $f, $i, $g
  const active = 443; // how many sequences are longer than t
  const full = m[last + B + -1] + 1;
  const shortest = (full) / B;
  let r = 0;
  for (; r + 2 <= full; r += 2) {
    let $o_ = 0;
    let $o_$1 = 0;
    let $o$2_ = 0;
    let $o$2_$1 = 0;
    let $o$3_ = 0;
    let $o$3_$1 = 0;
    let $o$4_ = 0;
    let $o$4_$1 = 0;
    for (let j = 0; j < 4; j++) {
      let $o_0 = 0;
      let $o_1 = 0;
      let $o$2_0 = 0;
      let $o$2_1 = 0;
      let $o$3_0 = 0;
      let $o$3_1 = 0;
      let $o$4_0 = 0;
      let $o$4_1 = 0;
      // + W_x[12:16, :], W_x[0:4, :], W_x[4:8, :], W_x[8:12, :] @ x
      {
        const x$k = m[x + r * 3];
        const x$k$1 = m[x + r * 3 + 3];
        const $w0 = m[j * 12 + 3];
        $o_0 += $w0 * x$k;
        const $w1 = m[j * 12];
        $o$2_0 += $w1 * x$k;
        const $w2 = m[j * 12 + 1];
        $o$3_0 += $w2 * x$k;
        const $w3 = m[j * 12 + 2];
        $o$4_0 += $w3 * x$k;
        $o_1 += $w0 * x$k$1;
        $o$2_1 += $w1 * x$k$1;
        $o$3_1 += $w2 * x$k$1;
        $o$4_1 += $w3 * x$k$1;
      }
      {
        const x$k = m[x + r * 3 + 1];
        const x$k$1 = m[x + r * 3 + 4];
        const $w0 = m[j * 12 + 7];
        $o_0 += $w0 * x$k;
        const $w1 = m[j * 12 + 4];
        $o$2_0 += $w1 * x$k;
        const $w2 = m[j * 12 + 5];
        $o$3_0 += $w2 * x$k;
        const $w3 = m[j * 12 + 6];
        $o$4_0 += $w3 * x$k;
        $o_1 += $w0 * x$k$1;
        $o$2_1 += $w1 * x$k$1;
        $o$3_1 += $w2 * x$k$1;
        $o$4_1 += $w3 * x$k$1;
      }
      {
        const x$k = m[x + r * 3 + 2];
        const x$k$1 = m[x + r * 3 + 5];
        const $w0 = m[j * 12 + 11];
        $o_0 += $w0 * x$k;
        const $w1 = m[j * 12 + 8];
        $o$2_0 += $w1 * x$k;
        const $w2 = m[j * 12 + 9];
        $o$3_0 += $w2 * x$k;
        const $w3 = m[j * 12 + 10];
        $o$4_0 += $w3 * x$k;
        $o_1 += $w0 * x$k$1;
        $o$2_1 += $w1 * x$k$1;
        $o$3_1 += $w2 * x$k$1;
        $o$4_1 += $w3 * x$k$1;
      }
      $o_ += $o$2_0;
      $o_$1 += $o$2_1;
      $o$2_ += $o$3_0;
      $o$2_$1 += $o$3_1;
      $o$3_ += $o$4_0;
      $o$3_$1 += $o$4_1;
      $o$4_ += $o_0;
      $o$4_$1 += $o_1;
      m[j + 291] = $o_0;
      m[j + 295] = $o_1;
      m[j + 299] = $o$2_0;
      m[j + 303] = $o$2_1;
      m[j + 307] = $o$3_0;
      m[j + 311] = $o$3_1;
      m[j + 315] = $o$4_0;
      m[j + 319] = $o$4_1;
    }
    const $o$5_ = $o_ + $o$2_;
    const $o$5_$1 = $o_$1 + $o$2_$1;
    const $o$6_ = $o$5_ + $o$3_;
    const $o$6_$1 = $o$5_$1 + $o$3_$1;
    const $o$7_ = $o$6_ + $o$4_;
    const $o$7_$1 = $o$6_$1 + $o$4_$1;
    const $o$8_ = $o$7_ / 16;
    const $o$8_$1 = $o$7_$1 / 16;
    let $o$9_ = 0;
    let $o$9_$1 = 0;
    let $o$10_ = 0;
    let $o$10_$1 = 0;
    let $o$11_ = 0;
    let $o$11_$1 = 0;
    let $o$12_ = 0;
    let $o$12_$1 = 0;
    for (let j = 0; j < 4; j++) {
      const $o_0 = m[j + 291];
      const $o$5_0 = $o_0 - $o$8_;
      const $o_1 = m[j + 295];
      const $o$5_1 = $o_1 - $o$8_$1;
      const $o$2_0 = m[j + 299];
      const $o$6_0 = $o$2_0 - $o$8_;
      const $o$2_1 = m[j + 303];
      const $o$6_1 = $o$2_1 - $o$8_$1;
      $o$9_ += $o$6_0 * $o$6_0;
      $o$9_$1 += $o$6_1 * $o$6_1;
      const $o$3_0 = m[j + 307];
      const $o$8_0 = $o$3_0 - $o$8_;
      const $o$3_1 = m[j + 311];
      const $o$8_1 = $o$3_1 - $o$8_$1;
      $o$10_ += $o$8_0 * $o$8_0;
      $o$10_$1 += $o$8_1 * $o$8_1;
      const $o$4_0 = m[j + 315];
      const $o$10_0 = $o$4_0 - $o$8_;
      const $o$4_1 = m[j + 319];
      const $o$10_1 = $o$4_1 - $o$8_$1;
      $o$11_ += $o$10_0 * $o$10_0;
      $o$11_$1 += $o$10_1 * $o$10_1;
      $o$12_ += $o$5_0 * $o$5_0;
      $o$12_$1 += $o$5_1 * $o$5_1;
      m[j + 323] = $o$5_0;
      m[j + 327] = $o$5_1;
      m[j + 331] = $o$6_0;
      m[j + 335] = $o$6_1;
      m[j + 339] = $o$8_0;
      m[j + 343] = $o$8_1;
      m[j + 347] = $o$10_0;
      m[j + 351] = $o$10_1;
    }
    const $o$13_ = $o$9_ + $o$10_;
    const $o$13_$1 = $o$9_$1 + $o$10_$1;
    const $o$14_ = $o$13_ + $o$11_;
    const $o$14_$1 = $o$13_$1 + $o$11_$1;
    const $o$15_ = $o$14_ + $o$12_;
    const $o$15_$1 = $o$14_$1 + $o$12_$1;
    const $o$16_ = $o$15_ / 16;
    const $o$16_$1 = $o$15_$1 / 16;
    const $o$17_ = $o$16_ + 0.00001;
    const $o$17_$1 = $o$16_$1 + 0.00001;
    const $o$18_ = Math.sqrt($o$17_);
    const $o$18_$1 = Math.sqrt($o$17_$1);
    for (let j = 0; j < 4; j++) {
      const $o$5_0 = m[j + 323];
      const $o$17_0 = $o$5_0 / $o$18_ * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188];
      const $o$5_1 = m[j + 327];
      const $o$17_1 = $o$5_1 / $o$18_$1 * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188];
      const $o$8_0 = m[j + 339];
      const $f$5_0 = $o$8_0 / $o$18_ * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180];
      const $o$8_1 = m[j + 343];
      const $f$5_1 = $o$8_1 / $o$18_$1 * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180];
      const $o$6_0 = m[j + 331];
      const $i$5_0 = $o$6_0 / $o$18_ * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176];
      const $o$6_1 = m[j + 335];
      const $i$5_1 = $o$6_1 / $o$18_$1 * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176];
      const $o$10_0 = m[j + 347];
      const $g$5_0 = $o$10_0 / $o$18_ * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184];
      const $o$10_1 = m[j + 351];
      const $g$5_1 = $o$10_1 / $o$18_$1 * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184];
      m[lstm_layernorm1$tape + r * 16 + j] = $o$17_0;
      m[lstm_layernorm1$tape + r * 16 + j + 16] = $o$17_1;
      m[lstm_layernorm1$tape + r * 16 + j + 4] = $f$5_0;
      m[lstm_layernorm1$tape + r * 16 + j + 20] = $f$5_1;
      m[lstm_layernorm1$tape + r * 16 + j + 8] = $i$5_0;
      m[lstm_layernorm1$tape + r * 16 + j + 24] = $i$5_1;
      m[lstm_layernorm1$tape + r * 16 + j + 12] = $g$5_0;
      m[lstm_layernorm1$tape + r * 16 + j + 28] = $g$5_1;
    }
  }
  for (; r < full; r++) {
    let $o_ = 0;
    let $o$2_ = 0;
    let $o$3_ = 0;
    let $o$4_ = 0;
    for (let j = 0; j < 2; j++) {
      let $o_0 = 0;
      let $o_1 = 0;
      let $o$2_0 = 0;
      let $o$2_1 = 0;
      let $o$3_0 = 0;
      let $o$3_1 = 0;
      let $o$4_0 = 0;
      let $o$4_1 = 0;
      // + W_x[12:16, :], W_x[0:4, :], W_x[4:8, :], W_x[8:12, :] @ x
      {
        const x$k = m[x + r * 3];
        $o_0 += m[j * 24 + 3] * x$k;
        $o$2_0 += m[j * 24] * x$k;
        $o$3_0 += m[j * 24 + 1] * x$k;
        $o$4_0 += m[j * 24 + 2] * x$k;
        $o_1 += m[j * 24 + 15] * x$k;
        $o$2_1 += m[j * 24 + 12] * x$k;
        $o$3_1 += m[j * 24 + 13] * x$k;
        $o$4_1 += m[j * 24 + 14] * x$k;
      }
      {
        const x$k = m[x + r * 3 + 1];
        $o_0 += m[j * 24 + 7] * x$k;
        $o$2_0 += m[j * 24 + 4] * x$k;
        $o$3_0 += m[j * 24 + 5] * x$k;
        $o$4_0 += m[j * 24 + 6] * x$k;
        $o_1 += m[j * 24 + 19] * x$k;
        $o$2_1 += m[j * 24 + 16] * x$k;
        $o$3_1 += m[j * 24 + 17] * x$k;
        $o$4_1 += m[j * 24 + 18] * x$k;
      }
      {
        const x$k = m[x + r * 3 + 2];
        $o_0 += m[j * 24 + 11] * x$k;
        $o$2_0 += m[j * 24 + 8] * x$k;
        $o$3_0 += m[j * 24 + 9] * x$k;
        $o$4_0 += m[j * 24 + 10] * x$k;
        $o_1 += m[j * 24 + 23] * x$k;
        $o$2_1 += m[j * 24 + 20] * x$k;
        $o$3_1 += m[j * 24 + 21] * x$k;
        $o$4_1 += m[j * 24 + 22] * x$k;
      }
      $o_ += $o$2_0;
      $o_ += $o$2_1;
      $o$2_ += $o$3_0;
      $o$2_ += $o$3_1;
      $o$3_ += $o$4_0;
      $o$3_ += $o$4_1;
      $o$4_ += $o_0;
      $o$4_ += $o_1;
      m[j * 2 + 291] = $o_0;
      m[j * 2 + 292] = $o_1;
      m[j * 2 + 299] = $o$2_0;
      m[j * 2 + 300] = $o$2_1;
      m[j * 2 + 307] = $o$3_0;
      m[j * 2 + 308] = $o$3_1;
      m[j * 2 + 315] = $o$4_0;
      m[j * 2 + 316] = $o$4_1;
    }
    const $o$5_ = $o_ + $o$2_;
    const $o$6_ = $o$5_ + $o$3_;
    const $o$7_ = $o$6_ + $o$4_;
    const $o$8_ = $o$7_ / 16;
    let $o$9_ = 0;
    let $o$10_ = 0;
    let $o$11_ = 0;
    let $o$12_ = 0;
    for (let j = 0; j < 4; j++) {
      const $o_0 = m[j + 291];
      const $o$5_0 = $o_0 - $o$8_;
      const $o$2_0 = m[j + 299];
      const $o$6_0 = $o$2_0 - $o$8_;
      $o$9_ += $o$6_0 * $o$6_0;
      const $o$3_0 = m[j + 307];
      const $o$8_0 = $o$3_0 - $o$8_;
      $o$10_ += $o$8_0 * $o$8_0;
      const $o$4_0 = m[j + 315];
      const $o$10_0 = $o$4_0 - $o$8_;
      $o$11_ += $o$10_0 * $o$10_0;
      $o$12_ += $o$5_0 * $o$5_0;
      m[j + 323] = $o$5_0;
      m[j + 331] = $o$6_0;
      m[j + 339] = $o$8_0;
      m[j + 347] = $o$10_0;
    }
    const $o$13_ = $o$9_ + $o$10_;
    const $o$14_ = $o$13_ + $o$11_;
    const $o$15_ = $o$14_ + $o$12_;
    const $o$16_ = $o$15_ / 16;
    const $o$17_ = $o$16_ + 0.00001;
    const $o$18_ = Math.sqrt($o$17_);
    for (let j = 0; j < 4; j++) {
      const $o$5_0 = m[j + 323];
      const $o$17_0 = $o$5_0 / $o$18_ * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188];
      const $o$8_0 = m[j + 339];
      const $f$5_0 = $o$8_0 / $o$18_ * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180];
      const $o$6_0 = m[j + 331];
      const $i$5_0 = $o$6_0 / $o$18_ * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176];
      const $o$10_0 = m[j + 347];
      const $g$5_0 = $o$10_0 / $o$18_ * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184];
      m[lstm_layernorm1$tape + r * 16 + j] = $o$17_0;
      m[lstm_layernorm1$tape + r * 16 + j + 4] = $f$5_0;
      m[lstm_layernorm1$tape + r * 16 + j + 8] = $i$5_0;
      m[lstm_layernorm1$tape + r * 16 + j + 12] = $g$5_0;
    }
  }
  for (let t = shortest; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      let $o_ = 0;
      let $o$2_ = 0;
      let $o$3_ = 0;
      let $o$4_ = 0;
      for (let j = 0; j < 2; j++) {
        let $o_0 = 0;
        let $o_1 = 0;
        let $o$2_0 = 0;
        let $o$2_1 = 0;
        let $o$3_0 = 0;
        let $o$3_1 = 0;
        let $o$4_0 = 0;
        let $o$4_1 = 0;
        // + W_x[12:16, :], W_x[0:4, :], W_x[4:8, :], W_x[8:12, :] @ x
        {
          const x$k = m[x + r * 3];
          $o_0 += m[j * 24 + 3] * x$k;
          $o$2_0 += m[j * 24] * x$k;
          $o$3_0 += m[j * 24 + 1] * x$k;
          $o$4_0 += m[j * 24 + 2] * x$k;
          $o_1 += m[j * 24 + 15] * x$k;
          $o$2_1 += m[j * 24 + 12] * x$k;
          $o$3_1 += m[j * 24 + 13] * x$k;
          $o$4_1 += m[j * 24 + 14] * x$k;
        }
        {
          const x$k = m[x + r * 3 + 1];
          $o_0 += m[j * 24 + 7] * x$k;
          $o$2_0 += m[j * 24 + 4] * x$k;
          $o$3_0 += m[j * 24 + 5] * x$k;
          $o$4_0 += m[j * 24 + 6] * x$k;
          $o_1 += m[j * 24 + 19] * x$k;
          $o$2_1 += m[j * 24 + 16] * x$k;
          $o$3_1 += m[j * 24 + 17] * x$k;
          $o$4_1 += m[j * 24 + 18] * x$k;
        }
        {
          const x$k = m[x + r * 3 + 2];
          $o_0 += m[j * 24 + 11] * x$k;
          $o$2_0 += m[j * 24 + 8] * x$k;
          $o$3_0 += m[j * 24 + 9] * x$k;
          $o$4_0 += m[j * 24 + 10] * x$k;
          $o_1 += m[j * 24 + 23] * x$k;
          $o$2_1 += m[j * 24 + 20] * x$k;
          $o$3_1 += m[j * 24 + 21] * x$k;
          $o$4_1 += m[j * 24 + 22] * x$k;
        }
        $o_ += $o$2_0;
        $o_ += $o$2_1;
        $o$2_ += $o$3_0;
        $o$2_ += $o$3_1;
        $o$3_ += $o$4_0;
        $o$3_ += $o$4_1;
        $o$4_ += $o_0;
        $o$4_ += $o_1;
        m[j * 2 + 291] = $o_0;
        m[j * 2 + 292] = $o_1;
        m[j * 2 + 299] = $o$2_0;
        m[j * 2 + 300] = $o$2_1;
        m[j * 2 + 307] = $o$3_0;
        m[j * 2 + 308] = $o$3_1;
        m[j * 2 + 315] = $o$4_0;
        m[j * 2 + 316] = $o$4_1;
      }
      const $o$5_ = $o_ + $o$2_;
      const $o$6_ = $o$5_ + $o$3_;
      const $o$7_ = $o$6_ + $o$4_;
      const $o$8_ = $o$7_ / 16;
      let $o$9_ = 0;
      let $o$10_ = 0;
      let $o$11_ = 0;
      let $o$12_ = 0;
      for (let j = 0; j < 4; j++) {
        const $o_0 = m[j + 291];
        const $o$5_0 = $o_0 - $o$8_;
        const $o$2_0 = m[j + 299];
        const $o$6_0 = $o$2_0 - $o$8_;
        $o$9_ += $o$6_0 * $o$6_0;
        const $o$3_0 = m[j + 307];
        const $o$8_0 = $o$3_0 - $o$8_;
        $o$10_ += $o$8_0 * $o$8_0;
        const $o$4_0 = m[j + 315];
        const $o$10_0 = $o$4_0 - $o$8_;
        $o$11_ += $o$10_0 * $o$10_0;
        $o$12_ += $o$5_0 * $o$5_0;
        m[j + 323] = $o$5_0;
        m[j + 331] = $o$6_0;
        m[j + 339] = $o$8_0;
        m[j + 347] = $o$10_0;
      }
      const $o$13_ = $o$9_ + $o$10_;
      const $o$14_ = $o$13_ + $o$11_;
      const $o$15_ = $o$14_ + $o$12_;
      const $o$16_ = $o$15_ / 16;
      const $o$17_ = $o$16_ + 0.00001;
      const $o$18_ = Math.sqrt($o$17_);
      for (let j = 0; j < 4; j++) {
        const $o$5_0 = m[j + 323];
        const $o$17_0 = $o$5_0 / $o$18_ * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188];
        const $o$8_0 = m[j + 339];
        const $f$5_0 = $o$8_0 / $o$18_ * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180];
        const $o$6_0 = m[j + 331];
        const $i$5_0 = $o$6_0 / $o$18_ * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176];
        const $o$10_0 = m[j + 347];
        const $g$5_0 = $o$10_0 / $o$18_ * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184];
        m[lstm_layernorm1$tape + r * 16 + j] = $o$17_0;
        m[lstm_layernorm1$tape + r * 16 + j + 4] = $f$5_0;
        m[lstm_layernorm1$tape + r * 16 + j + 8] = $i$5_0;
        m[lstm_layernorm1$tape + r * 16 + j + 12] = $g$5_0;
      }
    }
  }
}

/**
 * Layer lstm_layernorm1 (lstm_layernorm, 3 → 4), step by step:
 *   i, f, g, o = split(layernorm(W_x @ x, gain_x, bias_x) + layernorm(W_h @ h[t-1], gain_h, bias_h) + b)
 *   c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
 *   h = sigmoid(o) * tanh(layernorm(c, gain_c, bias_c))
 */
function lstm_layernorm1_forward(m, T, B) {
  const active = 443; // how many sequences are longer than t
  const lstm_layernorm1$h = 443 + B + 8 * T * B; // state h
  const lstm_layernorm1$tape = 443 + 9 * B + 8 * T * B; // $o, $f, $i, $g
  const lstm_layernorm1$c = 443 + 5 * B + 8 * T * B; // state c
  const y = 443 + B + 4 * T * B; // y, time-major
  for (let t = 0; t < T; t++) {
    let b = 0;
    for (; b + 2 <= m[active + t]; b += 2) {
      const r = t * B + b;
      let $o_ = 0;
      let $o_$1 = 0;
      let $o$2_ = 0;
      let $o$2_$1 = 0;
      let $o$3_ = 0;
      let $o$3_$1 = 0;
      let $o$4_ = 0;
      let $o$4_$1 = 0;
      for (let j = 0; j < 4; j++) {
        let $o_0 = 0;
        let $o_1 = 0;
        let $o$2_0 = 0;
        let $o$2_1 = 0;
        let $o$3_0 = 0;
        let $o$3_1 = 0;
        let $o$4_0 = 0;
        let $o$4_1 = 0;
        // + W_h[12:16, :], W_h[0:4, :], W_h[4:8, :], W_h[8:12, :] @ h_prev
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4];
          const h_prev$k$1 = m[lstm_layernorm1$h + b * 4 + 4];
          const $w0 = m[j * 16 + 51];
          $o_0 += $w0 * h_prev$k;
          const $w1 = m[j * 16 + 48];
          $o$2_0 += $w1 * h_prev$k;
          const $w2 = m[j * 16 + 49];
          $o$3_0 += $w2 * h_prev$k;
          const $w3 = m[j * 16 + 50];
          $o$4_0 += $w3 * h_prev$k;
          $o_1 += $w0 * h_prev$k$1;
          $o$2_1 += $w1 * h_prev$k$1;
          $o$3_1 += $w2 * h_prev$k$1;
          $o$4_1 += $w3 * h_prev$k$1;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 1];
          const h_prev$k$1 = m[lstm_layernorm1$h + b * 4 + 5];
          const $w0 = m[j * 16 + 55];
          $o_0 += $w0 * h_prev$k;
          const $w1 = m[j * 16 + 52];
          $o$2_0 += $w1 * h_prev$k;
          const $w2 = m[j * 16 + 53];
          $o$3_0 += $w2 * h_prev$k;
          const $w3 = m[j * 16 + 54];
          $o$4_0 += $w3 * h_prev$k;
          $o_1 += $w0 * h_prev$k$1;
          $o$2_1 += $w1 * h_prev$k$1;
          $o$3_1 += $w2 * h_prev$k$1;
          $o$4_1 += $w3 * h_prev$k$1;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 2];
          const h_prev$k$1 = m[lstm_layernorm1$h + b * 4 + 6];
          const $w0 = m[j * 16 + 59];
          $o_0 += $w0 * h_prev$k;
          const $w1 = m[j * 16 + 56];
          $o$2_0 += $w1 * h_prev$k;
          const $w2 = m[j * 16 + 57];
          $o$3_0 += $w2 * h_prev$k;
          const $w3 = m[j * 16 + 58];
          $o$4_0 += $w3 * h_prev$k;
          $o_1 += $w0 * h_prev$k$1;
          $o$2_1 += $w1 * h_prev$k$1;
          $o$3_1 += $w2 * h_prev$k$1;
          $o$4_1 += $w3 * h_prev$k$1;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 3];
          const h_prev$k$1 = m[lstm_layernorm1$h + b * 4 + 7];
          const $w0 = m[j * 16 + 63];
          $o_0 += $w0 * h_prev$k;
          const $w1 = m[j * 16 + 60];
          $o$2_0 += $w1 * h_prev$k;
          const $w2 = m[j * 16 + 61];
          $o$3_0 += $w2 * h_prev$k;
          const $w3 = m[j * 16 + 62];
          $o$4_0 += $w3 * h_prev$k;
          $o_1 += $w0 * h_prev$k$1;
          $o$2_1 += $w1 * h_prev$k$1;
          $o$3_1 += $w2 * h_prev$k$1;
          $o$4_1 += $w3 * h_prev$k$1;
        }
        $o_ += $o$2_0;
        $o_$1 += $o$2_1;
        $o$2_ += $o$3_0;
        $o$2_$1 += $o$3_1;
        $o$3_ += $o$4_0;
        $o$3_$1 += $o$4_1;
        $o$4_ += $o_0;
        $o$4_$1 += $o_1;
        m[j + 355] = $o_0;
        m[j + 359] = $o_1;
        m[j + 363] = $o$2_0;
        m[j + 367] = $o$2_1;
        m[j + 371] = $o$3_0;
        m[j + 375] = $o$3_1;
        m[j + 379] = $o$4_0;
        m[j + 383] = $o$4_1;
      }
      const $o$5_ = $o_ + $o$2_;
      const $o$5_$1 = $o_$1 + $o$2_$1;
      const $o$6_ = $o$5_ + $o$3_;
      const $o$6_$1 = $o$5_$1 + $o$3_$1;
      const $o$7_ = $o$6_ + $o$4_;
      const $o$7_$1 = $o$6_$1 + $o$4_$1;
      const $o$8_ = $o$7_ / 16;
      const $o$8_$1 = $o$7_$1 / 16;
      let $o$9_ = 0;
      let $o$9_$1 = 0;
      let $o$10_ = 0;
      let $o$10_$1 = 0;
      let $o$11_ = 0;
      let $o$11_$1 = 0;
      let $o$12_ = 0;
      let $o$12_$1 = 0;
      for (let j = 0; j < 4; j++) {
        const $o_0 = m[j + 355];
        const $o$5_0 = $o_0 - $o$8_;
        const $o_1 = m[j + 359];
        const $o$5_1 = $o_1 - $o$8_$1;
        const $o$2_0 = m[j + 363];
        const $o$6_0 = $o$2_0 - $o$8_;
        const $o$2_1 = m[j + 367];
        const $o$6_1 = $o$2_1 - $o$8_$1;
        $o$9_ += $o$6_0 * $o$6_0;
        $o$9_$1 += $o$6_1 * $o$6_1;
        const $o$3_0 = m[j + 371];
        const $o$8_0 = $o$3_0 - $o$8_;
        const $o$3_1 = m[j + 375];
        const $o$8_1 = $o$3_1 - $o$8_$1;
        $o$10_ += $o$8_0 * $o$8_0;
        $o$10_$1 += $o$8_1 * $o$8_1;
        const $o$4_0 = m[j + 379];
        const $o$10_0 = $o$4_0 - $o$8_;
        const $o$4_1 = m[j + 383];
        const $o$10_1 = $o$4_1 - $o$8_$1;
        $o$11_ += $o$10_0 * $o$10_0;
        $o$11_$1 += $o$10_1 * $o$10_1;
        $o$12_ += $o$5_0 * $o$5_0;
        $o$12_$1 += $o$5_1 * $o$5_1;
        m[j + 387] = $o$5_0;
        m[j + 391] = $o$5_1;
        m[j + 395] = $o$6_0;
        m[j + 399] = $o$6_1;
        m[j + 403] = $o$8_0;
        m[j + 407] = $o$8_1;
        m[j + 411] = $o$10_0;
        m[j + 415] = $o$10_1;
      }
      const $o$13_ = $o$9_ + $o$10_;
      const $o$13_$1 = $o$9_$1 + $o$10_$1;
      const $o$14_ = $o$13_ + $o$11_;
      const $o$14_$1 = $o$13_$1 + $o$11_$1;
      const $o$15_ = $o$14_ + $o$12_;
      const $o$15_$1 = $o$14_$1 + $o$12_$1;
      const $o$16_ = $o$15_ / 16;
      const $o$16_$1 = $o$15_$1 / 16;
      const $o$17_ = 0.00001 + $o$16_;
      const $o$17_$1 = 0.00001 + $o$16_$1;
      const $o$18_ = Math.sqrt($o$17_);
      const $o$18_$1 = Math.sqrt($o$17_$1);
      let $h_ = 0;
      let $h_$1 = 0;
      for (let j = 0; j < 4; j++) {
        const $o$5_0 = m[j + 387];
        const o_0 = m[lstm_layernorm1$tape + r * 16 + j] + $o$5_0 / $o$18_ * m[j + 156];
        const $o$5_1 = m[j + 391];
        const o_1 = m[lstm_layernorm1$tape + r * 16 + j + 16] + $o$5_1 / $o$18_$1 * m[j + 156];
        const $h$4_0 = Math.min(Math.max(-o_0, -708), 709) * 1.4426950408889634;
        const $h$5_0 = ($h$4_0 + 6755399441055744 - 6755399441055744);
        const $h$6_0 = $h$4_0 - $h$5_0;
        const $h$21_0 = 1 / (1 + ((1 + $h$6_0 * (0.6931472028551288 + $h$6_0 * (0.24022647913619308 + $h$6_0 * (0.05550332471026663 + $h$6_0 * (0.009618437358341966 + $h$6_0 * (0.0013398874445400804 + $h$6_0 * 0.0001535336180087152)))))) * pow2[$h$5_0 + 1022]));
        const $h$4_1 = Math.min(Math.max(-o_1, -708), 709) * 1.4426950408889634;
        const $h$5_1 = ($h$4_1 + 6755399441055744 - 6755399441055744);
        const $h$6_1 = $h$4_1 - $h$5_1;
        const $h$21_1 = 1 / (1 + ((1 + $h$6_1 * (0.6931472028551288 + $h$6_1 * (0.24022647913619308 + $h$6_1 * (0.05550332471026663 + $h$6_1 * (0.009618437358341966 + $h$6_1 * (0.0013398874445400804 + $h$6_1 * 0.0001535336180087152)))))) * pow2[$h$5_1 + 1022]));
        const $o$8_0 = m[j + 403];
        const f_0 = m[lstm_layernorm1$tape + r * 16 + j + 4] + $o$8_0 / $o$18_ * m[j + 148];
        const $o$8_1 = m[j + 407];
        const f_1 = m[lstm_layernorm1$tape + r * 16 + j + 20] + $o$8_1 / $o$18_$1 * m[j + 148];
        const $o$6_0 = m[j + 395];
        const i_0 = m[lstm_layernorm1$tape + r * 16 + j + 8] + $o$6_0 / $o$18_ * m[j + 144];
        const $o$6_1 = m[j + 399];
        const i_1 = m[lstm_layernorm1$tape + r * 16 + j + 24] + $o$6_1 / $o$18_$1 * m[j + 144];
        const $o$10_0 = m[j + 411];
        const g_0 = m[lstm_layernorm1$tape + r * 16 + j + 12] + $o$10_0 / $o$18_ * m[j + 152];
        const $o$10_1 = m[j + 415];
        const g_1 = m[lstm_layernorm1$tape + r * 16 + j + 28] + $o$10_1 / $o$18_$1 * m[j + 152];
        // c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
        const $c$4_0 = Math.min(Math.max(-f_0, -708), 709) * 1.4426950408889634;
        const $c$5_0 = ($c$4_0 + 6755399441055744 - 6755399441055744);
        const $c$6_0 = $c$4_0 - $c$5_0;
        const $c$26_0 = Math.min(Math.max(-i_0, -708), 709) * 1.4426950408889634;
        const $c$27_0 = ($c$26_0 + 6755399441055744 - 6755399441055744);
        const $c$28_0 = $c$26_0 - $c$27_0;
        const $c$45_0 = Math.min(Math.max(g_0, -9.02), 9.02);
        const $c$46_0 = $c$45_0 * $c$45_0;
        const c_0 = 1 / (1 + ((1 + $c$6_0 * (0.6931472028551288 + $c$6_0 * (0.24022647913619308 + $c$6_0 * (0.05550332471026663 + $c$6_0 * (0.009618437358341966 + $c$6_0 * (0.0013398874445400804 + $c$6_0 * 0.0001535336180087152)))))) * pow2[$c$5_0 + 1022])) * m[lstm_layernorm1$c + b * 4 + j] + 1 / (1 + ((1 + $c$28_0 * (0.6931472028551288 + $c$28_0 * (0.24022647913619308 + $c$28_0 * (0.05550332471026663 + $c$28_0 * (0.009618437358341966 + $c$28_0 * (0.0013398874445400804 + $c$28_0 * 0.0001535336180087152)))))) * pow2[$c$27_0 + 1022])) * ($c$45_0 * (0.9999999790072142 + $c$46_0 * (0.13379645694070708 + $c$46_0 * (0.0034939486983024417 + $c$46_0 * (0.000020582067362185346 + $c$46_0 * 1.3317112816065463e-8)))) / (1 + $c$46_0 * (0.4671296092135243 + $c$46_0 * (0.02587074668378256 + $c$46_0 * (0.00032829523637330313 + $c$46_0 * 7.76121752414079e-7)))));
        const $c$4_1 = Math.min(Math.max(-f_1, -708), 709) * 1.4426950408889634;
        const $c$5_1 = ($c$4_1 + 6755399441055744 - 6755399441055744);
        const $c$6_1 = $c$4_1 - $c$5_1;
        const $c$26_1 = Math.min(Math.max(-i_1, -708), 709) * 1.4426950408889634;
        const $c$27_1 = ($c$26_1 + 6755399441055744 - 6755399441055744);
        const $c$28_1 = $c$26_1 - $c$27_1;
        const $c$45_1 = Math.min(Math.max(g_1, -9.02), 9.02);
        const $c$46_1 = $c$45_1 * $c$45_1;
        const c_1 = 1 / (1 + ((1 + $c$6_1 * (0.6931472028551288 + $c$6_1 * (0.24022647913619308 + $c$6_1 * (0.05550332471026663 + $c$6_1 * (0.009618437358341966 + $c$6_1 * (0.0013398874445400804 + $c$6_1 * 0.0001535336180087152)))))) * pow2[$c$5_1 + 1022])) * m[lstm_layernorm1$c + b * 4 + j + 4] + 1 / (1 + ((1 + $c$28_1 * (0.6931472028551288 + $c$28_1 * (0.24022647913619308 + $c$28_1 * (0.05550332471026663 + $c$28_1 * (0.009618437358341966 + $c$28_1 * (0.0013398874445400804 + $c$28_1 * 0.0001535336180087152)))))) * pow2[$c$27_1 + 1022])) * ($c$45_1 * (0.9999999790072142 + $c$46_1 * (0.13379645694070708 + $c$46_1 * (0.0034939486983024417 + $c$46_1 * (0.000020582067362185346 + $c$46_1 * 1.3317112816065463e-8)))) / (1 + $c$46_1 * (0.4671296092135243 + $c$46_1 * (0.02587074668378256 + $c$46_1 * (0.00032829523637330313 + $c$46_1 * 7.76121752414079e-7)))));
        $h_ += c_0;
        $h_$1 += c_1;
        m[j + 419] = $h$21_0;
        m[j + 423] = $h$21_1;
        m[lstm_layernorm1$c + b * 4 + j] = c_0;
        m[lstm_layernorm1$c + b * 4 + j + 4] = c_1;
        m[j + 427] = c_0;
        m[j + 431] = c_1;
      }
      const $h$2_ = $h_ / 4;
      const $h$2_$1 = $h_$1 / 4;
      let $h$3_ = 0;
      let $h$3_$1 = 0;
      for (let j = 0; j < 4; j++) {
        const c_0 = m[j + 427];
        const $h$22_0 = c_0 - $h$2_;
        const c_1 = m[j + 431];
        const $h$22_1 = c_1 - $h$2_$1;
        $h$3_ += $h$22_0 * $h$22_0;
        $h$3_$1 += $h$22_1 * $h$22_1;
        m[j + 435] = $h$22_0;
        m[j + 439] = $h$22_1;
      }
      const $h$4_ = $h$3_ / 4;
      const $h$4_$1 = $h$3_$1 / 4;
      const $h$5_ = 0.00001 + $h$4_;
      const $h$5_$1 = 0.00001 + $h$4_$1;
      const $h$6_ = Math.sqrt($h$5_);
      const $h$6_$1 = Math.sqrt($h$5_$1);
      for (let j = 0; j < 4; j++) {
        // h = sigmoid(o) * tanh(layernorm(c, gain_c, bias_c))
        const $h$21_0 = m[j + 419];
        const $h$22_0 = m[j + 435];
        const $h$28_0 = Math.min(Math.max(m[j + 196] + $h$22_0 / $h$6_ * m[j + 192], -9.02), 9.02);
        const $h$29_0 = $h$28_0 * $h$28_0;
        const h_0 = $h$21_0 * ($h$28_0 * (0.9999999790072142 + $h$29_0 * (0.13379645694070708 + $h$29_0 * (0.0034939486983024417 + $h$29_0 * (0.000020582067362185346 + $h$29_0 * 1.3317112816065463e-8)))) / (1 + $h$29_0 * (0.4671296092135243 + $h$29_0 * (0.02587074668378256 + $h$29_0 * (0.00032829523637330313 + $h$29_0 * 7.76121752414079e-7)))));
        const $h$21_1 = m[j + 423];
        const $h$22_1 = m[j + 439];
        const $h$28_1 = Math.min(Math.max(m[j + 196] + $h$22_1 / $h$6_$1 * m[j + 192], -9.02), 9.02);
        const $h$29_1 = $h$28_1 * $h$28_1;
        const h_1 = $h$21_1 * ($h$28_1 * (0.9999999790072142 + $h$29_1 * (0.13379645694070708 + $h$29_1 * (0.0034939486983024417 + $h$29_1 * (0.000020582067362185346 + $h$29_1 * 1.3317112816065463e-8)))) / (1 + $h$29_1 * (0.4671296092135243 + $h$29_1 * (0.02587074668378256 + $h$29_1 * (0.00032829523637330313 + $h$29_1 * 7.76121752414079e-7)))));
        m[y + r * 4 + j] = h_0;
        m[y + r * 4 + j + 4] = h_1;
        m[lstm_layernorm1$h + b * 4 + j] = h_0;
        m[lstm_layernorm1$h + b * 4 + j + 4] = h_1;
      }
    }
    for (; b < m[active + t]; b++) {
      const r = t * B + b;
      let $o_ = 0;
      let $o$2_ = 0;
      let $o$3_ = 0;
      let $o$4_ = 0;
      for (let j = 0; j < 2; j++) {
        let $o_0 = 0;
        let $o_1 = 0;
        let $o$2_0 = 0;
        let $o$2_1 = 0;
        let $o$3_0 = 0;
        let $o$3_1 = 0;
        let $o$4_0 = 0;
        let $o$4_1 = 0;
        // + W_h[12:16, :], W_h[0:4, :], W_h[4:8, :], W_h[8:12, :] @ h_prev
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4];
          $o_0 += m[j * 32 + 51] * h_prev$k;
          $o$2_0 += m[j * 32 + 48] * h_prev$k;
          $o$3_0 += m[j * 32 + 49] * h_prev$k;
          $o$4_0 += m[j * 32 + 50] * h_prev$k;
          $o_1 += m[j * 32 + 67] * h_prev$k;
          $o$2_1 += m[j * 32 + 64] * h_prev$k;
          $o$3_1 += m[j * 32 + 65] * h_prev$k;
          $o$4_1 += m[j * 32 + 66] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 1];
          $o_0 += m[j * 32 + 55] * h_prev$k;
          $o$2_0 += m[j * 32 + 52] * h_prev$k;
          $o$3_0 += m[j * 32 + 53] * h_prev$k;
          $o$4_0 += m[j * 32 + 54] * h_prev$k;
          $o_1 += m[j * 32 + 71] * h_prev$k;
          $o$2_1 += m[j * 32 + 68] * h_prev$k;
          $o$3_1 += m[j * 32 + 69] * h_prev$k;
          $o$4_1 += m[j * 32 + 70] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 2];
          $o_0 += m[j * 32 + 59] * h_prev$k;
          $o$2_0 += m[j * 32 + 56] * h_prev$k;
          $o$3_0 += m[j * 32 + 57] * h_prev$k;
          $o$4_0 += m[j * 32 + 58] * h_prev$k;
          $o_1 += m[j * 32 + 75] * h_prev$k;
          $o$2_1 += m[j * 32 + 72] * h_prev$k;
          $o$3_1 += m[j * 32 + 73] * h_prev$k;
          $o$4_1 += m[j * 32 + 74] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm_layernorm1$h + b * 4 + 3];
          $o_0 += m[j * 32 + 63] * h_prev$k;
          $o$2_0 += m[j * 32 + 60] * h_prev$k;
          $o$3_0 += m[j * 32 + 61] * h_prev$k;
          $o$4_0 += m[j * 32 + 62] * h_prev$k;
          $o_1 += m[j * 32 + 79] * h_prev$k;
          $o$2_1 += m[j * 32 + 76] * h_prev$k;
          $o$3_1 += m[j * 32 + 77] * h_prev$k;
          $o$4_1 += m[j * 32 + 78] * h_prev$k;
        }
        $o_ += $o$2_0;
        $o_ += $o$2_1;
        $o$2_ += $o$3_0;
        $o$2_ += $o$3_1;
        $o$3_ += $o$4_0;
        $o$3_ += $o$4_1;
        $o$4_ += $o_0;
        $o$4_ += $o_1;
        m[j * 2 + 355] = $o_0;
        m[j * 2 + 356] = $o_1;
        m[j * 2 + 363] = $o$2_0;
        m[j * 2 + 364] = $o$2_1;
        m[j * 2 + 371] = $o$3_0;
        m[j * 2 + 372] = $o$3_1;
        m[j * 2 + 379] = $o$4_0;
        m[j * 2 + 380] = $o$4_1;
      }
      const $o$5_ = $o_ + $o$2_;
      const $o$6_ = $o$5_ + $o$3_;
      const $o$7_ = $o$6_ + $o$4_;
      const $o$8_ = $o$7_ / 16;
      let $o$9_ = 0;
      let $o$10_ = 0;
      let $o$11_ = 0;
      let $o$12_ = 0;
      for (let j = 0; j < 4; j++) {
        const $o_0 = m[j + 355];
        const $o$5_0 = $o_0 - $o$8_;
        const $o$2_0 = m[j + 363];
        const $o$6_0 = $o$2_0 - $o$8_;
        $o$9_ += $o$6_0 * $o$6_0;
        const $o$3_0 = m[j + 371];
        const $o$8_0 = $o$3_0 - $o$8_;
        $o$10_ += $o$8_0 * $o$8_0;
        const $o$4_0 = m[j + 379];
        const $o$10_0 = $o$4_0 - $o$8_;
        $o$11_ += $o$10_0 * $o$10_0;
        $o$12_ += $o$5_0 * $o$5_0;
        m[j + 387] = $o$5_0;
        m[j + 395] = $o$6_0;
        m[j + 403] = $o$8_0;
        m[j + 411] = $o$10_0;
      }
      const $o$13_ = $o$9_ + $o$10_;
      const $o$14_ = $o$13_ + $o$11_;
      const $o$15_ = $o$14_ + $o$12_;
      const $o$16_ = $o$15_ / 16;
      const $o$17_ = 0.00001 + $o$16_;
      const $o$18_ = Math.sqrt($o$17_);
      let $h_ = 0;
      for (let j = 0; j < 4; j++) {
        const $o$5_0 = m[j + 387];
        const o_0 = m[lstm_layernorm1$tape + r * 16 + j] + $o$5_0 / $o$18_ * m[j + 156];
        const $h$4_0 = Math.min(Math.max(-o_0, -708), 709) * 1.4426950408889634;
        const $h$5_0 = ($h$4_0 + 6755399441055744 - 6755399441055744);
        const $h$6_0 = $h$4_0 - $h$5_0;
        const $h$21_0 = 1 / (1 + ((1 + $h$6_0 * (0.6931472028551288 + $h$6_0 * (0.24022647913619308 + $h$6_0 * (0.05550332471026663 + $h$6_0 * (0.009618437358341966 + $h$6_0 * (0.0013398874445400804 + $h$6_0 * 0.0001535336180087152)))))) * pow2[$h$5_0 + 1022]));
        const $o$8_0 = m[j + 403];
        const f_0 = m[lstm_layernorm1$tape + r * 16 + j + 4] + $o$8_0 / $o$18_ * m[j + 148];
        const $o$6_0 = m[j + 395];
        const i_0 = m[lstm_layernorm1$tape + r * 16 + j + 8] + $o$6_0 / $o$18_ * m[j + 144];
        const $o$10_0 = m[j + 411];
        const g_0 = m[lstm_layernorm1$tape + r * 16 + j + 12] + $o$10_0 / $o$18_ * m[j + 152];
        // c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
        const $c$4_0 = Math.min(Math.max(-f_0, -708), 709) * 1.4426950408889634;
        const $c$5_0 = ($c$4_0 + 6755399441055744 - 6755399441055744);
        const $c$6_0 = $c$4_0 - $c$5_0;
        const $c$26_0 = Math.min(Math.max(-i_0, -708), 709) * 1.4426950408889634;
        const $c$27_0 = ($c$26_0 + 6755399441055744 - 6755399441055744);
        const $c$28_0 = $c$26_0 - $c$27_0;
        const $c$45_0 = Math.min(Math.max(g_0, -9.02), 9.02);
        const $c$46_0 = $c$45_0 * $c$45_0;
        const c_0 = 1 / (1 + ((1 + $c$6_0 * (0.6931472028551288 + $c$6_0 * (0.24022647913619308 + $c$6_0 * (0.05550332471026663 + $c$6_0 * (0.009618437358341966 + $c$6_0 * (0.0013398874445400804 + $c$6_0 * 0.0001535336180087152)))))) * pow2[$c$5_0 + 1022])) * m[lstm_layernorm1$c + b * 4 + j] + 1 / (1 + ((1 + $c$28_0 * (0.6931472028551288 + $c$28_0 * (0.24022647913619308 + $c$28_0 * (0.05550332471026663 + $c$28_0 * (0.009618437358341966 + $c$28_0 * (0.0013398874445400804 + $c$28_0 * 0.0001535336180087152)))))) * pow2[$c$27_0 + 1022])) * ($c$45_0 * (0.9999999790072142 + $c$46_0 * (0.13379645694070708 + $c$46_0 * (0.0034939486983024417 + $c$46_0 * (0.000020582067362185346 + $c$46_0 * 1.3317112816065463e-8)))) / (1 + $c$46_0 * (0.4671296092135243 + $c$46_0 * (0.02587074668378256 + $c$46_0 * (0.00032829523637330313 + $c$46_0 * 7.76121752414079e-7)))));
        $h_ += c_0;
        m[j + 419] = $h$21_0;
        m[lstm_layernorm1$c + b * 4 + j] = c_0;
        m[j + 427] = c_0;
      }
      const $h$2_ = $h_ / 4;
      let $h$3_ = 0;
      for (let j = 0; j < 4; j++) {
        const c_0 = m[j + 427];
        const $h$22_0 = c_0 - $h$2_;
        $h$3_ += $h$22_0 * $h$22_0;
        m[j + 435] = $h$22_0;
      }
      const $h$4_ = $h$3_ / 4;
      const $h$5_ = 0.00001 + $h$4_;
      const $h$6_ = Math.sqrt($h$5_);
      for (let j = 0; j < 4; j++) {
        // h = sigmoid(o) * tanh(layernorm(c, gain_c, bias_c))
        const $h$21_0 = m[j + 419];
        const $h$22_0 = m[j + 435];
        const $h$28_0 = Math.min(Math.max(m[j + 196] + $h$22_0 / $h$6_ * m[j + 192], -9.02), 9.02);
        const $h$29_0 = $h$28_0 * $h$28_0;
        const h_0 = $h$21_0 * ($h$28_0 * (0.9999999790072142 + $h$29_0 * (0.13379645694070708 + $h$29_0 * (0.0034939486983024417 + $h$29_0 * (0.000020582067362185346 + $h$29_0 * 1.3317112816065463e-8)))) / (1 + $h$29_0 * (0.4671296092135243 + $h$29_0 * (0.02587074668378256 + $h$29_0 * (0.00032829523637330313 + $h$29_0 * 7.76121752414079e-7)))));
        m[y + r * 4 + j] = h_0;
        m[lstm_layernorm1$h + b * 4 + j] = h_0;
      }
    }
  }
}

function step(m) {
  lstm_layernorm1_step(m);
}

function forward(m, T, B) {
  lstm_layernorm1_hoisted(m, T, B);
  lstm_layernorm1_forward(m, T, B);
}

export const manifest = {
  format: "cellc/1",
  name: "layernorm",
  target: "js",
  precision: "f32",
  hash: "b4852d6f38aeb511",
  version: "0.1.0",
  input: 3,
  output: 4,
  reads: "features",
  returns: "sequence",
  arena: [443, 9, 24],
  values: { start: 0, end: 200 },
  params: [
    {
      name: "lstm_layernorm1.W_x",
      shape: [16, 3],
      init: { uniform: 0.5 },
      pieces: [
        {
          from: [0, 0],
          size: [4, 3],
          at: 0,
          dims: [{ block: 1, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [4, 0],
          size: [4, 3],
          at: 1,
          dims: [{ block: 1, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [8, 0],
          size: [4, 3],
          at: 2,
          dims: [{ block: 1, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [12, 0],
          size: [4, 3],
          at: 3,
          dims: [{ block: 1, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
      ],
    },
    {
      name: "lstm_layernorm1.gain_x",
      shape: [16],
      init: 1,
      pieces: [
        { from: [0], size: [4], at: 112, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [4], size: [4], at: 116, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [8], size: [4], at: 120, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [12], size: [4], at: 124, dims: [{ block: 1, far: 1, near: 0 }] },
      ],
    },
    {
      name: "lstm_layernorm1.bias_x",
      shape: [16],
      init: 0,
      pieces: [
        { from: [0], size: [4], at: 128, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [4], size: [4], at: 132, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [8], size: [4], at: 136, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [12], size: [4], at: 140, dims: [{ block: 1, far: 1, near: 0 }] },
      ],
    },
    {
      name: "lstm_layernorm1.W_h",
      shape: [16, 4],
      init: { uniform: 0.5 },
      pieces: [
        {
          from: [0, 0],
          size: [4, 4],
          at: 48,
          dims: [{ block: 1, far: 16, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [4, 0],
          size: [4, 4],
          at: 49,
          dims: [{ block: 1, far: 16, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [8, 0],
          size: [4, 4],
          at: 50,
          dims: [{ block: 1, far: 16, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
        {
          from: [12, 0],
          size: [4, 4],
          at: 51,
          dims: [{ block: 1, far: 16, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
      ],
    },
    {
      name: "lstm_layernorm1.gain_h",
      shape: [16],
      init: 1,
      pieces: [
        { from: [0], size: [4], at: 144, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [4], size: [4], at: 148, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [8], size: [4], at: 152, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [12], size: [4], at: 156, dims: [{ block: 1, far: 1, near: 0 }] },
      ],
    },
    {
      name: "lstm_layernorm1.bias_h",
      shape: [16],
      init: 0,
      pieces: [
        { from: [0], size: [4], at: 160, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [4], size: [4], at: 164, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [8], size: [4], at: 168, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [12], size: [4], at: 172, dims: [{ block: 1, far: 1, near: 0 }] },
      ],
    },
    {
      name: "lstm_layernorm1.b",
      shape: [16],
      init: { uniform: 0.5 },
      pieces: [
        { from: [0], size: [4], at: 176, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [4], size: [4], at: 180, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [8], size: [4], at: 184, dims: [{ block: 1, far: 1, near: 0 }] },
        { from: [12], size: [4], at: 188, dims: [{ block: 1, far: 1, near: 0 }] },
      ],
    },
    {
      name: "lstm_layernorm1.gain_c",
      shape: [4],
      init: 1,
      pieces: [{ from: [0], size: [4], at: 192, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "lstm_layernorm1.bias_c",
      shape: [4],
      init: 0,
      pieces: [{ from: [0], size: [4], at: 196, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
  ],
  states: [
    {
      name: "lstm_layernorm1.h",
      shape: [4],
      direction: "forward",
      step: { at: [207, 0, 0], size: 4, rows: "one" },
      run: { at: [443, 1, 8], size: 4, rows: "batch" },
    },
    {
      name: "lstm_layernorm1.c",
      shape: [4],
      direction: "forward",
      step: { at: [211, 0, 0], size: 4, rows: "one" },
      run: { at: [443, 5, 8], size: 4, rows: "batch" },
    },
  ],
  stream: { x: { at: [200, 0, 0], size: 3, rows: "one" }, y: { at: [203, 0, 0], size: 4, rows: "one" } },
  x: { at: [443, 1, 1], size: 3, rows: "steps" },
  y: { at: [443, 1, 4], size: 4, rows: "steps" },
  active: { at: [443, 0, 0], size: 1, rows: "steps" },
  last: { at: [443, 0, 1], size: 1, rows: "batch" },
};

export const kernels = { step, forward };
