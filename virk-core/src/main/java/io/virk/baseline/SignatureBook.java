package io.virk.baseline;

import io.virk.image.Corruption;
import io.virk.image.Frame;
import io.virk.image.ImageAnalyzer;
import io.virk.image.ImageStatistics;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.List;

/** Applies every corruption to sample images and notes what it does to the signals. */
public final class SignatureBook {
  /** The severities that are tried; those between are interpolated by whoever compares. */
  static final int[] SEVERITIES = {1, 3, 5};

  private SignatureBook() {}

  /**
   * Measures the signatures.
   *
   * @param samples images of one slice, at least one. Not modified.
   * @param seed of the noise
   * @return one signature a cause and severity, in that order
   */
  public static List<CauseSignature> measure(List<Frame> samples, long seed) {
    ImageAnalyzer analyzer = new ImageAnalyzer();
    List<double[]> clean = samples.stream().map(f -> analysed(analyzer.analyze(f))).toList();
    List<CauseSignature> signatures = new ArrayList<>();
    for (Corruption cause : Corruption.values()) {
      for (int severity : SEVERITIES) {
        double[] shift = new double[ScalarSignal.OF_IMAGE.size()];
        for (int i = 0; i < samples.size(); i++) {
          Frame corrupted = cause.apply(samples.get(i), severity, seed + i);
          double[] values = analysed(analyzer.analyze(corrupted));
          for (int s = 0; s < shift.length; s++) {
            shift[s] += (values[s] - clean.get(i)[s]) / samples.size();
          }
        }
        signatures.add(new CauseSignature(cause, severity, shift));
      }
    }
    return signatures;
  }

  /** The mean of the signatures of several slices; empty if there are none. */
  public static List<CauseSignature> mean(List<List<CauseSignature>> slices) {
    List<CauseSignature> means = new ArrayList<>();
    for (int k = 0; !slices.isEmpty() && k < slices.get(0).size(); k++) {
      double[] shift = new double[ScalarSignal.OF_IMAGE.size()];
      for (List<CauseSignature> slice : slices) {
        double[] own = slice.get(k).shift();
        for (int s = 0; s < shift.length; s++) {
          shift[s] += own[s] / slices.size();
        }
      }
      CauseSignature first = slices.get(0).get(k);
      means.add(new CauseSignature(first.cause(), first.severity(), shift));
    }
    return means;
  }

  /** The image signals in the order of {@link ScalarSignal#OF_IMAGE}, on the scale of analysis. */
  private static double[] analysed(ImageStatistics image) {
    double[] raw = {
      image.brightness(),
      image.contrast(),
      image.red(),
      image.green(),
      image.blue(),
      image.sharpness(),
      Double.isNaN(image.noise()) ? 0 : image.noise()
    };
    for (int s = 0; s < raw.length; s++) {
      raw[s] = ScalarSignal.OF_IMAGE.get(s).analysed(raw[s]);
    }
    return raw;
  }
}
