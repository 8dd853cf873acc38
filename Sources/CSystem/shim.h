// Functions of glibc that its headers hide from Swift's Glibc module.

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
#endif
