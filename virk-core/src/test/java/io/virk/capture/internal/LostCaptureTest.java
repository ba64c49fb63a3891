package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.event.Failed;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a host does with its captures that it should not: nobody goes blind, and all is counted. */
class LostCaptureTest {
  private static final float[] EMBEDDING = {1, 2, 3, 4};

  private static void assertBalanced(CaptureCounts c) {
    assertEquals(c.captured(), c.drained() + c.aborted() + c.orphaned() + c.unfinished(), "" + c);
    assertEquals(c.sampled(), c.captured() + c.dropped(), "" + c);
  }

  private static void on(Runnable host) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(host);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
    thread.start();
    thread.join();
    assertEquals(null, thrown.get());
  }

  /** In capture().logits(model.run(x)).commit() an argument that throws loses the capture. */
  @Test
  void argumentsThatThrowDoNotMakeTheMonitorBlind() {
    TestDesk test = new TestDesk().slots(4).lease(Duration.ofSeconds(10));
    CaptureDesk desk = test.make();
    for (int i = 0; i < 4; i++) {
      assertThrows(
          ArithmeticException.class,
          () -> desk.capture().logits(new float[1 / Integer.parseInt("0")]).commit());
    }
    assertFalse(desk.capture().isSampled(), "all slots are lost");
    test.pass(desk, Duration.ofSeconds(9));
    assertFalse(desk.capture().isSampled());
    test.pass(desk, Duration.ofSeconds(3));
    for (int i = 0; i < 4; i++) {
      desk.capture().embedding(EMBEDDING).commit();
    }
    assertEquals(4, desk.poll(100));
    CaptureCounts counts = desk.counts();
    assertEquals(4, counts.orphaned());
    assertEquals(0, counts.unfinished());
    assertBalanced(counts);
    List<Failed> told = test.failed();
    assertEquals(1, told.size());
    assertTrue(told.get(0).what().contains("4 slots were held for more than 10 s"));
    assertTrue(told.get(0).what().contains("use observe(..)"));
  }

  @Test
  void aCommitAfterTheLeaseIsACountedNoOpAndTouchesNobody() {
    TestDesk test = new TestDesk().slots(2).lease(Duration.ofSeconds(1));
    CaptureDesk desk = test.make();
    Capture slow = desk.capture().tag("camera", "slow");
    Capture other = desk.capture();
    test.pass(desk, Duration.ofSeconds(2));
    assertEquals(2, desk.counts().orphaned());
    Capture first = desk.capture().tag("camera", "a").embedding(EMBEDDING);
    Capture second = desk.capture().tag("camera", "b").embedding(EMBEDDING);
    slow.embedding(new float[] {9, 9, 9, 9}).tag("camera", "wrong").commit();
    slow.commit();
    other.close();
    first.commit();
    second.commit();
    assertEquals(2, desk.poll(10));
    assertEquals(List.of("a", "b"), test.seen("camera"));
    CaptureCounts counts = desk.counts();
    assertEquals(2, counts.late());
    assertEquals(0, counts.aborted());
    assertBalanced(counts);
    assertEquals(0, desk.doubledReleases());
  }

  @Test
  void memoryOfOrphansIsCountedAsLongAsTheyAreHeld() {
    TestDesk test = new TestDesk().slots(2).lease(Duration.ofSeconds(1));
    CaptureDesk desk = test.make();
    long before = desk.memory();
    Capture held = desk.capture();
    test.pass(desk, Duration.ofSeconds(2));
    assertEquals(desk.slotMemory() / 2, desk.memory() - before);
    held.commit();
    test.pass(desk, Duration.ofSeconds(1));
    assertEquals(before, desk.memory());
  }

  @Test
  void aCaptureGoesToAnotherThreadIfItIsHandedOver() throws InterruptedException {
    TestDesk test = new TestDesk().slots(2);
    CaptureDesk desk = test.make();
    Capture kept = desk.capture().tag("camera", "kept");
    on(() -> kept.tag("camera", "wrong").commit());
    on(() -> kept.adopt().tag("camera", "wrong").commit());
    assertEquals(0, desk.poll(10));
    Capture handed = desk.capture().tag("camera", "handed").handOver();
    handed.tag("camera", "wrong").commit();
    handed.close();
    assertFalse(handed.isSampled());
    on(
        () -> {
          assertTrue(handed.adopt().isSampled());
          handed.adopt().embedding(EMBEDDING).commit();
        });
    kept.commit();
    handed.adopt().commit();
    assertEquals(2, desk.poll(10));
    assertEquals(List.of("handed", "kept"), test.seen("camera"));
    assertBalanced(desk.counts());
  }

  @Test
  void aBatchGoesToAnotherThreadWhole() throws InterruptedException {
    TestDesk test = new TestDesk().slots(8);
    CaptureDesk desk = test.make();
    BatchCapture batch = desk.captureBatch(5).tag("camera", "x").handOver();
    batch.tag("camera", "wrong").commit();
    assertFalse(batch.isSampled());
    on(() -> batch.adopt().embeddings(new float[5 * 4]).commit());
    assertEquals(5, desk.poll(10));
    assertEquals(List.of("x", "x", "x", "x", "x"), test.seen("camera"));
  }

  @Test
  void whatNobodyAdoptsIsReplaced() {
    TestDesk test = new TestDesk().slots(2).lease(Duration.ofSeconds(1));
    CaptureDesk desk = test.make();
    Capture handed = desk.capture().handOver();
    test.pass(desk, Duration.ofSeconds(2));
    assertEquals(1, desk.counts().orphaned());
    assertFalse(handed.adopt().isSampled());
    assertEquals(1, desk.counts().late());
  }

  @Test
  void observeCommitsByItself() {
    TestDesk test = new TestDesk().slots(2);
    CaptureDesk desk = test.make();
    for (int i = 0; i < 10; i++) {
      String camera = "cam-" + i;
      desk.observe(c -> c.embedding(EMBEDDING).tag("camera", camera));
      assertEquals(1, desk.poll(10));
    }
    desk.observe(Capture::commit);
    desk.observe(Capture::close);
    desk.observe(c -> c.handOver().adopt());
    assertEquals(2, desk.poll(10));
    assertEquals(1, desk.counts().aborted());
    assertBalanced(desk.counts());
  }

  @Test
  void codeThatThrowsIsCountedAndToldAndEndsNoInferenceLoop() {
    TestDesk test = new TestDesk().slots(2);
    CaptureDesk desk = test.make();
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("the model's"),
            new OutOfMemoryError("the host's"),
            new StackOverflowError(),
            new TestDesk.Mute());
    for (Throwable each : thrown) {
      desk.observe(
          c -> {
            c.embedding(EMBEDDING);
            TestDesk.sneak(each);
          });
      desk.poll(10);
    }
    desk.observe(null);
    desk.poll(10);
    CaptureCounts counts = desk.counts();
    assertEquals(5, counts.thrown());
    assertEquals(5, counts.aborted());
    assertEquals(0, counts.drained());
    assertBalanced(counts);
    assertEquals(5, test.failed().size(), "one of each kind");
    assertEquals(Failed.Part.INPUT, test.failed().get(0).part());
  }

  @Test
  void whatIsNotSampledIsNotFilled() {
    CaptureDesk desk = new TestDesk().sampler(Sampler.fraction(0.5, () -> -1L)).make();
    desk.observe(
        c -> {
          throw new AssertionError("called");
        });
    assertEquals(0, desk.counts().thrown());
  }

  /** It said no more than "Java heap space". */
  @Test
  void slotsThatTheHeapHasNoRoomForAreNamed() {
    TestDesk test = new TestDesk().slots(256).logits(Integer.MAX_VALUE);
    String message = assertThrows(OutOfMemoryError.class, test::make).getMessage();
    assertTrue(
        message.startsWith(
            "slots: 256 (expected: no more than the heap has room for, which ended after 0; set"),
        message);
  }

  /** It ran for six seconds. */
  @Test
  void aBatchOfAnyLengthIsLookedAtInBoundedTime() {
    List<Integer> asked = new ArrayList<>();
    Sampler counting =
        new Sampler() {
          @Override
          public double sample() {
            asked.add(1);
            return asked.size() % 8192 == 0 ? 1 : 0;
          }

          @Override
          public double fraction() {
            return 1;
          }
        };
    TestDesk test = new TestDesk().sampler(counting);
    CaptureDesk desk = test.make();
    desk.beginAt(1000); // as after a restore
    BatchCapture batch = desk.captureBatch(Integer.MAX_VALUE);
    assertEquals(16_384, asked.size());
    assertTrue(batch.isSampled(8191));
    assertTrue(batch.isSampled(16_383));
    batch.embeddings(new float[4]).commit();
    assertEquals(2, desk.poll(10));
    assertEquals(Map.of(Flaw.BATCH_ROWS, 1L, Flaw.EMBEDDING_ROWS, 2L), test.flaws());
    assertEquals(
        "batch: 2147483647 rows (expected: at most 16384), observation 1002",
        test.flawTexts().get(0));
    desk.captureBatch(16_384).close();
    desk.poll(10);
    assertEquals(1L, test.flaws().get(Flaw.BATCH_ROWS));
  }

  @Test
  void tagsAndIdsAreBoundedAndWhatIsLeftOutIsCounted() {
    TestDesk test = new TestDesk().slots(2);
    CaptureDesk desk = test.make();
    String longest = "x".repeat(256);
    String tooLong = "x".repeat(20_000);
    Capture capture = desk.capture();
    capture.tag("camera", longest).tag("camera", tooLong).tag(tooLong, "v");
    for (int i = 1; i < 8; i++) {
      capture.tag("key" + i, "v");
    }
    capture.tag("camera", "eight are set; this sets one anew");
    capture.id(longest).id(tooLong).commit();
    desk.poll(1);
    assertEquals(Map.of(Flaw.TAG_LENGTH, 1L, Flaw.ID_LENGTH, 1L), test.flaws());
    assertEquals(
        "tag: 20000 characters in \"camera\" (expected: at most 256), observation 0",
        test.flawTexts().get(0));
    assertEquals(List.of("eight are set; this sets one anew"), test.seen("camera"));
    assertEquals(List.of(longest), test.ids());
    capture = desk.capture();
    for (int i = 0; i < 11; i++) {
      capture.tag("key" + i, "v");
    }
    capture.commit();
    desk.poll(1);
    assertEquals(
        "tag: 11 tags (expected: at most 8), observation 1",
        test.flawTexts().get(test.flawTexts().size() - 1));
  }

  /** 2,000 tags of 20,000 characters were 48 MB that nobody counted. */
  @Test
  void tagValuesAreInTheMemoryThatIsTold() {
    TestDesk test = new TestDesk().tagValues(1000);
    CaptureDesk desk = test.make();
    long before = desk.memory();
    for (int i = 0; i < 2000; i++) {
      desk.capture().tag("camera", "x".repeat(200) + i).commit();
      desk.poll(1);
    }
    long held = desk.memory() - before;
    assertTrue(held > 1000 * 400 && held < 1000 * 600, held + " bytes");
    assertEquals(1000, test.flaws().get(Flaw.TAG_LIMIT));
  }

  @Test
  void wideImagesDoNotOverflow() {
    TestDesk test = new TestDesk().slots(2);
    CaptureDesk desk = test.make();
    desk.capture().image(new byte[16], 1 << 30, 1, PixelFormat.RGBA).commit();
    desk.capture().image(new byte[16], Integer.MAX_VALUE, 1, PixelFormat.RGB).commit();
    assertEquals(2, desk.poll(10));
    assertEquals(Map.of(Flaw.IMAGE_SIZE, 2L), test.flaws());
  }
}
