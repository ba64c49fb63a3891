package io.virk.capture.internal;

import java.util.function.LongSupplier;

/**
 * What a piece of work has cost its thread: CPU time where the JVM measures it, otherwise the time
 * that passed. One thread at a time, the one whose time it is.
 */
final class CpuTime {
  private static final long NOT_MEASURED = -1;

  private final LongSupplier cpu;
  private final LongSupplier passed;
  private volatile boolean measured = true;

  /**
   * Measures by given clocks.
   *
   * @param cpu nanoseconds that the calling thread has run; negative or throws if they are not
   *     measured
   * @param passed nanoseconds that have passed, for a thread whose CPU time is not measured
   */
  CpuTime(LongSupplier cpu, LongSupplier passed) {
    this.cpu = cpu;
    this.passed = passed;
  }

  /** By the JVM's CPU clock of threads, where it has one. */
  static CpuTime ofThreads(LongSupplier passed) {
    if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
      return new CpuTime(() -> NOT_MEASURED, passed);
    }
    try {
      return new CpuTime(ThreadCpuClock.start(), passed);
    } catch (RuntimeException | LinkageError e) { // a JVM without it: by the time that passes
      return new CpuTime(() -> NOT_MEASURED, passed);
    }
  }

  /**
   * Work begins.
   *
   * @return for {@link #since}
   */
  long begin() {
    return now();
  }

  /**
   * What work has cost.
   *
   * @param begin when it began
   * @return nanoseconds, &ge; 0; 0 if the clocks cannot say
   */
  long since(long begin) {
    boolean before = measured;
    long now = now();
    return before == measured ? Math.max(0, now - begin) : 0;
  }

  private long now() {
    if (measured) {
      long now = cpuOrNot();
      if (now >= 0) {
        return now;
      }
      measured = false; // a virtual thread, or a JVM that does not measure
    }
    try {
      return passed.getAsLong();
    } catch (Throwable e) { // a clock of the host's that throws: its work is not counted
      return 0;
    }
  }

  private long cpuOrNot() {
    try {
      return cpu.getAsLong();
    } catch (Throwable e) {
      return NOT_MEASURED;
    }
  }

  /** Whether it is CPU time; if not, time that passed. Any thread. */
  boolean isCpu() {
    return measured;
  }
}
