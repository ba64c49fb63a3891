package io.virk.capture;

import java.time.Duration;
import java.util.Locale;

/**
 * What one embedding costs VIRK's thread, and what that means beside its CPU budget.
 *
 * @param each CPU time of one embedding, lately; what an embedder's own threads use is not in it
 * @param perSecond how many the CPU budget allows a second; infinite without one
 */
public record EmbeddingCost(Duration each, double perSecond) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * How often windows can be judged, if every observation has to be embedded.
   *
   * @param window observations of a window, &gt; 0
   * @param slices how many slices share the budget, &gt; 0
   * @return the time in which each slice's window fills at best; zero without a budget
   */
  public Duration windowEvery(int window, int slices) {
    return Duration.ofNanos((long) (NANOS_PER_SECOND * window * slices / perSecond));
  }

  /**
   * The same as a sentence.
   *
   * @param window observations of a window, &gt; 0
   * @param slices how many slices share the budget, &gt; 0
   * @return for example "one embedding costs 15.0 ms, the CPU budget allows 6.7 a second: with
   *     windows of 64 and 24 slices, one is judged every 230 s at most"
   */
  public String inWords(int window, int slices) {
    String cost =
        String.format(Locale.ROOT, "one embedding costs %.1f ms", each.toNanos() / NANOS_PER_MILLI);
    return Double.isInfinite(perSecond)
        ? cost
        : String.format(
            Locale.ROOT,
            "%s, the CPU budget allows %.1f a second: with windows of %d and %s, one is judged every"
                + " %s at most",
            cost,
            perSecond,
            window,
            slices == 1 ? "one slice" : slices + " slices",
            time(windowEvery(window, slices)));
  }

  private static String time(Duration duration) {
    double seconds = duration.toNanos() / NANOS_PER_SECOND;
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.1f minutes", seconds / 60);
  }
}
