package io.virk.incident.page;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.internal.Jpeg;
import io.virk.image.internal.Reduction;
import io.virk.page.Html;
import java.util.Base64;

/** A picture as pages have it: reduced, and in the page itself. */
public final class Thumbnail {
  private static final CapturePolicy SMALL = new CapturePolicy(256, 256);
  private static final int QUALITY = 72;

  private Thumbnail() {}

  /**
   * Writes it.
   *
   * @param html where to
   * @param image any. Not modified.
   * @param alternative for who does not see it
   */
  public static void write(Html html, Frame image, String alternative) {
    Frame small = Reduction.of(SMALL, image.withoutPatches());
    String data = Base64.getEncoder().encodeToString(Jpeg.encode(small, QUALITY));
    html.open(
        "img",
        "src",
        "data:image/jpeg;base64," + data,
        "width",
        String.valueOf(small.width()),
        "height",
        String.valueOf(small.height()),
        "alt",
        alternative);
  }
}
