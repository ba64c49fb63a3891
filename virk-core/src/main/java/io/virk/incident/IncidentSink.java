package io.virk.incident;

import java.io.IOException;

/**
 * Takes incidents beside the folder: an object store, a pager, a queue. Called on a thread of its
 * own, one incident after the other; VIRK's thread and the folder never wait for it. What it cannot
 * take is told, and tried again, ever more seldom; the bundle in the folder stays whatever becomes
 * of it.
 */
@FunctionalInterface
public interface IncidentSink {
  /**
   * Takes an incident. Called again with a later state of the same one ({@link Incident#name}) as
   * it grows and when it closes; a state that waits makes room for a later one.
   *
   * @param incident as the redactor and private tags leave it
   * @throws IOException if it cannot be taken now; any other exception is as good
   */
  void write(Incident incident) throws IOException;
}
