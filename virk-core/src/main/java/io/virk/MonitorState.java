package io.virk;

/** What a monitor does. */
public enum MonitorState {
  /** It learns its baseline from live traffic and judges nothing yet. */
  LEARNING,
  /** It judges windows. */
  WATCHING,
  /** It has been closed. */
  CLOSED
}
