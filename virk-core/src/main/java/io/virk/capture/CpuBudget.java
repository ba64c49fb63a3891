package io.virk.capture;

/**
 * Keeps a thread within a share of one core: work is paid from an allowance that grows with time,
 * up to what a second gives. Where it is used up, the thread rests until it is positive again.
 *
 * <p>Spent by one thread; {@link #isExceeded} may be read by any.
 */
public final class CpuBudget {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

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
  public CpuBudget(double share) {
    this.share = share;
    this.allowance = share * NANOS_PER_SECOND;
  }

  /**
   * Pays for work.
   *
   * @param begin when it began, nanoseconds of any clock
   * @param end when it ended
   * @return how long to rest now, nanoseconds; 0 if there is an allowance left
   */
  public long spend(long begin, long end) {
    if (share >= 1) {
      return 0;
    }
    if (!started) {
      started = true;
      last = begin;
    }
    allowance = Math.min(share * NANOS_PER_SECOND, allowance + share * Math.max(0, end - last));
    last = end;
    allowance -= Math.max(0, end - begin);
    exceeded = allowance < 0;
    return exceeded ? (long) Math.ceil(-allowance / share) : 0;
  }

  /** Says that the rest is over. */
  public void rested() {
    exceeded = false;
  }

  /**
   * Whether the thread rests because its allowance is used up.
   *
   * @return a snapshot
   */
  public boolean isExceeded() {
    return exceeded;
  }
}
