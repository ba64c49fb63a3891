package io.virk.capture;

import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Locale;

/**
 * What one embedding costs VIRK's thread, and what that means beside its CPU budget.
 *
 * @param each CPU time of one embedding, lately; what an embedder's own threads use is not in it
 * @param perSecond how many the CPU budget allows a second; infinite without one
 * @param window observations of a window; 0 if nothing is judged yet
 * @param slices how many slices share the budget, &ge; 1
 */
public record EmbeddingCost(Duration each, double perSecond, int window, int slices) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * The same, of a monitor that judges.
   *
   * @param ofWindow observations of a window, &gt; 0
   * @param ofSlices how many slices share the budget, &ge; 1
   * @return what it means there
   */
  public EmbeddingCost of(int ofWindow, int ofSlices) {
    return new EmbeddingCost(each, perSecond, ofWindow, ofSlices);
  }

  /**
   * How often windows can be judged, if every observation has to be embedded.
   *
   * @return the time in which each slice's window fills at best; zero without a budget or a window
   */
  public Duration windowEvery() {
    return Duration.ofNanos((long) (NANOS_PER_SECOND * window * slices / perSecond));
  }

  /**
   * All of it as a sentence.
   *
   * @return for example "one embedding costs 15.0 ms, the CPU budget allows 6.7 a second: with
   *     windows of 64 and 24 slices, one is judged every 3.8 min at best"
   */
  public String text() {
    String cost = "one embedding costs " + Durations.about(each.toNanos());
    if (Double.isInfinite(perSecond)) {
      return cost;
    }
    cost = String.format(Locale.ROOT, "%s, the CPU budget allows %.1f a second", cost, perSecond);
    return window == 0
        ? cost
        : String.format(
            Locale.ROOT,
            "%s: with windows of %d and %s, one is judged every %s at best",
            cost,
            window,
            slices == 1 ? "one slice" : slices + " slices",
            Durations.about(windowEvery().toNanos()));
  }
}
