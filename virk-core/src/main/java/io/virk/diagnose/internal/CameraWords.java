package io.virk.diagnose.internal;

import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.IntervalChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What pictures in a row say, in words. */
public final class CameraWords {
  /** Per cent, degrees: what is less is not told beside something that is more. */
  private static final double LEAST_SHIFT = 1;

  private static final double LEAST_DEGREES = 0.5;
  private static final double LEAST_ZOOM = 1.5;

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
      String of =
          changes.size() > 1 ? Words.of("camera.of", Text.clean(change.slice().value())) : "";
      sentences.add(scene(change.scene(), of, isGeometry(diagnosis)));
      sentences.add(interval(change.interval(), of));
      sentences.add(
          change.looped() == 0 ? "" : Words.of("camera.looped", of, "" + change.looped()));
      sentences.add(pixels(change.pixels(), of));
    }
    return diagnosis.withCameras(Sentences.join(sentences), changes);
  }

  /** Whether a motion is what the signals look like. */
  private static boolean isGeometry(Diagnosis diagnosis) {
    return diagnosis.cause().equals(GEOMETRY)
        || diagnosis.fingerprint().causes().stream()
            .anyMatch(c -> c.cause().equals(diagnosis.cause()) && c.family().equals(GEOMETRY));
  }

  private static String scene(SceneChange change, String of, boolean geometry) {
    if (change == null) {
      return "";
    }
    String likeness = format("%.2f", change.likeness());
    return switch (change.outcome()) {
      case IN_PLACE -> Words.of("camera.in-place", of, likeness);
      case MOVED -> Words.of("camera.moved", of, motion(change), likeness);
      case OF_ANOTHER_CAMERA ->
          Words.of("camera.another", of, Text.clean(change.seenBy().value()), likeness);
      case NOT_RECOGNISED -> Words.of("camera.not-recognised", of, likeness);
      case NOT_STATIC -> geometry ? Words.of("camera.not-static", of) : "";
      case NOT_KEPT -> geometry ? Words.of("camera.not-kept", of) : "";
    };
  }

  /** For example "shifted by 12.0 % to the left and turned by 3.0 degrees clockwise". */
  static String motion(SceneChange change) {
    List<String> ways = new ArrayList<>();
    add(ways, change.right(), "camera.right", "camera.left");
    add(ways, change.down(), "camera.down", "camera.up");
    List<String> parts = new ArrayList<>();
    if (!ways.isEmpty()) {
      parts.add(Words.of("camera.shifted", Words.list(ways)));
    }
    if (Math.abs(change.degrees()) >= LEAST_DEGREES) {
      parts.add(
          Words.of(
              change.degrees() > 0 ? "camera.clockwise" : "camera.counter-clockwise",
              format("%.1f", Math.abs(change.degrees()))));
    }
    if (Math.abs(change.zoom()) >= LEAST_ZOOM) {
      parts.add(
          Words.of(
              change.zoom() > 0 ? "camera.larger" : "camera.smaller",
              format("%.0f", Math.abs(change.zoom()))));
    }
    return Words.list(parts);
  }

  private static void add(List<String> ways, double size, String positive, String negative) {
    if (Math.abs(size) >= LEAST_SHIFT) {
      ways.add(Words.of(size > 0 ? positive : negative, format("%.1f", Math.abs(size))));
    }
  }

  private static String interval(IntervalChange change, String of) {
    if (change == null) {
      return "";
    }
    if (change.isPace()) {
      return Words.of(
          "camera.pace",
          of,
          millis(change.now()),
          millis(change.before()),
          times(change.now() / change.before()));
    }
    if (change.isGaps()) {
      return Words.of(
          "camera.gaps",
          of,
          format("%.0f", 100 * change.gapsNow()),
          millis(change.before()),
          format("%.0f", 100 * change.gapsBefore()));
    }
    return change.isJitter()
        ? Words.of(
            "camera.jitter",
            of,
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
        : Words.of("camera.times", format("%.2g", ratio));
  }

  private static String pixels(PixelChange change, String of) {
    if (change == null || change.isNone()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    count(parts, change.stuck(), "camera.stuck");
    count(parts, change.hot(), "camera.hot");
    lines(parts, change.rows(), "camera.rows");
    lines(parts, change.columns(), "camera.columns");
    List<String> places =
        change.places().stream().limit(PLACES).map(p -> p.x() + "/" + p.y()).toList();
    return places.isEmpty()
        ? Words.of("camera.pixels", of, Words.list(parts))
        : Words.of("camera.pixels-at", of, Words.list(parts), Words.commas(places));
  }

  private static void count(List<String> parts, int count, String key) {
    if (count > 0) {
      parts.add(Words.of(count == 1 ? key + ".one" : key, "" + count));
    }
  }

  private static void lines(List<String> parts, List<Integer> lines, String key) {
    if (!lines.isEmpty()) {
      List<String> numbers = lines.stream().map(String::valueOf).toList();
      parts.add(Words.of(lines.size() == 1 ? key + ".one" : key, Words.commas(numbers)));
    }
  }

  private static String format(String pattern, double number) {
    return String.format(Locale.ROOT, pattern, number);
  }
}
