(module
  (memory (export "memory") 1)
  ;; One time step of layer lstm1 (lstm, 2 → 5):
  ;; i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
  ;; f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
  ;; g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
  ;; o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
  ;; c = f * c[t-1] + i * g
  ;; h = o * tanh(c)
  (func $lstm1_step
    (local $z_o_0 v128)  (local $z_o_1 v128)  (local $z_f_0 v128)  (local $z_f_1 v128)  (local $z_i_0 v128)
        (local $z_i_1 v128)  (local $z_g_0 v128)  (local $z_g_1 v128)  (local $x$k v128)  (local $x$k1 v128)
        (local $k i32)  (local $&2k i32)  (local $&32k i32)  (local $h_prev$k v128)  (local $h_prev$k1 v128)
        (local $$o$2_0 v128)  (local $$o$4_0 v128)  (local $$o$8_0 v128)  (local $$o$9_0 v128)  (local $$o$24_0 v128)
        (local $$o$26_0 v128)  (local $o_0 v128)  (local $$o$2_1 v128)  (local $$o$4_1 v128)  (local $$o$8_1 v128)
        (local $$o$9_1 v128)  (local $$o$24_1 v128)  (local $$o$26_1 v128)  (local $o_1 v128)  (local $$f$2_0 v128)
        (local $$f$4_0 v128)  (local $$f$8_0 v128)  (local $$f$9_0 v128)  (local $$f$24_0 v128)  (local $$f$26_0 v128)
        (local $f_0 v128)  (local $$f$2_1 v128)  (local $$f$4_1 v128)  (local $$f$8_1 v128)  (local $$f$9_1 v128)
        (local $$f$24_1 v128)  (local $$f$26_1 v128)  (local $f_1 v128)  (local $$i$2_0 v128)  (local $$i$4_0 v128)
        (local $$i$8_0 v128)  (local $$i$9_0 v128)  (local $$i$24_0 v128)  (local $$i$26_0 v128)  (local $i_0 v128)
        (local $$i$2_1 v128)  (local $$i$4_1 v128)  (local $$i$8_1 v128)  (local $$i$9_1 v128)  (local $$i$24_1 v128)
        (local $$i$26_1 v128)  (local $i_1 v128)  (local $$g$2_0 v128)  (local $$g$4_0 v128)  (local $$g$13_0 v128)
        (local $$g$17_0 v128)  (local $$g$19_0 v128)  (local $$g$30_0 v128)  (local $$g$33_0 v128)  (local $g_0 v128)
        (local $$g$2_1 v128)  (local $$g$4_1 v128)  (local $$g$13_1 v128)  (local $$g$17_1 v128)  (local $$g$19_1 v128)
        (local $$g$30_1 v128)  (local $$g$33_1 v128)  (local $g_1 v128)  (local $c_0 v128)  (local $c_1 v128)
        (local $$h$2_0 v128)  (local $$h$4_0 v128)  (local $$h$13_0 v128)  (local $$h$17_0 v128)  (local $$h$19_0 v128)
        (local $$h$30_0 v128)  (local $$h$33_0 v128)  (local $h_0 v128)  (local $$h$2_1 v128)  (local $$h$4_1 v128)
        (local $$h$13_1 v128)  (local $$h$17_1 v128)  (local $$h$19_1 v128)  (local $$h$30_1 v128)
        (local $$h$33_1 v128)  (local $h_1 v128)
    i32.const 0  v128.load offset=956  local.set $z_o_0
    i32.const 0  v128.load offset=972  local.set $z_o_1
    i32.const 0  v128.load offset=916  local.set $z_f_0
    i32.const 0  v128.load offset=932  local.set $z_f_1
    i32.const 0  v128.load offset=896  local.set $z_i_0
    i32.const 0  v128.load offset=912  local.set $z_i_1
    i32.const 0  v128.load offset=936  local.set $z_g_0
    i32.const 0  v128.load offset=952  local.set $z_g_1
    i32.const 0  v128.load32_splat offset=976  local.set $x$k
    i32.const 0  v128.load32_splat offset=980  local.set $x$k1
    local.get $z_o_1  i32.const 0  v128.load offset=176  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_o_1
        i32.const 0  v128.load offset=240  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_o_1
    local.get $z_o_0  i32.const 0  v128.load offset=48  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_o_0
        i32.const 0  v128.load offset=112  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_o_0
    local.get $z_f_1  i32.const 0  v128.load offset=144  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_f_1
        i32.const 0  v128.load offset=208  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_f_1
    local.get $z_i_1  i32.const 0  v128.load offset=128  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_i_1
        i32.const 0  v128.load offset=192  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_i_1
    local.get $z_g_1  i32.const 0  v128.load offset=160  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_g_1
        i32.const 0  v128.load offset=224  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_g_1
    local.get $z_f_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_f_0
        i32.const 0  v128.load offset=80  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_f_0
    local.get $z_i_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_i_0  i32.const 0
        v128.load offset=64  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_i_0
    local.get $z_g_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_g_0
        i32.const 0  v128.load offset=96  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_g_0
    i32.const 0  local.set $k
    i32.const 0  local.set $&2k
    i32.const 0  local.set $&32k
    block
      loop
        local.get $k  i32.const 2  i32.ge_s  br_if 1
        local.get $&2k  v128.load32_splat offset=1004  local.set $h_prev$k
        local.get $&2k  v128.load32_splat offset=1008  local.set $h_prev$k1
        local.get $z_o_1  local.get $&32k  v128.load offset=624  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_o_1  local.get $&32k  v128.load offset=688  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_o_1
        local.get $z_o_0  local.get $&32k  v128.load offset=304  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_o_0  local.get $&32k  v128.load offset=368  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_o_0
        local.get $z_f_1  local.get $&32k  v128.load offset=592  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_f_1  local.get $&32k  v128.load offset=656  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_f_1
        local.get $z_i_1  local.get $&32k  v128.load offset=576  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_i_1  local.get $&32k  v128.load offset=640  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_i_1
        local.get $z_g_1  local.get $&32k  v128.load offset=608  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_g_1  local.get $&32k  v128.load offset=672  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_g_1
        local.get $z_f_0  local.get $&32k  v128.load offset=272  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_f_0  local.get $&32k  v128.load offset=336  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_f_0
        local.get $z_i_0  local.get $&32k  v128.load offset=256  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_i_0  local.get $&32k  v128.load offset=320  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_i_0
        local.get $z_g_0  local.get $&32k  v128.load offset=288  local.get $h_prev$k  f32x4.mul  f32x4.add
            local.tee $z_g_0  local.get $&32k  v128.load offset=352  local.get $h_prev$k1  f32x4.mul  f32x4.add
            local.set $z_g_0
        local.get $&2k  i32.const 8  i32.add  local.set $&2k
        local.get $&32k  i32.const 128  i32.add  local.set $&32k
        local.get $k  i32.const 1  i32.add  local.set $k
        br 0
      end
    end
    i32.const 0  v128.load32_splat offset=1020  local.set $h_prev$k
    local.get $z_o_1  i32.const 0  v128.load offset=880  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_o_1
    local.get $z_o_0  i32.const 0  v128.load offset=560  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_o_0
    local.get $z_f_1  i32.const 0  v128.load offset=848  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_f_1
    local.get $z_i_1  i32.const 0  v128.load offset=832  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_i_1
    local.get $z_g_1  i32.const 0  v128.load offset=864  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_g_1
    local.get $z_f_0  i32.const 0  v128.load offset=528  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_f_0
    local.get $z_i_0  i32.const 0  v128.load offset=512  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_i_0
    local.get $z_g_0  i32.const 0  v128.load offset=544  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_g_0
    local.get $z_o_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_0
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_0  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$o$2_0  f32x4.sub  local.get $$o$4_0  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_0  local.get $$o$8_0  f32x4.mul  local.set $$o$9_0
    f32.const 1  f32x4.splat  local.get $$o$8_0  local.get $$o$9_0  f32.const 0.4999999403953552  f32x4.splat
        local.get $$o$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0
        f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_0  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$o$9_0  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_0  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_0  local.get $z_o_0  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$o$26_0  local.get $$o$26_0  local.get $$o$24_0
        f32.const 1  f32x4.splat  local.get $$o$24_0  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_0
    local.get $z_o_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_1
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_1  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$o$2_1  f32x4.sub  local.get $$o$4_1  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_1  local.get $$o$8_1  f32x4.mul  local.set $$o$9_1
    f32.const 1  f32x4.splat  local.get $$o$8_1  local.get $$o$9_1  f32.const 0.4999999403953552  f32x4.splat
        local.get $$o$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1
        f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_1  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$o$9_1  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_1  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_1  local.get $z_o_1  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$o$26_1  local.get $$o$26_1  local.get $$o$24_1
        f32.const 1  f32x4.splat  local.get $$o$24_1  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_1
    local.get $z_f_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_0
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_0  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$f$2_0  f32x4.sub  local.get $$f$4_0  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_0  local.get $$f$8_0  f32x4.mul  local.set $$f$9_0
    f32.const 1  f32x4.splat  local.get $$f$8_0  local.get $$f$9_0  f32.const 0.4999999403953552  f32x4.splat
        local.get $$f$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0
        f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_0  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$f$9_0  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_0  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_0  local.get $z_f_0  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$f$26_0  local.get $$f$26_0  local.get $$f$24_0
        f32.const 1  f32x4.splat  local.get $$f$24_0  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_0
    local.get $z_f_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_1
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_1  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$f$2_1  f32x4.sub  local.get $$f$4_1  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_1  local.get $$f$8_1  f32x4.mul  local.set $$f$9_1
    f32.const 1  f32x4.splat  local.get $$f$8_1  local.get $$f$9_1  f32.const 0.4999999403953552  f32x4.splat
        local.get $$f$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1
        f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_1  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$f$9_1  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_1  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_1  local.get $z_f_1  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$f$26_1  local.get $$f$26_1  local.get $$f$24_1
        f32.const 1  f32x4.splat  local.get $$f$24_1  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_1
    local.get $z_i_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_0
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_0  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$i$2_0  f32x4.sub  local.get $$i$4_0  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_0  local.get $$i$8_0  f32x4.mul  local.set $$i$9_0
    f32.const 1  f32x4.splat  local.get $$i$8_0  local.get $$i$9_0  f32.const 0.4999999403953552  f32x4.splat
        local.get $$i$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0
        f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_0  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$i$9_0  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_0  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_0  local.get $z_i_0  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$i$26_0  local.get $$i$26_0  local.get $$i$24_0
        f32.const 1  f32x4.splat  local.get $$i$24_0  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_0
    local.get $z_i_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_1
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_1  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$i$2_1  f32x4.sub  local.get $$i$4_1  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_1  local.get $$i$8_1  f32x4.mul  local.set $$i$9_1
    f32.const 1  f32x4.splat  local.get $$i$8_1  local.get $$i$9_1  f32.const 0.4999999403953552  f32x4.splat
        local.get $$i$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1
        f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_1  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$i$9_1  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_1  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_1  local.get $z_i_1  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$i$26_1  local.get $$i$26_1  local.get $$i$24_1
        f32.const 1  f32x4.splat  local.get $$i$24_1  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_1
    local.get $z_g_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_0
        local.get $$g$2_0  f32x4.mul  local.set $$g$4_0
    local.get $$g$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_0
    local.get $$g$2_0  local.get $$g$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub  local.get $$g$13_0
        f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub  local.tee $$g$17_0  local.get $$g$17_0
        f32x4.mul  local.set $$g$19_0
    local.get $$g$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_0
    local.get $$g$17_0  local.get $$g$17_0  f32x4.add  local.get $$g$19_0  f32.const 2  f32x4.splat  local.get $$g$17_0
        f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0
        f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_0  f32.const 0.26775190234184265  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$g$19_0  f32.const 0.08926461637020111  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_0  f32x4.mul  local.get $$g$30_0  f32.const 1
        f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_0
    local.get $z_g_0  local.get $$g$2_0  local.get $$g$2_0  local.get $$g$4_0  f32x4.mul  f32.const -0.3333321213722229
        f32x4.splat  local.get $$g$4_0  f32.const 0.13322442770004272  f32x4.splat  local.get $$g$4_0
        f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        local.get $$g$33_0  local.get $$g$33_0  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_0  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  local.set $g_0
    local.get $z_g_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_1
        local.get $$g$2_1  f32x4.mul  local.set $$g$4_1
    local.get $$g$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_1
    local.get $$g$2_1  local.get $$g$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub  local.get $$g$13_1
        f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub  local.tee $$g$17_1  local.get $$g$17_1
        f32x4.mul  local.set $$g$19_1
    local.get $$g$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_1
    local.get $$g$17_1  local.get $$g$17_1  f32x4.add  local.get $$g$19_1  f32.const 2  f32x4.splat  local.get $$g$17_1
        f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1
        f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_1  f32.const 0.26775190234184265  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$g$19_1  f32.const 0.08926461637020111  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_1  f32x4.mul  local.get $$g$30_1  f32.const 1
        f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_1
    local.get $z_g_1  local.get $$g$2_1  local.get $$g$2_1  local.get $$g$4_1  f32x4.mul  f32.const -0.3333321213722229
        f32x4.splat  local.get $$g$4_1  f32.const 0.13322442770004272  f32x4.splat  local.get $$g$4_1
        f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        local.get $$g$33_1  local.get $$g$33_1  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_1  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  local.set $g_1
    local.get $f_0  i32.const 0  v128.load offset=1024  f32x4.mul  local.get $i_0  local.get $g_0  f32x4.mul  f32x4.add
        local.set $c_0
    local.get $f_1  i32.const 0  v128.load offset=1040  f32x4.mul  local.get $i_1  local.get $g_1  f32x4.mul  f32x4.add
        local.set $c_1
    local.get $c_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
        local.get $$h$2_0  f32x4.mul  local.set $$h$4_0
    local.get $$h$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_0
    local.get $$h$2_0  local.get $$h$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub  local.get $$h$13_0
        f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub  local.tee $$h$17_0  local.get $$h$17_0
        f32x4.mul  local.set $$h$19_0
    local.get $$h$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_0
    local.get $$h$17_0  local.get $$h$17_0  f32x4.add  local.get $$h$19_0  f32.const 2  f32x4.splat  local.get $$h$17_0
        f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0
        f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_0  f32.const 0.26775190234184265  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$h$19_0  f32.const 0.08926461637020111  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_0  f32x4.mul  local.get $$h$30_0  f32.const 1
        f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_0
    local.get $o_0  local.get $c_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
        f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272  f32x4.splat
        local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  f32x4.mul  local.set $h_0
    local.get $c_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_1
        local.get $$h$2_1  f32x4.mul  local.set $$h$4_1
    local.get $$h$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_1
    local.get $$h$2_1  local.get $$h$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub  local.get $$h$13_1
        f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub  local.tee $$h$17_1  local.get $$h$17_1
        f32x4.mul  local.set $$h$19_1
    local.get $$h$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_1
    local.get $$h$17_1  local.get $$h$17_1  f32x4.add  local.get $$h$19_1  f32.const 2  f32x4.splat  local.get $$h$17_1
        f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1
        f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_1  f32.const 0.26775190234184265  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$h$19_1  f32.const 0.08926461637020111  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_1  f32x4.mul  local.get $$h$30_1  f32.const 1
        f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_1
    local.get $o_1  local.get $c_1  local.get $$h$2_1  local.get $$h$2_1  local.get $$h$4_1  f32x4.mul
        f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_1  f32.const 0.13322442770004272  f32x4.splat
        local.get $$h$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  local.get $$h$33_1  local.get $$h$33_1  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_1  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  f32x4.mul  local.set $h_1
    i32.const 0  local.get $c_0  v128.store offset=1024
    i32.const 0  local.get $c_1  v128.store32_lane offset=1040 0
    i32.const 0  local.get $h_0  v128.store offset=984
    i32.const 0  local.get $h_1  v128.store32_lane offset=1000 0
    i32.const 0  local.get $h_0  v128.store offset=1044
    i32.const 0  local.get $h_1  v128.store32_lane offset=1060 0
    i32.const 0  i32.const 0  v128.load offset=1044  v128.store offset=1004
    i32.const 0  i32.const 0  v128.load offset=1060  v128.store32_lane offset=1020 0
  )
  ;; What layer lstm1 (lstm, 2 → 5) computes from its input alone, for all time steps at once.
  (func $lstm1_hoisted (param $T i32) (param $B i32)
    (local $&active i32)  (local $&last i32)  (local $&x i32)  (local $&lstm1$tape i32)  (local $&B+last i32)
        (local $full i32)  (local $shortest i32)  (local $r$end i32)  (local $r i32)  (local $&2r+x i32)
        (local $&lstm1$tape+20r i32)  (local $$z_o_0 v128)  (local $$z_o_1 v128)  (local $$z_f_0 v128)
        (local $$z_f_1 v128)  (local $$z_i_0 v128)  (local $$z_i_1 v128)  (local $$z_g_0 v128)  (local $$z_g_1 v128)
        (local $x$k v128)  (local $x$k$1 v128)  (local $$w0 v128)  (local $$w1 v128)  (local $$w2 v128)
        (local $$w3 v128)  (local $t$end i32)  (local $t i32)  (local $&active+t i32)  (local $b$end i32)
        (local $b i32)
    i32.const 0  local.get $B  i32.mul  i32.const 1104  i32.add  local.set $&active
    local.get $T  i32.const 4  i32.mul  local.get $B  i32.mul  i32.const 1104  i32.add  local.set $&last
    local.get $T  i32.const 4  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&x
    local.get $T  i32.const 32  i32.mul  i32.const 44  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&lstm1$tape
    local.get $&last  local.get $B  i32.const 4  i32.mul  i32.add  local.tee $&B+last  i32.const -4  i32.add  f32.load
        i32.trunc_f32_s  i32.const 1  i32.add  local.tee $full  local.get $B  i32.div_s  local.set $shortest
    local.get $full  local.set $r$end
    i32.const 0  local.set $r
    local.get $&x  local.set $&2r+x
    local.get $&lstm1$tape  local.set $&lstm1$tape+20r
    block
      local.get $r  i32.const 2  i32.add  local.get $r$end  i32.gt_s  br_if 0
      loop
        i32.const 0  v128.load offset=956  local.set $$z_o_0
        i32.const 0  v128.load offset=956  local.set $$z_o_1
        i32.const 0  v128.load offset=916  local.set $$z_f_0
        i32.const 0  v128.load offset=916  local.set $$z_f_1
        i32.const 0  v128.load offset=896  local.set $$z_i_0
        i32.const 0  v128.load offset=896  local.set $$z_i_1
        i32.const 0  v128.load offset=936  local.set $$z_g_0
        i32.const 0  v128.load offset=936  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=8  local.set $x$k$1
        i32.const 0  v128.load offset=48  local.set $$w0
        local.get $$z_o_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        i32.const 0  v128.load offset=16  local.set $$w1
        local.get $$z_f_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        i32.const 0  v128.load  local.set $$w2
        local.get $$z_i_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        i32.const 0  v128.load offset=32  local.set $$w3
        local.get $$z_g_0  local.get $$w3  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  local.get $$w3  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=12  local.set $x$k$1
        i32.const 0  v128.load offset=112  local.set $$w0
        local.get $$z_o_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        i32.const 0  v128.load offset=80  local.set $$w1
        local.get $$z_f_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        i32.const 0  v128.load offset=64  local.set $$w2
        local.get $$z_i_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        i32.const 0  v128.load offset=96  local.set $$w3
        local.get $$z_g_0  local.get $$w3  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  local.get $$w3  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&lstm1$tape+20r  local.get $$z_o_0  v128.store
        local.get $&lstm1$tape+20r  local.get $$z_o_1  v128.store offset=80
        local.get $&lstm1$tape+20r  local.get $$z_f_0  v128.store offset=20
        local.get $&lstm1$tape+20r  local.get $$z_f_1  v128.store offset=100
        local.get $&lstm1$tape+20r  local.get $$z_i_0  v128.store offset=40
        local.get $&lstm1$tape+20r  local.get $$z_i_1  v128.store offset=120
        local.get $&lstm1$tape+20r  local.get $$z_g_0  v128.store offset=60
        local.get $&lstm1$tape+20r  local.get $$z_g_1  v128.store offset=140
        i32.const 0  v128.load offset=972  local.set $$z_o_0
        i32.const 0  v128.load offset=972  local.set $$z_o_1
        i32.const 0  v128.load offset=932  local.set $$z_f_0
        i32.const 0  v128.load offset=932  local.set $$z_f_1
        i32.const 0  v128.load offset=912  local.set $$z_i_0
        i32.const 0  v128.load offset=912  local.set $$z_i_1
        i32.const 0  v128.load offset=952  local.set $$z_g_0
        i32.const 0  v128.load offset=952  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=8  local.set $x$k$1
        i32.const 0  v128.load offset=176  local.set $$w0
        local.get $$z_o_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        i32.const 0  v128.load offset=144  local.set $$w1
        local.get $$z_f_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        i32.const 0  v128.load offset=128  local.set $$w2
        local.get $$z_i_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        i32.const 0  v128.load offset=160  local.set $$w3
        local.get $$z_g_0  local.get $$w3  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  local.get $$w3  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=12  local.set $x$k$1
        i32.const 0  v128.load offset=240  local.set $$w0
        local.get $$z_o_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        i32.const 0  v128.load offset=208  local.set $$w1
        local.get $$z_f_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        i32.const 0  v128.load offset=192  local.set $$w2
        local.get $$z_i_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        i32.const 0  v128.load offset=224  local.set $$w3
        local.get $$z_g_0  local.get $$w3  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  local.get $$w3  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&lstm1$tape+20r  local.get $$z_o_0  v128.store32_lane offset=16 0
        local.get $&lstm1$tape+20r  local.get $$z_o_1  v128.store32_lane offset=96 0
        local.get $&lstm1$tape+20r  local.get $$z_f_0  v128.store32_lane offset=36 0
        local.get $&lstm1$tape+20r  local.get $$z_f_1  v128.store32_lane offset=116 0
        local.get $&lstm1$tape+20r  local.get $$z_i_0  v128.store32_lane offset=56 0
        local.get $&lstm1$tape+20r  local.get $$z_i_1  v128.store32_lane offset=136 0
        local.get $&lstm1$tape+20r  local.get $$z_g_0  v128.store32_lane offset=76 0
        local.get $&lstm1$tape+20r  local.get $$z_g_1  v128.store32_lane offset=156 0
        local.get $&2r+x  i32.const 16  i32.add  local.set $&2r+x
        local.get $&lstm1$tape+20r  i32.const 160  i32.add  local.set $&lstm1$tape+20r
        local.get $r  i32.const 2  i32.add  local.tee $r  i32.const 2  i32.add  local.get $r$end  i32.le_s  br_if 0
      end
    end
    block
      local.get $r  local.get $r$end  i32.ge_s  br_if 0
      loop
        i32.const 0  v128.load offset=956  local.set $$z_o_0
        i32.const 0  v128.load offset=972  local.set $$z_o_1
        i32.const 0  v128.load offset=916  local.set $$z_f_0
        i32.const 0  v128.load offset=932  local.set $$z_f_1
        i32.const 0  v128.load offset=896  local.set $$z_i_0
        i32.const 0  v128.load offset=912  local.set $$z_i_1
        i32.const 0  v128.load offset=936  local.set $$z_g_0
        i32.const 0  v128.load offset=952  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $$z_o_0  i32.const 0  v128.load offset=48  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        local.get $$z_f_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        local.get $$z_i_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        local.get $$z_g_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  i32.const 0  v128.load offset=176  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  i32.const 0  v128.load offset=144  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  i32.const 0  v128.load offset=128  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  i32.const 0  v128.load offset=160  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $$z_o_0  i32.const 0  v128.load offset=112  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
        local.get $$z_f_0  i32.const 0  v128.load offset=80  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
        local.get $$z_i_0  i32.const 0  v128.load offset=64  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
        local.get $$z_g_0  i32.const 0  v128.load offset=96  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
        local.get $$z_o_1  i32.const 0  v128.load offset=240  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_1
        local.get $$z_f_1  i32.const 0  v128.load offset=208  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_1
        local.get $$z_i_1  i32.const 0  v128.load offset=192  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_1
        local.get $$z_g_1  i32.const 0  v128.load offset=224  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_1
        local.get $&lstm1$tape+20r  local.get $$z_o_0  v128.store
        local.get $&lstm1$tape+20r  local.get $$z_o_1  v128.store32_lane offset=16 0
        local.get $&lstm1$tape+20r  local.get $$z_f_0  v128.store offset=20
        local.get $&lstm1$tape+20r  local.get $$z_f_1  v128.store32_lane offset=36 0
        local.get $&lstm1$tape+20r  local.get $$z_i_0  v128.store offset=40
        local.get $&lstm1$tape+20r  local.get $$z_i_1  v128.store32_lane offset=56 0
        local.get $&lstm1$tape+20r  local.get $$z_g_0  v128.store offset=60
        local.get $&lstm1$tape+20r  local.get $$z_g_1  v128.store32_lane offset=76 0
        local.get $&2r+x  i32.const 8  i32.add  local.set $&2r+x
        local.get $&lstm1$tape+20r  i32.const 80  i32.add  local.set $&lstm1$tape+20r
        local.get $r  i32.const 1  i32.add  local.tee $r  local.get $r$end  i32.lt_s  br_if 0
      end
    end
    local.get $T  local.set $t$end
    local.get $shortest  local.set $t
    local.get $&active  local.get $shortest  i32.const 4  i32.mul  i32.add  local.set $&active+t
    block
      local.get $t  local.get $t$end  i32.ge_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&x  local.get $r  i32.const 8  i32.mul  i32.add  local.set $&2r+x
            local.get $&lstm1$tape  local.get $r  i32.const 80  i32.mul  i32.add  local.set $&lstm1$tape+20r
            i32.const 0  v128.load offset=956  local.set $$z_o_0
            i32.const 0  v128.load offset=972  local.set $$z_o_1
            i32.const 0  v128.load offset=916  local.set $$z_f_0
            i32.const 0  v128.load offset=932  local.set $$z_f_1
            i32.const 0  v128.load offset=896  local.set $$z_i_0
            i32.const 0  v128.load offset=912  local.set $$z_i_1
            i32.const 0  v128.load offset=936  local.set $$z_g_0
            i32.const 0  v128.load offset=952  local.set $$z_g_1
            local.get $&2r+x  v128.load32_splat  local.set $x$k
            local.get $$z_o_0  i32.const 0  v128.load offset=48  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_o_0
            local.get $$z_f_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
            local.get $$z_i_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
            local.get $$z_g_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
            local.get $$z_o_1  i32.const 0  v128.load offset=176  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_o_1
            local.get $$z_f_1  i32.const 0  v128.load offset=144  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_f_1
            local.get $$z_i_1  i32.const 0  v128.load offset=128  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_i_1
            local.get $$z_g_1  i32.const 0  v128.load offset=160  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_g_1
            local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
            local.get $$z_o_0  i32.const 0  v128.load offset=112  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_o_0
            local.get $$z_f_0  i32.const 0  v128.load offset=80  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_f_0
            local.get $$z_i_0  i32.const 0  v128.load offset=64  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_i_0
            local.get $$z_g_0  i32.const 0  v128.load offset=96  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_g_0
            local.get $$z_o_1  i32.const 0  v128.load offset=240  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_o_1
            local.get $$z_f_1  i32.const 0  v128.load offset=208  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_f_1
            local.get $$z_i_1  i32.const 0  v128.load offset=192  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_i_1
            local.get $$z_g_1  i32.const 0  v128.load offset=224  local.get $x$k  f32x4.mul  f32x4.add
                local.set $$z_g_1
            local.get $&lstm1$tape+20r  local.get $$z_o_0  v128.store
            local.get $&lstm1$tape+20r  local.get $$z_o_1  v128.store32_lane offset=16 0
            local.get $&lstm1$tape+20r  local.get $$z_f_0  v128.store offset=20
            local.get $&lstm1$tape+20r  local.get $$z_f_1  v128.store32_lane offset=36 0
            local.get $&lstm1$tape+20r  local.get $$z_i_0  v128.store offset=40
            local.get $&lstm1$tape+20r  local.get $$z_i_1  v128.store32_lane offset=56 0
            local.get $&lstm1$tape+20r  local.get $$z_g_0  v128.store offset=60
            local.get $&lstm1$tape+20r  local.get $$z_g_1  v128.store32_lane offset=76 0
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; Layer lstm1 (lstm, 2 → 5), step by step:
  ;; i = sigmoid(W_xi @ x + W_hi @ h[t-1] + b_i)
  ;; f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
  ;; g = tanh(W_xg @ x + W_hg @ h[t-1] + b_g)
  ;; o = sigmoid(W_xo @ x + W_ho @ h[t-1] + b_o)
  ;; c = f * c[t-1] + i * g
  ;; h = o * tanh(c)
  (func $lstm1_forward (param $T i32) (param $B i32)
    (local $&active i32)  (local $&y i32)  (local $&lstm1$h i32)  (local $&lstm1$c i32)  (local $&lstm1$tape i32)
        (local $t$end i32)  (local $t i32)  (local $&active+t i32)  (local $b$end i32)  (local $b i32)
        (local $&5b+lstm1$h i32)  (local $&5b+lstm1$c i32)  (local $r i32)  (local $&lstm1$tape+20r i32)
        (local $&5r+y i32)  (local $z_o_0 v128)  (local $z_o_1 v128)  (local $z_f_0 v128)  (local $z_f_1 v128)
        (local $z_i_0 v128)  (local $z_i_1 v128)  (local $z_g_0 v128)  (local $z_g_1 v128)  (local $k i32)
        (local $&5b+k+lstm1$h i32)  (local $&16k i32)  (local $h_prev$k v128)  (local $h_prev$k$1 v128)
        (local $$w0 v128)  (local $$w1 v128)  (local $$w2 v128)  (local $$w3 v128)  (local $$o$2_0 v128)
        (local $$o$4_0 v128)  (local $$o$8_0 v128)  (local $$o$9_0 v128)  (local $$o$24_0 v128)  (local $$o$26_0 v128)
        (local $o_0 v128)  (local $$o$2_1 v128)  (local $$o$4_1 v128)  (local $$o$8_1 v128)  (local $$o$9_1 v128)
        (local $$o$24_1 v128)  (local $$o$26_1 v128)  (local $o_1 v128)  (local $$f$2_0 v128)  (local $$f$4_0 v128)
        (local $$f$8_0 v128)  (local $$f$9_0 v128)  (local $$f$24_0 v128)  (local $$f$26_0 v128)  (local $f_0 v128)
        (local $$f$2_1 v128)  (local $$f$4_1 v128)  (local $$f$8_1 v128)  (local $$f$9_1 v128)  (local $$f$24_1 v128)
        (local $$f$26_1 v128)  (local $f_1 v128)  (local $$i$2_0 v128)  (local $$i$4_0 v128)  (local $$i$8_0 v128)
        (local $$i$9_0 v128)  (local $$i$24_0 v128)  (local $$i$26_0 v128)  (local $i_0 v128)  (local $$i$2_1 v128)
        (local $$i$4_1 v128)  (local $$i$8_1 v128)  (local $$i$9_1 v128)  (local $$i$24_1 v128)  (local $$i$26_1 v128)
        (local $i_1 v128)  (local $$g$2_0 v128)  (local $$g$4_0 v128)  (local $$g$13_0 v128)  (local $$g$17_0 v128)
        (local $$g$19_0 v128)  (local $$g$30_0 v128)  (local $$g$33_0 v128)  (local $g_0 v128)  (local $$g$2_1 v128)
        (local $$g$4_1 v128)  (local $$g$13_1 v128)  (local $$g$17_1 v128)  (local $$g$19_1 v128)  (local $$g$30_1 v128)
        (local $$g$33_1 v128)  (local $g_1 v128)  (local $c_0 v128)  (local $c_1 v128)  (local $$h$2_0 v128)
        (local $$h$4_0 v128)  (local $$h$13_0 v128)  (local $$h$17_0 v128)  (local $$h$19_0 v128)  (local $$h$30_0 v128)
        (local $$h$33_0 v128)  (local $h_0 v128)  (local $$h$2_1 v128)  (local $$h$4_1 v128)  (local $$h$13_1 v128)
        (local $$h$17_1 v128)  (local $$h$19_1 v128)  (local $$h$30_1 v128)  (local $$h$33_1 v128)  (local $h_1 v128)
    i32.const 0  local.get $B  i32.mul  i32.const 1104  i32.add  local.set $&active
    local.get $T  i32.const 12  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&y
    local.get $T  i32.const 32  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&lstm1$h
    local.get $T  i32.const 32  i32.mul  i32.const 24  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&lstm1$c
    local.get $T  i32.const 32  i32.mul  i32.const 44  i32.add  local.get $B  i32.mul  i32.const 1104  i32.add
        local.set $&lstm1$tape
    local.get $T  local.set $t$end
    i32.const 0  local.set $t
    local.get $&active  local.set $&active+t
    block
      local.get $t  local.get $t$end  i32.ge_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        local.get $&lstm1$h  local.set $&5b+lstm1$h
        local.get $&lstm1$c  local.set $&5b+lstm1$c
        block
          local.get $b  i32.const 2  i32.add  local.get $b$end  i32.gt_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&lstm1$tape  local.get $r  i32.const 80  i32.mul  i32.add  local.set $&lstm1$tape+20r
            local.get $&y  local.get $r  i32.const 20  i32.mul  i32.add  local.set $&5r+y
            local.get $&lstm1$tape+20r  v128.load  local.set $z_o_0
            local.get $&lstm1$tape+20r  v128.load offset=80  local.set $z_o_1
            local.get $&lstm1$tape+20r  v128.load offset=20  local.set $z_f_0
            local.get $&lstm1$tape+20r  v128.load offset=100  local.set $z_f_1
            local.get $&lstm1$tape+20r  v128.load offset=40  local.set $z_i_0
            local.get $&lstm1$tape+20r  v128.load offset=120  local.set $z_i_1
            local.get $&lstm1$tape+20r  v128.load offset=60  local.set $z_g_0
            local.get $&lstm1$tape+20r  v128.load offset=140  local.set $z_g_1
            i32.const 0  local.set $k
            local.get $&5b+lstm1$h  local.set $&5b+k+lstm1$h
            i32.const 0  local.set $&16k
            loop
              local.get $&5b+k+lstm1$h  v128.load32_splat  local.set $h_prev$k
              local.get $&5b+k+lstm1$h  v128.load32_splat offset=20  local.set $h_prev$k$1
              local.get $&16k  v128.load offset=304  local.set $$w0
              local.get $z_o_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_o_0
              local.get $&16k  v128.load offset=272  local.set $$w1
              local.get $z_f_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_f_0
              local.get $&16k  v128.load offset=256  local.set $$w2
              local.get $z_i_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_i_0
              local.get $&16k  v128.load offset=288  local.set $$w3
              local.get $z_g_0  local.get $$w3  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_g_0
              local.get $z_o_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_o_1
              local.get $z_f_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_f_1
              local.get $z_i_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_i_1
              local.get $z_g_1  local.get $$w3  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_g_1
              local.get $&5b+k+lstm1$h  i32.const 4  i32.add  local.set $&5b+k+lstm1$h
              local.get $&16k  i32.const 64  i32.add  local.set $&16k
              local.get $k  i32.const 1  i32.add  local.tee $k  i32.const 5  i32.lt_s  br_if 0
            end
            local.get $z_o_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_0  f32x4.sub  local.get $$o$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_0
                local.get $$o$8_0  f32x4.mul  local.set $$o$9_0
            f32.const 1  f32x4.splat  local.get $$o$8_0  local.get $$o$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_0
                local.get $z_o_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_0  local.get $$o$26_0  local.get $$o$24_0  f32.const 1  f32x4.splat  local.get $$o$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_0
            local.get $z_o_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_1  f32x4.sub  local.get $$o$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_1
                local.get $$o$8_1  f32x4.mul  local.set $$o$9_1
            f32.const 1  f32x4.splat  local.get $$o$8_1  local.get $$o$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_1
                local.get $z_o_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_1  local.get $$o$26_1  local.get $$o$24_1  f32.const 1  f32x4.splat  local.get $$o$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_1
            local.get $z_f_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_0  f32x4.sub  local.get $$f$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_0
                local.get $$f$8_0  f32x4.mul  local.set $$f$9_0
            f32.const 1  f32x4.splat  local.get $$f$8_0  local.get $$f$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_0
                local.get $z_f_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_0  local.get $$f$26_0  local.get $$f$24_0  f32.const 1  f32x4.splat  local.get $$f$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_0
            local.get $z_f_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_1  f32x4.sub  local.get $$f$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_1
                local.get $$f$8_1  f32x4.mul  local.set $$f$9_1
            f32.const 1  f32x4.splat  local.get $$f$8_1  local.get $$f$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_1
                local.get $z_f_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_1  local.get $$f$26_1  local.get $$f$24_1  f32.const 1  f32x4.splat  local.get $$f$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_1
            local.get $z_i_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_0  f32x4.sub  local.get $$i$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_0
                local.get $$i$8_0  f32x4.mul  local.set $$i$9_0
            f32.const 1  f32x4.splat  local.get $$i$8_0  local.get $$i$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_0
                local.get $z_i_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_0  local.get $$i$26_0  local.get $$i$24_0  f32.const 1  f32x4.splat  local.get $$i$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_0
            local.get $z_i_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_1  f32x4.sub  local.get $$i$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_1
                local.get $$i$8_1  f32x4.mul  local.set $$i$9_1
            f32.const 1  f32x4.splat  local.get $$i$8_1  local.get $$i$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_1
                local.get $z_i_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_1  local.get $$i$26_1  local.get $$i$24_1  f32.const 1  f32x4.splat  local.get $$i$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_1
            local.get $z_g_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_0
                local.get $$g$2_0  f32x4.mul  local.set $$g$4_0
            local.get $$g$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_0
            local.get $$g$2_0  local.get $$g$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_0  local.get $$g$17_0  f32x4.mul  local.set $$g$19_0
            local.get $$g$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_0
            local.get $$g$17_0  local.get $$g$17_0  f32x4.add  local.get $$g$19_0  f32.const 2  f32x4.splat
                local.get $$g$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_0  f32x4.mul
                local.get $$g$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_0
            local.get $z_g_0  local.get $$g$2_0  local.get $$g$2_0  local.get $$g$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_0  local.get $$g$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_0
            local.get $z_g_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_1
                local.get $$g$2_1  f32x4.mul  local.set $$g$4_1
            local.get $$g$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_1
            local.get $$g$2_1  local.get $$g$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_1  local.get $$g$17_1  f32x4.mul  local.set $$g$19_1
            local.get $$g$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_1
            local.get $$g$17_1  local.get $$g$17_1  f32x4.add  local.get $$g$19_1  f32.const 2  f32x4.splat
                local.get $$g$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_1  f32x4.mul
                local.get $$g$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_1
            local.get $z_g_1  local.get $$g$2_1  local.get $$g$2_1  local.get $$g$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_1  local.get $$g$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_1
            local.get $f_0  local.get $&5b+lstm1$c  v128.load  f32x4.mul  local.get $i_0  local.get $g_0  f32x4.mul
                f32x4.add  local.set $c_0
            local.get $f_1  local.get $&5b+lstm1$c  v128.load offset=20  f32x4.mul  local.get $i_1  local.get $g_1
                f32x4.mul  f32x4.add  local.set $c_1
            local.get $c_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
                local.get $$h$2_0  f32x4.mul  local.set $$h$4_0
            local.get $$h$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_0
            local.get $$h$2_0  local.get $$h$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_0  local.get $$h$17_0  f32x4.mul  local.set $$h$19_0
            local.get $$h$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_0
            local.get $$h$17_0  local.get $$h$17_0  f32x4.add  local.get $$h$19_0  f32.const 2  f32x4.splat
                local.get $$h$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_0  f32x4.mul
                local.get $$h$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_0
            local.get $o_0  local.get $c_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_0
            local.get $c_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_1
                local.get $$h$2_1  f32x4.mul  local.set $$h$4_1
            local.get $$h$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_1
            local.get $$h$2_1  local.get $$h$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_1  local.get $$h$17_1  f32x4.mul  local.set $$h$19_1
            local.get $$h$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_1
            local.get $$h$17_1  local.get $$h$17_1  f32x4.add  local.get $$h$19_1  f32.const 2  f32x4.splat
                local.get $$h$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_1  f32x4.mul
                local.get $$h$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_1
            local.get $o_1  local.get $c_1  local.get $$h$2_1  local.get $$h$2_1  local.get $$h$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_1  local.get $$h$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_1
            local.get $&5b+lstm1$c  local.get $c_0  v128.store
            local.get $&5b+lstm1$c  local.get $c_1  v128.store offset=20
            local.get $&5r+y  local.get $h_0  v128.store
            local.get $&5r+y  local.get $h_1  v128.store offset=20
            i32.const 0  local.get $h_0  v128.store offset=1064
            i32.const 0  local.get $h_1  v128.store offset=1084
            local.get $&lstm1$tape+20r  v128.load offset=16  local.set $z_o_0
            local.get $&lstm1$tape+20r  v128.load offset=96  local.set $z_o_1
            local.get $&lstm1$tape+20r  v128.load offset=36  local.set $z_f_0
            local.get $&lstm1$tape+20r  v128.load offset=116  local.set $z_f_1
            local.get $&lstm1$tape+20r  v128.load offset=56  local.set $z_i_0
            local.get $&lstm1$tape+20r  v128.load offset=136  local.set $z_i_1
            local.get $&lstm1$tape+20r  v128.load offset=76  local.set $z_g_0
            local.get $&lstm1$tape+20r  v128.load offset=156  local.set $z_g_1
            i32.const 0  local.set $k
            local.get $&5b+lstm1$h  local.set $&5b+k+lstm1$h
            i32.const 0  local.set $&16k
            loop
              local.get $&5b+k+lstm1$h  v128.load32_splat  local.set $h_prev$k
              local.get $&5b+k+lstm1$h  v128.load32_splat offset=20  local.set $h_prev$k$1
              local.get $&16k  v128.load offset=624  local.set $$w0
              local.get $z_o_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_o_0
              local.get $&16k  v128.load offset=592  local.set $$w1
              local.get $z_f_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_f_0
              local.get $&16k  v128.load offset=576  local.set $$w2
              local.get $z_i_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_i_0
              local.get $&16k  v128.load offset=608  local.set $$w3
              local.get $z_g_0  local.get $$w3  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_g_0
              local.get $z_o_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_o_1
              local.get $z_f_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_f_1
              local.get $z_i_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_i_1
              local.get $z_g_1  local.get $$w3  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_g_1
              local.get $&5b+k+lstm1$h  i32.const 4  i32.add  local.set $&5b+k+lstm1$h
              local.get $&16k  i32.const 64  i32.add  local.set $&16k
              local.get $k  i32.const 1  i32.add  local.tee $k  i32.const 5  i32.lt_s  br_if 0
            end
            local.get $z_o_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_0  f32x4.sub  local.get $$o$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_0
                local.get $$o$8_0  f32x4.mul  local.set $$o$9_0
            f32.const 1  f32x4.splat  local.get $$o$8_0  local.get $$o$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_0
                local.get $z_o_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_0  local.get $$o$26_0  local.get $$o$24_0  f32.const 1  f32x4.splat  local.get $$o$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_0
            local.get $z_o_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_1  f32x4.sub  local.get $$o$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_1
                local.get $$o$8_1  f32x4.mul  local.set $$o$9_1
            f32.const 1  f32x4.splat  local.get $$o$8_1  local.get $$o$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_1
                local.get $z_o_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_1  local.get $$o$26_1  local.get $$o$24_1  f32.const 1  f32x4.splat  local.get $$o$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_1
            local.get $z_f_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_0  f32x4.sub  local.get $$f$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_0
                local.get $$f$8_0  f32x4.mul  local.set $$f$9_0
            f32.const 1  f32x4.splat  local.get $$f$8_0  local.get $$f$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_0
                local.get $z_f_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_0  local.get $$f$26_0  local.get $$f$24_0  f32.const 1  f32x4.splat  local.get $$f$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_0
            local.get $z_f_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_1  f32x4.sub  local.get $$f$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_1
                local.get $$f$8_1  f32x4.mul  local.set $$f$9_1
            f32.const 1  f32x4.splat  local.get $$f$8_1  local.get $$f$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_1
                local.get $z_f_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_1  local.get $$f$26_1  local.get $$f$24_1  f32.const 1  f32x4.splat  local.get $$f$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_1
            local.get $z_i_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_0  f32x4.sub  local.get $$i$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_0
                local.get $$i$8_0  f32x4.mul  local.set $$i$9_0
            f32.const 1  f32x4.splat  local.get $$i$8_0  local.get $$i$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_0
                local.get $z_i_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_0  local.get $$i$26_0  local.get $$i$24_0  f32.const 1  f32x4.splat  local.get $$i$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_0
            local.get $z_i_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_1  f32x4.sub  local.get $$i$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_1
                local.get $$i$8_1  f32x4.mul  local.set $$i$9_1
            f32.const 1  f32x4.splat  local.get $$i$8_1  local.get $$i$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_1
                local.get $z_i_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_1  local.get $$i$26_1  local.get $$i$24_1  f32.const 1  f32x4.splat  local.get $$i$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_1
            local.get $z_g_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_0
                local.get $$g$2_0  f32x4.mul  local.set $$g$4_0
            local.get $$g$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_0
            local.get $$g$2_0  local.get $$g$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_0  local.get $$g$17_0  f32x4.mul  local.set $$g$19_0
            local.get $$g$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_0
            local.get $$g$17_0  local.get $$g$17_0  f32x4.add  local.get $$g$19_0  f32.const 2  f32x4.splat
                local.get $$g$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_0  f32x4.mul
                local.get $$g$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_0
            local.get $z_g_0  local.get $$g$2_0  local.get $$g$2_0  local.get $$g$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_0  local.get $$g$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_0
            local.get $z_g_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_1
                local.get $$g$2_1  f32x4.mul  local.set $$g$4_1
            local.get $$g$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_1
            local.get $$g$2_1  local.get $$g$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_1  local.get $$g$17_1  f32x4.mul  local.set $$g$19_1
            local.get $$g$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_1
            local.get $$g$17_1  local.get $$g$17_1  f32x4.add  local.get $$g$19_1  f32.const 2  f32x4.splat
                local.get $$g$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_1  f32x4.mul
                local.get $$g$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_1
            local.get $z_g_1  local.get $$g$2_1  local.get $$g$2_1  local.get $$g$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_1  local.get $$g$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_1
            local.get $f_0  local.get $&5b+lstm1$c  v128.load offset=16  f32x4.mul  local.get $i_0  local.get $g_0
                f32x4.mul  f32x4.add  local.set $c_0
            local.get $f_1  local.get $&5b+lstm1$c  v128.load offset=36  f32x4.mul  local.get $i_1  local.get $g_1
                f32x4.mul  f32x4.add  local.set $c_1
            local.get $c_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
                local.get $$h$2_0  f32x4.mul  local.set $$h$4_0
            local.get $$h$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_0
            local.get $$h$2_0  local.get $$h$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_0  local.get $$h$17_0  f32x4.mul  local.set $$h$19_0
            local.get $$h$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_0
            local.get $$h$17_0  local.get $$h$17_0  f32x4.add  local.get $$h$19_0  f32.const 2  f32x4.splat
                local.get $$h$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_0  f32x4.mul
                local.get $$h$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_0
            local.get $o_0  local.get $c_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_0
            local.get $c_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_1
                local.get $$h$2_1  f32x4.mul  local.set $$h$4_1
            local.get $$h$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_1
            local.get $$h$2_1  local.get $$h$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_1  local.get $$h$17_1  f32x4.mul  local.set $$h$19_1
            local.get $$h$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_1
            local.get $$h$17_1  local.get $$h$17_1  f32x4.add  local.get $$h$19_1  f32.const 2  f32x4.splat
                local.get $$h$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_1  f32x4.mul
                local.get $$h$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_1
            local.get $o_1  local.get $c_1  local.get $$h$2_1  local.get $$h$2_1  local.get $$h$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_1  local.get $$h$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_1
            local.get $&5b+lstm1$c  local.get $c_0  v128.store32_lane offset=16 0
            local.get $&5b+lstm1$c  local.get $c_1  v128.store32_lane offset=36 0
            local.get $&5r+y  local.get $h_0  v128.store32_lane offset=16 0
            local.get $&5r+y  local.get $h_1  v128.store32_lane offset=36 0
            i32.const 0  local.get $h_0  v128.store32_lane offset=1080 0
            i32.const 0  local.get $h_1  v128.store32_lane offset=1100 0
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1064  v128.store
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1080  v128.store32_lane offset=16 0
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1084  v128.store offset=20
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1100  v128.store32_lane offset=36 0
            local.get $&5b+lstm1$h  i32.const 40  i32.add  local.set $&5b+lstm1$h
            local.get $&5b+lstm1$c  i32.const 40  i32.add  local.set $&5b+lstm1$c
            local.get $b  i32.const 2  i32.add  local.tee $b  i32.const 2  i32.add  local.get $b$end  i32.le_s  br_if 0
          end
        end
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&lstm1$tape  local.get $r  i32.const 80  i32.mul  i32.add  local.set $&lstm1$tape+20r
            local.get $&y  local.get $r  i32.const 20  i32.mul  i32.add  local.set $&5r+y
            local.get $&lstm1$tape+20r  v128.load  local.set $z_o_0
            local.get $&lstm1$tape+20r  v128.load offset=16  local.set $z_o_1
            local.get $&lstm1$tape+20r  v128.load offset=20  local.set $z_f_0
            local.get $&lstm1$tape+20r  v128.load offset=36  local.set $z_f_1
            local.get $&lstm1$tape+20r  v128.load offset=40  local.set $z_i_0
            local.get $&lstm1$tape+20r  v128.load offset=56  local.set $z_i_1
            local.get $&lstm1$tape+20r  v128.load offset=60  local.set $z_g_0
            local.get $&lstm1$tape+20r  v128.load offset=76  local.set $z_g_1
            i32.const 0  local.set $k
            local.get $&5b+lstm1$h  local.set $&5b+k+lstm1$h
            i32.const 0  local.set $&16k
            loop
              local.get $&5b+k+lstm1$h  v128.load32_splat  local.set $h_prev$k
              local.get $z_o_0  local.get $&16k  v128.load offset=304  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_o_0
              local.get $z_f_0  local.get $&16k  v128.load offset=272  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_f_0
              local.get $z_i_0  local.get $&16k  v128.load offset=256  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_i_0
              local.get $z_g_0  local.get $&16k  v128.load offset=288  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_g_0
              local.get $z_o_1  local.get $&16k  v128.load offset=624  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_o_1
              local.get $z_f_1  local.get $&16k  v128.load offset=592  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_f_1
              local.get $z_i_1  local.get $&16k  v128.load offset=576  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_i_1
              local.get $z_g_1  local.get $&16k  v128.load offset=608  local.get $h_prev$k  f32x4.mul  f32x4.add
                  local.set $z_g_1
              local.get $&5b+k+lstm1$h  i32.const 4  i32.add  local.set $&5b+k+lstm1$h
              local.get $&16k  i32.const 64  i32.add  local.set $&16k
              local.get $k  i32.const 1  i32.add  local.tee $k  i32.const 5  i32.lt_s  br_if 0
            end
            local.get $z_o_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_0  f32x4.sub  local.get $$o$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_0
                local.get $$o$8_0  f32x4.mul  local.set $$o$9_0
            f32.const 1  f32x4.splat  local.get $$o$8_0  local.get $$o$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_0
                local.get $z_o_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_0  local.get $$o$26_0  local.get $$o$24_0  f32.const 1  f32x4.splat  local.get $$o$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_0
            local.get $z_o_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$o$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$o$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$o$2_1  f32x4.sub  local.get $$o$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$o$8_1
                local.get $$o$8_1  f32x4.mul  local.set $$o$9_1
            f32.const 1  f32x4.splat  local.get $$o$8_1  local.get $$o$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$o$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$o$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$o$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$o$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$o$24_1
                local.get $z_o_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$o$26_1  local.get $$o$26_1  local.get $$o$24_1  f32.const 1  f32x4.splat  local.get $$o$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $o_1
            local.get $z_f_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_0  f32x4.sub  local.get $$f$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_0
                local.get $$f$8_0  f32x4.mul  local.set $$f$9_0
            f32.const 1  f32x4.splat  local.get $$f$8_0  local.get $$f$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_0
                local.get $z_f_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_0  local.get $$f$26_0  local.get $$f$24_0  f32.const 1  f32x4.splat  local.get $$f$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_0
            local.get $z_f_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$f$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$f$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$f$2_1  f32x4.sub  local.get $$f$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$f$8_1
                local.get $$f$8_1  f32x4.mul  local.set $$f$9_1
            f32.const 1  f32x4.splat  local.get $$f$8_1  local.get $$f$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$f$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$f$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$f$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$f$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$f$24_1
                local.get $z_f_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$f$26_1  local.get $$f$26_1  local.get $$f$24_1  f32.const 1  f32x4.splat  local.get $$f$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $f_1
            local.get $z_i_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_0  f32x4.sub  local.get $$i$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_0
                local.get $$i$8_0  f32x4.mul  local.set $$i$9_0
            f32.const 1  f32x4.splat  local.get $$i$8_0  local.get $$i$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_0
                local.get $z_i_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_0  local.get $$i$26_0  local.get $$i$24_0  f32.const 1  f32x4.splat  local.get $$i$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_0
            local.get $z_i_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$i$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$i$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$i$2_1  f32x4.sub  local.get $$i$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$i$8_1
                local.get $$i$8_1  f32x4.mul  local.set $$i$9_1
            f32.const 1  f32x4.splat  local.get $$i$8_1  local.get $$i$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$i$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$i$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$i$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$i$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$i$24_1
                local.get $z_i_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$i$26_1  local.get $$i$26_1  local.get $$i$24_1  f32.const 1  f32x4.splat  local.get $$i$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $i_1
            local.get $z_g_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_0
                local.get $$g$2_0  f32x4.mul  local.set $$g$4_0
            local.get $$g$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_0
            local.get $$g$2_0  local.get $$g$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_0  local.get $$g$17_0  f32x4.mul  local.set $$g$19_0
            local.get $$g$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_0
            local.get $$g$17_0  local.get $$g$17_0  f32x4.add  local.get $$g$19_0  f32.const 2  f32x4.splat
                local.get $$g$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_0  f32x4.mul
                local.get $$g$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_0
            local.get $z_g_0  local.get $$g$2_0  local.get $$g$2_0  local.get $$g$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_0  local.get $$g$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_0
            local.get $z_g_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$g$2_1
                local.get $$g$2_1  f32x4.mul  local.set $$g$4_1
            local.get $$g$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$g$13_1
            local.get $$g$2_1  local.get $$g$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$g$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$g$17_1  local.get $$g$17_1  f32x4.mul  local.set $$g$19_1
            local.get $$g$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$g$30_1
            local.get $$g$17_1  local.get $$g$17_1  f32x4.add  local.get $$g$19_1  f32.const 2  f32x4.splat
                local.get $$g$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$g$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$g$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$30_1  f32x4.mul
                local.get $$g$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$g$33_1
            local.get $z_g_1  local.get $$g$2_1  local.get $$g$2_1  local.get $$g$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$g$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$g$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$g$33_1  local.get $$g$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$g$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $g_1
            local.get $f_0  local.get $&5b+lstm1$c  v128.load  f32x4.mul  local.get $i_0  local.get $g_0  f32x4.mul
                f32x4.add  local.set $c_0
            local.get $f_1  local.get $&5b+lstm1$c  v128.load offset=16  f32x4.mul  local.get $i_1  local.get $g_1
                f32x4.mul  f32x4.add  local.set $c_1
            local.get $c_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
                local.get $$h$2_0  f32x4.mul  local.set $$h$4_0
            local.get $$h$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_0
            local.get $$h$2_0  local.get $$h$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_0  local.get $$h$17_0  f32x4.mul  local.set $$h$19_0
            local.get $$h$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_0
            local.get $$h$17_0  local.get $$h$17_0  f32x4.add  local.get $$h$19_0  f32.const 2  f32x4.splat
                local.get $$h$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_0  f32x4.mul
                local.get $$h$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_0
            local.get $o_0  local.get $c_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_0
            local.get $c_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_1
                local.get $$h$2_1  f32x4.mul  local.set $$h$4_1
            local.get $$h$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_1
            local.get $$h$2_1  local.get $$h$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_1  local.get $$h$17_1  f32x4.mul  local.set $$h$19_1
            local.get $$h$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_1
            local.get $$h$17_1  local.get $$h$17_1  f32x4.add  local.get $$h$19_1  f32.const 2  f32x4.splat
                local.get $$h$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_1  f32x4.mul
                local.get $$h$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_1
            local.get $o_1  local.get $c_1  local.get $$h$2_1  local.get $$h$2_1  local.get $$h$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_1  local.get $$h$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  f32x4.mul  local.set $h_1
            local.get $&5b+lstm1$c  local.get $c_0  v128.store
            local.get $&5b+lstm1$c  local.get $c_1  v128.store32_lane offset=16 0
            local.get $&5r+y  local.get $h_0  v128.store
            local.get $&5r+y  local.get $h_1  v128.store32_lane offset=16 0
            i32.const 0  local.get $h_0  v128.store offset=1064
            i32.const 0  local.get $h_1  v128.store32_lane offset=1080 0
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1064  v128.store
            local.get $&5b+lstm1$h  i32.const 0  v128.load offset=1080  v128.store32_lane offset=16 0
            local.get $&5b+lstm1$h  i32.const 20  i32.add  local.set $&5b+lstm1$h
            local.get $&5b+lstm1$c  i32.const 20  i32.add  local.set $&5b+lstm1$c
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  (func $forward (param $T i32) (param $B i32)
    local.get $T  local.get $B  call $lstm1_hoisted
    local.get $T  local.get $B  call $lstm1_forward
  )
  ;; Copies rows of so many bytes, which begin `fromStep` and `toStep` bytes apart.
  (func $copyRows (param $to i32) (param $toStep i32) (param $from i32) (param $fromStep i32) (param $bytes i32) (param $rows i32)
    (local $at i32)
    block
      loop
        local.get $rows  i32.eqz  br_if 1
        i32.const 0  local.set $at
        block
          loop
            local.get $bytes  local.get $at  i32.sub  i32.const 16  i32.lt_s  br_if 1
            local.get $to  local.get $at  i32.add  local.get $from  local.get $at  i32.add  v128.load  v128.store
            local.get $at  i32.const 16  i32.add  local.set $at
            br 0
          end
        end
        block
          loop
            local.get $bytes  local.get $at  i32.sub  i32.const 4  i32.lt_s  br_if 1
            local.get $to  local.get $at  i32.add  local.get $from  local.get $at  i32.add  v128.load32_zero
                v128.store32_lane 0
            local.get $at  i32.const 4  i32.add  local.set $at
            br 0
          end
        end
        local.get $to  local.get $toStep  i32.add  local.set $to
        local.get $from  local.get $fromStep  i32.add  local.set $from
        local.get $rows  i32.const -1  i32.add  local.set $rows
        br 0
      end
    end
  )
  (export "step" (func $lstm1_step))
  (export "forward" (func $forward))
  (export "copyRows" (func $copyRows))
)
