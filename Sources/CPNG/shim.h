// libpng reads and writes PNG files. Writing goes through its simplified interface; reading does not, since that one
// changes the numbers of files with a gamma chunk and mixes up the rows of interlaced 16-bit files (libpng 1.6.39).
// The full interface needs setjmp, which Swift cannot call: hence the three functions below.
#include <png.h>
#include <string.h>

/// A PNG file in memory while it is being read.
typedef struct {
  const unsigned char *bytes;
  size_t size;
  size_t position;
  png_structp reader;
  png_infop info;
  /// What the header tells: pixels across and down, and 1 (gray), 3 (colours) or 4 (with alpha) channels.
  unsigned width, height, channels;
  /// What went wrong.
  char message[128];
} png_memory_file;

static inline void png_memory_supply(png_structp reader, png_bytep target, size_t count) {
  png_memory_file *file = (png_memory_file *)png_get_io_ptr(reader);
  if (count > file->size - file->position) png_error(reader, "the file ends too early");
  memcpy(target, file->bytes + file->position, count);
  file->position += count;
}

static inline void png_memory_fail(png_structp reader, png_const_charp message) {
  png_memory_file *file = (png_memory_file *)png_get_error_ptr(reader);
  strncpy(file->message, message, sizeof file->message - 1);
  png_longjmp(reader, 1);
}

static inline void png_memory_ignore(png_structp reader, png_const_charp warning) {}

/// Reads the header. Returns 0 after an error; png_memory_close must follow in either case.
static inline int png_memory_open(png_memory_file *file) {
  file->reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, file, png_memory_fail, png_memory_ignore);
  if (file->reader == NULL || setjmp(png_jmpbuf(file->reader))) return 0;
  file->info = png_create_info_struct(file->reader);
  png_set_read_fn(file->reader, file, png_memory_supply);
  png_read_info(file->reader, file->info);
  int colour = png_get_color_type(file->reader, file->info);
  int transparent = colour & PNG_COLOR_MASK_ALPHA || png_get_valid(file->reader, file->info, PNG_INFO_tRNS);
  file->width = png_get_image_width(file->reader, file->info);
  file->height = png_get_image_height(file->reader, file->info);
  file->channels = transparent ? 4 : colour & PNG_COLOR_MASK_COLOR ? 3 : 1;
  return 1;
}

/// Reads height * width * channels bytes. Returns 0 after an error.
static inline int png_memory_read(png_memory_file *file, unsigned char *pixels) {
  if (setjmp(png_jmpbuf(file->reader))) return 0;
  png_set_expand(file->reader);
  png_set_strip_16(file->reader);
  if (file->channels == 4) png_set_gray_to_rgb(file->reader);
  int passes = png_set_interlace_handling(file->reader);
  png_read_update_info(file->reader, file->info);
  size_t stride = (size_t)file->width * file->channels;
  if (png_get_rowbytes(file->reader, file->info) != stride) png_error(file->reader, "rows of unexpected length");
  for (int pass = 0; pass < passes; pass++) {
    for (unsigned y = 0; y < file->height; y++) png_read_row(file->reader, pixels + y * stride, NULL);
  }
  return 1;
}

static inline void png_memory_close(png_memory_file *file) {
  png_destroy_read_struct(&file->reader, &file->info, NULL);
}
