package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Of which images are measured, and by which signatures are columns: all that are numbers. */
  private static final SignalSchema SCHEMA =
      SignalSchema.ofSources(List.of(SignalSources.image())).where(ScalarSignal.class::isInstance);

  private static final List<String> COLUMNS =
      SCHEMA.scalars().stream().map(ScalarSignal::name).toList();

  private SignatureBook() {}

  static List<CauseSignature> measure(
      List<Cause> causes, List<Frame> samples, long seed, BiConsumer<String, String> failed) {
    ImageRow image = new ImageRow();
    List<double[]> clean = samples.stream().map(f -> image.analysed(f)).toList();
    List<CauseSignature> signatures = new ArrayList<>();
    for (Cause cause : causes) {
      List<CauseSignature> own = new ArrayList<>();
      try {
        for (int severity : SEVERITIES) {
          List<double[]> changed = new ArrayList<>();
          for (int i = 0; i < samples.size(); i++) {
            Frame after = cause.apply(samples.get(i), severity, seed + i);
            changed.add(image.analysed(Objects.requireNonNull(after, "frame")));
          }
          double[] shift = meanShift(clean, changed);
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

  /** The signals of one image, on their scale of analysis. */
  private static final class ImageRow implements SignalSource.Row {
    private final SignalSource.Reader reader = SignalSources.image().reader();
    private double[] values;

    double[] analysed(Frame frame) {
      values = new double[COLUMNS.size()];
      Arrays.fill(values, Double.NaN);
      reader.read(Observation.builder().image(frame).build(), this);
      return values;
    }

    @Override
    public void set(ScalarSignal signal, double value) {
      values[SCHEMA.indexOf(signal)] = signal.analysed(value);
    }

    @Override
    public void set(CategoricalSignal signal, int category) {}

    @Override
    public void set(VectorSignal signal, float[] vector) {}

    @Override
    public void flawed(FlawFound found) {}
  }

  /** Over the images that have a signal before and after; 0 of one that none has. */
  private static double[] meanShift(List<double[]> before, List<double[]> after) {
    double[] shift = new double[COLUMNS.size()];
    for (int s = 0; s < shift.length; s++) {
      int n = 0;
      for (int i = 0; i < before.size(); i++) {
        double change = after.get(i)[s] - before.get(i)[s];
        if (!Double.isNaN(change)) {
          shift[s] += change;
          n++;
        }
      }
      shift[s] /= Math.max(1, n);
    }
    return shift;
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
