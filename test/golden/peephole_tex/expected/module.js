// peephole_tex: 2 → 3 features a time step. Compiled by cellc 0.1.0 for js, f32; do not edit.
// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.

const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));

/**
 * One time step of layer peephole1 (peephole, 2 → 3):
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
 *   c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
 *   h = o * tanh(c)
 */
function peephole1_step(m) {
  {
    let $z_o_0 = m[137];
    let $z_o_1 = m[138];
    let z_f_0 = m[131];
    let z_f_1 = m[132];
    let z_i_0 = m[128];
    let z_i_1 = m[129];
    let $c_0 = m[134];
    let $c_1 = m[135];
    // + W_xo, W_xf, W_xi, W_xc @ x
    {
      const x$k = m[140];
      $z_o_0 += m[6] * x$k;
      z_f_0 += m[2] * x$k;
      z_i_0 += m[0] * x$k;
      $c_0 += m[4] * x$k;
      $z_o_1 += m[7] * x$k;
      z_f_1 += m[3] * x$k;
      z_i_1 += m[1] * x$k;
      $c_1 += m[5] * x$k;
    }
    {
      const x$k = m[141];
      $z_o_0 += m[14] * x$k;
      z_f_0 += m[10] * x$k;
      z_i_0 += m[8] * x$k;
      $c_0 += m[12] * x$k;
      $z_o_1 += m[15] * x$k;
      z_f_1 += m[11] * x$k;
      z_i_1 += m[9] * x$k;
      $c_1 += m[13] * x$k;
    }
    // + W_ho, W_hf, W_hi, W_hc @ h_prev
    {
      const h_prev$k = m[145];
      $z_o_0 += m[38] * h_prev$k;
      z_f_0 += m[34] * h_prev$k;
      z_i_0 += m[32] * h_prev$k;
      $c_0 += m[36] * h_prev$k;
      $z_o_1 += m[39] * h_prev$k;
      z_f_1 += m[35] * h_prev$k;
      z_i_1 += m[33] * h_prev$k;
      $c_1 += m[37] * h_prev$k;
    }
    {
      const h_prev$k = m[146];
      $z_o_0 += m[46] * h_prev$k;
      z_f_0 += m[42] * h_prev$k;
      z_i_0 += m[40] * h_prev$k;
      $c_0 += m[44] * h_prev$k;
      $z_o_1 += m[47] * h_prev$k;
      z_f_1 += m[43] * h_prev$k;
      z_i_1 += m[41] * h_prev$k;
      $c_1 += m[45] * h_prev$k;
    }
    {
      const h_prev$k = m[147];
      $z_o_0 += m[54] * h_prev$k;
      z_f_0 += m[50] * h_prev$k;
      z_i_0 += m[48] * h_prev$k;
      $c_0 += m[52] * h_prev$k;
      $z_o_1 += m[55] * h_prev$k;
      z_f_1 += m[51] * h_prev$k;
      z_i_1 += m[49] * h_prev$k;
      $c_1 += m[53] * h_prev$k;
    }
    // + W_cf, W_ci @ c_prev
    {
      const c_prev$k = m[148];
      z_f_0 += m[82] * c_prev$k;
      z_i_0 += m[80] * c_prev$k;
      z_f_1 += m[83] * c_prev$k;
      z_i_1 += m[81] * c_prev$k;
    }
    {
      const c_prev$k = m[149];
      z_f_0 += m[86] * c_prev$k;
      z_i_0 += m[84] * c_prev$k;
      z_f_1 += m[87] * c_prev$k;
      z_i_1 += m[85] * c_prev$k;
    }
    {
      const c_prev$k = m[150];
      z_f_0 += m[90] * c_prev$k;
      z_i_0 += m[88] * c_prev$k;
      z_f_1 += m[91] * c_prev$k;
      z_i_1 += m[89] * c_prev$k;
    }
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
    const $c_prev_0 = m[148];
    const $c$4_0 = Math.min(Math.max($c_0, -9.02), 9.02);
    const $c$5_0 = $c$4_0 * $c$4_0;
    const c_0 = f_0 * $c_prev_0 + i_0 * ($c$4_0 * (0.9999999790072142 + $c$5_0 * (0.13379645694070708 + $c$5_0 * (0.0034939486983024417 + $c$5_0 * (0.000020582067362185346 + $c$5_0 * 1.3317112816065463e-8)))) / (1 + $c$5_0 * (0.4671296092135243 + $c$5_0 * (0.02587074668378256 + $c$5_0 * (0.00032829523637330313 + $c$5_0 * 7.76121752414079e-7)))));
    const $c_prev_1 = m[149];
    const $c$4_1 = Math.min(Math.max($c_1, -9.02), 9.02);
    const $c$5_1 = $c$4_1 * $c$4_1;
    const c_1 = f_1 * $c_prev_1 + i_1 * ($c$4_1 * (0.9999999790072142 + $c$5_1 * (0.13379645694070708 + $c$5_1 * (0.0034939486983024417 + $c$5_1 * (0.000020582067362185346 + $c$5_1 * 1.3317112816065463e-8)))) / (1 + $c$5_1 * (0.4671296092135243 + $c$5_1 * (0.02587074668378256 + $c$5_1 * (0.00032829523637330313 + $c$5_1 * 7.76121752414079e-7)))));
    const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
    const $h$3_0 = $h$2_0 * $h$2_0;
    const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
    const $h$2_1 = Math.min(Math.max(c_1, -9.02), 9.02);
    const $h$3_1 = $h$2_1 * $h$2_1;
    const $h$21_1 = $h$2_1 * (0.9999999790072142 + $h$3_1 * (0.13379645694070708 + $h$3_1 * (0.0034939486983024417 + $h$3_1 * (0.000020582067362185346 + $h$3_1 * 1.3317112816065463e-8)))) / (1 + $h$3_1 * (0.4671296092135243 + $h$3_1 * (0.02587074668378256 + $h$3_1 * (0.00032829523637330313 + $h$3_1 * 7.76121752414079e-7))));
    m[154] = $z_o_0;
    m[155] = $z_o_1;
    m[151] = c_0;
    m[152] = c_1;
    m[157] = $h$21_0;
    m[158] = $h$21_1;
  }
  {
    let $z_o_0 = m[139];
    let z_f_0 = m[133];
    let z_i_0 = m[130];
    let $c_0 = m[136];
    // + W_xo, W_xf, W_xi, W_xc @ x
    {
      const x$k = m[140];
      $z_o_0 += m[22] * x$k;
      z_f_0 += m[18] * x$k;
      z_i_0 += m[16] * x$k;
      $c_0 += m[20] * x$k;
    }
    {
      const x$k = m[141];
      $z_o_0 += m[30] * x$k;
      z_f_0 += m[26] * x$k;
      z_i_0 += m[24] * x$k;
      $c_0 += m[28] * x$k;
    }
    // + W_ho, W_hf, W_hi, W_hc @ h_prev
    {
      const h_prev$k = m[145];
      $z_o_0 += m[62] * h_prev$k;
      z_f_0 += m[58] * h_prev$k;
      z_i_0 += m[56] * h_prev$k;
      $c_0 += m[60] * h_prev$k;
    }
    {
      const h_prev$k = m[146];
      $z_o_0 += m[70] * h_prev$k;
      z_f_0 += m[66] * h_prev$k;
      z_i_0 += m[64] * h_prev$k;
      $c_0 += m[68] * h_prev$k;
    }
    {
      const h_prev$k = m[147];
      $z_o_0 += m[78] * h_prev$k;
      z_f_0 += m[74] * h_prev$k;
      z_i_0 += m[72] * h_prev$k;
      $c_0 += m[76] * h_prev$k;
    }
    // + W_cf, W_ci @ c_prev
    {
      const c_prev$k = m[148];
      z_f_0 += m[94] * c_prev$k;
      z_i_0 += m[92] * c_prev$k;
    }
    {
      const c_prev$k = m[149];
      z_f_0 += m[98] * c_prev$k;
      z_i_0 += m[96] * c_prev$k;
    }
    {
      const c_prev$k = m[150];
      z_f_0 += m[102] * c_prev$k;
      z_i_0 += m[100] * c_prev$k;
    }
    const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
    const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
    const $f$6_0 = $f$4_0 - $f$5_0;
    const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
    const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
    const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
    const $i$6_0 = $i$4_0 - $i$5_0;
    const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
    const $c_prev_0 = m[150];
    const $c$4_0 = Math.min(Math.max($c_0, -9.02), 9.02);
    const $c$5_0 = $c$4_0 * $c$4_0;
    const c_0 = f_0 * $c_prev_0 + i_0 * ($c$4_0 * (0.9999999790072142 + $c$5_0 * (0.13379645694070708 + $c$5_0 * (0.0034939486983024417 + $c$5_0 * (0.000020582067362185346 + $c$5_0 * 1.3317112816065463e-8)))) / (1 + $c$5_0 * (0.4671296092135243 + $c$5_0 * (0.02587074668378256 + $c$5_0 * (0.00032829523637330313 + $c$5_0 * 7.76121752414079e-7)))));
    const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
    const $h$3_0 = $h$2_0 * $h$2_0;
    const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
    m[156] = $z_o_0;
    m[153] = c_0;
    m[159] = $h$21_0;
  }
  {
    const $z_o_0 = m[154];
    let z_o_0 = $z_o_0;
    const $z_o_1 = m[155];
    let z_o_1 = $z_o_1;
    const $z_o_2 = m[156];
    let z_o_2 = $z_o_2;
    // + W_co @ c
    {
      const c$k = m[151];
      z_o_0 += m[104] * c$k;
      z_o_1 += m[105] * c$k;
      z_o_2 += m[106] * c$k;
    }
    {
      const c$k = m[152];
      z_o_0 += m[112] * c$k;
      z_o_1 += m[113] * c$k;
      z_o_2 += m[114] * c$k;
    }
    {
      const c$k = m[153];
      z_o_0 += m[120] * c$k;
      z_o_1 += m[121] * c$k;
      z_o_2 += m[122] * c$k;
    }
    const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
    const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
    const $o$6_0 = $o$4_0 - $o$5_0;
    const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
    const $o$4_1 = Math.min(Math.max(-z_o_1, -708), 709) * 1.4426950408889634;
    const $o$5_1 = ($o$4_1 + 6755399441055744 - 6755399441055744);
    const $o$6_1 = $o$4_1 - $o$5_1;
    const o_1 = 1 / (1 + ((1 + $o$6_1 * (0.6931472028551288 + $o$6_1 * (0.24022647913619308 + $o$6_1 * (0.05550332471026663 + $o$6_1 * (0.009618437358341966 + $o$6_1 * (0.0013398874445400804 + $o$6_1 * 0.0001535336180087152)))))) * pow2[$o$5_1 + 1022]));
    const $o$4_2 = Math.min(Math.max(-z_o_2, -708), 709) * 1.4426950408889634;
    const $o$5_2 = ($o$4_2 + 6755399441055744 - 6755399441055744);
    const $o$6_2 = $o$4_2 - $o$5_2;
    const o_2 = 1 / (1 + ((1 + $o$6_2 * (0.6931472028551288 + $o$6_2 * (0.24022647913619308 + $o$6_2 * (0.05550332471026663 + $o$6_2 * (0.009618437358341966 + $o$6_2 * (0.0013398874445400804 + $o$6_2 * 0.0001535336180087152)))))) * pow2[$o$5_2 + 1022]));
    const $h$21_0 = m[157];
    const h_0 = o_0 * $h$21_0;
    const $h$21_1 = m[158];
    const h_1 = o_1 * $h$21_1;
    const $h$21_2 = m[159];
    const h_2 = o_2 * $h$21_2;
    m[142] = h_0;
    m[143] = h_1;
    m[144] = h_2;
    m[145] = h_0;
    m[146] = h_1;
    m[147] = h_2;
  }
  for (let j = 0; j < 3; j++) {
    m[j + 148] = m[j + 151];
  }
}

/** What layer peephole1 (peephole, 2 → 3) computes from its input alone, for all time steps at once. */
function peephole1_hoisted(m, T, B) {
  const active = 169; // how many sequences are longer than t
  const x = 169 + B + T * B; // x, time-major
  const peephole1$z_o = 169 + 7 * B + 6 * T * B; // $z_o
  const peephole1$z_f = 169 + 7 * B + 9 * T * B; // $z_f
  const peephole1$z_i = 169 + 7 * B + 12 * T * B; // $z_i
  const peephole1$c$2 = 169 + 7 * B + 15 * T * B; // $c
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      {
        let $z_o_0 = m[137];
        let $z_o_1 = m[138];
        let $z_f_0 = m[131];
        let $z_f_1 = m[132];
        let $z_i_0 = m[128];
        let $z_i_1 = m[129];
        let $c_0 = m[134];
        let $c_1 = m[135];
        // + W_xo, W_xf, W_xi, W_xc @ x
        {
          const x$k = m[x + r * 2];
          $z_o_0 += m[6] * x$k;
          $z_f_0 += m[2] * x$k;
          $z_i_0 += m[0] * x$k;
          $c_0 += m[4] * x$k;
          $z_o_1 += m[7] * x$k;
          $z_f_1 += m[3] * x$k;
          $z_i_1 += m[1] * x$k;
          $c_1 += m[5] * x$k;
        }
        {
          const x$k = m[x + r * 2 + 1];
          $z_o_0 += m[14] * x$k;
          $z_f_0 += m[10] * x$k;
          $z_i_0 += m[8] * x$k;
          $c_0 += m[12] * x$k;
          $z_o_1 += m[15] * x$k;
          $z_f_1 += m[11] * x$k;
          $z_i_1 += m[9] * x$k;
          $c_1 += m[13] * x$k;
        }
        m[peephole1$z_o + r * 3] = $z_o_0;
        m[peephole1$z_o + r * 3 + 1] = $z_o_1;
        m[peephole1$z_f + r * 3] = $z_f_0;
        m[peephole1$z_f + r * 3 + 1] = $z_f_1;
        m[peephole1$z_i + r * 3] = $z_i_0;
        m[peephole1$z_i + r * 3 + 1] = $z_i_1;
        m[peephole1$c$2 + r * 3] = $c_0;
        m[peephole1$c$2 + r * 3 + 1] = $c_1;
      }
      {
        let $z_o_0 = m[139];
        let $z_f_0 = m[133];
        let $z_i_0 = m[130];
        let $c_0 = m[136];
        // + W_xo, W_xf, W_xi, W_xc @ x
        {
          const x$k = m[x + r * 2];
          $z_o_0 += m[22] * x$k;
          $z_f_0 += m[18] * x$k;
          $z_i_0 += m[16] * x$k;
          $c_0 += m[20] * x$k;
        }
        {
          const x$k = m[x + r * 2 + 1];
          $z_o_0 += m[30] * x$k;
          $z_f_0 += m[26] * x$k;
          $z_i_0 += m[24] * x$k;
          $c_0 += m[28] * x$k;
        }
        m[peephole1$z_o + r * 3 + 2] = $z_o_0;
        m[peephole1$z_f + r * 3 + 2] = $z_f_0;
        m[peephole1$z_i + r * 3 + 2] = $z_i_0;
        m[peephole1$c$2 + r * 3 + 2] = $c_0;
      }
    }
  }
}

/**
 * Layer peephole1 (peephole, 2 → 3), step by step:
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
 *   c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
 *   h = o * tanh(c)
 */
function peephole1_forward(m, T, B) {
  const active = 169; // how many sequences are longer than t
  const peephole1$z_o = 169 + 7 * B + 6 * T * B; // $z_o
  const peephole1$z_f = 169 + 7 * B + 9 * T * B; // $z_f
  const peephole1$z_i = 169 + 7 * B + 12 * T * B; // $z_i
  const peephole1$c$2 = 169 + 7 * B + 15 * T * B; // $c
  const peephole1$h = 169 + B + 6 * T * B; // state h
  const peephole1$c = 169 + 4 * B + 6 * T * B; // state c
  const y = 169 + B + 3 * T * B; // y, time-major
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < m[active + t]; b++) {
      const r = t * B + b;
      {
        let $z_o$2_0 = m[peephole1$z_o + r * 3];
        let $z_o$2_1 = m[peephole1$z_o + r * 3 + 1];
        let z_f_0 = m[peephole1$z_f + r * 3];
        let z_f_1 = m[peephole1$z_f + r * 3 + 1];
        let z_i_0 = m[peephole1$z_i + r * 3];
        let z_i_1 = m[peephole1$z_i + r * 3 + 1];
        let $c$2_0 = m[peephole1$c$2 + r * 3];
        let $c$2_1 = m[peephole1$c$2 + r * 3 + 1];
        // + W_ho, W_hf, W_hi, W_hc @ h_prev
        {
          const h_prev$k = m[peephole1$h + b * 3];
          $z_o$2_0 += m[38] * h_prev$k;
          z_f_0 += m[34] * h_prev$k;
          z_i_0 += m[32] * h_prev$k;
          $c$2_0 += m[36] * h_prev$k;
          $z_o$2_1 += m[39] * h_prev$k;
          z_f_1 += m[35] * h_prev$k;
          z_i_1 += m[33] * h_prev$k;
          $c$2_1 += m[37] * h_prev$k;
        }
        {
          const h_prev$k = m[peephole1$h + b * 3 + 1];
          $z_o$2_0 += m[46] * h_prev$k;
          z_f_0 += m[42] * h_prev$k;
          z_i_0 += m[40] * h_prev$k;
          $c$2_0 += m[44] * h_prev$k;
          $z_o$2_1 += m[47] * h_prev$k;
          z_f_1 += m[43] * h_prev$k;
          z_i_1 += m[41] * h_prev$k;
          $c$2_1 += m[45] * h_prev$k;
        }
        {
          const h_prev$k = m[peephole1$h + b * 3 + 2];
          $z_o$2_0 += m[54] * h_prev$k;
          z_f_0 += m[50] * h_prev$k;
          z_i_0 += m[48] * h_prev$k;
          $c$2_0 += m[52] * h_prev$k;
          $z_o$2_1 += m[55] * h_prev$k;
          z_f_1 += m[51] * h_prev$k;
          z_i_1 += m[49] * h_prev$k;
          $c$2_1 += m[53] * h_prev$k;
        }
        // + W_cf, W_ci @ c_prev
        {
          const c_prev$k = m[peephole1$c + b * 3];
          z_f_0 += m[82] * c_prev$k;
          z_i_0 += m[80] * c_prev$k;
          z_f_1 += m[83] * c_prev$k;
          z_i_1 += m[81] * c_prev$k;
        }
        {
          const c_prev$k = m[peephole1$c + b * 3 + 1];
          z_f_0 += m[86] * c_prev$k;
          z_i_0 += m[84] * c_prev$k;
          z_f_1 += m[87] * c_prev$k;
          z_i_1 += m[85] * c_prev$k;
        }
        {
          const c_prev$k = m[peephole1$c + b * 3 + 2];
          z_f_0 += m[90] * c_prev$k;
          z_i_0 += m[88] * c_prev$k;
          z_f_1 += m[91] * c_prev$k;
          z_i_1 += m[89] * c_prev$k;
        }
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
        const $c_prev_0 = m[peephole1$c + b * 3];
        const $c$5_0 = Math.min(Math.max($c$2_0, -9.02), 9.02);
        const $c$6_0 = $c$5_0 * $c$5_0;
        const c_0 = f_0 * $c_prev_0 + i_0 * ($c$5_0 * (0.9999999790072142 + $c$6_0 * (0.13379645694070708 + $c$6_0 * (0.0034939486983024417 + $c$6_0 * (0.000020582067362185346 + $c$6_0 * 1.3317112816065463e-8)))) / (1 + $c$6_0 * (0.4671296092135243 + $c$6_0 * (0.02587074668378256 + $c$6_0 * (0.00032829523637330313 + $c$6_0 * 7.76121752414079e-7)))));
        const $c_prev_1 = m[peephole1$c + b * 3 + 1];
        const $c$5_1 = Math.min(Math.max($c$2_1, -9.02), 9.02);
        const $c$6_1 = $c$5_1 * $c$5_1;
        const c_1 = f_1 * $c_prev_1 + i_1 * ($c$5_1 * (0.9999999790072142 + $c$6_1 * (0.13379645694070708 + $c$6_1 * (0.0034939486983024417 + $c$6_1 * (0.000020582067362185346 + $c$6_1 * 1.3317112816065463e-8)))) / (1 + $c$6_1 * (0.4671296092135243 + $c$6_1 * (0.02587074668378256 + $c$6_1 * (0.00032829523637330313 + $c$6_1 * 7.76121752414079e-7)))));
        const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
        const $h$3_0 = $h$2_0 * $h$2_0;
        const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
        const $h$2_1 = Math.min(Math.max(c_1, -9.02), 9.02);
        const $h$3_1 = $h$2_1 * $h$2_1;
        const $h$21_1 = $h$2_1 * (0.9999999790072142 + $h$3_1 * (0.13379645694070708 + $h$3_1 * (0.0034939486983024417 + $h$3_1 * (0.000020582067362185346 + $h$3_1 * 1.3317112816065463e-8)))) / (1 + $h$3_1 * (0.4671296092135243 + $h$3_1 * (0.02587074668378256 + $h$3_1 * (0.00032829523637330313 + $h$3_1 * 7.76121752414079e-7))));
        m[163] = $z_o$2_0;
        m[164] = $z_o$2_1;
        m[160] = c_0;
        m[161] = c_1;
        m[166] = $h$21_0;
        m[167] = $h$21_1;
      }
      {
        let $z_o$2_0 = m[peephole1$z_o + r * 3 + 2];
        let z_f_0 = m[peephole1$z_f + r * 3 + 2];
        let z_i_0 = m[peephole1$z_i + r * 3 + 2];
        let $c$2_0 = m[peephole1$c$2 + r * 3 + 2];
        // + W_ho, W_hf, W_hi, W_hc @ h_prev
        {
          const h_prev$k = m[peephole1$h + b * 3];
          $z_o$2_0 += m[62] * h_prev$k;
          z_f_0 += m[58] * h_prev$k;
          z_i_0 += m[56] * h_prev$k;
          $c$2_0 += m[60] * h_prev$k;
        }
        {
          const h_prev$k = m[peephole1$h + b * 3 + 1];
          $z_o$2_0 += m[70] * h_prev$k;
          z_f_0 += m[66] * h_prev$k;
          z_i_0 += m[64] * h_prev$k;
          $c$2_0 += m[68] * h_prev$k;
        }
        {
          const h_prev$k = m[peephole1$h + b * 3 + 2];
          $z_o$2_0 += m[78] * h_prev$k;
          z_f_0 += m[74] * h_prev$k;
          z_i_0 += m[72] * h_prev$k;
          $c$2_0 += m[76] * h_prev$k;
        }
        // + W_cf, W_ci @ c_prev
        {
          const c_prev$k = m[peephole1$c + b * 3];
          z_f_0 += m[94] * c_prev$k;
          z_i_0 += m[92] * c_prev$k;
        }
        {
          const c_prev$k = m[peephole1$c + b * 3 + 1];
          z_f_0 += m[98] * c_prev$k;
          z_i_0 += m[96] * c_prev$k;
        }
        {
          const c_prev$k = m[peephole1$c + b * 3 + 2];
          z_f_0 += m[102] * c_prev$k;
          z_i_0 += m[100] * c_prev$k;
        }
        const $f$4_0 = Math.min(Math.max(-z_f_0, -708), 709) * 1.4426950408889634;
        const $f$5_0 = ($f$4_0 + 6755399441055744 - 6755399441055744);
        const $f$6_0 = $f$4_0 - $f$5_0;
        const f_0 = 1 / (1 + ((1 + $f$6_0 * (0.6931472028551288 + $f$6_0 * (0.24022647913619308 + $f$6_0 * (0.05550332471026663 + $f$6_0 * (0.009618437358341966 + $f$6_0 * (0.0013398874445400804 + $f$6_0 * 0.0001535336180087152)))))) * pow2[$f$5_0 + 1022]));
        const $i$4_0 = Math.min(Math.max(-z_i_0, -708), 709) * 1.4426950408889634;
        const $i$5_0 = ($i$4_0 + 6755399441055744 - 6755399441055744);
        const $i$6_0 = $i$4_0 - $i$5_0;
        const i_0 = 1 / (1 + ((1 + $i$6_0 * (0.6931472028551288 + $i$6_0 * (0.24022647913619308 + $i$6_0 * (0.05550332471026663 + $i$6_0 * (0.009618437358341966 + $i$6_0 * (0.0013398874445400804 + $i$6_0 * 0.0001535336180087152)))))) * pow2[$i$5_0 + 1022]));
        const $c_prev_0 = m[peephole1$c + b * 3 + 2];
        const $c$5_0 = Math.min(Math.max($c$2_0, -9.02), 9.02);
        const $c$6_0 = $c$5_0 * $c$5_0;
        const c_0 = f_0 * $c_prev_0 + i_0 * ($c$5_0 * (0.9999999790072142 + $c$6_0 * (0.13379645694070708 + $c$6_0 * (0.0034939486983024417 + $c$6_0 * (0.000020582067362185346 + $c$6_0 * 1.3317112816065463e-8)))) / (1 + $c$6_0 * (0.4671296092135243 + $c$6_0 * (0.02587074668378256 + $c$6_0 * (0.00032829523637330313 + $c$6_0 * 7.76121752414079e-7)))));
        const $h$2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
        const $h$3_0 = $h$2_0 * $h$2_0;
        const $h$21_0 = $h$2_0 * (0.9999999790072142 + $h$3_0 * (0.13379645694070708 + $h$3_0 * (0.0034939486983024417 + $h$3_0 * (0.000020582067362185346 + $h$3_0 * 1.3317112816065463e-8)))) / (1 + $h$3_0 * (0.4671296092135243 + $h$3_0 * (0.02587074668378256 + $h$3_0 * (0.00032829523637330313 + $h$3_0 * 7.76121752414079e-7))));
        m[165] = $z_o$2_0;
        m[162] = c_0;
        m[168] = $h$21_0;
      }
      {
        const $z_o$2_0 = m[163];
        let z_o_0 = $z_o$2_0;
        const $z_o$2_1 = m[164];
        let z_o_1 = $z_o$2_1;
        const $z_o$2_2 = m[165];
        let z_o_2 = $z_o$2_2;
        // + W_co @ c
        {
          const c$k = m[160];
          z_o_0 += m[104] * c$k;
          z_o_1 += m[105] * c$k;
          z_o_2 += m[106] * c$k;
        }
        {
          const c$k = m[161];
          z_o_0 += m[112] * c$k;
          z_o_1 += m[113] * c$k;
          z_o_2 += m[114] * c$k;
        }
        {
          const c$k = m[162];
          z_o_0 += m[120] * c$k;
          z_o_1 += m[121] * c$k;
          z_o_2 += m[122] * c$k;
        }
        const $o$4_0 = Math.min(Math.max(-z_o_0, -708), 709) * 1.4426950408889634;
        const $o$5_0 = ($o$4_0 + 6755399441055744 - 6755399441055744);
        const $o$6_0 = $o$4_0 - $o$5_0;
        const o_0 = 1 / (1 + ((1 + $o$6_0 * (0.6931472028551288 + $o$6_0 * (0.24022647913619308 + $o$6_0 * (0.05550332471026663 + $o$6_0 * (0.009618437358341966 + $o$6_0 * (0.0013398874445400804 + $o$6_0 * 0.0001535336180087152)))))) * pow2[$o$5_0 + 1022]));
        const $o$4_1 = Math.min(Math.max(-z_o_1, -708), 709) * 1.4426950408889634;
        const $o$5_1 = ($o$4_1 + 6755399441055744 - 6755399441055744);
        const $o$6_1 = $o$4_1 - $o$5_1;
        const o_1 = 1 / (1 + ((1 + $o$6_1 * (0.6931472028551288 + $o$6_1 * (0.24022647913619308 + $o$6_1 * (0.05550332471026663 + $o$6_1 * (0.009618437358341966 + $o$6_1 * (0.0013398874445400804 + $o$6_1 * 0.0001535336180087152)))))) * pow2[$o$5_1 + 1022]));
        const $o$4_2 = Math.min(Math.max(-z_o_2, -708), 709) * 1.4426950408889634;
        const $o$5_2 = ($o$4_2 + 6755399441055744 - 6755399441055744);
        const $o$6_2 = $o$4_2 - $o$5_2;
        const o_2 = 1 / (1 + ((1 + $o$6_2 * (0.6931472028551288 + $o$6_2 * (0.24022647913619308 + $o$6_2 * (0.05550332471026663 + $o$6_2 * (0.009618437358341966 + $o$6_2 * (0.0013398874445400804 + $o$6_2 * 0.0001535336180087152)))))) * pow2[$o$5_2 + 1022]));
        const $h$21_0 = m[166];
        const h_0 = o_0 * $h$21_0;
        const $h$21_1 = m[167];
        const h_1 = o_1 * $h$21_1;
        const $h$21_2 = m[168];
        const h_2 = o_2 * $h$21_2;
        m[y + r * 3] = h_0;
        m[y + r * 3 + 1] = h_1;
        m[y + r * 3 + 2] = h_2;
        m[peephole1$h + b * 3] = h_0;
        m[peephole1$h + b * 3 + 1] = h_1;
        m[peephole1$h + b * 3 + 2] = h_2;
      }
      for (let j = 0; j < 3; j++) {
        m[peephole1$c + b * 3 + j] = m[j + 160];
      }
    }
  }
}

function step(m) {
  peephole1_step(m);
}

function forward(m, T, B) {
  peephole1_hoisted(m, T, B);
  peephole1_forward(m, T, B);
}

export const manifest = {
  format: "cellc/1",
  name: "peephole_tex",
  target: "js",
  precision: "f32",
  hash: "5f1cef17b28f22cf",
  version: "0.1.0",
  input: 2,
  output: 3,
  reads: "features",
  returns: "sequence",
  arena: [169, 7, 18],
  values: { start: 0, end: 140 },
  params: [
    {
      name: "peephole1.W_xi",
      shape: [3, 2],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 2],
          at: 0,
          dims: [{ block: 2, far: 16, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_hi",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 32,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_ci",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 80,
          dims: [{ block: 2, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.b_i",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 128, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "peephole1.W_xf",
      shape: [3, 2],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 2],
          at: 2,
          dims: [{ block: 2, far: 16, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_hf",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 34,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_cf",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 82,
          dims: [{ block: 2, far: 12, near: 1 }, { block: 1, far: 4, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.b_f",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 131, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "peephole1.W_xc",
      shape: [3, 2],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 2],
          at: 4,
          dims: [{ block: 2, far: 16, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_hc",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 36,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.b_c",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 134, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
    {
      name: "peephole1.W_xo",
      shape: [3, 2],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 2],
          at: 6,
          dims: [{ block: 2, far: 16, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_ho",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 38,
          dims: [{ block: 2, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.W_co",
      shape: [3, 3],
      init: { uniform: 0.5773502691896258 },
      pieces: [
        {
          from: [0, 0],
          size: [3, 3],
          at: 104,
          dims: [{ block: 8, far: 24, near: 1 }, { block: 1, far: 8, near: 0 }],
        },
      ],
    },
    {
      name: "peephole1.b_o",
      shape: [3],
      init: { uniform: 0.5773502691896258 },
      pieces: [{ from: [0], size: [3], at: 137, dims: [{ block: 1, far: 1, near: 0 }] }],
    },
  ],
  states: [
    {
      name: "peephole1.h",
      shape: [3],
      direction: "forward",
      step: { at: [145, 0, 0], size: 3, rows: "one" },
      run: { at: [169, 1, 6], size: 3, rows: "batch" },
    },
    {
      name: "peephole1.c",
      shape: [3],
      direction: "forward",
      step: { at: [148, 0, 0], size: 3, rows: "one" },
      run: { at: [169, 4, 6], size: 3, rows: "batch" },
    },
  ],
  stream: { x: { at: [140, 0, 0], size: 2, rows: "one" }, y: { at: [142, 0, 0], size: 3, rows: "one" } },
  x: { at: [169, 1, 1], size: 2, rows: "steps" },
  y: { at: [169, 1, 3], size: 3, rows: "steps" },
  active: { at: [169, 0, 0], size: 1, rows: "steps" },
  last: { at: [169, 0, 1], size: 1, rows: "batch" },
};

export const kernels = { step, forward };
