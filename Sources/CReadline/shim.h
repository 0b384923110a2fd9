// GNU readline edits lines. Its settings are C globals, which Swift 6 refuses as shared state: they are reached through these functions.
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <readline/readline.h>
#include <readline/history.h>

/// The name that the user's inputrc asks for: `$if dln`.
static inline void readline_set_name(const char *name) { rl_readline_name = strdup(name); }
static inline void readline_set_event_hook(rl_hook_func_t *hook) { rl_event_hook = hook; }
static inline void readline_set_redisplay(rl_voidfunc_t *redisplay) { rl_redisplay_function = redisplay; }
static inline void readline_keep_environment(void) { rl_change_environment = 0; }

/// Readline takes all signals that end or stop a program, to leave the terminal in order. This gives Ctrl-C back to the program.
static inline struct sigaction readline_interrupt_action(void) {
  struct sigaction action;
  sigaction(SIGINT, NULL, &action);
  return action;
}
static inline void readline_set_interrupt_action(struct sigaction action) { sigaction(SIGINT, &action, NULL); }
static inline void readline_set_startup_hook(rl_hook_func_t *hook) { rl_startup_hook = hook; }

/// Candidates come from [complete] alone, each as the whole line up to the cursor, and are listed by [list].
static inline void readline_set_completion(rl_completion_func_t *complete, rl_compdisp_func_t *list) {
  rl_attempted_completion_function = complete;
  rl_completion_display_matches_hook = list;
  rl_completer_word_break_characters = "";
  rl_basic_word_break_characters = "";
  rl_sort_completion_matches = 0;
  rl_ignore_completion_duplicates = 0;
}

/// To be said anew in every completion: no names of files where there is no candidate, no blank behind the only one.
static inline void readline_complete_alone(void) {
  rl_attempted_completion_over = 1;
  rl_completion_append_character = '\0';
}

/// Gives the line to readline's caller as it stands.
static inline void readline_finish(void) { rl_done = 1; }

/// Moves behind the line, writes [sign] there and goes on below it.
static inline void readline_leave_line(const char *sign) {
  rl_deactivate_mark();
  rl_point = rl_end;
  rl_redisplay();
  fputs(sign, rl_outstream);
  rl_crlf();
  rl_on_new_line();
}

static inline const char *readline_text(void) { return rl_line_buffer; }
static inline int readline_cursor(void) { return rl_point; }
static inline void readline_set_cursor(int place) { rl_point = place; }
static inline int readline_end(void) { return rl_end; }

/// Whether the row shows the prompt and the line, and nothing else: no search, no count, no marked region.
static inline int readline_shows_line(void) {
  if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_SEARCH | RL_STATE_NUMERICARG)) return 0;
  return rl_display_prompt == rl_prompt && !rl_mark_active_p();
}

/// How many columns readline gives a character; negative: it cannot be shown as it is.
extern int wcwidth(wchar_t);
static inline int readline_width(unsigned scalar) { return wcwidth((wchar_t)scalar); }

/// Whether the user's inputrc asks for something that puts more on the row than the prompt and the line.
static inline int readline_shows_marks(void) {
  const char *names[] = {"show-mode-in-prompt", "mark-modified-lines", "horizontal-scroll-mode"};
  for (int place = 0; place < 3; place++) {
    const char *value = rl_variable_value(names[place]);
    if (value && strcmp(value, "on") == 0) return 1;
  }
  return 0;
}

/// Writes to the terminal, in order with readline's own writing.
static inline void readline_write(const char *text) { fputs(text, rl_outstream); }
static inline void readline_flush(void) { fflush(rl_outstream); }

/// Whether the locale's characters are those of UTF-8.
static inline int readline_locale_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }
