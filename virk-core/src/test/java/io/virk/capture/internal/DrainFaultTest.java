package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.capture.Capture;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.engine.Stage;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.ObservationsDropped;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fault at every step of the drain. Each slot is given back once, and what comes later is drained
 * as if nothing had been.
 */
class DrainFaultTest {
  private static final int SLOTS = 4;

  /** Where it strikes. */
  private enum Step {
    TICK,
    PREPARE,
    ACCEPT,
    FLAW,
    EVENT,
    TRACE_BEGIN,
    TRACE_END,
    TRACE_DROPPED,
    NANO_CLOCK,
    CLOCK,
    CPU_CLOCK,
    EMBEDDER
  }

  private static final List<Supplier<Throwable>> THROWN =
      List.of(
          () -> new IllegalStateException("a fault"),
          () -> new OutOfMemoryError("a full heap"),
          StackOverflowError::new,
          () -> new NoClassDefFoundError("io/virk/Missing"),
          TestDesk.Mute::new);

  private Step step;
  private Supplier<Throwable> thrown;
  private boolean reportingFails;
  private int struck;

  /** Calls of any step until the one that strikes, if no step is chosen; 0 for none. */
  private int countdown;

  private void strike(Step here) {
    if (here == step || here == Step.EVENT && reportingFails || countdown > 0 && --countdown == 0) {
      struck++;
      TestDesk.sneak(thrown.get());
    }
  }

  /** Passes everything on, unless it is its turn to fail. */
  private final class Faulty implements Stage, DrainTrace, Embedder {
    private final Stage stage;

    Faulty(Stage stage) {
      this.stage = stage;
    }

    @Override
    public void prepare(List<? extends Observation> batch) {
      strike(Step.PREPARE);
      stage.prepare(batch);
    }

    @Override
    public void accept(Observation observation) {
      strike(Step.ACCEPT);
      stage.accept(observation);
    }

    @Override
    public void tick() {
      strike(Step.TICK);
      stage.tick();
    }

    @Override
    public void flaw(FlawFound found) {
      strike(Step.FLAW);
      stage.flaw(found);
    }

    @Override
    public Map<Flaw, Long> flaws() {
      return stage.flaws();
    }

    @Override
    public long memory() {
      return stage.memory();
    }

    @Override
    public Batch beginDrain() {
      strike(Step.TRACE_BEGIN);
      return taken -> strike(Step.TRACE_END);
    }

    @Override
    public void dropped(String reason, long total) {
      strike(Step.TRACE_DROPPED);
    }

    @Override
    public int embeddingLength() {
      return 4;
    }

    @Override
    public int logitsLength() {
      return 0;
    }

    @Override
    public Embeddings embed(List<Frame> frames) {
      strike(Step.EMBEDDER);
      return new Embeddings(frames.size(), new float[4 * frames.size()], new float[0]);
    }

    @Override
    public EmbedderProvenance provenance() {
      return new EmbedderProvenance("faulty", "0".repeat(64), "none");
    }

    @Override
    public void close() {}
  }

  private void told(MonitorEvent event) {
    strike(Step.EVENT);
  }

  /** More captures than there are slots, some without, some flawed, some given up. */
  private static int captures(CaptureDesk desk) {
    desk.observe(
        c -> {
          throw new IllegalStateException("the host's");
        });
    int committed = 0;
    for (int i = 0; i < 2 * SLOTS; i++) {
      Capture capture = desk.capture();
      capture.image(new byte[12], 2, i % 3, PixelFormat.RGB).tag("camera", "x".repeat(200 * i));
      if (i % 4 == 3) {
        capture.close();
      } else {
        committed += capture.isSampled() ? 1 : 0;
        capture.commit();
      }
    }
    return committed;
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Step.class)
  void everySlotIsGivenBackOnce(Step here) {
    for (Supplier<Throwable> each : THROWN) {
      for (boolean reportingFailsToo : new boolean[] {false, true}) {
        strikes(here, each, reportingFailsToo);
      }
    }
  }

  private void strikes(Step here, Supplier<Throwable> each, boolean reportingFailsToo) {
    thrown = each;
    struck = 0;
    CaptureDesk desk = desk(new TestDesk().slots(SLOTS));
    for (int round = 0; round < 5; round++) {
      step = round % 2 == 1 ? here : null;
      reportingFails = round % 2 == 1 && reportingFailsToo;
      int committed = captures(desk);
      desk.poll(1);
      desk.poll(100);
      assertTrue(committed > 0 || here == Step.CLOCK);
      assertBalanced(desk);
    }
    assertTrue(struck > 0, "it struck nowhere");
    assertAllSlotsAreThereOnce(desk);
  }

  /**
   * A heap that is full for one moment, whichever that is between an observation's slot being taken
   * and its being given back: it costs one observation at most, and the next round is as any other.
   */
  @Test
  void aMomentWithoutMemoryCostsOneObservationAtMost() {
    thrown = () -> new OutOfMemoryError("a full heap");
    int moments = 0;
    boolean over = false;
    while (!over) {
      struck = 0;
      TestDesk test = new TestDesk().slots(SLOTS);
      CaptureDesk desk = desk(test);
      int committed = captures(desk);
      countdown = ++moments;
      desk.poll(100);
      over = struck == 0;
      countdown = 0;
      assertBalanced(desk);
      assertTrue(test.ids().size() >= committed - struck, test.ids() + " of " + committed);
      int before = test.ids().size();
      int more = captures(desk);
      desk.poll(100);
      assertEquals(before + more, test.ids().size());
      assertAllSlotsAreThereOnce(desk);
    }
    assertTrue(moments > 20, "struck at " + moments + " moments");
  }

  private CaptureDesk desk(TestDesk test) {
    Faulty faulty = new Faulty(test);
    return test.stage(faulty)
        .trace(faulty)
        .embedder(faulty)
        .told(this::told)
        .clock(
            () -> {
              strike(Step.CLOCK);
              return Instant.EPOCH;
            })
        .nanoClock(
            () -> {
              strike(Step.NANO_CLOCK);
              return test.nanos.addAndGet(1_000_000);
            })
        .cpu(
            1,
            () -> {
              strike(Step.CPU_CLOCK);
              return test.nanos.get();
            })
        .make();
  }

  private static void assertBalanced(CaptureDesk desk) {
    CaptureCounts counts = desk.counts();
    assertEquals(0, counts.unfinished(), "" + counts);
    assertEquals(counts.captured(), counts.drained() + counts.aborted(), "" + counts);
    assertEquals(0, desk.doubledReleases());
  }

  private static void assertAllSlotsAreThereOnce(CaptureDesk desk) {
    List<Capture> all = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      all.add(desk.capture());
      assertTrue(all.get(i).isSampled(), i + " slots are left");
    }
    assertFalse(desk.capture().isSampled(), "a slot is there twice");
    assertEquals(SLOTS, all.stream().distinct().count());
    all.forEach(Capture::commit);
    assertEquals(SLOTS, desk.poll(100));
  }

  /** A log appender that throws, for a listener or exception that does, once stopped the drain. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLoggerThatThrowsStopsNothing(boolean withError) {
    PrintStream err = System.err;
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            if (withError) {
              throw new OutOfMemoryError("an appender without memory");
            }
            throw new IllegalStateException("an appender that fails");
          }
        };
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            throw new TestDesk.Mute();
          }

          @Override
          public void onFailed(Failed event) {
            throw new TestDesk.Mute();
          }

          @Override
          public void onObservationsDropped(ObservationsDropped event) {
            throw new TestDesk.Mute();
          }
        };
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .slots(4)
            .listener(listener)
            .closeTimeout(Duration.ofMinutes(1))
            .polled()
            .start();
    System.setErr(new PrintStream(broken, true, StandardCharsets.UTF_8));
    try {
      for (int i = 0; i < 40; i++) {
        for (int k = 0; k < 6; k++) {
          monitor.capture().embedding(new float[k]).logits(new float[3]).commit();
        }
        assertEquals(4, monitor.poll(100), "round " + i);
      }
    } finally {
      System.setErr(err);
    }
    monitor.close();
    MonitorStatus status = monitor.status();
    assertEquals(160, status.judged().observations());
    assertEquals(0, status.captured().unfinished());
    assertEquals(80, status.captured().dropped());
    assertTrue(status.failures().listeners() > 0);
  }
}
