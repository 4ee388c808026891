package com.cloudcockpit.qualification;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Decodes the body of a response, complete or not, to text. Never throws. */
final class ResponseText {

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ResponseText() {}

  static String of(Response response) {
    var headers = response.headers();
    var bytes = isGzip(headers) ? unzip(response.body()) : response.body();
    var text = new String(bytes, charset(headers));
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static boolean isGzip(HttpHeaders headers) {
    return headers.firstValue("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent();
  }

  /** Unzips up to the limit, because a small body can expand to a very large one. */
  private static byte[] unzip(byte[] body) {
    var unzipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      var chunk = new byte[8192];
      int limit = BoundedBodySubscriber.LIMIT;
      for (int n = 0; n >= 0 && unzipped.size() < limit; n = gzip.read(chunk)) {
        unzipped.write(chunk, 0, Math.min(n, limit - unzipped.size()));
      }
    } catch (IOException e) {
      // the part that could be unzipped is better than nothing
    }
    return unzipped.toByteArray();
  }

  private static Charset charset(HttpHeaders headers) {
    var charset = CHARSET.matcher(headers.firstValue("Content-Type").orElse(""));
    try {
      return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
