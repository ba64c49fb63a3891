package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ChartsGoldenTest {
  @TestFactory
  Stream<DynamicTest> pageHinkley() {
    return Golden.tests("page_hinkley", "page_hinkley", ChartsGoldenTest::pageHinkley);
  }

  private static void pageHinkley(GoldenCase c) {
    double[] x = c.input("x").values();
    double delta = c.param("delta");
    double threshold = c.param("threshold");
    int least = (int) c.param("min_instances");
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> run(new PageHinkley(delta, threshold, least), x, Change.UP));
      return;
    }
    int[] up = c.expectedArray("textbook_up_detections").ints();
    int[] down = c.expectedArray("textbook_down_detections").ints();
    assertArrayEquals(up, run(new PageHinkley(delta, threshold, least), x, Change.UP));
    assertArrayEquals(down, run(new PageHinkley(delta, threshold, least), x, Change.DOWN));
    // the trace has no alarms: it is not reset
    PageHinkley trace = new PageHinkley(delta, Double.MAX_VALUE, least);
    double[] higher = c.expectedArray("textbook_trace_up_first400").values();
    double[] lower = c.expectedArray("textbook_trace_down_first400").values();
    for (int i = 0; i < higher.length; i++) {
      trace.update(x[i]);
      c.tolerance().check("up at " + i, higher[i], trace.up());
      c.tolerance().check("down at " + i, lower[i], trace.down());
    }
    assertEquals(higher.length, trace.count());
  }

  @TestFactory
  Stream<DynamicTest> cusumTabular() {
    return Golden.tests("cusum", "cusum_tabular", ChartsGoldenTest::cusumTabular);
  }

  private static void cusumTabular(GoldenCase c) {
    double[] x = c.input("x").values();
    double mean = c.param("mean");
    double std = c.param("std");
    double k = c.param("k");
    double h = c.param("h");
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> run(new Cusum(mean, std, k, h), x, Change.UP));
      return;
    }
    // an observation may be in both lists; the chart names the side up then
    int[] up = c.expectedArray("detections_up").ints();
    int[] down = c.expectedArray("detections_down").ints();
    assertArrayEquals(up, run(new Cusum(mean, std, k, h), x, Change.UP));
    assertArrayEquals(
        IntStream.of(down).filter(i -> Arrays.binarySearch(up, i) < 0).toArray(),
        run(new Cusum(mean, std, k, h), x, Change.DOWN));
    double[] plus = c.expectedArray("s_plus_first400").values();
    double[] minus = c.expectedArray("s_minus_first400").values();
    Cusum chart = new Cusum(mean, std, k, h);
    for (int i = 0; i < plus.length; i++) {
      if (chart.update(x[i]).isChange()) {
        // the trace shows the sums before an alarm puts them back
        continue;
      }
      c.tolerance().check("S+ at " + i, plus[i], chart.up());
      c.tolerance().check("S- at " + i, minus[i], chart.down());
    }
  }

  @TestFactory
  Stream<DynamicTest> cusumSelfStarting() {
    return Golden.tests("cusum", "cusum_self_starting", ChartsGoldenTest::cusumSelfStarting);
  }

  private static void cusumSelfStarting(GoldenCase c) {
    double[] x = c.input("x").values();
    for (Sides sides : Sides.values()) {
      String key =
          switch (sides) {
            case UP -> "river_up";
            case DOWN -> "river_down";
            case BOTH -> "river_both";
          };
      SelfStartingCusum chart =
          new SelfStartingCusum((int) c.param("min_instances"), c.param("k"), c.param("h"), sides);
      assertArrayEquals(c.expectedArray(key).ints(), run(chart, x, null), key);
    }
  }

  @TestFactory
  Stream<DynamicTest> adwin() {
    return Golden.tests("adwin", "adwin", ChartsGoldenTest::adwin);
  }

  private static AdwinOptions options(GoldenCase c) {
    AdwinOptions standard = AdwinOptions.standard();
    return standard.withDelta(c.param("delta")).withClock((int) c.param("clock"));
  }

  private static void adwin(GoldenCase c) {
    double[] x = c.input("x").values();
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> run(new Adwin(options(c)), x, null));
      return;
    }
    assertEquals(options(c).maxBuckets(), (int) c.param("max_buckets"));
    assertEquals(options(c).grace(), (int) c.param("grace_period"));
    for (AdwinOptions.Rule rule : AdwinOptions.Rule.values()) {
      String key =
          switch (rule) {
            case RIVER -> "river";
            case RIVER_KEEPING_THE_WINDOW -> "no_reset_river_rule";
            case MOA -> "moa";
          };
      Adwin adwin = new Adwin(options(c).withRule(rule));
      assertArrayEquals(c.expectedArray(key + "_detections").ints(), run(adwin, x, null), key);
      assertEquals(c.expected(key + "_final_width"), adwin.width(), key);
      if (c.expects(key + "_final_total")) {
        c.tolerance().check("total", c.expected(key + "_final_total"), adwin.total());
        double variance = c.expected(key + "_final_variance_sum");
        c.tolerance().check("variance", variance, adwin.varianceSum());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> adwinStatistics() {
    return Golden.tests(
        "adwin",
        "adwin_statistics",
        c -> {
          Adwin adwin = new Adwin(options(c));
          run(adwin, c.input("x").values(), null);
          assertEquals(c.expected("width"), adwin.width());
          c.tolerance().check("total", c.expected("total"), adwin.total());
          c.tolerance().check("mean", c.expected("mean"), adwin.mean());
          c.tolerance().check("variance", c.expected("variance_sum"), adwin.varianceSum());
        });
  }

  /** Where the detector reports a change, or one of a kind. */
  static int[] run(ChangeDetector detector, double[] x, Change kind) {
    return IntStream.range(0, x.length)
        .filter(
            i -> {
              Change change = detector.update(x[i]);
              return kind == null ? change.isChange() : change == kind;
            })
        .toArray();
  }
}
