/**
 * Streaming, mergeable statistics of drift and out-of-distribution detection.
 *
 * <p>The faster kernels read {@code jdk.incubator.vector}, where a host adds it by {@code
 * --add-modules}. It is not named here: a module that requires an incubating one makes every JVM
 * warn.
 */
@SuppressWarnings({"requires-automatic", "module"})
module io.virk.stats {
  requires ejml.core;
  requires ejml.ddense;
  requires java.management; // asks HotSpot for its options, by reflection

  exports io.virk.stats;
  exports io.virk.stats.agreement;
  exports io.virk.stats.change;
  exports io.virk.stats.divergence;
  exports io.virk.stats.kernel;
  exports io.virk.stats.ood;
  exports io.virk.stats.performance;
  exports io.virk.stats.sequence;
  exports io.virk.stats.twosample;
  exports io.virk.stats.internal to
      io.virk.core;
}
