package io.virk.diagnose.internal;

import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.IntervalChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.internal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a comparison of scenes says, in words. */
public final class CameraWords {
  /** Per cent, degrees: what is less is not told beside something that is more. */
  private static final double LEAST_SHIFT = 1;

  private static final double LEAST_DEGREES = 0.5;
  private static final double LEAST_ZOOM = 1.5;
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
    StringBuilder words = new StringBuilder(diagnosis.explanation());
    for (CameraChange change : changes) {
      String of = changes.size() > 1 ? " of " + Text.clean(change.slice().value()) : "";
      for (String sentence :
          List.of(
              scene(change.scene(), of, isGeometry(diagnosis)),
              interval(change.interval(), of),
              looped(change.looped(), of),
              pixels(change.pixels(), of))) {
        words.append(sentence.isEmpty() ? "" : " ").append(sentence);
      }
    }
    return diagnosis.withCameras(words.toString(), changes);
  }

  /** Whether a motion is what the signals look like. */
  private static boolean isGeometry(Diagnosis diagnosis) {
    return diagnosis.cause().equals(GEOMETRY)
        || diagnosis.fingerprint().causes().stream()
            .anyMatch(c -> c.cause().equals(diagnosis.cause()) && c.family().equals(GEOMETRY));
  }

  private static String interval(IntervalChange change, String of) {
    if (change == null || !(change.isPace() || change.isGaps() || change.isJitter())) {
      return "";
    }
    String intervals = "interval" + (of.isEmpty() ? "" : " of observations" + of);
    if (change.isPace()) {
      return String.format(
          Locale.ROOT,
          "The %s is %s ms, and was %s ms before: it has %s.",
          intervals,
          millis(change.now()),
          millis(change.before()),
          times(change.now() / change.before()));
    }
    return change.isGaps()
        ? String.format(
            Locale.ROOT,
            "Some are missing%s: %.0f %% of the intervals are longer than 1.5 times the usual %s ms,"
                + " and %.0f %% were before.",
            of,
            100 * change.gapsNow(),
            millis(change.before()),
            100 * change.gapsBefore())
        : String.format(
            Locale.ROOT,
            "The %s has become irregular: it strays by %.0f %%, and by %.0f %% before.",
            intervals,
            100 * change.jitterNow(),
            100 * change.jitterBefore());
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
  }

  private static String times(double ratio) {
    if (Math.abs(ratio - 2) < 0.1) {
      return "doubled";
    }
    if (Math.abs(ratio - 0.5) < 0.025) {
      return "halved";
    }
    return String.format(Locale.ROOT, "become %.2g times as long", ratio);
  }

  private static String looped(int period, String of) {
    return period == 0
        ? ""
        : "The pictures" + of + " come again after " + period + ", as of a recording in a loop.";
  }

  private static String pixels(PixelChange change, String of) {
    if (change == null || change.isNone()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    add(parts, change.stuck(), "pixel is stuck", "pixels are stuck");
    add(parts, change.hot(), "pixel is hot", "pixels are hot");
    lines(parts, change.rows(), "row");
    lines(parts, change.columns(), "column");
    String places =
        change.places().isEmpty()
            ? ""
            : " (at "
                + change.places().stream()
                    .limit(PLACES)
                    .map(p -> p.x() + "," + p.y())
                    .collect(Collectors.joining("; "))
                + (change.stuck() + change.hot() > PLACES ? "; ..." : "")
                + ")";
    return "In the images" + of + " " + String.join(", ", parts) + places + ".";
  }

  private static void add(List<String> parts, int count, String one, String many) {
    if (count > 0) {
      parts.add(count + " " + (count == 1 ? one : many));
    }
  }

  private static void lines(List<String> parts, List<Integer> lines, String what) {
    if (!lines.isEmpty()) {
      parts.add(
          (lines.size() == 1 ? what + " " : what + "s ")
              + lines.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + (lines.size() == 1 ? " is faulty" : " are faulty"));
    }
  }

  private static String scene(SceneChange change, String of, boolean geometry) {
    if (change == null) {
      return "";
    }
    String likeness = String.format(Locale.ROOT, "likeness %.2f", change.likeness());
    return switch (change.outcome()) {
      case IN_PLACE -> "The picture" + of + " is where it was in the baseline (" + likeness + ").";
      case MOVED ->
          "The picture"
              + of
              + " is "
              + motion(change)
              + " against the baseline ("
              + likeness
              + ").";
      case OF_ANOTHER_CAMERA ->
          "The picture"
              + of
              + " is what "
              + Text.clean(change.seenBy().value())
              + " showed in the baseline ("
              + likeness
              + ").";
      case NOT_RECOGNISED ->
          "Nothing of the baseline's picture" + of + " is recognised (" + likeness + ").";
      case NOT_STATIC ->
          geometry
              ? "The baseline's images"
                  + of
                  + " do not resemble each other: whether the camera has moved cannot be measured."
              : "";
      case NOT_KEPT ->
          geometry
              ? "There are too many cameras for pictures"
                  + of
                  + " to be kept: whether it has moved cannot be measured."
              : "";
    };
  }

  /** For example "shifted by 12 % to the left and turned by 3.0 degrees clockwise". */
  static String motion(SceneChange change) {
    List<String> parts = new ArrayList<>();
    List<String> ways = new ArrayList<>();
    add(ways, change.right(), "right", "left");
    add(ways, change.down(), "down", "up");
    if (!ways.isEmpty()) {
      parts.add("shifted by " + String.join(" and ", ways));
    }
    if (Math.abs(change.degrees()) >= LEAST_DEGREES) {
      parts.add(
          String.format(
              Locale.ROOT,
              "turned by %.1f degrees %s",
              Math.abs(change.degrees()),
              change.degrees() > 0 ? "clockwise" : "counter-clockwise"));
    }
    if (Math.abs(change.zoom()) >= LEAST_ZOOM) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s by %.0f %%",
              change.zoom() > 0 ? "enlarged" : "made smaller",
              Math.abs(change.zoom())));
    }
    int last = parts.size() - 1;
    return last <= 0
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  private static void add(List<String> ways, double size, String positive, String negative) {
    if (Math.abs(size) >= LEAST_SHIFT) {
      String way = size > 0 ? positive : negative;
      boolean level = positive.equals("right");
      ways.add(
          String.format(
              Locale.ROOT, "%.1f %% %s", Math.abs(size), level ? "to the " + way : way + "wards"));
    }
  }
}
