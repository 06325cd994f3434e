// gru_both: 5 → 14 features a time step. Compiled by cellc 0.1.0 for js, f32; do not edit.
// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.

const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));

/** What layer gru1.forward (gru, 5 → 7) computes from its input alone, for all time steps at once. */
function gru1$forward_hoisted(m, T, B) {
  const active = 646; // how many sequences are longer than t
  const x = 646 + B + T * B; // x, time-major
  const gru1$forward$z_z = 646 + 15 * B + 20 * T * B; // $z_z
  const gru1$forward$z_n = 646 + 15 * B + 27 * T * B; // $z_n
  const gru1$forward$z_r = 646 + 15 * B + 34 * T * B; // $z_r
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let $z_z_0 = m[j * 2 + 295];
        let $z_z_1 = m[j * 2 + 296];
        let $z_n_0 = m[j * 2 + 302];
        let $z_n_1 = m[j * 2 + 303];
        let $z_r_0 = m[j * 2 + 288];
        let $z_r_1 = m[j * 2 + 289];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[j * 30 + k * 6 + 2] * x$k;
          $z_n_0 += m[j * 30 + k * 6 + 4] * x$k;
          $z_r_0 += m[j * 30 + k * 6] * x$k;
          $z_z_1 += m[j * 30 + k * 6 + 3] * x$k;
          $z_n_1 += m[j * 30 + k * 6 + 5] * x$k;
          $z_r_1 += m[j * 30 + k * 6 + 1] * x$k;
        }
        m[gru1$forward$z_z + r * 7 + j * 2] = $z_z_0;
        m[gru1$forward$z_z + r * 7 + j * 2 + 1] = $z_z_1;
        m[gru1$forward$z_n + r * 7 + j * 2] = $z_n_0;
        m[gru1$forward$z_n + r * 7 + j * 2 + 1] = $z_n_1;
        m[gru1$forward$z_r + r * 7 + j * 2] = $z_r_0;
        m[gru1$forward$z_r + r * 7 + j * 2 + 1] = $z_r_1;
      }
      {
        let $z_z_0 = m[301];
        let $z_n_0 = m[308];
        let $z_r_0 = m[294];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[k * 6 + 92] * x$k;
          $z_n_0 += m[k * 6 + 94] * x$k;
          $z_r_0 += m[k * 6 + 90] * x$k;
        }
        m[gru1$forward$z_z + r * 7 + 6] = $z_z_0;
        m[gru1$forward$z_n + r * 7 + 6] = $z_n_0;
        m[gru1$forward$z_r + r * 7 + 6] = $z_r_0;
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
  const active = 646; // how many sequences are longer than t
  const gru1$forward$z_z = 646 + 15 * B + 20 * T * B; // $z_z
  const gru1$forward$z_r = 646 + 15 * B + 34 * T * B; // $z_r
  const gru1$forward$h = 646 + B + 20 * T * B; // state h
  const gru1$forward$z_n = 646 + 15 * B + 27 * T * B; // $z_n
  const y = 646 + B + 6 * T * B; // y, time-major
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let z_z_0 = m[gru1$forward$z_z + r * 7 + j * 2];
        let z_z_1 = m[gru1$forward$z_z + r * 7 + j * 2 + 1];
        let z_r_0 = m[gru1$forward$z_r + r * 7 + j * 2];
        let z_r_1 = m[gru1$forward$z_r + r * 7 + j * 2 + 1];
        let $z_n_0 = m[j * 2 + 309];
        let $z_n_1 = m[j * 2 + 310];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$forward$h + b * 7 + k];
          z_z_0 += m[j * 42 + k * 6 + 122] * h_prev$k;
          z_r_0 += m[j * 42 + k * 6 + 120] * h_prev$k;
          $z_n_0 += m[j * 42 + k * 6 + 124] * h_prev$k;
          z_z_1 += m[j * 42 + k * 6 + 123] * h_prev$k;
          z_r_1 += m[j * 42 + k * 6 + 121] * h_prev$k;
          $z_n_1 += m[j * 42 + k * 6 + 125] * h_prev$k;
        }
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$forward$z_n + r * 7 + j * 2] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$forward$z_n + r * 7 + j * 2 + 1] + r_1 * $z_n_1;
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        const $h_prev_0 = m[gru1$forward$h + b * 7 + j * 2];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$forward$h + b * 7 + j * 2 + 1];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j * 2] = h_0;
        m[y + r * 14 + j * 2 + 1] = h_1;
        m[j * 2 + 632] = h_0;
        m[j * 2 + 633] = h_1;
      }
      {
        let z_z_0 = m[gru1$forward$z_z + r * 7 + 6];
        let z_r_0 = m[gru1$forward$z_r + r * 7 + 6];
        let $z_n_0 = m[315];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$forward$h + b * 7 + k];
          z_z_0 += m[k * 6 + 248] * h_prev$k;
          z_r_0 += m[k * 6 + 246] * h_prev$k;
          $z_n_0 += m[k * 6 + 250] * h_prev$k;
        }
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const z_n_0 = m[gru1$forward$z_n + r * 7 + 6] + r_0 * $z_n_0;
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $h_prev_0 = m[gru1$forward$h + b * 7 + 6];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        m[y + r * 14 + 6] = h_0;
        m[638] = h_0;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$forward$h + b * 7 + j] = m[j + 632];
      }
    }
  }
}

/** What layer gru1.backward (gru, 5 → 7) computes from its input alone, for all time steps at once. */
function gru1$backward_hoisted(m, T, B) {
  const active = 646; // how many sequences are longer than t
  const x = 646 + B + T * B; // x, time-major
  const gru1$backward$z_z = 646 + 15 * B + 20 * T * B; // $z_z
  const gru1$backward$z_n = 646 + 15 * B + 27 * T * B; // $z_n
  const gru1$backward$z_r = 646 + 15 * B + 34 * T * B; // $z_r
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let $z_z_0 = m[j * 2 + 611];
        let $z_z_1 = m[j * 2 + 612];
        let $z_n_0 = m[j * 2 + 618];
        let $z_n_1 = m[j * 2 + 619];
        let $z_r_0 = m[j * 2 + 604];
        let $z_r_1 = m[j * 2 + 605];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[j * 30 + k * 6 + 318] * x$k;
          $z_n_0 += m[j * 30 + k * 6 + 320] * x$k;
          $z_r_0 += m[j * 30 + k * 6 + 316] * x$k;
          $z_z_1 += m[j * 30 + k * 6 + 319] * x$k;
          $z_n_1 += m[j * 30 + k * 6 + 321] * x$k;
          $z_r_1 += m[j * 30 + k * 6 + 317] * x$k;
        }
        m[gru1$backward$z_z + r * 7 + j * 2] = $z_z_0;
        m[gru1$backward$z_z + r * 7 + j * 2 + 1] = $z_z_1;
        m[gru1$backward$z_n + r * 7 + j * 2] = $z_n_0;
        m[gru1$backward$z_n + r * 7 + j * 2 + 1] = $z_n_1;
        m[gru1$backward$z_r + r * 7 + j * 2] = $z_r_0;
        m[gru1$backward$z_r + r * 7 + j * 2 + 1] = $z_r_1;
      }
      {
        let $z_z_0 = m[617];
        let $z_n_0 = m[624];
        let $z_r_0 = m[610];
        // + W_xz, W_xn, W_xr @ x
        for (let k = 0; k < 5; k++) {
          const x$k = m[x + r * 5 + k];
          $z_z_0 += m[k * 6 + 408] * x$k;
          $z_n_0 += m[k * 6 + 410] * x$k;
          $z_r_0 += m[k * 6 + 406] * x$k;
        }
        m[gru1$backward$z_z + r * 7 + 6] = $z_z_0;
        m[gru1$backward$z_n + r * 7 + 6] = $z_n_0;
        m[gru1$backward$z_r + r * 7 + 6] = $z_r_0;
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
  const active = 646; // how many sequences are longer than t
  const gru1$backward$z_z = 646 + 15 * B + 20 * T * B; // $z_z
  const gru1$backward$z_r = 646 + 15 * B + 34 * T * B; // $z_r
  const gru1$backward$h = 646 + 8 * B + 20 * T * B; // state h
  const gru1$backward$z_n = 646 + 15 * B + 27 * T * B; // $z_n
  const y = 646 + B + 6 * T * B; // y, time-major
  for (let t = T - 1; t >= 0; t--) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        let z_z_0 = m[gru1$backward$z_z + r * 7 + j * 2];
        let z_z_1 = m[gru1$backward$z_z + r * 7 + j * 2 + 1];
        let z_r_0 = m[gru1$backward$z_r + r * 7 + j * 2];
        let z_r_1 = m[gru1$backward$z_r + r * 7 + j * 2 + 1];
        let $z_n_0 = m[j * 2 + 625];
        let $z_n_1 = m[j * 2 + 626];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$backward$h + b * 7 + k];
          z_z_0 += m[j * 42 + k * 6 + 438] * h_prev$k;
          z_r_0 += m[j * 42 + k * 6 + 436] * h_prev$k;
          $z_n_0 += m[j * 42 + k * 6 + 440] * h_prev$k;
          z_z_1 += m[j * 42 + k * 6 + 439] * h_prev$k;
          z_r_1 += m[j * 42 + k * 6 + 437] * h_prev$k;
          $z_n_1 += m[j * 42 + k * 6 + 441] * h_prev$k;
        }
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $z$4_1 = Math.min(Math.max(-z_z_1, -708), 709) * 1.4426950408889634;
        const $z$5_1 = ($z$4_1 + 6755399441055744 - 6755399441055744);
        const $z$6_1 = $z$4_1 - $z$5_1;
        const z_1 = 1 / (1 + ((1 + $z$6_1 * (0.6931472028551288 + $z$6_1 * (0.24022647913619308 + $z$6_1 * (0.05550332471026663 + $z$6_1 * (0.009618437358341966 + $z$6_1 * (0.0013398874445400804 + $z$6_1 * 0.0001535336180087152)))))) * pow2[$z$5_1 + 1022]));
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const $r$4_1 = Math.min(Math.max(-z_r_1, -708), 709) * 1.4426950408889634;
        const $r$5_1 = ($r$4_1 + 6755399441055744 - 6755399441055744);
        const $r$6_1 = $r$4_1 - $r$5_1;
        const r_1 = 1 / (1 + ((1 + $r$6_1 * (0.6931472028551288 + $r$6_1 * (0.24022647913619308 + $r$6_1 * (0.05550332471026663 + $r$6_1 * (0.009618437358341966 + $r$6_1 * (0.0013398874445400804 + $r$6_1 * 0.0001535336180087152)))))) * pow2[$r$5_1 + 1022]));
        const z_n_0 = m[gru1$backward$z_n + r * 7 + j * 2] + r_0 * $z_n_0;
        const z_n_1 = m[gru1$backward$z_n + r * 7 + j * 2 + 1] + r_1 * $z_n_1;
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $n$2_1 = Math.min(Math.max(z_n_1, -9.02), 9.02);
        const $n$3_1 = $n$2_1 * $n$2_1;
        const n_1 = $n$2_1 * (0.9999999790072142 + $n$3_1 * (0.13379645694070708 + $n$3_1 * (0.0034939486983024417 + $n$3_1 * (0.000020582067362185346 + $n$3_1 * 1.3317112816065463e-8)))) / (1 + $n$3_1 * (0.4671296092135243 + $n$3_1 * (0.02587074668378256 + $n$3_1 * (0.00032829523637330313 + $n$3_1 * 7.76121752414079e-7))));
        const $h_prev_0 = m[gru1$backward$h + b * 7 + j * 2];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        const $h_prev_1 = m[gru1$backward$h + b * 7 + j * 2 + 1];
        const h_1 = (1 - z_1) * n_1 + z_1 * $h_prev_1;
        m[y + r * 14 + j * 2 + 7] = h_0;
        m[y + r * 14 + j * 2 + 8] = h_1;
        m[j * 2 + 639] = h_0;
        m[j * 2 + 640] = h_1;
      }
      {
        let z_z_0 = m[gru1$backward$z_z + r * 7 + 6];
        let z_r_0 = m[gru1$backward$z_r + r * 7 + 6];
        let $z_n_0 = m[631];
        // + W_hz, W_hr, W_hn @ h_prev
        for (let k = 0; k < 7; k++) {
          const h_prev$k = m[gru1$backward$h + b * 7 + k];
          z_z_0 += m[k * 6 + 564] * h_prev$k;
          z_r_0 += m[k * 6 + 562] * h_prev$k;
          $z_n_0 += m[k * 6 + 566] * h_prev$k;
        }
        const $z$4_0 = Math.min(Math.max(-z_z_0, -708), 709) * 1.4426950408889634;
        const $z$5_0 = ($z$4_0 + 6755399441055744 - 6755399441055744);
        const $z$6_0 = $z$4_0 - $z$5_0;
        const z_0 = 1 / (1 + ((1 + $z$6_0 * (0.6931472028551288 + $z$6_0 * (0.24022647913619308 + $z$6_0 * (0.05550332471026663 + $z$6_0 * (0.009618437358341966 + $z$6_0 * (0.0013398874445400804 + $z$6_0 * 0.0001535336180087152)))))) * pow2[$z$5_0 + 1022]));
        const $r$4_0 = Math.min(Math.max(-z_r_0, -708), 709) * 1.4426950408889634;
        const $r$5_0 = ($r$4_0 + 6755399441055744 - 6755399441055744);
        const $r$6_0 = $r$4_0 - $r$5_0;
        const r_0 = 1 / (1 + ((1 + $r$6_0 * (0.6931472028551288 + $r$6_0 * (0.24022647913619308 + $r$6_0 * (0.05550332471026663 + $r$6_0 * (0.009618437358341966 + $r$6_0 * (0.0013398874445400804 + $r$6_0 * 0.0001535336180087152)))))) * pow2[$r$5_0 + 1022]));
        const z_n_0 = m[gru1$backward$z_n + r * 7 + 6] + r_0 * $z_n_0;
        const $n$2_0 = Math.min(Math.max(z_n_0, -9.02), 9.02);
        const $n$3_0 = $n$2_0 * $n$2_0;
        const n_0 = $n$2_0 * (0.9999999790072142 + $n$3_0 * (0.13379645694070708 + $n$3_0 * (0.0034939486983024417 + $n$3_0 * (0.000020582067362185346 + $n$3_0 * 1.3317112816065463e-8)))) / (1 + $n$3_0 * (0.4671296092135243 + $n$3_0 * (0.02587074668378256 + $n$3_0 * (0.00032829523637330313 + $n$3_0 * 7.76121752414079e-7))));
        const $h_prev_0 = m[gru1$backward$h + b * 7 + 6];
        const h_0 = (1 - z_0) * n_0 + z_0 * $h_prev_0;
        m[y + r * 14 + 13] = h_0;
        m[645] = h_0;
      }
      for (let j = 0; j < 7; j++) {
        m[gru1$backward$h + b * 7 + j] = m[j + 639];
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
  hash: "ec4fc48984494000",
  version: "0.1.0",
  input: 5,
  output: 14,
  reads: "features",
  returns: "sequence",
  arena: [646, 15, 41],
  values: { start: 0, end: 632 },
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
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
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
          at: 120,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_r",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 288, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_xz",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 2,
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
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
          at: 122,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_z",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 295, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_xn",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 4,
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_xn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 302, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.forward.W_hn",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 124,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.forward.b_hn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 309, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xr",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 316,
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
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
          at: 436,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_r",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 604, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xz",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 318,
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
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
          at: 438,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_z",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 611, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_xn",
      shape: [7, 5],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 5],
          at: 320,
          dims: [{ block: 2, far: 30, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_xn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 618, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "gru1.backward.W_hn",
      shape: [7, 7],
      init: { uniform: 0.3779644730092272 },
      pieces: [
        {
          from: [0, 0],
          size: [7, 7],
          at: 440,
          dims: [{ block: 2, far: 42, near: 1 }, { block: 1, far: 6, near: 0 }],
        },
      ],
    },
    {
      name: "gru1.backward.b_hn",
      shape: [7],
      init: { uniform: 0.3779644730092272 },
      pieces: [{ from: [0], size: [7], at: 625, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
  ],
  states: [
    {
      name: "gru1.forward.h",
      shape: [7],
      direction: "forward",
      run: { at: [646, 1, 20], size: 7, rows: "batch" },
    },
    {
      name: "gru1.backward.h",
      shape: [7],
      direction: "backward",
      run: { at: [646, 8, 20], size: 7, rows: "batch" },
    },
  ],
  x: { at: [646, 1, 1], size: 5, rows: "steps" },
  y: { at: [646, 1, 6], size: 14, rows: "steps" },
  active: { at: [646, 0, 0], size: 1, rows: "steps" },
  last: { at: [646, 0, 1], size: 1, rows: "batch" },
};

export const kernels = { forward };
