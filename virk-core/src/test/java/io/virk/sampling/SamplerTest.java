package io.virk.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static String message(org.junit.jupiter.api.function.Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.01, 0.5, 0.9, 1})
  void theShareIsTheFraction(double fraction) {
    SplittableRandom random = new SplittableRandom(5);
    Sampler sampler = Sampler.fraction(fraction, random::nextLong);
    int n = 200_000;
    int sampled = 0;
    for (int i = 0; i < n; i++) {
      sampled += sampler.sample() == 1 ? 1 : 0;
    }
    double deviation = Math.sqrt(n * fraction * (1 - fraction));
    assertEquals(n * fraction, sampled, 4 * deviation);
    assertEquals(fraction, sampler.fraction());
  }

  @Test
  void theEndsOfTheRandomRangeFallOnTheRightSide() {
    assertEquals(1, Sampler.fraction(Double.MIN_NORMAL + 1e-18, () -> 0).sample());
    assertEquals(0, Sampler.fraction(0.999999, () -> -1L).sample());
    assertEquals(1, Sampler.fraction(1, () -> -1L).sample());
    assertEquals(1, Sampler.fraction(1).sample());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
  void otherFractionsAreRejected(double fraction) {
    String expected = "fraction: " + fraction + " (expected: in (0, 1])";
    assertEquals(expected, message(() -> Sampler.fraction(fraction)));
    assertEquals(expected, message(() -> Sampler.fraction(fraction, () -> 0)));
    assertEquals(expected, message(() -> Sampler.coverage(fraction, 1, 10)));
  }

  @Test
  void everyNthTakesTheFirstOfEveryN() {
    Sampler sampler = Sampler.every(3);
    StringBuilder taken = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      taken.append((int) sampler.sample());
    }
    assertEquals("100100100", taken.toString());
    assertEquals(1 / 3.0, sampler.fraction());
    assertEquals("n: 0 (expected: >= 1)", message(() -> Sampler.every(0)));
  }

  @Test
  void theRateIsNeverExceededInAnySecond() {
    SplittableRandom random = new SplittableRandom(9);
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 2_000_000_000L); // overflows on the way
    Sampler sampler = Sampler.atMostPerSecond(7, clock::get);
    List<Long> taken = new ArrayList<>();
    long begin = clock.get();
    int calls = 0;
    while (clock.get() - begin < 20_000_000_000L) {
      calls++;
      if (sampler.sample() > 0) {
        taken.add(clock.get() - begin);
      }
      clock.addAndGet(random.nextInt(20_000_000));
    }
    for (int i = 7; i < taken.size(); i++) {
      assertTrue(taken.get(i) - taken.get(i - 7) >= 1_000_000_000L);
    }
    assertTrue(taken.size() > 0.9 * 7 * 20, taken.size() + " taken");
    assertEquals(taken.size() / (double) calls, sampler.fraction(), 1e-12);
    assertTrue(message(() -> Sampler.atMostPerSecond(0)).startsWith("n: 0.0 (expected: in (0"));
    assertThrows(IllegalArgumentException.class, () -> Sampler.atMostPerSecond(Double.NaN));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,10", "3,7", "50,1000", "10,10"})
  void aReservoirTakesExactlyKOfEveryWindowEachWithTheSameChance(int k, int window) {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = Sampler.reservoir(k, window, random::nextLong);
    int rounds = 4000;
    int[] hits = new int[window];
    for (int round = 0; round < rounds; round++) {
      int taken = 0;
      for (int i = 0; i < window; i++) {
        if (sampler.sample() == 1) {
          taken++;
          hits[i]++;
        }
      }
      assertEquals(k, taken);
    }
    double p = k / (double) window;
    double deviation = Math.sqrt(rounds * p * (1 - p));
    for (int hit : hits) {
      assertEquals(rounds * p, hit, 5 * deviation);
    }
    assertEquals(p, sampler.fraction());
    assertEquals("window: 2 (expected: >= k, 3)", message(() -> Sampler.reservoir(3, 2)));
    assertEquals("k: 0 (expected: >= 1)", message(() -> Sampler.reservoir(0, 2)));
  }

  /** Cameras with very different traffic, in random order. */
  private static String camera(SplittableRandom random) {
    double u = random.nextDouble();
    return u < 0.002 ? new String("rare") : u < 0.1 ? new String("some") : new String("busy");
  }

  @Test
  void rareStrataKeepTheirMinimumAndWeightsMakeEstimatesUnbiased() {
    SplittableRandom random = new SplittableRandom(11);
    Sampler sampler = Sampler.coverage(0.01, 15, 10_000, random::nextLong);
    double[] weighted = new double[3];
    int[] taken = new int[3];
    int[] seen = new int[3];
    int n = 1_000_000;
    List<String> cameras = List.of("rare", "some", "busy");
    for (int i = 0; i < n; i++) {
      String camera = camera(random);
      int c = cameras.indexOf(camera);
      seen[c]++;
      double weight = sampler.sample(camera);
      assertTrue(weight >= 0 && weight <= 1);
      if (weight > 0) {
        taken[c]++;
        weighted[c] += weight / 0.01;
      }
    }
    // a window has 20 of the rare one, of which it wants 15; 980 of another, of which 1 % are 10
    assertTrue(taken[0] > 0.7 * seen[0], "rare: " + taken[0] + " of " + seen[0]);
    assertTrue(taken[1] >= 15 * n / 10_000, "some: " + taken[1]);
    for (int c = 0; c < 3; c++) {
      assertEquals(seen[c], weighted[c], 0.05 * seen[c], cameras.get(c));
    }
    int all = taken[0] + taken[1] + taken[2];
    assertEquals(all / (double) n, sampler.fraction(), 1e-12);
  }

  @Test
  void aNewStratumIsSeenAtOnceAndDoesNotFloodLater() {
    SplittableRandom random = new SplittableRandom(2);
    Sampler sampler = Sampler.coverage(0.01, 10, 1_000_000, random::nextLong);
    int first = 0;
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      int yes = sampler.sample(7) > 0 ? 1 : 0;
      first += i < 10 ? yes : 0;
      taken += yes;
    }
    assertEquals(10, first);
    // 10 + 10 ln(1000 / 10) until the minimum's share is below 1 %, then 1 %
    assertEquals(10 + 10 * Math.log(100) + 0.01 * 99_000, taken, 150);
  }

  @Test
  void moreStrataThanThereIsRoomForAreSampledAtTheFraction() {
    SplittableRandom random = new SplittableRandom(4);
    Sampler sampler = Sampler.coverage(0.02, 1, 1_000_000, random::nextLong);
    for (int i = 0; i < 20_000; i++) {
      sampler.sample("camera " + i);
    }
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      taken += sampler.sample("another " + i % 500) > 0 ? 1 : 0;
    }
    assertTrue(taken < 0.2 * 50_000, taken + " taken");
    int outOfRange = 0;
    for (int i = 0; i < 50_000; i++) {
      outOfRange += sampler.sample(-1 - i) + sampler.sample(4096 + i) > 0 ? 1 : 0;
    }
    assertEquals(0.0396 * 50_000, outOfRange, 5 * Math.sqrt(0.0396 * 50_000));
    assertTrue(sampler.sample((String) null) >= 0);
    assertEquals("window: 5 (expected: > minimum, 5)", message(() -> Sampler.coverage(0.1, 5, 5)));
    assertEquals("minimum: 0 (expected: >= 1)", message(() -> Sampler.coverage(0.1, 0, 5)));
  }

  @Test
  void bothAsksTheSecondOnlyWhereTheFirstSaysYes() {
    AtomicInteger asked = new AtomicInteger();
    Sampler second =
        new Sampler() {
          @Override
          public double sample() {
            return asked.getAndIncrement() % 2 == 0 ? 0.5 : 0;
          }

          @Override
          public double fraction() {
            return 0.5;
          }
        };
    Sampler both = Sampler.every(10).and(second);
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += both.sample() + both.sample("a") + both.sample(3);
    }
    assertEquals(30, asked.get());
    assertEquals(15 * 0.5, sum);
    assertEquals(0.05, both.fraction(), 1e-15);
  }

  /** Tells a sampler so often that it believes it. */
  private static Sampler spaced(Sampler sampler, String stratum, int spacing) {
    sampler.spaced(stratum, spacing);
    sampler.spaced(stratum, spacing);
    return sampler;
  }

  private static int taken(Sampler sampler, String stratum, int n) {
    int taken = 0;
    for (int i = 0; i < n; i++) {
      taken += sampler.sample(stratum) > 0 ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aStratumIsObservedAsFarApartAsItWasTold() {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = Sampler.decorrelated(128, random::nextInt);
    assertEquals(1000, taken(sampler, "video", 1000), "all, before anything is known");
    sampler.spaced("video", 8);
    assertEquals(1000, taken(sampler, "video", 1000), "once may be an accident");
    sampler.spaced("video", 8);
    assertEquals(1000, taken(sampler, "video", 10_000), 30, "8 to 12 apart, 10 in the mean");
    assertEquals(1000, taken(sampler, "photos", 1000), "another stratum");
    int last = -100;
    for (int i = 0; i < 1000; i++) {
      if (sampler.sample("video") > 0) {
        assertTrue(i - last >= 8, "apart");
        last = i;
      }
    }
    for (int i = 0; i < 5; i++) {
      sampler.spaced("video", 8); // windows that were filling, and what VIRK remembers of before
    }
    assertEquals(1000, taken(sampler, "video", 10_000), 30, "it is not multiplied again");
    sampler.spaced("video", 1);
    spaced(sampler, "video", 2);
    assertEquals(500, taken(sampler, "video", 10_000), 20, "what is left is");
    spaced(spaced(sampler, "video", 1), "video", 128);
    assertEquals(10_000 / 160.0, taken(sampler, "video", 10_000), 5, "128 is the bound");
    assertEquals("decorrelated, one of 128 at least", sampler.toString());
    assertEquals("largest: 1 (expected: 2 .. 65536)", message(() -> Sampler.decorrelated(1)));
  }

  /** A window of a video can take minutes, and all of its frames were observed for so long. */
  @Test
  void aStratumWhoseFirstWindowFillsIsObservedFartherApartAlready() {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = Sampler.decorrelated(128, random::nextInt);
    sampler.spaced("video", 2);
    assertEquals(1000, taken(sampler, "video", 1000), "once may be an accident");
    sampler.spaced("video", 4);
    assertEquals(400, taken(sampler, "video", 1000), 15, "2 or 3 apart");
    sampler.spaced("video", 8);
    assertEquals(200, taken(sampler, "video", 1000), 10);
    sampler.spaced("video", 8); // its first window
    assertEquals(1000 / 40.0, taken(sampler, "video", 1000), 3, "32 to 48: what is left");
  }

  /** The others counted as little for ever as if it were still there. */
  @Test
  void aCameraThatComesNoMoreHoldsTheOthersBackNoLonger() {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = spaced(Sampler.decorrelated(128, random::nextInt), "video", 16);
    sampler.sample("video");
    assertEquals(0.05, sampler.sample("photos"), 1e-9);
    for (int window = 0; window < 40; window++) {
      taken(sampler, "photos", 32);
      taken(sampler, "video", 32);
      sampler.spaced("photos", 1);
      sampler.spaced("video", 1);
    }
    assertEquals(0.05, sampler.sample("photos"), 1e-9);
    for (int window = 0; window < 64; window++) {
      taken(sampler, "photos", 32);
      sampler.spaced("photos", 1);
    }
    assertEquals(1, sampler.sample("photos"));
    while (sampler.sample("video") == 0) {
      assertTrue(true);
    }
    assertEquals(0.05, sampler.sample("photos"), 1e-9, "it has come back");
  }

  /** A window of all is told of, though each inference has a stratum. */
  @Test
  void strataOfWhichNothingComesDoNotCount() {
    Sampler sampler = spaced(Sampler.decorrelated(), null, 16);
    assertEquals(1, sampler.sample("photos"));
  }

  @Test
  void itComesDownSlowlyAndMoreSlowlyWhereThatWasWrong() {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = spaced(Sampler.decorrelated(128, random::nextInt), "video", 4);
    for (int i = 0; i < 255; i++) {
      sampler.spaced("video", 1);
    }
    assertEquals(200, taken(sampler, "video", 1000), 10);
    sampler.spaced("video", 1);
    assertEquals(400, taken(sampler, "video", 1000), 15);
    spaced(sampler, "video", 2);
    assertEquals(200, taken(sampler, "video", 1000), 10, "that was wrong");
    for (int i = 0; i < 511; i++) {
      sampler.spaced("video", 1);
    }
    assertEquals(200, taken(sampler, "video", 1000), 10, "twice the time");
    sampler.spaced("video", 1);
    assertEquals(400, taken(sampler, "video", 1000), 15);
  }

  @Test
  void weightsMakeWhatIsLeftOutUnbiased() {
    SplittableRandom random = new SplittableRandom(3);
    Sampler sampler = spaced(Sampler.decorrelated(128, random::nextInt), "video", 16);
    spaced(sampler, "7", 4);
    double video = 0;
    double slower = 0;
    double photos = 0;
    double seventh = 0;
    for (int i = 0; i < 100_000; i++) {
      video += sampler.sample("video");
      slower += sampler.sample("7");
      seventh += sampler.sample(7);
      photos += sampler.sample("photos");
    }
    assertEquals(5000, video, 100);
    assertEquals(5000, slower, 100);
    assertEquals(5000, seventh, 100, "a stratum that is a number");
    assertEquals(5000, photos, 1e-6);
    double share = (0.05 + 0.2 + 0.2 + 1) / 4;
    assertEquals(share, sampler.fraction(), 0.005);
    Sampler both = Sampler.every(2).and(Sampler.decorrelated(128, random::nextInt));
    spaced(both, null, 4);
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += both.sample() > 0 ? 1 : 0;
    }
    assertEquals(1000, taken, 30, "the second of two is told, too");
  }

  @Test
  void decisionsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Sampler> samplers =
        List.of(
            Sampler.fraction(0.5),
            Sampler.every(2),
            Sampler.atMostPerSecond(1000),
            Sampler.reservoir(5, 10),
            Sampler.coverage(0.1, 5, 100).and(Sampler.atMostPerSecond(1000)),
            spaced(Sampler.decorrelated(), "camera", 4));
    double sum = 0;
    long bytes = 0;
    for (int round = 0; round < 60; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        for (int s = 0; s < samplers.size(); s++) {
          Sampler sampler = samplers.get(s);
          sum += sampler.sample() + sampler.sample("camera") + sampler.sample(i);
        }
      }
      bytes += round < 30 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(sum > 0);
    assertTrue(bytes < 1000, bytes + " bytes");
  }

  @Test
  void manyThreadsTakeExactlyKOfEveryWindow() throws Exception {
    Sampler sampler = Sampler.reservoir(5, 100);
    Sampler nth = Sampler.every(4);
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger nths = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 50_000; i++) {
                  taken.addAndGet((int) sampler.sample());
                  nths.addAndGet((int) nth.sample());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(200_000 / 100 * 5, taken.get());
    assertEquals(50_000, nths.get());
  }
}
