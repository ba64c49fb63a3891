package io.virk.event;

import io.virk.internal.Text;

/**
 * An observation came in a context that the baseline has never seen, for example a product that is
 * new on the line. Told once for each; its observations are recorded, counted as the flaw {@code
 * CONTEXT_NEW}, and not judged, for there is nothing to compare them with.
 *
 * @param monitor name of the monitor
 * @param key name of the context's tag
 * @param value its new value
 * @param sequence number of the first such observation
 * @param epochMillis its time
 */
public record ContextFound(
    String monitor, String key, String value, long sequence, long epochMillis)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "product=c is new; the baseline does not know it. Its observations are not
   *     judged"
   */
  public String inWords() {
    return Text.clean(key)
        + "="
        + Text.clean(value)
        + " is new; the baseline does not know it. Its observations are not judged";
  }
}
