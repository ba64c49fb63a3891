package io.virk.capture.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/** The JVM's CPU clock of threads. The one class that links to {@code java.management}. */
final class ThreadCpuClock implements LongSupplier {
  private final ThreadMXBean threads;

  private ThreadCpuClock(ThreadMXBean threads) {
    this.threads = threads;
  }

  /** Finds it. It loads classes: called when a monitor starts. */
  static LongSupplier start() {
    return new ThreadCpuClock(ManagementFactory.getThreadMXBean());
  }

  @Override
  public long getAsLong() {
    return threads.getCurrentThreadCpuTime();
  }
}
