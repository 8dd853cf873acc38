// The product of a matrix whose rows lie ready in panels with the columns of another one.
//
// A walk multiplies the same weights with a few columns, step after step. Laid out once in the order in
// which they are read, they need no preparation at any step, which is where a general product of that
// size spends half its time.
//
// A panel has 24 rows, the last one 8, 16 or 24, filled up with zeros; its columns follow each other.
// A tile of it, times up to eight columns, is summed in registers: 3 vectors of 8 by 8 columns where
// there are 32 registers of 512 bits, 3 of 4 by 4 where there are 16 of 256, 3 of 2 by 4 elsewhere.
// Every sum is taken in the order of the inner index, whichever tile it is in, and added to what is
// there at the end, so that a long one that comes in parts does not lose digits to its own size. What a
// long sum will be added to, and rows of b that lie far apart, are asked for ahead of time: no processor
// guesses them.

#ifndef RECURRENT_PANELS_H
#define RECURRENT_PANELS_H

#include <stdint.h>

#include "elementary.h"

typedef double recurrent_f64x4 __attribute__((vector_size(32)));
typedef double recurrent_f64x2 __attribute__((vector_size(16)));

enum { recurrent_panel_rows = 24, recurrent_panel_unit = 8 };

// The number of rows of the panel that `rest` rows begin with, zeros included.
static inline intptr_t recurrent_panel_height(intptr_t rest) {
  intptr_t unit = recurrent_panel_unit;
  return rest >= recurrent_panel_rows ? recurrent_panel_rows : (rest + unit - 1) / unit * unit;
}

// Copies less than a panel's height of numbers, in pieces whose sizes the compiler knows.
RECURRENT_INLINE void recurrent_copy_rows(double *to, const double *from, intptr_t count) {
  if (count & 16) __builtin_memcpy(to, from, 16 * sizeof(double)), to += 16, from += 16;
  if (count & 8) __builtin_memcpy(to, from, 8 * sizeof(double)), to += 8, from += 8;
  if (count & 4) __builtin_memcpy(to, from, 4 * sizeof(double)), to += 4, from += 4;
  if (count & 2) __builtin_memcpy(to, from, 2 * sizeof(double)), to += 2, from += 2;
  if (count & 1) *to = *from;
}

// Some rows of a panel times some columns: c = start + panel b, or c = panel b without a start.
#define RECURRENT_TILE(suffix, vector)                                                            \
  RECURRENT_INLINE void recurrent_tile_##suffix(                                                  \
      const int vectors, const int columns, intptr_t inner, const double *panel,                  \
      intptr_t height, const double *b, intptr_t b_row, intptr_t b_column, const double *start,   \
      intptr_t start_leading, double *c, intptr_t leading) {                                      \
    const intptr_t width = sizeof(vector) / sizeof(double);                                       \
    vector sums[8][3] = {};                                                                       \
    if (inner >= 64 && start)                                                                     \
      _Pragma("clang loop unroll(full)")                                                          \
      for (int j = 0; j < columns; j++)                                                           \
        for (int i = 0; i < vectors; i++)                                                         \
          __builtin_prefetch(start + j * start_leading + i * width);                              \
    for (intptr_t k = 0; k < inner; k++) {                                                        \
      vector a[3];                                                                                \
      __builtin_prefetch(b + (k + 16) * b_row);                                                   \
      _Pragma("clang loop unroll(full)")                                                          \
      for (int i = 0; i < vectors; i++)                                                           \
        __builtin_memcpy(&a[i], panel + k * height + i * width, sizeof(vector));                  \
      _Pragma("clang loop unroll(full)")                                                          \
      for (int j = 0; j < columns; j++) {                                                         \
        vector all = b[k * b_row + j * b_column] - (vector){};                                    \
        _Pragma("clang loop unroll(full)")                                                        \
        for (int i = 0; i < vectors; i++) sums[j][i] += a[i] * all;                               \
      }                                                                                           \
    }                                                                                             \
    _Pragma("clang loop unroll(full)")                                                            \
    for (int j = 0; j < columns; j++)                                                             \
      _Pragma("clang loop unroll(full)")                                                          \
      for (int i = 0; i < vectors; i++) {                                                         \
        vector first = {};                                                                        \
        if (start)                                                                                \
          __builtin_memcpy(&first, start + j * start_leading + i * width, sizeof(vector));        \
        first += sums[j][i];                                                                      \
        __builtin_memcpy(c + j * leading + i * width, &first, sizeof(vector));                    \
      }                                                                                           \
  }

RECURRENT_TILE(avx512, recurrent_f64x8)
RECURRENT_TILE(avx2, recurrent_f64x4)
RECURRENT_TILE(base, recurrent_f64x2)

#define RECURRENT_TILES(suffix, vectors, columns)                                                 \
  for (intptr_t part = 0; part < recurrent_panel_unit; part += width)                             \
    recurrent_tile_##suffix(                                                                      \
        vectors, columns, inner, panel + part * vectors, height, factor, b_row, b_column,         \
        from ? from + part * vectors : from, from_leading, to + part * vectors, to_leading)

// All panels times all columns. Rows beyond the last one are computed in a place of their own.
#define RECURRENT_MULTIPLY(suffix, vector, most, attribute)                                       \
  static inline attribute void recurrent_multiply_panels_##suffix(                                \
      const double *panel, intptr_t rows, intptr_t inner, const double *b, intptr_t b_row,        \
      intptr_t b_column, intptr_t columns, const double *start, intptr_t start_leading,           \
      double *c, intptr_t leading) {                                                              \
    const intptr_t width = sizeof(vector) / sizeof(double);                                       \
    double edge[recurrent_panel_rows * 8];                                                        \
    intptr_t height;                                                                              \
    for (intptr_t row = 0; row < rows; row += height, panel += height * inner) {                  \
      intptr_t rest = rows - row;                                                                 \
      height = recurrent_panel_height(rest);                                                      \
      intptr_t count;                                                                             \
      for (intptr_t column = 0; column < columns; column += count) {                              \
        intptr_t left = columns - column;                                                         \
        count = left >= most ? most : left >= 4 ? 4 : left >= 2 ? 2 : 1;                          \
        const double *factor = b + column * b_column;                                             \
        const double *from = start ? start + column * start_leading + row : start;                \
        double *to = c + column * leading + row;                                                  \
        intptr_t from_leading = start_leading, to_leading = leading;                              \
        if (rest < height) {                                                                      \
          if (from) {                                                                             \
            for (intptr_t j = 0; j < count; j++)                                                  \
              recurrent_copy_rows(edge + j * height, from + j * from_leading, rest);              \
            from = edge;                                                                          \
          }                                                                                       \
          to = edge;                                                                              \
          from_leading = to_leading = height;                                                     \
        }                                                                                         \
        switch (height / recurrent_panel_unit * 8 + count - 1) {                                  \
          case 31: if (most == 8) RECURRENT_TILES(suffix, 3, 8); break;                           \
          case 27: RECURRENT_TILES(suffix, 3, 4); break;                                          \
          case 25: RECURRENT_TILES(suffix, 3, 2); break;                                          \
          case 24: RECURRENT_TILES(suffix, 3, 1); break;                                          \
          case 23: if (most == 8) RECURRENT_TILES(suffix, 2, 8); break;                           \
          case 19: RECURRENT_TILES(suffix, 2, 4); break;                                          \
          case 17: RECURRENT_TILES(suffix, 2, 2); break;                                          \
          case 16: RECURRENT_TILES(suffix, 2, 1); break;                                          \
          case 15: if (most == 8) RECURRENT_TILES(suffix, 1, 8); break;                           \
          case 11: RECURRENT_TILES(suffix, 1, 4); break;                                          \
          case 9: RECURRENT_TILES(suffix, 1, 2); break;                                           \
          case 8: RECURRENT_TILES(suffix, 1, 1); break;                                           \
        }                                                                                         \
        if (rest < height) {                                                                      \
          for (intptr_t j = 0; j < count; j++)                                                    \
            recurrent_copy_rows(c + (column + j) * leading + row, edge + j * height, rest);       \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
  }

RECURRENT_MULTIPLY(base, recurrent_f64x2, 4, )
#if defined(__x86_64__)
RECURRENT_MULTIPLY(avx2, recurrent_f64x4, 4, __attribute__((target("avx2,fma"))))
RECURRENT_MULTIPLY(avx512, recurrent_f64x8, 8,
    __attribute__((target("avx512f,avx512dq,avx512vl"), min_vector_width(512))))
#endif

// Lays some columns of up to 24 rows out as a panel.
#define RECURRENT_FILL(suffix, attribute)                                                         \
  static inline attribute void recurrent_fill_panel_##suffix(                                     \
      const double *a, intptr_t leading, intptr_t rows, intptr_t columns, double *panel) {        \
    if (rows == recurrent_panel_rows) {                                                           \
      for (intptr_t k = 0; k < columns; k++)                                                      \
        __builtin_memcpy(                                                                         \
            panel + k * recurrent_panel_rows, a + k * leading,                                    \
            recurrent_panel_rows * sizeof(double));                                               \
      return;                                                                                     \
    }                                                                                             \
    intptr_t height = recurrent_panel_height(rows);                                               \
    for (intptr_t k = 0; height > 0 && k < columns; k++, panel += height) {                       \
      __builtin_memset(panel + height - 8, 0, 8 * sizeof(double));                                \
      recurrent_copy_rows(panel, a + k * leading, rows);                                          \
    }                                                                                             \
  }

RECURRENT_FILL(base, )
#if defined(__x86_64__)
RECURRENT_FILL(avx512, __attribute__((target("avx512f"), min_vector_width(512))))
#endif

static inline void recurrent_fill_panel(
    const double *a, intptr_t leading, intptr_t rows, intptr_t columns, double *panel) {
#if defined(__x86_64__)
  if (recurrent_has_avx512()) {
    recurrent_fill_panel_avx512(a, leading, rows, columns, panel);
    return;
  }
#endif
  recurrent_fill_panel_base(a, leading, rows, columns, panel);
}

// c = start + a b with a in panels [rows x inner], b [inner x columns] with any strides, and the columns
// of start and c their leading sizes apart. Without a start the sums begin at zero; start may be c, and
// a leading size of zero adds one column to all. c must overlap neither a nor b.
static inline void recurrent_multiply_panels(
    const double *panels, intptr_t rows, intptr_t inner, const double *b, intptr_t b_row,
    intptr_t b_column, intptr_t columns, const double *start, intptr_t start_leading, double *c,
    intptr_t leading) {
#if defined(__x86_64__)
  if (recurrent_has_avx512()) {
    recurrent_multiply_panels_avx512(
        panels, rows, inner, b, b_row, b_column, columns, start, start_leading, c, leading);
    return;
  }
  if (recurrent_has_avx2()) {
    recurrent_multiply_panels_avx2(
        panels, rows, inner, b, b_row, b_column, columns, start, start_leading, c, leading);
    return;
  }
#endif
  recurrent_multiply_panels_base(
      panels, rows, inner, b, b_row, b_column, columns, start, start_leading, c, leading);
}

#endif
