package io.virk.bench.quality;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.virk.stats.Acceleration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What VIRK promises about false alarms and what it keeps, on streams on which nothing changes; and
 * how soon it sees a change. Prints tables in Markdown and writes the same numbers as JSON.
 *
 * <pre>
 * java -cp virk-bench/target/benchmarks.jar io.virk.bench.quality.FalseAlarmTables ../shared \
 *     [target/false-alarms.json] [size] [part]
 * </pre>
 *
 * Without the shared data only the synthetic streams are run, and the output says so. Size scales
 * the number of baselines; 1 takes minutes. Seeds are fixed.
 */
public final class FalseAlarmTables {
  private FalseAlarmTables() {}

  /**
   * Runs everything.
   *
   * @param arguments folder of the shared data, file of the JSON, size, and "clean", "power",
   *     "live", "live-power", "live-earlier", "live-recovery", "live-episodes", "live-z" for one
   *     part only, or one stream of it: "clean:iid"
   * @throws IOException if the JSON cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : "../shared").resolve("data");
    Path file = Path.of(arguments.length > 1 ? arguments[1] : "target/false-alarms.json");
    double size = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1;
    String part = arguments.length > 3 ? arguments[3] : "all";
    JsonObject json = new JsonObject();
    json.addProperty("jdk", Runtime.version().toString());
    json.addProperty("kernels", Acceleration.inUse().toString());
    json.addProperty("size", size);
    System.out.println("JDK " + Runtime.version() + "; " + Acceleration.inUse());
    if (!Files.isDirectory(data)) {
      System.out.println("No real streams: " + data + " is not there.");
    }
    long begin = System.nanoTime();
    String which = part.contains(":") ? part.substring(0, part.indexOf(':')) : part;
    boolean all = which.equals("all");
    if (all || which.equals("clean")) {
      json.add("clean", new CleanTable(data, size, part).run());
    }
    if (all || which.startsWith("live")) {
      List<LiveStreams.Live> streams = LiveStreams.all(data, size, part);
      if (all || which.equals("live")) {
        json.add("live", LiveTable.run(streams));
      }
      if (all || which.equals("live-power")) {
        json.add("live-power", LivePowerTable.run(streams));
      }
      if (all || which.equals("live-earlier")) {
        json.add("live-earlier", EarlierTable.run(streams));
      }
      if (all || which.equals("live-recovery")) {
        json.add("live-recovery", RecoveryTable.run(streams));
      }
      if (all || which.equals("live-episodes")) {
        json.add("live-episodes", EpisodeTable.run(streams));
      }
      if (all || which.equals("live-z")) {
        json.add("live-z", ZTestTable.run(streams));
      }
    }
    if ((all || which.equals("power")) && Files.isDirectory(data)) {
      json.add("power", new PowerTable(data, size, part).run());
    }
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    json.addProperty("seconds", (System.nanoTime() - begin) / 1e9);
    Files.writeString(
        file,
        new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(json)
            + "\n");
    System.out.printf(
        Locale.ROOT, "%n%s written after %.0f s%n", file, (System.nanoTime() - begin) / 1e9);
  }
}
