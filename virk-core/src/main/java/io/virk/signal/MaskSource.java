package io.virk.signal;

import io.virk.signal.ScalarSignal.Scale;
import io.virk.signal.Signal.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals of the mask of a segmentation: what share of it each class takes, tested as one vector
 * and told class by class, and how many classes are there.
 */
final class MaskSource implements SignalSource {
  private static final ScalarSignal CLASSES =
      new ScalarSignal("mask-classes", Scale.LINEAR, "", SignalSources.MASK, Role.TESTED);

  private final int classes;
  private final List<ScalarSignal> shares = new ArrayList<>();
  private final VectorSignal areas;
  private final List<Signal> signals = new ArrayList<>();

  MaskSource(Output.Mask format) {
    classes = format.classes();
    for (String name : format.names()) {
      shares.add(
          new ScalarSignal(
              "area-of-" + name, Scale.LINEAR, "%", SignalSources.MASK, Role.DIAGNOSTIC));
    }
    areas = VectorSignal.MASK_AREAS.of(classes);
    signals.add(CLASSES);
    signals.addAll(shares);
    signals.add(areas);
  }

  @Override
  public String name() {
    return SignalSources.MASK;
  }

  @Override
  public List<Signal> signals() {
    return signals;
  }

  @Override
  public Reader reader() {
    float[] vector = new float[classes];
    return (observation, row) -> read(observation, row, vector);
  }

  private void read(Observation observation, Row row, float[] vector) {
    MaskAreas mask = observation.mask();
    if (mask == null || !mask.isGiven()) {
      return;
    }
    FlawFound flaw = mask.flaw(observation.sequence());
    if (flaw != null) {
      row.flawed(flaw);
      return;
    }
    long beyond = mask.firstBeyond(classes);
    if (beyond != MaskAreas.NONE_BEYOND) {
      row.flawed(
          new FlawFound(
              Flaw.MASK_CLASS, "class " + beyond, "0 .. " + (classes - 1), observation.sequence()));
    }
    int known = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      known += mask.count(c);
      present += mask.count(c) > 0 ? 1 : 0;
    }
    if (known == 0) {
      return; // a mask of classes that were not declared, and of no other
    }
    row.set(CLASSES, present);
    for (int c = 0; c < classes; c++) {
      vector[c] = (float) mask.count(c) / known;
      row.set(shares.get(c), 100.0 * mask.count(c) / known);
    }
    row.set(areas, vector);
  }
}
