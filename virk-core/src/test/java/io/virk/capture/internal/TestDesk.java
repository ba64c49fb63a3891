package io.virk.capture.internal;

import io.virk.embed.Embedder;
import io.virk.engine.Stage;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.image.CapturePolicy;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** A desk that is polled, with a clock and a stage of the test. */
final class TestDesk implements Stage {
  /** An exception that cannot say what it is. */
  static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("mute");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("mute");
    }
  }

  final AtomicLong nanos = new AtomicLong();
  private final List<MonitorEvent> events = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Map<String, String>> tags = new ArrayList<>();
  private final Map<Flaw, Long> flaws = new EnumMap<>(Flaw.class);
  private final List<String> flawTexts = new ArrayList<>();
  private Sampler sampler = Sampler.fraction(1);
  private int slots = 64;
  private int logits = 3;
  private int tagValues = 100;
  private double cpuBudget = 1;
  private Duration lease = Duration.ofHours(1);
  private Optional<Embedder> embedder = Optional.empty();
  private InstantSource clock = InstantSource.fixed(Instant.EPOCH);
  private LongSupplier nanoClock = nanos::get;
  private LongSupplier cpuClock = () -> 0;
  private Stage stage = this;
  private Consumer<MonitorEvent> told = events::add;
  private Runnable ended = () -> {};
  private DrainTrace trace =
      new DrainTrace() {
        @Override
        public Batch beginDrain() {
          return Batch.NONE;
        }

        @Override
        public void dropped(String reason, long total) {}
      };

  TestDesk sampler(Sampler value) {
    sampler = value;
    return this;
  }

  TestDesk slots(int value) {
    slots = value;
    return this;
  }

  TestDesk logits(int value) {
    logits = value;
    return this;
  }

  TestDesk tagValues(int value) {
    tagValues = value;
    return this;
  }

  TestDesk lease(Duration value) {
    lease = value;
    return this;
  }

  TestDesk embedder(Embedder value) {
    embedder = Optional.of(value);
    return this;
  }

  TestDesk clock(InstantSource value) {
    clock = value;
    return this;
  }

  TestDesk nanoClock(LongSupplier value) {
    nanoClock = value;
    return this;
  }

  TestDesk cpu(double budget, LongSupplier value) {
    cpuBudget = budget;
    cpuClock = value;
    return this;
  }

  TestDesk stage(Stage value) {
    stage = value;
    return this;
  }

  TestDesk told(Consumer<MonitorEvent> value) {
    told = value;
    return this;
  }

  TestDesk ended(Runnable value) {
    ended = value;
    return this;
  }

  TestDesk trace(DrainTrace value) {
    trace = value;
    return this;
  }

  CaptureDesk make() {
    CaptureSettings settings =
        new CaptureSettings(
            "test",
            new SlotShape(
                Optional.of(new CapturePolicy(16, 16)),
                Optional.empty(),
                4,
                logits,
                List.of(),
                List.of(),
                0),
            slots,
            lease,
            tagValues,
            Set.of(),
            sampler,
            embedder,
            Optional.empty(),
            clock,
            nanoClock,
            cpuBudget,
            Duration.ofMinutes(1));
    return new CaptureDesk(
        settings,
        () -> stage,
        event -> told.accept(event),
        new Failures("test", event -> told.accept(event)),
        trace,
        ended,
        LoggerFactory.getLogger(TestDesk.class),
        new CpuTime(cpuClock, nanoClock));
  }

  /** Polls again and again while time passes. */
  void pass(CaptureDesk desk, Duration time) {
    long step = Math.max(1, lease.toNanos() / 16);
    for (long passed = 0; passed < time.toNanos(); passed += step) {
      nanos.addAndGet(step);
      desk.poll(100);
    }
  }

  /** Throws what need not be declared. */
  static <E extends Throwable> void sneak(Throwable thrown) throws E {
    @SuppressWarnings("unchecked")
    E sneaked = (E) thrown;
    throw sneaked;
  }

  List<Failed> failed() {
    return events.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
  }

  List<String> ids() {
    return ids;
  }

  List<String> flawTexts() {
    return flawTexts;
  }

  /** The values of a tag, of every observation. */
  List<String> seen(String key) {
    return tags.stream().map(t -> t.get(key)).toList();
  }

  @Override
  public void prepare(List<? extends Observation> batch) {}

  @Override
  public void accept(Observation observation) {
    ids.add(observation.id());
    String camera = observation.tag("camera");
    tags.add(camera == null ? Map.of() : Map.of("camera", camera));
  }

  @Override
  public void tick() {}

  @Override
  public void flaw(FlawFound found) {
    flaws.merge(found.flaw(), 1L, Long::sum);
    flawTexts.add(found.text());
  }

  @Override
  public Map<Flaw, Long> flaws() {
    return flaws;
  }

  @Override
  public long memory() {
    return 0;
  }
}
