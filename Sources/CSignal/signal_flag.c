// Ctrl-C as a flag: a handler may do no more than count, so it counts.
#include "signal_flag.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static atomic_int pending = 0;
static atomic_bool ends = true;
static pthread_t watcher;
static atomic_bool keeps_output = false;

static void count(int number) {
  // Any thread may be handed the signal, but the one that waits for a line is to be woken.
  if (!pthread_equal(pthread_self(), watcher)) {
    pthread_kill(watcher, number);
    return;
  }
  // What was typed ahead is given up, as the terminal would have done.
  if (atomic_load(&keeps_output)) tcflush(STDIN_FILENO, TCIFLUSH);
  // Whoever asks a third time wants out, whatever the program is busy with.
  if (atomic_fetch_add(&pending, 1) + 1 >= 3 && atomic_load(&ends)) {
    signal(number, SIG_DFL);
    raise(number);
  }
}

void signal_watch(void) {
  watcher = pthread_self();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = count;
  sigemptyset(&action.sa_mask);
  // On a stack of its own: oneDNN's products keep numbers below the thread's stack pointer, where a handler would write over them.
  static char stack[1 << 16];
  const stack_t aside = { .ss_sp = stack, .ss_size = sizeof stack };
  if (sigaltstack(&aside, NULL) == 0) action.sa_flags = SA_ONSTACK;
  // Without SA_RESTART: a line that is being read at the prompt is given up.
  sigaction(SIGINT, &action, NULL);
  // Whoever started the program may have blocked the signal for itself.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

void signal_never_ends(void) { atomic_store(&ends, false); }

static void throw_output_away_again(void) {
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) != 0) return;
  modes.c_lflag &= ~(tcflag_t)NOFLSH;
  tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

void signal_keeps_output(void) {
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) != 0 || modes.c_lflag & NOFLSH) return;
  modes.c_lflag |= NOFLSH;
  if (tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0 && atexit(throw_output_away_again) == 0) atomic_store(&keeps_output, true);
}

bool signal_is_pending(void) { return atomic_load(&pending) > 0; }

bool signal_take(void) { return atomic_exchange(&pending, 0) > 0; }
