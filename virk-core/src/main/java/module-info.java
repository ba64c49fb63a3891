/**
 * The monitor: capture, baselines, windows, detectors, drifts, diagnoses, incidents.
 *
 * <p>What is not exported is ours alone. Micrometer is optional: a host that binds its meters
 * requires {@code micrometer.core} itself.
 */
@SuppressWarnings({"requires-automatic", "module"})
module io.virk.core {
  requires transitive io.virk.stats;
  requires transitive java.desktop; // BufferedImage
  requires com.google.gson;
  requires java.management;
  requires java.net.http;
  requires jdk.jfr;
  requires HdrHistogram;
  requires org.slf4j;
  requires static micrometer.core;

  exports io.virk;
  exports io.virk.baseline;
  exports io.virk.baseline.facts;
  exports io.virk.capture;
  exports io.virk.cause;
  exports io.virk.cause.catalogue;
  exports io.virk.detect;
  exports io.virk.diagnose;
  exports io.virk.embed;
  exports io.virk.event;
  exports io.virk.fleet;
  exports io.virk.image;
  exports io.virk.incident;
  exports io.virk.label;
  exports io.virk.metrics;
  exports io.virk.report;
  exports io.virk.sampling;
  exports io.virk.signal;
  exports io.virk.internal to
      io.virk.embed;

  // records that stand in files as JSON
  opens io.virk.baseline.facts to
      com.google.gson;
  opens io.virk.cause to
      com.google.gson;
  opens io.virk.detect to
      com.google.gson;
  opens io.virk.diagnose to
      com.google.gson;
  opens io.virk.embed to
      com.google.gson;
  opens io.virk.engine to
      com.google.gson;
  opens io.virk.event to
      com.google.gson;
  opens io.virk.incident to
      com.google.gson;
  opens io.virk.incident.internal to
      com.google.gson;
  opens io.virk.signal.internal to
      com.google.gson;
}
