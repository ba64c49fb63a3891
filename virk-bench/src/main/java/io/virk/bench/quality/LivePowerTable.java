package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How soon a real change of a live stream is told: half of the stream as it is (less part of a
 * window: the onset is anywhere within one), then, from one observation to the next, changed to its
 * end. Of eight cameras the first alone changes. The clean half is fed once; each change goes on
 * from a checkpoint of it.
 *
 * <p>A run on which a drift is open at the onset can tell nothing; it is counted apart. A drift
 * that is a false alarm and opens after the onset counts as seen: read the table beside {@link
 * LiveTable}.
 */
final class LivePowerTable {
  /** Windows' worth of observations after which a change counts as missed. */
  private static final int SOON = 64 * CleanTable.WINDOW;

  /** Of each half of a stream, windows. */
  private static final int LONGEST = 1000;

  /** One pass of a clip has no halves that are worth a window. */
  private static final int SHORTEST = 50;

  private static final double OPEN = -1;

  private LivePowerTable() {}

  /** What is open, and when it was opened. */
  private static final class Listener implements MonitorListener {
    private int opened;
    private int closed;

    @Override
    public void onDriftOpened(DriftOpened event) {
      opened++;
    }

    @Override
    public void onDriftReopened(DriftReopened event) {
      opened++;
    }

    @Override
    public void onDriftClosed(DriftClosed event) {
      closed++;
    }
  }

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## Delay on live streams%n%nFrom the onset to a drift opened. \"Open\": a drift was open"
            + " at the onset; the others are of the runs that were quiet then. The delay is of"
            + " those that were seen, in observations.%n%n");
    System.out.println(
        "| stream | change | runs | open | missed within "
            + SOON
            + " | missed to the end | of observations | median delay |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|---:|");
    JsonArray json = new JsonArray();
    for (Live live : streams) {
      if (live.windows() >= SHORTEST) {
        run(live, json);
      }
    }
    return json;
  }

  private static int half(Live live) {
    return Math.min(LONGEST, live.windows() / 2) * CleanTable.WINDOW;
  }

  private static void run(Live live, JsonArray json) {
    List<LiveChange> changes = LiveChange.all(live.images());
    int half = half(live);
    List<double[]> runs =
        IntStream.range(0, live.replicates())
            .parallel()
            .mapToObj(r -> replicate(live, r, changes))
            .toList();
    for (int c = 0; c < changes.size(); c++) {
      int cell = c;
      double[] delays = runs.stream().mapToDouble(r -> r[cell]).toArray();
      JsonObject one = summary(delays, half);
      one.addProperty("stream", live.name());
      one.addProperty("change", changes.get(c).words());
      json.add(one);
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %d | %d | %s | %s | %d | %s |%n",
          live.name(),
          changes.get(c).words(),
          delays.length,
          one.get("open").getAsInt(),
          percent(one, "missedSoon"),
          percent(one, "missed"),
          half,
          one.has("delay")
              ? String.format(Locale.ROOT, "%.0f", one.get("delay").getAsDouble())
              : "-");
    }
  }

  private static String percent(JsonObject one, String name) {
    return one.has(name)
        ? String.format(Locale.ROOT, "%.0f %%", 100 * one.get(name).getAsDouble())
        : "-";
  }

  private static JsonObject summary(double[] delays, int half) {
    double[] quiet =
        IntStream.range(0, delays.length)
            .mapToDouble(i -> delays[i])
            .filter(d -> d != OPEN)
            .toArray();
    double[] seen =
        IntStream.range(0, quiet.length)
            .mapToDouble(i -> quiet[i])
            .filter(d -> !Double.isNaN(d))
            .sorted()
            .toArray();
    JsonObject json = new JsonObject();
    json.addProperty("runs", delays.length);
    json.addProperty("open", delays.length - quiet.length);
    json.addProperty("observations", half);
    if (quiet.length > 0) {
      long soon = IntStream.range(0, seen.length).filter(i -> seen[i] <= SOON).count();
      json.addProperty("missedSoon", 1 - (double) soon / quiet.length);
      json.addProperty("missed", 1 - (double) seen.length / quiet.length);
    }
    if (seen.length > 0) {
      json.addProperty("delay", seen[seen.length / 2]);
    }
    return json;
  }

  /** The delay of each change: NaN if it was missed, {@link #OPEN} if a drift was open. */
  private static double[] replicate(Live live, int replicate, List<LiveChange> changes) {
    long seed = live.seed(replicate);
    int onset = half(live) - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    LiveSource source = live.start().apply(seed);
    Baseline baseline = live.baseline(source, seed);
    Listener clean = new Listener();
    Path file = null;
    try {
      file = Files.createTempFile("live-", ".checkpoint");
      try (Monitor monitor = live.monitor(baseline, clean).start()) {
        for (int i = 0; i < onset; i++) {
          CleanStreams.feed(monitor, source.next(null));
        }
        monitor.checkpoint(file);
      }
      List<Double> delays = new ArrayList<>();
      for (LiveChange change : changes) {
        delays.add(
            clean.opened > clean.closed ? OPEN : delay(live, seed, onset, baseline, file, change));
      }
      return delays.stream().mapToDouble(d -> d).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (file != null) {
        file.toFile().delete();
      }
    }
  }

  /** Goes on from the checkpoint, at the same place of the same stream. */
  private static double delay(
      Live live, long seed, int onset, Baseline baseline, Path file, LiveChange change) {
    LiveSource source = live.start().apply(seed);
    for (int i = 0; i < onset; i++) {
      source.next(null);
    }
    Listener listener = new Listener();
    try (Monitor monitor = live.monitor(baseline, listener).restore(file).start()) {
      for (int i = 1; i <= half(live); i++) {
        CleanStreams.feed(monitor, source.next(change));
        if (listener.opened > 0) {
          return i;
        }
      }
    }
    return Double.NaN;
  }
}
