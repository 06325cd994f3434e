// lstm_train_4_3: 4 → 1 features a time step. Compiled by cellc 0.1.0 for js, f32; do not edit.
// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.

const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));

/**
 * One time step of layer lstm1 (lstm, 4 → 3):
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
 *   g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
 *   c = f * c[t-1] + i * g
 *   h = o * tanh(c)
 */
function lstm1_step(m) {
  {
    let z_o_0 = m[121];
    let z_o_1 = m[122];
    let z_f_0 = m[115];
    let z_f_1 = m[116];
    let z_i_0 = m[112];
    let z_i_1 = m[113];
    let z_g_0 = m[118];
    let z_g_1 = m[119];
    // + W_xo, W_xf, W_xi, W_xg @ x
    {
      const x$k = m[596];
      z_o_0 += m[6] * x$k;
      z_f_0 += m[2] * x$k;
      z_i_0 += m[0] * x$k;
      z_g_0 += m[4] * x$k;
      z_o_1 += m[7] * x$k;
      z_f_1 += m[3] * x$k;
      z_i_1 += m[1] * x$k;
      z_g_1 += m[5] * x$k;
    }
    {
      const x$k = m[597];
      z_o_0 += m[14] * x$k;
      z_f_0 += m[10] * x$k;
      z_i_0 += m[8] * x$k;
      z_g_0 += m[12] * x$k;
      z_o_1 += m[15] * x$k;
      z_f_1 += m[11] * x$k;
      z_i_1 += m[9] * x$k;
      z_g_1 += m[13] * x$k;
    }
    {
      const x$k = m[598];
      z_o_0 += m[22] * x$k;
      z_f_0 += m[18] * x$k;
      z_i_0 += m[16] * x$k;
      z_g_0 += m[20] * x$k;
      z_o_1 += m[23] * x$k;
      z_f_1 += m[19] * x$k;
      z_i_1 += m[17] * x$k;
      z_g_1 += m[21] * x$k;
    }
    {
      const x$k = m[599];
      z_o_0 += m[30] * x$k;
      z_f_0 += m[26] * x$k;
      z_i_0 += m[24] * x$k;
      z_g_0 += m[28] * x$k;
      z_o_1 += m[31] * x$k;
      z_f_1 += m[27] * x$k;
      z_i_1 += m[25] * x$k;
      z_g_1 += m[29] * x$k;
    }
    // + W_ho, W_hf, W_hi, W_hg @ h_prev
    {
      const h_prev$k = m[603];
      z_o_0 += m[70] * h_prev$k;
      z_f_0 += m[66] * h_prev$k;
      z_i_0 += m[64] * h_prev$k;
      z_g_0 += m[68] * h_prev$k;
      z_o_1 += m[71] * h_prev$k;
      z_f_1 += m[67] * h_prev$k;
      z_i_1 += m[65] * h_prev$k;
      z_g_1 += m[69] * h_prev$k;
    }
    {
      const h_prev$k = m[604];
      z_o_0 += m[78] * h_prev$k;
      z_f_0 += m[74] * h_prev$k;
      z_i_0 += m[72] * h_prev$k;
      z_g_0 += m[76] * h_prev$k;
      z_o_1 += m[79] * h_prev$k;
      z_f_1 += m[75] * h_prev$k;
      z_i_1 += m[73] * h_prev$k;
      z_g_1 += m[77] * h_prev$k;
    }
    {
      const h_prev$k = m[605];
      z_o_0 += m[86] * h_prev$k;
      z_f_0 += m[82] * h_prev$k;
      z_i_0 += m[80] * h_prev$k;
      z_g_0 += m[84] * h_prev$k;
      z_o_1 += m[87] * h_prev$k;
      z_f_1 += m[83] * h_prev$k;
      z_i_1 += m[81] * h_prev$k;
      z_g_1 += m[85] * h_prev$k;
    }
    const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
    const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
    const $o$6_0 = $o$4_0 - $o$5_0;
    const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
    const $o$4_1 = Math.min(Math.max(-z_o_1, -708), 709) * 1.4426950408889634;
    const $o$5_1 = ($o$4_1 + 6755399441055744 - 6755399441055744);
    const $o$6_1 = $o$4_1 - $o$5_1;
    const o_1 = 1 / (1 + ((1 + $o$6_1 * (0.6931472028551288 + $o$6_1 * (0.24022647913619308 + $o$6_1 * (0.05550332471026663 + $o$6_1 * (0.009618437358341966 + $o$6_1 * (0.0013398874445400804 + $o$6_1 * 0.0001535336180087152)))))) * pow2[$o$5_1 + 1022]));
    const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
    const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
    const $f$6_0 = $f$4_0 - $f$5_0;
    const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
    const $f$4_1 = Math.min(Math.max(-z_f_1, -708), 709) * 1.4426950408889634;
    const $f$5_1 = ($f$4_1 + 6755399441055744 - 6755399441055744);
    const $f$6_1 = $f$4_1 - $f$5_1;
    const f_1 = 1 / (1 + ((1 + $f$6_1 * (0.6931472028551288 + $f$6_1 * (0.24022647913619308 + $f$6_1 * (0.05550332471026663 + $f$6_1 * (0.009618437358341966 + $f$6_1 * (0.0013398874445400804 + $f$6_1 * 0.0001535336180087152)))))) * pow2[$f$5_1 + 1022]));
    const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
    const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
    const $i$6_0 = $i$4_0 - $i$5_0;
    const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
    const $i$4_1 = Math.min(Math.max(-z_i_1, -708), 709) * 1.4426950408889634;
    const $i$5_1 = ($i$4_1 + 6755399441055744 - 6755399441055744);
    const $i$6_1 = $i$4_1 - $i$5_1;
    const i_1 = 1 / (1 + ((1 + $i$6_1 * (0.6931472028551288 + $i$6_1 * (0.24022647913619308 + $i$6_1 * (0.05550332471026663 + $i$6_1 * (0.009618437358341966 + $i$6_1 * (0.0013398874445400804 + $i$6_1 * 0.0001535336180087152)))))) * pow2[$i$5_1 + 1022]));
    const $g$2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
    const $g$3_0 = $g$2_0 * $g$2_0;
    const g_0 = $g$2_0 * (0.9999999790072142 + $g$3_0 * (0.13379645694070708 + $g$3_0 * (0.0034939486983024417 + $g$3_0 * (0.000020582067362185346 + $g$3_0 * 1.3317112816065463e-8)))) / (1 + $g$3_0 * (0.4671296092135243 + $g$3_0 * (0.02587074668378256 + $g$3_0 * (0.00032829523637330313 + $g$3_0 * 7.76121752414079e-7))));
    const $g$2_1 = Math.min(Math.max(z_g_1, -9.02), 9.02);
    const $g$3_1 = $g$2_1 * $g$2_1;
    const g_1 = $g$2_1 * (0.9999999790072142 + $g$3_1 * (0.13379645694070708 + $g$3_1 * (0.0034939486983024417 + $g$3_1 * (0.000020582067362185346 + $g$3_1 * 1.3317112816065463e-8)))) / (1 + $g$3_1 * (0.4671296092135243 + $g$3_1 * (0.02587074668378256 + $g$3_1 * (0.00032829523637330313 + $g$3_1 * 7.76121752414079e-7))));
    const c_0 = f_0 * m[606] + i_0 * g_0;
    const c_1 = f_1 * m[607] + i_1 * g_1;
    const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
    const $h$3_0 = $h$2_0 * $h$2_0;
    const h_0 = o_0 * ($h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7)))));
    const $h$2_1 = Math.min(Math.max(c_1, -9.02), 9.02);
    const $h$3_1 = $h$2_1 * $h$2_1;
    const h_1 = o_1 * ($h$2_1 * (0.9999999790072142 + $h$3_1 * (0.13379645694070708 + $h$3_1 * (0.0034939486983024417 + $h$3_1 * (0.000020582067362185346 + $h$3_1 * 1.3317112816065463e-8)))) / (1 + $h$3_1 * (0.4671296092135243 + $h$3_1 * (0.02587074668378256 + $h$3_1 * (0.00032829523637330313 + $h$3_1 * 7.76121752414079e-7)))));
    m[606] = c_0;
    m[607] = c_1;
    m[600] = h_0;
    m[601] = h_1;
    m[609] = h_0;
    m[610] = h_1;
  }
  {
    let z_o_0 = m[123];
    let z_f_0 = m[117];
    let z_i_0 = m[114];
    let z_g_0 = m[120];
    // + W_xo, W_xf, W_xi, W_xg @ x
    {
      const x$k = m[596];
      z_o_0 += m[38] * x$k;
      z_f_0 += m[34] * x$k;
      z_i_0 += m[32] * x$k;
      z_g_0 += m[36] * x$k;
    }
    {
      const x$k = m[597];
      z_o_0 += m[46] * x$k;
      z_f_0 += m[42] * x$k;
      z_i_0 += m[40] * x$k;
      z_g_0 += m[44] * x$k;
    }
    {
      const x$k = m[598];
      z_o_0 += m[54] * x$k;
      z_f_0 += m[50] * x$k;
      z_i_0 += m[48] * x$k;
      z_g_0 += m[52] * x$k;
    }
    {
      const x$k = m[599];
      z_o_0 += m[62] * x$k;
      z_f_0 += m[58] * x$k;
      z_i_0 += m[56] * x$k;
      z_g_0 += m[60] * x$k;
    }
    // + W_ho, W_hf, W_hi, W_hg @ h_prev
    {
      const h_prev$k = m[603];
      z_o_0 += m[94] * h_prev$k;
      z_f_0 += m[90] * h_prev$k;
      z_i_0 += m[88] * h_prev$k;
      z_g_0 += m[92] * h_prev$k;
    }
    {
      const h_prev$k = m[604];
      z_o_0 += m[102] * h_prev$k;
      z_f_0 += m[98] * h_prev$k;
      z_i_0 += m[96] * h_prev$k;
      z_g_0 += m[100] * h_prev$k;
    }
    {
      const h_prev$k = m[605];
      z_o_0 += m[110] * h_prev$k;
      z_f_0 += m[106] * h_prev$k;
      z_i_0 += m[104] * h_prev$k;
      z_g_0 += m[108] * h_prev$k;
    }
    const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
    const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
    const $o$6_0 = $o$4_0 - $o$5_0;
    const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
    const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
    const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
    const $f$6_0 = $f$4_0 - $f$5_0;
    const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
    const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
    const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
    const $i$6_0 = $i$4_0 - $i$5_0;
    const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
    const $g$2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
    const $g$3_0 = $g$2_0 * $g$2_0;
    const g_0 = $g$2_0 * (0.9999999790072142 + $g$3_0 * (0.13379645694070708 + $g$3_0 * (0.0034939486983024417 + $g$3_0 * (0.000020582067362185346 + $g$3_0 * 1.3317112816065463e-8)))) / (1 + $g$3_0 * (0.4671296092135243 + $g$3_0 * (0.02587074668378256 + $g$3_0 * (0.00032829523637330313 + $g$3_0 * 7.76121752414079e-7))));
    const c_0 = f_0 * m[608] + i_0 * g_0;
    const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
    const $h$3_0 = $h$2_0 * $h$2_0;
    const h_0 = o_0 * ($h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7)))));
    m[608] = c_0;
    m[602] = h_0;
    m[611] = h_0;
  }
  for (let j = 0; j < 3; j++) {
    m[j + 603] = m[j + 609];
  }
}

/** What layer lstm1 (lstm, 4 → 3) computes from its input alone, for all time steps at once. */
function lstm1_hoisted(m, T, B) {
  const active = 624; // how many sequences are longer than t
  const x = 624 + B + T * B; // x, time-major
  const lstm1$z_o = 624 + 23 * B + 36 * T * B; // $z_o
  const lstm1$z_f = 624 + 23 * B + 39 * T * B; // $z_f
  const lstm1$z_i = 624 + 23 * B + 42 * T * B; // $z_i
  const lstm1$z_g = 624 + 23 * B + 45 * T * B; // $z_g
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      {
        let $z_o_0 = m[121];
        let $z_o_1 = m[122];
        let $z_f_0 = m[115];
        let $z_f_1 = m[116];
        let $z_i_0 = m[112];
        let $z_i_1 = m[113];
        let $z_g_0 = m[118];
        let $z_g_1 = m[119];
        // + W_xo, W_xf, W_xi, W_xg @ x
        {
          const x$k = m[x + r * 4];
          $z_o_0 += m[6] * x$k;
          $z_f_0 += m[2] * x$k;
          $z_i_0 += m[0] * x$k;
          $z_g_0 += m[4] * x$k;
          $z_o_1 += m[7] * x$k;
          $z_f_1 += m[3] * x$k;
          $z_i_1 += m[1] * x$k;
          $z_g_1 += m[5] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 1];
          $z_o_0 += m[14] * x$k;
          $z_f_0 += m[10] * x$k;
          $z_i_0 += m[8] * x$k;
          $z_g_0 += m[12] * x$k;
          $z_o_1 += m[15] * x$k;
          $z_f_1 += m[11] * x$k;
          $z_i_1 += m[9] * x$k;
          $z_g_1 += m[13] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 2];
          $z_o_0 += m[22] * x$k;
          $z_f_0 += m[18] * x$k;
          $z_i_0 += m[16] * x$k;
          $z_g_0 += m[20] * x$k;
          $z_o_1 += m[23] * x$k;
          $z_f_1 += m[19] * x$k;
          $z_i_1 += m[17] * x$k;
          $z_g_1 += m[21] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 3];
          $z_o_0 += m[30] * x$k;
          $z_f_0 += m[26] * x$k;
          $z_i_0 += m[24] * x$k;
          $z_g_0 += m[28] * x$k;
          $z_o_1 += m[31] * x$k;
          $z_f_1 += m[27] * x$k;
          $z_i_1 += m[25] * x$k;
          $z_g_1 += m[29] * x$k;
        }
        m[lstm1$z_o + r * 3] = $z_o_0;
        m[lstm1$z_o + r * 3 + 1] = $z_o_1;
        m[lstm1$z_f + r * 3] = $z_f_0;
        m[lstm1$z_f + r * 3 + 1] = $z_f_1;
        m[lstm1$z_i + r * 3] = $z_i_0;
        m[lstm1$z_i + r * 3 + 1] = $z_i_1;
        m[lstm1$z_g + r * 3] = $z_g_0;
        m[lstm1$z_g + r * 3 + 1] = $z_g_1;
      }
      {
        let $z_o_0 = m[123];
        let $z_f_0 = m[117];
        let $z_i_0 = m[114];
        let $z_g_0 = m[120];
        // + W_xo, W_xf, W_xi, W_xg @ x
        {
          const x$k = m[x + r * 4];
          $z_o_0 += m[38] * x$k;
          $z_f_0 += m[34] * x$k;
          $z_i_0 += m[32] * x$k;
          $z_g_0 += m[36] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 1];
          $z_o_0 += m[46] * x$k;
          $z_f_0 += m[42] * x$k;
          $z_i_0 += m[40] * x$k;
          $z_g_0 += m[44] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 2];
          $z_o_0 += m[54] * x$k;
          $z_f_0 += m[50] * x$k;
          $z_i_0 += m[48] * x$k;
          $z_g_0 += m[52] * x$k;
        }
        {
          const x$k = m[x + r * 4 + 3];
          $z_o_0 += m[62] * x$k;
          $z_f_0 += m[58] * x$k;
          $z_i_0 += m[56] * x$k;
          $z_g_0 += m[60] * x$k;
        }
        m[lstm1$z_o + r * 3 + 2] = $z_o_0;
        m[lstm1$z_f + r * 3 + 2] = $z_f_0;
        m[lstm1$z_i + r * 3 + 2] = $z_i_0;
        m[lstm1$z_g + r * 3 + 2] = $z_g_0;
      }
    }
  }
}

/**
 * Layer lstm1 (lstm, 4 → 3), step by step:
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
 *   g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
 *   c = f * c[t-1] + i * g
 *   h = o * tanh(c)
 */
function lstm1_forward(m, T, B) {
  const active = 624; // how many sequences are longer than t
  const lstm1$z_o = 624 + 23 * B + 36 * T * B; // $z_o
  const lstm1$z_f = 624 + 23 * B + 39 * T * B; // $z_f
  const lstm1$z_i = 624 + 23 * B + 42 * T * B; // $z_i
  const lstm1$z_g = 624 + 23 * B + 45 * T * B; // $z_g
  const lstm1$h = 624 + B + 15 * T * B; // state h
  const lstm1$c = 624 + 7 * B + 18 * T * B; // state c
  const lstm1$o = 624 + 13 * B + 21 * T * B; // o
  const lstm1$f = 624 + 13 * B + 33 * T * B; // f
  const lstm1$i = 624 + 13 * B + 27 * T * B; // i
  const lstm1$g = 624 + 13 * B + 30 * T * B; // g
  const lstm1$h$2 = 624 + 13 * B + 24 * T * B; // $h
  const lstm1$y = 624 + B + 9 * T * B; // lstm1$y, time-major
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      const p = B + r;
      {
        let z_o_0 = m[lstm1$z_o + r * 3];
        let z_o_1 = m[lstm1$z_o + r * 3 + 1];
        let z_f_0 = m[lstm1$z_f + r * 3];
        let z_f_1 = m[lstm1$z_f + r * 3 + 1];
        let z_i_0 = m[lstm1$z_i + r * 3];
        let z_i_1 = m[lstm1$z_i + r * 3 + 1];
        let z_g_0 = m[lstm1$z_g + r * 3];
        let z_g_1 = m[lstm1$z_g + r * 3 + 1];
        // + W_ho, W_hf, W_hi, W_hg @ h_prev
        {
          const h_prev$k = m[lstm1$h + r * 3];
          z_o_0 += m[70] * h_prev$k;
          z_f_0 += m[66] * h_prev$k;
          z_i_0 += m[64] * h_prev$k;
          z_g_0 += m[68] * h_prev$k;
          z_o_1 += m[71] * h_prev$k;
          z_f_1 += m[67] * h_prev$k;
          z_i_1 += m[65] * h_prev$k;
          z_g_1 += m[69] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm1$h + r * 3 + 1];
          z_o_0 += m[78] * h_prev$k;
          z_f_0 += m[74] * h_prev$k;
          z_i_0 += m[72] * h_prev$k;
          z_g_0 += m[76] * h_prev$k;
          z_o_1 += m[79] * h_prev$k;
          z_f_1 += m[75] * h_prev$k;
          z_i_1 += m[73] * h_prev$k;
          z_g_1 += m[77] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm1$h + r * 3 + 2];
          z_o_0 += m[86] * h_prev$k;
          z_f_0 += m[82] * h_prev$k;
          z_i_0 += m[80] * h_prev$k;
          z_g_0 += m[84] * h_prev$k;
          z_o_1 += m[87] * h_prev$k;
          z_f_1 += m[83] * h_prev$k;
          z_i_1 += m[81] * h_prev$k;
          z_g_1 += m[85] * h_prev$k;
        }
        const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
        const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
        const $o$6_0 = $o$4_0 - $o$5_0;
        const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
        const $o$4_1 = Math.min(Math.max(-z_o_1, -708), 709) * 1.4426950408889634;
        const $o$5_1 = ($o$4_1 + 6755399441055744 - 6755399441055744);
        const $o$6_1 = $o$4_1 - $o$5_1;
        const o_1 = 1 / (1 + ((1 + $o$6_1 * (0.6931472028551288 + $o$6_1 * (0.24022647913619308 + $o$6_1 * (0.05550332471026663 + $o$6_1 * (0.009618437358341966 + $o$6_1 * (0.0013398874445400804 + $o$6_1 * 0.0001535336180087152)))))) * pow2[$o$5_1 + 1022]));
        const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
        const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
        const $f$6_0 = $f$4_0 - $f$5_0;
        const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
        const $f$4_1 = Math.min(Math.max(-z_f_1, -708), 709) * 1.4426950408889634;
        const $f$5_1 = ($f$4_1 + 6755399441055744 - 6755399441055744);
        const $f$6_1 = $f$4_1 - $f$5_1;
        const f_1 = 1 / (1 + ((1 + $f$6_1 * (0.6931472028551288 + $f$6_1 * (0.24022647913619308 + $f$6_1 * (0.05550332471026663 + $f$6_1 * (0.009618437358341966 + $f$6_1 * (0.0013398874445400804 + $f$6_1 * 0.0001535336180087152)))))) * pow2[$f$5_1 + 1022]));
        const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
        const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
        const $i$6_0 = $i$4_0 - $i$5_0;
        const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
        const $i$4_1 = Math.min(Math.max(-z_i_1, -708), 709) * 1.4426950408889634;
        const $i$5_1 = ($i$4_1 + 6755399441055744 - 6755399441055744);
        const $i$6_1 = $i$4_1 - $i$5_1;
        const i_1 = 1 / (1 + ((1 + $i$6_1 * (0.6931472028551288 + $i$6_1 * (0.24022647913619308 + $i$6_1 * (0.05550332471026663 + $i$6_1 * (0.009618437358341966 + $i$6_1 * (0.0013398874445400804 + $i$6_1 * 0.0001535336180087152)))))) * pow2[$i$5_1 + 1022]));
        const $g$2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
        const $g$3_0 = $g$2_0 * $g$2_0;
        const g_0 = $g$2_0 * (0.9999999790072142 + $g$3_0 * (0.13379645694070708 + $g$3_0 * (0.0034939486983024417 + $g$3_0 * (0.000020582067362185346 + $g$3_0 * 1.3317112816065463e-8)))) / (1 + $g$3_0 * (0.4671296092135243 + $g$3_0 * (0.02587074668378256 + $g$3_0 * (0.00032829523637330313 + $g$3_0 * 7.76121752414079e-7))));
        const $g$2_1 = Math.min(Math.max(z_g_1, -9.02), 9.02);
        const $g$3_1 = $g$2_1 * $g$2_1;
        const g_1 = $g$2_1 * (0.9999999790072142 + $g$3_1 * (0.13379645694070708 + $g$3_1 * (0.0034939486983024417 + $g$3_1 * (0.000020582067362185346 + $g$3_1 * 1.3317112816065463e-8)))) / (1 + $g$3_1 * (0.4671296092135243 + $g$3_1 * (0.02587074668378256 + $g$3_1 * (0.00032829523637330313 + $g$3_1 * 7.76121752414079e-7))));
        const c_0 = f_0 * m[lstm1$c + r * 3] + i_0 * g_0;
        const c_1 = f_1 * m[lstm1$c + r * 3 + 1] + i_1 * g_1;
        const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
        const $h$3_0 = $h$2_0 * $h$2_0;
        const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
        const $h$2_1 = Math.min(Math.max(c_1, -9.02), 9.02);
        const $h$3_1 = $h$2_1 * $h$2_1;
        const $h$21_1 = $h$2_1 * (0.9999999790072142 + $h$3_1 * (0.13379645694070708 + $h$3_1 * (0.0034939486983024417 + $h$3_1 * (0.000020582067362185346 + $h$3_1 * 1.3317112816065463e-8)))) / (1 + $h$3_1 * (0.4671296092135243 + $h$3_1 * (0.02587074668378256 + $h$3_1 * (0.00032829523637330313 + $h$3_1 * 7.76121752414079e-7))));
        const h_0 = o_0 * $h$21_0;
        const h_1 = o_1 * $h$21_1;
        m[lstm1$o + r * 3] = o_0;
        m[lstm1$o + r * 3 + 1] = o_1;
        m[lstm1$f + r * 3] = f_0;
        m[lstm1$f + r * 3 + 1] = f_1;
        m[lstm1$i + r * 3] = i_0;
        m[lstm1$i + r * 3 + 1] = i_1;
        m[lstm1$g + r * 3] = g_0;
        m[lstm1$g + r * 3 + 1] = g_1;
        m[lstm1$c + p * 3] = c_0;
        m[lstm1$c + p * 3 + 1] = c_1;
        m[lstm1$h$2 + r * 3] = $h$21_0;
        m[lstm1$h$2 + r * 3 + 1] = $h$21_1;
        m[lstm1$y + r * 3] = h_0;
        m[lstm1$y + r * 3 + 1] = h_1;
        m[lstm1$h + p * 3] = h_0;
        m[lstm1$h + p * 3 + 1] = h_1;
      }
      {
        let z_o_0 = m[lstm1$z_o + r * 3 + 2];
        let z_f_0 = m[lstm1$z_f + r * 3 + 2];
        let z_i_0 = m[lstm1$z_i + r * 3 + 2];
        let z_g_0 = m[lstm1$z_g + r * 3 + 2];
        // + W_ho, W_hf, W_hi, W_hg @ h_prev
        {
          const h_prev$k = m[lstm1$h + r * 3];
          z_o_0 += m[94] * h_prev$k;
          z_f_0 += m[90] * h_prev$k;
          z_i_0 += m[88] * h_prev$k;
          z_g_0 += m[92] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm1$h + r * 3 + 1];
          z_o_0 += m[102] * h_prev$k;
          z_f_0 += m[98] * h_prev$k;
          z_i_0 += m[96] * h_prev$k;
          z_g_0 += m[100] * h_prev$k;
        }
        {
          const h_prev$k = m[lstm1$h + r * 3 + 2];
          z_o_0 += m[110] * h_prev$k;
          z_f_0 += m[106] * h_prev$k;
          z_i_0 += m[104] * h_prev$k;
          z_g_0 += m[108] * h_prev$k;
        }
        const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
        const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
        const $o$6_0 = $o$4_0 - $o$5_0;
        const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
        const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
        const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
        const $f$6_0 = $f$4_0 - $f$5_0;
        const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
        const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
        const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
        const $i$6_0 = $i$4_0 - $i$5_0;
        const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
        const $g$2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
        const $g$3_0 = $g$2_0 * $g$2_0;
        const g_0 = $g$2_0 * (0.9999999790072142 + $g$3_0 * (0.13379645694070708 + $g$3_0 * (0.0034939486983024417 + $g$3_0 * (0.000020582067362185346 + $g$3_0 * 1.3317112816065463e-8)))) / (1 + $g$3_0 * (0.4671296092135243 + $g$3_0 * (0.02587074668378256 + $g$3_0 * (0.00032829523637330313 + $g$3_0 * 7.76121752414079e-7))));
        const c_0 = f_0 * m[lstm1$c + r * 3 + 2] + i_0 * g_0;
        const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
        const $h$3_0 = $h$2_0 * $h$2_0;
        const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
        const h_0 = o_0 * $h$21_0;
        m[lstm1$o + r * 3 + 2] = o_0;
        m[lstm1$f + r * 3 + 2] = f_0;
        m[lstm1$i + r * 3 + 2] = i_0;
        m[lstm1$g + r * 3 + 2] = g_0;
        m[lstm1$c + p * 3 + 2] = c_0;
        m[lstm1$h$2 + r * 3 + 2] = $h$21_0;
        m[lstm1$y + r * 3 + 2] = h_0;
        m[lstm1$h + p * 3 + 2] = h_0;
      }
    }
  }
}

/** The cotangent of the input of layer lstm1 (lstm, 4 → 3), for all time steps at once. */
function lstm1_backward_deferred(m, T, B) {
  const active = 624; // how many sequences are longer than t
  const lstm1$d_z_g = 624 + 23 * B + 42 * T * B; // d_z_g
  const lstm1$d_z_i = 624 + 23 * B + 36 * T * B; // d_z_i
  const lstm1$d_z_f = 624 + 23 * B + 39 * T * B; // d_z_f
  const lstm1$d_z_o = 624 + 23 * B + 45 * T * B; // d_z_o
  const d_x = 624 + B + 5 * T * B; // cotangent of x
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      {
        let d_x_0 = 0;
        let d_x_1 = 0;
        let d_x_2 = 0;
        let d_x_3 = 0;
        // + W_xg @ d_z_g
        {
          const d_z_g$k = m[lstm1$d_z_g + r * 3];
          d_x_0 += m[4] * d_z_g$k;
          d_x_1 += m[12] * d_z_g$k;
          d_x_2 += m[20] * d_z_g$k;
          d_x_3 += m[28] * d_z_g$k;
          const d_z_g$k1 = m[lstm1$d_z_g + r * 3 + 1];
          d_x_0 += m[5] * d_z_g$k1;
          d_x_1 += m[13] * d_z_g$k1;
          d_x_2 += m[21] * d_z_g$k1;
          d_x_3 += m[29] * d_z_g$k1;
        }
        {
          const d_z_g$k = m[lstm1$d_z_g + r * 3 + 2];
          d_x_0 += m[36] * d_z_g$k;
          d_x_1 += m[44] * d_z_g$k;
          d_x_2 += m[52] * d_z_g$k;
          d_x_3 += m[60] * d_z_g$k;
        }
        // + W_xi @ d_z_i
        {
          const d_z_i$k = m[lstm1$d_z_i + r * 3];
          d_x_0 += m[0] * d_z_i$k;
          d_x_1 += m[8] * d_z_i$k;
          d_x_2 += m[16] * d_z_i$k;
          d_x_3 += m[24] * d_z_i$k;
          const d_z_i$k1 = m[lstm1$d_z_i + r * 3 + 1];
          d_x_0 += m[1] * d_z_i$k1;
          d_x_1 += m[9] * d_z_i$k1;
          d_x_2 += m[17] * d_z_i$k1;
          d_x_3 += m[25] * d_z_i$k1;
        }
        {
          const d_z_i$k = m[lstm1$d_z_i + r * 3 + 2];
          d_x_0 += m[32] * d_z_i$k;
          d_x_1 += m[40] * d_z_i$k;
          d_x_2 += m[48] * d_z_i$k;
          d_x_3 += m[56] * d_z_i$k;
        }
        // + W_xf @ d_z_f
        {
          const d_z_f$k = m[lstm1$d_z_f + r * 3];
          d_x_0 += m[2] * d_z_f$k;
          d_x_1 += m[10] * d_z_f$k;
          d_x_2 += m[18] * d_z_f$k;
          d_x_3 += m[26] * d_z_f$k;
          const d_z_f$k1 = m[lstm1$d_z_f + r * 3 + 1];
          d_x_0 += m[3] * d_z_f$k1;
          d_x_1 += m[11] * d_z_f$k1;
          d_x_2 += m[19] * d_z_f$k1;
          d_x_3 += m[27] * d_z_f$k1;
        }
        {
          const d_z_f$k = m[lstm1$d_z_f + r * 3 + 2];
          d_x_0 += m[34] * d_z_f$k;
          d_x_1 += m[42] * d_z_f$k;
          d_x_2 += m[50] * d_z_f$k;
          d_x_3 += m[58] * d_z_f$k;
        }
        // + W_xo @ d_z_o
        {
          const d_z_o$k = m[lstm1$d_z_o + r * 3];
          d_x_0 += m[6] * d_z_o$k;
          d_x_1 += m[14] * d_z_o$k;
          d_x_2 += m[22] * d_z_o$k;
          d_x_3 += m[30] * d_z_o$k;
          const d_z_o$k1 = m[lstm1$d_z_o + r * 3 + 1];
          d_x_0 += m[7] * d_z_o$k1;
          d_x_1 += m[15] * d_z_o$k1;
          d_x_2 += m[23] * d_z_o$k1;
          d_x_3 += m[31] * d_z_o$k1;
        }
        {
          const d_z_o$k = m[lstm1$d_z_o + r * 3 + 2];
          d_x_0 += m[38] * d_z_o$k;
          d_x_1 += m[46] * d_z_o$k;
          d_x_2 += m[54] * d_z_o$k;
          d_x_3 += m[62] * d_z_o$k;
        }
        m[d_x + r * 4] = d_x_0;
        m[d_x + r * 4 + 1] = d_x_1;
        m[d_x + r * 4 + 2] = d_x_2;
        m[d_x + r * 4 + 3] = d_x_3;
      }
    }
  }
}

/** Backpropagation through time of layer lstm1 (lstm, 4 → 3). */
function lstm1_backward(m, T, B) {
  const active = 624; // how many sequences are longer than t
  const d_lstm1$y = 624 + B + 12 * T * B; // cotangent of lstm1$y
  const lstm1$d_h = 624 + 4 * B + 18 * T * B; // cotangent of state h
  const lstm1$o = 624 + 13 * B + 21 * T * B; // o
  const lstm1$h$2 = 624 + 13 * B + 24 * T * B; // $h
  const lstm1$d_c = 624 + 10 * B + 21 * T * B; // cotangent of state c
  const lstm1$g = 624 + 13 * B + 30 * T * B; // g
  const lstm1$i = 624 + 13 * B + 27 * T * B; // i
  const lstm1$c = 624 + 7 * B + 18 * T * B; // state c
  const lstm1$f = 624 + 13 * B + 33 * T * B; // f
  const lstm1$d_z_i = 624 + 23 * B + 36 * T * B; // d_z_i
  const lstm1$d_z_f = 624 + 23 * B + 39 * T * B; // d_z_f
  const lstm1$d_z_g = 624 + 23 * B + 42 * T * B; // d_z_g
  const lstm1$d_z_o = 624 + 23 * B + 45 * T * B; // d_z_o
  for (let t = T - 1; t >= 0; t--) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      for (let j = 0; j < 3; j++) {
        const d_h_0 = m[d_lstm1$y + r * 3 + j] + m[lstm1$d_h + b * 3 + j];
        const o_0 = m[lstm1$o + r * 3 + j];
        const $h_0 = m[lstm1$h$2 + r * 3 + j];
        const d_c_0 = m[lstm1$d_c + b * 3 + j] + d_h_0 * o_0 * (1 - $h_0 * $h_0);
        const g_0 = m[lstm1$g + r * 3 + j];
        const d_i_0 = d_c_0 * g_0;
        const i_0 = m[lstm1$i + r * 3 + j];
        const d_z_i_0 = d_i_0 * i_0 * (1 - i_0);
        const d_f_0 = d_c_0 * m[lstm1$c + r * 3 + j];
        const f_0 = m[lstm1$f + r * 3 + j];
        const d_z_f_0 = d_f_0 * f_0 * (1 - f_0);
        const d_g_0 = d_c_0 * i_0;
        const d_z_g_0 = d_g_0 * (1 - g_0 * g_0);
        const d_o_0 = d_h_0 * $h_0;
        const d_z_o_0 = d_o_0 * o_0 * (1 - o_0);
        const d_c_prev_0 = d_c_0 * f_0;
        m[lstm1$d_z_i + r * 3 + j] = d_z_i_0;
        m[lstm1$d_z_f + r * 3 + j] = d_z_f_0;
        m[lstm1$d_z_g + r * 3 + j] = d_z_g_0;
        m[lstm1$d_z_o + r * 3 + j] = d_z_o_0;
        m[j + 612] = d_c_prev_0;
      }
      {
        let d_h_prev_0 = 0;
        let d_h_prev_1 = 0;
        let d_h_prev_2 = 0;
        // + W_hg @ d_z_g
        {
          const d_z_g$k = m[lstm1$d_z_g + r * 3];
          d_h_prev_0 += m[68] * d_z_g$k;
          d_h_prev_1 += m[76] * d_z_g$k;
          d_h_prev_2 += m[84] * d_z_g$k;
          const d_z_g$k1 = m[lstm1$d_z_g + r * 3 + 1];
          d_h_prev_0 += m[69] * d_z_g$k1;
          d_h_prev_1 += m[77] * d_z_g$k1;
          d_h_prev_2 += m[85] * d_z_g$k1;
        }
        {
          const d_z_g$k = m[lstm1$d_z_g + r * 3 + 2];
          d_h_prev_0 += m[92] * d_z_g$k;
          d_h_prev_1 += m[100] * d_z_g$k;
          d_h_prev_2 += m[108] * d_z_g$k;
        }
        // + W_hi @ d_z_i
        {
          const d_z_i$k = m[lstm1$d_z_i + r * 3];
          d_h_prev_0 += m[64] * d_z_i$k;
          d_h_prev_1 += m[72] * d_z_i$k;
          d_h_prev_2 += m[80] * d_z_i$k;
          const d_z_i$k1 = m[lstm1$d_z_i + r * 3 + 1];
          d_h_prev_0 += m[65] * d_z_i$k1;
          d_h_prev_1 += m[73] * d_z_i$k1;
          d_h_prev_2 += m[81] * d_z_i$k1;
        }
        {
          const d_z_i$k = m[lstm1$d_z_i + r * 3 + 2];
          d_h_prev_0 += m[88] * d_z_i$k;
          d_h_prev_1 += m[96] * d_z_i$k;
          d_h_prev_2 += m[104] * d_z_i$k;
        }
        // + W_hf @ d_z_f
        {
          const d_z_f$k = m[lstm1$d_z_f + r * 3];
          d_h_prev_0 += m[66] * d_z_f$k;
          d_h_prev_1 += m[74] * d_z_f$k;
          d_h_prev_2 += m[82] * d_z_f$k;
          const d_z_f$k1 = m[lstm1$d_z_f + r * 3 + 1];
          d_h_prev_0 += m[67] * d_z_f$k1;
          d_h_prev_1 += m[75] * d_z_f$k1;
          d_h_prev_2 += m[83] * d_z_f$k1;
        }
        {
          const d_z_f$k = m[lstm1$d_z_f + r * 3 + 2];
          d_h_prev_0 += m[90] * d_z_f$k;
          d_h_prev_1 += m[98] * d_z_f$k;
          d_h_prev_2 += m[106] * d_z_f$k;
        }
        // + W_ho @ d_z_o
        {
          const d_z_o$k = m[lstm1$d_z_o + r * 3];
          d_h_prev_0 += m[70] * d_z_o$k;
          d_h_prev_1 += m[78] * d_z_o$k;
          d_h_prev_2 += m[86] * d_z_o$k;
          const d_z_o$k1 = m[lstm1$d_z_o + r * 3 + 1];
          d_h_prev_0 += m[71] * d_z_o$k1;
          d_h_prev_1 += m[79] * d_z_o$k1;
          d_h_prev_2 += m[87] * d_z_o$k1;
        }
        {
          const d_z_o$k = m[lstm1$d_z_o + r * 3 + 2];
          d_h_prev_0 += m[94] * d_z_o$k;
          d_h_prev_1 += m[102] * d_z_o$k;
          d_h_prev_2 += m[110] * d_z_o$k;
        }
        m[lstm1$d_h + b * 3] = d_h_prev_0;
        m[lstm1$d_h + b * 3 + 1] = d_h_prev_1;
        m[lstm1$d_h + b * 3 + 2] = d_h_prev_2;
      }
      for (let j = 0; j < 3; j++) {
        m[lstm1$d_c + b * 3 + j] = m[j + 612];
      }
    }
  }
}

/** Weight gradients of layer lstm1 (lstm, 4 → 3), summed over all time steps at once. */
function lstm1_gradients(m, T, B) {
  const lstm1$d_z_i = 624 + 23 * B + 36 * T * B; // d_z_i
  const x = 624 + B + T * B; // x, time-major
  const lstm1$d_z_f = 624 + 23 * B + 39 * T * B; // d_z_f
  const lstm1$d_z_g = 624 + 23 * B + 42 * T * B; // d_z_g
  const lstm1$d_z_o = 624 + 23 * B + 45 * T * B; // d_z_o
  const lstm1$h = 624 + B + 15 * T * B; // state h
  // d W_xi
  for (let k = 0; k < 2; k++) {
    let $s0_0_0 = 0;
    let $s0_0_1 = 0;
    let $s0_1_0 = 0;
    let $s0_1_1 = 0;
    let $s0_2_0 = 0;
    let $s0_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_i + r * 3];
      const $l1 = m[lstm1$d_z_i + r * 3 + 1];
      const $l2 = m[lstm1$d_z_i + r * 3 + 2];
      const $r0 = m[x + r * 4 + k * 2];
      const $r1 = m[x + r * 4 + k * 2 + 1];
      $s0_0_0 += $l0 * $r0;
      $s0_0_1 += $l0 * $r1;
      $s0_1_0 += $l1 * $r0;
      $s0_1_1 += $l1 * $r1;
      $s0_2_0 += $l2 * $r0;
      $s0_2_1 += $l2 * $r1;
    }
    m[k * 16 + 149] = m[k * 16 + 149] + $s0_0_0;
    m[k * 16 + 157] = m[k * 16 + 157] + $s0_0_1;
    m[k * 16 + 150] = m[k * 16 + 150] + $s0_1_0;
    m[k * 16 + 158] = m[k * 16 + 158] + $s0_1_1;
    m[k * 16 + 181] = m[k * 16 + 181] + $s0_2_0;
    m[k * 16 + 189] = m[k * 16 + 189] + $s0_2_1;
  }
  // d W_xf
  for (let k = 0; k < 2; k++) {
    let $s1_0_0 = 0;
    let $s1_0_1 = 0;
    let $s1_1_0 = 0;
    let $s1_1_1 = 0;
    let $s1_2_0 = 0;
    let $s1_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_f + r * 3];
      const $l1 = m[lstm1$d_z_f + r * 3 + 1];
      const $l2 = m[lstm1$d_z_f + r * 3 + 2];
      const $r0 = m[x + r * 4 + k * 2];
      const $r1 = m[x + r * 4 + k * 2 + 1];
      $s1_0_0 += $l0 * $r0;
      $s1_0_1 += $l0 * $r1;
      $s1_1_0 += $l1 * $r0;
      $s1_1_1 += $l1 * $r1;
      $s1_2_0 += $l2 * $r0;
      $s1_2_1 += $l2 * $r1;
    }
    m[k * 16 + 151] = m[k * 16 + 151] + $s1_0_0;
    m[k * 16 + 159] = m[k * 16 + 159] + $s1_0_1;
    m[k * 16 + 152] = m[k * 16 + 152] + $s1_1_0;
    m[k * 16 + 160] = m[k * 16 + 160] + $s1_1_1;
    m[k * 16 + 183] = m[k * 16 + 183] + $s1_2_0;
    m[k * 16 + 191] = m[k * 16 + 191] + $s1_2_1;
  }
  // d W_xg
  for (let k = 0; k < 2; k++) {
    let $s2_0_0 = 0;
    let $s2_0_1 = 0;
    let $s2_1_0 = 0;
    let $s2_1_1 = 0;
    let $s2_2_0 = 0;
    let $s2_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_g + r * 3];
      const $l1 = m[lstm1$d_z_g + r * 3 + 1];
      const $l2 = m[lstm1$d_z_g + r * 3 + 2];
      const $r0 = m[x + r * 4 + k * 2];
      const $r1 = m[x + r * 4 + k * 2 + 1];
      $s2_0_0 += $l0 * $r0;
      $s2_0_1 += $l0 * $r1;
      $s2_1_0 += $l1 * $r0;
      $s2_1_1 += $l1 * $r1;
      $s2_2_0 += $l2 * $r0;
      $s2_2_1 += $l2 * $r1;
    }
    m[k * 16 + 153] = m[k * 16 + 153] + $s2_0_0;
    m[k * 16 + 161] = m[k * 16 + 161] + $s2_0_1;
    m[k * 16 + 154] = m[k * 16 + 154] + $s2_1_0;
    m[k * 16 + 162] = m[k * 16 + 162] + $s2_1_1;
    m[k * 16 + 185] = m[k * 16 + 185] + $s2_2_0;
    m[k * 16 + 193] = m[k * 16 + 193] + $s2_2_1;
  }
  // d W_xo
  for (let k = 0; k < 2; k++) {
    let $s3_0_0 = 0;
    let $s3_0_1 = 0;
    let $s3_1_0 = 0;
    let $s3_1_1 = 0;
    let $s3_2_0 = 0;
    let $s3_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_o + r * 3];
      const $l1 = m[lstm1$d_z_o + r * 3 + 1];
      const $l2 = m[lstm1$d_z_o + r * 3 + 2];
      const $r0 = m[x + r * 4 + k * 2];
      const $r1 = m[x + r * 4 + k * 2 + 1];
      $s3_0_0 += $l0 * $r0;
      $s3_0_1 += $l0 * $r1;
      $s3_1_0 += $l1 * $r0;
      $s3_1_1 += $l1 * $r1;
      $s3_2_0 += $l2 * $r0;
      $s3_2_1 += $l2 * $r1;
    }
    m[k * 16 + 155] = m[k * 16 + 155] + $s3_0_0;
    m[k * 16 + 163] = m[k * 16 + 163] + $s3_0_1;
    m[k * 16 + 156] = m[k * 16 + 156] + $s3_1_0;
    m[k * 16 + 164] = m[k * 16 + 164] + $s3_1_1;
    m[k * 16 + 187] = m[k * 16 + 187] + $s3_2_0;
    m[k * 16 + 195] = m[k * 16 + 195] + $s3_2_1;
  }
  // d W_hi
  {
    let $s4_0_0 = 0;
    let $s4_0_1 = 0;
    let $s4_1_0 = 0;
    let $s4_1_1 = 0;
    let $s4_2_0 = 0;
    let $s4_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_i + r * 3];
      const $l1 = m[lstm1$d_z_i + r * 3 + 1];
      const $l2 = m[lstm1$d_z_i + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3];
      const $r1 = m[lstm1$h + r * 3 + 1];
      $s4_0_0 += $l0 * $r0;
      $s4_0_1 += $l0 * $r1;
      $s4_1_0 += $l1 * $r0;
      $s4_1_1 += $l1 * $r1;
      $s4_2_0 += $l2 * $r0;
      $s4_2_1 += $l2 * $r1;
    }
    m[213] = m[213] + $s4_0_0;
    m[221] = m[221] + $s4_0_1;
    m[214] = m[214] + $s4_1_0;
    m[222] = m[222] + $s4_1_1;
    m[237] = m[237] + $s4_2_0;
    m[245] = m[245] + $s4_2_1;
  }
  {
    let $s4_0_0 = 0;
    let $s4_1_0 = 0;
    let $s4_2_0 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_i + r * 3];
      const $l1 = m[lstm1$d_z_i + r * 3 + 1];
      const $l2 = m[lstm1$d_z_i + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3 + 2];
      $s4_0_0 += $l0 * $r0;
      $s4_1_0 += $l1 * $r0;
      $s4_2_0 += $l2 * $r0;
    }
    m[229] = m[229] + $s4_0_0;
    m[230] = m[230] + $s4_1_0;
    m[253] = m[253] + $s4_2_0;
  }
  // d W_hf
  {
    let $s5_0_0 = 0;
    let $s5_0_1 = 0;
    let $s5_1_0 = 0;
    let $s5_1_1 = 0;
    let $s5_2_0 = 0;
    let $s5_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_f + r * 3];
      const $l1 = m[lstm1$d_z_f + r * 3 + 1];
      const $l2 = m[lstm1$d_z_f + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3];
      const $r1 = m[lstm1$h + r * 3 + 1];
      $s5_0_0 += $l0 * $r0;
      $s5_0_1 += $l0 * $r1;
      $s5_1_0 += $l1 * $r0;
      $s5_1_1 += $l1 * $r1;
      $s5_2_0 += $l2 * $r0;
      $s5_2_1 += $l2 * $r1;
    }
    m[215] = m[215] + $s5_0_0;
    m[223] = m[223] + $s5_0_1;
    m[216] = m[216] + $s5_1_0;
    m[224] = m[224] + $s5_1_1;
    m[239] = m[239] + $s5_2_0;
    m[247] = m[247] + $s5_2_1;
  }
  {
    let $s5_0_0 = 0;
    let $s5_1_0 = 0;
    let $s5_2_0 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_f + r * 3];
      const $l1 = m[lstm1$d_z_f + r * 3 + 1];
      const $l2 = m[lstm1$d_z_f + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3 + 2];
      $s5_0_0 += $l0 * $r0;
      $s5_1_0 += $l1 * $r0;
      $s5_2_0 += $l2 * $r0;
    }
    m[231] = m[231] + $s5_0_0;
    m[232] = m[232] + $s5_1_0;
    m[255] = m[255] + $s5_2_0;
  }
  // d W_hg
  {
    let $s6_0_0 = 0;
    let $s6_0_1 = 0;
    let $s6_1_0 = 0;
    let $s6_1_1 = 0;
    let $s6_2_0 = 0;
    let $s6_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_g + r * 3];
      const $l1 = m[lstm1$d_z_g + r * 3 + 1];
      const $l2 = m[lstm1$d_z_g + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3];
      const $r1 = m[lstm1$h + r * 3 + 1];
      $s6_0_0 += $l0 * $r0;
      $s6_0_1 += $l0 * $r1;
      $s6_1_0 += $l1 * $r0;
      $s6_1_1 += $l1 * $r1;
      $s6_2_0 += $l2 * $r0;
      $s6_2_1 += $l2 * $r1;
    }
    m[217] = m[217] + $s6_0_0;
    m[225] = m[225] + $s6_0_1;
    m[218] = m[218] + $s6_1_0;
    m[226] = m[226] + $s6_1_1;
    m[241] = m[241] + $s6_2_0;
    m[249] = m[249] + $s6_2_1;
  }
  {
    let $s6_0_0 = 0;
    let $s6_1_0 = 0;
    let $s6_2_0 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_g + r * 3];
      const $l1 = m[lstm1$d_z_g + r * 3 + 1];
      const $l2 = m[lstm1$d_z_g + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3 + 2];
      $s6_0_0 += $l0 * $r0;
      $s6_1_0 += $l1 * $r0;
      $s6_2_0 += $l2 * $r0;
    }
    m[233] = m[233] + $s6_0_0;
    m[234] = m[234] + $s6_1_0;
    m[257] = m[257] + $s6_2_0;
  }
  // d W_ho
  {
    let $s7_0_0 = 0;
    let $s7_0_1 = 0;
    let $s7_1_0 = 0;
    let $s7_1_1 = 0;
    let $s7_2_0 = 0;
    let $s7_2_1 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_o + r * 3];
      const $l1 = m[lstm1$d_z_o + r * 3 + 1];
      const $l2 = m[lstm1$d_z_o + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3];
      const $r1 = m[lstm1$h + r * 3 + 1];
      $s7_0_0 += $l0 * $r0;
      $s7_0_1 += $l0 * $r1;
      $s7_1_0 += $l1 * $r0;
      $s7_1_1 += $l1 * $r1;
      $s7_2_0 += $l2 * $r0;
      $s7_2_1 += $l2 * $r1;
    }
    m[219] = m[219] + $s7_0_0;
    m[227] = m[227] + $s7_0_1;
    m[220] = m[220] + $s7_1_0;
    m[228] = m[228] + $s7_1_1;
    m[243] = m[243] + $s7_2_0;
    m[251] = m[251] + $s7_2_1;
  }
  {
    let $s7_0_0 = 0;
    let $s7_1_0 = 0;
    let $s7_2_0 = 0;
    for (let r = 0; r < T * B; r++) {
      const $l0 = m[lstm1$d_z_o + r * 3];
      const $l1 = m[lstm1$d_z_o + r * 3 + 1];
      const $l2 = m[lstm1$d_z_o + r * 3 + 2];
      const $r0 = m[lstm1$h + r * 3 + 2];
      $s7_0_0 += $l0 * $r0;
      $s7_1_0 += $l1 * $r0;
      $s7_2_0 += $l2 * $r0;
    }
    m[235] = m[235] + $s7_0_0;
    m[236] = m[236] + $s7_1_0;
    m[259] = m[259] + $s7_2_0;
  }
  // d b_i
  {
    let $s8_0 = 0;
    let $s8_1 = 0;
    let $s8_2 = 0;
    for (let r = 0; r < T * B; r++) {
      $s8_0 += m[lstm1$d_z_i + r * 3];
      $s8_1 += m[lstm1$d_z_i + r * 3 + 1];
      $s8_2 += m[lstm1$d_z_i + r * 3 + 2];
    }
    m[261] = m[261] + $s8_0;
    m[262] = m[262] + $s8_1;
    m[263] = m[263] + $s8_2;
  }
  // d b_f
  {
    let $s9_0 = 0;
    let $s9_1 = 0;
    let $s9_2 = 0;
    for (let r = 0; r < T * B; r++) {
      $s9_0 += m[lstm1$d_z_f + r * 3];
      $s9_1 += m[lstm1$d_z_f + r * 3 + 1];
      $s9_2 += m[lstm1$d_z_f + r * 3 + 2];
    }
    m[264] = m[264] + $s9_0;
    m[265] = m[265] + $s9_1;
    m[266] = m[266] + $s9_2;
  }
  // d b_g
  {
    let $s10_0 = 0;
    let $s10_1 = 0;
    let $s10_2 = 0;
    for (let r = 0; r < T * B; r++) {
      $s10_0 += m[lstm1$d_z_g + r * 3];
      $s10_1 += m[lstm1$d_z_g + r * 3 + 1];
      $s10_2 += m[lstm1$d_z_g + r * 3 + 2];
    }
    m[267] = m[267] + $s10_0;
    m[268] = m[268] + $s10_1;
    m[269] = m[269] + $s10_2;
  }
  // d b_o
  {
    let $s11_0 = 0;
    let $s11_1 = 0;
    let $s11_2 = 0;
    for (let r = 0; r < T * B; r++) {
      $s11_0 += m[lstm1$d_z_o + r * 3];
      $s11_1 += m[lstm1$d_z_o + r * 3 + 1];
      $s11_2 += m[lstm1$d_z_o + r * 3 + 2];
    }
    m[270] = m[270] + $s11_0;
    m[271] = m[271] + $s11_1;
    m[272] = m[272] + $s11_2;
  }
}

/** The last step of every sequence. */
function last$select(m, T, B) {
  const last = 624 + T * B; // row of a sequence's last step
  const last$x = 624 + 13 * B + 36 * T * B; // last$x
  const lstm1$y = 624 + B + 9 * T * B; // lstm1$y, time-major
  for (let b = 0; b < B; b++) {
    const r = m[last + b];
    for (let j = 0; j < 3; j++) {
      m[last$x + b * 3 + j] = m[lstm1$y + r * 3 + j];
    }
  }
}

/** Only the last step of a sequence has a cotangent. */
function last$scatter(m, T, B) {
  const d_lstm1$y = 624 + B + 12 * T * B; // cotangent of lstm1$y
  const last = 624 + T * B; // row of a sequence's last step
  const d_last$x = 624 + 16 * B + 36 * T * B; // cotangent of last$x
  for (let r = 0; r < T * B; r++) {
    for (let j = 0; j < 3; j++) {
      m[d_lstm1$y + r * 3 + j] = 0;
    }
  }
  for (let b = 0; b < B; b++) {
    const r = m[last + b];
    for (let j = 0; j < 3; j++) {
      m[d_lstm1$y + r * 3 + j] = m[d_last$x + b * 3 + j];
    }
  }
}

/**
 * One time step of layer dense1 (dense, 3 → 1):
 *   y = W @ x + b
 */
function dense1_step(m) {
  {
    let y_0 = m[148];
    // + W @ x
    {
      const x$k = m[600];
      y_0 += m[124] * x$k;
    }
    {
      const x$k = m[601];
      y_0 += m[132] * x$k;
    }
    {
      const x$k = m[602];
      y_0 += m[140] * x$k;
    }
    m[615] = y_0;
  }
}

/** What layer dense1 (dense, 3 → 1) computes from its input alone, for all time steps at once. */
function dense1_hoisted(m, T, B) {
  const last$x = 624 + 13 * B + 36 * T * B; // last$x
  const y = 624 + 19 * B + 36 * T * B; // y
  for (let r = 0; r < B; r++) {
    {
      let y_0 = m[148];
      // + W @ x
      {
        const x$k = m[last$x + r * 3];
        y_0 += m[124] * x$k;
      }
      {
        const x$k = m[last$x + r * 3 + 1];
        y_0 += m[132] * x$k;
      }
      {
        const x$k = m[last$x + r * 3 + 2];
        y_0 += m[140] * x$k;
      }
      m[y + r] = y_0;
    }
  }
}

/** What the gradient of layer dense1 (dense, 3 → 1) takes from its output's cotangent alone, for all time steps at once. */
function dense1_backward_hoisted(m, T, B) {
  const d_y = 624 + 20 * B + 36 * T * B; // cotangent of y
  const d_last$x = 624 + 16 * B + 36 * T * B; // cotangent of last$x
  for (let r = 0; r < B; r++) {
    {
      let d_x_0 = 0;
      let d_x_1 = 0;
      let d_x_2 = 0;
      // + W @ d_y
      {
        const d_y$k = m[d_y + r];
        d_x_0 += m[124] * d_y$k;
        d_x_1 += m[132] * d_y$k;
        d_x_2 += m[140] * d_y$k;
      }
      m[d_last$x + r * 3] = d_x_0;
      m[d_last$x + r * 3 + 1] = d_x_1;
      m[d_last$x + r * 3 + 2] = d_x_2;
    }
  }
}

/** Weight gradients of layer dense1 (dense, 3 → 1), summed over all time steps at once. */
function dense1_gradients(m, T, B) {
  const d_y = 624 + 20 * B + 36 * T * B; // cotangent of y
  const last$x = 624 + 13 * B + 36 * T * B; // last$x
  // d W
  for (let k = 0; k < 3; k++) {
    let $s0_0_0 = 0;
    for (let r = 0; r < B; r++) {
      const $l0 = m[d_y + r];
      const $r0 = m[last$x + r * 3 + k];
      $s0_0_0 += $l0 * $r0;
    }
    m[k * 8 + 273] = m[k * 8 + 273] + $s0_0_0;
  }
  // d b
  {
    let $s1_0 = 0;
    for (let r = 0; r < B; r++) {
      $s1_0 += m[d_y + r];
    }
    m[297] = m[297] + $s1_0;
  }
}

/** The loss mse and the cotangent of the output. */
function loss$mse(m, T, B) {
  const weight = 624 + 22 * B + 36 * T * B; // how much a row counts
  const y = 624 + 19 * B + 36 * T * B; // y
  const target = 624 + 21 * B + 36 * T * B; // what the output is compared with
  const d_y = 624 + 20 * B + 36 * T * B; // cotangent of y
  let total = 0;
  for (let r = 0; r < B; r++) {
    const $d_weight_ = m[weight + r];
    const $d_scale_ = m[617];
    const $v_ = $d_weight_ * $d_scale_;
    let loss_ = 0;
    {
      const $z_loss_0 = m[y + r] - m[target + r];
      const z_loss_0 = $z_loss_0 * $z_loss_0;
      loss_ += z_loss_0;
      const $v$3_0 = $v_ * $z_loss_0 + $v_ * $z_loss_0;
      m[d_y + r] = $v$3_0;
    }
    const $v$2_ = loss_ * $v_;
    total += $v$2_;
  }
  m[616] = total;
}

/** One update of every parameter by adam. */
function update$adam(m) {
  const $lr_ = m[619];
  const $beta1_ = m[620];
  const $weight_decay_ = m[623];
  const $t_ = m[618];
  const $eps_ = m[622];
  const $beta2_ = m[621];
  const $m_ = 1 - $beta1_;
  const $p_ = Math.pow($beta1_, $t_);
  const $p$2_ = 1 - $p_;
  const $v_ = 1 - $beta2_;
  const $p$3_ = Math.pow($beta2_, $t_);
  const $p$4_ = 1 - $p$3_;
  for (let j = 0; j < 149; j++) {
    const $p_prev_0 = m[j];
    const d_0 = m[j + 149] + $weight_decay_ * $p_prev_0;
    const m_0 = $beta1_ * m[j + 298] + $m_ * d_0;
    const v_0 = $beta2_ * m[j + 447] + $v_ * (d_0 * d_0);
    const p_0 = $p_prev_0 - $lr_ * (m_0 / $p$2_) / ($eps_ + Math.sqrt(v_0 / $p$4_));
    m[j + 298] = m_0;
    m[j + 447] = v_0;
    m[j] = p_0;
  }
}

function step(m) {
  lstm1_step(m);
  dense1_step(m);
}

function forward(m, T, B) {
  lstm1_hoisted(m, T, B);
  lstm1_forward(m, T, B);
  last$select(m, T, B);
  dense1_hoisted(m, T, B);
}

function backward(m, T, B) {
  dense1_backward_hoisted(m, T, B);
  dense1_gradients(m, T, B);
  last$scatter(m, T, B);
  lstm1_backward(m, T, B);
  lstm1_gradients(m, T, B);
}

function inputGradient(m, T, B) {
  lstm1_backward_deferred(m, T, B);
}

function loss(m, T, B) {
  loss$mse(m, T, B);
}

function update(m) {
  update$adam(m);
}

export const manifest = {
  format: "cellc/1",
  name: "lstm_train_4_3",
  target: "js",
  precision: "f32",
  hash: "0ce0858b0a95148d",
  version: "0.1.0",
  input: 4,
  output: 1,
  reads: "features",
  returns: "last",
  arena: [624, 23, 48],
  values: { start: 0, end: 149 },
  params: [
    {
      name: "lstm1.W_xi",
      shape: [3, 4],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 4],
          at: 0,
          dims: [{ block: 2, far: 32, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.W_hi",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 64,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.b_i",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 112, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "lstm1.W_xf",
      shape: [3, 4],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 4],
          at: 2,
          dims: [{ block: 2, far: 32, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.W_hf",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 66,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.b_f",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 115, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "lstm1.W_xg",
      shape: [3, 4],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 4],
          at: 4,
          dims: [{ block: 2, far: 32, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.W_hg",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 68,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.b_g",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 118, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "lstm1.W_xo",
      shape: [3, 4],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 4],
          at: 6,
          dims: [{ block: 2, far: 32, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.W_ho",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 70,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "lstm1.b_o",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 121, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "dense1.W",
      shape: [1, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [1, 3],
          at: 124,
          dims: [{ block: 8, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "dense1.b",
      shape: [1],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [1], at: 148, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
  ],
  states: [
    {
      name: "lstm1.h",
      shape: [3],
      direction: "forward",
      step: { at: [603, 0, 0], size: 3, rows: "one" },
      run: { at: [624, 1, 15], size: 3, rows: "slots" },
      cotangent: { at: [624, 4, 18], size: 3, rows: "batch" },
    },
    {
      name: "lstm1.c",
      shape: [3],
      direction: "forward",
      step: { at: [606, 0, 0], size: 3, rows: "one" },
      run: { at: [624, 7, 18], size: 3, rows: "slots" },
      cotangent: { at: [624, 10, 21], size: 3, rows: "batch" },
    },
  ],
  stream: { x: { at: [596, 0, 0], size: 4, rows: "one" }, y: { at: [615, 0, 0], size: 1, rows: "one" } },
  x: { at: [624, 1, 1], size: 4, rows: "steps" },
  y: { at: [624, 19, 36], size: 1, rows: "batch" },
  active: { at: [624, 0, 0], size: 1, rows: "steps" },
  last: { at: [624, 0, 1], size: 1, rows: "batch" },
  training: {
    gradients: 149,
    gy: { at: [624, 20, 36], size: 1, rows: "batch" },
    gx: { at: [624, 1, 5], size: 4, rows: "steps" },
    zeroWhenRagged: [
      { at: [624, 1, 5], size: 4, rows: "steps" },
      { at: [624, 1, 9], size: 3, rows: "steps" },
      { at: [624, 1, 12], size: 3, rows: "steps" },
      { at: [624, 1, 15], size: 3, rows: "slots" },
      { at: [624, 7, 18], size: 3, rows: "slots" },
      { at: [624, 23, 36], size: 3, rows: "steps" },
      { at: [624, 23, 39], size: 3, rows: "steps" },
      { at: [624, 23, 42], size: 3, rows: "steps" },
      { at: [624, 23, 45], size: 3, rows: "steps" },
      { at: [624, 13, 21], size: 3, rows: "steps" },
      { at: [624, 13, 24], size: 3, rows: "steps" },
      { at: [624, 13, 27], size: 3, rows: "steps" },
      { at: [624, 13, 30], size: 3, rows: "steps" },
      { at: [624, 13, 33], size: 3, rows: "steps" },
      { at: [624, 23, 36], size: 3, rows: "steps" },
      { at: [624, 23, 39], size: 3, rows: "steps" },
      { at: [624, 23, 42], size: 3, rows: "steps" },
      { at: [624, 23, 45], size: 3, rows: "steps" },
    ],
    noise: [],
  },
  loss: {
    name: "mse",
    target: { at: [624, 21, 36], size: 1, rows: "batch" },
    weight: { at: [624, 22, 36], size: 1, rows: "batch" },
    value: { at: [616, 0, 0], size: 1, rows: "one" },
    scale: { at: [617, 0, 0], size: 1, rows: "one" },
  },
  optimizer: {
    name: "adam",
    moments: [{ name: "m", at: 298, size: 149 }, { name: "v", at: 447, size: 149 }],
    scalars: [
      { name: "t", at: 618 },
      { name: "lr", at: 619, default: 0.01 },
      { name: "beta1", at: 620, default: 0.9 },
      { name: "beta2", at: 621, default: 0.999 },
      { name: "eps", at: 622, default: 1e-8 },
      { name: "weight_decay", at: 623, default: 0 },
    ],
  },
};

export const kernels = { step, forward, backward, inputGradient, loss, update };
