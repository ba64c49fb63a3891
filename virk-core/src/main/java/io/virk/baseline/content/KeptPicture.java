package io.virk.baseline.content;

import io.virk.detect.Slice;
import io.virk.image.Frame;
import java.util.Objects;

/**
 * A picture of what a baseline was built of, to be shown beside those of an incident.
 *
 * @param slice whose; all of its context without a tag to slice by
 * @param sequence number of the observation
 * @param frame as it may be written, gray or RGB
 */
public record KeptPicture(Slice slice, long sequence, Frame frame) {
  public KeptPicture {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(frame, "frame");
  }
}
