// step: 1 dispatch
// forward: 1 dispatch, 1 a time step (lstm1_forward$0)
// What a time step leaves for later is gathered, seven time steps a dispatch.

// lstm1_step$0: [40, 1]
function (values, x_stream, lstm1_h_stream, lstm1_c_stream) {
  const unit = this.thread.x;
  const line = this.thread.y;
  if (unit < 20) {
    const j = unit;
    let z_f_0 = values[j + 2420];
    let z_i_0 = values[j + 2400];
    let z_g_0 = values[j + 2440];
    for (let k = 0; k < 10; k++) {
      const x_k = x_stream[k];
      z_f_0 += values[j * 40 + k * 4 + 1] * x_k;
      z_i_0 += values[j * 40 + k * 4] * x_k;
      z_g_0 += values[j * 40 + k * 4 + 2] * x_k;
    }
    for (let k_2 = 0; k_2 < 20; k_2++) {
      const h_prev_k = lstm1_h_stream[k_2];
      z_f_0 += values[j * 80 + k_2 * 4 + 801] * h_prev_k;
      z_i_0 += values[j * 80 + k_2 * 4 + 800] * h_prev_k;
      z_g_0 += values[j * 80 + k_2 * 4 + 802] * h_prev_k;
    }
    const f_0 = 1 / (1 + Math.exp(-z_f_0));
    const i_0 = 1 / (1 + Math.exp(-z_i_0));
    const g_2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
    const g_3_0 = g_2_0 * g_2_0;
    const g_0 = g_2_0 * (0.999999979 + g_3_0 * (0.133796457 + g_3_0 * (0.0034939487 + g_3_0 * (0.0000205820674 + g_3_0 * 1.33171128e-8)))) / (1 + g_3_0 * (0.467129609 + g_3_0 * (0.0258707467 + g_3_0 * (0.000328295236 + g_3_0 * 7.76121752e-7))));
    const c_0 = f_0 * lstm1_c_stream[j] + i_0 * g_0;
    return c_0;
  }
  const j = unit - 20;
  let z_o_0 = values[j + 2460];
  let z_f_0 = values[j + 2420];
  let z_i_0 = values[j + 2400];
  let z_g_0 = values[j + 2440];
  for (let k = 0; k < 10; k++) {
    const x_k = x_stream[k];
    z_o_0 += values[j * 40 + k * 4 + 3] * x_k;
    z_f_0 += values[j * 40 + k * 4 + 1] * x_k;
    z_i_0 += values[j * 40 + k * 4] * x_k;
    z_g_0 += values[j * 40 + k * 4 + 2] * x_k;
  }
  for (let k_2 = 0; k_2 < 20; k_2++) {
    const h_prev_k = lstm1_h_stream[k_2];
    z_o_0 += values[j * 80 + k_2 * 4 + 803] * h_prev_k;
    z_f_0 += values[j * 80 + k_2 * 4 + 801] * h_prev_k;
    z_i_0 += values[j * 80 + k_2 * 4 + 800] * h_prev_k;
    z_g_0 += values[j * 80 + k_2 * 4 + 802] * h_prev_k;
  }
  const o_0 = 1 / (1 + Math.exp(-z_o_0));
  const f_0 = 1 / (1 + Math.exp(-z_f_0));
  const i_0 = 1 / (1 + Math.exp(-z_i_0));
  const g_2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
  const g_3_0 = g_2_0 * g_2_0;
  const g_0 = g_2_0 * (0.999999979 + g_3_0 * (0.133796457 + g_3_0 * (0.0034939487 + g_3_0 * (0.0000205820674 + g_3_0 * 1.33171128e-8)))) / (1 + g_3_0 * (0.467129609 + g_3_0 * (0.0258707467 + g_3_0 * (0.000328295236 + g_3_0 * 7.76121752e-7))));
  const c_0 = f_0 * lstm1_c_stream[j] + i_0 * g_0;
  const h_2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
  const h_3_0 = h_2_0 * h_2_0;
  const h_0 = o_0 * (h_2_0 * (0.999999979 + h_3_0 * (0.133796457 + h_3_0 * (0.0034939487 + h_3_0 * (0.0000205820674 + h_3_0 * 1.33171128e-8)))) / (1 + h_3_0 * (0.467129609 + h_3_0 * (0.0258707467 + h_3_0 * (0.000328295236 + h_3_0 * 7.76121752e-7)))));
  return h_0;
}

// lstm1_hoisted$0: [80, B, T]
function (active, values, x) {
  const unit = this.thread.x;
  const b = this.thread.y;
  const t = this.thread.z;
  if (unit < 20) {
    if (b >= active[t]) return 0;
    const j = unit;
    let z_o_0 = values[j + 2460];
    for (let k = 0; k < 10; k++) {
      const x_k = x[t][b][k];
      z_o_0 += values[j * 40 + k * 4 + 3] * x_k;
    }
    return z_o_0;
  }
  if (unit < 40) {
    if (b >= active[t]) return 0;
    const j = unit - 20;
    let z_f_0 = values[j + 2420];
    for (let k = 0; k < 10; k++) {
      const x_k = x[t][b][k];
      z_f_0 += values[j * 40 + k * 4 + 1] * x_k;
    }
    return z_f_0;
  }
  if (unit < 60) {
    if (b >= active[t]) return 0;
    const j = unit - 40;
    let z_i_0 = values[j + 2400];
    for (let k = 0; k < 10; k++) {
      const x_k = x[t][b][k];
      z_i_0 += values[j * 40 + k * 4] * x_k;
    }
    return z_i_0;
  }
  if (b >= active[t]) return 0;
  const j = unit - 60;
  let z_g_0 = values[j + 2440];
  for (let k = 0; k < 10; k++) {
    const x_k = x[t][b][k];
    z_g_0 += values[j * 40 + k * 4 + 2] * x_k;
  }
  return z_g_0;
}

// lstm1_forward$0: [40, B]
function (lstm1_forward_0_before, active, lstm1_hoisted_0, values, t) {
  const unit = this.thread.x;
  const b = this.thread.y;
  if (unit < 20) {
    if (b >= active[t]) return lstm1_forward_0_before[b][unit];
    const j = unit;
    let z_o_0 = lstm1_hoisted_0[t][b][j];
    let z_f_0 = lstm1_hoisted_0[t][b][j + 20];
    let z_i_0 = lstm1_hoisted_0[t][b][j + 40];
    let z_g_0 = lstm1_hoisted_0[t][b][j + 60];
    for (let k = 0; k < 20; k++) {
      const h_prev_k = lstm1_forward_0_before[b][k];
      z_o_0 += values[j * 80 + k * 4 + 803] * h_prev_k;
      z_f_0 += values[j * 80 + k * 4 + 801] * h_prev_k;
      z_i_0 += values[j * 80 + k * 4 + 800] * h_prev_k;
      z_g_0 += values[j * 80 + k * 4 + 802] * h_prev_k;
    }
    const o_0 = 1 / (1 + Math.exp(-z_o_0));
    const f_0 = 1 / (1 + Math.exp(-z_f_0));
    const i_0 = 1 / (1 + Math.exp(-z_i_0));
    const g_2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
    const g_3_0 = g_2_0 * g_2_0;
    const g_0 = g_2_0 * (0.999999979 + g_3_0 * (0.133796457 + g_3_0 * (0.0034939487 + g_3_0 * (0.0000205820674 + g_3_0 * 1.33171128e-8)))) / (1 + g_3_0 * (0.467129609 + g_3_0 * (0.0258707467 + g_3_0 * (0.000328295236 + g_3_0 * 7.76121752e-7))));
    const c_0 = f_0 * lstm1_forward_0_before[b][j + 20] + i_0 * g_0;
    const h_2_0 = Math.min(Math.max(c_0, -9.02), 9.02);
    const h_3_0 = h_2_0 * h_2_0;
    const h_0 = o_0 * (h_2_0 * (0.999999979 + h_3_0 * (0.133796457 + h_3_0 * (0.0034939487 + h_3_0 * (0.0000205820674 + h_3_0 * 1.33171128e-8)))) / (1 + h_3_0 * (0.467129609 + h_3_0 * (0.0258707467 + h_3_0 * (0.000328295236 + h_3_0 * 7.76121752e-7)))));
    return h_0;
  }
  if (b >= active[t]) return lstm1_forward_0_before[b][unit];
  const j = unit - 20;
  let z_f_0 = lstm1_hoisted_0[t][b][j + 20];
  let z_i_0 = lstm1_hoisted_0[t][b][j + 40];
  let z_g_0 = lstm1_hoisted_0[t][b][j + 60];
  for (let k = 0; k < 20; k++) {
    const h_prev_k = lstm1_forward_0_before[b][k];
    z_f_0 += values[j * 80 + k * 4 + 801] * h_prev_k;
    z_i_0 += values[j * 80 + k * 4 + 800] * h_prev_k;
    z_g_0 += values[j * 80 + k * 4 + 802] * h_prev_k;
  }
  const f_0 = 1 / (1 + Math.exp(-z_f_0));
  const i_0 = 1 / (1 + Math.exp(-z_i_0));
  const g_2_0 = Math.min(Math.max(z_g_0, -9.02), 9.02);
  const g_3_0 = g_2_0 * g_2_0;
  const g_0 = g_2_0 * (0.999999979 + g_3_0 * (0.133796457 + g_3_0 * (0.0034939487 + g_3_0 * (0.0000205820674 + g_3_0 * 1.33171128e-8)))) / (1 + g_3_0 * (0.467129609 + g_3_0 * (0.0258707467 + g_3_0 * (0.000328295236 + g_3_0 * 7.76121752e-7))));
  const c_0 = f_0 * lstm1_forward_0_before[b][j + 20] + i_0 * g_0;
  return c_0;
}
