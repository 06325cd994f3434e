// forward dispatches 2, for any T and B: lstm1_hoisted, lstm1_forward (all time steps)
@group(0) @binding(0) var<storage, read_write> m: array<f32>;
@group(0) @binding(1) var<storage, read> n: array<i32>;
fn least(a: f32, b: f32) -> f32 { return select(a, b, b < a); }
fn most(a: f32, b: f32) -> f32 { return select(a, b, a < b); }
fn copysign(a: f32, b: f32) -> f32 { return bitcast<f32>((bitcast<u32>(a) & 0x7fffffffu) | (bitcast<u32>(b) & 0x80000000u)); }
fn pow2(k: f32) -> f32 { return bitcast<f32>(u32(i32(k) + 127) << 23u); }

/** What layer lstm1 (lstm, 10 → 20) computes from its input alone, for all time steps at once. */
@compute @workgroup_size(32)
fn lstm1_hoisted(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) at: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let T: i32 = n[0];
  let B: i32 = n[1];
  let lane = i32(thread);
  let group = i32(at.y * grid.x + at.x);
  let groups = i32(grid.x * grid.y);
  let last: i32 = 2; // row of a sequence's last step
  let x: i32 = 2480 + B + T * B; // x, time-major
  let lstm1_tape: i32 = 2480 + 41 * B + 31 * T * B; // $z_o, $z_f, $z_i, $z_g
  let v_active: i32 = 2 + B; // how many sequences are longer than t
  let full: i32 = n[last + B + -1] + 1;
  let shortest: i32 = (full) / B;
  for (var tile_r: i32 = group * 4; tile_r < full; tile_r += groups * 4) {
    if (tile_r + 4 <= full) {
      let r: i32 = tile_r;
      for (var j: i32 = lane; j < 20; j += 32) {
        var z_o_0_2 = f32(m[j + 2460]);
        var z_o_1 = f32(m[j + 2460]);
        var z_o_2 = f32(m[j + 2460]);
        var z_o_3 = f32(m[j + 2460]);
        var z_f_0_2 = f32(m[j + 2420]);
        var z_f_1 = f32(m[j + 2420]);
        var z_f_2 = f32(m[j + 2420]);
        var z_f_3 = f32(m[j + 2420]);
        var z_i_0_2 = f32(m[j + 2400]);
        var z_i_1 = f32(m[j + 2400]);
        var z_i_2 = f32(m[j + 2400]);
        var z_i_3 = f32(m[j + 2400]);
        var z_g_0_2 = f32(m[j + 2440]);
        var z_g_1 = f32(m[j + 2440]);
        var z_g_2 = f32(m[j + 2440]);
        var z_g_3 = f32(m[j + 2440]);
        // + W_xo, W_xf, W_xi, W_xg @ x
        for (var k: i32 = 0; k < 10; k++) {
          let x_k = m[x + r * 10 + k];
          let x_k_1 = m[x + r * 10 + k + 10];
          let x_k_2 = m[x + r * 10 + k + 20];
          let x_k_3 = m[x + r * 10 + k + 30];
          let w0 = m[j + k * 80 + 60];
          z_o_0_2 += w0 * x_k;
          let w1 = m[j + k * 80 + 20];
          z_f_0_2 += w1 * x_k;
          let w2 = m[j + k * 80];
          z_i_0_2 += w2 * x_k;
          let w3 = m[j + k * 80 + 40];
          z_g_0_2 += w3 * x_k;
          z_o_1 += w0 * x_k_1;
          z_f_1 += w1 * x_k_1;
          z_i_1 += w2 * x_k_1;
          z_g_1 += w3 * x_k_1;
          z_o_2 += w0 * x_k_2;
          z_f_2 += w1 * x_k_2;
          z_i_2 += w2 * x_k_2;
          z_g_2 += w3 * x_k_2;
          z_o_3 += w0 * x_k_3;
          z_f_3 += w1 * x_k_3;
          z_i_3 += w2 * x_k_3;
          z_g_3 += w3 * x_k_3;
        }
        m[lstm1_tape + r * 80 + j] = z_o_0_2;
        m[lstm1_tape + r * 80 + j + 80] = z_o_1;
        m[lstm1_tape + r * 80 + j + 160] = z_o_2;
        m[lstm1_tape + r * 80 + j + 240] = z_o_3;
        m[lstm1_tape + r * 80 + j + 20] = z_f_0_2;
        m[lstm1_tape + r * 80 + j + 100] = z_f_1;
        m[lstm1_tape + r * 80 + j + 180] = z_f_2;
        m[lstm1_tape + r * 80 + j + 260] = z_f_3;
        m[lstm1_tape + r * 80 + j + 40] = z_i_0_2;
        m[lstm1_tape + r * 80 + j + 120] = z_i_1;
        m[lstm1_tape + r * 80 + j + 200] = z_i_2;
        m[lstm1_tape + r * 80 + j + 280] = z_i_3;
        m[lstm1_tape + r * 80 + j + 60] = z_g_0_2;
        m[lstm1_tape + r * 80 + j + 140] = z_g_1;
        m[lstm1_tape + r * 80 + j + 220] = z_g_2;
        m[lstm1_tape + r * 80 + j + 300] = z_g_3;
      }
      storageBarrier();
    } else {
      for (var r: i32 = tile_r; r < full; r++) {
        for (var j: i32 = lane; j < 20; j += 32) {
          var z_o_0_2 = f32(m[j + 2460]);
          var z_f_0_2 = f32(m[j + 2420]);
          var z_i_0_2 = f32(m[j + 2400]);
          var z_g_0_2 = f32(m[j + 2440]);
          // + W_xo, W_xf, W_xi, W_xg @ x
          for (var k: i32 = 0; k < 10; k++) {
            let x_k = m[x + r * 10 + k];
            z_o_0_2 += m[j + k * 80 + 60] * x_k;
            z_f_0_2 += m[j + k * 80 + 20] * x_k;
            z_i_0_2 += m[j + k * 80] * x_k;
            z_g_0_2 += m[j + k * 80 + 40] * x_k;
          }
          m[lstm1_tape + r * 80 + j] = z_o_0_2;
          m[lstm1_tape + r * 80 + j + 20] = z_f_0_2;
          m[lstm1_tape + r * 80 + j + 40] = z_i_0_2;
          m[lstm1_tape + r * 80 + j + 60] = z_g_0_2;
        }
        storageBarrier();
      }
    }
  }
  for (var t: i32 = shortest + i32(at.y); t < T; t += i32(grid.y)) {
    for (var b: i32 = i32(at.x); b < n[v_active + t]; b += i32(grid.x)) {
      let r: i32 = t * B + b;
      for (var j: i32 = lane; j < 20; j += 32) {
        var z_o_0_2 = f32(m[j + 2460]);
        var z_f_0_2 = f32(m[j + 2420]);
        var z_i_0_2 = f32(m[j + 2400]);
        var z_g_0_2 = f32(m[j + 2440]);
        // + W_xo, W_xf, W_xi, W_xg @ x
        for (var k: i32 = 0; k < 10; k++) {
          let x_k = m[x + r * 10 + k];
          z_o_0_2 += m[j + k * 80 + 60] * x_k;
          z_f_0_2 += m[j + k * 80 + 20] * x_k;
          z_i_0_2 += m[j + k * 80] * x_k;
          z_g_0_2 += m[j + k * 80 + 40] * x_k;
        }
        m[lstm1_tape + r * 80 + j] = z_o_0_2;
        m[lstm1_tape + r * 80 + j + 20] = z_f_0_2;
        m[lstm1_tape + r * 80 + j + 40] = z_i_0_2;
        m[lstm1_tape + r * 80 + j + 60] = z_g_0_2;
      }
      storageBarrier();
    }
  }
}

var<workgroup> lstm1_forward_shared: array<f32, 20>;
/**
 * Layer lstm1 (lstm, 10 → 20), step by step:
 *   i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
 *   f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
 *   g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
 *   o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
 *   c = f * c[t-1] + i * g
 *   h = o * tanh(c)
 */
@compute @workgroup_size(32)
fn lstm1_forward(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) at: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let T: i32 = n[0];
  let B: i32 = n[1];
  let lane = i32(thread);
  let group = i32(at.y * grid.x + at.x);
  let groups = i32(grid.x * grid.y);
  let last: i32 = 2; // row of a sequence's last step
  let lstm1_tape: i32 = 2480 + 41 * B + 31 * T * B; // $z_o, $z_f, $z_i, $z_g
  let lstm1_h: i32 = 2480 + B + 31 * T * B; // state h
  let lstm1_c: i32 = 2480 + 21 * B + 31 * T * B; // state c
  let y: i32 = 2480 + B + 11 * T * B; // y, time-major
  let lstm1_forward_0: i32 = 0; // scratch
  for (var b: i32 = group; b < B; b += groups) {
    let steps: i32 = (n[last + b] + b * -1 + B) / B;
    for (var t: i32 = 0; t < steps; t += 1) {
      let r: i32 = t * B + b;
      for (var j: i32 = lane; j < 20; j += 32) {
        var z_o_0 = f32(m[lstm1_tape + r * 80 + j]);
        var z_f_0 = f32(m[lstm1_tape + r * 80 + j + 20]);
        var z_i_0 = f32(m[lstm1_tape + r * 80 + j + 40]);
        var z_g_0 = f32(m[lstm1_tape + r * 80 + j + 60]);
        // + W_ho, W_hf, W_hi, W_hg @ h_prev
        for (var k: i32 = 0; k < 20; k++) {
          let h_prev_k = m[lstm1_h + b * 20 + k];
          z_o_0 += m[j + k * 80 + 860] * h_prev_k;
          z_f_0 += m[j + k * 80 + 820] * h_prev_k;
          z_i_0 += m[j + k * 80 + 800] * h_prev_k;
          z_g_0 += m[j + k * 80 + 840] * h_prev_k;
        }
        let o_2_0 = least(abs(z_o_0), 104.0);
        let o_4_0 = round(o_2_0 * -1.44269504);
        let o_8_0 = o_4_0 * -0.693359375 - o_2_0 + o_4_0 * 0.00021219444;
        let o_9_0 = o_8_0 * o_8_0;
        let o_24_0 = (1.0 + (o_8_0 + o_9_0 * (0.49999994 + o_8_0 * 0.16666515 + o_9_0 * (0.041668456 + o_8_0 * 0.0083694197 + o_9_0 * 0.0013813142)))) * (pow2(o_4_0 + 64.0) * 5.421010862427522e-20);
        let o_26_0 = most(o_24_0, select(0.0, 1.0, z_o_0 > 0));
        let o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0 + o_24_0));
        let f_2_0 = least(abs(z_f_0), 104.0);
        let f_4_0 = round(f_2_0 * -1.44269504);
        let f_8_0 = f_4_0 * -0.693359375 - f_2_0 + f_4_0 * 0.00021219444;
        let f_9_0 = f_8_0 * f_8_0;
        let f_24_0 = (1.0 + (f_8_0 + f_9_0 * (0.49999994 + f_8_0 * 0.16666515 + f_9_0 * (0.041668456 + f_8_0 * 0.0083694197 + f_9_0 * 0.0013813142)))) * (pow2(f_4_0 + 64.0) * 5.421010862427522e-20);
        let f_26_0 = most(f_24_0, select(0.0, 1.0, z_f_0 > 0));
        let f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0 + f_24_0));
        let i_2_0 = least(abs(z_i_0), 104.0);
        let i_4_0 = round(i_2_0 * -1.44269504);
        let i_8_0 = i_4_0 * -0.693359375 - i_2_0 + i_4_0 * 0.00021219444;
        let i_9_0 = i_8_0 * i_8_0;
        let i_24_0 = (1.0 + (i_8_0 + i_9_0 * (0.49999994 + i_8_0 * 0.16666515 + i_9_0 * (0.041668456 + i_8_0 * 0.0083694197 + i_9_0 * 0.0013813142)))) * (pow2(i_4_0 + 64.0) * 5.421010862427522e-20);
        let i_26_0 = most(i_24_0, select(0.0, 1.0, z_i_0 > 0));
        let i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0 + i_24_0));
        let g_2_0 = least(abs(z_g_0), 9.1);
        let g_4_0 = g_2_0 * g_2_0;
        let g_13_0 = round(g_2_0 * 2.88539008);
        let g_17_0 = g_2_0 - g_13_0 * 0.3466796875 - g_13_0 * -0.00010609722;
        let g_19_0 = g_17_0 * g_17_0;
        let g_30_0 = pow2(g_13_0);
        let g_33_0 = (g_17_0 + g_17_0 + g_19_0 * (2.0 + g_17_0 * 1.333323 + g_19_0 * (0.66666025 + g_17_0 * 0.2677519 + g_19_0 * 0.089264616))) * g_30_0 + (g_30_0 - 1.0);
        let g_0 = copysign(select((g_33_0 / (g_33_0 + 2.0)), (g_2_0 + g_2_0 * g_4_0 * (-0.33333212 + g_4_0 * (0.13322443 + g_4_0 * -0.051193237))), (g_2_0 - 0.26) < 0.0), z_g_0);
        let c_0 = f_0 * m[lstm1_c + b * 20 + j] + i_0 * g_0;
        let h_2_0 = least(abs(c_0), 9.1);
        let h_4_0 = h_2_0 * h_2_0;
        let h_13_0 = round(h_2_0 * 2.88539008);
        let h_17_0 = h_2_0 - h_13_0 * 0.3466796875 - h_13_0 * -0.00010609722;
        let h_19_0 = h_17_0 * h_17_0;
        let h_30_0 = pow2(h_13_0);
        let h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0 + h_17_0 * 1.333323 + h_19_0 * (0.66666025 + h_17_0 * 0.2677519 + h_19_0 * 0.089264616))) * h_30_0 + (h_30_0 - 1.0);
        let h_0 = o_0 * copysign(select((h_33_0 / (h_33_0 + 2.0)), (h_2_0 + h_2_0 * h_4_0 * (-0.33333212 + h_4_0 * (0.13322443 + h_4_0 * -0.051193237))), (h_2_0 - 0.26) < 0.0), c_0);
        m[lstm1_c + b * 20 + j] = c_0;
        m[y + r * 20 + j] = h_0;
        lstm1_forward_shared[lstm1_forward_0 + j] = h_0;
      }
      storageBarrier(); workgroupBarrier();
      for (var j: i32 = lane; j < 20; j += 32) {
        m[lstm1_h + b * 20 + j] = lstm1_forward_shared[lstm1_forward_0 + j];
      }
      storageBarrier(); workgroupBarrier();
    }
    storageBarrier(); workgroupBarrier();
  }
}
