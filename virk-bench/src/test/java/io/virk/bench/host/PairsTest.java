package io.virk.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static Block block(int inferences, long nanos, double seconds, double cpu) {
    Histogram latency = Block.histogram();
    latency.recordValueWithCount(nanos, inferences);
    return new Block(
        latency, seconds, cpu, cpu, cpu / 2, 80L * inferences, List.of(3L), 1, 0.1, 0, 5 << 20);
  }

  @Test
  void ratiosAreOfSumsAndTheirIntervalsOfPairsDrawnAnew() {
    Pairs pairs = new Pairs();
    pairs.add(block(90, 2_000_000, 1, 1), block(100, 1_000_000, 1, 1));
    pairs.add(block(99, 2_000_000, 1, 1), block(100, 1_000_000, 1, 1));
    HostRow.Ratio throughput = pairs.ratio(Pairs::throughput);
    assertEquals(189.0 / 200, throughput.value(), 1e-12);
    assertEquals(0.90, throughput.low(), 1e-12); // the worse pair twice, one time in four
    assertEquals(0.99, throughput.high(), 1e-12);
    assertEquals(2, pairs.ratio(b -> Pairs.percentile(b, 99)).value(), 2e-3);
    assertEquals(200.0 / 189, pairs.ratio(Pairs::cpuNanos).value(), 1e-12);
  }

  @Test
  void aSideAddsItsBlocks() {
    HostRow.Side side =
        Pairs.side(List.of(block(100, 1_000_000, 1, 2), block(300, 5_000_000, 1, 2)));
    assertEquals(400, side.inferences());
    assertEquals(200, side.perSecond(), 1e-12);
    assertEquals(2, side.cores(), 1e-12);
    assertEquals(1e7, side.cpuNanos(), 1e-3);
    assertEquals(5e6, side.hostCpuNanos(), 1e-3);
    assertEquals(80, side.allocated(), 1e-12);
    assertEquals(2, side.collections());
    assertEquals(6, side.pauseMillis());
    assertEquals(5, side.heapMiB());
    assertEquals(5e6, side.percentiles().get("99"), 5e3);
    assertTrue(side.percentiles().get("50") >= 1e6);
  }
}
