package io.virk.capture.internal;

/**
 * Keeps a thread within a share of one core: work is paid from an allowance that grows with time,
 * up to what a second gives. Where it is used up, the thread rests until it is positive again, five
 * seconds at most: what it owes beyond that is forgiven, so that one long piece of work cannot
 * silence it.
 *
 * <p>Spent by one thread; {@link #isExceeded} may be read by any.
 */
final class CpuBudget {
  static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The longest rest. */
  static final long LONGEST_REST = 5 * NANOS_PER_SECOND;

  private final double share;
  private double allowance;
  private long last;
  private boolean started;
  private volatile boolean exceeded;

  /**
   * Makes a full allowance.
   *
   * @param share of one core, in (0, 1]; 1 never rests
   */
  CpuBudget(double share) {
    this.share = share;
    this.allowance = share * NANOS_PER_SECOND;
  }

  /**
   * Pays for work.
   *
   * @param used the thread's CPU time, nanoseconds; &lt; 0 counts as 0
   * @param now when it ended, nanoseconds of the clock by which the allowance grows
   * @return how long to rest now, nanoseconds; 0 if there is an allowance left
   */
  long spend(long used, long now) {
    if (share >= 1) {
      return 0;
    }
    if (!started) {
      started = true;
      last = now;
    }
    allowance = Math.min(share * NANOS_PER_SECOND, allowance + share * Math.max(0, now - last));
    last = now;
    allowance = Math.max(-share * LONGEST_REST, allowance - Math.max(0, used));
    exceeded = allowance < 0;
    return exceeded ? (long) Math.ceil(-allowance / share) : 0;
  }

  /** Says that the rest is over. */
  void rested() {
    exceeded = false;
  }

  /** The share of one core. */
  double share() {
    return share;
  }

  /**
   * Whether the thread rests because its allowance is used up.
   *
   * @return a snapshot
   */
  boolean isExceeded() {
    return exceeded;
  }
}
