// exp, tanh and the logistic function of many numbers at once.
//
// This is C because one function in it is compiled for several instruction sets, and the widest that
// the processor has is chosen when it runs; Swift has no such attribute. One algorithm serves all:
// x = n ln 2 + r with |r| <= ln 2 / 2, e^r - 1 by its Taylor polynomial of degree 13, whose remainder
// is below 2e-17 of e^r - 1 on that interval, and 2^n put into the exponent's bits. Vectors of eight
// doubles are split by the compiler where the registers are narrower.
//
// The arguments may be the same array; else they must not overlap. NaN gives NaN. Errors, in units in
// the last place of the exact result, are measured by the tests.

#ifndef RECURRENT_ELEMENTARY_H
#define RECURRENT_ELEMENTARY_H

#include <stdint.h>

typedef double recurrent_f64x8 __attribute__((vector_size(64)));
typedef int64_t recurrent_i64x8 __attribute__((vector_size(64)));

#define RECURRENT_INLINE static inline __attribute__((always_inline))

// A number repeated, and the choice lane by lane.
#define RECURRENT_ALL(number) ((recurrent_f64x8){} + (number))
#define RECURRENT_CHOOSE(mask, yes, no) \
  ((recurrent_f64x8)(((recurrent_i64x8)(yes) & (mask)) | ((recurrent_i64x8)(no) & ~(mask))))

// Splits x = n ln 2 + r. Gives e^r - 1, and n in the low bits of `n`. |x| must be below 2^20.
//
// Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits. ln 2 is used in two parts,
// the first with so many zeros at its end that n times it is exact.
RECURRENT_INLINE void recurrent_reduce(
    const recurrent_f64x8 *x, recurrent_f64x8 *expm1_r, recurrent_i64x8 *n) {
  const recurrent_f64x8 shifter = RECURRENT_ALL(0x1.8p52);
  recurrent_f64x8 shifted = *x * 0x1.71547652b82fep0 + shifter;
  recurrent_f64x8 whole = shifted - shifter;
  *n = (recurrent_i64x8)shifted;
  recurrent_f64x8 r = *x - whole * 0x1.62e42feep-1;
  r = r - whole * 0x1.a39ef35793c76p-33;
  recurrent_f64x8 q = RECURRENT_ALL(1.0 / 6227020800.0);
  q = q * r + 1.0 / 479001600.0;
  q = q * r + 1.0 / 39916800.0;
  q = q * r + 1.0 / 3628800.0;
  q = q * r + 1.0 / 362880.0;
  q = q * r + 1.0 / 40320.0;
  q = q * r + 1.0 / 5040.0;
  q = q * r + 1.0 / 720.0;
  q = q * r + 1.0 / 120.0;
  q = q * r + 1.0 / 24.0;
  q = q * r + 1.0 / 6.0;
  q = q * r + 0.5;
  *expm1_r = (q * r) * r + r;
}

// e^x. Beyond 700 the power of two is applied in two parts, so that the result overflows or becomes
// subnormal only where it should.
RECURRENT_INLINE void recurrent_exp8(recurrent_f64x8 *value) {
  recurrent_f64x8 x = *value;
  x = RECURRENT_CHOOSE(x > 710.0, RECURRENT_ALL(710.0), x);
  x = RECURRENT_CHOOSE(x < -746.0, RECURRENT_ALL(-746.0), x);
  recurrent_f64x8 p;
  recurrent_i64x8 n;
  recurrent_reduce(&x, &p, &n);
  recurrent_i64x8 high = (x > 700.0) & 128, low = (x < -700.0) & 128;
  recurrent_f64x8 first = (recurrent_f64x8)((n - high + low + 1023) << 52);
  recurrent_f64x8 second = (recurrent_f64x8)((high - low + 1023) << 52);
  *value = (p + 1.0) * first * second;
}

// |tanh x| = |t / (t + 2)| with t = e^(-2|x|) - 1, which loses nothing near zero; |x| >= 20 gives 1.
RECURRENT_INLINE void recurrent_tanh8(recurrent_f64x8 *value) {
  recurrent_i64x8 sign = (recurrent_i64x8)*value & INT64_MIN;
  recurrent_f64x8 x = (recurrent_f64x8)((recurrent_i64x8)*value & INT64_MAX);
  x = RECURRENT_CHOOSE(x > 20.0, RECURRENT_ALL(20.0), x) * -2.0;
  recurrent_f64x8 p;
  recurrent_i64x8 n;
  recurrent_reduce(&x, &p, &n);
  recurrent_f64x8 power = (recurrent_f64x8)((n + 1023) << 52);
  recurrent_f64x8 t = power * p + (power - 1.0);
  recurrent_f64x8 magnitude = t / (t + 2.0);
  *value = (recurrent_f64x8)(((recurrent_i64x8)magnitude & INT64_MAX) | sign);
}

// 1 / (1 + e^-x), and e^x / (1 + e^x) for negative x, so that small results keep all their digits.
RECURRENT_INLINE void recurrent_sigmoid8(recurrent_f64x8 *value) {
  recurrent_f64x8 x = *value;
  recurrent_f64x8 e = (recurrent_f64x8)((recurrent_i64x8)x | INT64_MIN);
  recurrent_exp8(&e);
  *value = RECURRENT_CHOOSE(x < 0.0, e, RECURRENT_ALL(1.0)) / (e + 1.0);
}

// Eight at a time. The last eight overlap those before where the count is no multiple of eight; they are
// read before anything is written, so that the arguments may be the same array. Fewer than eight fill up
// a vector of their own.
#define RECURRENT_DEFINE(name, suffix, attribute)                                                  \
  static inline attribute void recurrent_##name##_##suffix(                                       \
      const double *in, double *out, intptr_t count) {                                            \
    recurrent_f64x8 value, last;                                                                  \
    if (count >= 8) {                                                                             \
      __builtin_memcpy(&last, in + count - 8, sizeof last);                                       \
      for (intptr_t index = 0; index + 8 <= count; index += 8) {                                  \
        __builtin_memcpy(&value, in + index, sizeof value);                                       \
        recurrent_##name##8(&value);                                                              \
        __builtin_memcpy(out + index, &value, sizeof value);                                      \
      }                                                                                           \
      if (count % 8 == 0) return;                                                                 \
      recurrent_##name##8(&last);                                                                 \
      __builtin_memcpy(out + count - 8, &last, sizeof last);                                      \
    } else if (count > 0) {                                                                       \
      double few[8] = {0};                                                                        \
      for (intptr_t index = 0; index < count; index++) few[index] = in[index];                    \
      __builtin_memcpy(&value, few, sizeof value);                                                \
      recurrent_##name##8(&value);                                                                \
      __builtin_memcpy(few, &value, sizeof value);                                                \
      for (intptr_t index = 0; index < count; index++) out[index] = few[index];                   \
    }                                                                                             \
  }

#if defined(__x86_64__)
// Whether the processor, and the system, have what the wider variants are compiled for.
static inline int recurrent_has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}
static inline int recurrent_has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#define RECURRENT_EACH(name)                                                                       \
  RECURRENT_DEFINE(name, avx512,                                                                  \
      __attribute__((target("avx512f,avx512dq,avx512vl"), min_vector_width(512))))                \
  RECURRENT_DEFINE(name, avx2, __attribute__((target("avx2,fma"))))                               \
  RECURRENT_DEFINE(name, base, )                                                                  \
  static inline void recurrent_##name(const double *in, double *out, intptr_t count) {            \
    if (recurrent_has_avx512())                                                                   \
      recurrent_##name##_avx512(in, out, count);                                                  \
    else if (recurrent_has_avx2())                                                                \
      recurrent_##name##_avx2(in, out, count);                                                    \
    else                                                                                          \
      recurrent_##name##_base(in, out, count);                                                    \
  }
#else
#define RECURRENT_EACH(name)                                                                       \
  RECURRENT_DEFINE(name, base, )                                                                  \
  static inline void recurrent_##name(const double *in, double *out, intptr_t count) {            \
    recurrent_##name##_base(in, out, count);                                                      \
  }
#endif

// The name of OpenBLAS's kernels for this processor's vectors; empty where it is left to OpenBLAS.
static inline const char *recurrent_openblas_kernels(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return "";
}

RECURRENT_EACH(exp)
RECURRENT_EACH(tanh)
RECURRENT_EACH(sigmoid)

#endif
