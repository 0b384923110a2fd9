// Register files belong to threads, since memory that moves from core to core is slow. The
// file of a thread that ends is kept for one that comes after.
#include "registers.h"

#include <pthread.h>
#include <stdlib.h>

typedef union file { union file *next; int32_t lanes[DK_REGISTERS][DK_PITCH]; } file;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static file *unused;

static void give_back(void *pointer) {
  file *mine = pointer;
  pthread_mutex_lock(&lock);
  mine->next = unused;
  unused = mine;
  pthread_mutex_unlock(&lock);
}

static void make_key(void) {
  if (pthread_key_create(&key, give_back) != 0) abort();
}

static file *take(void) {
  pthread_mutex_lock(&lock);
  file *mine = unused;
  if (mine) unused = mine->next;
  pthread_mutex_unlock(&lock);
  if (!mine) mine = aligned_alloc(64, sizeof(file));
  // Half a megabyte a thread: a machine that cannot give it cannot go on.
  if (!mine || pthread_setspecific(key, mine) != 0) abort();
  return mine;
}

int32_t *dk_registers(void) {
  pthread_once(&once, make_key);
  file *mine = pthread_getspecific(key);
  if (!mine) mine = take();
  return &mine->lanes[0][0];
}
