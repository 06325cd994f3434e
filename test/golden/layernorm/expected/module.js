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
  const active = 367; // how many sequences are longer than t
  const x = 367 + B + T * B; // x, time-major
  const lstm_layernorm1$o = 367 + 9 * B + 8 * T * B; // $o
  const lstm_layernorm1$f = 367 + 9 * B + 12 * T * B; // $f
  const lstm_layernorm1$i = 367 + 9 * B + 16 * T * B; // $i
  const lstm_layernorm1$g = 367 + 9 * B + 20 * T * B; // $g
  for (let t = 0; t < T; t++) {
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
        m[j * 2 + 295] = $o$2_0;
        m[j * 2 + 296] = $o$2_1;
        m[j * 2 + 299] = $o$3_0;
        m[j * 2 + 300] = $o$3_1;
        m[j * 2 + 303] = $o$4_0;
        m[j * 2 + 304] = $o$4_1;
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
        const $o$2_0 = m[j + 295];
        const $o$6_0 = $o$2_0 - $o$8_;
        $o$9_ += $o$6_0 * $o$6_0;
        const $o$3_0 = m[j + 299];
        const $o$8_0 = $o$3_0 - $o$8_;
        $o$10_ += $o$8_0 * $o$8_0;
        const $o$4_0 = m[j + 303];
        const $o$10_0 = $o$4_0 - $o$8_;
        $o$11_ += $o$10_0 * $o$10_0;
        $o$12_ += $o$5_0 * $o$5_0;
        m[j + 307] = $o$5_0;
        m[j + 311] = $o$6_0;
        m[j + 315] = $o$8_0;
        m[j + 319] = $o$10_0;
      }
      const $o$13_ = $o$9_ + $o$10_;
      const $o$14_ = $o$13_ + $o$11_;
      const $o$15_ = $o$14_ + $o$12_;
      const $o$16_ = $o$15_ / 16;
      const $o$17_ = $o$16_ + 0.00001;
      const $o$18_ = Math.sqrt($o$17_);
      for (let j = 0; j < 4; j++) {
        const $o$5_0 = m[j + 307];
        const $o$17_0 = $o$5_0 / $o$18_ * m[j + 124] + m[j + 140] + m[j + 172] + m[j + 188];
        const $o$8_0 = m[j + 315];
        const $f$5_0 = $o$8_0 / $o$18_ * m[j + 116] + m[j + 132] + m[j + 164] + m[j + 180];
        const $o$6_0 = m[j + 311];
        const $i$5_0 = $o$6_0 / $o$18_ * m[j + 112] + m[j + 128] + m[j + 160] + m[j + 176];
        const $o$10_0 = m[j + 319];
        const $g$5_0 = $o$10_0 / $o$18_ * m[j + 120] + m[j + 136] + m[j + 168] + m[j + 184];
        m[lstm_layernorm1$o + r * 4 + j] = $o$17_0;
        m[lstm_layernorm1$f + r * 4 + j] = $f$5_0;
        m[lstm_layernorm1$i + r * 4 + j] = $i$5_0;
        m[lstm_layernorm1$g + r * 4 + j] = $g$5_0;
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
  const active = 367; // how many sequences are longer than t
  const lstm_layernorm1$h = 367 + B + 8 * T * B; // state h
  const lstm_layernorm1$o = 367 + 9 * B + 8 * T * B; // $o
  const lstm_layernorm1$f = 367 + 9 * B + 12 * T * B; // $f
  const lstm_layernorm1$i = 367 + 9 * B + 16 * T * B; // $i
  const lstm_layernorm1$g = 367 + 9 * B + 20 * T * B; // $g
  const lstm_layernorm1$c = 367 + 5 * B + 8 * T * B; // state c
  const y = 367 + B + 4 * T * B; // y, time-major
  for (let t = 0; t < T; t++) {
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
        m[j * 2 + 323] = $o_0;
        m[j * 2 + 324] = $o_1;
        m[j * 2 + 327] = $o$2_0;
        m[j * 2 + 328] = $o$2_1;
        m[j * 2 + 331] = $o$3_0;
        m[j * 2 + 332] = $o$3_1;
        m[j * 2 + 335] = $o$4_0;
        m[j * 2 + 336] = $o$4_1;
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
        const $o_0 = m[j + 323];
        const $o$5_0 = $o_0 - $o$8_;
        const $o$2_0 = m[j + 327];
        const $o$6_0 = $o$2_0 - $o$8_;
        $o$9_ += $o$6_0 * $o$6_0;
        const $o$3_0 = m[j + 331];
        const $o$8_0 = $o$3_0 - $o$8_;
        $o$10_ += $o$8_0 * $o$8_0;
        const $o$4_0 = m[j + 335];
        const $o$10_0 = $o$4_0 - $o$8_;
        $o$11_ += $o$10_0 * $o$10_0;
        $o$12_ += $o$5_0 * $o$5_0;
        m[j + 339] = $o$5_0;
        m[j + 343] = $o$6_0;
        m[j + 347] = $o$8_0;
        m[j + 351] = $o$10_0;
      }
      const $o$13_ = $o$9_ + $o$10_;
      const $o$14_ = $o$13_ + $o$11_;
      const $o$15_ = $o$14_ + $o$12_;
      const $o$16_ = $o$15_ / 16;
      const $o$17_ = 0.00001 + $o$16_;
      const $o$18_ = Math.sqrt($o$17_);
      let $h_ = 0;
      for (let j = 0; j < 4; j++) {
        const $o$5_0 = m[j + 339];
        const o_0 = m[lstm_layernorm1$o + r * 4 + j] + $o$5_0 / $o$18_ * m[j + 156];
        const $h$4_0 = Math.min(Math.max(-o_0, -708), 709) * 1.4426950408889634;
        const $h$5_0 = ($h$4_0 + 6755399441055744 - 6755399441055744);
        const $h$6_0 = $h$4_0 - $h$5_0;
        const $h$21_0 = 1 / (1 + ((1 + $h$6_0 * (0.6931472028551288 + $h$6_0 * (0.24022647913619308 + $h$6_0 * (0.05550332471026663 + $h$6_0 * (0.009618437358341966 + $h$6_0 * (0.0013398874445400804 + $h$6_0 * 0.0001535336180087152)))))) * pow2[$h$5_0 + 1022]));
        const $o$8_0 = m[j + 347];
        const f_0 = m[lstm_layernorm1$f + r * 4 + j] + $o$8_0 / $o$18_ * m[j + 148];
        const $o$6_0 = m[j + 343];
        const i_0 = m[lstm_layernorm1$i + r * 4 + j] + $o$6_0 / $o$18_ * m[j + 144];
        const $o$10_0 = m[j + 351];
        const g_0 = m[lstm_layernorm1$g + r * 4 + j] + $o$10_0 / $o$18_ * m[j + 152];
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
        m[j + 355] = $h$21_0;
        m[lstm_layernorm1$c + b * 4 + j] = c_0;
        m[j + 359] = c_0;
      }
      const $h$2_ = $h_ / 4;
      let $h$3_ = 0;
      for (let j = 0; j < 4; j++) {
        const c_0 = m[j + 359];
        const $h$22_0 = c_0 - $h$2_;
        $h$3_ += $h$22_0 * $h$22_0;
        m[j + 363] = $h$22_0;
      }
      const $h$4_ = $h$3_ / 4;
      const $h$5_ = 0.00001 + $h$4_;
      const $h$6_ = Math.sqrt($h$5_);
      for (let j = 0; j < 4; j++) {
        const $h$21_0 = m[j + 355];
        const $h$22_0 = m[j + 363];
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
  hash: "62051e95015bd0d7",
  version: "0.1.0",
  input: 3,
  output: 4,
  reads: "features",
  returns: "sequence",
  arena: [367, 9, 24],
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
      run: { at: [367, 1, 8], size: 4, rows: "batch" },
    },
    {
      name: "lstm_layernorm1.c",
      shape: [4],
      direction: "forward",
      step: { at: [211, 0, 0], size: 4, rows: "one" },
      run: { at: [367, 5, 8], size: 4, rows: "batch" },
    },
  ],
  stream: { x: { at: [200, 0, 0], size: 3, rows: "one" }, y: { at: [203, 0, 0], size: 4, rows: "one" } },
  x: { at: [367, 1, 1], size: 3, rows: "steps" },
  y: { at: [367, 1, 4], size: 4, rows: "steps" },
  active: { at: [367, 0, 0], size: 1, rows: "steps" },
  last: { at: [367, 0, 1], size: 1, rows: "batch" },
};

export const kernels = { step, forward };
