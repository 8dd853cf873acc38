// glibc's allocator behind functions of the same names that count. `compare.py` makes a library of
// this and loads it before all others into a worker, so that Swift's runtime calls it too. It is no
// target of the package: whatever is linked to the objects of one that defines `malloc` gets it.

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

// BLAS's threads allocate too.
static atomic_bool is_counting;
static atomic_long count;

static void note(void) {
  if (atomic_load_explicit(&is_counting, memory_order_relaxed))
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  note();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1))) return EINVAL;
  note();
  void *result = __libc_memalign(alignment, size);
  if (!result) return ENOMEM;
  *memory = result;
  return 0;
}

/// Starts counting from zero.
void allocations_start(void) {
  atomic_store(&count, 0);
  atomic_store(&is_counting, true);
}

/// Stops counting, and says how many calls there were.
long allocations_stop(void) {
  atomic_store(&is_counting, false);
  return atomic_load(&count);
}
