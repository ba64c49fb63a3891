package io.virk.metrics.internal;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/**
 * What all events share. Not registered by loading a class, which would cost whoever comes first
 * over a hundred milliseconds, but when a monitor starts.
 */
@Category("VIRK")
@Registered(false)
@StackTrace(false)
abstract class FlightEvent extends Event {
  @Label("Monitor")
  String monitor;
}
