package io.virk.cause.internal;

import io.virk.signal.AsinhScale;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mean of the signatures of several slices. */
final class SignatureMean {
  private SignatureMean() {}

  static List<CauseSignature> of(List<List<CauseSignature>> slices) {
    List<CauseSignature> first =
        slices.stream().filter(s -> !s.isEmpty()).findFirst().orElse(List.of());
    List<String> columns = SignatureBook.common(slices.stream().flatMap(List::stream).toList());
    if (columns.isEmpty()) {
      return first;
    }
    AsinhScale scale = scale(columns, first.get(0));
    Map<Key, List<Shared>> alike = new LinkedHashMap<>();
    int comparable = 0;
    for (List<CauseSignature> slice : slices) {
      if (!slice.isEmpty() && scale(columns, slice.get(0)).equals(scale)) {
        comparable++;
        for (CauseSignature s : slice) {
          Key key = new Key(s.cause(), s.severity(), s.variant());
          Shared.add(s, alike.computeIfAbsent(key, k -> new ArrayList<>()));
        }
      }
    }
    return comparable < 2
        ? first.stream().map(s -> in(columns, scale, s)).toList()
        : alike.values().stream().map(list -> mean(columns, scale, list)).toList();
  }

  private static CauseSignature in(List<String> columns, AsinhScale scale, CauseSignature of) {
    return of.columns().equals(columns)
        ? of
        : new CauseSignature(
            of.cause(),
            of.family(),
            of.severity(),
            of.variant(),
            columns,
            scale,
            of.change().at(SignatureBook.places(columns, of)));
  }

  /** A signature, and how many slices share it. */
  private static final class Shared {
    final CauseSignature signature;
    int slices = 1;

    Shared(CauseSignature signature) {
      this.signature = signature;
    }

    static void add(CauseSignature signature, List<Shared> to) {
      for (Shared s : to) {
        if (s.signature == signature) {
          s.slices++;
          return;
        }
      }
      to.add(new Shared(signature));
    }
  }

  private static AsinhScale scale(List<String> columns, CauseSignature of) {
    return of.scale().at(SignatureBook.places(columns, of));
  }

  /** What slices differ by is an error of the mean. */
  private static CauseSignature mean(List<String> columns, AsinhScale scale, List<Shared> alike) {
    List<MeanChange> changes =
        alike.stream()
            .map(s -> s.signature.change().at(SignatureBook.places(columns, s.signature)))
            .toList();
    int[] slices = alike.stream().mapToInt(s -> s.slices).toArray();
    Moments[] shift = moments(columns.size());
    Moments[] scaled = moments(columns.size());
    for (int c = 0; c < slices.length; c++) {
      double[] ofShift = changes.get(c).shift();
      double[] ofScaled = changes.get(c).scaled();
      for (int i = 0; i < shift.length; i++) {
        for (int t = 0; t < slices[c]; t++) {
          shift[i].accept(ofShift[i]);
          scaled[i].accept(ofScaled[i]);
        }
      }
    }
    double[] apart =
        Arrays.stream(scaled).mapToDouble(m -> m.count() > 1 ? m.variance() : 0).toArray();
    CauseSignature first = alike.get(0).signature;
    return new CauseSignature(
        first.cause(),
        first.family(),
        first.severity(),
        first.variant(),
        columns,
        scale,
        new MeanChange(
            changes.stream().mapToInt(MeanChange::images).sum(),
            Arrays.stream(shift).mapToDouble(Moments::mean).toArray(),
            Arrays.stream(scaled).mapToDouble(Moments::mean).toArray(),
            Scatter.mean(changes.stream().map(MeanChange::spread).toList(), slices),
            Scatter.mean(changes.stream().map(MeanChange::error).toList(), slices).plus(apart)));
  }

  private static Moments[] moments(int columns) {
    Moments[] moments = new Moments[columns];
    Arrays.setAll(moments, k -> new Moments());
    return moments;
  }

  private record Key(String cause, int severity, int variant) {}
}
