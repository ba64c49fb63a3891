package io.virk.capture.internal;

import io.virk.capture.EmbeddingCost;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What embeddings cost, and how many of them one round may hold, so that it does not use up more
 * than a second's allowance: then debts stay small, and rests short. VIRK's thread alone, but for
 * {@link #read}.
 */
final class EmbeddingPace {
  /** How much a new measurement counts. */
  private static final double NEW = 0.2;

  private final CpuBudget budget;
  private final CpuTime time;
  private double nanos;
  private double challengerNanos;
  private volatile EmbeddingCost cost;

  EmbeddingPace(CpuBudget budget, CpuTime time) {
    this.budget = budget;
    this.time = time;
  }

  /** Embeds, and measures. */
  Embeddings embed(Embedder embedder, List<Frame> frames) {
    long begin = time.begin();
    Embeddings embeddings = Embeddings.of(embedder, frames);
    nanos = mean(nanos, time.since(begin) / (double) frames.size());
    measured();
    return embeddings;
  }

  /** The same by another model on the same observations: both together are what one costs. */
  Embeddings challenge(Embedder challenger, List<Frame> frames) {
    long begin = time.begin();
    Embeddings embeddings = Embeddings.of(challenger, frames);
    challengerNanos = mean(challengerNanos, time.since(begin) / (double) frames.size());
    measured();
    return embeddings;
  }

  /** Times one embedding of a black frame, after one that loads what the embedder needs. */
  void rehearse(Embedder embedder, CapturePolicy policy) {
    int width = policy.maxWidth();
    int height = policy.maxHeight();
    List<Frame> black =
        List.of(Frame.of(new byte[3 * width * height], width, height, PixelFormat.RGB));
    Embeddings.of(embedder, black);
    embed(embedder, black);
  }

  private static double mean(double before, double one) {
    return before == 0 ? one : before + NEW * (one - before);
  }

  private void measured() {
    double each = Math.max(1, nanos + challengerNanos);
    double perSecond =
        budget.share() >= 1
            ? Double.POSITIVE_INFINITY
            : budget.share() * CpuBudget.NANOS_PER_SECOND / each;
    cost = new EmbeddingCost(Duration.ofNanos((long) each), perSecond, 0, 1);
  }

  /** How many observations a round may take. */
  int most(int limit) {
    EmbeddingCost known = cost;
    return known == null ? limit : (int) Math.max(1, Math.min(limit, known.perSecond()));
  }

  /** What one costs; empty before the first. Any thread. */
  Optional<EmbeddingCost> read() {
    return Optional.ofNullable(cost);
  }
}
