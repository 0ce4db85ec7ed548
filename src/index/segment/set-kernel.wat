;; What set-kernel.ts does by itself where there is no WebAssembly, 128 bits at a time. All addresses and sizes are in bytes;
;; sizes are multiples of 16, and not 0.
(module
  (memory (export "memory") 1)

  ;; Writes the chunks that two sets have in common, their numbers to $chunks and their bits to $bits; returns how many.
  ;; Each is written where the next one belongs, which stays its place only if it has a bit: there is nothing to guess for the processor.
  (func (export "meet") (param $a i32) (param $b i32) (param $size i32) (param $chunks i32) (param $bits i32) (result i32)
    (local $at i32) (local $found i32) (local $both v128)
    (loop $next
      (local.set $both
        (v128.and
          (v128.load (i32.add (local.get $a) (local.get $at)))
          (v128.load (i32.add (local.get $b) (local.get $at)))))
      (v128.store (i32.add (local.get $bits) (i32.shl (local.get $found) (i32.const 4))) (local.get $both))
      (i32.store
        (i32.add (local.get $chunks) (i32.shl (local.get $found) (i32.const 2)))
        (i32.shr_u (local.get $at) (i32.const 4)))
      (local.set $found (i32.add (local.get $found) (v128.any_true (local.get $both))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $size))))
    (local.get $found))

  ;; Adds a set to another.
  (func (export "unite") (param $set i32) (param $other i32) (param $size i32)
    (local $at i32)
    (loop $next
      (v128.store
        (i32.add (local.get $set) (local.get $at))
        (v128.or
          (v128.load (i32.add (local.get $set) (local.get $at)))
          (v128.load (i32.add (local.get $other) (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $size)))))

  ;; How many bits are set.
  (func (export "count") (param $set i32) (param $size i32) (result i32)
    (local $at i32) (local $sums v128)
    (loop $next
      (local.set $sums
        (i32x4.add
          (local.get $sums)
          (i32x4.extadd_pairwise_i16x8_u
            (i16x8.extadd_pairwise_i8x16_u
              (i8x16.popcnt (v128.load (i32.add (local.get $set) (local.get $at))))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $size))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums))))))
