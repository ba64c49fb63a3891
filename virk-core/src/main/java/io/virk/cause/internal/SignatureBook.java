package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
import io.virk.internal.Text;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/** Applies causes to sample images and notes what they do to the signals. */
final class SignatureBook {
  /** The severities that are tried; those between are interpolated by whoever compares. */
  static final int[] SEVERITIES = {1, 3, 5};

  /** What is measured of an image, in the order of {@link #analysed}. */
  private static final List<ScalarSignal> SIGNALS = SignalSources.imageSignals();

  private static final List<String> COLUMNS = SIGNALS.stream().map(ScalarSignal::name).toList();

  private SignatureBook() {}

  static List<CauseSignature> measure(
      List<Cause> causes, List<Frame> samples, long seed, BiConsumer<String, String> failed) {
    ImageAnalyzer analyzer = new ImageAnalyzer();
    List<double[]> clean = samples.stream().map(f -> analysed(analyzer.analyze(f))).toList();
    List<CauseSignature> signatures = new ArrayList<>();
    for (Cause cause : causes) {
      List<CauseSignature> own = new ArrayList<>();
      try {
        for (int severity : SEVERITIES) {
          double[] shift = new double[SIGNALS.size()];
          for (int i = 0; i < samples.size(); i++) {
            Frame after = cause.apply(samples.get(i), severity, seed + i);
            double[] values = analysed(analyzer.analyze(Objects.requireNonNull(after, "frame")));
            for (int s = 0; s < shift.length; s++) {
              shift[s] += (values[s] - clean.get(i)[s]) / samples.size();
            }
          }
          own.add(new CauseSignature(cause.name(), severity, COLUMNS, shift));
        }
        signatures.addAll(own);
      } catch (RuntimeException e) { // a host's cause may do anything
        int severity = SEVERITIES[own.size()];
        failed.accept(cause.name(), "at severity " + severity + ": " + Text.message(e));
      }
    }
    return signatures;
  }

  private static double[] analysed(ImageStatistics image) {
    double[] values = {
      image.brightness(),
      image.contrast(),
      image.red(),
      image.green(),
      image.blue(),
      image.sharpness(),
      Double.isNaN(image.noise()) ? 0 : image.noise()
    };
    for (int s = 0; s < values.length; s++) {
      values[s] = SIGNALS.get(s).analysed(values[s]);
    }
    return values;
  }

  static List<CauseSignature> mean(List<List<CauseSignature>> slices) {
    Map<Key, List<CauseSignature>> alike = new LinkedHashMap<>();
    for (List<CauseSignature> slice : slices) {
      for (CauseSignature s : slice) {
        alike.computeIfAbsent(new Key(s.cause(), s.severity()), k -> new ArrayList<>()).add(s);
      }
    }
    List<String> columns = common(slices.stream().flatMap(List::stream).toList());
    if (columns.isEmpty()) {
      return slices.stream().filter(s -> !s.isEmpty()).findFirst().orElse(List.of());
    }
    List<CauseSignature> means = new ArrayList<>();
    alike.forEach(
        (key, list) -> {
          double[] shift = new double[columns.size()];
          for (CauseSignature s : list) {
            double[] own = in(columns, s);
            for (int i = 0; i < shift.length; i++) {
              shift[i] += own[i] / list.size();
            }
          }
          means.add(new CauseSignature(key.cause(), key.severity(), columns, shift));
        });
    return means;
  }

  private record Key(String cause, int severity) {}

  /** The columns that all signatures have, in the order of the first. */
  static List<String> common(List<CauseSignature> signatures) {
    Set<String> columns = new LinkedHashSet<>();
    for (int i = 0; i < signatures.size(); i++) {
      if (i == 0) {
        columns.addAll(signatures.get(i).columns());
      } else {
        columns.retainAll(signatures.get(i).columns());
      }
    }
    return List.copyOf(columns);
  }

  /** The shift of a signature in some of its columns. */
  static double[] in(List<String> columns, CauseSignature signature) {
    double[] shift = signature.shift();
    return columns.stream().mapToDouble(c -> shift[signature.columns().indexOf(c)]).toArray();
  }
}
