package com.cloudcockpit.qualification;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the bearer token, and every substantial part of it, with {@code ***} in what a server
 * sends, even if the token is escaped, wrapped or truncated. Takes linear time.
 */
final class TokenRedactor {

  /** Shorter tokens, such as those sent to the mock, may be ordinary words in a response. */
  private static final int MIN_SECRET = 6;

  /** Shorter parts of a token may occur by chance and reveal nothing. */
  private static final int MIN_PART = 12;

  private final String token;
  private final int minPart;
  private final int blockLength;

  /**
   * The token in blocks of equal length, each packed into a long, sorted. Every part of the token
   * that is at least {@code minPart} long contains one of them.
   */
  private final long[] blocks;

  TokenRedactor(String token) {
    this.token = token;
    minPart = Math.min(MIN_PART, token.length());
    blockLength = Math.max(1, minPart / 2);
    blocks = new long[token.length() < MIN_SECRET ? 0 : token.length() / blockLength];
    for (int i = 0; i < blocks.length * blockLength; i++) {
      blocks[i / blockLength] = pack(blocks[i / blockLength], token.charAt(i));
    }
    Arrays.sort(blocks);
  }

  /** {@return the text without the token} */
  String redact(String text) {
    if (!mayContainToken(text)) {
      return text;
    }
    var decoded = DecodedText.of(text);
    var redacted = new StringBuilder();
    int copied = 0;
    int done = 0;
    long window = 0;
    for (int i = 0; i < decoded.length(); i++) {
      window = pack(window, decoded.charAt(i));
      int start = i + 1 - blockLength;
      if (start >= done && Arrays.binarySearch(blocks, window) >= 0) {
        var part = longestPart(decoded, start, done);
        if (part != null) {
          redacted.append(text, copied, decoded.start(part.from)).append("***");
          copied = decoded.end(part.to - 1);
          done = part.to;
        }
      }
    }
    return redacted.append(text, copied, text.length()).toString();
  }

  /** {@return the exception, or a copy without the token if a message in its chain contains it} */
  Throwable redact(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      var message = String.valueOf(t.getMessage());
      if (!redact(message).equals(message)) {
        return copy(failure);
      }
    }
    return failure;
  }

  private @Nullable Throwable copy(@Nullable Throwable failure) {
    if (failure == null) {
      return null;
    }
    var copy = new IOException(redact(failure.toString()), copy(failure.getCause()));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  /** Rules out most texts without decoding them. */
  private boolean mayContainToken(String text) {
    if (blocks.length == 0) {
      return false;
    }
    long window = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (DecodedText.startsEscape(c)) {
        return true;
      }
      if (!DecodedText.isInvisible(c)) {
        window = pack(window, c);
        if (Arrays.binarySearch(blocks, window) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private record Part(int from, int to) {}

  /** {@return the longest part of the token around a block of it; null if it is too short} */
  private @Nullable Part longestPart(DecodedText text, int start, int min) {
    var longest = new Part(0, 0);
    for (int block = 0; block + blockLength <= token.length(); block += blockLength) {
      int from = start;
      for (int i = block; from > min && i > 0; i--, from--) {
        if (text.charAt(from - 1) != token.charAt(i - 1)) {
          break;
        }
      }
      int to = start;
      for (int i = block; to < text.length() && i < token.length(); i++, to++) {
        if (text.charAt(to) != token.charAt(i)) {
          break;
        }
      }
      if (to - from > longest.to - longest.from) {
        longest = new Part(from, to);
      }
    }
    return longest.to - longest.from < minPart ? null : longest;
  }

  /** {@return the block without its first character and with another one at its end} */
  private long pack(long block, char c) {
    return (block << Byte.SIZE | c & 0xff) & ((1L << blockLength * Byte.SIZE) - 1);
  }
}
