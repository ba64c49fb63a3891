package io.virk.diagnose.internal;

import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.IntervalChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.Unrest;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What pictures in a row say, in words. */
public final class CameraWords {
  /** Places of pixels that are named. */
  private static final int PLACES = 4;

  private static final String GEOMETRY = "geometry";

  private CameraWords() {}

  /**
   * Adds what was seen to a diagnosis.
   *
   * @param diagnosis by signals
   * @param changes of the drift's cameras
   * @return with a sentence for each camera of which there is something to tell
   */
  public static Diagnosis told(Diagnosis diagnosis, List<CameraChange> changes) {
    if (changes.isEmpty()) {
      return diagnosis;
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(diagnosis.explanation());
    for (CameraChange change : changes) {
      List<String> own = new ArrayList<>();
      own.add(scene(change.scene(), isGeometry(diagnosis)));
      own.add(interval(change.interval()));
      own.add(change.looped() == 0 ? "" : Words.of("camera.looped", "" + change.looped()));
      own.add(pixels(change.pixels()));
      own.add(grain(change.pixels(), diagnosis));
      own.add(unrest(change.unrest()));
      String all = Sentences.join(own);
      boolean several = changes.size() > 1 && !all.isEmpty();
      sentences.add(
          several ? Words.of("camera.whose", Text.clean(change.slice().value()), all) : all);
    }
    return diagnosis.withCameras(Sentences.join(sentences), changes);
  }

  /** Whether a motion is what the signals look like. */
  private static boolean isGeometry(Diagnosis diagnosis) {
    return diagnosis.cause().equals(GEOMETRY)
        || diagnosis.fingerprint().causes().stream()
            .anyMatch(c -> c.cause().equals(diagnosis.cause()) && c.family().equals(GEOMETRY));
  }

  /** What cannot be measured is told where it would matter. */
  private static String scene(SceneChange change, boolean geometry) {
    if (change == null) {
      return "";
    }
    return switch (change.outcome()) {
      case NOT_STATIC, NOT_KEPT -> geometry ? change.inWords() : "";
      default -> change.inWords();
    };
  }

  private static String interval(IntervalChange change) {
    if (change == null) {
      return "";
    }
    if (change.isPace()) {
      return Words.of(
          "camera.pace",
          millis(change.now()),
          millis(change.before()),
          times(change.now() / change.before()));
    }
    if (change.isGaps()) {
      return Words.of(
          "camera.gaps",
          format("%.0f", 100 * change.gapsNow()),
          millis(change.before()),
          format("%.0f", 100 * change.gapsBefore()));
    }
    return change.isJitter()
        ? Words.of(
            "camera.jitter",
            format("%.0f", 100 * change.jitterNow()),
            format("%.0f", 100 * change.jitterBefore()))
        : "";
  }

  private static String millis(double millis) {
    return format(millis < 10 ? "%.1f" : "%.0f", millis);
  }

  private static String times(double ratio) {
    if (Math.abs(ratio - 2) < 0.1) {
      return Words.of("camera.doubled");
    }
    return Math.abs(ratio - 0.5) < 0.025
        ? Words.of("camera.halved")
        : Words.of(
            "camera.times", format(ratio >= 10 ? "%.0f" : ratio >= 1 ? "%.1f" : "%.2g", ratio));
  }

  private static String pixels(PixelChange change) {
    if (change == null || change.isNone()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    count(parts, change.stuck(), "camera.stuck.one", "camera.stuck");
    count(parts, change.hot(), "camera.hot.one", "camera.hot");
    lines(parts, change.rows(), "camera.rows.one", "camera.rows");
    lines(parts, change.columns(), "camera.columns.one", "camera.columns");
    List<String> places =
        change.places().stream().limit(PLACES).map(p -> p.x() + "/" + p.y()).toList();
    return places.isEmpty()
        ? Words.of("camera.pixels", Words.list(parts))
        : Words.of("camera.pixels-at", Words.list(parts), Words.commas(places));
  }

  /** Told of what looks like either: noise, or a pattern that stands. */
  private static String grain(PixelChange change, Diagnosis diagnosis) {
    boolean alike = CameraEvidence.ofGrain(diagnosis.fingerprint()) > 0.5;
    if (change == null || !alike || !change.isPattern() && !change.isNoise()) {
      return "";
    }
    return Words.of(
        change.isPattern() ? "camera.pattern" : "camera.noise", format("%.1f", change.grain()));
  }

  private static String unrest(Unrest change) {
    if (change == null) {
      return "";
    }
    List<String> own = new ArrayList<>();
    if (change.isFlicker()) {
      String before = format("%.1f", 100 * change.bandsBefore());
      own.add(Words.of("camera.flicker", format("%.1f", 100 * change.bands()), before));
    }
    if (change.isTorn()) {
      String share = format("%.0f", 100 * change.torn());
      own.add(Words.of("camera.torn", share, format("%.0f", 100 * change.moved())));
    }
    return Sentences.join(own);
  }

  private static void count(List<String> parts, int count, String one, String many) {
    if (count > 0) {
      parts.add(Words.of(count == 1 ? one : many, "" + count));
    }
  }

  private static void lines(List<String> parts, List<Integer> lines, String one, String many) {
    if (!lines.isEmpty()) {
      List<String> numbers = lines.stream().map(String::valueOf).toList();
      parts.add(Words.of(lines.size() == 1 ? one : many, Words.commas(numbers)));
    }
  }

  private static String format(String pattern, double number) {
    return String.format(Locale.ROOT, pattern, number);
  }
}
