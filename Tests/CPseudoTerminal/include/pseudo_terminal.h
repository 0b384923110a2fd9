// What the tests need of the C library beyond what Swift's Glibc shows.
#pragma once

#include <stdint.h>
#include <sys/types.h>

/// Opens a pseudo-terminal of that size: our end of it, or -1. Writes the path of the other end.
int pseudo_terminal_open(int columns, int rows, char *path, size_t room);

/// Starts a program whose controlling terminal is the one at [path]; it leads a session of its own. Gives 0, or what went wrong.
int pseudo_terminal_spawn(const char *path, char *const arguments[], char *const environment[], const char *folder, pid_t *process);

/// How many columns a character takes, in a UTF-8 locale.
int pseudo_terminal_width(uint32_t scalar);
