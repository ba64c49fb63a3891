package io.virk;

import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.engine.Engine;
import io.virk.engine.EngineSettings;
import io.virk.engine.Recorder;
import io.virk.engine.WindowSizes;
import io.virk.event.internal.Failures;
import io.virk.fleet.FleetSettings;
import io.virk.fleet.Summarizer;
import io.virk.fleet.SummaryScheme;
import io.virk.fleet.internal.SummaryRecorder;
import io.virk.signal.Observation;
import io.virk.signal.internal.ObservationFormat;
import io.virk.signal.internal.SignalExtractor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A fleet of slices, each judged by an engine of its own: for a job on a cluster that keys its
 * stream by them and keeps the state of each. What a monitor would say of a slice is said of it by
 * the same code, with the monitor's settings; what is common to several slices, nobody sees here.
 *
 * <pre>{@code
 * SliceEngines engines = SliceEngines.of(Monitor.builder(baseline), 1000);
 * byte[] sent = engines.encoder().encode(observation);         // where the picture is
 *
 * SliceEngine engine = engines.begin("cam-0017");              // where its slice is judged
 * engine.accept(sent, event -> System.out.println(event));
 * byte[] state = engine.toBytes();                             // into a checkpoint
 * SliceEngine again = engines.restore("cam-0017", state);      // elsewhere
 * }</pre>
 *
 * <p>Of the settings of a monitor the baseline, windows, contexts, allowance, emission, playbook,
 * seed, {@code clock} and {@code fitAccepted} have a part in it; no observation may lie more than a
 * day ahead of the clock. Sequential detectors do not: a slice without a reference of its own has
 * none in a monitor either. Immutable; any thread.
 */
public final class SliceEngines {
  /** Of encoded observations and of states. */
  static final byte FORMAT = 1;

  private final EngineSettings settings;
  private final WindowSizes sizes;
  private final FalseAlarms allowance;
  private final int fingerprint;
  private final InstantSource clock;
  private final Optional<Summaries> summaries;

  /**
   * What summaries are made by.
   *
   * @param scheme of the baseline
   * @param key the tag whose values the slices are
   * @param fleet of whose periods and groups they are
   */
  private record Summaries(SummaryScheme scheme, String key, FleetSettings fleet) {
    Summarizer of(String monitor) {
      return new Summarizer(scheme, monitor, fleet.period(), fleet.groups());
    }
  }

  private SliceEngines(SliceEngines of, Summaries summaries) {
    settings = of.settings;
    sizes = of.sizes;
    allowance = of.allowance;
    fingerprint = of.fingerprint;
    clock = of.clock;
    this.summaries = Optional.of(summaries);
  }

  private SliceEngines(MonitorConfig config, InstantSource clock, int slices) {
    this.clock = clock;
    settings = config.engine();
    sizes =
        config
            .comparison()
            .sizes()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "settings: of a monitor that learns (expected: of one with a baseline)"));
    FalseAlarms whole = settings.alarms().allowance();
    allowance =
        whole.unit() == FalseAlarms.Unit.TIME
            ? new FalseAlarms(
                whole.unit(), Math.multiplyExact(whole.distance(), slices), whole.warnings())
            : whole;
    CRC32 crc = new CRC32();
    crc.update(sizes.full().hash().getBytes(StandardCharsets.UTF_8));
    fingerprint = (int) crc.getValue();
    summaries = Optional.empty();
  }

  /**
   * Calibrates the baseline for the windows, once for all slices.
   *
   * @param settings as for a monitor that is to be started
   * @param slices how many there are, about, &ge; 1: they share an allowance of false alarms that
   *     is counted by the clock. One that is counted in windows or observations grows with them by
   *     itself.
   * @return nothing is judged yet
   * @throws IllegalArgumentException if any setting is wrong; the message lists all problems
   */
  public static SliceEngines of(MonitorBuilder settings, int slices) {
    if (slices < 1) {
      throw new IllegalArgumentException("slices: " + slices + " (expected: >= 1)");
    }
    return new SliceEngines(settings.set.config(), settings.set.clock, slices);
  }

  /**
   * The same engines, which also make summaries of what they see, for judges of the fleet.
   *
   * @param key the tag whose values the slices are, for example "camera"
   * @param fleet how the fleet is judged; observations have its groups as tags
   * @return others; a state of these is none of theirs
   */
  public SliceEngines summarised(String key, FleetSettings fleet) {
    return new SliceEngines(this, new Summaries(SummaryScheme.of(sizes.full()), key, fleet));
  }

  /**
   * By what summaries are made and judged.
   *
   * @return of the baseline, for these windows
   * @throws IllegalStateException if none are made
   */
  public SummaryScheme scheme() {
    return summaries.orElseThrow(() -> new IllegalStateException("not summarised")).scheme();
  }

  /**
   * Begins to watch a slice.
   *
   * @param slice its name, which events have as the monitor's; they are about all observations, for
   *     all are of it
   * @return has seen nothing
   */
  public SliceEngine begin(String slice) {
    EngineSettings own = settings.ofOneSlice(Objects.requireNonNull(slice, "slice"), allowance);
    Optional<Summarizer> summarizer = summaries.map(s -> s.of(settings.name()));
    Slice itself = new Slice(summaries.map(Summaries::key).orElse("slice"), slice);
    Recorder recorder =
        summarizer
            .<Recorder>map(
                s ->
                    new SummaryRecorder(
                        (o, v, all) -> s.observed(o, v, in(itself, all)), Recorder.NONE))
            .orElse(Recorder.NONE);
    Engine engine = new Engine(own, sizes, recorder, new Failures(slice, event -> {}));
    return new SliceEngine(engine, sizes.full().schema(), fingerprint, clock, itself, summarizer);
  }

  /** The slice in the context in which its engine says all. */
  static Slice in(Slice slice, Slice all) {
    return all == null ? null : slice.in(all.context());
  }

  /**
   * Goes on from where an engine of the slice was, in this JVM or another.
   *
   * @param slice its name
   * @param state what {@link SliceEngine#toBytes} gave. Not modified.
   * @return says the same from now on as the other one would have
   * @throws IllegalArgumentException if the state is damaged, or of another baseline or windows,
   *     which the message names; {@link #begin} then begins anew
   */
  public SliceEngine restore(String slice, byte[] state) {
    SliceEngine engine = begin(slice);
    engine.restore(state);
    return engine;
  }

  /**
   * Makes what derives signals where the pictures are, and makes bytes of them.
   *
   * @return for one thread at a time
   */
  public Encoder encoder() {
    return new Encoder();
  }

  /** Turns observations into bytes: their signals, without the picture. Not thread-safe. */
  public final class Encoder {
    private final ObservationFormat format = new ObservationFormat();
    private final SignalExtractor extractor =
        new SignalExtractor(
            sizes.full().schema(),
            sizes.full().sources(),
            null,
            null,
            sizes.full().contextKey().orElse(null));

    private Encoder() {}

    /**
     * Derives the signals of an observation.
     *
     * @param observation with its time, which counts, and its number, which does not: engines
     *     number what they take. What of it cannot be used is left out. Not modified.
     * @return its signals, tags and embedding, no picture; for engines of the same baseline and
     *     windows alone
     */
    public byte[] encode(Observation observation) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeByte(FORMAT);
        out.writeInt(fingerprint);
        format.write(out, observation, extractor.extract(observation), false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** Reads what every encoded observation and every state begins with. */
  static DataInputStream open(byte[] bytes, String what, int fingerprint) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          what + ": of format " + format + " (expected: " + FORMAT + ")");
    }
    if (in.readInt() != fingerprint) {
      throw new IllegalArgumentException(
          what + ": of another baseline or windows (expected: of the settings')");
    }
    return in;
  }
}
