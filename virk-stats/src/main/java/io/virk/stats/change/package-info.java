/**
 * Change detection on a stream of numbers, one at a time.
 *
 * <p>All detectors are single-threaded, hold what their Javadoc says and no more, and allocate
 * nothing after construction. A number that is NaN, infinite or beyond 1e100 in size is rejected
 * with an {@link java.lang.IllegalArgumentException} and leaves the detector as it was. After a
 * change is reported a detector begins anew, where its own page does not say otherwise.
 *
 * <p>All detectors write settings and state to bytes and go on from them to the last bit: a monitor
 * may be stopped and started again. The bytes have a version and a checksum; whatever is damaged or
 * unknown is an IllegalArgumentException.
 *
 * <p>Classical charts ({@link io.virk.stats.change.PageHinkley}, {@link
 * io.virk.stats.change.Cusum}, {@link io.virk.stats.change.SelfStartingCusum}, {@link
 * io.virk.stats.change.EwmaChart}, {@link io.virk.stats.change.Adwin}, {@link
 * io.virk.stats.change.Kswin}) are tuned by thresholds. {@link io.virk.stats.change.EDetector} and
 * {@link io.virk.stats.change.GaussianEDetector} take the mean time between false alarms itself;
 * {@link io.virk.stats.change.SimpleJumper} and {@link io.virk.stats.change.PowerMixture} the
 * probability that there is ever one.
 *
 * <p>The sequential detectors of the drift monitor, virk-core, are made of the parts: {@link
 * io.virk.stats.change.CumulativeSum}, {@link io.virk.stats.change.GaussianBets}, {@link
 * io.virk.stats.change.ConformalPValues}, {@link io.virk.stats.change.EValues}. The whole detectors
 * are for a stream of one's own beside it, whose level is known or may be learned on the way, an
 * error rate, a latency, a temperature, and for comparing: charts, ADWIN, KSWIN and Page-Hinkley
 * are what river and its like offer. {@link io.virk.stats.change.GrowingConformalPValues} with a
 * martingale asks of a recorded stream whether its order matters at all.
 */
package io.virk.stats.change;
