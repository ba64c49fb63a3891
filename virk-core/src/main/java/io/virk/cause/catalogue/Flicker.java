package io.virk.cause.catalogue;

import io.virk.image.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Light that flickers with the mains while a rolling shutter reads row by row: bands over the rows.
 * In a run they move on by a part of a period from frame to frame.
 */
final class Flicker extends CameraFault {
  /** Gain between the middle and the edge of a band. Lamps flicker by 5 % to 40 %. */
  private static final double[] AMPLITUDES = {.05, .09, .15, .24, .38};

  /** Bands over the height: read in 1/40 s under light of 100 or 120 Hz. */
  private static final double BANDS = 2.5;

  /** How far the bands move from frame to frame, periods: not locked to the frame rate. */
  private static final double STEP = .27;

  Flicker() {
    super("flicker", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    apply(planes, level, new SplittableRandom(seed).nextDouble());
  }

  private static void apply(Planes planes, int level, double phase) {
    int width = planes.width();
    for (int y = 0; y < planes.height(); y++) {
      double place = BANDS * y / planes.height() + phase;
      float gain = (float) (1 + AMPLITUDES[level] * Math.sin(2 * Math.PI * place));
      for (float[] plane : planes.channels()) {
        for (int i = y * width; i < (y + 1) * width; i++) {
          plane[i] *= gain;
        }
      }
    }
  }

  @Override
  public List<Frame> apply(List<Frame> run, int severity, long seed) {
    checkSeverity(severity);
    double phase = new SplittableRandom(seed).nextDouble();
    List<Frame> changed = new ArrayList<>(run.size());
    for (int i = 0; i < run.size(); i++) {
      Planes planes = Planes.of(run.get(i));
      apply(planes, severity - 1, phase + STEP * i);
      changed.add(planes.toFrame());
    }
    return changed;
  }
}
