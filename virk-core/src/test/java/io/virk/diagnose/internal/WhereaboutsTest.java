package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereaboutsTest {
  private static final int SIDE = 32;

  /** Gray frames of about 100, to which something is added by place. */
  private static SignalTable table(long seed, IntBinaryOperator added) {
    return table(seed, 24, added);
  }

  private static SignalTable table(long seed, int images, IntBinaryOperator added) {
    SignalExtractor extractor = Schemas.extractor(0, 0, null, null, null);
    SignalTable table = new SignalTable(Schemas.of(0), images);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < images; i++) {
      int all = random.nextInt(-3, 4);
      byte[] pixels = new byte[SIDE * SIDE];
      for (int at = 0; at < pixels.length; at++) {
        pixels[at] = (byte) (100 + all + added.applyAsInt(at % SIDE, at / SIDE));
      }
      Frame frame = Frame.of(pixels, SIDE, SIDE, PixelFormat.GRAY);
      table.append(extractor.extract(Observation.builder().image(frame).build()));
    }
    return table;
  }

  private static String sentence(IntBinaryOperator added) {
    return Whereabouts.sentence(Whereabouts.of(table(1, (x, y) -> 0), table(2, added)));
  }

  @Test
  void nothingIsSaidOfWhatHasNotMoved() {
    assertEquals("", sentence((x, y) -> 0));
    assertEquals("", sentence((x, y) -> 2));
  }

  /** The deviation of two images is none. */
  @Test
  void nothingIsSaidByAFewImages() {
    SignalTable baseline = table(1, (x, y) -> 0);
    IntBinaryOperator corner = (x, y) -> x < 8 && y < 8 ? -40 : 0;
    assertEquals("", Whereabouts.sentence(Whereabouts.of(baseline, table(2, 3, corner))));
    String said = Whereabouts.sentence(Whereabouts.of(baseline, table(2, 8, corner)));
    assertEquals("In the frame: the upper left part", said.replaceAll(" most .*", ""));
  }

  @Test
  void aChangeOfTheWholeFrameIsOfItsLight() {
    assertEquals("The light has changed over the whole frame.", sentence((x, y) -> -30));
  }

  /** Was told as alike: half of it is brighter, half darker. */
  @Test
  void oppositeChangesAreNotAlike() {
    assertEquals("", sentence((x, y) -> x < 16 ? 30 : -30));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 0, 8, the upper left part",
    "24, 32, 24, 32, the lower right part",
    "0, 8, 0, 32, the left part",
    "0, 32, 24, 32, the lower part",
    "8, 24, 8, 24, the middle",
    "16, 32, 8, 24, the right part"
  })
  void aPlaceHasAName(int left, int right, int top, int bottom, String name) {
    String said = sentence((x, y) -> x >= left && x < right && y >= top && y < bottom ? -40 : 0);
    assertEquals(name, said.replaceAll("In the frame: (.*) most .*", "$1"), said);
  }

  @Test
  void cornersAreNamed() {
    String said = sentence((x, y) -> (x < 8 || x >= 24) && (y < 8 || y >= 24) ? -40 : 0);
    assertEquals("the corners", said.replaceAll("In the frame: (.*) most .*", "$1"), said);
  }
}
