// forward dispatches 2, for any T and B: lstm1_hoisted, lstm1_forward (all time steps, 7360 bytes shared)
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
  let group = i32(at.x);
  let groups = i32(grid.x);
  let last: i32 = 2; // row of a sequence's last step
  let x: i32 = 2480 + B + T * B; // x, time-major
  let lstm1_tape: i32 = 2480 + 41 * B + 31 * T * B; // $z_o, $z_f, $z_i, $z_g
  let v_active: i32 = 2 + B; // how many sequences are longer than t
  let full: i32 = n[last + B + -1] + 1;
  let shortest: i32 = (full) / B;
  {
    let together: i32 = select(full - (full) % 4, 0, groups >= full);
    for (var r: i32 = group * 4; r < together; r += groups * 4) {
      for (var j: i32 = lane; j < 20; j += 32) {
        var z_o_0_2 = f32(m[j + 2460]);
        var z_o_1_2 = f32(m[j + 2460]);
        var z_o_2_2 = f32(m[j + 2460]);
        var z_o_3_2 = f32(m[j + 2460]);
        var z_f_0_2 = f32(m[j + 2420]);
        var z_f_1_2 = f32(m[j + 2420]);
        var z_f_2_2 = f32(m[j + 2420]);
        var z_f_3_2 = f32(m[j + 2420]);
        var z_i_0_2 = f32(m[j + 2400]);
        var z_i_1_2 = f32(m[j + 2400]);
        var z_i_2_2 = f32(m[j + 2400]);
        var z_i_3_2 = f32(m[j + 2400]);
        var z_g_0_2 = f32(m[j + 2440]);
        var z_g_1_2 = f32(m[j + 2440]);
        var z_g_2_2 = f32(m[j + 2440]);
        var z_g_3_2 = f32(m[j + 2440]);
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
          z_o_1_2 += w0 * x_k_1;
          z_f_1_2 += w1 * x_k_1;
          z_i_1_2 += w2 * x_k_1;
          z_g_1_2 += w3 * x_k_1;
          z_o_2_2 += w0 * x_k_2;
          z_f_2_2 += w1 * x_k_2;
          z_i_2_2 += w2 * x_k_2;
          z_g_2_2 += w3 * x_k_2;
          z_o_3_2 += w0 * x_k_3;
          z_f_3_2 += w1 * x_k_3;
          z_i_3_2 += w2 * x_k_3;
          z_g_3_2 += w3 * x_k_3;
        }
        m[lstm1_tape + r * 80 + j] = z_o_0_2;
        m[lstm1_tape + r * 80 + j + 80] = z_o_1_2;
        m[lstm1_tape + r * 80 + j + 160] = z_o_2_2;
        m[lstm1_tape + r * 80 + j + 240] = z_o_3_2;
        m[lstm1_tape + r * 80 + j + 20] = z_f_0_2;
        m[lstm1_tape + r * 80 + j + 100] = z_f_1_2;
        m[lstm1_tape + r * 80 + j + 180] = z_f_2_2;
        m[lstm1_tape + r * 80 + j + 260] = z_f_3_2;
        m[lstm1_tape + r * 80 + j + 40] = z_i_0_2;
        m[lstm1_tape + r * 80 + j + 120] = z_i_1_2;
        m[lstm1_tape + r * 80 + j + 200] = z_i_2_2;
        m[lstm1_tape + r * 80 + j + 280] = z_i_3_2;
        m[lstm1_tape + r * 80 + j + 60] = z_g_0_2;
        m[lstm1_tape + r * 80 + j + 140] = z_g_1_2;
        m[lstm1_tape + r * 80 + j + 220] = z_g_2_2;
        m[lstm1_tape + r * 80 + j + 300] = z_g_3_2;
      }
    }
    for (var r: i32 = together + (group + groups - together / 4 % groups) % groups; r < full; r += groups) {
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
    }
  }
  {
    let span: i32 = B;
    for (var pair: i32 = shortest * span + group; pair < (T) * span; pair += groups) {
      let t: i32 = pair / span;
      let b: i32 = pair - t * span;
      if (b < n[v_active + t]) {
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
      }
    }
  }
}

var<workgroup> lstm1_forward_shared: array<f32, 1840>;
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
  let group = i32(at.x);
  let groups = i32(grid.x);
  let lstm1_forward_weights: i32 = 240; // a copy of W_hi, W_hf, W_hg, W_ho
  let last: i32 = 2; // row of a sequence's last step
  let lstm1_forward_lstm1_h: i32 = 0; // state h of the sequences at hand
  let lstm1_h: i32 = 2480 + B + 31 * T * B; // state h
  let lstm1_forward_lstm1_c: i32 = 160; // state c of the sequences at hand
  let lstm1_c: i32 = 2480 + 21 * B + 31 * T * B; // state c
  let lstm1_tape: i32 = 2480 + 41 * B + 31 * T * B; // $z_o, $z_f, $z_i, $z_g
  let y: i32 = 2480 + B + 11 * T * B; // y, time-major
  {
    let together: i32 = select(B - (B) % 4, 0, groups >= B);
    for (var q: i32 = group * 4; q < together; q += groups * 4) {
      for (var e: i32 = lane; e < 1600; e += 32) {
        lstm1_forward_shared[lstm1_forward_weights + e] = m[e + 800];
      }
      for (var w: i32 = 0; w < 4; w += 1) {
        let b: i32 = q + w;
        let steps: i32 = (n[last + b] + b * -1 + B) / B;
        {
          let u: i32 = 0;
          for (var j: i32 = lane; j < 20; j += 32) {
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + j] = m[lstm1_h + b * 20 + j];
          }
          for (var j: i32 = lane; j < 20; j += 32) {
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] = m[lstm1_c + b * 20 + j];
          }
        }
      }
      workgroupBarrier();
      {
        let w: i32 = 0;
        let b: i32 = q;
        let shortest: i32 = (n[last + q + 3] + q * -1 + B + -3) / B;
        for (var t: i32 = 0; t < shortest; t += 1) {
          let r: i32 = t * B + b;
          let u: i32 = (t) & 1;
          let v: i32 = (t + 1) & 1;
          for (var j: i32 = lane; j < 20; j += 32) {
            var z_o_0 = f32(m[lstm1_tape + r * 80 + j]);
            var z_o_1 = f32(m[lstm1_tape + r * 80 + j + 80]);
            var z_o_2 = f32(m[lstm1_tape + r * 80 + j + 160]);
            var z_o_3 = f32(m[lstm1_tape + r * 80 + j + 240]);
            var z_f_0 = f32(m[lstm1_tape + r * 80 + j + 20]);
            var z_f_1 = f32(m[lstm1_tape + r * 80 + j + 100]);
            var z_f_2 = f32(m[lstm1_tape + r * 80 + j + 180]);
            var z_f_3 = f32(m[lstm1_tape + r * 80 + j + 260]);
            var z_i_0 = f32(m[lstm1_tape + r * 80 + j + 40]);
            var z_i_1 = f32(m[lstm1_tape + r * 80 + j + 120]);
            var z_i_2 = f32(m[lstm1_tape + r * 80 + j + 200]);
            var z_i_3 = f32(m[lstm1_tape + r * 80 + j + 280]);
            var z_g_0 = f32(m[lstm1_tape + r * 80 + j + 60]);
            var z_g_1 = f32(m[lstm1_tape + r * 80 + j + 140]);
            var z_g_2 = f32(m[lstm1_tape + r * 80 + j + 220]);
            var z_g_3 = f32(m[lstm1_tape + r * 80 + j + 300]);
            // + W_ho, W_hf, W_hi, W_hg @ h_prev
            for (var k: i32 = 0; k < 20; k++) {
              let h_prev_k = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k];
              let h_prev_k_1 = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k + 40];
              let h_prev_k_2 = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k + 80];
              let h_prev_k_3 = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k + 120];
              let w0 = lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 60];
              z_o_0 += w0 * h_prev_k;
              let w1 = lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 20];
              z_f_0 += w1 * h_prev_k;
              let w2 = lstm1_forward_shared[lstm1_forward_weights + j + k * 80];
              z_i_0 += w2 * h_prev_k;
              let w3 = lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 40];
              z_g_0 += w3 * h_prev_k;
              z_o_1 += w0 * h_prev_k_1;
              z_f_1 += w1 * h_prev_k_1;
              z_i_1 += w2 * h_prev_k_1;
              z_g_1 += w3 * h_prev_k_1;
              z_o_2 += w0 * h_prev_k_2;
              z_f_2 += w1 * h_prev_k_2;
              z_i_2 += w2 * h_prev_k_2;
              z_g_2 += w3 * h_prev_k_2;
              z_o_3 += w0 * h_prev_k_3;
              z_f_3 += w1 * h_prev_k_3;
              z_i_3 += w2 * h_prev_k_3;
              z_g_3 += w3 * h_prev_k_3;
            }
            // o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
            let o_2_0 = least(abs(z_o_0), 104.0);
            let o_4_0 = round(o_2_0 * -1.44269504);
            let o_8_0 = o_4_0 * -0.693359375 - o_2_0 + o_4_0 * 0.00021219444;
            let o_9_0 = o_8_0 * o_8_0;
            let o_24_0 = (1.0 + (o_8_0 + o_9_0 * (0.49999994 + o_8_0 * 0.16666515 + o_9_0 * (0.041668456 + o_8_0 * 0.0083694197 + o_9_0 * 0.0013813142)))) * (pow2(o_4_0 + 64.0) * 5.421010862427522e-20);
            let o_26_0 = most(o_24_0, select(0.0, 1.0, z_o_0 > 0));
            let o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0 + o_24_0));
            let o_2_1 = least(abs(z_o_1), 104.0);
            let o_4_1 = round(o_2_1 * -1.44269504);
            let o_8_1 = o_4_1 * -0.693359375 - o_2_1 + o_4_1 * 0.00021219444;
            let o_9_1 = o_8_1 * o_8_1;
            let o_24_1 = (1.0 + (o_8_1 + o_9_1 * (0.49999994 + o_8_1 * 0.16666515 + o_9_1 * (0.041668456 + o_8_1 * 0.0083694197 + o_9_1 * 0.0013813142)))) * (pow2(o_4_1 + 64.0) * 5.421010862427522e-20);
            let o_26_1 = most(o_24_1, select(0.0, 1.0, z_o_1 > 0));
            let o_1 = o_26_1 - o_26_1 * (o_24_1 / (1.0 + o_24_1));
            let o_2_2 = least(abs(z_o_2), 104.0);
            let o_4_2 = round(o_2_2 * -1.44269504);
            let o_8_2 = o_4_2 * -0.693359375 - o_2_2 + o_4_2 * 0.00021219444;
            let o_9_2 = o_8_2 * o_8_2;
            let o_24_2 = (1.0 + (o_8_2 + o_9_2 * (0.49999994 + o_8_2 * 0.16666515 + o_9_2 * (0.041668456 + o_8_2 * 0.0083694197 + o_9_2 * 0.0013813142)))) * (pow2(o_4_2 + 64.0) * 5.421010862427522e-20);
            let o_26_2 = most(o_24_2, select(0.0, 1.0, z_o_2 > 0));
            let o_2 = o_26_2 - o_26_2 * (o_24_2 / (1.0 + o_24_2));
            let o_2_3 = least(abs(z_o_3), 104.0);
            let o_4_3 = round(o_2_3 * -1.44269504);
            let o_8_3 = o_4_3 * -0.693359375 - o_2_3 + o_4_3 * 0.00021219444;
            let o_9_3 = o_8_3 * o_8_3;
            let o_24_3 = (1.0 + (o_8_3 + o_9_3 * (0.49999994 + o_8_3 * 0.16666515 + o_9_3 * (0.041668456 + o_8_3 * 0.0083694197 + o_9_3 * 0.0013813142)))) * (pow2(o_4_3 + 64.0) * 5.421010862427522e-20);
            let o_26_3 = most(o_24_3, select(0.0, 1.0, z_o_3 > 0));
            let o_3 = o_26_3 - o_26_3 * (o_24_3 / (1.0 + o_24_3));
            // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
            let f_2_0 = least(abs(z_f_0), 104.0);
            let f_4_0 = round(f_2_0 * -1.44269504);
            let f_8_0 = f_4_0 * -0.693359375 - f_2_0 + f_4_0 * 0.00021219444;
            let f_9_0 = f_8_0 * f_8_0;
            let f_24_0 = (1.0 + (f_8_0 + f_9_0 * (0.49999994 + f_8_0 * 0.16666515 + f_9_0 * (0.041668456 + f_8_0 * 0.0083694197 + f_9_0 * 0.0013813142)))) * (pow2(f_4_0 + 64.0) * 5.421010862427522e-20);
            let f_26_0 = most(f_24_0, select(0.0, 1.0, z_f_0 > 0));
            let f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0 + f_24_0));
            let f_2_1 = least(abs(z_f_1), 104.0);
            let f_4_1 = round(f_2_1 * -1.44269504);
            let f_8_1 = f_4_1 * -0.693359375 - f_2_1 + f_4_1 * 0.00021219444;
            let f_9_1 = f_8_1 * f_8_1;
            let f_24_1 = (1.0 + (f_8_1 + f_9_1 * (0.49999994 + f_8_1 * 0.16666515 + f_9_1 * (0.041668456 + f_8_1 * 0.0083694197 + f_9_1 * 0.0013813142)))) * (pow2(f_4_1 + 64.0) * 5.421010862427522e-20);
            let f_26_1 = most(f_24_1, select(0.0, 1.0, z_f_1 > 0));
            let f_1 = f_26_1 - f_26_1 * (f_24_1 / (1.0 + f_24_1));
            let f_2_2 = least(abs(z_f_2), 104.0);
            let f_4_2 = round(f_2_2 * -1.44269504);
            let f_8_2 = f_4_2 * -0.693359375 - f_2_2 + f_4_2 * 0.00021219444;
            let f_9_2 = f_8_2 * f_8_2;
            let f_24_2 = (1.0 + (f_8_2 + f_9_2 * (0.49999994 + f_8_2 * 0.16666515 + f_9_2 * (0.041668456 + f_8_2 * 0.0083694197 + f_9_2 * 0.0013813142)))) * (pow2(f_4_2 + 64.0) * 5.421010862427522e-20);
            let f_26_2 = most(f_24_2, select(0.0, 1.0, z_f_2 > 0));
            let f_2 = f_26_2 - f_26_2 * (f_24_2 / (1.0 + f_24_2));
            let f_2_3 = least(abs(z_f_3), 104.0);
            let f_4_3 = round(f_2_3 * -1.44269504);
            let f_8_3 = f_4_3 * -0.693359375 - f_2_3 + f_4_3 * 0.00021219444;
            let f_9_3 = f_8_3 * f_8_3;
            let f_24_3 = (1.0 + (f_8_3 + f_9_3 * (0.49999994 + f_8_3 * 0.16666515 + f_9_3 * (0.041668456 + f_8_3 * 0.0083694197 + f_9_3 * 0.0013813142)))) * (pow2(f_4_3 + 64.0) * 5.421010862427522e-20);
            let f_26_3 = most(f_24_3, select(0.0, 1.0, z_f_3 > 0));
            let f_3 = f_26_3 - f_26_3 * (f_24_3 / (1.0 + f_24_3));
            // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
            let i_2_0 = least(abs(z_i_0), 104.0);
            let i_4_0 = round(i_2_0 * -1.44269504);
            let i_8_0 = i_4_0 * -0.693359375 - i_2_0 + i_4_0 * 0.00021219444;
            let i_9_0 = i_8_0 * i_8_0;
            let i_24_0 = (1.0 + (i_8_0 + i_9_0 * (0.49999994 + i_8_0 * 0.16666515 + i_9_0 * (0.041668456 + i_8_0 * 0.0083694197 + i_9_0 * 0.0013813142)))) * (pow2(i_4_0 + 64.0) * 5.421010862427522e-20);
            let i_26_0 = most(i_24_0, select(0.0, 1.0, z_i_0 > 0));
            let i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0 + i_24_0));
            let i_2_1 = least(abs(z_i_1), 104.0);
            let i_4_1 = round(i_2_1 * -1.44269504);
            let i_8_1 = i_4_1 * -0.693359375 - i_2_1 + i_4_1 * 0.00021219444;
            let i_9_1 = i_8_1 * i_8_1;
            let i_24_1 = (1.0 + (i_8_1 + i_9_1 * (0.49999994 + i_8_1 * 0.16666515 + i_9_1 * (0.041668456 + i_8_1 * 0.0083694197 + i_9_1 * 0.0013813142)))) * (pow2(i_4_1 + 64.0) * 5.421010862427522e-20);
            let i_26_1 = most(i_24_1, select(0.0, 1.0, z_i_1 > 0));
            let i_1 = i_26_1 - i_26_1 * (i_24_1 / (1.0 + i_24_1));
            let i_2_2 = least(abs(z_i_2), 104.0);
            let i_4_2 = round(i_2_2 * -1.44269504);
            let i_8_2 = i_4_2 * -0.693359375 - i_2_2 + i_4_2 * 0.00021219444;
            let i_9_2 = i_8_2 * i_8_2;
            let i_24_2 = (1.0 + (i_8_2 + i_9_2 * (0.49999994 + i_8_2 * 0.16666515 + i_9_2 * (0.041668456 + i_8_2 * 0.0083694197 + i_9_2 * 0.0013813142)))) * (pow2(i_4_2 + 64.0) * 5.421010862427522e-20);
            let i_26_2 = most(i_24_2, select(0.0, 1.0, z_i_2 > 0));
            let i_2 = i_26_2 - i_26_2 * (i_24_2 / (1.0 + i_24_2));
            let i_2_3 = least(abs(z_i_3), 104.0);
            let i_4_3 = round(i_2_3 * -1.44269504);
            let i_8_3 = i_4_3 * -0.693359375 - i_2_3 + i_4_3 * 0.00021219444;
            let i_9_3 = i_8_3 * i_8_3;
            let i_24_3 = (1.0 + (i_8_3 + i_9_3 * (0.49999994 + i_8_3 * 0.16666515 + i_9_3 * (0.041668456 + i_8_3 * 0.0083694197 + i_9_3 * 0.0013813142)))) * (pow2(i_4_3 + 64.0) * 5.421010862427522e-20);
            let i_26_3 = most(i_24_3, select(0.0, 1.0, z_i_3 > 0));
            let i_3 = i_26_3 - i_26_3 * (i_24_3 / (1.0 + i_24_3));
            // g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
            let g_2_0 = least(abs(z_g_0), 9.1);
            let g_4_0 = g_2_0 * g_2_0;
            let g_13_0 = round(g_2_0 * 2.88539008);
            let g_17_0 = g_2_0 - g_13_0 * 0.3466796875 - g_13_0 * -0.00010609722;
            let g_19_0 = g_17_0 * g_17_0;
            let g_30_0 = pow2(g_13_0);
            let g_33_0 = (g_17_0 + g_17_0 + g_19_0 * (2.0 + g_17_0 * 1.333323 + g_19_0 * (0.66666025 + g_17_0 * 0.2677519 + g_19_0 * 0.089264616))) * g_30_0 + (g_30_0 - 1.0);
            let g_0 = copysign(select((g_33_0 / (g_33_0 + 2.0)), (g_2_0 + g_2_0 * g_4_0 * (-0.33333212 + g_4_0 * (0.13322443 + g_4_0 * -0.051193237))), (0.26 - g_2_0) > 0.0), z_g_0);
            let g_2_1 = least(abs(z_g_1), 9.1);
            let g_4_1 = g_2_1 * g_2_1;
            let g_13_1 = round(g_2_1 * 2.88539008);
            let g_17_1 = g_2_1 - g_13_1 * 0.3466796875 - g_13_1 * -0.00010609722;
            let g_19_1 = g_17_1 * g_17_1;
            let g_30_1 = pow2(g_13_1);
            let g_33_1 = (g_17_1 + g_17_1 + g_19_1 * (2.0 + g_17_1 * 1.333323 + g_19_1 * (0.66666025 + g_17_1 * 0.2677519 + g_19_1 * 0.089264616))) * g_30_1 + (g_30_1 - 1.0);
            let g_1 = copysign(select((g_33_1 / (g_33_1 + 2.0)), (g_2_1 + g_2_1 * g_4_1 * (-0.33333212 + g_4_1 * (0.13322443 + g_4_1 * -0.051193237))), (0.26 - g_2_1) > 0.0), z_g_1);
            let g_2_2 = least(abs(z_g_2), 9.1);
            let g_4_2 = g_2_2 * g_2_2;
            let g_13_2 = round(g_2_2 * 2.88539008);
            let g_17_2 = g_2_2 - g_13_2 * 0.3466796875 - g_13_2 * -0.00010609722;
            let g_19_2 = g_17_2 * g_17_2;
            let g_30_2 = pow2(g_13_2);
            let g_33_2 = (g_17_2 + g_17_2 + g_19_2 * (2.0 + g_17_2 * 1.333323 + g_19_2 * (0.66666025 + g_17_2 * 0.2677519 + g_19_2 * 0.089264616))) * g_30_2 + (g_30_2 - 1.0);
            let g_2 = copysign(select((g_33_2 / (g_33_2 + 2.0)), (g_2_2 + g_2_2 * g_4_2 * (-0.33333212 + g_4_2 * (0.13322443 + g_4_2 * -0.051193237))), (0.26 - g_2_2) > 0.0), z_g_2);
            let g_2_3 = least(abs(z_g_3), 9.1);
            let g_4_3 = g_2_3 * g_2_3;
            let g_13_3 = round(g_2_3 * 2.88539008);
            let g_17_3 = g_2_3 - g_13_3 * 0.3466796875 - g_13_3 * -0.00010609722;
            let g_19_3 = g_17_3 * g_17_3;
            let g_30_3 = pow2(g_13_3);
            let g_33_3 = (g_17_3 + g_17_3 + g_19_3 * (2.0 + g_17_3 * 1.333323 + g_19_3 * (0.66666025 + g_17_3 * 0.2677519 + g_19_3 * 0.089264616))) * g_30_3 + (g_30_3 - 1.0);
            let g_3 = copysign(select((g_33_3 / (g_33_3 + 2.0)), (g_2_3 + g_2_3 * g_4_3 * (-0.33333212 + g_4_3 * (0.13322443 + g_4_3 * -0.051193237))), (0.26 - g_2_3) > 0.0), z_g_3);
            // c = f * c[t-1] + i * g
            let c_0 = f_0 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] + i_0 * g_0;
            let c_1 = f_1 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 20] + i_1 * g_1;
            let c_2 = f_2 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 40] + i_2 * g_2;
            let c_3 = f_3 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 60] + i_3 * g_3;
            // h = o * tanh(c)
            let h_2_0 = least(abs(c_0), 9.1);
            let h_4_0 = h_2_0 * h_2_0;
            let h_13_0 = round(h_2_0 * 2.88539008);
            let h_17_0 = h_2_0 - h_13_0 * 0.3466796875 - h_13_0 * -0.00010609722;
            let h_19_0 = h_17_0 * h_17_0;
            let h_30_0 = pow2(h_13_0);
            let h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0 + h_17_0 * 1.333323 + h_19_0 * (0.66666025 + h_17_0 * 0.2677519 + h_19_0 * 0.089264616))) * h_30_0 + (h_30_0 - 1.0);
            let h_0 = o_0 * copysign(select((h_33_0 / (h_33_0 + 2.0)), (h_2_0 + h_2_0 * h_4_0 * (-0.33333212 + h_4_0 * (0.13322443 + h_4_0 * -0.051193237))), (0.26 - h_2_0) > 0.0), c_0);
            let h_2_1 = least(abs(c_1), 9.1);
            let h_4_1 = h_2_1 * h_2_1;
            let h_13_1 = round(h_2_1 * 2.88539008);
            let h_17_1 = h_2_1 - h_13_1 * 0.3466796875 - h_13_1 * -0.00010609722;
            let h_19_1 = h_17_1 * h_17_1;
            let h_30_1 = pow2(h_13_1);
            let h_33_1 = (h_17_1 + h_17_1 + h_19_1 * (2.0 + h_17_1 * 1.333323 + h_19_1 * (0.66666025 + h_17_1 * 0.2677519 + h_19_1 * 0.089264616))) * h_30_1 + (h_30_1 - 1.0);
            let h_1 = o_1 * copysign(select((h_33_1 / (h_33_1 + 2.0)), (h_2_1 + h_2_1 * h_4_1 * (-0.33333212 + h_4_1 * (0.13322443 + h_4_1 * -0.051193237))), (0.26 - h_2_1) > 0.0), c_1);
            let h_2_2 = least(abs(c_2), 9.1);
            let h_4_2 = h_2_2 * h_2_2;
            let h_13_2 = round(h_2_2 * 2.88539008);
            let h_17_2 = h_2_2 - h_13_2 * 0.3466796875 - h_13_2 * -0.00010609722;
            let h_19_2 = h_17_2 * h_17_2;
            let h_30_2 = pow2(h_13_2);
            let h_33_2 = (h_17_2 + h_17_2 + h_19_2 * (2.0 + h_17_2 * 1.333323 + h_19_2 * (0.66666025 + h_17_2 * 0.2677519 + h_19_2 * 0.089264616))) * h_30_2 + (h_30_2 - 1.0);
            let h_2 = o_2 * copysign(select((h_33_2 / (h_33_2 + 2.0)), (h_2_2 + h_2_2 * h_4_2 * (-0.33333212 + h_4_2 * (0.13322443 + h_4_2 * -0.051193237))), (0.26 - h_2_2) > 0.0), c_2);
            let h_2_3 = least(abs(c_3), 9.1);
            let h_4_3 = h_2_3 * h_2_3;
            let h_13_3 = round(h_2_3 * 2.88539008);
            let h_17_3 = h_2_3 - h_13_3 * 0.3466796875 - h_13_3 * -0.00010609722;
            let h_19_3 = h_17_3 * h_17_3;
            let h_30_3 = pow2(h_13_3);
            let h_33_3 = (h_17_3 + h_17_3 + h_19_3 * (2.0 + h_17_3 * 1.333323 + h_19_3 * (0.66666025 + h_17_3 * 0.2677519 + h_19_3 * 0.089264616))) * h_30_3 + (h_30_3 - 1.0);
            let h_3 = o_3 * copysign(select((h_33_3 / (h_33_3 + 2.0)), (h_2_3 + h_2_3 * h_4_3 * (-0.33333212 + h_4_3 * (0.13322443 + h_4_3 * -0.051193237))), (0.26 - h_2_3) > 0.0), c_3);
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] = c_0;
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 20] = c_1;
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 40] = c_2;
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j + 60] = c_3;
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j] = h_0;
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j + 40] = h_1;
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j + 80] = h_2;
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j + 120] = h_3;
            m[y + r * 20 + j] = h_0;
            m[y + r * 20 + j + 20] = h_1;
            m[y + r * 20 + j + 40] = h_2;
            m[y + r * 20 + j + 60] = h_3;
          }
          workgroupBarrier();
        }
      }
      storageBarrier(); workgroupBarrier();
      for (var w: i32 = 0; w < 4; w += 1) {
        let b: i32 = q + w;
        let steps: i32 = (n[last + b] + b * -1 + B) / B;
        let shortest: i32 = (n[last + q + 3] + q * -1 + B + -3) / B;
        for (var t: i32 = shortest; t < steps; t += 1) {
          let r: i32 = t * B + b;
          let u: i32 = (t) & 1;
          let v: i32 = (t + 1) & 1;
          for (var j: i32 = lane; j < 20; j += 32) {
            var z_o_0 = f32(m[lstm1_tape + r * 80 + j]);
            var z_f_0 = f32(m[lstm1_tape + r * 80 + j + 20]);
            var z_i_0 = f32(m[lstm1_tape + r * 80 + j + 40]);
            var z_g_0 = f32(m[lstm1_tape + r * 80 + j + 60]);
            // + W_ho, W_hf, W_hi, W_hg @ h_prev
            for (var k: i32 = 0; k < 20; k++) {
              let h_prev_k = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k];
              z_o_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 60] * h_prev_k;
              z_f_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 20] * h_prev_k;
              z_i_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80] * h_prev_k;
              z_g_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 40] * h_prev_k;
            }
            // o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
            let o_2_0 = least(abs(z_o_0), 104.0);
            let o_4_0 = round(o_2_0 * -1.44269504);
            let o_8_0 = o_4_0 * -0.693359375 - o_2_0 + o_4_0 * 0.00021219444;
            let o_9_0 = o_8_0 * o_8_0;
            let o_24_0 = (1.0 + (o_8_0 + o_9_0 * (0.49999994 + o_8_0 * 0.16666515 + o_9_0 * (0.041668456 + o_8_0 * 0.0083694197 + o_9_0 * 0.0013813142)))) * (pow2(o_4_0 + 64.0) * 5.421010862427522e-20);
            let o_26_0 = most(o_24_0, select(0.0, 1.0, z_o_0 > 0));
            let o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0 + o_24_0));
            // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
            let f_2_0 = least(abs(z_f_0), 104.0);
            let f_4_0 = round(f_2_0 * -1.44269504);
            let f_8_0 = f_4_0 * -0.693359375 - f_2_0 + f_4_0 * 0.00021219444;
            let f_9_0 = f_8_0 * f_8_0;
            let f_24_0 = (1.0 + (f_8_0 + f_9_0 * (0.49999994 + f_8_0 * 0.16666515 + f_9_0 * (0.041668456 + f_8_0 * 0.0083694197 + f_9_0 * 0.0013813142)))) * (pow2(f_4_0 + 64.0) * 5.421010862427522e-20);
            let f_26_0 = most(f_24_0, select(0.0, 1.0, z_f_0 > 0));
            let f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0 + f_24_0));
            // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
            let i_2_0 = least(abs(z_i_0), 104.0);
            let i_4_0 = round(i_2_0 * -1.44269504);
            let i_8_0 = i_4_0 * -0.693359375 - i_2_0 + i_4_0 * 0.00021219444;
            let i_9_0 = i_8_0 * i_8_0;
            let i_24_0 = (1.0 + (i_8_0 + i_9_0 * (0.49999994 + i_8_0 * 0.16666515 + i_9_0 * (0.041668456 + i_8_0 * 0.0083694197 + i_9_0 * 0.0013813142)))) * (pow2(i_4_0 + 64.0) * 5.421010862427522e-20);
            let i_26_0 = most(i_24_0, select(0.0, 1.0, z_i_0 > 0));
            let i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0 + i_24_0));
            // g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
            let g_2_0 = least(abs(z_g_0), 9.1);
            let g_4_0 = g_2_0 * g_2_0;
            let g_13_0 = round(g_2_0 * 2.88539008);
            let g_17_0 = g_2_0 - g_13_0 * 0.3466796875 - g_13_0 * -0.00010609722;
            let g_19_0 = g_17_0 * g_17_0;
            let g_30_0 = pow2(g_13_0);
            let g_33_0 = (g_17_0 + g_17_0 + g_19_0 * (2.0 + g_17_0 * 1.333323 + g_19_0 * (0.66666025 + g_17_0 * 0.2677519 + g_19_0 * 0.089264616))) * g_30_0 + (g_30_0 - 1.0);
            let g_0 = copysign(select((g_33_0 / (g_33_0 + 2.0)), (g_2_0 + g_2_0 * g_4_0 * (-0.33333212 + g_4_0 * (0.13322443 + g_4_0 * -0.051193237))), (0.26 - g_2_0) > 0.0), z_g_0);
            // c = f * c[t-1] + i * g
            let c_0 = f_0 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] + i_0 * g_0;
            // h = o * tanh(c)
            let h_2_0 = least(abs(c_0), 9.1);
            let h_4_0 = h_2_0 * h_2_0;
            let h_13_0 = round(h_2_0 * 2.88539008);
            let h_17_0 = h_2_0 - h_13_0 * 0.3466796875 - h_13_0 * -0.00010609722;
            let h_19_0 = h_17_0 * h_17_0;
            let h_30_0 = pow2(h_13_0);
            let h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0 + h_17_0 * 1.333323 + h_19_0 * (0.66666025 + h_17_0 * 0.2677519 + h_19_0 * 0.089264616))) * h_30_0 + (h_30_0 - 1.0);
            let h_0 = o_0 * copysign(select((h_33_0 / (h_33_0 + 2.0)), (h_2_0 + h_2_0 * h_4_0 * (-0.33333212 + h_4_0 * (0.13322443 + h_4_0 * -0.051193237))), (0.26 - h_2_0) > 0.0), c_0);
            lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] = c_0;
            lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j] = h_0;
            m[y + r * 20 + j] = h_0;
          }
          workgroupBarrier();
        }
        workgroupBarrier();
        {
          let v: i32 = (steps) & 1;
          for (var j: i32 = lane; j < 20; j += 32) {
            m[lstm1_h + b * 20 + j] = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j];
          }
          for (var j: i32 = lane; j < 20; j += 32) {
            m[lstm1_c + b * 20 + j] = lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j];
          }
        }
        workgroupBarrier();
      }
      storageBarrier(); workgroupBarrier();
    }
    for (var q: i32 = together + (group + groups - together / 4 % groups) % groups; q < B; q += groups) {
      for (var e: i32 = lane; e < 1600; e += 32) {
        lstm1_forward_shared[lstm1_forward_weights + e] = m[e + 800];
      }
      let w: i32 = 0;
      let b: i32 = q;
      let steps: i32 = (n[last + b] + b * -1 + B) / B;
      {
        let u: i32 = 0;
        for (var j: i32 = lane; j < 20; j += 32) {
          lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + j] = m[lstm1_h + b * 20 + j];
        }
        for (var j: i32 = lane; j < 20; j += 32) {
          lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] = m[lstm1_c + b * 20 + j];
        }
      }
      workgroupBarrier();
      for (var t: i32 = 0; t < steps; t += 1) {
        let r: i32 = t * B + b;
        let u: i32 = (t) & 1;
        let v: i32 = (t + 1) & 1;
        for (var j: i32 = lane; j < 20; j += 32) {
          var z_o_0 = f32(m[lstm1_tape + r * 80 + j]);
          var z_f_0 = f32(m[lstm1_tape + r * 80 + j + 20]);
          var z_i_0 = f32(m[lstm1_tape + r * 80 + j + 40]);
          var z_g_0 = f32(m[lstm1_tape + r * 80 + j + 60]);
          // + W_ho, W_hf, W_hi, W_hg @ h_prev
          for (var k: i32 = 0; k < 20; k++) {
            let h_prev_k = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + u * 20 + k];
            z_o_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 60] * h_prev_k;
            z_f_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 20] * h_prev_k;
            z_i_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80] * h_prev_k;
            z_g_0 += lstm1_forward_shared[lstm1_forward_weights + j + k * 80 + 40] * h_prev_k;
          }
          // o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
          let o_2_0 = least(abs(z_o_0), 104.0);
          let o_4_0 = round(o_2_0 * -1.44269504);
          let o_8_0 = o_4_0 * -0.693359375 - o_2_0 + o_4_0 * 0.00021219444;
          let o_9_0 = o_8_0 * o_8_0;
          let o_24_0 = (1.0 + (o_8_0 + o_9_0 * (0.49999994 + o_8_0 * 0.16666515 + o_9_0 * (0.041668456 + o_8_0 * 0.0083694197 + o_9_0 * 0.0013813142)))) * (pow2(o_4_0 + 64.0) * 5.421010862427522e-20);
          let o_26_0 = most(o_24_0, select(0.0, 1.0, z_o_0 > 0));
          let o_0 = o_26_0 - o_26_0 * (o_24_0 / (1.0 + o_24_0));
          // f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
          let f_2_0 = least(abs(z_f_0), 104.0);
          let f_4_0 = round(f_2_0 * -1.44269504);
          let f_8_0 = f_4_0 * -0.693359375 - f_2_0 + f_4_0 * 0.00021219444;
          let f_9_0 = f_8_0 * f_8_0;
          let f_24_0 = (1.0 + (f_8_0 + f_9_0 * (0.49999994 + f_8_0 * 0.16666515 + f_9_0 * (0.041668456 + f_8_0 * 0.0083694197 + f_9_0 * 0.0013813142)))) * (pow2(f_4_0 + 64.0) * 5.421010862427522e-20);
          let f_26_0 = most(f_24_0, select(0.0, 1.0, z_f_0 > 0));
          let f_0 = f_26_0 - f_26_0 * (f_24_0 / (1.0 + f_24_0));
          // i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
          let i_2_0 = least(abs(z_i_0), 104.0);
          let i_4_0 = round(i_2_0 * -1.44269504);
          let i_8_0 = i_4_0 * -0.693359375 - i_2_0 + i_4_0 * 0.00021219444;
          let i_9_0 = i_8_0 * i_8_0;
          let i_24_0 = (1.0 + (i_8_0 + i_9_0 * (0.49999994 + i_8_0 * 0.16666515 + i_9_0 * (0.041668456 + i_8_0 * 0.0083694197 + i_9_0 * 0.0013813142)))) * (pow2(i_4_0 + 64.0) * 5.421010862427522e-20);
          let i_26_0 = most(i_24_0, select(0.0, 1.0, z_i_0 > 0));
          let i_0 = i_26_0 - i_26_0 * (i_24_0 / (1.0 + i_24_0));
          // g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
          let g_2_0 = least(abs(z_g_0), 9.1);
          let g_4_0 = g_2_0 * g_2_0;
          let g_13_0 = round(g_2_0 * 2.88539008);
          let g_17_0 = g_2_0 - g_13_0 * 0.3466796875 - g_13_0 * -0.00010609722;
          let g_19_0 = g_17_0 * g_17_0;
          let g_30_0 = pow2(g_13_0);
          let g_33_0 = (g_17_0 + g_17_0 + g_19_0 * (2.0 + g_17_0 * 1.333323 + g_19_0 * (0.66666025 + g_17_0 * 0.2677519 + g_19_0 * 0.089264616))) * g_30_0 + (g_30_0 - 1.0);
          let g_0 = copysign(select((g_33_0 / (g_33_0 + 2.0)), (g_2_0 + g_2_0 * g_4_0 * (-0.33333212 + g_4_0 * (0.13322443 + g_4_0 * -0.051193237))), (0.26 - g_2_0) > 0.0), z_g_0);
          // c = f * c[t-1] + i * g
          let c_0 = f_0 * lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] + i_0 * g_0;
          // h = o * tanh(c)
          let h_2_0 = least(abs(c_0), 9.1);
          let h_4_0 = h_2_0 * h_2_0;
          let h_13_0 = round(h_2_0 * 2.88539008);
          let h_17_0 = h_2_0 - h_13_0 * 0.3466796875 - h_13_0 * -0.00010609722;
          let h_19_0 = h_17_0 * h_17_0;
          let h_30_0 = pow2(h_13_0);
          let h_33_0 = (h_17_0 + h_17_0 + h_19_0 * (2.0 + h_17_0 * 1.333323 + h_19_0 * (0.66666025 + h_17_0 * 0.2677519 + h_19_0 * 0.089264616))) * h_30_0 + (h_30_0 - 1.0);
          let h_0 = o_0 * copysign(select((h_33_0 / (h_33_0 + 2.0)), (h_2_0 + h_2_0 * h_4_0 * (-0.33333212 + h_4_0 * (0.13322443 + h_4_0 * -0.051193237))), (0.26 - h_2_0) > 0.0), c_0);
          lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j] = c_0;
          lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j] = h_0;
          m[y + r * 20 + j] = h_0;
        }
        workgroupBarrier();
      }
      storageBarrier(); workgroupBarrier();
      {
        let v: i32 = (steps) & 1;
        for (var j: i32 = lane; j < 20; j += 32) {
          m[lstm1_h + b * 20 + j] = lstm1_forward_shared[lstm1_forward_lstm1_h + w * 40 + v * 20 + j];
        }
        for (var j: i32 = lane; j < 20; j += 32) {
          m[lstm1_c + b * 20 + j] = lstm1_forward_shared[lstm1_forward_lstm1_c + w * 20 + j];
        }
      }
      storageBarrier(); workgroupBarrier();
    }
  }
}
