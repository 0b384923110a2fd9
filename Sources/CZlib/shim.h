// zlib for Swift: a raw deflate stream in one call each way.
#ifndef DLN_ZLIB_SHIM_H
#define DLN_ZLIB_SHIM_H

#include <stdint.h>
#include <string.h>
#include <zlib.h>

/// Unpacks a raw stream into exactly `size` bytes. False where it is broken or holds another number.
static inline _Bool dlz_inflate(const uint8_t *from, size_t count, uint8_t *to, size_t size) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (count > UINT32_MAX || size > UINT32_MAX || inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  stream.next_in = (Bytef *)from;
  stream.avail_in = (uInt)count;
  uint8_t nothing;
  stream.next_out = size > 0 ? to : &nothing;
  stream.avail_out = (uInt)size;
  int status = inflate(&stream, Z_FINISH);
  _Bool whole = status == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  return whole;
}

/// Packs into a raw stream. Gives its length, or 0 where `room` is too small; `dlz_bound` is enough.
static inline size_t dlz_deflate(const uint8_t *_Nullable from, size_t count, uint8_t *_Nullable to, size_t room) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (count > UINT32_MAX || room > UINT32_MAX) return 0;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)from;
  stream.avail_in = (uInt)count;
  stream.next_out = to;
  stream.avail_out = (uInt)room;
  int status = deflate(&stream, Z_FINISH);
  size_t length = status == Z_STREAM_END ? stream.total_out : 0;
  deflateEnd(&stream);
  return length;
}

static inline size_t dlz_bound(size_t count) { return compressBound(count); }

static inline uint32_t dlz_checksum(const uint8_t *_Nullable from, size_t count) {
  return from ? (uint32_t)crc32_z(0, from, count) : 0;
}

#endif
