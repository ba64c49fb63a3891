package io.virk.bench.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Blocks with VIRK and without, in pairs that were neighbours. */
final class Pairs {
  private static final int RESAMPLES = 1000;
  private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9, 99.99, 100};
  private static final double MEBI = 1 << 20;

  private final List<Block> with = new ArrayList<>();
  private final List<Block> without = new ArrayList<>();

  void add(Block one, Block other) {
    with.add(one);
    without.add(other);
  }

  int count() {
    return with.size();
  }

  List<Block> with() {
    return with;
  }

  List<Block> without() {
    return without;
  }

  static double throughput(List<Block> blocks) {
    return sum(blocks, Block::inferences) / sum(blocks, Block::seconds);
  }

  static double cpuNanos(List<Block> blocks) {
    return 1e9 * sum(blocks, Block::cpu) / sum(blocks, Block::inferences);
  }

  static double percentile(List<Block> blocks, double p) {
    return merged(blocks).getValueAtPercentile(p);
  }

  private static Histogram merged(List<Block> blocks) {
    Histogram all = Block.histogram();
    blocks.forEach(b -> all.add(b.latency()));
    return all;
  }

  static double sum(List<Block> blocks, ToDoubleFunction<Block> of) {
    return blocks.stream().mapToDouble(of).sum();
  }

  /** With over without, and how far it might be from it: pairs are drawn anew, with replacement. */
  HostRow.Ratio ratio(ToDoubleFunction<List<Block>> of) {
    SplittableRandom random = new SplittableRandom(1);
    double[] drawn = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      List<Block> some = new ArrayList<>();
      List<Block> others = new ArrayList<>();
      for (int i = 0; i < count(); i++) {
        int at = random.nextInt(count());
        some.add(with.get(at));
        others.add(without.get(at));
      }
      drawn[r] = of.applyAsDouble(some) / of.applyAsDouble(others);
    }
    Arrays.sort(drawn);
    return new HostRow.Ratio(
        of.applyAsDouble(with) / of.applyAsDouble(without),
        drawn[RESAMPLES / 40],
        drawn[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  /** One of both. */
  static HostRow.Side side(List<Block> blocks) {
    Histogram all = merged(blocks);
    Map<String, Double> percentiles = new TreeMap<>();
    for (double p : PERCENTILES) {
      percentiles.put(
          p == Math.rint(p) ? String.valueOf((int) p) : String.valueOf(p),
          (double) all.getValueAtPercentile(p));
    }
    long[] heaps = blocks.stream().mapToLong(Block::heap).sorted().toArray();
    List<Long> pauses = blocks.stream().flatMap(b -> b.pauses().stream()).toList();
    double inferences = sum(blocks, Block::inferences);
    return new HostRow.Side(
        all.getTotalCount(),
        throughput(blocks),
        percentiles,
        cpuNanos(blocks),
        1e9 * sum(blocks, Block::hostCpu) / inferences,
        sum(blocks, Block::processCpu) / sum(blocks, Block::seconds),
        sum(blocks, Block::allocated) / inferences,
        pauses.size(),
        pauses.stream().mapToLong(Long::longValue).sum(),
        pauses.stream().mapToLong(Long::longValue).max().orElse(0),
        heaps[heaps.length / 2] / MEBI);
  }
}
