package io.virk;

import io.virk.capture.Capture;
import io.virk.capture.internal.CaptureSettings;
import io.virk.engine.Engine;
import io.virk.engine.WindowSizes;
import io.virk.event.MonitorEvent;
import io.virk.incident.Incident;
import io.virk.incident.IncidentSink;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.incident.internal.TapeReader;
import io.virk.internal.GuardedListeners;
import io.virk.internal.Text;
import io.virk.sampling.Sampler;
import io.virk.signal.Detections;
import io.virk.signal.MaskAreas;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.internal.StoredObservation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a monitor would have said: its settings, driven over what was recorded. The same code judges
 * the same way, to the last bit; but nothing is dropped or left out, time is that of the
 * observations, and nothing waits.
 *
 * <pre>{@code
 * BacktestResult result =
 *     Backtest.of(Monitor.builder(baseline).falseAlarms(FalseAlarms.oncePerWindows(10_000)))
 *         .over(observations);
 * assertEquals(List.of(), result.opened());
 * }</pre>
 *
 * <p>Of the settings of a monitor the sampler, the clocks, the slots, the CPU budget, threads and
 * the sinks of incidents have no part in it: whoever is on call is not woken by the past. Listeners
 * are told, on the calling thread; incidents are written where the builder says, so give it a
 * folder of its own. Immutable; each {@code over} begins anew.
 */
public final class Backtest {
  private static final Logger LOG = LoggerFactory.getLogger(Backtest.class);
  private static final int SLOTS = 2;

  private final MonitorConfig config;

  private Backtest(MonitorConfig config) {
    this.config = config;
  }

  /**
   * Checks the settings.
   *
   * @param settings as for a monitor that is to be started
   * @return nothing has been driven yet
   * @throws IllegalArgumentException if any setting is wrong; the message lists all problems
   */
  public static Backtest of(MonitorBuilder settings) {
    return new Backtest(settings.set.config());
  }

  /**
   * Drives a monitor with observations, one after the other, which are asked for one by one: they
   * need not be in memory together.
   *
   * @param observations in the order of their times, by which goes all that is measured in time:
   *     windows that time closes, silences, the pace of a stream. One that is earlier than the one
   *     before counts as of its time. Events number them from 0. Nothing is kept but copies.
   * @return what was said
   * @throws IllegalArgumentException if the monitor cannot start
   */
  public BacktestResult over(Iterable<? extends Observation> observations) {
    Objects.requireNonNull(observations, "observations");
    try (Run run = start()) {
      observations.forEach(run::accept);
      return run.result();
    }
  }

  /**
   * Begins a run for a stream that is not to be asked for its observations: it hands them over.
   *
   * @return to be closed
   * @throws IllegalArgumentException if the monitor cannot start
   */
  public Run start() {
    return new Run();
  }

  /**
   * Drives an engine with what an incident was recorded from: the state of the monitor some
   * observations before the drift opened, and all that it was given from then on until it opened.
   * What other settings would have said: an allowance of false alarms, a policy of emission. No
   * incidents are written of it.
   *
   * @param incident with its tape
   * @return what was said on it; a drift that these settings would open later than the tape reaches
   *     is not in it
   * @throws IllegalArgumentException if the incident has no tape, is of another baseline, windows
   *     or tag that slices, or is damaged
   */
  public BacktestResult over(Incident incident) {
    Objects.requireNonNull(incident, "incident");
    IncidentTape tape =
        incident
            .tape()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "incident: "
                            + Text.clean(incident.name())
                            + ", without a tape (expected: with one; the monitor's state was too"
                            + " large to be kept)"));
    WindowSizes sizes =
        config
            .comparison()
            .sizes()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "settings: of a monitor that learns (expected: of one with a baseline)"));
    TapeReader.checkBaseline(incident, sizes.full().hash());
    BacktestResult.Collector told = new BacktestResult.Collector();
    GuardedListeners<MonitorListener> listeners =
        new GuardedListeners<>(LOG, config.name(), () -> 0);
    config.outlets().listeners().forEach(l -> listeners.add(l, l.getClass().getName()));
    Consumer<MonitorEvent> events =
        event -> {
          told.onEvent(event);
          listeners.tell(listener -> listener.onEvent(event));
        };
    Engine engine = new Engine(config.engine(), sizes);
    try {
      engine.restore(new DataInputStream(new ByteArrayInputStream(tape.state())), tape.nanos());
      TapeReader.read(
          tape.inputs(),
          sizes.full().schema(),
          new TapeReader.Listener() {
            @Override
            public void time(long nanos) {
              engine.advance(nanos, events);
            }

            @Override
            public void observed(StoredObservation observation) {
              engine.accept(observation, events);
              told.observed();
            }
          });
    } catch (IOException | RuntimeException e) { // whatever stands in it
      throw new IllegalArgumentException(
          "incident: "
              + Text.clean(incident.name())
              + " cannot be driven with these settings: "
              + Text.message(e),
          e);
    }
    return told.result(
        List.of(), Optional.of(engine.sight(OptionalDouble.empty())), engine.flaws());
  }

  /** The time of the stream; never goes back, nor on by more than 146 years. */
  private static final class Time {
    private static final long NANOS_OF_A_MILLI = 1_000_000;
    private static final long LONGEST = Long.MAX_VALUE / 2 / NANOS_OF_A_MILLI;

    private long millis;
    private long first;
    private boolean running;

    void is(long epochMillis) {
      if (!running) {
        running = true;
        first = epochMillis;
        millis = epochMillis;
      }
      long latest = first > Long.MAX_VALUE - LONGEST ? first : first + LONGEST;
      millis = Math.max(millis, Math.min(epochMillis, latest));
    }

    Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    long nanos() {
      return (millis - first) * NANOS_OF_A_MILLI;
    }
  }

  /** A run over a stream. Not thread-safe. */
  public final class Run implements AutoCloseable {
    private final BacktestResult.Collector told = new BacktestResult.Collector();
    private final Time time = new Time();
    private final List<String> signals = config.captures().shape().signals();
    private final Monitor monitor;

    private Run() {
      monitor = new Monitor(driven(time, told), stage -> stage);
    }

    /**
     * Takes one observation, and judges what is then to be judged.
     *
     * @param observation its arrays may be reused after the call
     */
    public void accept(Observation observation) {
      time.is(Objects.requireNonNull(observation, "observation").epochMillis());
      monitor.observe(capture -> fill(capture, observation));
      monitor.poll(1);
      told.observed();
    }

    private void fill(Capture capture, Observation observation) {
      capture.image(observation.frame());
      if (observation.embedding() != null) {
        capture.embedding(observation.embedding());
      }
      if (observation.logits() != null) {
        capture.logits(observation.logits());
      }
      if (observation.probabilities() != null) {
        capture.probabilities(observation.probabilities());
      }
      if (observation.scores() != null) {
        capture.scores(observation.scores());
      }
      if (observation.detections() != null) {
        fill(capture, observation.detections());
      }
      if (observation.mask() != null) {
        fill(capture, observation.mask());
      }
      capture.predictedClass(observation.predictedClass());
      for (String name : signals) {
        capture.signal(name, observation.signal(name));
      }
      String unknown = observation.unknownSignal(signals);
      if (unknown != null) {
        capture.signal(unknown, observation.signal(unknown)); // counted as a flaw, as it would be
      }
      if (observation.id() != null) {
        capture.id(observation.id());
      }
      observation.tags(capture::tag);
    }

    private static void fill(Capture capture, Detections of) {
      int n = of.count();
      if (n == 0 && of.given() != 0) { // flawed, as they were
        capture.detections(new float[0], null, null, of.given());
        return;
      }
      float[] boxes = new float[4 * n];
      int[] classes = new int[n];
      float[] confidences = new float[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 4; j++) {
          boxes[4 * i + j] = of.number(i, j);
        }
        classes[i] = of.classOf(i);
        confidences[i] = of.confidence(i);
      }
      boolean known = Arrays.stream(classes).anyMatch(c -> c != Observation.NO_CLASS);
      boolean sure = IntStream.range(0, n).anyMatch(i -> !Float.isNaN(confidences[i]));
      capture.detections(boxes, known ? classes : null, sure ? confidences : null, n);
    }

    /** Of a mask the areas are known: any that has the same does. */
    private void fill(Capture capture, MaskAreas of) {
      int[] ids = new int[of.points()];
      Arrays.fill(ids, -1);
      int classes =
          config.captures().shape().outputs().stream()
              .filter(Output.Mask.class::isInstance)
              .mapToInt(Output::classes)
              .sum();
      int at = 0;
      for (int id = 0; id < classes; id++) {
        Arrays.fill(ids, at, at + of.count(id), id);
        at += of.count(id);
      }
      capture.mask(ids, ids.length, 1); // flawed, as it was, if it has no points
    }

    /**
     * What was said so far.
     *
     * @return a copy
     */
    public BacktestResult result() {
      monitor.poll(1); // tells what was said otherwise than by an observation
      MonitorStatus status = monitor.status();
      return told.result(monitor.streams(), status.sight(), status.judged().flaws());
    }

    /** Writes what is to be written of incidents. */
    @Override
    public void close() {
      monitor.close();
    }
  }

  private MonitorConfig driven(Time time, MonitorListener told) {
    CaptureSettings captures = config.captures();
    Recording recording = config.outlets().recording().sinks(new IncidentSink[0]);
    return new MonitorConfig(
        config.name(),
        config.comparison(),
        new CaptureSettings(
            captures.monitor(),
            captures.shape(),
            SLOTS,
            captures.lease(),
            captures.maximumTagValues(),
            captures.privateTags(),
            Sampler.every(1),
            captures.embedder(),
            captures.challenger(),
            time::instant,
            time::nanos,
            1,
            captures.dropReportPeriod()),
        config.engine(),
        new MonitorConfig.Outlets(
            Stream.concat(Stream.of(told), config.outlets().listeners().stream()).toList(),
            config.outlets().incidents(),
            recording,
            true,
            true,
            Optional.empty()),
        new MonitorConfig.Running(
            config.running().threads(), true, 1, config.running().closeTimeout()),
        config.feedback());
  }
}
