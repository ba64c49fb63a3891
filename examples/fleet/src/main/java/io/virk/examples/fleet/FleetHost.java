package io.virk.examples.fleet;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.baseline.Baseline;
import io.virk.detect.FalseAlarms;
import io.virk.fleet.FleetSettings;
import io.virk.incident.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Watches a fleet of cameras on Apache Flink. Without arguments it draws a fleet and watches it in
 * this JVM; on a cluster it is given its files:
 *
 * <pre>
 * --baseline fleet.virk  what cameras are compared with, a file that all machines can read
 * --in FOLDER            files of observations, one a line; new ones are found
 * --summaries FOLDER     or summaries that monitors have left there; then no camera is judged alone
 * --out FOLDER           files of events, one a line, each exactly once
 * --webhook URI          drifts that open and close are posted there, each at least once
 * --cameras N            how many there are, about; default 1000
 * --once                 reads what is there, and ends
 * --page FILE            instead of a job: a page of the events in --out
 * </pre>
 */
public final class FleetHost {
  private static final int CAMERAS = 1000;
  private static final int SITES = 40;
  private static final int VIEWS = 5;
  private static final int PICTURES = 80;
  private static final List<String> OPTIONS =
      List.of("baseline", "in", "summaries", "out", "webhook", "cameras", "once", "page");
  private static final Duration CHECKPOINTS = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private FleetHost() {}

  /** What may wake somebody for nothing, of all cameras together: once a week. */
  static MonitorBuilder engines(Baseline baseline) {
    return Monitor.builder(baseline).falseAlarms(FalseAlarms.oncePer(Duration.ofDays(7)));
  }

  /** Sites and the fleet are judged every five minutes, after they were learned for two hours. */
  static FleetSettings judging() {
    return FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(7)))
        .groups("site", "firmware")
        .times(Duration.ofMinutes(5), 1, 24);
  }

  static FleetJob.Settings settings(int cameras) {
    return new FleetJob.Settings(
        FleetHost::engines,
        FleetHost::judging,
        cameras,
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        OwnClock.DEFAULT);
  }

  /**
   * Runs.
   *
   * @param arguments none for a drawn fleet; otherwise those of the class
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> given = options(arguments);
    if (given.containsKey("page")) {
      Files.writeString(
          Path.of(given.get("page")), new FleetPage(FleetPage.read(Path.of(out(given)))).html());
    } else if (given.isEmpty()) {
      drawn(Path.of("fleet-out"));
    } else {
      files(given);
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].replaceFirst("^--", "");
      boolean flag = name.equals("once");
      boolean hasValue = i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
      if (!OPTIONS.contains(name) || !flag && !hasValue) {
        throw new IllegalArgumentException(
            arguments[i]
                + " (expected: one of --"
                + String.join(", --", OPTIONS)
                + ", with a value but for --once)");
      }
      if (given.put(name, flag ? "" : arguments[++i]) != null) {
        throw new IllegalArgumentException("--" + name + ": twice (expected: once)");
      }
    }
    if (given.containsKey("in") && given.containsKey("summaries")) {
      throw new IllegalArgumentException("--in and --summaries (expected: one of them)");
    }
    return given;
  }

  private static String out(Map<String, String> given) {
    return value(given, "out");
  }

  private static String value(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static int cameras(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "--cameras: " + value + " (expected: a number, 1 .. 999999999)");
    }
    return Integer.parseInt(value);
  }

  /** The job of a cluster; parallelism, checkpoints and state are the cluster's settings. */
  private static void files(Map<String, String> given) throws Exception {
    FleetJob.Settings settings = settings(cameras(given.getOrDefault("cameras", "" + CAMERAS)));
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
    flink.registerCachedFile(value(given, "baseline"), Engines.BASELINE);
    Duration look = given.containsKey("once") ? Duration.ZERO : LOOK;
    DataStream<FleetEvent> events;
    if (given.containsKey("summaries")) {
      events =
          FleetJob.fleet(
              FleetJob.summaries(flink, given.get("summaries"), look, settings), settings);
    } else {
      events =
          FleetJob.events(
              FleetJob.cameras(FleetJob.files(flink, value(given, "in"), look, settings), settings),
              settings);
    }
    FleetJob.write(events, new org.apache.flink.core.fs.Path(out(given)));
    if (given.containsKey("webhook")) {
      String webhook = given.get("webhook");
      Webhook.to(URI.create(webhook)); // one that is none is refused here
      FleetJob.alert(events, "fleet", () -> Webhook.to(URI.create(webhook)));
    }
    flink.execute("virk-fleet");
  }

  /** A fleet of drawn pictures, in this JVM. */
  private static void drawn(Path out) throws Exception {
    long begun = System.nanoTime();
    System.out.printf(
        Locale.ROOT, "drawing %d pictures of cameras over conveyor belts%n", VIEWS * PICTURES);
    SimulatedCameras cameras = new SimulatedCameras(VIEWS, PICTURES);
    Baseline baseline = cameras.baseline();
    Path folder = Files.createTempDirectory("virk-fleet");
    Path file = folder.resolve("fleet.virk");
    baseline.save(file);
    int readers = Math.min(4, Runtime.getRuntime().availableProcessors());
    SimulatedFleet.Plan plan = plan(readers);
    FleetJob.Settings settings = settings(CAMERAS);
    SimulatedFleet fleet = SimulatedFleet.of(plan, cameras, Engines.Fleet.of(baseline, settings));
    System.out.printf(
        Locale.ROOT,
        "%d cameras of %d sites, an observation every %d s: %s from %s UTC%n"
            + "  after %s the light of %s ages, after %s three cameras die,"
            + " after %s all have a new firmware%n%n",
        CAMERAS,
        SITES,
        plan.interval().toSeconds(),
        words(plan.length()),
        SimulatedFleet.BEGIN.toString().substring(11, 16),
        words(plan.ages()),
        SimulatedFleet.site(SimulatedFleet.DARK_SITE),
        words(plan.die()),
        words(plan.update()));
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    flink.setParallelism(readers);
    flink.enableCheckpointing(CHECKPOINTS.toMillis());
    flink.getConfig().enableObjectReuse(); // nothing changes what it was given
    flink.registerCachedFile(file.toUri().toString(), Engines.BASELINE);
    DataStream<CameraObservation> observations =
        flink
            .fromSource(
                new DataGeneratorSource<>(
                    fleet, plan.count(), TypeInformation.of(CameraObservation.class)),
                FleetJob.watermarks(settings),
                "drawn")
            .filter(of -> of.signals().length > 0);
    DataStream<FleetEvent> events =
        FleetJob.events(FleetJob.cameras(observations, settings), settings);
    Path written = out.resolve("events");
    delete(written);
    FleetJob.write(events, new org.apache.flink.core.fs.Path(written.toUri()));
    events.sinkTo(new LiveTable(Duration.ofMinutes(15))).setParallelism(1).name("table");
    long started = System.nanoTime();
    try {
      flink.execute("virk-fleet");
    } finally {
      try {
        delete(folder);
      } catch (IOException e) { // Flink is at work there yet
        System.out.println("left: " + folder);
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    FleetPage page = new FleetPage(FleetPage.read(written));
    System.out.println();
    page.sentences().forEach(System.out::println);
    Path html = out.resolve("fleet.html");
    Files.writeString(html, page.html());
    System.out.printf(
        Locale.ROOT,
        "%n%d observations in %.0f s, %.0f a second on %d cores (%.0f s in all)%n"
            + "page    %s%nevents  %s%n",
        plan.count(),
        seconds,
        plan.count() / seconds,
        readers,
        (System.nanoTime() - begun) / 1e9,
        html,
        written);
  }

  private static SimulatedFleet.Plan plan(int readers) {
    int even = CAMERAS % readers == 0 ? readers : 1;
    return new SimulatedFleet.Plan(
        CAMERAS,
        SITES,
        Duration.ofSeconds(15),
        Duration.ofMinutes(300),
        Duration.ofMinutes(165),
        Duration.ofMinutes(200),
        Duration.ofMinutes(260),
        even);
  }

  private static String words(Duration duration) {
    return String.format(Locale.ROOT, "%d h %02d", duration.toHours(), duration.toMinutesPart());
  }

  /** Deletes a folder; links are not followed, and what somebody else has deleted is gone, too. */
  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inside, IOException e) throws IOException {
            Files.deleteIfExists(inside);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
