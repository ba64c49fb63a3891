package io.virk.bench.host;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * Processor time of the threads of a monitor, which are found by their names.
 *
 * @param own of VIRK's own thread, ns
 * @param others of its threads for listeners, incidents and sinks, ns
 */
record VirkThreads(long own, long others) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** As of now. */
  static VirkThreads of(String monitor) {
    String name = "virk-" + monitor;
    long own = 0;
    long others = 0;
    for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith(name)) {
        long cpu = Math.max(0, THREADS.getThreadCpuTime(info.getThreadId()));
        if (info.getThreadName().equals(name)) {
          own += cpu;
        } else if (info.getThreadName().startsWith(name + "-")) {
          others += cpu;
        }
      }
    }
    return new VirkThreads(own, others);
  }
}
