// Handwritten digits in 8x8 pixels: 1,257 images for training and, after them, 540 for testing.
// Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998
// (https://doi.org/10.24432/C50P49), licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
// Changes: the repository's 1,797 test images, divided at random into 70 and 30 per cent; the values are untouched.
#ifndef DLN_DIGITS_H
#define DLN_DIGITS_H

#include <stdint.h>

enum { DIGITS_TRAINING = 1257, DIGITS_TEST = 540, DIGITS_COUNT = DIGITS_TRAINING + DIGITS_TEST, DIGITS_PIXELS = 64 };

/// The 64 pixels of an image, from the top left row by row, each from 0 (white) to 16 (ink). number: 0 ..< DIGITS_COUNT.
const uint8_t *digits_image(int number);

/// The digit that the image shows: 0 to 9.
uint8_t digits_label(int number);

#endif
