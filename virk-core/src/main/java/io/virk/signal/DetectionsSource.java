package io.virk.signal;

import io.virk.signal.ScalarSignal.Scale;
import io.virk.signal.Signal.Role;
import java.util.Arrays;
import java.util.List;

/**
 * Signals of the boxes of a detector of objects. A box that reaches over the edge counts as far as
 * it is in the frame; one that cannot be is left out and told.
 */
final class DetectionsSource implements SignalSource {
  private static final ScalarSignal AREA = of("object-area", Scale.LOGARITHMIC, "%", Role.TESTED);
  private static final ScalarSignal MEDIAN_AREA =
      of("object-area-median", Scale.LOGARITHMIC, "%", Role.DIAGNOSTIC);
  private static final ScalarSignal ASPECT =
      of("object-aspect", Scale.LOGARITHMIC, "", Role.TESTED);
  private static final ScalarSignal X = of("object-x", Scale.LINEAR, "%", Role.TESTED);
  private static final ScalarSignal Y = of("object-y", Scale.LINEAR, "%", Role.TESTED);
  private static final ScalarSignal CONFIDENCE =
      of("object-confidence", Scale.LINEAR, "", Role.TESTED);
  private static final CategoricalSignal CLASS =
      new CategoricalSignal("object-class", SignalSources.DETECTIONS, Role.TESTED);
  private static final List<Signal> SIGNALS =
      List.of(ScalarSignal.OBJECTS, AREA, MEDIAN_AREA, ASPECT, X, Y, CONFIDENCE, CLASS);

  private final Output.Boxes format;

  DetectionsSource(Output.Boxes format) {
    this.format = format;
  }

  private static ScalarSignal of(String name, Scale scale, String unit, Role role) {
    return new ScalarSignal(name, scale, unit, SignalSources.DETECTIONS, role);
  }

  @Override
  public String name() {
    return SignalSources.DETECTIONS;
  }

  @Override
  public List<Signal> signals() {
    return SIGNALS;
  }

  @Override
  public Reader reader() {
    return new Boxes();
  }

  /** Reads the boxes of one observation after the other. */
  private final class Boxes implements Reader {
    private final double[] areas = new double[format.most()];
    private final int[] classes = new int[format.most()];
    private final double[] edges = new double[4];
    private long digest;
    private int boxes;
    private double aspects;
    private double x;
    private double y;
    private double confidences;

    @Override
    public void read(Observation observation, Row row) {
      Detections given = observation.detections();
      if (given == null || !given.isGiven()) {
        return;
      }
      FlawFound flaw = given.flaw(observation.sequence());
      if (flaw != null) {
        row.flawed(flaw);
        return;
      }
      int looked = Math.min(given.count(), format.most());
      if (looked < given.given()) {
        row.flawed(
            new FlawFound(
                Flaw.DETECTIONS_MOST,
                given.given() + " boxes",
                "at most " + format.most() + " kept",
                observation.sequence()));
      }
      clear();
      String wrong = null;
      for (int i = 0; i < looked; i++) {
        String why = add(given, i);
        wrong = wrong == null && why != null ? "box " + i + ": " + why : wrong;
      }
      if (wrong != null) {
        row.flawed(
            new FlawFound(
                Flaw.DETECTIONS_VALUE,
                wrong,
                "finite, within "
                    + format.width()
                    + " x "
                    + format.height()
                    + ", classes 0 .. "
                    + (format.classes() - 1)
                    + ", confidences 0 .. 1",
                observation.sequence()));
      }
      row.set(ScalarSignal.OBJECTS, given.given() - looked + boxes);
      if (boxes > 0) {
        set(given, row);
      }
    }

    private void clear() {
      digest = Drawn.NOTHING;
      boxes = 0;
      aspects = 0;
      x = 0;
      y = 0;
      confidences = 0;
    }

    private void set(Detections given, Row row) {
      double sum = 0;
      for (int i = 0; i < boxes; i++) {
        sum += areas[i];
      }
      row.set(AREA, sum / boxes);
      Arrays.sort(areas, 0, boxes);
      row.set(MEDIAN_AREA, (areas[(boxes - 1) / 2] + areas[boxes / 2]) / 2);
      row.set(ASPECT, Math.exp(aspects / boxes));
      row.set(X, x / boxes);
      row.set(Y, y / boxes);
      row.set(CONFIDENCE, given.hasConfidences() ? confidences / boxes : Double.NaN);
      if (given.hasClasses()) {
        row.set(CLASS, classes[Drawn.of(digest, boxes)]);
      }
    }

    /** Takes a box; returns why it cannot be, null if it can. */
    private String add(Detections given, int i) {
      for (int k = 0; k < 4; k++) {
        float number = given.number(i, k);
        if (!Float.isFinite(number)) {
          return number + " among its numbers";
        }
        edges[k] = number;
      }
      corners();
      double left = Math.max(0, edges[0] / format.width());
      double top = Math.max(0, edges[1] / format.height());
      double right = Math.min(1, edges[2] / format.width());
      double bottom = Math.min(1, edges[3] / format.height());
      if (!(edges[0] < edges[2] && edges[1] < edges[3])) {
        return "no width or height";
      }
      if (!(left < right && top < bottom)) {
        return "outside of the frame";
      }
      float confidence = given.confidence(i);
      if (given.hasConfidences() && !(confidence >= 0 && confidence <= 1)) {
        return "confidence " + confidence;
      }
      int of = given.classOf(i);
      if (given.hasClasses() && (of < 0 || of >= format.classes())) {
        return "class " + of;
      }
      areas[boxes] = 100 * (right - left) * (bottom - top);
      classes[boxes] = of;
      boxes++;
      aspects += Math.log((right - left) * format.width() / ((bottom - top) * format.height()));
      x += 50 * (left + right);
      y += 50 * (top + bottom);
      confidences += confidence;
      digest = Drawn.mixed(Drawn.mixed(digest, (float) left), (float) top);
      return null;
    }

    private void corners() {
      switch (format.layout()) {
        case CENTRE -> {
          edges[0] -= edges[2] / 2;
          edges[1] -= edges[3] / 2;
          edges[2] += edges[0];
          edges[3] += edges[1];
        }
        case ORIGIN -> {
          edges[2] += edges[0];
          edges[3] += edges[1];
        }
        default -> {
          // as they are
        }
      }
    }
  }
}
