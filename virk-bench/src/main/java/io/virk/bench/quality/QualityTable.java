package io.virk.bench.quality;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table of how well VIRK judges. It prints Markdown to {@link System#out}. Seeds are fixed: what
 * else runs on the machine changes nothing but its time.
 *
 * @param name on the command line
 * @param question that it answers
 * @param page of the module or of the documentation that explains it
 * @param minutes reckoned for the full size, on two cores: of runs that its page tells of
 * @param needsData whether it needs the shared data
 * @param full what its page is made of
 * @param quick a little of it, which proves that it runs
 * @param runner prints it
 */
public record QualityTable(
    String name,
    String question,
    String page,
    double minutes,
    boolean needsData,
    Size full,
    Size quick,
    Runner runner) {

  /**
   * How much of a table is made.
   *
   * @param size scales what is drawn; 1 is what the table was made for
   * @param part of it, "" for all
   */
  public record Size(double size, String part) {}

  /** Prints a table. */
  @FunctionalInterface
  interface Runner {
    /**
     * Prints it.
     *
     * @param data folder of the data
     * @param size scales it, 1 for what is documented
     * @param part of it, "" for all
     * @return the same numbers, where it has them
     * @throws IOException if data cannot be read
     */
    JsonElement run(Path data, double size, String part) throws IOException;
  }

  /** A table that has no other form. */
  @FunctionalInterface
  private interface Printer {
    void print(Path data, double size, String part) throws IOException;
  }

  private static Runner printed(Printer printer) {
    return (data, size, part) -> {
      printer.print(data, size, part);
      return JsonNull.INSTANCE;
    };
  }

  /** One of several that are made of the same live streams. */
  private interface OfStreams {
    JsonElement run(List<LiveStreams.Live> streams);
  }

  private static Runner live(OfStreams table) {
    return (data, size, part) -> table.run(LiveStreams.all(data, size, filter("live", part)));
  }

  /** As the tables of streams take a part: "clean:iid". */
  private static String filter(String table, String part) {
    return part.isEmpty() ? table : table + ":" + part;
  }

  private static final String FALSE_ALARMS = "virk-bench/false-alarms.md";
  private static final String CAUSES = "virk-bench/causes.md";
  private static final String LABELS = "virk-bench/labels.md";
  private static final String FLEET = "virk-bench/fleet.md";

  /** Causes that the quick mode shows the model. */
  private static final int FEW_CAUSES = 3;

  /** Of the fleets, unless a part says another. */
  private static final int FIRST_SEED = 7;

  /** All of them, in the order in which they are run. */
  public static List<QualityTable> all() {
    return List.of(
        new QualityTable(
            "clean",
            "how often a drift is told where nothing changes, beside the rules of other tools",
            FALSE_ALARMS,
            4,
            false,
            new Size(1, ""),
            new Size(0.03, "iid"),
            (data, size, part) -> new CleanTable(data, size, filter("clean", part)).run()),
        new QualityTable(
            "live",
            "the same on streams as cameras send them",
            FALSE_ALARMS,
            9,
            false,
            new Size(0.3, ""),
            new Size(0.05, "independent x 2"),
            live(LiveTable::run)),
        new QualityTable(
            "live-power",
            "what is seen of a change on such streams",
            FALSE_ALARMS,
            5,
            false,
            new Size(0.3, ""),
            new Size(0.05, "independent x 2"),
            live(LivePowerTable::run)),
        new QualityTable(
            "live-earlier",
            "how much sooner a drift is told at the same price",
            FALSE_ALARMS,
            25,
            false,
            new Size(0.3, ""),
            new Size(0.05, "independent x 2"),
            live(EarlierTable::run)),
        new QualityTable(
            "live-recovery",
            "how soon a drift closes when the fault is over",
            FALSE_ALARMS,
            26,
            false,
            new Size(0.3, ""),
            new Size(0.05, "independent x 2"),
            live(RecoveryTable::run)),
        new QualityTable(
            "live-episodes",
            "whether onsets are told rightly, and one fault in the place of another",
            FALSE_ALARMS,
            5,
            false,
            new Size(0.5, ""),
            new Size(0.05, "independent x 2"),
            live(EpisodeTable::run)),
        new QualityTable(
            "live-z",
            "what a z-test that one would write oneself tells of the same",
            FALSE_ALARMS,
            4,
            false,
            new Size(0.3, ""),
            new Size(0.05, "CIFAR-10 x 1"),
            live(ZTestTable::run)),
        new QualityTable(
            "power",
            "delay and misses under change, at the same rate of false alarms for all",
            FALSE_ALARMS,
            11,
            true,
            new Size(0.5, ""),
            new Size(0.05, "CIFAR-10"),
            (data, size, part) -> new PowerTable(data, size, filter("power", part)).run()),
        new QualityTable(
            "tail",
            "whether thresholds for 1 in 1,000 to 1 in 50,000 hold",
            FALSE_ALARMS,
            10,
            false,
            new Size(0.3, ""),
            new Size(0.02, ""),
            printed((data, size, part) -> TailTable.run(size))),
        new QualityTable(
            "sequential",
            "false alarms and delays of detectors of single observations",
            FALSE_ALARMS,
            15,
            false,
            new Size(0.3, ""),
            new Size(0.03, "iid"),
            printed(SequentialTable::run)),
        new QualityTable(
            "kernel-tests",
            "power of MMD-FUSE, MMDAgg and betting beside MMD, at the same promise",
            "virk-bench/kernel-methods.md",
            8,
            false,
            new Size(1, ""),
            new Size(0.02, "normal"),
            printed(KernelTestTable::run)),
        new QualityTable(
            "ood",
            "how well scores of one image tell what a model was not made for: AUROC, FPR95",
            "virk-bench/statistics.md",
            1,
            true,
            new Size(1, ""),
            new Size(0.1, ""),
            printed((data, size, part) -> OodTable.run(data, size))),
        new QualityTable(
            "causes",
            "how often the cause of a change is named rightly",
            CAUSES,
            20,
            true,
            new Size(0.5, ""),
            new Size(0.05, "CIFAR-10"),
            (data, size, part) -> CauseTables.run(data, size, part, false)),
        new QualityTable(
            "causes-detection",
            "how often a change is seen at all, cause by cause",
            CAUSES,
            10,
            true,
            new Size(0.5, ""),
            new Size(0.05, "CIFAR-10"),
            (data, size, part) -> CauseTables.run(data, size, part, true)),
        new QualityTable(
            "real-faults",
            "the same of faults that were not simulated",
            CAUSES,
            1,
            true,
            new Size(1, ""),
            new Size(1, "OPS-SAT"),
            printed((data, size, part) -> RealFaultsTable.run(data, part))),
        new QualityTable(
            "two-causes",
            "whether two causes at once are told as two",
            CAUSES,
            5,
            true,
            new Size(0.3, ""),
            new Size(0.1, "traffic camera"),
            printed(TwoCausesTable::run)),
        new QualityTable(
            "single-image",
            "what one image tells of its cause",
            CAUSES,
            5,
            true,
            new Size(0.1, ""),
            new Size(0.05, "traffic camera"),
            printed(SingleImageTable::run)),
        new QualityTable(
            "one-camera",
            "whether one of several cameras is told alone",
            CAUSES,
            5,
            true,
            new Size(1, ""),
            new Size(0.5, "1"),
            printed(OneCameraTable::run)),
        new QualityTable(
            "findings",
            "how often labels tell a drift or a shift of the concept wrongly",
            LABELS,
            5,
            true,
            new Size(1, ""),
            new Size(0.05, "few causes"),
            printed(
                (data, size, part) -> new FindingTable(labels(data, part), streams(size)).print())),
        new QualityTable(
            "accuracy",
            "how far estimates of accuracy without labels are off",
            LABELS,
            5,
            true,
            new Size(1, ""),
            new Size(1, "few causes"),
            printed((data, size, part) -> new AccuracyTable(labels(data, part)).print())),
        new QualityTable(
            "challenger",
            "how many labels tell the better of two models",
            LABELS,
            1,
            false,
            new Size(1, ""),
            new Size(0.05, ""),
            printed((data, size, part) -> new ChallengerTable(streams(size)).print())),
        new QualityTable(
            "fleet",
            "false alarms of a clean, correlated fleet",
            FLEET,
            10,
            false,
            new Size(1, ""),
            new Size(0.02, ""),
            printed(
                (data, size, part) ->
                    FleetTable.run(25, 40, (int) Math.max(20, 1000 * size), 1, seed(part)))),
        new QualityTable(
            "fleet-power",
            "how soon what has moved in a fleet is told",
            FLEET,
            5,
            false,
            new Size(1, ""),
            new Size(1, "one site of 20"),
            printed((data, size, part) -> FleetTable.power(part))),
        new QualityTable(
            "stepping",
            "what reducing images by stepping does to their measures",
            "docs/hosts.md",
            1,
            true,
            new Size(1, ""),
            new Size(1, ""),
            printed(
                (data, size, part) ->
                    SteppingTable.run(data.resolve("images/imagenet-sample-500-short256.zip")))));
  }

  /** A part of the fleets is those of another seed. */
  private static int seed(String part) {
    return part.isEmpty() ? FIRST_SEED : Integer.parseInt(part);
  }

  private static LabelSet labels(Path data, String part) {
    return new LabelSet(data, part.isEmpty() ? Integer.MAX_VALUE : FEW_CAUSES);
  }

  private static int streams(double size) {
    return (int) Math.max(4, 200 * size);
  }

  /** The one of a name. */
  public static Optional<QualityTable> named(String name) {
    return all().stream().filter(t -> t.name.equals(name)).findFirst();
  }

  /**
   * Prints it.
   *
   * @param data folder of the data
   * @param size scales it
   * @param part of it, "" for all
   * @return the same numbers, where it has them
   * @throws IOException if data cannot be read
   */
  public JsonElement run(Path data, double size, String part) throws IOException {
    return runner.run(data, size, part);
  }
}
