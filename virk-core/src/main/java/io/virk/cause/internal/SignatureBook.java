package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.image.internal.FullSize;
import io.virk.internal.Text;
import io.virk.signal.AsinhScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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
    List<SampleSignals> signals =
        IntStream.range(0, number)
            .mapToObj(g -> affordable(groups.images(g, slices, IMAGES / number)))
            .map(SampleSignals::toChange)
            .toList();
    Map<String, AsinhScale> scales = scales(signals);
    for (int g = 0; g < number; g++) {
      int before = g * causes.size();
      entries.add(
          measure(
              causes,
              signals.get(g),
              scales,
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

  /** Of each column, learned from the images of all groups: what is compared needs one scale. */
  private static Map<String, AsinhScale> scales(List<SampleSignals> groups) {
    Map<String, double[]> values = new LinkedHashMap<>();
    Map<String, Double> least = new HashMap<>();
    for (SampleSignals signals : groups) {
      for (int k = 0; k < signals.columns().size(); k++) {
        String column = signals.columns().get(k);
        values.merge(column, signals.ofColumn(k), SignatureBook::joined);
        least.put(column, signals.resolution(k));
      }
    }
    Map<String, AsinhScale> scales = new HashMap<>();
    values.forEach((column, all) -> scales.put(column, AsinhScale.of(all, least.get(column))));
    return scales;
  }

  /** The scale of some columns; those of the embedding are left as they are. */
  private static AsinhScale scale(List<String> columns, Map<String, AsinhScale> scales) {
    List<Optional<AsinhScale>> own =
        columns.stream().map(c -> Optional.ofNullable(scales.get(c))).toList();
    return new AsinhScale(
        own.stream().mapToDouble(s -> s.map(of -> of.middles()[0]).orElse(0.0)).toArray(),
        own.stream().mapToDouble(s -> s.map(of -> of.widths()[0]).orElse(0.0)).toArray());
  }

  private static CauseSignature withEmbedding(Entry entry, CauseDirections directions) {
    CauseSignature of = entry.signature();
    List<String> columns = new ArrayList<>(of.columns());
    columns.addAll(directions.columns());
    int[] places =
        IntStream.range(0, columns.size()).map(k -> k < of.columns().size() ? k : -1).toArray();
    return new CauseSignature(
        of.cause(),
        of.family(),
        of.severity(),
        of.variant(),
        columns,
        of.scale().at(places),
        of.change().and(entry.embedded().along(directions)));
  }

  private static double[] joined(double[] a, double[] b) {
    return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  private static List<Entry> measure(
      List<Cause> causes,
      SampleSignals signals,
      Map<String, AsinhScale> scales,
      long seed,
      Optional<CauseEmbedding> embedding,
      BiConsumer<String, String> failed,
      IntConsumer progress) {
    if (signals.images().isEmpty()) {
      return List.of();
    }
    Optional<EmbeddedImages> embedded =
        embedding.map(e -> new EmbeddedImages(e, e.embed(signals.captured())));
    AsinhScale scale = scale(signals.columns(), scales);
    List<Entry> entries = new ArrayList<>();
    for (int c = 0; c < causes.size(); c++) {
      progress.accept(c);
      entries.addAll(measure(causes.get(c), signals, scale, seed, embedded, failed));
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
      AsinhScale scale,
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
          happened =
              measure(cause, severity, way, ways, signals, scale, seed, embedded.isPresent());
        } catch (RuntimeException | StackOverflowError e) { // a host's cause may do anything
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
      AsinhScale scale,
      long seed,
      boolean keepsImages) {
    int size = signals.images().size();
    int least = signals.areEnlarged() ? Math.max(LEAST_OF_LARGE, size / 4) : LEAST_SHARE;
    int share = Math.max(Math.min(least, size), size / ways);
    int times = Math.max(1, Math.min(TIMES, share / 2));
    int variants = cause.isOptical() ? NOISE.length : 1;
    PairedChanges[] changes = new PairedChanges[variants];
    Arrays.setAll(changes, v -> new PairedChanges(scale));
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
        double[] clean = signals.clean(images[i]);
        changes[0].add(clean, signals.changed(images[i], kept));
        if (variants > 1) {
          SensorFloor floor = signals.floor(images[i]);
          SensorFloor now = SensorFloor.of(kept);
          for (int v = 1; v < variants; v++) {
            SplittableRandom random = new SplittableRandom(ofTime + i);
            Frame restored = floor.restored(changed, now, NOISE[v], random);
            Frame noisy = signals.captured(images[i], restored);
            changes[v].add(clean, signals.changed(images[i], noisy));
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
                        scale,
                        changes[v].change()))
            .toList(),
        happened);
  }

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

  /** The places of some columns in a signature, -1 of one that it does not have. */
  static int[] places(List<String> columns, CauseSignature signature) {
    return columns.stream().mapToInt(signature.columns()::indexOf).toArray();
  }
}
