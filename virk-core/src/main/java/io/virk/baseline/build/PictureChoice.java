package io.virk.baseline.build;

import io.virk.baseline.content.KeptPicture;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which pictures a baseline keeps.
 *
 * @param ofASlice at most; 0 for none
 * @param redactor sees each before it is kept
 */
public record PictureChoice(int ofASlice, Redactor redactor) {
  /** What all of them may take, bytes. */
  public static final long BYTES = 16L << 20;

  /** No pictures. */
  public static final PictureChoice NONE = new PictureChoice(0, Redactor.DROP);

  /**
   * Chooses: of every slice and context the first, then of each the second, as long as there is
   * room.
   */
  List<KeptPicture> of(Map<String, List<ImageSamples.Sample>> samples, String sliceKey) {
    Map<Slice, List<ImageSamples.Sample>> bySlice = new TreeMap<>();
    samples.forEach(
        (value, list) -> {
          for (ImageSamples.Sample sample : list) {
            String context = sample.context() == null ? "" : sample.context();
            Slice slice =
                sliceKey == null || value.isEmpty()
                    ? Slice.ALL.in(context)
                    : new Slice(sliceKey, value, context);
            bySlice.computeIfAbsent(slice, s -> new ArrayList<>()).add(sample);
          }
        });
    List<KeptPicture> kept = new ArrayList<>();
    long left = BYTES;
    for (int i = 0; i < ofASlice; i++) {
      for (Map.Entry<Slice, List<ImageSamples.Sample>> own : bySlice.entrySet()) {
        if (i < own.getValue().size()) {
          ImageSamples.Sample sample = own.getValue().get(i);
          Optional<Frame> frame =
              redactor.redact(sample.frame(), Map.of()).map(PictureChoice::plain);
          if (frame.isPresent() && frame.get().pixels().length <= left) {
            left -= frame.get().pixels().length;
            kept.add(new KeptPicture(own.getKey(), sample.sequence(), frame.get()));
          }
        }
      }
    }
    return kept;
  }

  /** As a file has it: gray or RGB, tightly packed. */
  private static Frame plain(Frame frame) {
    PixelFormat from = frame.format();
    int samples = from == PixelFormat.GRAY ? 1 : 3;
    byte[] pixels = new byte[frame.width() * frame.height() * samples];
    int at = 0;
    for (int y = 0; y < frame.height(); y++) {
      int p = frame.offset() + y * frame.rowStride();
      for (int x = 0; x < frame.width(); x++, p += from.samplesPerPixel()) {
        pixels[at++] = frame.pixels()[p + from.red()];
        if (samples == 3) {
          pixels[at++] = frame.pixels()[p + from.green()];
          pixels[at++] = frame.pixels()[p + from.blue()];
        }
      }
    }
    return Frame.of(
        pixels, frame.width(), frame.height(), samples == 1 ? PixelFormat.GRAY : PixelFormat.RGB);
  }
}
