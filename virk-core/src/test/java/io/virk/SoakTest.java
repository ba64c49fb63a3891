package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.capture.Capture;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sixty-four hosts against a consumer that is too slow, and against one that dies again and again.
 * Half of the hosts are virtual threads where the JDK has them. What is asserted are counts: every
 * capture is drained, dropped or aborted, to the last one.
 */
@Tag("soak")
@Tag("slow")
class SoakTest {
  /**
   * Bytes that a JVM may allocate when it throws compiled code away, once: objects that the code
   * had spared. One object in 10,000 captures would be more.
   */
  private static final long ONCE = 4_096;

  private static final int PRODUCERS = 64;
  private static final float[] LOGITS = {1, 2, 3};
  private static final float[] EMBEDDING = {1, 2, 3, 4};
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Optional<Method> START_VIRTUAL = startVirtual();

  /**
   * What the hosts themselves have counted; no LongAdder, which allocates where it is contended.
   */
  private static final class Hosts {
    final AtomicLong captures = new AtomicLong();
    final AtomicLong sampled = new AtomicLong();
    final AtomicLong committed = new AtomicLong();
    final AtomicLong closed = new AtomicLong();
    final AtomicLong thrown = new AtomicLong();

    /** Bytes that platform threads allocated while they captured, warm-up apart. */
    final AtomicLong allocated = new AtomicLong();
  }

  /** One inference of a host. */
  private interface Line {
    void fill(Capture capture, int number);
  }

  private static Optional<Method> startVirtual() {
    try {
      return Runtime.version().feature() < 21
          ? Optional.empty()
          : Optional.of(Thread.class.getMethod("startVirtualThread", Runnable.class));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread start(int producer, Runnable host) throws ReflectiveOperationException {
    if (producer % 2 == 1 && START_VIRTUAL.isPresent()) {
      return (Thread) START_VIRTUAL.get().invoke(null, host);
    }
    Thread thread = new Thread(host, "host-" + producer);
    thread.start();
    return thread;
  }

  /** All hosts, each as many captures, to the end. */
  private static void run(Monitor monitor, Hosts hosts, int each, Line line) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      boolean platform = p % 2 == 0 || START_VIRTUAL.isEmpty();
      threads.add(
          start(
              p,
              () -> {
                int warmUp = Math.min(each, 2_000);
                work(monitor, hosts, 0, warmUp, line);
                long before = platform ? THREADS.getCurrentThreadAllocatedBytes() : 0;
                work(monitor, hosts, warmUp, each, line);
                long after = platform ? THREADS.getCurrentThreadAllocatedBytes() : 0;
                hosts.allocated.getAndAdd(after - before);
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void work(Monitor monitor, Hosts hosts, int from, int to, Line line) {
    int sampled = 0;
    int committed = 0;
    int closed = 0;
    for (int i = from; i < to; i++) {
      try (Capture capture = monitor.capture()) {
        if (capture.isSampled()) {
          sampled++;
          line.fill(capture, i);
          if (i % 8 == 0) {
            Thread.yield(); // in mid-capture: a virtual thread may go on on another carrier
          }
          if (i % 5 == 0) {
            closed++;
          } else {
            capture.commit();
            committed++;
          }
        }
      } catch (RuntimeException e) {
        hosts.thrown.getAndIncrement();
      }
    }
    hosts.captures.getAndAdd(to - from);
    hosts.sampled.getAndAdd(sampled);
    hosts.committed.getAndAdd(committed);
    hosts.closed.getAndAdd(closed);
  }

  private static void assertBalanced(Hosts hosts, MonitorStatus status) {
    assertEquals(0, hosts.thrown.get(), "the hosts got an exception");
    assertEquals(hosts.captures.get(), status.captured().sampled(), () -> "" + status);
    assertEquals(hosts.sampled.get(), status.captured().claimed(), () -> "" + status);
    assertEquals(hosts.closed.get(), status.captured().aborted(), () -> "" + status);
    assertEquals(hosts.committed.get(), status.judged().observations(), () -> "" + status);
    assertEquals(0, status.captured().unfinished(), () -> "" + status);
    assertEquals(
        hosts.captures.get(),
        status.judged().observations() + status.captured().dropped() + status.captured().aborted(),
        () -> "" + status);
  }

  private static MonitorBuilder builder(Embedder embedder) {
    return Monitor.builder(Baselines.ofFourCameras())
        .embedder(embedder)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .slots(32)
        .closeTimeout(Duration.ofMinutes(1));
  }

  private static Line images() {
    Frame[] frames = new Frame[4];
    String[] cameras = new String[4];
    for (int i = 0; i < 4; i++) {
      frames[i] = Scenes.frame(i, 1, Baselines.WIDTH, Baselines.HEIGHT);
      cameras[i] = "cam-" + i;
    }
    return (capture, number) ->
        capture.image(frames[number % 4]).tag("camera", cameras[number % 4]);
  }

  @Test
  void aSlowConsumerLosesNothingThatItDoesNotCount() throws Exception {
    Hosts hosts = new Hosts();
    AtomicLong embedded = new AtomicLong();
    Embedder parking =
        new Hindered(
            frames -> {
              embedded.getAndAdd(frames.size());
              LockSupport.parkNanos(200_000);
            });
    Monitor monitor = builder(parking).start();
    run(monitor, hosts, 40_000, images());
    monitor.close();
    MonitorStatus status = monitor.status();
    assertBalanced(hosts, status);
    assertEquals(
        status.judged().observations() + 2, // two are timed before the first
        embedded.get(),
        "every drained observation was embedded");
    assertTrue(
        status.captured().dropped() > 0 && status.judged().observations() > 0, () -> "" + status);
    assertEquals(0, status.failures().embedder() + status.failures().evaluation());
  }

  @Test
  @Timeout(120)
  void aDyingConsumerLosesNothingThatItDoesNotCount() throws Exception {
    Hosts hosts = new Hosts();
    AtomicLong calls = new AtomicLong();
    AtomicLong died = new AtomicLong();
    AtomicLong told = new AtomicLong();
    Embedder dying =
        new Hindered(
            frames -> {
              long call = calls.getAndIncrement();
              if (call % 2 == 0) {
                died.getAndIncrement();
              }
              switch ((int) (call % 6)) {
                case 0 -> throw new OutOfMemoryError("the embedder's");
                case 2 -> throw new StackOverflowError();
                case 4 -> throw new EmbedderException("the model has failed", null);
                default -> {}
              }
            });
    MonitorListener throwing =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            if (told.getAndIncrement() % 2 == 0) {
              throw new AssertionError("a listener's");
            }
            throw new IllegalStateException("a listener's");
          }
        };
    Monitor monitor = builder(dying).listener(throwing).start();
    run(monitor, hosts, 40_000, images());
    while (monitor.status().judged().windows() == 0) { // hosts that never pause leave it little
      run(monitor, hosts, 10, images());
    }
    monitor.close();
    MonitorStatus status = monitor.status();
    assertBalanced(hosts, status);
    assertEquals(died.get(), status.failures().embedder());
    assertEquals(told.get(), status.failures().listeners());
    assertTrue(
        status.failures().embedder() > 0 && status.judged().windows() > 0, () -> "" + status);
    assertEquals(0, status.failures().evaluation());
  }

  @Test
  void theHeapIsFlatOverTenMillionCaptures() throws Exception {
    Hosts hosts = new Hosts();
    Line vectors =
        (capture, number) -> capture.embedding(EMBEDDING).logits(LOGITS).tag("camera", "cam-7");
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .slots(32)
            .closeTimeout(Duration.ofMinutes(1))
            .start();
    run(monitor, hosts, 1_000_000 / PRODUCERS, vectors);
    assertEquals(1_000_000, hosts.captures.get());
    long early = usedHeap();
    hosts.allocated.set(0);
    run(monitor, hosts, 9_000_000 / PRODUCERS, vectors);
    assertEquals(10_000_000, hosts.captures.get());
    long late = usedHeap();
    monitor.close();
    assertBalanced(hosts, monitor.status());
    long allocated = hosts.allocated.get();
    assertTrue(allocated < ONCE, allocated + " bytes allocated by hosts in 9,000,000 captures");
    assertTrue(
        late - early < 1_000_000, "heap after 10^6 captures " + early + ", after 10^7 " + late);
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** An embedder to which something happens first. */
  private static final class Hindered implements Embedder {
    private final Embedder embedder = new QuadrantEmbedder();
    private final java.util.function.Consumer<List<Frame>> mishap;

    Hindered(java.util.function.Consumer<List<Frame>> mishap) {
      this.mishap = mishap;
    }

    @Override
    public int embeddingLength() {
      return embedder.embeddingLength();
    }

    @Override
    public int logitsLength() {
      return embedder.logitsLength();
    }

    @Override
    public Embeddings embed(List<Frame> frames) {
      mishap.accept(frames);
      return embedder.embed(frames);
    }

    @Override
    public EmbedderProvenance provenance() {
      return embedder.provenance();
    }

    @Override
    public void close() {
      embedder.close();
    }
  }
}
