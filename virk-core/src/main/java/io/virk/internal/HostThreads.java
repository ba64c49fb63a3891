package io.virk.internal;

import java.util.concurrent.ThreadFactory;

/** Threads that a factory of the host's makes. */
public final class HostThreads {
  private HostThreads() {}

  /**
   * Makes a thread; it is not started.
   *
   * @param factory makes it
   * @param task what it runs
   * @return never null
   * @throws IllegalStateException if the factory answers null
   * @throws RuntimeException or Error, whatever the factory throws
   */
  public static Thread make(ThreadFactory factory, Runnable task) {
    Thread made = factory.newThread(task);
    if (made == null) {
      throw new IllegalStateException("threadFactory: null (expected: a thread)");
    }
    return made;
  }
}
