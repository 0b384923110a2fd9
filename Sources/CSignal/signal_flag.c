// Ctrl-C as a flag: a handler may do no more than count, so it counts.
#include "signal_flag.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static atomic_int pending = 0;
static atomic_bool ends = true;
static pthread_t watcher;

static void count(int number) {
  // Any thread may be handed the signal, but the one that waits for a line is to be woken.
  if (!pthread_equal(pthread_self(), watcher)) {
    pthread_kill(watcher, number);
    return;
  }
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

void signal_keep_output(bool keep) {
  static bool is_kept = false;
  struct termios modes;
  if (keep == is_kept || tcgetattr(STDIN_FILENO, &modes) != 0) return;
  // Where it was so before, it is left so.
  if (keep && modes.c_lflag & NOFLSH) return;
  modes.c_lflag = keep ? modes.c_lflag | NOFLSH : modes.c_lflag & ~(tcflag_t)NOFLSH;
  if (tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0) is_kept = keep;
}

bool signal_is_pending(void) { return atomic_load(&pending) > 0; }

bool signal_take(void) { return atomic_exchange(&pending, 0) > 0; }
