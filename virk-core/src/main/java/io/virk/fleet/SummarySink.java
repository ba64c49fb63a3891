package io.virk.fleet;

import java.io.IOException;
import java.util.List;

/**
 * Takes the summaries of a monitor: a folder, a topic, a table. Called on a thread of its own, one
 * call after the other; VIRK's thread never waits for it. What it cannot take now waits, within
 * bounds, and is offered again, ever more seldom; so it may get a summary twice, and knows it by
 * its {@link SliceSummary#id}.
 */
@FunctionalInterface
public interface SummarySink {
  /**
   * Takes summaries: all of them, or none if it throws.
   *
   * @param summaries at least one, in the order in which their periods ended
   * @throws IOException if they cannot be taken now; any other exception is as good
   */
  void write(List<SliceSummary> summaries) throws IOException;
}
