package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.internal.FullSize;
import io.virk.internal.Text;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Applies causes to sample images and notes what they do to the signals. */
final class SignatureBook {
  /** The severities that are tried; those between are interpolated by whoever compares. */
  static final int[] SEVERITIES = {1, 3, 5};

  /** Images of all groups of slices, at most. */
  static final int IMAGES = 64;

  /** Pixels of all of them, as long as there are a few. */
  private static final long PIXELS = IMAGES * 320L * 240;

  private static final int FEW = 8;

  /** So many times it happens anew, at most, each time to a part of its images. */
  private static final int TIMES = 8;

  /** Images that a cause happens to in one of its ways, if there are as many. */
  private static final int LEAST_SHARE = 16;

  /** The same of images that are put together at their full size. */
  private static final int LEAST_OF_LARGE = 4;

  /** Noise of the sensor behind an optical cause, in parts of what it was; 0 = as it comes. */
  private static final double[] NOISE = {0, 1, 1.5};

  /** Ways of a cause that are measured. */
  private static final int WAYS = 8;

  private SignatureBook() {}

  /** A signature, and what happened to the embeddings of the same images; null if nobody asks. */
  private record Entry(CauseSignature signature, EmbeddedChanges embedded) {}

  static CauseSignature.Measured measure(
      List<Cause> causes,
      Map<String, List<Frame>> slices,
      long seed,
      Optional<CauseEmbedding> embedding,
      BiConsumer<String, String> failed,
      CauseSignature.Progress progress) {
    SliceGroups groups = SliceGroups.of(slices);
    int number = groups.groups().size();
    int total = number * causes.size();
    List<List<Entry>> entries = new ArrayList<>();
    for (int g = 0; g < number; g++) {
      int before = g * causes.size();
      entries.add(
          measure(
              causes,
              groups.images(g, slices, IMAGES / number),
              seed,
              embedding,
              failed,
              done -> progress.at(before + done, total)));
    }
    List<double[]> shifts =
        entries.stream()
            .flatMap(List::stream)
            .map(Entry::embedded)
            .filter(Objects::nonNull)
            .distinct()
            .map(EmbeddedChanges::mean)
            .toList();
    Optional<CauseDirections> directions =
        embedding.flatMap(e -> CauseDirections.of(shifts, e::timesPrecision));
    Map<String, List<CauseSignature>> bySlice = new TreeMap<>();
    for (int g = 0; g < number; g++) {
      List<CauseSignature> own =
          entries.get(g).stream()
              .map(e -> directions.map(d -> withEmbedding(e, d)).orElse(e.signature()))
              .toList();
      groups.groups().get(g).forEach(slice -> bySlice.put(slice, own));
    }
    return new CauseSignature.Measured(bySlice, directions);
  }

  private static CauseSignature withEmbedding(Entry entry, CauseDirections directions) {
    CauseSignature of = entry.signature();
    PairedChanges along = entry.embedded().along(directions);
    List<String> columns = new ArrayList<>(of.columns());
    columns.addAll(directions.columns());
    return new CauseSignature(
        of.cause(),
        of.family(),
        of.severity(),
        of.variant(),
        columns,
        joined(of.shift(), along.mean()),
        joined(of.spread(), along.spread()),
        joined(of.error(), along.error()));
  }

  private static double[] joined(double[] a, double[] b) {
    return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  private static List<Entry> measure(
      List<Cause> causes,
      List<Frame> samples,
      long seed,
      Optional<CauseEmbedding> embedding,
      BiConsumer<String, String> failed,
      IntConsumer progress) {
    SampleSignals signals = SampleSignals.toChange(affordable(samples));
    if (signals.images().isEmpty()) {
      return List.of();
    }
    Optional<EmbeddedImages> embedded =
        embedding.map(e -> new EmbeddedImages(e, e.embed(signals.captured())));
    List<Entry> entries = new ArrayList<>();
    for (int c = 0; c < causes.size(); c++) {
      progress.accept(c);
      entries.addAll(measure(causes.get(c), signals, seed, embedded, failed));
    }
    progress.accept(causes.size());
    return entries;
  }

  /**
   * What embeds images, and the embeddings of those to which nothing has happened.
   *
   * @param clean [n][d]
   */
  private record EmbeddedImages(CauseEmbedding embedding, float[][] clean) {
    EmbeddedChanges changes(List<Time> times) {
      EmbeddedChanges changes = new EmbeddedChanges();
      for (Time time : times) {
        float[][] after = embedding.embed(time.after());
        for (int i = 0; i < after.length; i++) {
          float[] before = clean[time.images()[i]];
          for (int k = 0; k < before.length; k++) {
            after[i][k] -= before[k];
          }
        }
        changes.add(after);
      }
      return changes;
    }
  }

  /**
   * What a cause did in one of its ways, at one severity.
   *
   * @param signatures one a variant, of the same images
   * @param times what was kept of the images, of the first variant; empty if they are not embedded
   */
  private record Happened(List<CauseSignature> signatures, List<Time> times) {}

  /** Once that a cause happened: to which images, and what was kept of them then. */
  private record Time(int[] images, List<Frame> after) {}

  /** Fewer of images that are large at their full size. */
  private static List<Frame> affordable(List<Frame> samples) {
    long largest = samples.stream().mapToLong(f -> FullSize.of(f).pixels()).max().orElse(1);
    int most = (int) Math.max(FEW, Math.min(samples.size(), PIXELS / largest));
    if (most >= samples.size()) {
      return samples;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> samples.get((int) ((long) i * samples.size() / most)))
        .toList();
  }

  /**
   * All severities and variants of a cause; nothing of one that fails. What the embedding throws is
   * no fault of the cause.
   */
  private static List<Entry> measure(
      Cause cause,
      SampleSignals signals,
      long seed,
      Optional<EmbeddedImages> embedded,
      BiConsumer<String, String> failed) {
    List<Entry> own = new ArrayList<>();
    for (int severity : SEVERITIES) {
      int ways = 1;
      for (int way = 0; way < ways; way++) {
        Happened happened;
        try {
          if (!cause.seenInOneFrame()) {
            return List.of();
          }
          ways = Math.max(1, Math.min(WAYS, cause.variants()));
          happened = measure(cause, severity, way, ways, signals, seed, embedded.isPresent());
        } catch (RuntimeException e) { // a host's cause may do anything
          failed.accept(cause.name(), "at severity " + severity + ": " + Text.message(e));
          return List.of();
        }
        EmbeddedChanges changes = embedded.map(e -> e.changes(happened.times())).orElse(null);
        happened.signatures().forEach(s -> own.add(new Entry(s, changes)));
      }
    }
    own.sort(
        Comparator.comparingInt((Entry e) -> e.signature().severity())
            .thenComparingInt(e -> e.signature().variant()));
    return own;
  }

  /**
   * Lets a cause happen several times in one of its ways, each time to some of its share of the
   * images: as long as there are enough for two at a time. An optical cause gives three variants:
   * with less of the sensor's noise, as much, and more.
   */
  private static Happened measure(
      Cause cause,
      int severity,
      int way,
      int ways,
      SampleSignals signals,
      long seed,
      boolean keepsImages) {
    int size = signals.images().size();
    int least = signals.areEnlarged() ? Math.max(LEAST_OF_LARGE, size / 4) : LEAST_SHARE;
    int share = Math.max(Math.min(least, size), size / ways);
    int times = Math.max(1, Math.min(TIMES, share / 2));
    int variants = cause.isOptical() ? NOISE.length : 1;
    PairedChanges[] changes = new PairedChanges[variants];
    Arrays.setAll(changes, v -> new PairedChanges(signals.columns().size()));
    List<Time> happened = new ArrayList<>();
    for (int t = 0; t < times; t++) {
      int[] images =
          IntStream.range(way * share + t * share / times, way * share + (t + 1) * share / times)
              .map(i -> i % size)
              .toArray();
      long all = Math.max(1, cause.variants());
      long ofTime = seed + Math.floorMod(way - seed, all) + t * all;
      // copies, for a host's cause may change what it is given
      List<Frame> before = IntStream.of(images).mapToObj(signals::image).toList();
      List<Frame> after = cause.apply(before, severity, ofTime);
      if (after.size() != images.length) {
        throw new IllegalStateException(
            "frames: " + after.size() + " (expected: " + images.length + ", as many as given)");
      }
      List<Frame> captured = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        Frame changed = Objects.requireNonNull(after.get(i), "frame");
        Frame kept = signals.captured(images[i], changed);
        captured.add(kept);
        changes[0].add(signals.change(images[i], kept));
        if (variants > 1) {
          SensorFloor floor = signals.floor(images[i]);
          SensorFloor now = SensorFloor.of(kept);
          for (int v = 1; v < variants; v++) {
            SplittableRandom random = new SplittableRandom(ofTime + i);
            Frame restored = floor.restored(changed, now, NOISE[v], random);
            Frame noisy = signals.captured(images[i], restored);
            changes[v].add(signals.change(images[i], noisy));
          }
        }
      }
      if (keepsImages) {
        happened.add(new Time(images, captured));
      }
      for (PairedChanges of : changes) {
        of.endOfOneTime();
      }
    }
    return new Happened(
        IntStream.range(0, variants)
            .mapToObj(
                v ->
                    new CauseSignature(
                        cause.name(),
                        cause.family(),
                        severity,
                        v * ways + way,
                        signals.columns(),
                        changes[v].mean(),
                        changes[v].spread(),
                        changes[v].error()))
            .toList(),
        happened);
  }

  static List<CauseSignature> mean(List<List<CauseSignature>> slices) {
    Map<Key, List<CauseSignature>> alike = new LinkedHashMap<>();
    for (List<CauseSignature> slice : slices) {
      for (CauseSignature s : slice) {
        alike
            .computeIfAbsent(new Key(s.cause(), s.severity(), s.variant()), k -> new ArrayList<>())
            .add(s);
      }
    }
    List<String> columns = common(slices.stream().flatMap(List::stream).toList());
    if (columns.isEmpty()) {
      return slices.stream().filter(s -> !s.isEmpty()).findFirst().orElse(List.of());
    }
    return alike.values().stream().map(list -> mean(columns, list)).toList();
  }

  /** What slices differ by is an error of the mean. */
  private static CauseSignature mean(List<String> columns, List<CauseSignature> alike) {
    int k = columns.size();
    double[] shift = new double[k];
    double[] spread = new double[k];
    double[] error = new double[k];
    for (int i = 0; i < k; i++) {
      int at = i;
      Moments shifts = new Moments();
      Moments spreads = new Moments();
      Moments errors = new Moments();
      for (CauseSignature s : alike) {
        int c = s.columns().indexOf(columns.get(at));
        shifts.accept(s.shift()[c]);
        spreads.accept(s.spread()[c] * s.spread()[c]);
        errors.accept(s.error()[c] * s.error()[c]);
      }
      double apart = alike.size() > 1 ? shifts.variance() : 0;
      shift[i] = shifts.mean();
      spread[i] = Math.sqrt(spreads.mean());
      error[i] = Math.sqrt(errors.mean() + apart);
    }
    CauseSignature first = alike.get(0);
    return new CauseSignature(
        first.cause(),
        first.family(),
        first.severity(),
        first.variant(),
        columns,
        shift,
        spread,
        error);
  }

  private record Key(String cause, int severity, int variant) {}

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

  /** Values of a signature's columns, in some of them. */
  static double[] in(List<String> columns, CauseSignature signature, double[] values) {
    return columns.stream().mapToDouble(c -> values[signature.columns().indexOf(c)]).toArray();
  }
}
