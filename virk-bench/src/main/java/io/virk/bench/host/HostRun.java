package io.virk.bench.host;

import io.virk.Monitor;
import io.virk.MonitorStatus;
import io.virk.bench.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A host at full speed and of arrivals, with VIRK in every {@link Scenario} and without it. Blocks
 * are interleaved, without, with, with, without (ABBA), so that what a machine does to the one it
 * does to the other; each pair of neighbours gives a ratio.
 */
public final class HostRun {
  private static final int LONG_ENOUGH_MILLIS = 1000;
  private static final int CAPACITY_BLOCKS = 3;

  private final HostOptions options;
  private final Consumer<String> lines;
  private final HostScene scene;
  private final HostLoad load;
  private final Path folder;
  private final List<String> failed = new ArrayList<>();
  private long seed;

  private HostRun(
      HostOptions options, Consumer<String> lines, HostScene scene, HostLoad load, Path folder) {
    this.options = options;
    this.lines = lines;
    this.scene = scene;
    this.load = load;
    this.folder = folder;
  }

  /**
   * What a run gives.
   *
   * @param model its name
   * @param rows two of each scenario
   * @param failed what is not as it has to be on any machine
   */
  public record Result(String model, List<HostRow> rows, List<String> failed) {
    public Result {
      rows = List.copyOf(rows);
      failed = List.copyOf(failed);
    }
  }

  /**
   * Runs it. Blocks.
   *
   * @param model that is run; not closed
   * @param options how
   * @param lines gets what is told meanwhile
   * @throws IOException if there is no room for incidents in the folder for temporary files
   */
  public static Result run(HostModel model, HostOptions options, Consumer<String> lines)
      throws IOException {
    HostScene scene = new HostScene(model, options.shots(), options.reference(), options.window());
    try (TemporaryFolder folder = new TemporaryFolder("virk-host");
        HostLoad load = new HostLoad(scene, options.threads())) {
      HostRun run = new HostRun(options, lines, scene, load, folder.path());
      List<HostRow> rows = run.rows();
      return new Result(model.name(), rows, run.failed);
    }
  }

  private List<HostRow> rows() {
    for (Scenario scenario : Scenario.values()) {
      if (options.warmUp() && options.scenarios().contains(scenario)) {
        quad(scenario, 0, new Pairs(), task -> watched(task, new Watchings()));
      }
    }
    double capacity = capacity();
    List<HostRow> rows = new ArrayList<>();
    double seconds = options.seconds() / (2 * options.scenarios().size());
    for (double perSecond : new double[] {0, options.share() * capacity}) {
      for (Scenario scenario : Scenario.values()) {
        if (options.scenarios().contains(scenario)) {
          rows.add(row(scenario, perSecond, seconds));
          lines.accept(HostTable.line(rows.get(rows.size() - 1)));
        }
      }
    }
    return rows;
  }

  /** Inferences a second at full speed, without VIRK. */
  private double capacity() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < CAPACITY_BLOCKS; i++) {
      blocks.add(load.run(task(Scenario.NO_VIRK, 0, seed), null));
    }
    return Pairs.throughput(blocks);
  }

  private HostLoad.Task task(Scenario scenario, double perSecond, long number) {
    return new HostLoad.Task(
        scenario, perSecond, scenario.drifts() ? options.driftMillis() : options.millis(), number);
  }

  private HostRow row(Scenario scenario, double perSecond, double seconds) {
    Pairs pairs = new Pairs();
    Watchings watchings = new Watchings();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    if (scenario == Scenario.NO_VIRK || scenario.drifts()) {
      do {
        quad(scenario, perSecond, pairs, task -> watched(task, watchings));
      } while (System.nanoTime() - end < 0);
    } else {
      try (Kept kept = new Kept(scenario, watchings)) {
        do {
          quad(scenario, perSecond, pairs, task -> load.run(task, kept.monitor()));
        } while (System.nanoTime() - end < 0);
      }
    }
    boolean longEnough = options.driftMillis() >= LONG_ENOUGH_MILLIS;
    String loop = perSecond > 0 ? "arrivals" : "full speed";
    watchings
        .wrong(scenario, longEnough)
        .forEach(w -> failed.add("host, " + scenario.word() + ", " + loop + ": " + w));
    double elapsed = Pairs.sum(pairs.with(), Block::elapsed);
    return new HostRow(
        scenario.word(),
        scenario.what(),
        loop,
        options.threads(),
        perSecond,
        pairs.count(),
        Pairs.side(pairs.with()),
        Pairs.side(pairs.without()),
        pairs.ratio(Pairs::throughput),
        pairs.ratio(blocks -> Pairs.percentile(blocks, 50)),
        pairs.ratio(blocks -> Pairs.percentile(blocks, 99)),
        pairs.ratio(Pairs::cpuNanos),
        watchings.watched(
            Pairs.sum(pairs.with(), Block::virkCpu) / elapsed,
            Pairs.sum(pairs.with(), Block::othersCpu) / elapsed));
  }

  /** A monitor that stays for all blocks of a row. */
  private final class Kept implements AutoCloseable {
    private final Scenario.Watch watch;
    private final Watchings watchings;

    Kept(Scenario scenario, Watchings watchings) {
      this.watchings = watchings;
      watch = scenario.start(scene.baseline(), folder);
    }

    Monitor monitor() {
      return watch.monitor();
    }

    @Override
    public void close() {
      MonitorStatus open = watch.monitor().status();
      watch.close();
      watchings.add(open, watch.monitor().status());
    }
  }

  /** Four blocks: without, with, with, without. */
  private void quad(
      Scenario scenario, double perSecond, Pairs pairs, Function<HostLoad.Task, Block> with) {
    HostLoad.Task first = task(scenario, perSecond, seed++);
    Block without = load.run(first, null);
    pairs.add(with.apply(first), without);
    HostLoad.Task second = task(scenario, perSecond, seed++);
    Block one = with.apply(second);
    pairs.add(one, load.run(second, null));
  }

  private Block watched(HostLoad.Task task, Watchings watchings) {
    if (task.scenario() == Scenario.NO_VIRK) {
      return load.run(task, null);
    }
    try (Kept kept = new Kept(task.scenario(), watchings)) {
      return load.run(task, kept.monitor());
    }
  }
}
