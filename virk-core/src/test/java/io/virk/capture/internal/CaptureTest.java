package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorStatus;
import io.virk.capture.Capture;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import io.virk.label.ChallengerPolicy;
import io.virk.label.FeedbackPolicy;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Flaw;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private static final Frame FRAME = Scenes.frame(0, 1, Baselines.WIDTH, Baselines.HEIGHT);
  private static final float[] LOGITS = {1, 2, 3};
  private static final float[] EMBEDDING = {1, 2, 3, 4};

  private static MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .polled();
  }

  private static void assertBalanced(MonitorStatus status) {
    assertEquals(
        status.captured().claimed(),
        status.judged().observations()
            + status.captured().aborted()
            + status.captured().unfinished(),
        () -> "" + status);
    assertEquals(
        status.captured().sampled(), status.captured().claimed() + status.captured().dropped());
  }

  /** Runs on another thread and waits for it; nothing happens at the same time. */
  private static <T> T elsewhere(java.util.concurrent.Callable<T> call) throws Exception {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.set(call.call());
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    thread.join();
    assertNull(failure.get());
    return result.get();
  }

  private static void line(Monitor monitor) {
    monitor
        .capture()
        .image(FRAME)
        .embedding(EMBEDDING)
        .logits(LOGITS)
        .predictedClass(1)
        .tag("camera", "cam-7")
        .commit();
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  @Test
  void anUnsampledCallAllocatesNothing() {
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .sampler(Sampler.fraction(0.01, () -> -1L))
            .polled()
            .start()) {
      assertSame(monitor.capture(), monitor.capture());
      assertFalse(monitor.capture().isSampled());
      for (int i = 0; i < 1000; i++) {
        line(monitor);
      }
      long before = allocated();
      for (int i = 0; i < 100_000; i++) {
        line(monitor);
      }
      long bytes = allocated() - before;
      assertTrue(bytes < 1000, bytes + " bytes in 100,000 calls");
      assertEquals(0, monitor.status().captured().sampled());
    }
  }

  @Test
  void aSampledCallAllocatesNothing() {
    assertAllocatesNothing(Monitor.builder(Baselines.ofFourCameras()), CaptureTest::line);
  }

  @Test
  void aChallengersOutputAllocatesNothing() {
    FeedbackPolicy policy = FeedbackPolicy.of(2_000).challenger(ChallengerPolicy.of("v8"));
    float[] scores = new float[Baselines.ofVectors().logitsLength()];
    assertAllocatesNothing(
        Monitor.builder(Baselines.ofVectors()).feedback(policy),
        monitor ->
            monitor
                .capture()
                .logits(scores)
                .output("challenger", scores)
                .output("x", scores)
                .commit());
  }

  private static void assertAllocatesNothing(MonitorBuilder builder, Consumer<Monitor> line) {
    try (Monitor monitor =
        builder
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .slots(16)
            .polled()
            .start()) {
      int rounds = 0;
      for (int round = 0; round < 120; round++) {
        long before = allocated();
        for (int i = 0; i < 16; i++) {
          line.accept(monitor);
        }
        rounds += round >= 40 && allocated() > before ? 1 : 0;
        monitor.poll(16);
      }
      // the JVM itself allocates now and then, on whatever thread runs
      assertTrue(rounds <= 8, rounds + " of 80 rounds of 16 captures allocated");
      assertEquals(1920, monitor.status().judged().observations());
    }
  }

  @Test
  void aFullRingDropsAndCounts() {
    try (Monitor monitor = builder().slots(4).start()) {
      for (int i = 0; i < 10; i++) {
        line(monitor);
      }
      MonitorStatus full = monitor.status();
      assertEquals(4, full.captured().claimed());
      assertEquals(6, full.captured().dropped());
      assertEquals(10, full.captured().sampled());
      assertEquals(4, full.captured().unfinished());
      assertEquals(4, monitor.poll(100));
      line(monitor);
      assertEquals(5, monitor.status().captured().claimed());
      assertBalanced(monitor.status());
    }
  }

  @Test
  void slotsAreRoundedUpToAPowerOfTwo() {
    for (int slots : new int[] {2, 3, 4, 5, 33}) {
      try (Monitor monitor = builder().slots(slots).start()) {
        for (int i = 0; i < 100; i++) {
          line(monitor);
        }
        int expected = 1;
        while (expected < slots) {
          expected *= 2;
        }
        assertEquals(expected, monitor.status().captured().claimed());
      }
    }
  }

  @Test
  void anAbortGivesTheSlotBack() {
    try (Monitor monitor = builder().slots(2).start()) {
      for (int i = 0; i < 50; i++) {
        try (Capture capture = monitor.capture()) {
          assertTrue(capture.isSampled());
          capture.embedding(EMBEDDING);
        }
      }
      assertEquals(50, monitor.status().captured().aborted());
      assertEquals(0, monitor.status().captured().dropped());
      assertEquals(0, monitor.poll(100));
      assertBalanced(monitor.status());
    }
  }

  @Test
  void committingTwiceAndClosingAfterwardsIsHarmless() {
    try (Monitor monitor = builder().slots(2).start()) {
      try (Capture capture = monitor.capture()) {
        capture.embedding(EMBEDDING).commit();
        assertFalse(capture.isSampled());
        capture.commit();
        capture.embedding(EMBEDDING).close();
        capture.commit();
      }
      assertEquals(1, monitor.status().captured().claimed());
      assertEquals(0, monitor.status().captured().aborted());
      assertEquals(1, monitor.poll(100));
      assertBalanced(monitor.status());
    }
  }

  @Test
  void aCaptureOfThePastCannotTouchItsSlotsNextObservation() throws Exception {
    try (Monitor monitor = builder().slots(2).start()) {
      Capture past = monitor.capture();
      past.embedding(EMBEDDING).commit();
      monitor.poll(1);
      // as if another thread came between commit() and the close() of a try-with-resources
      elsewhere(() -> List.of(monitor.capture(), monitor.capture()));
      past.tag("camera", "wrong").close();
      past.commit();
      assertFalse(past.isSampled());
      MonitorStatus status = monitor.status();
      assertEquals(0, status.captured().aborted());
      assertEquals(2, status.captured().unfinished());
      assertFalse(monitor.capture().isSampled(), "both slots are held by the other thread");
      assertEquals(0, monitor.poll(10));
    }
  }

  /** The next capture of the same slot is the same thread's: once its close() hit that one. */
  @Test
  void aLateCloseDoesNotAbortTheSameThreadsNextCapture() {
    try (Monitor monitor = builder().slots(2).start()) {
      Capture elsewhere = monitor.capture(); // holds the other slot
      for (int i = 0; i < 50; i++) {
        Capture first = monitor.capture();
        first.embedding(EMBEDDING).commit();
        first.commit();
        monitor.poll(1);
        Capture second = monitor.capture();
        assertTrue(second.isSampled());
        first.close();
        first.commit();
        first.tag("camera", "wrong");
        assertFalse(first.isSampled());
        assertTrue(second.isSampled());
        second.embedding(EMBEDDING).commit();
        assertEquals(1, monitor.poll(10));
      }
      elsewhere.commit();
      assertEquals(0, monitor.status().captured().aborted());
      assertEquals(100, monitor.status().judged().observations());
    }
  }

  @Test
  void useAfterCloseDoesNothing() {
    Monitor monitor = builder().start();
    line(monitor);
    Capture open = monitor.capture();
    monitor.close();
    monitor.close();
    assertFalse(monitor.capture().isSampled());
    line(monitor);
    open.embedding(EMBEDDING).commit();
    MonitorStatus status = monitor.status();
    assertFalse(status.running());
    assertEquals(2, status.captured().claimed());
    assertEquals(1, status.judged().observations());
    assertEquals(1, status.captured().unfinished());
  }

  @Test
  void aClockOrSamplerThatThrowsCostsNoSlotAndReachesNoHost() {
    AtomicInteger calls = new AtomicInteger();
    try (Monitor monitor =
        builder()
            .slots(2)
            .clock(
                () -> {
                  if (calls.getAndIncrement() < 10) {
                    throw new IllegalStateException("a clock that fails at first");
                  }
                  return java.time.Instant.EPOCH;
                })
            .start()) {
      for (int i = 0; i < 10; i++) {
        assertFalse(monitor.capture().isSampled());
      }
      line(monitor);
      line(monitor);
      assertEquals(2, monitor.poll(10));
      assertBalanced(monitor.status());
    }
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .polled()
            .sampler(
                Sampler.fraction(
                    0.5,
                    () -> {
                      throw new AssertionError("a sampler that fails");
                    }))
            .start()) {
      assertFalse(monitor.capture().isSampled());
    }
  }

  @Test
  void unusableArgumentsAreIgnoredOrCountedAndNeverThrown() {
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .embedder(new QuadrantEmbedder())
            .polled()
            .start()) {
      monitor
          .capture()
          .image((Frame) null)
          .image(null, 1, 1, PixelFormat.RGB)
          .image(new byte[3], 1, 1, (PixelFormat) null)
          .image(new byte[3], 1, 1, (YuvFormat) null)
          .image((ByteBuffer) null, 1, 1, YuvFormat.NV12)
          .image(null, 1, null, null, 1, 1, 1, YuvFormat.I420)
          .embedding((float[]) null)
          .logits((float[]) null)
          .tag(null, "x")
          .tag("x", null)
          .predictedClass(-7)
          .commit();
      monitor.capture().image(new byte[5], 1, 2, PixelFormat.RGB).commit();
      monitor.capture().image(new byte[5], -1, 2, PixelFormat.RGB).commit();
      monitor.capture().image(new byte[5], 1 << 30, 1 << 30, PixelFormat.RGBA).commit();
      monitor.capture().embedding(new float[3]).logits(new float[9]).commit();
      monitor.capture().embedding(new float[] {1, 2, Float.NaN, 4}).commit();
      monitor.capture().logits(new float[] {1, 2, Float.POSITIVE_INFINITY}).commit();
      Capture many = monitor.capture();
      for (int i = 0; i < 20; i++) {
        many.tag("key" + i, "value");
      }
      many.commit();
      assertEquals(8, monitor.poll(100));
      MonitorStatus status = monitor.status();
      assertEquals(
          java.util.Map.of(
              Flaw.TAG_COUNT, 1L,
              Flaw.IMAGE_SIZE, 3L,
              Flaw.SLICE_TAG, 8L,
              Flaw.EMBEDDING_LENGTH, 1L,
              Flaw.LOGITS_LENGTH, 1L,
              Flaw.EMBEDDING_NOT_FINITE, 1L,
              Flaw.LOGITS_NOT_FINITE, 1L),
          status.judged().flaws());
      assertEquals(0, status.failures().evaluation());
      assertEquals(0, status.failures().embedder());
    }
  }

  /** Fills a capture with a pattern that tells from every part whose it is. */
  private static void pattern(Capture capture, int number, byte[] pixels) {
    int large = number % 3 == 0 ? 1 : 0; // with patches
    int width = 64 * large + 1 + number % 7;
    int height = 64 * large + 3;
    Arrays.fill(pixels, 0, width * height * 3, (byte) number);
    float[] embedding = new float[64];
    Arrays.fill(embedding, number);
    float[] logits = new float[64];
    Arrays.fill(logits, -number);
    capture
        .image(pixels, width, height, PixelFormat.RGB)
        .embedding(embedding)
        .logits(logits)
        .predictedClass(number)
        .tag("number", String.valueOf(number));
  }

  private static void assertWhole(SlotObservation slot) {
    int number = slot.predictedClass();
    assertEquals(String.valueOf(number), slot.tag("number"));
    assertEquals(64, slot.embedding().length);
    Frame frame = slot.frame();
    int large = number % 3 == 0 ? 1 : 0;
    assertEquals(64 * large + 1 + number % 7, frame.fullWidth());
    assertEquals(5 * large, frame.patches().size());
    boolean whole = true;
    for (float v : slot.embedding()) {
      whole &= v == number;
    }
    for (float v : slot.logits()) {
      whole &= v == -number;
    }
    for (int i = 0; i < frame.width() * frame.height() * 3; i++) {
      whole &= frame.pixels()[i] == (byte) number;
    }
    for (Frame patch : frame.patches()) {
      for (int i = 0; i < 64 * 64 * 3; i++) {
        whole &= patch.pixels()[patch.offset() + i] == (byte) number;
      }
    }
    assertTrue(whole, "torn");
  }

  @Tag("slow")
  @Test
  void noObservationIsLostOrTornAmongManyThreads() throws Exception {
    SlotShape shape =
        new SlotShape(
            Optional.of(new CapturePolicy(16, 16)),
            Optional.empty(),
            64,
            64,
            List.of(),
            List.of(),
            0);
    TagValues tags = new TagValues(100_000);
    SlotRing<SlotObservation> ring =
        new SlotRing<>(8, r -> new SlotObservation(r, shape, tags, System::nanoTime));
    int producers = 4;
    AtomicInteger committed = new AtomicInteger();
    AtomicInteger aborted = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      Thread thread =
          new Thread(
              () -> {
                byte[] pixels = new byte[71 * 67 * 3];
                for (int i = 0; i < 4_000; i++) {
                  SlotObservation slot = ring.claim();
                  while (slot == null) {
                    Thread.onSpinWait();
                    slot = ring.claim();
                  }
                  SlotCapture begun = slot.begin(i, i, 1);
                  if (producer == 0 && i == 2_000) {
                    held.getAndIncrement(); // a host that forgets
                    continue;
                  }
                  try (Capture capture = begun) {
                    pattern(capture, i * producers + producer, pixels);
                    if (i % 5 == 0) {
                      aborted.getAndIncrement();
                    } else {
                      capture.commit();
                      committed.getAndIncrement();
                    }
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    long drained = 0;
    boolean alive = true;
    while (alive) {
      alive = threads.stream().anyMatch(Thread::isAlive);
      for (SlotObservation slot = ring.take(); slot != null; slot = ring.take()) {
        assertWhole(slot);
        assertTrue(ring.release(slot));
        drained++;
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(committed.get(), drained);
    assertEquals(aborted.get(), ring.aborts());
    assertEquals(ring.claims(), drained + ring.aborts() + held.get());
    assertEquals(ring.releases(), drained);
    assertEquals(held.get(), ring.held());
    assertEquals(0, ring.waiting());
    int free = 0;
    while (ring.claim() != null) {
      free++;
    }
    assertEquals(ring.capacity(), free + held.get(), "no slot is lost or there twice");
  }

  @Test
  void countersOfAMonitorBalanceAmongManyThreads() throws Exception {
    try (Monitor monitor = builder().slots(8).start()) {
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < 4; p++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    try (Capture capture = monitor.capture()) {
                      capture.embedding(EMBEDDING).logits(LOGITS);
                      if (i % 3 != 0) {
                        capture.commit();
                      }
                    }
                  }
                });
        threads.add(thread);
        thread.start();
      }
      while (threads.stream().anyMatch(Thread::isAlive)) {
        monitor.poll(16);
      }
      while (monitor.poll(16) > 0) {
        // the rest
      }
      MonitorStatus status = monitor.status();
      assertEquals(20_000, status.captured().sampled());
      assertEquals(0, status.captured().unfinished());
      assertBalanced(status);
      assertEquals(0, status.failures().evaluation());
      assertTrue(status.judged().observations() > 0 && status.captured().aborted() > 0);
    }
  }

  @Test
  void theCaptureOfAnUnsampledCallIsShared() {
    assertSame(NoCapture.INSTANCE, NoCapture.INSTANCE.image(FRAME).tag("a", "b").logits(LOGITS));
    try (Monitor monitor = builder().start()) {
      assertNotSame(NoCapture.INSTANCE, monitor.capture());
    }
  }
}
