package io.virk.stats;

import io.virk.stats.internal.KernelSelection;

/**
 * Which numeric kernels this JVM uses, and why. The choice is made once, at the first use; the
 * system property {@code virk.simd} takes part in it: {@code auto} (default) takes the Vector API
 * where it works, {@code off} never, {@code force} makes its absence an error.
 *
 * @param kernels {@code scalar}, or {@code vector} and its width, as in {@code vector 512 bit}
 * @param reason one sentence for the operator; names the flag to add where one would help
 */
public record Acceleration(String kernels, String reason) {

  /**
   * The choice of this JVM.
   *
   * @throws IllegalStateException if {@code virk.simd} is {@code force} and the Vector API cannot
   *     be used, with the reason, if it is none of the three words, or if {@code virk.caches} is
   *     set and does not give two sizes of caches
   */
  public static Acceleration inUse() {
    KernelSelection selection = KernelSelection.selected();
    return new Acceleration(selection.kernels().name(), selection.reason());
  }

  /** Whether these are the Vector API kernels. */
  public boolean isVector() {
    return kernels.startsWith("vector");
  }
}
