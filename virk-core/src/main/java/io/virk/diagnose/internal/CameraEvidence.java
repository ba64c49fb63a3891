package io.virk.diagnose.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.diagnose.Unrest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String TORN = "torn frame";
  private static final String FLICKER = "flicker";

  /** By the signals, of a cause that is seen over time, where another one is named. */
  private static final double LEAST_PROBABILITY = 0.02;

  private static final String NOISE = "sensor noise";
  private static final String PATTERN = "fixed pattern noise";

  /** From this probability of both on it is asked which of them it is. */
  private static final double GRAIN = 0.5;

  /** Severities 1 to 5 of the catalogue: per cent of the shorter side, degrees, per cent. */
  private static final double[] SHIFTS = {2.5, 5, 9, 15, 24};

  /** Shares of the width; amplitudes of bands of light. */
  private static final double[] TEARS = {.02, .05, .11, .2, .35};

  private static final double[] BANDS = {.05, .09, .15, .24, .38};

  /** Standard deviations from pixel to pixel, levels. */
  private static final double[] PATTERNS = {2.5, 4.5, 8, 13, 20};

  private static final double[] DEGREES = {2, 4, 7.5, 13, 22};
  private static final double[] ZOOMS = {5, 10, 20, 40, 80};

  /** Causes that a zoom is measured of, too, and is told from by other signals. */
  private static final Set<String> LIKE_ZOOM = Set.of(ZOOMED, "wrong crop", "wrong aspect ratio");

  private CameraEvidence() {}

  /**
   * A cause that was measured.
   *
   * @param also others that were measured beside it, less grave
   */
  private record Measured(
      String cause, String family, double severity, Set<String> alike, Set<String> also) {
    Measured(String cause, String family, double severity, Set<String> alike) {
      this(cause, family, severity, alike, Set.of());
    }
  }

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
    return byUnrest(byGrain(byScene(fingerprint, changes, aspect), changes), changes);
  }

  /** What is seen from picture to picture is a cause, unless another explains the signals. */
  private static Fingerprint byUnrest(Fingerprint signals, List<CameraChange> changes) {
    List<Unrest> all = changes.stream().map(CameraChange::unrest).filter(Objects::nonNull).toList();
    boolean torn = 2 * all.stream().filter(Unrest::isTorn).count() > all.size();
    Fingerprint fingerprint = torn || all.isEmpty() ? signals : withoutPairOf(TORN, signals);
    Measured measured = null;
    if (torn) {
      double moved = all.stream().mapToDouble(Unrest::moved).max().orElse(0);
      double severity = Math.max(LEAST_SEVERITY, severity(moved, TEARS));
      measured = new Measured(TORN, "stream", severity, Set.of(TORN));
    } else if (2 * all.stream().filter(Unrest::isFlicker).count() > all.size()) {
      double bands = all.stream().mapToDouble(Unrest::bands).max().orElse(0);
      double severity = severity(bands, BANDS);
      measured =
          severity < LEAST_SEVERITY
              ? null
              : new Measured(FLICKER, "light", severity, Set.of(FLICKER));
    }
    boolean fits =
        measured != null
            && (fingerprint.cause().isEmpty()
                || probability(fingerprint, measured.cause()) >= LEAST_PROBABILITY);
    return fits ? named(fingerprint, measured) : fingerprint;
  }

  /** Where no picture is torn, a tear does not explain what another cause leaves open. */
  private static Fingerprint withoutPairOf(String cause, Fingerprint fingerprint) {
    return fingerprint.together().stream().noneMatch(c -> c.cause().equals(cause))
        ? fingerprint
        : sorted(
            fingerprint,
            fingerprint.causes(),
            List.of(),
            fingerprint.unchanged(),
            fingerprint.unknown());
  }

  /**
   * How probable it is that pixels differ more from those about them.
   *
   * @param fingerprint of a drift
   * @return the sum of noise and of a fixed pattern, 0 .. 1, or of both that happen together with
   *     another
   */
  static double ofGrain(Fingerprint fingerprint) {
    if (fingerprint.together().stream().anyMatch(CameraEvidence::isOfGrain)) {
      return 1;
    }
    return fingerprint.causes().stream()
        .filter(CameraEvidence::isOfGrain)
        .mapToDouble(CauseMatch::probability)
        .sum();
  }

  private static boolean isOfGrain(CauseMatch c) {
    return c.cause().equals(NOISE) || c.cause().equals(PATTERN);
  }

  /** Single frames cannot tell noise from a pattern that is the same in all of them. */
  private static Fingerprint byGrain(Fingerprint fingerprint, List<CameraChange> changes) {
    List<PixelChange> grains =
        changes.stream()
            .map(CameraChange::pixels)
            .filter(p -> p != null && p.grain() > 0)
            .sorted(Comparator.comparingDouble(PixelChange::grain))
            .toList();
    long patterns = grains.stream().filter(PixelChange::isPattern).count();
    if (2 * patterns <= grains.size() || ofGrain(fingerprint) <= GRAIN) {
      return fingerprint;
    }
    double severity = severity(grains.get(grains.size() / 2).grain(), PATTERNS);
    double noise = probability(fingerprint, NOISE);
    double pattern = probability(fingerprint, PATTERN);
    List<CauseMatch> causes =
        fingerprint.causes().stream()
            .map(
                c ->
                    c.cause().equals(NOISE)
                        ? c.withProbability(RULED_OUT * noise)
                        : c.cause().equals(PATTERN)
                            ? c.measured(severity)
                                .withProbability(Math.min(1, pattern + (1 - RULED_OUT) * noise))
                            : c)
            .toList();
    List<CauseMatch> together =
        fingerprint.together().stream()
            .map(
                c ->
                    c.cause().equals(NOISE)
                        ? new CauseMatch(
                            PATTERN,
                            "sensor",
                            severity,
                            c.similarity(),
                            c.signals(),
                            true,
                            c.probability())
                        : c)
            .toList();
    return sorted(fingerprint, causes, together, fingerprint.unchanged(), fingerprint.unknown());
  }

  private static double probability(Fingerprint fingerprint, String cause) {
    return fingerprint.causes().stream()
        .filter(c -> c.cause().equals(cause))
        .mapToDouble(CauseMatch::probability)
        .sum();
  }

  private static Fingerprint byScene(
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
    Set<String> all = new HashSet<>();
    Map.of(TILTED, turn, SHIFTED, shift, ZOOMED, zoom)
        .forEach(
            (cause, severity) -> all.addAll(severity < LEAST_SEVERITY ? Set.of() : Set.of(cause)));
    if (most == turn) {
      return new Measured(TILTED, GEOMETRY, turn, Set.of(TILTED), all);
    }
    return most == shift
        ? new Measured(SHIFTED, GEOMETRY, shift, Set.of(SHIFTED), all)
        : new Measured(ZOOMED, GEOMETRY, zoom, LIKE_ZOOM, all);
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
              measured.cause(), measured.family(), measured.severity(), 0, List.of(), true, 0));
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
          asMeasured(c, measured)
              .withProbability(
                  measured.alike().contains(c.cause()) ? MEASURED * own : kept * c.probability()));
    }
    return sorted(
        fingerprint,
        withAlso(weighed, measured),
        together,
        kept * fingerprint.unchanged(),
        kept * fingerprint.unknown());
  }

  /** A motion that was measured, too, is not ruled out: it gets a little of the likeliest. */
  private static List<CauseMatch> withAlso(List<CauseMatch> causes, Measured measured) {
    CauseMatch first = Collections.max(causes, Comparator.comparingDouble(CauseMatch::probability));
    double given = 0;
    List<CauseMatch> all = new ArrayList<>();
    for (CauseMatch c : causes) {
      boolean less = measured.also().contains(c.cause()) && c.probability() < LEAST_PROBABILITY;
      given += less ? LEAST_PROBABILITY - c.probability() : 0;
      all.add(less ? c.withProbability(LEAST_PROBABILITY) : c);
    }
    all.set(causes.indexOf(first), first.withProbability(first.probability() - given));
    return all;
  }

  /** With the severity that was measured, if it is that cause. */
  private static CauseMatch asMeasured(CauseMatch c, Measured measured) {
    return c.cause().equals(measured.cause()) ? c.measured(measured.severity()) : c;
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
                    c.withProbability(
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
