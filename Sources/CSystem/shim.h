// Functions of glibc that its headers hide from Swift's Glibc module, and what a processor can do.

#if defined(__linux__)
#include <spawn.h>
#include <sys/socket.h>

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
int accept4(int, struct sockaddr *, socklen_t *, int);
int pipe2(int[2], int);
int pidfd_open(pid_t, unsigned int);
void *memmem(const void *, size_t, const void *, size_t);
int renameat2(int, const char *, int, const char *, unsigned int);

enum {
  system_spawn_new_session = 0x80, // POSIX_SPAWN_SETSID
  system_rename_exchange = 2       // RENAME_EXCHANGE
};

// Whether the processor has the vectors of 2013, AVX2 and FMA.
static inline int system_has_avx2(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 0;
#endif
}
#endif
