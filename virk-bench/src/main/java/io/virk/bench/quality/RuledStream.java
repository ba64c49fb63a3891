package io.virk.bench.quality;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.util.function.ObjIntConsumer;

/**
 * Some windows of a stream, one every so many, as the rules of a {@link RuleBook} judge them. They
 * know no slices: all observations are judged together. Not thread-safe.
 */
final class RuledStream {
  /** Windows of a stream that are judged: rules fire often enough. */
  static final int RULED = 40;

  private final RuleBook rules;
  private final SignalExtractor extractor;
  private final SignalTable window;
  private final int every;
  private final long seed;
  private final ObjIntConsumer<String> told;
  private long seen;

  /**
   * Makes one for a stream.
   *
   * @param baseline whose reference rows windows are compared with
   * @param every of so many windows one is judged
   * @param seed of the permutations
   * @param told the name of each rule, and 1 if it fired in a window, else 0
   */
  RuledStream(Baseline baseline, int every, long seed, ObjIntConsumer<String> told) {
    this.rules = new RuleBook(baseline.reference(Slice.ALL).rows(), CleanTable.WINDOW);
    this.extractor = CleanStreams.extractor(baseline);
    this.window = new SignalTable(baseline.schema(), CleanTable.WINDOW);
    this.every = every;
    this.seed = seed;
    this.told = told;
  }

  /** Takes the next observation; only those of the windows that are judged cost time. */
  void accept(Observation o) {
    long at = seen++;
    if (at / CleanTable.WINDOW % every != 0 || at / CleanTable.WINDOW / every >= RULED) {
      return;
    }
    Observation.Builder reduced =
        Observation.builder().sequence(o.sequence()).embedding(o.embedding());
    if (o.frame() != null) {
      reduced.image(CleanStreams.POLICY.reduce(o.frame()));
    }
    if (o.logits() != null) {
      reduced.logits(o.logits());
    }
    window.append(extractor.extract(reduced.build()));
    if (window.rows() < CleanTable.WINDOW) {
      return;
    }
    double[] scores = rules.scores(window);
    for (int r = 0; r < scores.length; r++) {
      RuleBook.Rule rule = RuleBook.SCORED.get(r);
      told.accept(rule.name(), scores[r] >= rule.limit() ? 1 : 0);
    }
    told.accept("always fires", 1);
    told.accept("never fires", 0);
    told.accept(RuleBook.MMD, rules.discrepancyFires(window, seed + at) ? 1 : 0);
    window.clear();
  }
}
