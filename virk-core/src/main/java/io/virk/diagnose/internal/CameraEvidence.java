package io.virk.diagnose.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
   * @return the same, if they say nothing of causes
   */
  public static Fingerprint weighed(Fingerprint fingerprint, List<CameraChange> changes) {
    List<Measured> measured = new ArrayList<>();
    int inPlace = 0;
    List<SceneChange> scenes =
        changes.stream().map(CameraChange::scene).filter(Objects::nonNull).toList();
    for (SceneChange change : scenes) {
      Measured own = measured(change);
      if (own != null) {
        measured.add(own);
      }
      inPlace += change.outcome() == Outcome.IN_PLACE ? 1 : 0;
    }
    if (2 * measured.size() > scenes.size()) {
      measured.sort(Comparator.comparingDouble(Measured::severity));
      return named(fingerprint, measured.get(measured.size() / 2));
    }
    return 2 * inPlace > scenes.size() ? inPlace(fingerprint) : fingerprint;
  }

  private static Measured measured(SceneChange change) {
    if (change.outcome() == Outcome.OF_ANOTHER_CAMERA) {
      return new Measured(ANOTHER, "stream", 5, Set.of(ANOTHER));
    }
    if (change.outcome() != Outcome.MOVED) {
      return null;
    }
    double shift = severity(Math.hypot(change.right(), change.down()), SHIFTS);
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
    List<CauseMatch> weighed = new ArrayList<>();
    for (CauseMatch c : causes) {
      boolean is = c.cause().equals(measured.cause());
      double own = bySignals ? c.probability() / alike : is ? 1 : 0;
      weighed.add(
          new CauseMatch(
              c.cause(),
              c.family(),
              is ? measured.severity() : c.severity(),
              c.similarity(),
              c.signals(),
              measured.alike().contains(c.cause()) ? MEASURED * own : kept * c.probability()));
    }
    return sorted(
        fingerprint, weighed, kept * fingerprint.unchanged(), kept * fingerprint.unknown());
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
                    new CauseMatch(
                        c.cause(),
                        c.family(),
                        c.severity(),
                        c.similarity(),
                        c.signals(),
                        Math.min(
                            1,
                            factor
                                * c.probability()
                                * (moved.contains(c.cause()) ? RULED_OUT : 1))))
            .toList();
    return sorted(
        fingerprint, weighed, factor * fingerprint.unchanged(), factor * fingerprint.unknown());
  }

  private static Fingerprint sorted(
      Fingerprint of, List<CauseMatch> causes, double unchanged, double unknown) {
    return new Fingerprint(
        causes.stream()
            .sorted(Comparator.comparingDouble(CauseMatch::probability).reversed())
            .toList(),
        Math.min(1, unchanged),
        Math.min(1, unknown),
        of.columns(),
        of.columns().isEmpty() && causes.isEmpty() ? of.reason() : "");
  }
}
