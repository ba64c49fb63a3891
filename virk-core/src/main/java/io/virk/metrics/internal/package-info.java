/**
 * Not API: the Flight Recorder events. Their names and fields are; docs/metrics.md lists them.
 *
 * <p>Only {@link io.virk.metrics.internal.JfrFlightEvents} and the event classes link to {@code
 * jdk.jfr}, which an image of the JVM may lack; {@link io.virk.metrics.internal.FlightEvents}
 * decides whether they are loaded.
 */
package io.virk.metrics.internal;
