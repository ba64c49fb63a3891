package io.virk.bench.quality;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
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
  /** Of each half of a stream, windows. */
  static final int LONGEST = 1000;

  /** One pass of a clip has no halves that are worth a window. */
  private static final int SHORTEST = 50;

  private LivePowerTable() {}

  static JsonArray run(List<Live> streams) {
    System.out.printf(
        Locale.ROOT,
        "%n## Delay on live streams%n%nFrom the onset to a drift opened, in observations and in"
            + " those that count. \"Open\": a drift was open at the onset; the others are of the"
            + " runs that were quiet then. What is missed to the end counts as later than all that"
            + " is seen.%n%n");
    System.out.println(
        "| stream | change | runs | open | missed | of observations | median delay (of those that"
            + " count) |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|");
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
    List<List<Delays>> runs =
        IntStream.range(0, live.replicates())
            .parallel()
            .mapToObj(r -> replicate(live, r, changes))
            .toList();
    for (int c = 0; c < changes.size(); c++) {
      int cell = c;
      Delays delays = Delays.together(runs.stream().map(r -> r.get(cell)).toList());
      JsonObject one = delays.json();
      one.addProperty("stream", live.name());
      one.addProperty("change", changes.get(c).words());
      one.addProperty("observations", half(live));
      json.add(one);
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %d | %d | %s | %d | %s |%n",
          live.name(),
          changes.get(c).words(),
          delays.runs(),
          delays.open(),
          one.has("missed") ? String.format(Locale.ROOT, "%.0f %%", 100 * delays.missed()) : "-",
          half(live),
          one.has("delay")
              ? String.format(Locale.ROOT, "%.0f (%.0f)", delays.median(), delays.effective())
              : "-");
    }
  }

  private static List<Delays> replicate(Live live, int replicate, List<LiveChange> changes) {
    long seed = live.seed(replicate);
    int onset = half(live) - new SplittableRandom(seed).nextInt(CleanTable.WINDOW);
    Baseline baseline = live.baseline(live.start().apply(seed), seed);
    LiveRun.Clean clean = LiveRun.clean(live, seed, baseline, Watching.DEFAULT, onset);
    try {
      return changes.stream().map(change -> clean.delay(change, half(live))).toList();
    } finally {
      clean.forget();
    }
  }
}
