package io.virk.diagnose.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What a comparison of scenes says of the causes of a drift. A motion that was measured is one,
 * whatever the signals resemble, and a picture that is in its place has not moved: signals of
 * single frames tell a shift from another content only where content never changes.
 */
public final class CameraEvidence {
  /** Posterior probability of a cause that was measured itself. */
  private static final double MEASURED = 0.95;

  /** What is left of a cause that was measured not to be. */
  private static final double RULED_OUT = 0.02;

  /** Of the catalogue: a slighter motion is told, but explains no drift. */
  private static final double LEAST_SEVERITY = 1;

  private static final double STEP = 0.5;

  private static final String SHIFTED = "shifted camera";
  private static final String TILTED = "tilted camera";
  private static final String ZOOMED = "changed zoom";
  private static final String ANOTHER = "picture of another camera";
  private static final String GEOMETRY = "geometry";

  /** Severities 1 to 5 of the catalogue: per cent of the shorter side, degrees, per cent. */
  private static final double[] SHIFTS = {2.5, 5, 9, 15, 24};

  private static final double[] DEGREES = {2, 4, 7.5, 13, 22};
  private static final double[] ZOOMS = {5, 10, 20, 40, 80};

  /** Causes that a zoom is measured of, too, and is told from by other signals. */
  private static final Set<String> LIKE_ZOOM = Set.of(ZOOMED, "wrong crop", "wrong aspect ratio");

  private CameraEvidence() {}

  /** A cause that was measured. */
  private record Measured(String cause, String family, double severity, Set<String> alike) {}

  /**
   * Weighs a fingerprint.
   *
   * @param fingerprint by signals alone
   * @param changes of the drift's cameras
   * @param aspect width over height of what a camera sees
   * @return the same, if they say nothing of causes
   */
  public static Fingerprint weighed(
      Fingerprint fingerprint, List<CameraChange> changes, ToDoubleFunction<Slice> aspect) {
    List<Measured> measured = new ArrayList<>();
    int inPlace = 0;
    List<CameraChange> scenes = changes.stream().filter(c -> c.scene() != null).toList();
    for (CameraChange change : scenes) {
      Measured own = measured(change.scene(), aspect.applyAsDouble(change.slice()));
      if (own != null) {
        measured.add(own);
      }
      inPlace += change.scene().outcome() == Outcome.IN_PLACE ? 1 : 0;
    }
    if (2 * measured.size() > scenes.size()) {
      measured.sort(Comparator.comparingDouble(Measured::severity));
      return named(fingerprint, measured.get(measured.size() / 2));
    }
    return 2 * inPlace > scenes.size() ? inPlace(fingerprint) : fingerprint;
  }

  /**
   * Whether a motion was measured that explains a drift.
   *
   * @param changes of the drift's cameras
   * @param aspect width over height of what a camera sees
   * @return whether the picture of one has moved, or is another camera's
   */
  public static boolean isMoved(List<CameraChange> changes, ToDoubleFunction<Slice> aspect) {
    return changes.stream()
        .filter(c -> c.scene() != null)
        .anyMatch(c -> measured(c.scene(), aspect.applyAsDouble(c.slice())) != null);
  }

  private static Measured measured(SceneChange change, double aspect) {
    if (change.outcome() == Outcome.OF_ANOTHER_CAMERA) {
      return new Measured(ANOTHER, "stream", 5, Set.of(ANOTHER));
    }
    if (change.outcome() != Outcome.MOVED) {
      return null;
    }
    double shift = severity(ofShorterSide(change, aspect), SHIFTS);
    double turn = severity(Math.abs(change.degrees()), DEGREES);
    double zoom = severity(Math.abs(change.zoom()), ZOOMS);
    double most = Math.max(shift, Math.max(turn, zoom));
    if (most < LEAST_SEVERITY) {
      return null;
    }
    if (most == turn) {
      return new Measured(TILTED, GEOMETRY, turn, Set.of(TILTED));
    }
    return most == shift
        ? new Measured(SHIFTED, GEOMETRY, shift, Set.of(SHIFTED))
        : new Measured(ZOOMED, GEOMETRY, zoom, LIKE_ZOOM);
  }

  /** Per cent of the shorter side, of what is measured in per cent of each. */
  private static double ofShorterSide(SceneChange change, double aspect) {
    return Math.hypot(
        change.right() * Math.max(1, aspect), change.down() * Math.max(1, 1 / aspect));
  }

  /** Between those of the catalogue, in steps of a half. */
  private static double severity(double size, double[] ladder) {
    double low = 0;
    for (int level = 0; level < ladder.length; level++) {
      if (size <= ladder[level]) {
        return STEP * Math.round((level + (size - low) / (ladder[level] - low)) / STEP);
      }
      low = ladder[level];
    }
    return ladder.length;
  }

  /** The measured cause, and those that look like it, get nearly all; the rest keeps its order. */
  private static Fingerprint named(Fingerprint fingerprint, Measured measured) {
    List<CauseMatch> causes = new ArrayList<>(fingerprint.causes());
    if (causes.stream().noneMatch(c -> c.cause().equals(measured.cause()))) {
      causes.add(
          new CauseMatch(
              measured.cause(), measured.family(), measured.severity(), 0, List.of(), 0));
    }
    double alike =
        causes.stream()
            .filter(c -> measured.alike().contains(c.cause()))
            .mapToDouble(CauseMatch::probability)
            .sum();
    double rest = Math.max(0, 1 - alike);
    double kept = rest > 0 ? (1 - MEASURED) / rest : 0;
    boolean bySignals = alike > 1 - MEASURED;
    List<CauseMatch> together =
        fingerprint.together().stream().anyMatch(c -> measured.alike().contains(c.cause()))
            ? fingerprint.together().stream().map(c -> asMeasured(c, measured)).toList()
            : List.of();
    List<CauseMatch> weighed = new ArrayList<>();
    for (CauseMatch c : causes) {
      boolean is = c.cause().equals(measured.cause());
      double own = bySignals ? c.probability() / alike : is ? 1 : 0;
      weighed.add(
          with(
              asMeasured(c, measured),
              measured.alike().contains(c.cause()) ? MEASURED * own : kept * c.probability()));
    }
    return sorted(
        fingerprint,
        weighed,
        together,
        kept * fingerprint.unchanged(),
        kept * fingerprint.unknown());
  }

  /** With the severity that was measured, if it is that cause. */
  private static CauseMatch asMeasured(CauseMatch c, Measured measured) {
    double severity = c.cause().equals(measured.cause()) ? measured.severity() : c.severity();
    return new CauseMatch(
        c.cause(), c.family(), severity, c.similarity(), c.signals(), c.probability());
  }

  private static CauseMatch with(CauseMatch c, double probability) {
    return new CauseMatch(
        c.cause(), c.family(), c.severity(), c.similarity(), c.signals(), probability);
  }

  private static Fingerprint inPlace(Fingerprint fingerprint) {
    Set<String> moved = Set.of(SHIFTED, TILTED, ZOOMED, ANOTHER);
    double ruledOut =
        (1 - RULED_OUT)
            * fingerprint.causes().stream()
                .filter(c -> moved.contains(c.cause()))
                .mapToDouble(CauseMatch::probability)
                .sum();
    double factor = 1 / (1 - ruledOut);
    List<CauseMatch> weighed =
        fingerprint.causes().stream()
            .map(
                c ->
                    with(
                        c,
                        Math.min(
                            1,
                            factor
                                * c.probability()
                                * (moved.contains(c.cause()) ? RULED_OUT : 1))))
            .toList();
    boolean hasMoved = fingerprint.together().stream().anyMatch(c -> moved.contains(c.cause()));
    return sorted(
        fingerprint,
        weighed,
        hasMoved ? List.of() : fingerprint.together(),
        factor * fingerprint.unchanged(),
        factor * fingerprint.unknown());
  }

  private static Fingerprint sorted(
      Fingerprint of,
      List<CauseMatch> causes,
      List<CauseMatch> together,
      double unchanged,
      double unknown) {
    return new Fingerprint(
        causes.stream()
            .sorted(Comparator.comparingDouble(CauseMatch::probability).reversed())
            .toList(),
        Math.min(1, unchanged),
        Math.min(1, unknown),
        of.columns(),
        together,
        of.columns().isEmpty() && causes.isEmpty() ? of.reason() : "");
  }
}
