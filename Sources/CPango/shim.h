// Cairo draws, Pango sets text of any script; both are found through pkg-config (pangocairo).
#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>
