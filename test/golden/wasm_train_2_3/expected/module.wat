(module
  (memory (export "memory") 1)
  ;; One time step of layer rnn1 (rnn, 2 → 3):
  ;; h = tanh(W_xh @ x + W_hh @ h[t-1] + b_h)
  (func $rnn1_step
    (local $z_h_0 v128)  (local $x$k v128)  (local $x$k1 v128)  (local $h_prev$k v128)  (local $h_prev$k1 v128)
        (local $$h$2_0 v128)  (local $$h$4_0 v128)  (local $$h$13_0 v128)  (local $$h$17_0 v128)  (local $$h$19_0 v128)
        (local $$h$30_0 v128)  (local $$h$33_0 v128)  (local $h_0 v128)  (local $$t13 v128)
    i32.const 0  v128.load offset=160  local.set $z_h_0
    i32.const 0  v128.load32_splat offset=516  local.set $x$k
    i32.const 0  v128.load32_splat offset=520  local.set $x$k1
    local.get $z_h_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.tee $z_h_0  i32.const 0
        v128.load offset=32  local.get $x$k1  f32x4.mul  f32x4.add  local.set $z_h_0
    i32.const 0  v128.load32_splat offset=536  local.set $h_prev$k
    i32.const 0  v128.load32_splat offset=540  local.set $h_prev$k1
    local.get $z_h_0  i32.const 0  v128.load offset=64  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_h_0
        i32.const 0  v128.load offset=96  local.get $h_prev$k1  f32x4.mul  f32x4.add  local.set $z_h_0
    i32.const 0  v128.load32_splat offset=544  local.set $h_prev$k
    local.get $z_h_0  i32.const 0  v128.load offset=128  local.get $h_prev$k  f32x4.mul  f32x4.add  local.tee $z_h_0
        f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0  local.get $$h$2_0  f32x4.mul
        local.set $$h$4_0
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
    local.get $z_h_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul  f32.const -0.3333321213722229
        f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272  f32x4.splat  local.get $$h$4_0
        f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add
        local.get $$h$33_0  local.get $$h$33_0  f32.const 2  f32x4.splat  f32x4.add  f32x4.div
        f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0  f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt
        v128.bitselect  i32.const -2147483648  i32x4.splat  v128.bitselect  local.set $h_0
    i32.const 0  local.get $h_0  v128.store64_lane offset=524 0
    i32.const 0  local.get $h_0  v128.store32_lane offset=532 2
    i32.const 0  local.get $h_0  v128.store64_lane offset=548 0
    i32.const 0  local.get $h_0  v128.store32_lane offset=556 2
    i32.const 0  v128.load offset=548  local.set $$t13
    i32.const 0  local.get $$t13  v128.store64_lane offset=536 0
    i32.const 0  local.get $$t13  v128.store32_lane offset=544 2
  )
  ;; What layer rnn1 (rnn, 2 → 3) computes from its input alone, for all time steps at once.
  (func $rnn1_hoisted (param $T i32) (param $B i32)
    (local $&active i32)  (local $&last i32)  (local $&x i32)  (local $&rnn1$tape i32)  (local $&B+last i32)
        (local $full i32)  (local $shortest i32)  (local $r$end i32)  (local $r i32)  (local $&2r+x i32)
        (local $&3r+rnn1$tape i32)  (local $$z_h_0 v128)  (local $$z_h_1 v128)  (local $$z_h_2 v128)
        (local $$z_h_3 v128)  (local $x$k v128)  (local $x$k$1 v128)  (local $x$k$2 v128)  (local $x$k$3 v128)
        (local $$w0 v128)  (local $t$end i32)  (local $t i32)  (local $&active+t i32)  (local $b$end i32)
        (local $b i32)
    i32.const 0  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&active
    local.get $T  i32.const 4  i32.mul  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&last
    local.get $T  i32.const 4  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&x
    local.get $T  i32.const 56  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$tape
    local.get $&last  local.get $B  i32.const 4  i32.mul  i32.add  local.tee $&B+last  i32.const -4  i32.add  f32.load
        i32.trunc_f32_s  i32.const 1  i32.add  local.tee $full  local.get $B  i32.div_s  local.set $shortest
    local.get $full  local.set $r$end
    i32.const 0  local.set $r
    local.get $&x  local.set $&2r+x
    local.get $&rnn1$tape  local.set $&3r+rnn1$tape
    block
      local.get $r  i32.const 4  i32.add  local.get $r$end  i32.gt_s  br_if 0
      loop
        i32.const 0  v128.load offset=160  local.set $$z_h_0
        i32.const 0  v128.load offset=160  local.set $$z_h_1
        i32.const 0  v128.load offset=160  local.set $$z_h_2
        i32.const 0  v128.load offset=160  local.set $$z_h_3
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=8  local.set $x$k$1
        local.get $&2r+x  v128.load32_splat offset=16  local.set $x$k$2
        local.get $&2r+x  v128.load32_splat offset=24  local.set $x$k$3
        i32.const 0  v128.load  local.set $$w0
        local.get $$z_h_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
        local.get $$z_h_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_h_1
        local.get $$z_h_2  local.get $$w0  local.get $x$k$2  f32x4.mul  f32x4.add  local.set $$z_h_2
        local.get $$z_h_3  local.get $$w0  local.get $x$k$3  f32x4.mul  f32x4.add  local.set $$z_h_3
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $&2r+x  v128.load32_splat offset=12  local.set $x$k$1
        local.get $&2r+x  v128.load32_splat offset=20  local.set $x$k$2
        local.get $&2r+x  v128.load32_splat offset=28  local.set $x$k$3
        i32.const 0  v128.load offset=32  local.set $$w0
        local.get $$z_h_0  local.get $$w0  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
        local.get $$z_h_1  local.get $$w0  local.get $x$k$1  f32x4.mul  f32x4.add  local.set $$z_h_1
        local.get $$z_h_2  local.get $$w0  local.get $x$k$2  f32x4.mul  f32x4.add  local.set $$z_h_2
        local.get $$z_h_3  local.get $$w0  local.get $x$k$3  f32x4.mul  f32x4.add  local.set $$z_h_3
        local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store64_lane 0
        local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store32_lane offset=8 2
        local.get $&3r+rnn1$tape  local.get $$z_h_1  v128.store64_lane offset=12 0
        local.get $&3r+rnn1$tape  local.get $$z_h_1  v128.store32_lane offset=20 2
        local.get $&3r+rnn1$tape  local.get $$z_h_2  v128.store64_lane offset=24 0
        local.get $&3r+rnn1$tape  local.get $$z_h_2  v128.store32_lane offset=32 2
        local.get $&3r+rnn1$tape  local.get $$z_h_3  v128.store64_lane offset=36 0
        local.get $&3r+rnn1$tape  local.get $$z_h_3  v128.store32_lane offset=44 2
        local.get $&2r+x  i32.const 32  i32.add  local.set $&2r+x
        local.get $&3r+rnn1$tape  i32.const 48  i32.add  local.set $&3r+rnn1$tape
        local.get $r  i32.const 4  i32.add  local.tee $r  i32.const 4  i32.add  local.get $r$end  i32.le_s  br_if 0
      end
    end
    block
      local.get $r  local.get $r$end  i32.ge_s  br_if 0
      loop
        i32.const 0  v128.load offset=160  local.set $$z_h_0
        local.get $&2r+x  v128.load32_splat  local.set $x$k
        local.get $$z_h_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
        local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
        local.get $$z_h_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
        local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store64_lane 0
        local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store32_lane offset=8 2
        local.get $&2r+x  i32.const 8  i32.add  local.set $&2r+x
        local.get $&3r+rnn1$tape  i32.const 12  i32.add  local.set $&3r+rnn1$tape
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
            local.get $&rnn1$tape  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape
            i32.const 0  v128.load offset=160  local.set $$z_h_0
            local.get $&2r+x  v128.load32_splat  local.set $x$k
            local.get $$z_h_0  i32.const 0  v128.load  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
            local.get $&2r+x  v128.load32_splat offset=4  local.set $x$k
            local.get $$z_h_0  i32.const 0  v128.load offset=32  local.get $x$k  f32x4.mul  f32x4.add  local.set $$z_h_0
            local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store64_lane 0
            local.get $&3r+rnn1$tape  local.get $$z_h_0  v128.store32_lane offset=8 2
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; Layer rnn1 (rnn, 2 → 3), step by step:
  ;; h = tanh(W_xh @ x + W_hh @ h[t-1] + b_h)
  (func $rnn1_forward (param $T i32) (param $B i32)
    (local $&active i32)  (local $&y i32)  (local $&rnn1$h i32)  (local $&rnn1$tape i32)  (local $t$end i32)
        (local $t i32)  (local $&active+t i32)  (local $b$end i32)  (local $b i32)  (local $r i32)
        (local $&3r+rnn1$tape i32)  (local $&3r+rnn1$h i32)  (local $&3r+y i32)  (local $p i32)  (local $&3p+rnn1$h i32)
        (local $z_h_0 v128)  (local $z_h_1 v128)  (local $z_h_2 v128)  (local $z_h_3 v128)  (local $h_prev$k v128)
        (local $h_prev$k$1 v128)  (local $h_prev$k$2 v128)  (local $h_prev$k$3 v128)  (local $$w0 v128)
        (local $$h$2_0 v128)  (local $$h$4_0 v128)  (local $$h$13_0 v128)  (local $$h$17_0 v128)  (local $$h$19_0 v128)
        (local $$h$30_0 v128)  (local $$h$33_0 v128)  (local $h_0 v128)  (local $$h$2_1 v128)  (local $$h$4_1 v128)
        (local $$h$13_1 v128)  (local $$h$17_1 v128)  (local $$h$19_1 v128)  (local $$h$30_1 v128)
        (local $$h$33_1 v128)  (local $h_1 v128)  (local $$h$2_2 v128)  (local $$h$4_2 v128)  (local $$h$13_2 v128)
        (local $$h$17_2 v128)  (local $$h$19_2 v128)  (local $$h$30_2 v128)  (local $$h$33_2 v128)  (local $h_2 v128)
        (local $$h$2_3 v128)  (local $$h$4_3 v128)  (local $$h$13_3 v128)  (local $$h$17_3 v128)  (local $$h$19_3 v128)
        (local $$h$30_3 v128)  (local $$h$33_3 v128)  (local $h_3 v128)
    i32.const 0  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&active
    local.get $T  i32.const 20  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&y
    local.get $T  i32.const 44  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$h
    local.get $T  i32.const 56  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$tape
    local.get $T  local.set $t$end
    i32.const 0  local.set $t
    local.get $&active  local.set $&active+t
    block
      local.get $t  local.get $t$end  i32.ge_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        block
          local.get $b  i32.const 4  i32.add  local.get $b$end  i32.gt_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&rnn1$tape  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape
            local.get $&rnn1$h  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$h
            local.get $&y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+y
            local.get $r  local.get $B  i32.add  local.set $p
            local.get $&rnn1$h  local.get $p  i32.const 12  i32.mul  i32.add  local.set $&3p+rnn1$h
            local.get $&3r+rnn1$tape  v128.load  local.set $z_h_0
            local.get $&3r+rnn1$tape  v128.load offset=12  local.set $z_h_1
            local.get $&3r+rnn1$tape  v128.load offset=24  local.set $z_h_2
            local.get $&3r+rnn1$tape  v128.load offset=36  local.set $z_h_3
            local.get $&3r+rnn1$h  v128.load32_splat  local.set $h_prev$k
            local.get $&3r+rnn1$h  v128.load32_splat offset=12  local.set $h_prev$k$1
            local.get $&3r+rnn1$h  v128.load32_splat offset=24  local.set $h_prev$k$2
            local.get $&3r+rnn1$h  v128.load32_splat offset=36  local.set $h_prev$k$3
            i32.const 0  v128.load offset=64  local.set $$w0
            local.get $z_h_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_h_0
            local.get $z_h_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_h_1
            local.get $z_h_2  local.get $$w0  local.get $h_prev$k$2  f32x4.mul  f32x4.add  local.set $z_h_2
            local.get $z_h_3  local.get $$w0  local.get $h_prev$k$3  f32x4.mul  f32x4.add  local.set $z_h_3
            local.get $&3r+rnn1$h  v128.load32_splat offset=4  local.set $h_prev$k
            local.get $&3r+rnn1$h  v128.load32_splat offset=16  local.set $h_prev$k$1
            local.get $&3r+rnn1$h  v128.load32_splat offset=28  local.set $h_prev$k$2
            local.get $&3r+rnn1$h  v128.load32_splat offset=40  local.set $h_prev$k$3
            i32.const 0  v128.load offset=96  local.set $$w0
            local.get $z_h_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_h_0
            local.get $z_h_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_h_1
            local.get $z_h_2  local.get $$w0  local.get $h_prev$k$2  f32x4.mul  f32x4.add  local.set $z_h_2
            local.get $z_h_3  local.get $$w0  local.get $h_prev$k$3  f32x4.mul  f32x4.add  local.set $z_h_3
            local.get $&3r+rnn1$h  v128.load32_splat offset=8  local.set $h_prev$k
            local.get $&3r+rnn1$h  v128.load32_splat offset=20  local.set $h_prev$k$1
            local.get $&3r+rnn1$h  v128.load32_splat offset=32  local.set $h_prev$k$2
            local.get $&3r+rnn1$h  v128.load32_splat offset=44  local.set $h_prev$k$3
            i32.const 0  v128.load offset=128  local.set $$w0
            local.get $z_h_0  local.get $$w0  local.get $h_prev$k  f32x4.mul  f32x4.add  local.set $z_h_0
            local.get $z_h_1  local.get $$w0  local.get $h_prev$k$1  f32x4.mul  f32x4.add  local.set $z_h_1
            local.get $z_h_2  local.get $$w0  local.get $h_prev$k$2  f32x4.mul  f32x4.add  local.set $z_h_2
            local.get $z_h_3  local.get $$w0  local.get $h_prev$k$3  f32x4.mul  f32x4.add  local.set $z_h_3
            local.get $z_h_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
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
            local.get $z_h_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $h_0
            local.get $z_h_1  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_1
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
            local.get $z_h_1  local.get $$h$2_1  local.get $$h$2_1  local.get $$h$4_1  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_1  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_1  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_1  local.get $$h$33_1  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_1
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $h_1
            local.get $z_h_2  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_2
                local.get $$h$2_2  f32x4.mul  local.set $$h$4_2
            local.get $$h$2_2  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_2
            local.get $$h$2_2  local.get $$h$13_2  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_2  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_2  local.get $$h$17_2  f32x4.mul  local.set $$h$19_2
            local.get $$h$13_2  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_2
            local.get $$h$17_2  local.get $$h$17_2  f32x4.add  local.get $$h$19_2  f32.const 2  f32x4.splat
                local.get $$h$17_2  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_2
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_2  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_2  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_2  f32x4.mul
                local.get $$h$30_2  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_2
            local.get $z_h_2  local.get $$h$2_2  local.get $$h$2_2  local.get $$h$4_2  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_2  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_2  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_2  local.get $$h$33_2  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_2
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $h_2
            local.get $z_h_3  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_3
                local.get $$h$2_3  f32x4.mul  local.set $$h$4_3
            local.get $$h$2_3  f32.const 2.885390043258667  f32x4.splat  f32x4.mul  f32x4.nearest  local.set $$h$13_3
            local.get $$h$2_3  local.get $$h$13_3  f32.const 0.3466796875  f32x4.splat  f32x4.mul  f32x4.sub
                local.get $$h$13_3  f32.const -0.00010609722085064277  f32x4.splat  f32x4.mul  f32x4.sub
                local.tee $$h$17_3  local.get $$h$17_3  f32x4.mul  local.set $$h$19_3
            local.get $$h$13_3  f32.const 12583039  f32x4.splat  f32x4.add  i32.const 23  i32x4.shl  local.set $$h$30_3
            local.get $$h$17_3  local.get $$h$17_3  f32x4.add  local.get $$h$19_3  f32.const 2  f32x4.splat
                local.get $$h$17_3  f32.const 1.3333230018615723  f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_3
                f32.const 0.6666602492332458  f32x4.splat  local.get $$h$17_3  f32.const 0.26775190234184265
                f32x4.splat  f32x4.mul  f32x4.add  local.get $$h$19_3  f32.const 0.08926461637020111  f32x4.splat
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$30_3  f32x4.mul
                local.get $$h$30_3  f32.const 1  f32x4.splat  f32x4.sub  f32x4.add  local.set $$h$33_3
            local.get $z_h_3  local.get $$h$2_3  local.get $$h$2_3  local.get $$h$4_3  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_3  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_3  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_3  local.get $$h$33_3  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_3
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $h_3
            local.get $&3r+y  local.get $h_0  v128.store64_lane 0
            local.get $&3r+y  local.get $h_0  v128.store32_lane offset=8 2
            local.get $&3r+y  local.get $h_1  v128.store64_lane offset=12 0
            local.get $&3r+y  local.get $h_1  v128.store32_lane offset=20 2
            local.get $&3r+y  local.get $h_2  v128.store64_lane offset=24 0
            local.get $&3r+y  local.get $h_2  v128.store32_lane offset=32 2
            local.get $&3r+y  local.get $h_3  v128.store64_lane offset=36 0
            local.get $&3r+y  local.get $h_3  v128.store32_lane offset=44 2
            local.get $&3p+rnn1$h  local.get $h_0  v128.store64_lane 0
            local.get $&3p+rnn1$h  local.get $h_0  v128.store32_lane offset=8 2
            local.get $&3p+rnn1$h  local.get $h_1  v128.store64_lane offset=12 0
            local.get $&3p+rnn1$h  local.get $h_1  v128.store32_lane offset=20 2
            local.get $&3p+rnn1$h  local.get $h_2  v128.store64_lane offset=24 0
            local.get $&3p+rnn1$h  local.get $h_2  v128.store32_lane offset=32 2
            local.get $&3p+rnn1$h  local.get $h_3  v128.store64_lane offset=36 0
            local.get $&3p+rnn1$h  local.get $h_3  v128.store32_lane offset=44 2
            local.get $b  i32.const 4  i32.add  local.tee $b  i32.const 4  i32.add  local.get $b$end  i32.le_s  br_if 0
          end
        end
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&rnn1$tape  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape
            local.get $&rnn1$h  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$h
            local.get $&y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+y
            local.get $r  local.get $B  i32.add  local.set $p
            local.get $&rnn1$h  local.get $p  i32.const 12  i32.mul  i32.add  local.set $&3p+rnn1$h
            local.get $&3r+rnn1$tape  v128.load  local.set $z_h_0
            local.get $&3r+rnn1$h  v128.load32_splat  local.set $h_prev$k
            local.get $z_h_0  i32.const 0  v128.load offset=64  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_h_0
            local.get $&3r+rnn1$h  v128.load32_splat offset=4  local.set $h_prev$k
            local.get $z_h_0  i32.const 0  v128.load offset=96  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.set $z_h_0
            local.get $&3r+rnn1$h  v128.load32_splat offset=8  local.set $h_prev$k
            local.get $z_h_0  i32.const 0  v128.load offset=128  local.get $h_prev$k  f32x4.mul  f32x4.add
                local.tee $z_h_0  f32x4.abs  f32.const 9.100000381469727  f32x4.splat  f32x4.pmin  local.tee $$h$2_0
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
            local.get $z_h_0  local.get $$h$2_0  local.get $$h$2_0  local.get $$h$4_0  f32x4.mul
                f32.const -0.3333321213722229  f32x4.splat  local.get $$h$4_0  f32.const 0.13322442770004272
                f32x4.splat  local.get $$h$4_0  f32.const -0.0511932373046875  f32x4.splat  f32x4.mul  f32x4.add
                f32x4.mul  f32x4.add  f32x4.mul  f32x4.add  local.get $$h$33_0  local.get $$h$33_0  f32.const 2
                f32x4.splat  f32x4.add  f32x4.div  f32.const 0.25999999046325684  f32x4.splat  local.get $$h$2_0
                f32x4.sub  f32.const 0  f32x4.splat  f32x4.gt  v128.bitselect  i32.const -2147483648  i32x4.splat
                v128.bitselect  local.set $h_0
            local.get $&3r+y  local.get $h_0  v128.store64_lane 0
            local.get $&3r+y  local.get $h_0  v128.store32_lane offset=8 2
            local.get $&3p+rnn1$h  local.get $h_0  v128.store64_lane 0
            local.get $&3p+rnn1$h  local.get $h_0  v128.store32_lane offset=8 2
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; Weights of layer rnn1 (rnn, 2 → 3), transposed and packed.
  (func $rnn1_turned_input (param $T i32) (param $B i32)
    (local $$t0 v128)  (local $$t1 v128)  (local $$t2 v128)
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero  v128.load32_lane offset=32 1
        v128.load32_lane offset=64 2  v128.load32_lane offset=96 3  local.set $$t0
    i32.const 0  local.get $$t0  v128.store64_lane offset=656 0
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero offset=4  v128.load32_lane offset=36 1
        v128.load32_lane offset=68 2  v128.load32_lane offset=100 3  local.set $$t1
    i32.const 0  local.get $$t1  v128.store64_lane offset=688 0
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero offset=8  v128.load32_lane offset=40 1
        v128.load32_lane offset=72 2  v128.load32_lane offset=104 3  local.set $$t2
    i32.const 0  local.get $$t2  v128.store64_lane offset=720 0
  )
  ;; The cotangent of the input of layer rnn1 (rnn, 2 → 3), for all time steps at once.
  (func $rnn1_backward_deferred (param $T i32) (param $B i32)
    (local $&active i32)  (local $&last i32)  (local $&d_x i32)  (local $&rnn1$tape$2 i32)  (local $&B+last i32)
        (local $full i32)  (local $shortest i32)  (local $r$end i32)  (local $r i32)  (local $&3r+rnn1$tape$2 i32)
        (local $&d_x+2r i32)  (local $d_x_0 v128)  (local $d_x_1 v128)  (local $d_x_2 v128)  (local $d_x_3 v128)
        (local $d_z_h$k v128)  (local $d_z_h$k$1 v128)  (local $d_z_h$k$2 v128)  (local $d_z_h$k$3 v128)
        (local $$w0 v128)  (local $t$end i32)  (local $t i32)  (local $&active+t i32)  (local $b$end i32)
        (local $b i32)
    i32.const 0  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&active
    local.get $T  i32.const 4  i32.mul  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&last
    local.get $T  i32.const 12  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&d_x
    local.get $T  i32.const 84  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$tape$2
    local.get $&last  local.get $B  i32.const 4  i32.mul  i32.add  local.tee $&B+last  i32.const -4  i32.add  f32.load
        i32.trunc_f32_s  i32.const 1  i32.add  local.tee $full  local.get $B  i32.div_s  local.set $shortest
    local.get $full  local.set $r$end
    i32.const 0  local.set $r
    local.get $&rnn1$tape$2  local.set $&3r+rnn1$tape$2
    local.get $&d_x  local.set $&d_x+2r
    block
      local.get $r  i32.const 4  i32.add  local.get $r$end  i32.gt_s  br_if 0
      loop
        f32.const 0  f32x4.splat  local.set $d_x_0
        f32.const 0  f32x4.splat  local.set $d_x_1
        f32.const 0  f32x4.splat  local.set $d_x_2
        f32.const 0  f32x4.splat  local.set $d_x_3
        local.get $&3r+rnn1$tape$2  v128.load32_splat  local.set $d_z_h$k
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=12  local.set $d_z_h$k$1
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=24  local.set $d_z_h$k$2
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=36  local.set $d_z_h$k$3
        i32.const 0  v128.load offset=656  local.set $$w0
        local.get $d_x_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $d_x_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_x_1
        local.get $d_x_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_x_2
        local.get $d_x_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_x_3
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=4  local.set $d_z_h$k
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=16  local.set $d_z_h$k$1
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=28  local.set $d_z_h$k$2
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=40  local.set $d_z_h$k$3
        i32.const 0  v128.load offset=688  local.set $$w0
        local.get $d_x_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $d_x_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_x_1
        local.get $d_x_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_x_2
        local.get $d_x_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_x_3
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=8  local.set $d_z_h$k
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=20  local.set $d_z_h$k$1
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=32  local.set $d_z_h$k$2
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=44  local.set $d_z_h$k$3
        i32.const 0  v128.load offset=720  local.set $$w0
        local.get $d_x_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $d_x_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_x_1
        local.get $d_x_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_x_2
        local.get $d_x_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_x_3
        local.get $&d_x+2r  local.get $d_x_0  v128.store64_lane 0
        local.get $&d_x+2r  local.get $d_x_1  v128.store64_lane offset=8 0
        local.get $&d_x+2r  local.get $d_x_2  v128.store64_lane offset=16 0
        local.get $&d_x+2r  local.get $d_x_3  v128.store64_lane offset=24 0
        local.get $&3r+rnn1$tape$2  i32.const 48  i32.add  local.set $&3r+rnn1$tape$2
        local.get $&d_x+2r  i32.const 32  i32.add  local.set $&d_x+2r
        local.get $r  i32.const 4  i32.add  local.tee $r  i32.const 4  i32.add  local.get $r$end  i32.le_s  br_if 0
      end
    end
    block
      local.get $r  local.get $r$end  i32.ge_s  br_if 0
      loop
        f32.const 0  f32x4.splat  local.set $d_x_0
        local.get $&3r+rnn1$tape$2  v128.load32_splat  local.set $d_z_h$k
        local.get $d_x_0  i32.const 0  v128.load offset=656  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=4  local.set $d_z_h$k
        local.get $d_x_0  i32.const 0  v128.load offset=688  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $&3r+rnn1$tape$2  v128.load32_splat offset=8  local.set $d_z_h$k
        local.get $d_x_0  i32.const 0  v128.load offset=720  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_x_0
        local.get $&d_x+2r  local.get $d_x_0  v128.store64_lane 0
        local.get $&3r+rnn1$tape$2  i32.const 12  i32.add  local.set $&3r+rnn1$tape$2
        local.get $&d_x+2r  i32.const 8  i32.add  local.set $&d_x+2r
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
            local.get $&rnn1$tape$2  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
            local.get $&d_x  local.get $r  i32.const 8  i32.mul  i32.add  local.set $&d_x+2r
            f32.const 0  f32x4.splat  local.set $d_x_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat  local.set $d_z_h$k
            local.get $d_x_0  i32.const 0  v128.load offset=656  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_x_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=4  local.set $d_z_h$k
            local.get $d_x_0  i32.const 0  v128.load offset=688  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_x_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=8  local.set $d_z_h$k
            local.get $d_x_0  i32.const 0  v128.load offset=720  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_x_0
            local.get $&d_x+2r  local.get $d_x_0  v128.store64_lane 0
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; Weights of layer rnn1 (rnn, 2 → 3), transposed and packed.
  (func $rnn1_turned (param $T i32) (param $B i32)
    (local $$t0 v128)  (local $$t1 v128)  (local $$t2 v128)
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero offset=64  v128.load32_lane offset=96 1
        v128.load32_lane offset=128 2  v128.load32_lane offset=160 3  local.set $$t0
    i32.const 0  local.get $$t0  v128.store64_lane offset=560 0
    i32.const 0  local.get $$t0  v128.store32_lane offset=568 2
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero offset=68  v128.load32_lane offset=100 1
        v128.load32_lane offset=132 2  v128.load32_lane offset=164 3  local.set $$t1
    i32.const 0  local.get $$t1  v128.store64_lane offset=592 0
    i32.const 0  local.get $$t1  v128.store32_lane offset=600 2
    i32.const 0  i32.const 0  i32.const 0  i32.const 0  v128.load32_zero offset=72  v128.load32_lane offset=104 1
        v128.load32_lane offset=136 2  v128.load32_lane offset=168 3  local.set $$t2
    i32.const 0  local.get $$t2  v128.store64_lane offset=624 0
    i32.const 0  local.get $$t2  v128.store32_lane offset=632 2
  )
  ;; Backpropagation through time of layer rnn1 (rnn, 2 → 3).
  (func $rnn1_backward (param $T i32) (param $B i32)
    (local $&active i32)  (local $&y i32)  (local $&d_y i32)  (local $&rnn1$d_h i32)  (local $&rnn1$tape$2 i32)
        (local $t$end i32)  (local $t i32)  (local $&active+t i32)  (local $b$end i32)  (local $b i32)
        (local $&3b+rnn1$d_h i32)  (local $r i32)  (local $&d_y+3r i32)  (local $&3r+y i32)
        (local $&3r+rnn1$tape$2 i32)  (local $d_h_0 v128)  (local $d_h_1 v128)  (local $d_h_2 v128)  (local $d_h_3 v128)
        (local $d_z_h_0 v128)  (local $d_z_h_1 v128)  (local $d_z_h_2 v128)  (local $d_z_h_3 v128)
        (local $d_h_prev_0 v128)  (local $d_h_prev_1 v128)  (local $d_h_prev_2 v128)  (local $d_h_prev_3 v128)
        (local $d_z_h$k v128)  (local $d_z_h$k$1 v128)  (local $d_z_h$k$2 v128)  (local $d_z_h$k$3 v128)
        (local $$w0 v128)
    i32.const 0  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&active
    local.get $T  i32.const 20  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&y
    local.get $T  i32.const 32  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&d_y
    local.get $T  i32.const 56  i32.mul  i32.const 16  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$d_h
    local.get $T  i32.const 84  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$tape$2
    local.get $T  local.tee $t$end  i32.const 1  i32.sub  local.set $t
    local.get $&active  local.get $t$end  i32.const 1  i32.sub  i32.const 4  i32.mul  i32.add  local.set $&active+t
    block
      local.get $t  i32.const 0  i32.lt_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        local.get $&rnn1$d_h  local.set $&3b+rnn1$d_h
        block
          local.get $b  i32.const 4  i32.add  local.get $b$end  i32.gt_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&d_y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&d_y+3r
            local.get $&y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+y
            local.get $&rnn1$tape$2  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
            local.get $&d_y+3r  v128.load  local.get $&3b+rnn1$d_h  v128.load  f32x4.add  local.set $d_h_0
            local.get $&d_y+3r  v128.load offset=12  local.get $&3b+rnn1$d_h  v128.load offset=12  f32x4.add
                local.set $d_h_1
            local.get $&d_y+3r  v128.load offset=24  local.get $&3b+rnn1$d_h  v128.load offset=24  f32x4.add
                local.set $d_h_2
            local.get $&d_y+3r  v128.load offset=36  local.get $&3b+rnn1$d_h  v128.load offset=36  f32x4.add
                local.set $d_h_3
            local.get $d_h_0  f32.const 1  f32x4.splat  local.get $&3r+y  v128.load  local.get $&3r+y  v128.load
                f32x4.mul  f32x4.sub  f32x4.mul  local.set $d_z_h_0
            local.get $d_h_1  f32.const 1  f32x4.splat  local.get $&3r+y  v128.load offset=12  local.get $&3r+y
                v128.load offset=12  f32x4.mul  f32x4.sub  f32x4.mul  local.set $d_z_h_1
            local.get $d_h_2  f32.const 1  f32x4.splat  local.get $&3r+y  v128.load offset=24  local.get $&3r+y
                v128.load offset=24  f32x4.mul  f32x4.sub  f32x4.mul  local.set $d_z_h_2
            local.get $d_h_3  f32.const 1  f32x4.splat  local.get $&3r+y  v128.load offset=36  local.get $&3r+y
                v128.load offset=36  f32x4.mul  f32x4.sub  f32x4.mul  local.set $d_z_h_3
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_0  v128.store64_lane 0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_0  v128.store32_lane offset=8 2
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_1  v128.store64_lane offset=12 0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_1  v128.store32_lane offset=20 2
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_2  v128.store64_lane offset=24 0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_2  v128.store32_lane offset=32 2
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_3  v128.store64_lane offset=36 0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_3  v128.store32_lane offset=44 2
            f32.const 0  f32x4.splat  local.set $d_h_prev_0
            f32.const 0  f32x4.splat  local.set $d_h_prev_1
            f32.const 0  f32x4.splat  local.set $d_h_prev_2
            f32.const 0  f32x4.splat  local.set $d_h_prev_3
            local.get $&3r+rnn1$tape$2  v128.load32_splat  local.set $d_z_h$k
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=12  local.set $d_z_h$k$1
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=24  local.set $d_z_h$k$2
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=36  local.set $d_z_h$k$3
            i32.const 0  v128.load offset=560  local.set $$w0
            local.get $d_h_prev_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_h_prev_0
            local.get $d_h_prev_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_h_prev_1
            local.get $d_h_prev_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_h_prev_2
            local.get $d_h_prev_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_h_prev_3
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=4  local.set $d_z_h$k
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=16  local.set $d_z_h$k$1
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=28  local.set $d_z_h$k$2
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=40  local.set $d_z_h$k$3
            i32.const 0  v128.load offset=592  local.set $$w0
            local.get $d_h_prev_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_h_prev_0
            local.get $d_h_prev_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_h_prev_1
            local.get $d_h_prev_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_h_prev_2
            local.get $d_h_prev_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_h_prev_3
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=8  local.set $d_z_h$k
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=20  local.set $d_z_h$k$1
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=32  local.set $d_z_h$k$2
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=44  local.set $d_z_h$k$3
            i32.const 0  v128.load offset=624  local.set $$w0
            local.get $d_h_prev_0  local.get $$w0  local.get $d_z_h$k  f32x4.mul  f32x4.add  local.set $d_h_prev_0
            local.get $d_h_prev_1  local.get $$w0  local.get $d_z_h$k$1  f32x4.mul  f32x4.add  local.set $d_h_prev_1
            local.get $d_h_prev_2  local.get $$w0  local.get $d_z_h$k$2  f32x4.mul  f32x4.add  local.set $d_h_prev_2
            local.get $d_h_prev_3  local.get $$w0  local.get $d_z_h$k$3  f32x4.mul  f32x4.add  local.set $d_h_prev_3
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_0  v128.store64_lane 0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_0  v128.store32_lane offset=8 2
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_1  v128.store64_lane offset=12 0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_1  v128.store32_lane offset=20 2
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_2  v128.store64_lane offset=24 0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_2  v128.store32_lane offset=32 2
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_3  v128.store64_lane offset=36 0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_3  v128.store32_lane offset=44 2
            local.get $&3b+rnn1$d_h  i32.const 48  i32.add  local.set $&3b+rnn1$d_h
            local.get $b  i32.const 4  i32.add  local.tee $b  i32.const 4  i32.add  local.get $b$end  i32.le_s  br_if 0
          end
        end
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&d_y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&d_y+3r
            local.get $&y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+y
            local.get $&rnn1$tape$2  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
            local.get $&d_y+3r  v128.load  local.get $&3b+rnn1$d_h  v128.load  f32x4.add  local.tee $d_h_0  f32.const 1
                f32x4.splat  local.get $&3r+y  v128.load  local.get $&3r+y  v128.load  f32x4.mul  f32x4.sub  f32x4.mul
                local.set $d_z_h_0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_0  v128.store64_lane 0
            local.get $&3r+rnn1$tape$2  local.get $d_z_h_0  v128.store32_lane offset=8 2
            f32.const 0  f32x4.splat  local.set $d_h_prev_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat  local.set $d_z_h$k
            local.get $d_h_prev_0  i32.const 0  v128.load offset=560  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_h_prev_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=4  local.set $d_z_h$k
            local.get $d_h_prev_0  i32.const 0  v128.load offset=592  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_h_prev_0
            local.get $&3r+rnn1$tape$2  v128.load32_splat offset=8  local.set $d_z_h$k
            local.get $d_h_prev_0  i32.const 0  v128.load offset=624  local.get $d_z_h$k  f32x4.mul  f32x4.add
                local.set $d_h_prev_0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_0  v128.store64_lane 0
            local.get $&3b+rnn1$d_h  local.get $d_h_prev_0  v128.store32_lane offset=8 2
            local.get $&3b+rnn1$d_h  i32.const 12  i32.add  local.set $&3b+rnn1$d_h
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const -4  i32.add  local.set $&active+t
        local.get $t  i32.const -1  i32.add  local.tee $t  i32.const 0  i32.ge_s  br_if 0
      end
    end
  )
  ;; Weight gradients of layer rnn1 (rnn, 2 → 3), summed over all time steps at once.
  (func $rnn1_gradients (param $T i32) (param $B i32)
    (local $&x i32)  (local $&rnn1$h i32)  (local $&rnn1$tape$2 i32)  (local $q$end i32)  (local $q i32)
        (local $$s0_0_0 v128)  (local $$s0_0_1 v128)  (local $r$end i32)  (local $r i32)  (local $&3r+rnn1$tape$2 i32)
        (local $&2r+x i32)  (local $$l0 v128)  (local $$r0 v128)  (local $$r1 v128)  (local $$t14 v128)
        (local $$t15 v128)  (local $$s1_0_0 v128)  (local $$s1_0_1 v128)  (local $$s1_0_2 v128)  (local $&3r+rnn1$h i32)
        (local $$r2 v128)  (local $$t21 v128)  (local $$t22 v128)  (local $$t23 v128)  (local $$s2_0 v128)
        (local $$t25 v128)
    local.get $T  i32.const 4  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&x
    local.get $T  i32.const 44  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$h
    local.get $T  i32.const 84  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&rnn1$tape$2
    local.get $T  local.get $B  i32.mul  local.set $q$end
    i32.const 0  local.set $q
    block
      local.get $q  local.get $q$end  i32.ge_s  br_if 0
      loop
        f32.const 0  f32x4.splat  local.set $$s0_0_0
        f32.const 0  f32x4.splat  local.set $$s0_0_1
        local.get $T  local.get $B  i32.mul  local.set $r$end
        local.get $q  i32.const 128  i32.add  local.get $r$end  local.get $q  i32.const 128  i32.add  local.get $r$end
            i32.lt_s  select  local.set $r$end
        local.get $q  local.set $r
        local.get $&rnn1$tape$2  local.get $q  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
        local.get $&x  local.get $q  i32.const 8  i32.mul  i32.add  local.set $&2r+x
        block
          local.get $r  local.get $r$end  i32.ge_s  br_if 0
          loop
            local.get $&3r+rnn1$tape$2  v128.load  local.set $$l0
            local.get $&2r+x  v128.load32_splat  local.set $$r0
            local.get $&2r+x  v128.load32_splat offset=4  local.set $$r1
            local.get $$s0_0_0  local.get $$l0  local.get $$r0  f32x4.mul  f32x4.add  local.set $$s0_0_0
            local.get $$s0_0_1  local.get $$l0  local.get $$r1  f32x4.mul  f32x4.add  local.set $$s0_0_1
            local.get $&3r+rnn1$tape$2  i32.const 12  i32.add  local.set $&3r+rnn1$tape$2
            local.get $&2r+x  i32.const 8  i32.add  local.set $&2r+x
            local.get $r  i32.const 1  i32.add  local.tee $r  local.get $r$end  i32.lt_s  br_if 0
          end
        end
        i32.const 0  v128.load offset=172  local.get $$s0_0_0  f32x4.add  local.set $$t14
        i32.const 0  local.get $$t14  v128.store64_lane offset=172 0
        i32.const 0  local.get $$t14  v128.store32_lane offset=180 2
        i32.const 0  v128.load offset=204  local.get $$s0_0_1  f32x4.add  local.set $$t15
        i32.const 0  local.get $$t15  v128.store64_lane offset=204 0
        i32.const 0  local.get $$t15  v128.store32_lane offset=212 2
        f32.const 0  f32x4.splat  local.set $$s1_0_0
        f32.const 0  f32x4.splat  local.set $$s1_0_1
        f32.const 0  f32x4.splat  local.set $$s1_0_2
        local.get $T  local.get $B  i32.mul  local.set $r$end
        local.get $q  i32.const 128  i32.add  local.get $r$end  local.get $q  i32.const 128  i32.add  local.get $r$end
            i32.lt_s  select  local.set $r$end
        local.get $q  local.set $r
        local.get $&rnn1$tape$2  local.get $q  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
        local.get $&rnn1$h  local.get $q  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$h
        block
          local.get $r  local.get $r$end  i32.ge_s  br_if 0
          loop
            local.get $&3r+rnn1$tape$2  v128.load  local.set $$l0
            local.get $&3r+rnn1$h  v128.load32_splat  local.set $$r0
            local.get $&3r+rnn1$h  v128.load32_splat offset=4  local.set $$r1
            local.get $&3r+rnn1$h  v128.load32_splat offset=8  local.set $$r2
            local.get $$s1_0_0  local.get $$l0  local.get $$r0  f32x4.mul  f32x4.add  local.set $$s1_0_0
            local.get $$s1_0_1  local.get $$l0  local.get $$r1  f32x4.mul  f32x4.add  local.set $$s1_0_1
            local.get $$s1_0_2  local.get $$l0  local.get $$r2  f32x4.mul  f32x4.add  local.set $$s1_0_2
            local.get $&3r+rnn1$tape$2  i32.const 12  i32.add  local.set $&3r+rnn1$tape$2
            local.get $&3r+rnn1$h  i32.const 12  i32.add  local.set $&3r+rnn1$h
            local.get $r  i32.const 1  i32.add  local.tee $r  local.get $r$end  i32.lt_s  br_if 0
          end
        end
        i32.const 0  v128.load offset=236  local.get $$s1_0_0  f32x4.add  local.set $$t21
        i32.const 0  local.get $$t21  v128.store64_lane offset=236 0
        i32.const 0  local.get $$t21  v128.store32_lane offset=244 2
        i32.const 0  v128.load offset=268  local.get $$s1_0_1  f32x4.add  local.set $$t22
        i32.const 0  local.get $$t22  v128.store64_lane offset=268 0
        i32.const 0  local.get $$t22  v128.store32_lane offset=276 2
        i32.const 0  v128.load offset=300  local.get $$s1_0_2  f32x4.add  local.set $$t23
        i32.const 0  local.get $$t23  v128.store64_lane offset=300 0
        i32.const 0  local.get $$t23  v128.store32_lane offset=308 2
        f32.const 0  f32x4.splat  local.set $$s2_0
        local.get $T  local.get $B  i32.mul  local.set $r$end
        local.get $q  i32.const 128  i32.add  local.get $r$end  local.get $q  i32.const 128  i32.add  local.get $r$end
            i32.lt_s  select  local.set $r$end
        local.get $q  local.set $r
        local.get $&rnn1$tape$2  local.get $q  i32.const 12  i32.mul  i32.add  local.set $&3r+rnn1$tape$2
        block
          local.get $r  local.get $r$end  i32.ge_s  br_if 0
          loop
            local.get $$s2_0  local.get $&3r+rnn1$tape$2  v128.load  f32x4.add  local.set $$s2_0
            local.get $&3r+rnn1$tape$2  i32.const 12  i32.add  local.set $&3r+rnn1$tape$2
            local.get $r  i32.const 1  i32.add  local.tee $r  local.get $r$end  i32.lt_s  br_if 0
          end
        end
        i32.const 0  v128.load offset=332  local.get $$s2_0  f32x4.add  local.set $$t25
        i32.const 0  local.get $$t25  v128.store64_lane offset=332 0
        i32.const 0  local.get $$t25  v128.store32_lane offset=340 2
        local.get $q  i32.const 128  i32.add  local.tee $q  local.get $q$end  i32.lt_s  br_if 0
      end
    end
  )
  ;; The loss mse and the cotangent of the output:
  ;; loss = mean((y - target)^2)
  (func $loss$mse (param $T i32) (param $B i32)
    (local $&active i32)  (local $&y i32)  (local $&d_y i32)  (local $&target i32)  (local $&weight i32)
        (local $total v128)  (local $lost v128)  (local $t$end i32)  (local $t i32)  (local $&active+t i32)
        (local $b$end i32)  (local $b i32)  (local $r i32)  (local $&r+weight i32)  (local $&3r+y i32)
        (local $&3r+target i32)  (local $&d_y+3r i32)  (local $$d_weight_ v128)  (local $$d_scale_ v128)
        (local $$v_ v128)  (local $$v$2_ v128)  (local $$loss_$lanes v128)  (local $$loss_0 v128)  (local $$v$3_0 v128)
        (local $$t24 v128)  (local $$loss_ v128)  (local $loss_ v128)  (local $$v$3_ v128)  (local $added v128)
        (local $sum v128)
    i32.const 0  local.get $B  i32.mul  i32.const 784  i32.add  local.set $&active
    local.get $T  i32.const 20  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&y
    local.get $T  i32.const 32  i32.mul  i32.const 4  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&d_y
    local.get $T  i32.const 68  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&target
    local.get $T  i32.const 80  i32.mul  i32.const 28  i32.add  local.get $B  i32.mul  i32.const 784  i32.add
        local.set $&weight
    f32.const 0  f32x4.splat  local.set $total
    f32.const 0  f32x4.splat  local.set $lost
    local.get $T  local.set $t$end
    i32.const 0  local.set $t
    local.get $&active  local.set $&active+t
    block
      local.get $t  local.get $t$end  i32.ge_s  br_if 0
      loop
        local.get $&active+t  f32.load  i32.trunc_f32_s  local.set $b$end
        i32.const 0  local.set $b
        block
          local.get $b  local.get $b$end  i32.ge_s  br_if 0
          loop
            local.get $b  local.get $t  local.get $B  i32.mul  i32.add  local.set $r
            local.get $&weight  local.get $r  i32.const 4  i32.mul  i32.add  local.set $&r+weight
            local.get $&y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+y
            local.get $&target  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&3r+target
            local.get $&d_y  local.get $r  i32.const 12  i32.mul  i32.add  local.set $&d_y+3r
            local.get $&r+weight  v128.load32_splat  local.set $$d_weight_
            i32.const 0  v128.load32_splat offset=756  local.set $$d_scale_
            local.get $$d_weight_  local.get $$d_scale_  f32x4.mul  local.tee $$v_  f32.const 3  f32x4.splat  f32x4.div
                local.set $$v$2_
            f32.const 0  f32x4.splat  local.set $$loss_$lanes
            local.get $&3r+y  v128.load  local.get $&3r+target  v128.load  f32x4.sub  local.set $$loss_0
            local.get $$loss_$lanes  local.get $$loss_0  local.get $$loss_0  f32x4.mul  f32.const 0  f32x4.splat
                i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 28 29 30 31  f32x4.add  local.set $$loss_$lanes
            local.get $$v$2_  local.get $$loss_0  f32x4.mul  local.get $$v$2_  local.get $$loss_0  f32x4.mul  f32x4.add
                local.set $$v$3_0
            local.get $&d_y+3r  local.get $$v$3_0  v128.store64_lane 0
            local.get $&d_y+3r  local.get $$v$3_0  v128.store32_lane offset=8 2
            local.get $$loss_$lanes  local.get $$loss_$lanes  local.get $$loss_$lanes
                i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7  f32x4.add  local.tee $$t24  local.get $$t24
                local.get $$t24  i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11  f32x4.add  local.tee $$loss_
                f32.const 3  f32x4.splat  f32x4.div  local.tee $loss_  local.get $$v_  f32x4.mul  local.tee $$v$3_
                local.get $lost  f32x4.sub  local.set $added
            local.get $total  local.get $added  f32x4.add  local.tee $sum  local.get $total  f32x4.sub  local.get $added
                f32x4.sub  local.set $lost
            local.get $sum  local.set $total
            local.get $b  i32.const 1  i32.add  local.tee $b  local.get $b$end  i32.lt_s  br_if 0
          end
        end
        local.get $&active+t  i32.const 4  i32.add  local.set $&active+t
        local.get $t  i32.const 1  i32.add  local.tee $t  local.get $t$end  i32.lt_s  br_if 0
      end
    end
    i32.const 0  local.get $total  v128.store32_lane offset=752 0
  )
  ;; One update of every parameter by sgd:
  ;; d = g + weight_decay * p[t-1]
  ;; v = momentum * v[t-1] + (1 - dampening * (1 - equal(t, 1))) * d
  ;; p = p[t-1] - lr * (nesterov * (d + momentum * v) + (1 - nesterov) * v)
  (func $update$sgd
    (local $$lr_ v128)  (local $$nesterov_ v128)  (local $$weight_decay_ v128)  (local $$momentum_ v128)
        (local $$dampening_ v128)  (local $$t_ v128)  (local $$v_ v128)  (local $$v$2_ v128)  (local $$v$3_ v128)
        (local $$v$4_ v128)  (local $$p_ v128)  (local $j i32)  (local $&4j i32)  (local $$p_prev_0 v128)
        (local $d_0 v128)  (local $v_0 v128)  (local $p_0 v128)
    i32.const 0  v128.load32_splat offset=764  local.set $$lr_
    i32.const 0  v128.load32_splat offset=776  local.set $$nesterov_
    i32.const 0  v128.load32_splat offset=780  local.set $$weight_decay_
    i32.const 0  v128.load32_splat offset=768  local.set $$momentum_
    i32.const 0  v128.load32_splat offset=772  local.set $$dampening_
    i32.const 0  v128.load32_splat offset=760  local.tee $$t_  f32.const 1  f32x4.splat  f32x4.eq  f32.const 1
        f32x4.splat  v128.and  local.set $$v_
    f32.const 1  f32x4.splat  local.get $$v_  f32x4.sub  local.set $$v$2_
    local.get $$dampening_  local.get $$v$2_  f32x4.mul  local.set $$v$3_
    f32.const 1  f32x4.splat  local.get $$v$3_  f32x4.sub  local.set $$v$4_
    f32.const 1  f32x4.splat  local.get $$nesterov_  f32x4.sub  local.set $$p_
    i32.const 0  local.set $j
    i32.const 0  local.set $&4j
    loop
      local.get $&4j  v128.load  local.set $$p_prev_0
      local.get $&4j  v128.load offset=172  local.get $$weight_decay_  local.get $$p_prev_0  f32x4.mul  f32x4.add
          local.set $d_0
      local.get $$momentum_  local.get $&4j  v128.load offset=344  f32x4.mul  local.get $$v$4_  local.get $d_0
          f32x4.mul  f32x4.add  local.set $v_0
      local.get $$p_prev_0  local.get $$lr_  local.get $$nesterov_  local.get $d_0  local.get $$momentum_
          local.get $v_0  f32x4.mul  f32x4.add  f32x4.mul  local.get $$p_  local.get $v_0  f32x4.mul  f32x4.add
          f32x4.mul  f32x4.sub  local.set $p_0
      local.get $&4j  local.get $v_0  v128.store offset=344
      local.get $&4j  local.get $p_0  v128.store
      local.get $&4j  i32.const 16  i32.add  local.set $&4j
      local.get $j  i32.const 1  i32.add  local.tee $j  i32.const 10  i32.lt_s  br_if 0
    end
    i32.const 0  v128.load offset=160  local.set $$p_prev_0
    i32.const 0  v128.load offset=332  local.get $$weight_decay_  local.get $$p_prev_0  f32x4.mul  f32x4.add
        local.set $d_0
    local.get $$momentum_  i32.const 0  v128.load offset=504  f32x4.mul  local.get $$v$4_  local.get $d_0  f32x4.mul
        f32x4.add  local.set $v_0
    local.get $$p_prev_0  local.get $$lr_  local.get $$nesterov_  local.get $d_0  local.get $$momentum_  local.get $v_0
        f32x4.mul  f32x4.add  f32x4.mul  local.get $$p_  local.get $v_0  f32x4.mul  f32x4.add  f32x4.mul  f32x4.sub
        local.set $p_0
    i32.const 0  local.get $v_0  v128.store64_lane offset=504 0
    i32.const 0  local.get $v_0  v128.store32_lane offset=512 2
    i32.const 0  local.get $p_0  v128.store64_lane offset=160 0
    i32.const 0  local.get $p_0  v128.store32_lane offset=168 2
  )
  (func $forward (param $T i32) (param $B i32)
    local.get $T  local.get $B  call $rnn1_hoisted
    local.get $T  local.get $B  call $rnn1_forward
  )
  (func $backward (param $T i32) (param $B i32)
    local.get $T  local.get $B  call $rnn1_turned
    local.get $T  local.get $B  call $rnn1_backward
    local.get $T  local.get $B  call $rnn1_gradients
  )
  (func $inputGradient (param $T i32) (param $B i32)
    local.get $T  local.get $B  call $rnn1_turned_input
    local.get $T  local.get $B  call $rnn1_backward_deferred
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
  (export "step" (func $rnn1_step))
  (export "forward" (func $forward))
  (export "backward" (func $backward))
  (export "inputGradient" (func $inputGradient))
  (export "loss" (func $loss$mse))
  (export "update" (func $update$sgd))
  (export "copyRows" (func $copyRows))
)
