(module
  (memory (export "memory") 1)
  ;; One time step of layer gru1 (gru, 2 → 4):
  ;; r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
  ;; z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
  ;; n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
  ;; h = (1 - z) * n + z * h[t-1]
  (func $gru1_step
    (local $z_z_0 v128)  (local $z_r_0 v128)  (local $$z_n_0 v128)  (local $z_n$sum_0 v128)  (local $x$k v128)
        (local $x$k1 v128)  (local $h_prev$k v128)  (local $h_prev$k1 v128)  (local $$z$2_0 v128)  (local $$z$4_0 v128)
        (local $$z$8_0 v128)  (local $$z$9_0 v128)  (local $$z$24_0 v128)  (local $$z$26_0 v128)  (local $z_0 v128)
        (local $$r$2_0 v128)  (local $$r$4_0 v128)  (local $$r$8_0 v128)  (local $$r$9_0 v128)  (local $$r$24_0 v128)
        (local $$r$26_0 v128)  (local $r_0 v128)  (local $z_n_0 v128)  (local $$n$2_0 v128)  (local $$n$4_0 v128)
        (local $$n$13_0 v128)  (local $$n$17_0 v128)  (local $$n$19_0 v128)  (local $$n$30_0 v128)
        (local $$n$33_0 v128)  (local $n_0 v128)  (local $$h_prev_0 v128)  (local $h_0 v128)
    i32.const 0  v128.load offset=304  local.set $z_z_0
    i32.const 0  v128.load offset=288  local.set $z_r_0
    i32.const 0  v128.load offset=336  local.set $$z_n_0
    i32.const 0  v128.load offset=320  local.set $z_n$sum_0
    i32.const 0  v128.load32_splat offset=352  local.set $x$k
    i32.const 0  v128.load32_splat offset=356  local.set $x$k1
    local.get $z_n$sum_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_n$sum_0
        i32.const 0  v128.load offset=80  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_n$sum_0
    local.get $z_r_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_r_0  i32.const 0
        v128.load offset=48  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_r_0
    local.get $z_z_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_z_0
        i32.const 0  v128.load offset=64  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_z_0
    i32.const 0  v128.load32_splat offset=376  local.set $h_prev$k
    i32.const 0  v128.load32_splat offset=380  local.set $h_prev$k1
    local.get $z_r_0  i32.const 0  v128.load offset=96  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_r_0
        i32.const 0  v128.load offset=144  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $z_r_0
    local.get $$z_n_0  i32.const 0  v128.load offset=128  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $$z_n_0
        i32.const 0  v128.load offset=176  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $$z_n_0
    local.get $z_z_0  i32.const 0  v128.load offset=112  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_z_0
        i32.const 0  v128.load offset=160  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $z_z_0
    i32.const 0  v128.load32_splat offset=384  local.set $h_prev$k
    i32.const 0  v128.load32_splat offset=388  local.set $h_prev$k1
    local.get $z_r_0  i32.const 0  v128.load offset=192  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_r_0
        i32.const 0  v128.load offset=240  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $z_r_0
    local.get $$z_n_0  i32.const 0  v128.load offset=224  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $$z_n_0
        i32.const 0  v128.load offset=272  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $$z_n_0
    local.get $z_z_0  i32.const 0  v128.load offset=208  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_z_0
        i32.const 0  v128.load offset=256  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.tee $z_z_0  f32x4.abs
        f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$z$2_0  f32.const -1.4426950216293335  f32x4.splat  f32x4.mul
        f32x4.nearest  local.tee $$z$4_0  f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$z$2_0  f32x4.sub
        local.get $$z$4_0  f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$z$8_0
        local.get $$z$8_0  f32x4.mul  local.set $$z$9_0
    f32.const 1  f32x4.splat  local.get $$z$8_0  local.get $$z$9_0  f32.const 0.4999999403953552  f32x4.splat
        local.get $$z$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_0
        f32.const 0.04166845604777336  f32x4.splat  local.get $$z$8_0  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$z$9_0  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$z$4_0  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$z$24_0  local.get $z_z_0  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$z$26_0  local.get $$z$26_0  local.get $$z$24_0
        f32.const 1  f32x4.splat  local.get $$z$24_0  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $z_0
    local.get $z_r_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$r$2_0
        f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$r$4_0  f32.const -0.693359375
        f32x4.splat  f32x4.mul  local.get $$r$2_0  f32x4.sub  local.get $$r$4_0  f32.const 0.00021219444170128554
        f32x4.splat  f32x4.mul  f32x4.add  local.tee $$r$8_0  local.get $$r$8_0  f32x4.mul  local.set $$r$9_0
    f32.const 1  f32x4.splat  local.get $$r$8_0  local.get $$r$9_0  f32.const 0.4999999403953552  f32x4.splat
        local.get $$r$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_0
        f32.const 0.04166845604777336  f32x4.splat  local.get $$r$8_0  f32.const 0.00836941972374916  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$r$9_0  f32.const 0.0013813142431899905  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$r$4_0  f32.const 64  f32x4.splat  f32x4.add
        f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  f32.const 5.421010862427522e-20
        f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$r$24_0  local.get $z_r_0  f32.const 0  f32x4.splat  f32x4.gt
        f32.const 1  f32x4.splat  v128.and  f32x4.pmax  local.tee $$r$26_0  local.get $$r$26_0  local.get $$r$24_0
        f32.const 1  f32x4.splat  local.get $$r$24_0  f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $r_0
    local.get $z_n$sum_0  local.get $r_0  local.get $$z_n_0  f32x4.mul  f32x4.add  local.tee $z_n_0  f32x4.abs
        f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$n$2_0  local.get $$n$2_0  f32x4.mul
        local.set $$n$4_0
    local.get $$n$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$n$13_0
    local.get $$n$2_0  local.get $$n$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub  local.get $$n$13_0
        f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub  local.tee $$n$17_0  local.get $$n$17_0
        f32x4.mul  local.set $$n$19_0
    local.get $$n$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$n$30_0
    local.get $$n$17_0  local.get $$n$17_0  f32x4.add  local.get $$n$19_0  f32.const 2  f32x4.splat  local.get $$n$17_0
        f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_0
        f32.const 0.6666602492332458  f32x4.splat  local.get $$n$17_0  f32.const 0.26775190234184265  f32x4.splat
        f32x4.mul  f32x4.add  local.get $$n$19_0  f32.const 0.08926461637020111  f32x4.splat  f32x4.mul  f32x4.add
        f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$30_0  f32x4.mul  local.get $$n$30_0  f32.const 1
        f32x4.splat  f32x4.sub  f32x4.add  local.set $$n$33_0
    local.get $z_n_0  local.get $$n$2_0  local.get $$n$2_0  local.get $$n$4_0  f32x4.mul  f32.const -0.3333321213722229
        f32x4.splat  local.get $$n$4_0  f32.const 0.13322442770004272  f32x4.splat  local.get $$n$4_0
        f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        local.get $$n$33_0  local.get $$n$33_0  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$n$2_0  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  local.set $n_0
    i32.const 0  v128.load offset=376  local.set $$h_prev_0
    f32.const 1  f32x4.splat  local.get $z_0  f32x4.sub  local.get $n_0  f32x4.mul  local.get $z_0  local.get $$h_prev_0
        f32x4.mul  f32x4.add  local.set $h_0
    i32.const 0  local.get $h_0  v128.store offset=360
    i32.const 0  local.get $h_0  v128.store offset=392
    i32.const 0  i32.const 0  v128.load offset=392  v128.store offset=376
  )
  ;; What layer gru1 (gru, 2 → 4) computes from its input alone, for all time steps at once.
  (func $gru1_hoisted (param $T i32) (param $B i32)
    (local $&active i32)  (local $&last i32)  (local $&x i32)  (local $&gru1$tape i32)  (local $&B+last i32)
        (local $full i32)  (local $shortest i32)  (local $r$end i32)  (local $r i32)  (local $&2r+x i32)
        (local $&gru1$tape+12r i32)  (local $$z_z_0 v128)  (local $$z_z_1 v128)  (local $$z_n_0 v128)
        (local $$z_n_1 v128)  (local $$z_r_0 v128)  (local $$z_r_1 v128)  (local $x$k v128)  (local $x$k$1 v128)
        (local $$w0 v128)  (local $$w1 v128)  (local $$w2 v128)  (local $t$end i32)  (local $t i32)
        (local $&active+t i32)  (local $b$end i32)  (local $b i32)
    i32.const 0  local.get $B  i32.mul  i32.const 440  i32.add  local.set $&active
    local.get $T  i32.const 4  i32.mul  local.get $B  i32.mul  i32.const 440  i32.add  local.set $&last
    local.get $T  i32.const 4  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 440  i32.add
        local.set $&x
    local.get $T  i32.const 28  i32.mul  i32.const 20  i32.add  local.get $B  i32.mul  i32.const 440  i32.add
        local.set $&gru1$tape
    local.get $&last  local.get $B  i32.const 4  i32.mul  i32.add  local.tee $&B+last  i32.const -4  i32.add  f32.load
        i32.trunc_f32_s  i32.const 1  i32.add  local.tee $full  local.get $B  i32.div_s  local.set $shortest
    local.get $full  local.set $r$end
    i32.const 0  local.set $r
    local.get $&x  local.set $&2r+x
    local.get $&gru1$tape  local.set $&gru1$tape+12r
    block
      local.get $r  i32.const 2  i32.add  local.get $r$end  i32.gt_s  br_if 0
      loop
        i32.const 0  v128.load offset=304  local.set $$z_z_0
        i32.const 0  v128.load offset=304  local.set $$z_z_1
        i32.const 0  v128.load offset=320  local.set $$z_n_0
        i32.const 0  v128.load offset=320  local.set $$z_n_1
        i32.const 0  v128.load offset=288  local.set $$z_r_0
        i32.const 0  v128.load offset=288  local.set $$z_r_1
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=8  local.set $x$k$1
        i32.const 0  v128.load offset=16  local.set $$w0
        local.get $$z_z_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
        i32.const 0  v128.load offset=32  local.set $$w1
        local.get $$z_n_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
        i32.const 0  v128.load  local.set $$w2
        local.get $$z_r_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
        local.get $$z_z_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_z_1
        local.get $$z_n_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
        local.get $$z_r_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_r_1
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=12  local.set $x$k$1
        i32.const 0  v128.load offset=64  local.set $$w0
        local.get $$z_z_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
        i32.const 0  v128.load offset=80  local.set $$w1
        local.get $$z_n_0  local.get $$w1  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
        i32.const 0  v128.load offset=48  local.set $$w2
        local.get $$z_r_0  local.get $$w2  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
        local.get $$z_z_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_z_1
        local.get $$z_n_1  local.get $$w1  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
        local.get $$z_r_1  local.get $$w2  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_r_1
        local.get $&gru1$tape+12r  local.get $$z_z_0  v128.store
        local.get $&gru1$tape+12r  local.get $$z_z_1  v128.store offset=48
        local.get $&gru1$tape+12r  local.get $$z_n_0  v128.store offset=16
        local.get $&gru1$tape+12r  local.get $$z_n_1  v128.store offset=64
        local.get $&gru1$tape+12r  local.get $$z_r_0  v128.store offset=32
        local.get $&gru1$tape+12r  local.get $$z_r_1  v128.store offset=80
        local.get $&2r+x  i32.const 16  i32.add  local.set $&2r+x
        local.get $&gru1$tape+12r  i32.const 96  i32.add  local.set $&gru1$tape+12r
        local.get $r  i32.const 2  i32.add  local.tee $r  i32.const 2  i32.add  local.get $r$end  i32.le_s  br_if 0
      end
    end
    block
      local.get $r  local.get $r$end  i32.ge_s  br_if 0
      loop
        i32.const 0  v128.load offset=304  local.set $$z_z_0
        i32.const 0  v128.load offset=320  local.set $$z_n_0
        i32.const 0  v128.load offset=288  local.set $$z_r_0
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $$z_z_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
        local.get $$z_n_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
        local.get $$z_r_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $$z_z_0  i32.const 0  v128.load offset=64  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
        local.get $$z_n_0  i32.const 0  v128.load offset=80  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
        local.get $$z_r_0  i32.const 0  v128.load offset=48  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
        local.get $&gru1$tape+12r  local.get $$z_z_0  v128.store
        local.get $&gru1$tape+12r  local.get $$z_n_0  v128.store offset=16
        local.get $&gru1$tape+12r  local.get $$z_r_0  v128.store offset=32
        local.get $&2r+x  i32.const 8  i32.add  local.set $&2r+x
        local.get $&gru1$tape+12r  i32.const 48  i32.add  local.set $&gru1$tape+12r
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
            local.get $&gru1$tape  local.get $r  i32.const 48  i32.mul  i32.add  local.set $&gru1$tape+12r
            i32.const 0  v128.load offset=304  local.set $$z_z_0
            i32.const 0  v128.load offset=320  local.set $$z_n_0
            i32.const 0  v128.load offset=288  local.set $$z_r_0
            local.get $&2r+x  v128.load32_splat  local.set $x$k
            local.get $$z_z_0  i32.const 0  v128.load offset=16  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
            local.get $$z_n_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $$z_r_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
            local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
            local.get $$z_z_0  i32.const 0  v128.load offset=64  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_z_0
            local.get $$z_n_0  i32.const 0  v128.load offset=80  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $$z_r_0  i32.const 0  v128.load offset=48  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_r_0
            local.get $&gru1$tape+12r  local.get $$z_z_0  v128.store
            local.get $&gru1$tape+12r  local.get $$z_n_0  v128.store offset=16
            local.get $&gru1$tape+12r  local.get $$z_r_0  v128.store offset=32
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; Layer gru1 (gru, 2 → 4), step by step:
  ;; r = sigmoid(W_xr @ x + W_hr @ h[t-1] + b_r)
  ;; z = sigmoid(W_xz @ x + W_hz @ h[t-1] + b_z)
  ;; n = tanh(W_xn @ x + b_xn + r * (W_hn @ h[t-1] + b_hn))
  ;; h = (1 - z) * n + z * h[t-1]
  (func $gru1_forward (param $T i32) (param $B i32)
    (local $&active i32)  (local $&y i32)  (local $&gru1$h i32)  (local $&gru1$tape i32)  (local $t$end i32)
        (local $t i32)  (local $&active+t i32)  (local $b$end i32)  (local $b i32)  (local $&4b+gru1$h i32)
        (local $r i32)  (local $&gru1$tape+12r i32)  (local $&4r+y i32)  (local $z_z_0 v128)  (local $z_z_1 v128)
        (local $z_r_0 v128)  (local $z_r_1 v128)  (local $$z_n_0 v128)  (local $$z_n_1 v128)  (local $h_prev$k v128)
        (local $h_prev$k$1 v128)  (local $$w0 v128)  (local $$w1 v128)  (local $$w2 v128)  (local $$z$2_0 v128)
        (local $$z$4_0 v128)  (local $$z$8_0 v128)  (local $$z$9_0 v128)  (local $$z$24_0 v128)  (local $$z$26_0 v128)
        (local $z_0 v128)  (local $$z$2_1 v128)  (local $$z$4_1 v128)  (local $$z$8_1 v128)  (local $$z$9_1 v128)
        (local $$z$24_1 v128)  (local $$z$26_1 v128)  (local $z_1 v128)  (local $$r$2_0 v128)  (local $$r$4_0 v128)
        (local $$r$8_0 v128)  (local $$r$9_0 v128)  (local $$r$24_0 v128)  (local $$r$26_0 v128)  (local $r_0 v128)
        (local $$r$2_1 v128)  (local $$r$4_1 v128)  (local $$r$8_1 v128)  (local $$r$9_1 v128)  (local $$r$24_1 v128)
        (local $$r$26_1 v128)  (local $r_1 v128)  (local $z_n_0 v128)  (local $z_n_1 v128)  (local $$n$2_0 v128)
        (local $$n$4_0 v128)  (local $$n$13_0 v128)  (local $$n$17_0 v128)  (local $$n$19_0 v128)  (local $$n$30_0 v128)
        (local $$n$33_0 v128)  (local $n_0 v128)  (local $$n$2_1 v128)  (local $$n$4_1 v128)  (local $$n$13_1 v128)
        (local $$n$17_1 v128)  (local $$n$19_1 v128)  (local $$n$30_1 v128)  (local $$n$33_1 v128)  (local $n_1 v128)
        (local $$h_prev_0 v128)  (local $h_0 v128)  (local $$h_prev_1 v128)  (local $h_1 v128)
    i32.const 0  local.get $B  i32.mul  i32.const 440  i32.add  local.set $&active
    local.get $T  i32.const 12  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 440  i32.add
        local.set $&y
    local.get $T  i32.const 28  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 440  i32.add
        local.set $&gru1$h
    local.get $T  i32.const 28  i32.mul  i32.const 20  i32.add  local.get $B  i32.mul  i32.const 440  i32.add
        local.set $&gru1$tape
    local.get $T  local.set $t$end
    i32.const 0  local.set $t
    local.get $&active  local.set $&active+t
    block
      local.get $t  local.get $t$end  i32.ge_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        local.get $&gru1$h  local.set $&4b+gru1$h
        block
          local.get $b  i32.const 2  i32.add  local.get $b$end  i32.gt_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&gru1$tape  local.get $r  i32.const 48  i32.mul  i32.add  local.set $&gru1$tape+12r
            local.get $&y  local.get $r  i32.const 16  i32.mul  i32.add  local.set $&4r+y
            local.get $&gru1$tape+12r  v128.load  local.set $z_z_0
            local.get $&gru1$tape+12r  v128.load offset=48  local.set $z_z_1
            local.get $&gru1$tape+12r  v128.load offset=32  local.set $z_r_0
            local.get $&gru1$tape+12r  v128.load offset=80  local.set $z_r_1
            i32.const 0  v128.load offset=336  local.set $$z_n_0
            i32.const 0  v128.load offset=336  local.set $$z_n_1
            local.get $&4b+gru1$h  v128.load32_splat  local.set $h_prev$k
            local.get $&4b+gru1$h  v128.load32_splat offset=16  local.set $h_prev$k$1
            i32.const 0  v128.load offset=112  local.set $$w0
            local.get $z_z_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_z_0
            i32.const 0  v128.load offset=96  local.set $$w1
            local.get $z_r_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_r_0
            i32.const 0  v128.load offset=128  local.set $$w2
            local.get $$z_n_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $z_z_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_z_1
            local.get $z_r_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_r_1
            local.get $$z_n_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
            local.get $&4b+gru1$h  v128.load32_splat offset=4  local.set $h_prev$k
            local.get $&4b+gru1$h  v128.load32_splat offset=20  local.set $h_prev$k$1
            i32.const 0  v128.load offset=160  local.set $$w0
            local.get $z_z_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_z_0
            i32.const 0  v128.load offset=144  local.set $$w1
            local.get $z_r_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_r_0
            i32.const 0  v128.load offset=176  local.set $$w2
            local.get $$z_n_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $z_z_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_z_1
            local.get $z_r_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_r_1
            local.get $$z_n_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
            local.get $&4b+gru1$h  v128.load32_splat offset=8  local.set $h_prev$k
            local.get $&4b+gru1$h  v128.load32_splat offset=24  local.set $h_prev$k$1
            i32.const 0  v128.load offset=208  local.set $$w0
            local.get $z_z_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_z_0
            i32.const 0  v128.load offset=192  local.set $$w1
            local.get $z_r_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_r_0
            i32.const 0  v128.load offset=224  local.set $$w2
            local.get $$z_n_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $z_z_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_z_1
            local.get $z_r_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_r_1
            local.get $$z_n_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
            local.get $&4b+gru1$h  v128.load32_splat offset=12  local.set $h_prev$k
            local.get $&4b+gru1$h  v128.load32_splat offset=28  local.set $h_prev$k$1
            i32.const 0  v128.load offset=256  local.set $$w0
            local.get $z_z_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_z_0
            i32.const 0  v128.load offset=240  local.set $$w1
            local.get $z_r_0  local.get $$w1  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_r_0
            i32.const 0  v128.load offset=272  local.set $$w2
            local.get $$z_n_0  local.get $$w2  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $$z_n_0
            local.get $z_z_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_z_1
            local.get $z_r_1  local.get $$w1  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_r_1
            local.get $$z_n_1  local.get $$w2  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $$z_n_1
            local.get $z_z_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$z$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$z$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$z$2_0  f32x4.sub  local.get $$z$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$z$8_0
                local.get $$z$8_0  f32x4.mul  local.set $$z$9_0
            f32.const 1  f32x4.splat  local.get $$z$8_0  local.get $$z$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$z$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$z$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$z$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$z$24_0
                local.get $z_z_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$z$26_0  local.get $$z$26_0  local.get $$z$24_0  f32.const 1  f32x4.splat  local.get $$z$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $z_0
            local.get $z_z_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$z$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$z$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$z$2_1  f32x4.sub  local.get $$z$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$z$8_1
                local.get $$z$8_1  f32x4.mul  local.set $$z$9_1
            f32.const 1  f32x4.splat  local.get $$z$8_1  local.get $$z$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$z$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$z$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$z$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$z$24_1
                local.get $z_z_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$z$26_1  local.get $$z$26_1  local.get $$z$24_1  f32.const 1  f32x4.splat  local.get $$z$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $z_1
            local.get $z_r_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$r$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$r$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$r$2_0  f32x4.sub  local.get $$r$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$r$8_0
                local.get $$r$8_0  f32x4.mul  local.set $$r$9_0
            f32.const 1  f32x4.splat  local.get $$r$8_0  local.get $$r$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$r$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$r$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$r$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$r$24_0
                local.get $z_r_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$r$26_0  local.get $$r$26_0  local.get $$r$24_0  f32.const 1  f32x4.splat  local.get $$r$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $r_0
            local.get $z_r_1  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$r$2_1
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$r$4_1
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$r$2_1  f32x4.sub  local.get $$r$4_1
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$r$8_1
                local.get $$r$8_1  f32x4.mul  local.set $$r$9_1
            f32.const 1  f32x4.splat  local.get $$r$8_1  local.get $$r$9_1  f32.const 0.4999999403953552  f32x4.splat
                local.get $$r$8_1  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_1
                f32.const 0.04166845604777336  f32x4.splat  local.get $$r$8_1  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_1  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$r$4_1
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$r$24_1
                local.get $z_r_1  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$r$26_1  local.get $$r$26_1  local.get $$r$24_1  f32.const 1  f32x4.splat  local.get $$r$24_1
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $r_1
            local.get $&gru1$tape+12r  v128.load offset=16  local.get $r_0  local.get $$z_n_0  f32x4.mul  f32x4.add
                local.set $z_n_0
            local.get $&gru1$tape+12r  v128.load offset=64  local.get $r_1  local.get $$z_n_1  f32x4.mul  f32x4.add
                local.set $z_n_1
            local.get $z_n_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$n$2_0
                local.get $$n$2_0  f32x4.mul  local.set $$n$4_0
            local.get $$n$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$n$13_0
            local.get $$n$2_0  local.get $$n$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$n$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$n$17_0  local.get $$n$17_0  f32x4.mul  local.set $$n$19_0
            local.get $$n$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$n$30_0
            local.get $$n$17_0  local.get $$n$17_0  f32x4.add  local.get $$n$19_0  f32.const 2  f32x4.splat
                local.get $$n$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$n$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$30_0  f32x4.mul
                local.get $$n$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$n$33_0
            local.get $z_n_0  local.get $$n$2_0  local.get $$n$2_0  local.get $$n$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$n$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$n$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$33_0  local.get $$n$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$n$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $n_0
            local.get $z_n_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$n$2_1
                local.get $$n$2_1  f32x4.mul  local.set $$n$4_1
            local.get $$n$2_1  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$n$13_1
            local.get $$n$2_1  local.get $$n$13_1  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$n$13_1  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$n$17_1  local.get $$n$17_1  f32x4.mul  local.set $$n$19_1
            local.get $$n$13_1  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$n$30_1
            local.get $$n$17_1  local.get $$n$17_1  f32x4.add  local.get $$n$19_1  f32.const 2  f32x4.splat
                local.get $$n$17_1  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_1
                f32.const 0.6666602492332458  f32x4.splat  local.get $$n$17_1  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_1  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$30_1  f32x4.mul
                local.get $$n$30_1  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$n$33_1
            local.get $z_n_1  local.get $$n$2_1  local.get $$n$2_1  local.get $$n$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$n$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$n$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$33_1  local.get $$n$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$n$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $n_1
            local.get $&4b+gru1$h  v128.load  local.set $$h_prev_0
            f32.const 1  f32x4.splat  local.get $z_0  f32x4.sub  local.get $n_0  f32x4.mul  local.get $z_0
                local.get $$h_prev_0  f32x4.mul  f32x4.add  local.set $h_0
            local.get $&4b+gru1$h  v128.load offset=16  local.set $$h_prev_1
            f32.const 1  f32x4.splat  local.get $z_1  f32x4.sub  local.get $n_1  f32x4.mul  local.get $z_1
                local.get $$h_prev_1  f32x4.mul  f32x4.add  local.set $h_1
            local.get $&4r+y  local.get $h_0  v128.store
            local.get $&4r+y  local.get $h_1  v128.store offset=16
            i32.const 0  local.get $h_0  v128.store offset=408
            i32.const 0  local.get $h_1  v128.store offset=424
            local.get $&4b+gru1$h  i32.const 0  v128.load offset=408  v128.store
            local.get $&4b+gru1$h  i32.const 0  v128.load offset=424  v128.store offset=16
            local.get $&4b+gru1$h  i32.const 32  i32.add  local.set $&4b+gru1$h
            local.get $b  i32.const 2  i32.add  local.tee $b  i32.const 2  i32.add  local.get $b$end  i32.le_s  br_if 0
          end
        end
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&gru1$tape  local.get $r  i32.const 48  i32.mul  i32.add  local.set $&gru1$tape+12r
            local.get $&y  local.get $r  i32.const 16  i32.mul  i32.add  local.set $&4r+y
            local.get $&gru1$tape+12r  v128.load  local.set $z_z_0
            local.get $&gru1$tape+12r  v128.load offset=32  local.set $z_r_0
            i32.const 0  v128.load offset=336  local.set $$z_n_0
            local.get $&4b+gru1$h  v128.load32_splat  local.set $h_prev$k
            local.get $z_z_0  i32.const 0  v128.load offset=112  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_z_0
            local.get $z_r_0  i32.const 0  v128.load offset=96  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_r_0
            local.get $$z_n_0  i32.const 0  v128.load offset=128  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $$z_n_0
            local.get $&4b+gru1$h  v128.load32_splat offset=4  local.set $h_prev$k
            local.get $z_z_0  i32.const 0  v128.load offset=160  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_z_0
            local.get $z_r_0  i32.const 0  v128.load offset=144  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_r_0
            local.get $$z_n_0  i32.const 0  v128.load offset=176  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $$z_n_0
            local.get $&4b+gru1$h  v128.load32_splat offset=8  local.set $h_prev$k
            local.get $z_z_0  i32.const 0  v128.load offset=208  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_z_0
            local.get $z_r_0  i32.const 0  v128.load offset=192  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_r_0
            local.get $$z_n_0  i32.const 0  v128.load offset=224  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $$z_n_0
            local.get $&4b+gru1$h  v128.load32_splat offset=12  local.set $h_prev$k
            local.get $z_z_0  i32.const 0  v128.load offset=256  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_z_0
            local.get $z_r_0  i32.const 0  v128.load offset=240  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_r_0
            local.get $$z_n_0  i32.const 0  v128.load offset=272  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $$z_n_0
            local.get $z_z_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$z$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$z$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$z$2_0  f32x4.sub  local.get $$z$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$z$8_0
                local.get $$z$8_0  f32x4.mul  local.set $$z$9_0
            f32.const 1  f32x4.splat  local.get $$z$8_0  local.get $$z$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$z$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$z$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$z$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$z$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$z$24_0
                local.get $z_z_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$z$26_0  local.get $$z$26_0  local.get $$z$24_0  f32.const 1  f32x4.splat  local.get $$z$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $z_0
            local.get $z_r_0  f32x4.abs  f32.const 104  f32x4.splat  f32x4.pmin  local.tee $$r$2_0
                f32.const -1.4426950216293335  f32x4.splat  f32x4.mul  f32x4.nearest  local.tee $$r$4_0
                f32.const -0.693359375  f32x4.splat  f32x4.mul  local.get $$r$2_0  f32x4.sub  local.get $$r$4_0
                f32.const 0.00021219444170128554  f32x4.splat  f32x4.mul  f32x4.add  local.tee $$r$8_0
                local.get $$r$8_0  f32x4.mul  local.set $$r$9_0
            f32.const 1  f32x4.splat  local.get $$r$8_0  local.get $$r$9_0  f32.const 0.4999999403953552  f32x4.splat
                local.get $$r$8_0  f32.const 0.16666515171527863  f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_0
                f32.const 0.04166845604777336  f32x4.splat  local.get $$r$8_0  f32.const 0.00836941972374916
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$r$9_0  f32.const 0.0013813142431899905  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.add  local.get $$r$4_0
                f32.const 64  f32x4.splat  f32x4.add  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23
                i32x4.shl  f32.const 5.421010862427522e-20  f32x4.splat  f32x4.mul  f32x4.mul  local.tee $$r$24_0
                local.get $z_r_0  f32.const 0  f32x4.splat  f32x4.gt  f32.const 1  f32x4.splat  v128.and  f32x4.pmax
                local.tee $$r$26_0  local.get $$r$26_0  local.get $$r$24_0  f32.const 1  f32x4.splat  local.get $$r$24_0
                f32x4.add  f32x4.div  f32x4.mul  f32x4.sub  local.set $r_0
            local.get $&gru1$tape+12r  v128.load offset=16  local.get $r_0  local.get $$z_n_0  f32x4.mul  f32x4.add
                local.tee $z_n_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$n$2_0
                local.get $$n$2_0  f32x4.mul  local.set $$n$4_0
            local.get $$n$2_0  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$n$13_0
            local.get $$n$2_0  local.get $$n$13_0  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$n$13_0  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$n$17_0  local.get $$n$17_0  f32x4.mul  local.set $$n$19_0
            local.get $$n$13_0  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$n$30_0
            local.get $$n$17_0  local.get $$n$17_0  f32x4.add  local.get $$n$19_0  f32.const 2  f32x4.splat
                local.get $$n$17_0  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_0
                f32.const 0.6666602492332458  f32x4.splat  local.get $$n$17_0  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$n$19_0  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$30_0  f32x4.mul
                local.get $$n$30_0  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$n$33_0
            local.get $z_n_0  local.get $$n$2_0  local.get $$n$2_0  local.get $$n$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$n$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$n$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$n$33_0  local.get $$n$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$n$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $n_0
            local.get $&4b+gru1$h  v128.load  local.set $$h_prev_0
            f32.const 1  f32x4.splat  local.get $z_0  f32x4.sub  local.get $n_0  f32x4.mul  local.get $z_0
                local.get $$h_prev_0  f32x4.mul  f32x4.add  local.set $h_0
            local.get $&4r+y  local.get $h_0  v128.store
            i32.const 0  local.get $h_0  v128.store offset=408
            local.get $&4b+gru1$h  i32.const 0  v128.load offset=408  v128.store
            local.get $&4b+gru1$h  i32.const 16  i32.add  local.set $&4b+gru1$h
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  (func $forward (param $T i32) (param $B i32)
    local.get $T  local.get $B  call $gru1_hoisted
    local.get $T  local.get $B  call $gru1_forward
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
  (export "step" (func $gru1_step))
  (export "forward" (func $forward))
  (export "copyRows" (func $copyRows))
)
