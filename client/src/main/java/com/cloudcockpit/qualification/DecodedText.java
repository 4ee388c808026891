package com.cloudcockpit.qualification;

import java.util.Arrays;

/**
 * A text in which all JSON, URL and HTML escapes, even nested ones, are decoded and from which
 * whitespace and invisible characters are removed. Knows each character's original position.
 */
final class DecodedText {

  private static final int MAX_NESTING = 4;

  private final char[] chars;
  private final int[] starts;
  private final int[] ends;
  private int length;

  /** The character that {@link #decodeOne} decoded last. */
  private char decoded;

  private DecodedText(String text) {
    chars = text.toCharArray();
    starts = new int[chars.length];
    ends = new int[chars.length];
    length = chars.length;
    Arrays.setAll(starts, i -> i);
    Arrays.setAll(ends, i -> i + 1);
  }

  static DecodedText of(String text) {
    var decoded = new DecodedText(text);
    for (int i = 0; i < MAX_NESTING; i++) {
      decoded.decode();
    }
    return decoded;
  }

  static boolean startsEscape(char c) {
    return c == '\\' || c == '%' || c == '&';
  }

  static boolean isInvisible(char c) {
    return c <= ' '
        || c > '~'
            && (Character.isISOControl(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT);
  }

  int length() {
    return length;
  }

  char charAt(int index) {
    return chars[index];
  }

  /** {@return where in the original text a character starts} */
  int start(int index) {
    return starts[index];
  }

  /** {@return where in the original text a character ends, exclusive} */
  int end(int index) {
    return ends[index];
  }

  /** Decodes one level of escapes, in place. */
  private void decode() {
    int to = 0;
    for (int from = 0; from < length; ) {
      int next = decodeOne(from);
      if (!isInvisible(decoded)) {
        chars[to] = decoded;
        starts[to] = starts[from];
        ends[to] = ends[next - 1];
        to++;
      }
      from = next;
    }
    length = to;
  }

  /** Decodes a character or an escape and returns the index after it. */
  private int decodeOne(int index) {
    decoded = chars[index];
    return switch (decoded) {
      case '\\' -> decodeBackslash(index);
      case '%' -> decodeNumber(index + 1, index + 3, 16, index + 1);
      case '&' -> decodeEntity(index);
      default -> index + 1;
    };
  }

  private int decodeBackslash(int index) {
    int i = index;
    while (i < length && chars[i] == '\\') {
      i++;
    }
    if (i == length) {
      return i;
    }
    decoded = "bfnrt".indexOf(chars[i]) < 0 ? chars[i] : ' ';
    return chars[i] == 'u' ? decodeNumber(i + 1, i + 5, 16, i + 1) : i + 1;
  }

  private int decodeEntity(int index) {
    if (index + 2 >= length || chars[index + 1] != '#') {
      return index + 1;
    }
    int radix = chars[index + 2] == 'x' || chars[index + 2] == 'X' ? 16 : 10;
    int from = radix == 16 ? index + 3 : index + 2;
    int to = from;
    while (to < length && to < from + 7 && Character.digit(chars[to], radix) >= 0) {
      to++;
    }
    int next = decodeNumber(from, to, radix, index + 1);
    return next == to && to < length && chars[to] == ';' ? to + 1 : next;
  }

  /**
   * Decodes a character code and returns the index after it, or {@code otherwise} if it is invalid.
   */
  private int decodeNumber(int from, int to, int radix, int otherwise) {
    int code = 0;
    for (int i = from; i < to; i++) {
      int digit = i < length ? Character.digit(chars[i], radix) : -1;
      if (digit < 0) {
        return otherwise;
      }
      code = code * radix + digit;
    }
    if (from == to) {
      return otherwise;
    }
    decoded = (char) code;
    return to;
  }
}
