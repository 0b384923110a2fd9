// The data set as bytes inside the program: all images, row by row, then all labels.
#include "digits.h"

// Every clang that the Swift toolchain brings has #embed, whatever the standard is called.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t bytes[] = {
#embed "digits.bin"
};

_Static_assert(sizeof bytes == DIGITS_COUNT * (DIGITS_PIXELS + 1), "digits.bin holds another number of images");

const uint8_t *digits_image(int number) { return bytes + number * DIGITS_PIXELS; }

uint8_t digits_label(int number) { return bytes[DIGITS_COUNT * DIGITS_PIXELS + number]; }
