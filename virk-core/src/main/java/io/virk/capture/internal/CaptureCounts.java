package io.virk.capture.internal;

import io.virk.event.DropReason;
import java.util.Map;

/**
 * What became of the inferences that were chosen to be observed. Counted while the monitor runs, so
 * that sums may be off by what is under way; once it is closed they are exact: {@code sampled =
 * captured + dropped}, {@code captured = drained + aborted + orphaned + unfinished}.
 *
 * @param sampled inferences that the sampler or the host's mark chose
 * @param marked of them, those that only the host's mark chose
 * @param captured of them, those that got a slot
 * @param dropped of them, those that found no free slot
 * @param droppedBy the same, by reason
 * @param drained captures that VIRK's thread has taken
 * @param aborted captures that were closed without a commit, or whose code threw
 * @param orphaned captures that were held for longer than the lease, and lost
 * @param unfinished captures that are with the host or wait to be drained; after close, those that
 *     were lost to it
 * @param late commits, closes, hand-overs and adoptions of captures that were orphaned, or another
 *     thread's: they changed nothing
 * @param thrown of the aborted, those whose code, given to {@code observe}, threw
 */
public record CaptureCounts(
    long sampled,
    long marked,
    long captured,
    long dropped,
    Map<DropReason, Long> droppedBy,
    long drained,
    long aborted,
    long orphaned,
    long unfinished,
    long late,
    long thrown) {
  public CaptureCounts {
    droppedBy = Map.copyOf(droppedBy);
  }
}
