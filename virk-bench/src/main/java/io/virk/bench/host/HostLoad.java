package io.virk.bench.host;

import io.virk.Monitor;
import io.virk.MonitorStatus;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The threads of a host. At full speed each begins the next inference as one ends. Of arrivals,
 * each takes the next that is due, and latency counts from when it was due: an inference that had
 * to wait for the one before it is as late as whoever asked for it sees it (no coordinated
 * omission).
 */
final class HostLoad implements AutoCloseable {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long FIRST_NANOS = 2_000_000;
  private static final long SETTLING_NANOS = 2_000_000_000;
  private static final long LOOK_NANOS = 2_000_000;

  private final HostScene scene;
  private final int threads;
  private final ExecutorService pool;
  private final Pauses pauses = new Pauses();
  private final AtomicLong inferences = new AtomicLong();

  HostLoad(HostScene scene, int threads) {
    this.scene = scene;
    this.threads = threads;
    pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "host");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What is run.
   *
   * @param scenario of it
   * @param perSecond inferences that arrive; 0 for full speed
   * @param millis how long
   * @param seed of the times of arrival
   */
  record Task(Scenario scenario, double perSecond, int millis, long seed) {}

  /** What one thread has done. */
  private record Worked(Histogram latency, long cpu, long allocated, long end) {}

  /**
   * Runs a block.
   *
   * @param task what
   * @param monitor null without VIRK
   */
  Block run(Task task, Monitor monitor) {
    System.gc(); // each begins alike
    String name = monitor == null ? "" : monitor.status().monitor();
    VirkThreads before = monitor == null ? new VirkThreads(0, 0) : VirkThreads.of(name);
    long[] due = task.perSecond > 0 ? arrivals(task) : new long[0];
    long beganAt = Pauses.now();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    List<Future<Worked>> futures = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      futures.add(
          pool.submit(
              () ->
                  task.perSecond > 0
                      ? arriving(task, monitor, begin, due, next)
                      : fullSpeed(task, monitor, begin)));
    }
    Histogram latency = Block.histogram();
    long end = begin;
    long hostCpu = 0;
    long allocated = 0;
    for (Future<Worked> future : futures) {
      Worked worked = get(future);
      latency.add(worked.latency);
      end = Math.max(end, worked.end);
      hostCpu += worked.cpu;
      allocated += worked.allocated;
    }
    long cpuLoad = SYSTEM.getProcessCpuTime();
    long endedAt = Pauses.now();
    settle(task.scenario, monitor);
    long cpuAfter = SYSTEM.getProcessCpuTime();
    double elapsed = (System.nanoTime() - begin) / 1e9;
    VirkThreads after = monitor == null ? before : VirkThreads.of(name);
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Block(
        latency,
        (end - begin) / 1e9,
        (cpuLoad - cpuBefore) / 1e9,
        (cpuAfter - cpuBefore) / 1e9,
        hostCpu / 1e9,
        allocated,
        pauses.between(beganAt, endedAt),
        elapsed,
        (after.own() - before.own()) / 1e9,
        (after.others() - before.others()) / 1e9,
        heap);
  }

  private static Worked get(Future<Worked> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the host failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Times after the begin at which inferences are due, ns: a Poisson process. */
  static long[] arrivals(Task task) {
    SplittableRandom random = new SplittableRandom(task.seed);
    int count = (int) Math.max(1, Math.round(task.perSecond * task.millis / 1e3));
    long[] due = new long[count];
    double at = FIRST_NANOS;
    for (int i = 0; i < count; i++) {
      due[i] = (long) at;
      at += -Math.log(1 - random.nextDouble()) * 1e9 / task.perSecond;
    }
    return due;
  }

  private Worked fullSpeed(Task task, Monitor monitor, long begin) {
    Histogram latency = Block.histogram();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long end = begin + task.millis * 1_000_000L;
    long now = System.nanoTime();
    while (now - end < 0) {
      infer(task, monitor, now - begin);
      long done = System.nanoTime();
      latency.recordValue(done - now);
      now = done;
    }
    return worked(latency, cpu, allocated);
  }

  private Worked arriving(Task task, Monitor monitor, long begin, long[] due, AtomicInteger next) {
    Histogram latency = Block.histogram();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = next.getAndIncrement(); i < due.length; i = next.getAndIncrement()) {
      long intended = begin + due[i];
      for (long now = System.nanoTime(); now - intended < 0; now = System.nanoTime()) {
        LockSupport.parkNanos(intended - now);
      }
      infer(task, monitor, due[i]);
      latency.recordValue(System.nanoTime() - intended);
    }
    return worked(latency, cpu, allocated);
  }

  private static Worked worked(Histogram latency, long cpu, long allocated) {
    return new Worked(
        latency,
        THREADS.getCurrentThreadCpuTime() - cpu,
        THREADS.getCurrentThreadAllocatedBytes() - allocated,
        System.nanoTime());
  }

  /** One inference, as a host would write it. */
  private void infer(Task task, Monitor monitor, long sinceBegin) {
    boolean dark = task.scenario.drifts() && sinceBegin > task.millis * 1_000_000L / 4;
    HostScene.Shot shot = scene.shot(inferences.getAndIncrement(), dark);
    HostModel.Outputs outputs = shot.input().run();
    if (monitor != null) {
      monitor
          .capture()
          .image(shot.frame())
          .embedding(outputs.embedding())
          .logits(outputs.logits())
          .tag("camera", shot.camera())
          .commit();
    }
  }

  /** Lets VIRK's threads do what is left to them, that it does not fall into the next block. */
  private static void settle(Scenario scenario, Monitor monitor) {
    if (monitor == null) {
      return;
    }
    long limit = System.nanoTime() + SETTLING_NANOS;
    while (System.nanoTime() - limit < 0) {
      MonitorStatus status = monitor.status();
      boolean taken = !scenario.isTaken() || status.captured().unfinished() == 0;
      boolean written = scenario != Scenario.DRIFT || status.events().incidentsWaiting() == 0;
      if (taken && written) {
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
    pauses.close();
  }
}
