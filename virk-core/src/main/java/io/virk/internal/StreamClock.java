package io.virk.internal;

/**
 * How far a stream has come by times that hosts set, in any unit. What comes late, or of a clock
 * set back, is no progress; a leap counts as a longest step, whether it was a silence or a clock
 * that was years ahead for once. After such a leap everything else would be late for years: so
 * where {@value #PATIENCE} times in a row lie more than a longest step behind, the stream is where
 * they are. A source that is late for good, between others that are not, never sets it back.
 *
 * <p>Not thread-safe.
 */
public final class StreamClock {
  private static final int PATIENCE = 64;

  private final double longest;
  private long position;
  private int behind;

  /**
   * Makes one that stands at 0.
   *
   * @param longest step that counts, &gt; 0
   */
  public StreamClock(double longest) {
    this.longest = longest;
  }

  /**
   * Sets it.
   *
   * @param to where the stream is
   */
  public void set(long to) {
    set(to, 0);
  }

  /**
   * Sets it to where another one stood.
   *
   * @param to where the stream is
   * @param timesBehind what its {@link #behind} said
   */
  public void set(long to, int timesBehind) {
    position = to;
    behind = timesBehind;
  }

  /**
   * How many times in a row lay more than a longest step behind.
   *
   * @return 0 .. 63
   */
  public int behind() {
    return behind;
  }

  /**
   * Checks what another one said.
   *
   * @param timesBehind to be passed to {@link #set(long, int)}
   * @return the same
   * @throws IllegalArgumentException if none can say so
   */
  public static int checkedBehind(int timesBehind) {
    if (timesBehind < 0 || timesBehind >= PATIENCE) {
      throw new IllegalArgumentException(
          "behind: " + timesBehind + " (expected: 0 .. " + (PATIENCE - 1) + ")");
    }
    return timesBehind;
  }

  /**
   * Where the stream is.
   *
   * @return the largest time so far, but for leaps that were taken back
   */
  public long position() {
    return position;
  }

  /**
   * Takes a time.
   *
   * @param now of an observation
   * @return the progress, 0 .. longest
   */
  public double advance(long now) {
    if (now < position - longest) {
      if (++behind == PATIENCE) {
        set(now);
      }
      return 0;
    }
    behind = 0;
    double step = Math.min(longest, Math.max(0, (double) now - position));
    position = Math.max(position, now);
    return step;
  }
}
