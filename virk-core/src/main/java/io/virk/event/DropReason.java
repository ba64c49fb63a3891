package io.virk.event;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Why an inference that the sampler chose was not observed. */
public enum DropReason {
  /** All slots were with the host or waited for VIRK's thread, which had not used up its budget. */
  NO_SLOT("no slot was free"),
  /** All slots were taken while VIRK's thread rested, for it had used up its CPU budget. */
  CPU_BUDGET("VIRK's thread rested");

  private final String words;

  DropReason(String words) {
    this.words = words;
  }

  /**
   * The reason in words.
   *
   * @return for example "no slot was free"
   */
  public String inWords() {
    return words;
  }

  /**
   * How many by reason, in words.
   *
   * @param counts by reason. Not modified.
   * @return for example "26 as no slot was free, 3 as VIRK's thread rested"; reasons of none are
   *     left out
   */
  public static String inWords(Map<DropReason, Long> counts) {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(
            count ->
                String.format(Locale.ROOT, "%,d as %s", count.getValue(), count.getKey().words))
        .collect(Collectors.joining(", "));
  }
}
