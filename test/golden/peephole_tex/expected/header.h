/*
 * peephole_tex: 2 features -> 3 features a time step. Written by cellc 0.1.0; do not edit.
 * C99 and C++, without allocation and global state. Compiled with -ffp-contract=off, every machine computes the same.
 *
 *   float packed[PEEPHOLE_TEX_PACKED]; peephole_tex_pack(weights, packed);
 *   peephole_tex_model model; peephole_tex_init(&model, packed);
 *   peephole_tex_step(&model, x, y); // once each time step
 *
 * Weights, in the order of peephole_tex_pack, matrices by rows:
 *         0  peephole1.W_xi [3, 2]
 *         6  peephole1.W_hi [3, 3]
 *        15  peephole1.W_ci [3, 3]
 *        24  peephole1.b_i [3]
 *        27  peephole1.W_xf [3, 2]
 *        33  peephole1.W_hf [3, 3]
 *        42  peephole1.W_cf [3, 3]
 *        51  peephole1.b_f [3]
 *        54  peephole1.W_xc [3, 2]
 *        60  peephole1.W_hc [3, 3]
 *        69  peephole1.b_c [3]
 *        72  peephole1.W_xo [3, 2]
 *        78  peephole1.W_ho [3, 3]
 *        87  peephole1.W_co [3, 3]
 *        96  peephole1.b_o [3]
 */
#ifndef PEEPHOLE_TEX_CELLC_H
#define PEEPHOLE_TEX_CELLC_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PEEPHOLE_TEX_INPUT 2 /* numbers a time step */
#define PEEPHOLE_TEX_OUTPUT 3
#define PEEPHOLE_TEX_WEIGHTS 99
#define PEEPHOLE_TEX_PACKED 140
/* What peephole_tex_run needs for T time steps. */
#define PEEPHOLE_TEX_ARENA(T) (36 + 18 * (size_t)(T))

/** Packs PEEPHOLE_TEX_WEIGHTS numbers as the kernels read them: PEEPHOLE_TEX_PACKED numbers. */
static inline void peephole_tex_pack(const float *weights, float *packed) {
  memset(packed, 0, PEEPHOLE_TEX_PACKED * sizeof(float));
  // peephole1.W_xi
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 2; j++) packed[i / 2 * 16 + i % 2 + j * 8] = weights[i * 2 + j];
  // peephole1.W_hi
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 24 + i % 2 + j * 8 + 32] = weights[i * 3 + j + 6];
  // peephole1.W_ci
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 12 + i % 2 + j * 4 + 80] = weights[i * 3 + j + 15];
  // peephole1.b_i
  for (ptrdiff_t i = 0; i < 3; i++) packed[i + 128] = weights[i + 24];
  // peephole1.W_xf
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 2; j++) packed[i / 2 * 16 + i % 2 + j * 8 + 2] = weights[i * 2 + j + 27];
  // peephole1.W_hf
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 24 + i % 2 + j * 8 + 34] = weights[i * 3 + j + 33];
  // peephole1.W_cf
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 12 + i % 2 + j * 4 + 82] = weights[i * 3 + j + 42];
  // peephole1.b_f
  for (ptrdiff_t i = 0; i < 3; i++) packed[i + 131] = weights[i + 51];
  // peephole1.W_xc
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 2; j++) packed[i / 2 * 16 + i % 2 + j * 8 + 4] = weights[i * 2 + j + 54];
  // peephole1.W_hc
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 24 + i % 2 + j * 8 + 36] = weights[i * 3 + j + 60];
  // peephole1.b_c
  for (ptrdiff_t i = 0; i < 3; i++) packed[i + 134] = weights[i + 69];
  // peephole1.W_xo
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 2; j++) packed[i / 2 * 16 + i % 2 + j * 8 + 6] = weights[i * 2 + j + 72];
  // peephole1.W_ho
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 2 * 24 + i % 2 + j * 8 + 38] = weights[i * 3 + j + 78];
  // peephole1.W_co
  for (ptrdiff_t i = 0; i < 3; i++) for (ptrdiff_t j = 0; j < 3; j++) packed[i / 8 * 24 + i % 8 + j * 8 + 104] = weights[i * 3 + j + 87];
  // peephole1.b_o
  for (ptrdiff_t i = 0; i < 3; i++) packed[i + 137] = weights[i + 96];
}

static inline float peephole_tex_least(float a, float b) { return b < a ? b : a; }

static inline float peephole_tex_most(float a, float b) { return a < b ? b : a; }

static inline float peephole_tex_where(float c, float a, float b) { return c > 0 ? a : b; }

static inline float peephole_tex_nearest(float x) {
#ifdef __FAST_MATH__
  return rintf(x);
#else
  const float a = fabsf(x);
  return a < 8388608.0f ? copysignf((a + 8388608.0f) - 8388608.0f, x) : x;
#endif
}

static inline float peephole_tex_pow2(float k) {
  uint32_t bits;
  k += 12583039.0f;
  memcpy(&bits, &k, 4);
  bits <<= 23;
  memcpy(&k, &bits, 4);
  return k;
}

/**
 * One time step of layer peephole1 (peephole, 2 -> 3):
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
 *   c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
 *   h = o * tanh(c)
 */
static inline void peephole_tex_peephole1_step(const float *w, float *m) {
  {
    float z_o_0_2 = w[137];
    float z_o_1_2 = w[138];
    float z_f_0 = w[131];
    float z_f_1 = w[132];
    float z_i_0 = w[128];
    float z_i_1 = w[129];
    float c_0_2 = w[134];
    float c_1_2 = w[135];
    // + W_xo, W_xf, W_xi, W_xc @ x
    {
      const float x_k = m[0];
      z_o_0_2 += w[6] * x_k;
      z_f_0 += w[2] * x_k;
      z_i_0 += w[0] * x_k;
      c_0_2 += w[4] * x_k;
      z_o_1_2 += w[7] * x_k;
      z_f_1 += w[3] * x_k;
      z_i_1 += w[1] * x_k;
      c_1_2 += w[5] * x_k;
    }
    {
      const float x_k = m[1];
      z_o_0_2 += w[14] * x_k;
      z_f_0 += w[10] * x_k;
      z_i_0 += w[8] * x_k;
      c_0_2 += w[12] * x_k;
      z_o_1_2 += w[15] * x_k;
      z_f_1 += w[11] * x_k;
      z_i_1 += w[9] * x_k;
      c_1_2 += w[13] * x_k;
    }
    // + W_ho, W_hf, W_hi, W_hc @ h_prev
    {
      const float h_prev_k = m[5];
      z_o_0_2 += w[38] * h_prev_k;
      z_f_0 += w[34] * h_prev_k;
      z_i_0 += w[32] * h_prev_k;
      c_0_2 += w[36] * h_prev_k;
      z_o_1_2 += w[39] * h_prev_k;
      z_f_1 += w[35] * h_prev_k;
      z_i_1 += w[33] * h_prev_k;
      c_1_2 += w[37] * h_prev_k;
    }
    {
      const float h_prev_k = m[6];
      z_o_0_2 += w[46] * h_prev_k;
      z_f_0 += w[42] * h_prev_k;
      z_i_0 += w[40] * h_prev_k;
      c_0_2 += w[44] * h_prev_k;
      z_o_1_2 += w[47] * h_prev_k;
      z_f_1 += w[43] * h_prev_k;
      z_i_1 += w[41] * h_prev_k;
      c_1_2 += w[45] * h_prev_k;
    }
    {
      const float h_prev_k = m[7];
      z_o_0_2 += w[54] * h_prev_k;
      z_f_0 += w[50] * h_prev_k;
      z_i_0 += w[48] * h_prev_k;
      c_0_2 += w[52] * h_prev_k;
      z_o_1_2 += w[55] * h_prev_k;
      z_f_1 += w[51] * h_prev_k;
      z_i_1 += w[49] * h_prev_k;
      c_1_2 += w[53] * h_prev_k;
    }
    // + W_cf, W_ci @ c_prev
    {
      const float c_prev_k = m[8];
      z_f_0 += w[82] * c_prev_k;
      z_i_0 += w[80] * c_prev_k;
      z_f_1 += w[83] * c_prev_k;
      z_i_1 += w[81] * c_prev_k;
    }
    {
      const float c_prev_k = m[9];
      z_f_0 += w[86] * c_prev_k;
      z_i_0 += w[84] * c_prev_k;
      z_f_1 += w[87] * c_prev_k;
      z_i_1 += w[85] * c_prev_k;
    }
    {
      const float c_prev_k = m[10];
      z_f_0 += w[90] * c_prev_k;
      z_i_0 += w[88] * c_prev_k;
      z_f_1 += w[91] * c_prev_k;
      z_i_1 += w[89] * c_prev_k;
    }
    // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
    const float f_2_0 = peephole_tex_least(fabsf(z_f_0), 104.0f);
    const float f_4_0 = peephole_tex_nearest(f_2_0 * -1.442695f);
    const float f_8_0 = f_4_0 * -0.6933594f - f_2_0 + f_4_0 * 0.00021219444f;
    const float f_9_0 = f_8_0 * f_8_0;
    const float f_24_0 = (1.0f + (f_8_0 + f_9_0 * (0.49999994f + f_8_0 * 0.16666515f + f_9_0 * (0.041668456f + f_8_0 * 0.00836942f + f_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_0 + 64.0f) * 5.421011e-20f);
    const float f_26_0 = peephole_tex_most(f_24_0, (z_f_0 > 0.0f ? 1.0f : 0.0f));
    const float f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0f + f_24_0));
    const float f_2_1 = peephole_tex_least(fabsf(z_f_1), 104.0f);
    const float f_4_1 = peephole_tex_nearest(f_2_1 * -1.442695f);
    const float f_8_1 = f_4_1 * -0.6933594f - f_2_1 + f_4_1 * 0.00021219444f;
    const float f_9_1 = f_8_1 * f_8_1;
    const float f_24_1 = (1.0f + (f_8_1 + f_9_1 * (0.49999994f + f_8_1 * 0.16666515f + f_9_1 * (0.041668456f + f_8_1 * 0.00836942f + f_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_1 + 64.0f) * 5.421011e-20f);
    const float f_26_1 = peephole_tex_most(f_24_1, (z_f_1 > 0.0f ? 1.0f : 0.0f));
    const float f_1 = f_26_1 - f_26_1 * (f_24_1 / (1.0f + f_24_1));
    // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
    const float i_2_0 = peephole_tex_least(fabsf(z_i_0), 104.0f);
    const float i_4_0 = peephole_tex_nearest(i_2_0 * -1.442695f);
    const float i_8_0 = i_4_0 * -0.6933594f - i_2_0 + i_4_0 * 0.00021219444f;
    const float i_9_0 = i_8_0 * i_8_0;
    const float i_24_0 = (1.0f + (i_8_0 + i_9_0 * (0.49999994f + i_8_0 * 0.16666515f + i_9_0 * (0.041668456f + i_8_0 * 0.00836942f + i_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_0 + 64.0f) * 5.421011e-20f);
    const float i_26_0 = peephole_tex_most(i_24_0, (z_i_0 > 0.0f ? 1.0f : 0.0f));
    const float i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0f + i_24_0));
    const float i_2_1 = peephole_tex_least(fabsf(z_i_1), 104.0f);
    const float i_4_1 = peephole_tex_nearest(i_2_1 * -1.442695f);
    const float i_8_1 = i_4_1 * -0.6933594f - i_2_1 + i_4_1 * 0.00021219444f;
    const float i_9_1 = i_8_1 * i_8_1;
    const float i_24_1 = (1.0f + (i_8_1 + i_9_1 * (0.49999994f + i_8_1 * 0.16666515f + i_9_1 * (0.041668456f + i_8_1 * 0.00836942f + i_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_1 + 64.0f) * 5.421011e-20f);
    const float i_26_1 = peephole_tex_most(i_24_1, (z_i_1 > 0.0f ? 1.0f : 0.0f));
    const float i_1 = i_26_1 - i_26_1 * (i_24_1 / (1.0f + i_24_1));
    // c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
    const float c_prev_0 = m[8];
    const float c_4_0 = peephole_tex_least(fabsf(c_0_2), 9.1f);
    const float c_6_0 = c_4_0 * c_4_0;
    const float c_15_0 = peephole_tex_nearest(c_4_0 * 2.88539f);
    const float c_19_0 = c_4_0 - c_15_0 * 0.3466797f - c_15_0 * -0.00010609722f;
    const float c_21_0 = c_19_0 * c_19_0;
    const float c_32_0 = peephole_tex_pow2(c_15_0);
    const float c_35_0 = (c_19_0 + c_19_0 + c_21_0 * (2.0f + c_19_0 * 1.333323f + c_21_0 * (0.66666025f + c_19_0 * 0.2677519f + c_21_0 * 0.08926462f))) * c_32_0 + (c_32_0 - 1.0f);
    const float c_0 = f_0 * c_prev_0 + i_0 * copysignf(peephole_tex_where(0.26f - c_4_0, c_4_0 + c_4_0 * c_6_0 * (-0.33333212f + c_6_0 * (0.13322443f + c_6_0 * -0.051193237f)), c_35_0 / (c_35_0 + 2.0f)), c_0_2);
    const float c_prev_1 = m[9];
    const float c_4_1 = peephole_tex_least(fabsf(c_1_2), 9.1f);
    const float c_6_1 = c_4_1 * c_4_1;
    const float c_15_1 = peephole_tex_nearest(c_4_1 * 2.88539f);
    const float c_19_1 = c_4_1 - c_15_1 * 0.3466797f - c_15_1 * -0.00010609722f;
    const float c_21_1 = c_19_1 * c_19_1;
    const float c_32_1 = peephole_tex_pow2(c_15_1);
    const float c_35_1 = (c_19_1 + c_19_1 + c_21_1 * (2.0f + c_19_1 * 1.333323f + c_21_1 * (0.66666025f + c_19_1 * 0.2677519f + c_21_1 * 0.08926462f))) * c_32_1 + (c_32_1 - 1.0f);
    const float c_1 = f_1 * c_prev_1 + i_1 * copysignf(peephole_tex_where(0.26f - c_4_1, c_4_1 + c_4_1 * c_6_1 * (-0.33333212f + c_6_1 * (0.13322443f + c_6_1 * -0.051193237f)), c_35_1 / (c_35_1 + 2.0f)), c_1_2);
    const float h_2_0 = peephole_tex_least(fabsf(c_0), 9.1f);
    const float h_4_0 = h_2_0 * h_2_0;
    const float h_13_0 = peephole_tex_nearest(h_2_0 * 2.88539f);
    const float h_17_0 = h_2_0 - h_13_0 * 0.3466797f - h_13_0 * -0.00010609722f;
    const float h_19_0 = h_17_0 * h_17_0;
    const float h_30_0 = peephole_tex_pow2(h_13_0);
    const float h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0f + h_17_0 * 1.333323f + h_19_0 * (0.66666025f + h_17_0 * 0.2677519f + h_19_0 * 0.08926462f))) * h_30_0 + (h_30_0 - 1.0f);
    const float h_37_0 = copysignf(peephole_tex_where(0.26f - h_2_0, h_2_0 + h_2_0 * h_4_0 * (-0.33333212f + h_4_0 * (0.13322443f + h_4_0 * -0.051193237f)), h_33_0 / (h_33_0 + 2.0f)), c_0);
    const float h_2_1 = peephole_tex_least(fabsf(c_1), 9.1f);
    const float h_4_1 = h_2_1 * h_2_1;
    const float h_13_1 = peephole_tex_nearest(h_2_1 * 2.88539f);
    const float h_17_1 = h_2_1 - h_13_1 * 0.3466797f - h_13_1 * -0.00010609722f;
    const float h_19_1 = h_17_1 * h_17_1;
    const float h_30_1 = peephole_tex_pow2(h_13_1);
    const float h_33_1 = (h_17_1 + h_17_1 + h_19_1 * (2.0f + h_17_1 * 1.333323f + h_19_1 * (0.66666025f + h_17_1 * 0.2677519f + h_19_1 * 0.08926462f))) * h_30_1 + (h_30_1 - 1.0f);
    const float h_37_1 = copysignf(peephole_tex_where(0.26f - h_2_1, h_2_1 + h_2_1 * h_4_1 * (-0.33333212f + h_4_1 * (0.13322443f + h_4_1 * -0.051193237f)), h_33_1 / (h_33_1 + 2.0f)), c_1);
    m[14] = z_o_0_2;
    m[15] = z_o_1_2;
    m[11] = c_0;
    m[12] = c_1;
    m[17] = h_37_0;
    m[18] = h_37_1;
  }
  {
    float z_o_0_2 = w[139];
    float z_f_0 = w[133];
    float z_i_0 = w[130];
    float c_0_2 = w[136];
    // + W_xo, W_xf, W_xi, W_xc @ x
    {
      const float x_k = m[0];
      z_o_0_2 += w[22] * x_k;
      z_f_0 += w[18] * x_k;
      z_i_0 += w[16] * x_k;
      c_0_2 += w[20] * x_k;
    }
    {
      const float x_k = m[1];
      z_o_0_2 += w[30] * x_k;
      z_f_0 += w[26] * x_k;
      z_i_0 += w[24] * x_k;
      c_0_2 += w[28] * x_k;
    }
    // + W_ho, W_hf, W_hi, W_hc @ h_prev
    {
      const float h_prev_k = m[5];
      z_o_0_2 += w[62] * h_prev_k;
      z_f_0 += w[58] * h_prev_k;
      z_i_0 += w[56] * h_prev_k;
      c_0_2 += w[60] * h_prev_k;
    }
    {
      const float h_prev_k = m[6];
      z_o_0_2 += w[70] * h_prev_k;
      z_f_0 += w[66] * h_prev_k;
      z_i_0 += w[64] * h_prev_k;
      c_0_2 += w[68] * h_prev_k;
    }
    {
      const float h_prev_k = m[7];
      z_o_0_2 += w[78] * h_prev_k;
      z_f_0 += w[74] * h_prev_k;
      z_i_0 += w[72] * h_prev_k;
      c_0_2 += w[76] * h_prev_k;
    }
    // + W_cf, W_ci @ c_prev
    {
      const float c_prev_k = m[8];
      z_f_0 += w[94] * c_prev_k;
      z_i_0 += w[92] * c_prev_k;
    }
    {
      const float c_prev_k = m[9];
      z_f_0 += w[98] * c_prev_k;
      z_i_0 += w[96] * c_prev_k;
    }
    {
      const float c_prev_k = m[10];
      z_f_0 += w[102] * c_prev_k;
      z_i_0 += w[100] * c_prev_k;
    }
    // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
    const float f_2_0 = peephole_tex_least(fabsf(z_f_0), 104.0f);
    const float f_4_0 = peephole_tex_nearest(f_2_0 * -1.442695f);
    const float f_8_0 = f_4_0 * -0.6933594f - f_2_0 + f_4_0 * 0.00021219444f;
    const float f_9_0 = f_8_0 * f_8_0;
    const float f_24_0 = (1.0f + (f_8_0 + f_9_0 * (0.49999994f + f_8_0 * 0.16666515f + f_9_0 * (0.041668456f + f_8_0 * 0.00836942f + f_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_0 + 64.0f) * 5.421011e-20f);
    const float f_26_0 = peephole_tex_most(f_24_0, (z_f_0 > 0.0f ? 1.0f : 0.0f));
    const float f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0f + f_24_0));
    // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
    const float i_2_0 = peephole_tex_least(fabsf(z_i_0), 104.0f);
    const float i_4_0 = peephole_tex_nearest(i_2_0 * -1.442695f);
    const float i_8_0 = i_4_0 * -0.6933594f - i_2_0 + i_4_0 * 0.00021219444f;
    const float i_9_0 = i_8_0 * i_8_0;
    const float i_24_0 = (1.0f + (i_8_0 + i_9_0 * (0.49999994f + i_8_0 * 0.16666515f + i_9_0 * (0.041668456f + i_8_0 * 0.00836942f + i_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_0 + 64.0f) * 5.421011e-20f);
    const float i_26_0 = peephole_tex_most(i_24_0, (z_i_0 > 0.0f ? 1.0f : 0.0f));
    const float i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0f + i_24_0));
    // c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
    const float c_prev_0 = m[10];
    const float c_4_0 = peephole_tex_least(fabsf(c_0_2), 9.1f);
    const float c_6_0 = c_4_0 * c_4_0;
    const float c_15_0 = peephole_tex_nearest(c_4_0 * 2.88539f);
    const float c_19_0 = c_4_0 - c_15_0 * 0.3466797f - c_15_0 * -0.00010609722f;
    const float c_21_0 = c_19_0 * c_19_0;
    const float c_32_0 = peephole_tex_pow2(c_15_0);
    const float c_35_0 = (c_19_0 + c_19_0 + c_21_0 * (2.0f + c_19_0 * 1.333323f + c_21_0 * (0.66666025f + c_19_0 * 0.2677519f + c_21_0 * 0.08926462f))) * c_32_0 + (c_32_0 - 1.0f);
    const float c_0 = f_0 * c_prev_0 + i_0 * copysignf(peephole_tex_where(0.26f - c_4_0, c_4_0 + c_4_0 * c_6_0 * (-0.33333212f + c_6_0 * (0.13322443f + c_6_0 * -0.051193237f)), c_35_0 / (c_35_0 + 2.0f)), c_0_2);
    const float h_2_0 = peephole_tex_least(fabsf(c_0), 9.1f);
    const float h_4_0 = h_2_0 * h_2_0;
    const float h_13_0 = peephole_tex_nearest(h_2_0 * 2.88539f);
    const float h_17_0 = h_2_0 - h_13_0 * 0.3466797f - h_13_0 * -0.00010609722f;
    const float h_19_0 = h_17_0 * h_17_0;
    const float h_30_0 = peephole_tex_pow2(h_13_0);
    const float h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0f + h_17_0 * 1.333323f + h_19_0 * (0.66666025f + h_17_0 * 0.2677519f + h_19_0 * 0.08926462f))) * h_30_0 + (h_30_0 - 1.0f);
    const float h_37_0 = copysignf(peephole_tex_where(0.26f - h_2_0, h_2_0 + h_2_0 * h_4_0 * (-0.33333212f + h_4_0 * (0.13322443f + h_4_0 * -0.051193237f)), h_33_0 / (h_33_0 + 2.0f)), c_0);
    m[16] = z_o_0_2;
    m[13] = c_0;
    m[19] = h_37_0;
  }
  {
    const float z_o_0_2 = m[14];
    float z_o_0 = z_o_0_2;
    const float z_o_1_2 = m[15];
    float z_o_1 = z_o_1_2;
    const float z_o_2_2 = m[16];
    float z_o_2 = z_o_2_2;
    // + W_co @ c
    {
      const float c_k = m[11];
      z_o_0 += w[104] * c_k;
      z_o_1 += w[105] * c_k;
      z_o_2 += w[106] * c_k;
    }
    {
      const float c_k = m[12];
      z_o_0 += w[112] * c_k;
      z_o_1 += w[113] * c_k;
      z_o_2 += w[114] * c_k;
    }
    {
      const float c_k = m[13];
      z_o_0 += w[120] * c_k;
      z_o_1 += w[121] * c_k;
      z_o_2 += w[122] * c_k;
    }
    // o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
    const float o_2_0 = peephole_tex_least(fabsf(z_o_0), 104.0f);
    const float o_4_0 = peephole_tex_nearest(o_2_0 * -1.442695f);
    const float o_8_0 = o_4_0 * -0.6933594f - o_2_0 + o_4_0 * 0.00021219444f;
    const float o_9_0 = o_8_0 * o_8_0;
    const float o_24_0 = (1.0f + (o_8_0 + o_9_0 * (0.49999994f + o_8_0 * 0.16666515f + o_9_0 * (0.041668456f + o_8_0 * 0.00836942f + o_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_0 + 64.0f) * 5.421011e-20f);
    const float o_26_0 = peephole_tex_most(o_24_0, (z_o_0 > 0.0f ? 1.0f : 0.0f));
    const float o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0f + o_24_0));
    const float o_2_1 = peephole_tex_least(fabsf(z_o_1), 104.0f);
    const float o_4_1 = peephole_tex_nearest(o_2_1 * -1.442695f);
    const float o_8_1 = o_4_1 * -0.6933594f - o_2_1 + o_4_1 * 0.00021219444f;
    const float o_9_1 = o_8_1 * o_8_1;
    const float o_24_1 = (1.0f + (o_8_1 + o_9_1 * (0.49999994f + o_8_1 * 0.16666515f + o_9_1 * (0.041668456f + o_8_1 * 0.00836942f + o_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_1 + 64.0f) * 5.421011e-20f);
    const float o_26_1 = peephole_tex_most(o_24_1, (z_o_1 > 0.0f ? 1.0f : 0.0f));
    const float o_1 = o_26_1 - o_26_1 * (o_24_1 / (1.0f + o_24_1));
    const float o_2_2 = peephole_tex_least(fabsf(z_o_2), 104.0f);
    const float o_4_2 = peephole_tex_nearest(o_2_2 * -1.442695f);
    const float o_8_2 = o_4_2 * -0.6933594f - o_2_2 + o_4_2 * 0.00021219444f;
    const float o_9_2 = o_8_2 * o_8_2;
    const float o_24_2 = (1.0f + (o_8_2 + o_9_2 * (0.49999994f + o_8_2 * 0.16666515f + o_9_2 * (0.041668456f + o_8_2 * 0.00836942f + o_9_2 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_2 + 64.0f) * 5.421011e-20f);
    const float o_26_2 = peephole_tex_most(o_24_2, (z_o_2 > 0.0f ? 1.0f : 0.0f));
    const float o_2 = o_26_2 - o_26_2 * (o_24_2 / (1.0f + o_24_2));
    // h = o * tanh(c)
    const float h_37_0 = m[17];
    const float h_0 = o_0 * h_37_0;
    const float h_37_1 = m[18];
    const float h_1 = o_1 * h_37_1;
    const float h_37_2 = m[19];
    const float h_2 = o_2 * h_37_2;
    m[2] = h_0;
    m[3] = h_1;
    m[4] = h_2;
    m[5] = h_0;
    m[6] = h_1;
    m[7] = h_2;
  }
  for (ptrdiff_t j = 0; j < 3; j++) {
    m[j + 8] = m[j + 11];
  }
}

/** What layer peephole1 (peephole, 2 -> 3) computes from its input alone, for all time steps at once. */
static inline void peephole_tex_peephole1_hoisted(const float *w, float *m, ptrdiff_t T) {
  const ptrdiff_t x = 30 + T; // x, time-major
  const ptrdiff_t peephole1_tape = 36 + 6 * T; // $z_o, $z_f, $z_i, $c
  for (ptrdiff_t t = 0; t < T; t++) {
    const ptrdiff_t r = t;
    {
      float z_o_0 = w[137];
      float z_o_1 = w[138];
      float z_f_0 = w[131];
      float z_f_1 = w[132];
      float z_i_0 = w[128];
      float z_i_1 = w[129];
      float c_0 = w[134];
      float c_1 = w[135];
      // + W_xo, W_xf, W_xi, W_xc @ x
      {
        const float x_k = m[x + r * 2];
        z_o_0 += w[6] * x_k;
        z_f_0 += w[2] * x_k;
        z_i_0 += w[0] * x_k;
        c_0 += w[4] * x_k;
        z_o_1 += w[7] * x_k;
        z_f_1 += w[3] * x_k;
        z_i_1 += w[1] * x_k;
        c_1 += w[5] * x_k;
      }
      {
        const float x_k = m[x + r * 2 + 1];
        z_o_0 += w[14] * x_k;
        z_f_0 += w[10] * x_k;
        z_i_0 += w[8] * x_k;
        c_0 += w[12] * x_k;
        z_o_1 += w[15] * x_k;
        z_f_1 += w[11] * x_k;
        z_i_1 += w[9] * x_k;
        c_1 += w[13] * x_k;
      }
      m[peephole1_tape + r * 12] = z_o_0;
      m[peephole1_tape + r * 12 + 1] = z_o_1;
      m[peephole1_tape + r * 12 + 3] = z_f_0;
      m[peephole1_tape + r * 12 + 4] = z_f_1;
      m[peephole1_tape + r * 12 + 6] = z_i_0;
      m[peephole1_tape + r * 12 + 7] = z_i_1;
      m[peephole1_tape + r * 12 + 9] = c_0;
      m[peephole1_tape + r * 12 + 10] = c_1;
    }
    {
      float z_o_0 = w[139];
      float z_f_0 = w[133];
      float z_i_0 = w[130];
      float c_0 = w[136];
      // + W_xo, W_xf, W_xi, W_xc @ x
      {
        const float x_k = m[x + r * 2];
        z_o_0 += w[22] * x_k;
        z_f_0 += w[18] * x_k;
        z_i_0 += w[16] * x_k;
        c_0 += w[20] * x_k;
      }
      {
        const float x_k = m[x + r * 2 + 1];
        z_o_0 += w[30] * x_k;
        z_f_0 += w[26] * x_k;
        z_i_0 += w[24] * x_k;
        c_0 += w[28] * x_k;
      }
      m[peephole1_tape + r * 12 + 2] = z_o_0;
      m[peephole1_tape + r * 12 + 5] = z_f_0;
      m[peephole1_tape + r * 12 + 8] = z_i_0;
      m[peephole1_tape + r * 12 + 11] = c_0;
    }
  }
}

/**
 * Layer peephole1 (peephole, 2 -> 3), step by step:
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
 *   c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
 *   h = o * tanh(c)
 */
static inline void peephole_tex_peephole1_forward(const float *w, float *m, ptrdiff_t T) {
  const ptrdiff_t peephole1_tape = 36 + 6 * T; // $z_o, $z_f, $z_i, $c
  const ptrdiff_t peephole1_h = 30 + 6 * T; // state h
  const ptrdiff_t peephole1_c = 33 + 6 * T; // state c
  const ptrdiff_t y = 30 + 3 * T; // y, time-major
  for (ptrdiff_t t = 0; t < T; t++) {
    const ptrdiff_t r = t;
    {
      float z_o_2_0 = m[peephole1_tape + r * 12];
      float z_o_2_1 = m[peephole1_tape + r * 12 + 1];
      float z_f_0 = m[peephole1_tape + r * 12 + 3];
      float z_f_1 = m[peephole1_tape + r * 12 + 4];
      float z_i_0 = m[peephole1_tape + r * 12 + 6];
      float z_i_1 = m[peephole1_tape + r * 12 + 7];
      float c_2_0 = m[peephole1_tape + r * 12 + 9];
      float c_2_1 = m[peephole1_tape + r * 12 + 10];
      // + W_ho, W_hf, W_hi, W_hc @ h_prev
      {
        const float h_prev_k = m[peephole1_h];
        z_o_2_0 += w[38] * h_prev_k;
        z_f_0 += w[34] * h_prev_k;
        z_i_0 += w[32] * h_prev_k;
        c_2_0 += w[36] * h_prev_k;
        z_o_2_1 += w[39] * h_prev_k;
        z_f_1 += w[35] * h_prev_k;
        z_i_1 += w[33] * h_prev_k;
        c_2_1 += w[37] * h_prev_k;
      }
      {
        const float h_prev_k = m[peephole1_h + 1];
        z_o_2_0 += w[46] * h_prev_k;
        z_f_0 += w[42] * h_prev_k;
        z_i_0 += w[40] * h_prev_k;
        c_2_0 += w[44] * h_prev_k;
        z_o_2_1 += w[47] * h_prev_k;
        z_f_1 += w[43] * h_prev_k;
        z_i_1 += w[41] * h_prev_k;
        c_2_1 += w[45] * h_prev_k;
      }
      {
        const float h_prev_k = m[peephole1_h + 2];
        z_o_2_0 += w[54] * h_prev_k;
        z_f_0 += w[50] * h_prev_k;
        z_i_0 += w[48] * h_prev_k;
        c_2_0 += w[52] * h_prev_k;
        z_o_2_1 += w[55] * h_prev_k;
        z_f_1 += w[51] * h_prev_k;
        z_i_1 += w[49] * h_prev_k;
        c_2_1 += w[53] * h_prev_k;
      }
      // + W_cf, W_ci @ c_prev
      {
        const float c_prev_k = m[peephole1_c];
        z_f_0 += w[82] * c_prev_k;
        z_i_0 += w[80] * c_prev_k;
        z_f_1 += w[83] * c_prev_k;
        z_i_1 += w[81] * c_prev_k;
      }
      {
        const float c_prev_k = m[peephole1_c + 1];
        z_f_0 += w[86] * c_prev_k;
        z_i_0 += w[84] * c_prev_k;
        z_f_1 += w[87] * c_prev_k;
        z_i_1 += w[85] * c_prev_k;
      }
      {
        const float c_prev_k = m[peephole1_c + 2];
        z_f_0 += w[90] * c_prev_k;
        z_i_0 += w[88] * c_prev_k;
        z_f_1 += w[91] * c_prev_k;
        z_i_1 += w[89] * c_prev_k;
      }
      // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
      const float f_2_0 = peephole_tex_least(fabsf(z_f_0), 104.0f);
      const float f_4_0 = peephole_tex_nearest(f_2_0 * -1.442695f);
      const float f_8_0 = f_4_0 * -0.6933594f - f_2_0 + f_4_0 * 0.00021219444f;
      const float f_9_0 = f_8_0 * f_8_0;
      const float f_24_0 = (1.0f + (f_8_0 + f_9_0 * (0.49999994f + f_8_0 * 0.16666515f + f_9_0 * (0.041668456f + f_8_0 * 0.00836942f + f_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_0 + 64.0f) * 5.421011e-20f);
      const float f_26_0 = peephole_tex_most(f_24_0, (z_f_0 > 0.0f ? 1.0f : 0.0f));
      const float f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0f + f_24_0));
      const float f_2_1 = peephole_tex_least(fabsf(z_f_1), 104.0f);
      const float f_4_1 = peephole_tex_nearest(f_2_1 * -1.442695f);
      const float f_8_1 = f_4_1 * -0.6933594f - f_2_1 + f_4_1 * 0.00021219444f;
      const float f_9_1 = f_8_1 * f_8_1;
      const float f_24_1 = (1.0f + (f_8_1 + f_9_1 * (0.49999994f + f_8_1 * 0.16666515f + f_9_1 * (0.041668456f + f_8_1 * 0.00836942f + f_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_1 + 64.0f) * 5.421011e-20f);
      const float f_26_1 = peephole_tex_most(f_24_1, (z_f_1 > 0.0f ? 1.0f : 0.0f));
      const float f_1 = f_26_1 - f_26_1 * (f_24_1 / (1.0f + f_24_1));
      // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
      const float i_2_0 = peephole_tex_least(fabsf(z_i_0), 104.0f);
      const float i_4_0 = peephole_tex_nearest(i_2_0 * -1.442695f);
      const float i_8_0 = i_4_0 * -0.6933594f - i_2_0 + i_4_0 * 0.00021219444f;
      const float i_9_0 = i_8_0 * i_8_0;
      const float i_24_0 = (1.0f + (i_8_0 + i_9_0 * (0.49999994f + i_8_0 * 0.16666515f + i_9_0 * (0.041668456f + i_8_0 * 0.00836942f + i_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_0 + 64.0f) * 5.421011e-20f);
      const float i_26_0 = peephole_tex_most(i_24_0, (z_i_0 > 0.0f ? 1.0f : 0.0f));
      const float i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0f + i_24_0));
      const float i_2_1 = peephole_tex_least(fabsf(z_i_1), 104.0f);
      const float i_4_1 = peephole_tex_nearest(i_2_1 * -1.442695f);
      const float i_8_1 = i_4_1 * -0.6933594f - i_2_1 + i_4_1 * 0.00021219444f;
      const float i_9_1 = i_8_1 * i_8_1;
      const float i_24_1 = (1.0f + (i_8_1 + i_9_1 * (0.49999994f + i_8_1 * 0.16666515f + i_9_1 * (0.041668456f + i_8_1 * 0.00836942f + i_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_1 + 64.0f) * 5.421011e-20f);
      const float i_26_1 = peephole_tex_most(i_24_1, (z_i_1 > 0.0f ? 1.0f : 0.0f));
      const float i_1 = i_26_1 - i_26_1 * (i_24_1 / (1.0f + i_24_1));
      // c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
      const float c_prev_0 = m[peephole1_c];
      const float c_5_0 = peephole_tex_least(fabsf(c_2_0), 9.1f);
      const float c_7_0 = c_5_0 * c_5_0;
      const float c_16_0 = peephole_tex_nearest(c_5_0 * 2.88539f);
      const float c_20_0 = c_5_0 - c_16_0 * 0.3466797f - c_16_0 * -0.00010609722f;
      const float c_22_0 = c_20_0 * c_20_0;
      const float c_33_0 = peephole_tex_pow2(c_16_0);
      const float c_36_0 = (c_20_0 + c_20_0 + c_22_0 * (2.0f + c_20_0 * 1.333323f + c_22_0 * (0.66666025f + c_20_0 * 0.2677519f + c_22_0 * 0.08926462f))) * c_33_0 + (c_33_0 - 1.0f);
      const float c_0 = f_0 * c_prev_0 + i_0 * copysignf(peephole_tex_where(0.26f - c_5_0, c_5_0 + c_5_0 * c_7_0 * (-0.33333212f + c_7_0 * (0.13322443f + c_7_0 * -0.051193237f)), c_36_0 / (c_36_0 + 2.0f)), c_2_0);
      const float c_prev_1 = m[peephole1_c + 1];
      const float c_5_1 = peephole_tex_least(fabsf(c_2_1), 9.1f);
      const float c_7_1 = c_5_1 * c_5_1;
      const float c_16_1 = peephole_tex_nearest(c_5_1 * 2.88539f);
      const float c_20_1 = c_5_1 - c_16_1 * 0.3466797f - c_16_1 * -0.00010609722f;
      const float c_22_1 = c_20_1 * c_20_1;
      const float c_33_1 = peephole_tex_pow2(c_16_1);
      const float c_36_1 = (c_20_1 + c_20_1 + c_22_1 * (2.0f + c_20_1 * 1.333323f + c_22_1 * (0.66666025f + c_20_1 * 0.2677519f + c_22_1 * 0.08926462f))) * c_33_1 + (c_33_1 - 1.0f);
      const float c_1 = f_1 * c_prev_1 + i_1 * copysignf(peephole_tex_where(0.26f - c_5_1, c_5_1 + c_5_1 * c_7_1 * (-0.33333212f + c_7_1 * (0.13322443f + c_7_1 * -0.051193237f)), c_36_1 / (c_36_1 + 2.0f)), c_2_1);
      const float h_2_0 = peephole_tex_least(fabsf(c_0), 9.1f);
      const float h_4_0 = h_2_0 * h_2_0;
      const float h_13_0 = peephole_tex_nearest(h_2_0 * 2.88539f);
      const float h_17_0 = h_2_0 - h_13_0 * 0.3466797f - h_13_0 * -0.00010609722f;
      const float h_19_0 = h_17_0 * h_17_0;
      const float h_30_0 = peephole_tex_pow2(h_13_0);
      const float h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0f + h_17_0 * 1.333323f + h_19_0 * (0.66666025f + h_17_0 * 0.2677519f + h_19_0 * 0.08926462f))) * h_30_0 + (h_30_0 - 1.0f);
      const float h_37_0 = copysignf(peephole_tex_where(0.26f - h_2_0, h_2_0 + h_2_0 * h_4_0 * (-0.33333212f + h_4_0 * (0.13322443f + h_4_0 * -0.051193237f)), h_33_0 / (h_33_0 + 2.0f)), c_0);
      const float h_2_1 = peephole_tex_least(fabsf(c_1), 9.1f);
      const float h_4_1 = h_2_1 * h_2_1;
      const float h_13_1 = peephole_tex_nearest(h_2_1 * 2.88539f);
      const float h_17_1 = h_2_1 - h_13_1 * 0.3466797f - h_13_1 * -0.00010609722f;
      const float h_19_1 = h_17_1 * h_17_1;
      const float h_30_1 = peephole_tex_pow2(h_13_1);
      const float h_33_1 = (h_17_1 + h_17_1 + h_19_1 * (2.0f + h_17_1 * 1.333323f + h_19_1 * (0.66666025f + h_17_1 * 0.2677519f + h_19_1 * 0.08926462f))) * h_30_1 + (h_30_1 - 1.0f);
      const float h_37_1 = copysignf(peephole_tex_where(0.26f - h_2_1, h_2_1 + h_2_1 * h_4_1 * (-0.33333212f + h_4_1 * (0.13322443f + h_4_1 * -0.051193237f)), h_33_1 / (h_33_1 + 2.0f)), c_1);
      m[23] = z_o_2_0;
      m[24] = z_o_2_1;
      m[20] = c_0;
      m[21] = c_1;
      m[26] = h_37_0;
      m[27] = h_37_1;
    }
    {
      float z_o_2_0 = m[peephole1_tape + r * 12 + 2];
      float z_f_0 = m[peephole1_tape + r * 12 + 5];
      float z_i_0 = m[peephole1_tape + r * 12 + 8];
      float c_2_0 = m[peephole1_tape + r * 12 + 11];
      // + W_ho, W_hf, W_hi, W_hc @ h_prev
      {
        const float h_prev_k = m[peephole1_h];
        z_o_2_0 += w[62] * h_prev_k;
        z_f_0 += w[58] * h_prev_k;
        z_i_0 += w[56] * h_prev_k;
        c_2_0 += w[60] * h_prev_k;
      }
      {
        const float h_prev_k = m[peephole1_h + 1];
        z_o_2_0 += w[70] * h_prev_k;
        z_f_0 += w[66] * h_prev_k;
        z_i_0 += w[64] * h_prev_k;
        c_2_0 += w[68] * h_prev_k;
      }
      {
        const float h_prev_k = m[peephole1_h + 2];
        z_o_2_0 += w[78] * h_prev_k;
        z_f_0 += w[74] * h_prev_k;
        z_i_0 += w[72] * h_prev_k;
        c_2_0 += w[76] * h_prev_k;
      }
      // + W_cf, W_ci @ c_prev
      {
        const float c_prev_k = m[peephole1_c];
        z_f_0 += w[94] * c_prev_k;
        z_i_0 += w[92] * c_prev_k;
      }
      {
        const float c_prev_k = m[peephole1_c + 1];
        z_f_0 += w[98] * c_prev_k;
        z_i_0 += w[96] * c_prev_k;
      }
      {
        const float c_prev_k = m[peephole1_c + 2];
        z_f_0 += w[102] * c_prev_k;
        z_i_0 += w[100] * c_prev_k;
      }
      // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + W_cf @ c[t-1] + b_f)
      const float f_2_0 = peephole_tex_least(fabsf(z_f_0), 104.0f);
      const float f_4_0 = peephole_tex_nearest(f_2_0 * -1.442695f);
      const float f_8_0 = f_4_0 * -0.6933594f - f_2_0 + f_4_0 * 0.00021219444f;
      const float f_9_0 = f_8_0 * f_8_0;
      const float f_24_0 = (1.0f + (f_8_0 + f_9_0 * (0.49999994f + f_8_0 * 0.16666515f + f_9_0 * (0.041668456f + f_8_0 * 0.00836942f + f_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(f_4_0 + 64.0f) * 5.421011e-20f);
      const float f_26_0 = peephole_tex_most(f_24_0, (z_f_0 > 0.0f ? 1.0f : 0.0f));
      const float f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0f + f_24_0));
      // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + W_ci @ c[t-1] + b_i)
      const float i_2_0 = peephole_tex_least(fabsf(z_i_0), 104.0f);
      const float i_4_0 = peephole_tex_nearest(i_2_0 * -1.442695f);
      const float i_8_0 = i_4_0 * -0.6933594f - i_2_0 + i_4_0 * 0.00021219444f;
      const float i_9_0 = i_8_0 * i_8_0;
      const float i_24_0 = (1.0f + (i_8_0 + i_9_0 * (0.49999994f + i_8_0 * 0.16666515f + i_9_0 * (0.041668456f + i_8_0 * 0.00836942f + i_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(i_4_0 + 64.0f) * 5.421011e-20f);
      const float i_26_0 = peephole_tex_most(i_24_0, (z_i_0 > 0.0f ? 1.0f : 0.0f));
      const float i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0f + i_24_0));
      // c = f * c[t-1] + i * tanh(W_xc @ x + W_hc @ h[t-1] + b_c)
      const float c_prev_0 = m[peephole1_c + 2];
      const float c_5_0 = peephole_tex_least(fabsf(c_2_0), 9.1f);
      const float c_7_0 = c_5_0 * c_5_0;
      const float c_16_0 = peephole_tex_nearest(c_5_0 * 2.88539f);
      const float c_20_0 = c_5_0 - c_16_0 * 0.3466797f - c_16_0 * -0.00010609722f;
      const float c_22_0 = c_20_0 * c_20_0;
      const float c_33_0 = peephole_tex_pow2(c_16_0);
      const float c_36_0 = (c_20_0 + c_20_0 + c_22_0 * (2.0f + c_20_0 * 1.333323f + c_22_0 * (0.66666025f + c_20_0 * 0.2677519f + c_22_0 * 0.08926462f))) * c_33_0 + (c_33_0 - 1.0f);
      const float c_0 = f_0 * c_prev_0 + i_0 * copysignf(peephole_tex_where(0.26f - c_5_0, c_5_0 + c_5_0 * c_7_0 * (-0.33333212f + c_7_0 * (0.13322443f + c_7_0 * -0.051193237f)), c_36_0 / (c_36_0 + 2.0f)), c_2_0);
      const float h_2_0 = peephole_tex_least(fabsf(c_0), 9.1f);
      const float h_4_0 = h_2_0 * h_2_0;
      const float h_13_0 = peephole_tex_nearest(h_2_0 * 2.88539f);
      const float h_17_0 = h_2_0 - h_13_0 * 0.3466797f - h_13_0 * -0.00010609722f;
      const float h_19_0 = h_17_0 * h_17_0;
      const float h_30_0 = peephole_tex_pow2(h_13_0);
      const float h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0f + h_17_0 * 1.333323f + h_19_0 * (0.66666025f + h_17_0 * 0.2677519f + h_19_0 * 0.08926462f))) * h_30_0 + (h_30_0 - 1.0f);
      const float h_37_0 = copysignf(peephole_tex_where(0.26f - h_2_0, h_2_0 + h_2_0 * h_4_0 * (-0.33333212f + h_4_0 * (0.13322443f + h_4_0 * -0.051193237f)), h_33_0 / (h_33_0 + 2.0f)), c_0);
      m[25] = z_o_2_0;
      m[22] = c_0;
      m[28] = h_37_0;
    }
    {
      const float z_o_2_0 = m[23];
      float z_o_0 = z_o_2_0;
      const float z_o_2_1 = m[24];
      float z_o_1 = z_o_2_1;
      const float z_o_2_2 = m[25];
      float z_o_2 = z_o_2_2;
      // + W_co @ c
      {
        const float c_k = m[20];
        z_o_0 += w[104] * c_k;
        z_o_1 += w[105] * c_k;
        z_o_2 += w[106] * c_k;
      }
      {
        const float c_k = m[21];
        z_o_0 += w[112] * c_k;
        z_o_1 += w[113] * c_k;
        z_o_2 += w[114] * c_k;
      }
      {
        const float c_k = m[22];
        z_o_0 += w[120] * c_k;
        z_o_1 += w[121] * c_k;
        z_o_2 += w[122] * c_k;
      }
      // o = sigmoid(W_xo @ x + W_ho @ h[t-1] + W_co @ c + b_o)
      const float o_2_0 = peephole_tex_least(fabsf(z_o_0), 104.0f);
      const float o_4_0 = peephole_tex_nearest(o_2_0 * -1.442695f);
      const float o_8_0 = o_4_0 * -0.6933594f - o_2_0 + o_4_0 * 0.00021219444f;
      const float o_9_0 = o_8_0 * o_8_0;
      const float o_24_0 = (1.0f + (o_8_0 + o_9_0 * (0.49999994f + o_8_0 * 0.16666515f + o_9_0 * (0.041668456f + o_8_0 * 0.00836942f + o_9_0 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_0 + 64.0f) * 5.421011e-20f);
      const float o_26_0 = peephole_tex_most(o_24_0, (z_o_0 > 0.0f ? 1.0f : 0.0f));
      const float o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0f + o_24_0));
      const float o_2_1 = peephole_tex_least(fabsf(z_o_1), 104.0f);
      const float o_4_1 = peephole_tex_nearest(o_2_1 * -1.442695f);
      const float o_8_1 = o_4_1 * -0.6933594f - o_2_1 + o_4_1 * 0.00021219444f;
      const float o_9_1 = o_8_1 * o_8_1;
      const float o_24_1 = (1.0f + (o_8_1 + o_9_1 * (0.49999994f + o_8_1 * 0.16666515f + o_9_1 * (0.041668456f + o_8_1 * 0.00836942f + o_9_1 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_1 + 64.0f) * 5.421011e-20f);
      const float o_26_1 = peephole_tex_most(o_24_1, (z_o_1 > 0.0f ? 1.0f : 0.0f));
      const float o_1 = o_26_1 - o_26_1 * (o_24_1 / (1.0f + o_24_1));
      const float o_2_2 = peephole_tex_least(fabsf(z_o_2), 104.0f);
      const float o_4_2 = peephole_tex_nearest(o_2_2 * -1.442695f);
      const float o_8_2 = o_4_2 * -0.6933594f - o_2_2 + o_4_2 * 0.00021219444f;
      const float o_9_2 = o_8_2 * o_8_2;
      const float o_24_2 = (1.0f + (o_8_2 + o_9_2 * (0.49999994f + o_8_2 * 0.16666515f + o_9_2 * (0.041668456f + o_8_2 * 0.00836942f + o_9_2 * 0.0013813142f)))) * (peephole_tex_pow2(o_4_2 + 64.0f) * 5.421011e-20f);
      const float o_26_2 = peephole_tex_most(o_24_2, (z_o_2 > 0.0f ? 1.0f : 0.0f));
      const float o_2 = o_26_2 - o_26_2 * (o_24_2 / (1.0f + o_24_2));
      // h = o * tanh(c)
      const float h_37_0 = m[26];
      const float h_0 = o_0 * h_37_0;
      const float h_37_1 = m[27];
      const float h_1 = o_1 * h_37_1;
      const float h_37_2 = m[28];
      const float h_2 = o_2 * h_37_2;
      m[y + r * 3] = h_0;
      m[y + r * 3 + 1] = h_1;
      m[y + r * 3 + 2] = h_2;
      m[peephole1_h] = h_0;
      m[peephole1_h + 1] = h_1;
      m[peephole1_h + 2] = h_2;
    }
    for (ptrdiff_t j = 0; j < 3; j++) {
      m[peephole1_c + j] = m[j + 20];
    }
  }
}

/* A model that is streamed: peephole1.h at m[5], 3; peephole1.c at m[8], 3; 29 numbers in all. */
typedef struct {
  const float *weights;
  float m[29];
} peephole_tex_model;

/** Begins a sequence: all states are zero. */
static inline void peephole_tex_reset(peephole_tex_model *model) {
  memset(model->m, 0, sizeof model->m);
}

/** The weights, packed, stay where they are: they may lie in read-only memory. */
static inline void peephole_tex_init(peephole_tex_model *model, const float *weights) {
  model->weights = weights;
  peephole_tex_reset(model);
}

/** One time step: reads PEEPHOLE_TEX_INPUT numbers, writes PEEPHOLE_TEX_OUTPUT. */
static inline void peephole_tex_step(peephole_tex_model *model, const float *x, float *y) {
  const float *w = model->weights;
  float *m = model->m;
  memcpy(m + 0, x, PEEPHOLE_TEX_INPUT * sizeof(float));
  peephole_tex_peephole1_step(w, m);
  memcpy(y, m + 2, PEEPHOLE_TEX_OUTPUT * sizeof(float));
}

/** A whole sequence of T >= 1 time steps, from states of zero: writes PEEPHOLE_TEX_OUTPUT numbers for each. The arena `m` has PEEPHOLE_TEX_ARENA(T) numbers. */
static inline void peephole_tex_run(const float *w, float *m, ptrdiff_t T, const float *x, float *y) {
  memset(m + 30 + 6 * T, 0, 3 * sizeof(float));
  memset(m + 33 + 6 * T, 0, 3 * sizeof(float));
  memcpy(m + 30 + T, x, (size_t)T * PEEPHOLE_TEX_INPUT * sizeof(float));
  peephole_tex_peephole1_hoisted(w, m, T);
  peephole_tex_peephole1_forward(w, m, T);
  memcpy(y, m + 30 + 3 * T, (size_t)T * PEEPHOLE_TEX_OUTPUT * sizeof(float));
}

#endif
