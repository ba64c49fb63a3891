package io.virk.baseline.build;

import io.virk.image.Frame;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A uniform sample of the images of each slice, on which the signatures of physical causes are
 * measured. Not thread-safe.
 */
public final class ImageSamples {
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, Integer> sampledFrom = new TreeMap<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private final int slices;
  private final int ofASlice;
  private boolean turnedAway;

  /** One of them, of a context; null for none. */
  record Sample(Frame frame, String context, long sequence) {}

  /** Of that many slices, and of each, at most. */
  public ImageSamples(int slices, int ofASlice) {
    this.slices = slices;
    this.ofASlice = ofASlice;
  }

  /**
   * Whether {@link #put} may keep the next image of a slice. Must be followed by it where it is.
   *
   * @param slice value of the slice's tag, or ""
   * @return where it belongs; -1 if it is not kept
   */
  public int place(String slice) {
    if (!samples.containsKey(slice) && samples.size() == slices) {
      turnedAway = true;
      return -1;
    }
    samples.computeIfAbsent(slice, s -> new ArrayList<>());
    int count = sampledFrom.merge(slice, 1, Integer::sum);
    int kept = samples.get(slice).size();
    int at = kept < ofASlice ? kept : random.nextInt(count);
    return at < ofASlice ? at : -1;
  }

  /** Keeps an image at the place that {@link #place} gave. */
  public void put(String slice, int place, Frame frame, SignalValues values) {
    List<Sample> kept = samples.get(slice);
    Sample sample = new Sample(frame, values.context(), values.sequence());
    if (place == kept.size()) {
      kept.add(sample);
    } else {
      kept.set(place, sample);
    }
  }

  /** The images of every slice that has any, in the order of the slices. */
  Map<String, List<Frame>> bySlice() {
    Map<String, List<Frame>> frames = new LinkedHashMap<>();
    samples.forEach(
        (slice, own) ->
            frames.put(
                slice,
                own.stream().map(Sample::frame).collect(Collectors.toCollection(ArrayList::new))));
    return frames;
  }

  /** The same with their contexts. Not to be modified. */
  Map<String, List<Sample>> samples() {
    return samples;
  }

  /** Whether there were more slices than images are kept of. */
  boolean isOfSomeSlices() {
    return turnedAway;
  }

  public void clear() {
    turnedAway = false;
    samples.clear();
    sampledFrom.clear();
  }
}
