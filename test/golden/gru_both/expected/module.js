// gru_both: 5 → 14 features a time step. Compiled by cellc 0.1.0 for js, f32; do not edit.
// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.

const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));

/** What layer gru1.forward (gru, 5 → 7) computes from its input alone, for all time steps at once. */
function gru1$forward_hoisted(m, T, B) {
  const last = 588 + T * B; // row of a sequence's last step
  const x = 588 + B + T * B; // x, time-major
  const gru1$forward$tape = 588 + 15 * B + 20 * T * B; // $z_z, $z_n, $z_r
  const active = 588; // how many sequences are longer than t
  const full = m[last + B + -1] + 1;
  const shortest = (full) / B;
  let r = 0;
  for (; r + 2 <= full; r += 2) {
    for (let j = 0; j < 7; j++) {
      let $z_z_0 = m[j + 259];
      let $z_z_1 = m[j + 259];
      let $z_n_0 = m[j + 266];
      let $z_n_1 = m[j + 266];
      let $z_r_0 = m[j + 252];
      let $z_r_1 = m[j + 252];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        const x$k$1 = m[x + r * 5 + k + 5];
        const $w0 = m[j * 15 + k * 3 + 1];
        $z_z_0 += $w0 * x$k;
        const $w1 = m[j * 15 + k * 3 + 2];
        $z_n_0 += $w1 * x$k;
        const $w2 = m[j * 15 + k * 3];
        $z_r_0 += $w2 * x$k;
        $z_z_1 += $w0 * x$k$1;
        $z_n_1 += $w1 * x$k$1;
        $z_r_1 += $w2 * x$k$1;
      }
      m[gru1$forward$tape + r * 21 + j] = $z_z_0;
      m[gru1$forward$tape + r * 21 + j + 21] = $z_z_1;
      m[gru1$forward$tape + r * 21 + j + 7] = $z_n_0;
      m[gru1$forward$tape + r * 21 + j + 28] = $z_n_1;
      m[gru1$forward$tape + r * 21 + j + 14] = $z_r_0;
      m[gru1$forward$tape + r * 21 + j + 35] = $z_r_1;
    }
  }
  for (; r < full; r++) {
    for (let j = 0; j < 3; j++) {
      let $z_z_0 = m[j * 2 + 259];
      let $z_z_1 = m[j * 2 + 260];
      let $z_n_0 = m[j * 2 + 266];
      let $z_n_1 = m[j * 2 + 267];
      let $z_r_0 = m[j * 2 + 252];
      let $z_r_1 = m[j * 2 + 253];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        $z_z_0 += m[j * 30 + k * 3 + 1] * x$k;
        $z_n_0 += m[j * 30 + k * 3 + 2] * x$k;
        $z_r_0 += m[j * 30 + k * 3] * x$k;
        $z_z_1 += m[j * 30 + k * 3 + 16] * x$k;
        $z_n_1 += m[j * 30 + k * 3 + 17] * x$k;
        $z_r_1 += m[j * 30 + k * 3 + 15] * x$k;
      }
      m[gru1$forward$tape + r * 21 + j * 2] = $z_z_0;
      m[gru1$forward$tape + r * 21 + j * 2 + 1] = $z_z_1;
      m[gru1$forward$tape + r * 21 + j * 2 + 7] = $z_n_0;
      m[gru1$forward$tape + r * 21 + j * 2 + 8] = $z_n_1;
      m[gru1$forward$tape + r * 21 + j * 2 + 14] = $z_r_0;
      m[gru1$forward$tape + r * 21 + j * 2 + 15] = $z_r_1;
    }
    {
      let $z_z_0 = m[265];
      let $z_n_0 = m[272];
      let $z_r_0 = m[258];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        $z_z_0 += m[k * 3 + 91] * x$k;
        $z_n_0 += m[k * 3 + 92] * x$k;
        $z_r_0 += m[k * 3 + 90] * x$k;
      }
      m[gru1$forward$tape + r * 21 + 6] = $z_z_0;
      m[gru1$forward$tape + r * 21 + 13] = $z_n_0;
      m[gru1$forward$tape + r * 21 + 20] = $z_r_0;
    }
  }
  for (let t = shortest; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let $z_z_0 = m[j * 2 + 259];
        let $z_z_1 = m[j * 2 + 260];
        let $z_n_0 = m[j * 2 + 266];
        let $z_n_1 = m[j * 2 + 267];
        let $z_r_0 = m[j * 2 + 252];
        let $z_r_1 = m[j * 2 + 253];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[j * 30 + k * 3 + 1] * x$k;
          $z_n_0 += m[j * 30 + k * 3 + 2] * x$k;
          $z_r_0 += m[j * 30 + k * 3] * x$k;
          $z_z_1 += m[j * 30 + k * 3 + 16] * x$k;
          $z_n_1 += m[j * 30 + k * 3 + 17] * x$k;
          $z_r_1 += m[j * 30 + k * 3 + 15] * x$k;
        }
        m[gru1$forward$tape + r * 21 + j * 2] = $z_z_0;
        m[gru1$forward$tape + r * 21 + j * 2 + 1] = $z_z_1;
        m[gru1$forward$tape + r * 21 + j * 2 + 7] = $z_n_0;
        m[gru1$forward$tape + r * 21 + j * 2 + 8] = $z_n_1;
        m[gru1$forward$tape + r * 21 + j * 2 + 14] = $z_r_0;
        m[gru1$forward$tape + r * 21 + j * 2 + 15] = $z_r_1;
      }
      {
        let $z_z_0 = m[265];
        let $z_n_0 = m[272];
        let $z_r_0 = m[258];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[k * 3 + 91] * x$k;
          $z_n_0 += m[k * 3 + 92] * x$k;
          $z_r_0 += m[k * 3 + 90] * x$k;
        }
        m[gru1$forward$tape + r * 21 + 6] = $z_z_0;
        m[gru1$forward$tape + r * 21 + 13] = $z_n_0;
        m[gru1$forward$tape + r * 21 + 20] = $z_r_0;
      }
    }
  }
}

/**
 * Layer gru1.forward (gru, 5 → 7), step by step:
 *   r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
 *   z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
 *   n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
 *   h = (1 - z) * n + z * h[t-1]
 */
function gru1$forward_forward(m, T, B) {
  const active = 588; // how many sequences are longer than t
  const gru1$forward$tape = 588 + 15 * B + 20 * T * B; // $z_z, $z_n, $z_r
  const gru1$forward$h = 588 + B + 20 * T * B; // state h
  const y = 588 + B + 6 * T * B; // y, time-major
  for (let t = 0; t < T; t++) {
    let b = 0;
    for (; b + 2 <= m[active + t]; b += 2) {
      const r = t * B + b;
      for (let j = 0; j < 7; j++) {
        let z_z_0 = m[gru1$forward$tape + r * 21 + j];
        let z_z_1 = m[gru1$forward$tape + r * 21 + j + 21];
        let z_r_0 = m[gru1$forward$tape + r * 21 + j + 14];
        let z_r_1 = m[gru1$forward$tape + r * 21 + j + 35];
        let $z_n_0 = m[j + 273];
        let $z_n_1 = m[j + 273];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$forward$h + b * 7 + k];
          const h_prev$k$1 = m[gru1$forward$h + b * 7 + k + 7];
          const $w0 = m[j * 21 + k * 3 + 106];
          z_z_0 += $w0 * h_prev$k;
          const $w1 = m[j * 21 + k * 3 + 105];
          z_r_0 += $w1 * h_prev$k;
          const $w2 = m[j * 21 + k * 3 + 107];
          $z_n_0 += $w2 * h_prev$k;
          z_z_1 += $w0 * h_prev$k$1;
          z_r_1 += $w1 * h_prev$k$1;
          $z_n_1 += $w2 * h_prev$k$1;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$forward$tape + r * 21 + j + 7] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$forward$tape + r * 21 + j + 28] + r_1 * $z_n_1;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$forward$h + b * 7 + j];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$forward$h + b * 7 + j + 7];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j] = h_0;
        m[y + r * 14 + j + 14] = h_1;
        m[j + 560] = h_0;
        m[j + 567] = h_1;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$forward$h + b * 7 + j] = m[j + 560];
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$forward$h + b * 7 + j + 7] = m[j + 567];
      }
    }
    for (; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let z_z_0 = m[gru1$forward$tape + r * 21 + j * 2];
        let z_z_1 = m[gru1$forward$tape + r * 21 + j * 2 + 1];
        let z_r_0 = m[gru1$forward$tape + r * 21 + j * 2 + 14];
        let z_r_1 = m[gru1$forward$tape + r * 21 + j * 2 + 15];
        let $z_n_0 = m[j * 2 + 273];
        let $z_n_1 = m[j * 2 + 274];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$forward$h + b * 7 + k];
          z_z_0 += m[j * 42 + k * 3 + 106] * h_prev$k;
          z_r_0 += m[j * 42 + k * 3 + 105] * h_prev$k;
          $z_n_0 += m[j * 42 + k * 3 + 107] * h_prev$k;
          z_z_1 += m[j * 42 + k * 3 + 127] * h_prev$k;
          z_r_1 += m[j * 42 + k * 3 + 126] * h_prev$k;
          $z_n_1 += m[j * 42 + k * 3 + 128] * h_prev$k;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$forward$tape + r * 21 + j * 2 + 7] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$forward$tape + r * 21 + j * 2 + 8] + r_1 * $z_n_1;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$forward$h + b * 7 + j * 2];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$forward$h + b * 7 + j * 2 + 1];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j * 2] = h_0;
        m[y + r * 14 + j * 2 + 1] = h_1;
        m[j * 2 + 560] = h_0;
        m[j * 2 + 561] = h_1;
      }
      {
        let z_z_0 = m[gru1$forward$tape + r * 21 + 6];
        let z_r_0 = m[gru1$forward$tape + r * 21 + 20];
        let $z_n_0 = m[279];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$forward$h + b * 7 + k];
          z_z_0 += m[k * 3 + 232] * h_prev$k;
          z_r_0 += m[k * 3 + 231] * h_prev$k;
          $z_n_0 += m[k * 3 + 233] * h_prev$k;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const z_n_0 = m[gru1$forward$tape + r * 21 + 13] + r_0 * $z_n_0;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$forward$h + b * 7 + 6];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        m[y + r * 14 + 6] = h_0;
        m[566] = h_0;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$forward$h + b * 7 + j] = m[j + 560];
      }
    }
  }
}

/** What layer gru1.backward (gru, 5 → 7) computes from its input alone, for all time steps at once. */
function gru1$backward_hoisted(m, T, B) {
  const last = 588 + T * B; // row of a sequence's last step
  const x = 588 + B + T * B; // x, time-major
  const gru1$backward$tape = 588 + 15 * B + 20 * T * B; // $z_z, $z_n, $z_r
  const active = 588; // how many sequences are longer than t
  const full = m[last + B + -1] + 1;
  const shortest = (full) / B;
  let r = 0;
  for (; r + 2 <= full; r += 2) {
    for (let j = 0; j < 7; j++) {
      let $z_z_0 = m[j + 539];
      let $z_z_1 = m[j + 539];
      let $z_n_0 = m[j + 546];
      let $z_n_1 = m[j + 546];
      let $z_r_0 = m[j + 532];
      let $z_r_1 = m[j + 532];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        const x$k$1 = m[x + r * 5 + k + 5];
        const $w0 = m[j * 15 + k * 3 + 281];
        $z_z_0 += $w0 * x$k;
        const $w1 = m[j * 15 + k * 3 + 282];
        $z_n_0 += $w1 * x$k;
        const $w2 = m[j * 15 + k * 3 + 280];
        $z_r_0 += $w2 * x$k;
        $z_z_1 += $w0 * x$k$1;
        $z_n_1 += $w1 * x$k$1;
        $z_r_1 += $w2 * x$k$1;
      }
      m[gru1$backward$tape + r * 21 + j] = $z_z_0;
      m[gru1$backward$tape + r * 21 + j + 21] = $z_z_1;
      m[gru1$backward$tape + r * 21 + j + 7] = $z_n_0;
      m[gru1$backward$tape + r * 21 + j + 28] = $z_n_1;
      m[gru1$backward$tape + r * 21 + j + 14] = $z_r_0;
      m[gru1$backward$tape + r * 21 + j + 35] = $z_r_1;
    }
  }
  for (; r < full; r++) {
    for (let j = 0; j < 3; j++) {
      let $z_z_0 = m[j * 2 + 539];
      let $z_z_1 = m[j * 2 + 540];
      let $z_n_0 = m[j * 2 + 546];
      let $z_n_1 = m[j * 2 + 547];
      let $z_r_0 = m[j * 2 + 532];
      let $z_r_1 = m[j * 2 + 533];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        $z_z_0 += m[j * 30 + k * 3 + 281] * x$k;
        $z_n_0 += m[j * 30 + k * 3 + 282] * x$k;
        $z_r_0 += m[j * 30 + k * 3 + 280] * x$k;
        $z_z_1 += m[j * 30 + k * 3 + 296] * x$k;
        $z_n_1 += m[j * 30 + k * 3 + 297] * x$k;
        $z_r_1 += m[j * 30 + k * 3 + 295] * x$k;
      }
      m[gru1$backward$tape + r * 21 + j * 2] = $z_z_0;
      m[gru1$backward$tape + r * 21 + j * 2 + 1] = $z_z_1;
      m[gru1$backward$tape + r * 21 + j * 2 + 7] = $z_n_0;
      m[gru1$backward$tape + r * 21 + j * 2 + 8] = $z_n_1;
      m[gru1$backward$tape + r * 21 + j * 2 + 14] = $z_r_0;
      m[gru1$backward$tape + r * 21 + j * 2 + 15] = $z_r_1;
    }
    {
      let $z_z_0 = m[545];
      let $z_n_0 = m[552];
      let $z_r_0 = m[538];
      // + W_xz, W_xn, W_xr @ x
      for (let k = 0; k < 5; k++) {
        const x$k = m[x + r * 5 + k];
        $z_z_0 += m[k * 3 + 371] * x$k;
        $z_n_0 += m[k * 3 + 372] * x$k;
        $z_r_0 += m[k * 3 + 370] * x$k;
      }
      m[gru1$backward$tape + r * 21 + 6] = $z_z_0;
      m[gru1$backward$tape + r * 21 + 13] = $z_n_0;
      m[gru1$backward$tape + r * 21 + 20] = $z_r_0;
    }
  }
  for (let t = shortest; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let $z_z_0 = m[j * 2 + 539];
        let $z_z_1 = m[j * 2 + 540];
        let $z_n_0 = m[j * 2 + 546];
        let $z_n_1 = m[j * 2 + 547];
        let $z_r_0 = m[j * 2 + 532];
        let $z_r_1 = m[j * 2 + 533];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[j * 30 + k * 3 + 281] * x$k;
          $z_n_0 += m[j * 30 + k * 3 + 282] * x$k;
          $z_r_0 += m[j * 30 + k * 3 + 280] * x$k;
          $z_z_1 += m[j * 30 + k * 3 + 296] * x$k;
          $z_n_1 += m[j * 30 + k * 3 + 297] * x$k;
          $z_r_1 += m[j * 30 + k * 3 + 295] * x$k;
        }
        m[gru1$backward$tape + r * 21 + j * 2] = $z_z_0;
        m[gru1$backward$tape + r * 21 + j * 2 + 1] = $z_z_1;
        m[gru1$backward$tape + r * 21 + j * 2 + 7] = $z_n_0;
        m[gru1$backward$tape + r * 21 + j * 2 + 8] = $z_n_1;
        m[gru1$backward$tape + r * 21 + j * 2 + 14] = $z_r_0;
        m[gru1$backward$tape + r * 21 + j * 2 + 15] = $z_r_1;
      }
      {
        let $z_z_0 = m[545];
        let $z_n_0 = m[552];
        let $z_r_0 = m[538];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[k * 3 + 371] * x$k;
          $z_n_0 += m[k * 3 + 372] * x$k;
          $z_r_0 += m[k * 3 + 370] * x$k;
        }
        m[gru1$backward$tape + r * 21 + 6] = $z_z_0;
        m[gru1$backward$tape + r * 21 + 13] = $z_n_0;
        m[gru1$backward$tape + r * 21 + 20] = $z_r_0;
      }
    }
  }
}

/**
 * Layer gru1.backward (gru, 5 → 7), step by step:
 *   r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
 *   z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
 *   n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
 *   h = (1 - z) * n + z * h[t-1]
 */
function gru1$backward_forward(m, T, B) {
  const active = 588; // how many sequences are longer than t
  const gru1$backward$tape = 588 + 15 * B + 20 * T * B; // $z_z, $z_n, $z_r
  const gru1$backward$h = 588 + 8 * B + 20 * T * B; // state h
  const y = 588 + B + 6 * T * B; // y, time-major
  for (let t = T - 1; t >= 0; t--) {
    let b = 0;
    for (; b + 2 <= m[active + t]; b += 2) {
      const r = t * B + b;
      for (let j = 0; j < 7; j++) {
        let z_z_0 = m[gru1$backward$tape + r * 21 + j];
        let z_z_1 = m[gru1$backward$tape + r * 21 + j + 21];
        let z_r_0 = m[gru1$backward$tape + r * 21 + j + 14];
        let z_r_1 = m[gru1$backward$tape + r * 21 + j + 35];
        let $z_n_0 = m[j + 553];
        let $z_n_1 = m[j + 553];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$backward$h + b * 7 + k];
          const h_prev$k$1 = m[gru1$backward$h + b * 7 + k + 7];
          const $w0 = m[j * 21 + k * 3 + 386];
          z_z_0 += $w0 * h_prev$k;
          const $w1 = m[j * 21 + k * 3 + 385];
          z_r_0 += $w1 * h_prev$k;
          const $w2 = m[j * 21 + k * 3 + 387];
          $z_n_0 += $w2 * h_prev$k;
          z_z_1 += $w0 * h_prev$k$1;
          z_r_1 += $w1 * h_prev$k$1;
          $z_n_1 += $w2 * h_prev$k$1;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$backward$tape + r * 21 + j + 7] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$backward$tape + r * 21 + j + 28] + r_1 * $z_n_1;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$backward$h + b * 7 + j];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$backward$h + b * 7 + j + 7];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j + 7] = h_0;
        m[y + r * 14 + j + 21] = h_1;
        m[j + 574] = h_0;
        m[j + 581] = h_1;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$backward$h + b * 7 + j] = m[j + 574];
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$backward$h + b * 7 + j + 7] = m[j + 581];
      }
    }
    for (; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let z_z_0 = m[gru1$backward$tape + r * 21 + j * 2];
        let z_z_1 = m[gru1$backward$tape + r * 21 + j * 2 + 1];
        let z_r_0 = m[gru1$backward$tape + r * 21 + j * 2 + 14];
        let z_r_1 = m[gru1$backward$tape + r * 21 + j * 2 + 15];
        let $z_n_0 = m[j * 2 + 553];
        let $z_n_1 = m[j * 2 + 554];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$backward$h + b * 7 + k];
          z_z_0 += m[j * 42 + k * 3 + 386] * h_prev$k;
          z_r_0 += m[j * 42 + k * 3 + 385] * h_prev$k;
          $z_n_0 += m[j * 42 + k * 3 + 387] * h_prev$k;
          z_z_1 += m[j * 42 + k * 3 + 407] * h_prev$k;
          z_r_1 += m[j * 42 + k * 3 + 406] * h_prev$k;
          $z_n_1 += m[j * 42 + k * 3 + 408] * h_prev$k;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$backward$tape + r * 21 + j * 2 + 7] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$backward$tape + r * 21 + j * 2 + 8] + r_1 * $z_n_1;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$backward$h + b * 7 + j * 2];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$backward$h + b * 7 + j * 2 + 1];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j * 2 + 7] = h_0;
        m[y + r * 14 + j * 2 + 8] = h_1;
        m[j * 2 + 574] = h_0;
        m[j * 2 + 575] = h_1;
      }
      {
        let z_z_0 = m[gru1$backward$tape + r * 21 + 6];
        let z_r_0 = m[gru1$backward$tape + r * 21 + 20];
        let $z_n_0 = m[559];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$backward$h + b * 7 + k];
          z_z_0 += m[k * 3 + 512] * h_prev$k;
          z_r_0 += m[k * 3 + 511] * h_prev$k;
          $z_n_0 += m[k * 3 + 513] * h_prev$k;
        }
        // z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        // r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const z_n_0 = m[gru1$backward$tape + r * 21 + 13] + r_0 * $z_n_0;
        // n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        // h = (1 - z) * n + z * h[t-1]
        const $h_prev_0 = m[gru1$backward$h + b * 7 + 6];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        m[y + r * 14 + 13] = h_0;
        m[580] = h_0;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$backward$h + b * 7 + j] = m[j + 574];
      }
    }
  }
}

function forward(m, T, B) {
  gru1$forward_hoisted(m, T, B);
  gru1$forward_forward(m, T, B);
  gru1$backward_hoisted(m, T, B);
  gru1$backward_forward(m, T, B);
}

export const manifest = {
  format: "cellc/1",
  name: "gru_both",
  target: "js",
  precision: "f32",
  hash: "6a402539567a3288",
  version: "0.1.0",
  input: 5,
  output: 14,
  reads: "features",
  returns: "sequence",
  arena: [588, 15, 41],
  values: { start: 0, end: 560 },
  params: [
    {
      name: "gru1.forward.W_xr",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 0,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.W_hr",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 105,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_r",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 252, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_xz",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 1,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.W_hz",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 106,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_z",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 259, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_xn",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 2,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_xn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 266, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_hn",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 107,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_hn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 273, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xr",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 280,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.W_hr",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 385,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_r",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 532, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xz",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 281,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.W_hz",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 386,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_z",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 539, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xn",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 282,
          dims: [{ block: 1, far: 15, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_xn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 546, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_hn",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 387,
          dims: [{ block: 1, far: 21, near: 1 }, { block: 1, far: 3, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_hn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 553, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
  ],
  states: [
    {
      name: "gru1.forward.h",
      shape: [7],
      direction: "forward",
      run: { at: [588, 1, 20], size: 7, rows: "batch" },
    },
    {
      name: "gru1.backward.h",
      shape: [7],
      direction: "backward",
      run: { at: [588, 8, 20], size: 7, rows: "batch" },
    },
  ],
  x: { at: [588, 1, 1], size: 5, rows: "steps" },
  y: { at: [588, 1, 6], size: 14, rows: "steps" },
  active: { at: [588, 0, 0], size: 1, rows: "steps" },
  last: { at: [588, 0, 1], size: 1, rows: "batch" },
};

export const kernels = { forward };
