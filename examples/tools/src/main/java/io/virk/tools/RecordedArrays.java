package io.virk.tools;

import io.virk.baseline.NumpyArrays;
import io.virk.signal.Observation;
import java.util.function.Consumer;

/** The arrays of a folder. */
record RecordedArrays(NumpyArrays arrays, Naming naming, StreamOptions options)
    implements Recorded {
  /** Ends the reading early. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  @Override
  public long size() {
    return options.limit == null ? -1 : options.limit;
  }

  @Override
  public boolean hasImages() {
    return false;
  }

  @Override
  public String times() {
    return options.countedTimes();
  }

  @Override
  public void forEach(Consumer<Observation> each) {
    try {
      arrays.forEach(
          naming.sliceKey(),
          naming.contextKey(),
          row -> {
            if (options.limit != null && row.sequence() >= options.limit) {
              throw new Enough();
            }
            each.accept(timed(row));
          });
    } catch (Enough e) {
      return;
    }
  }

  private Observation timed(Observation row) {
    Observation.Builder timed =
        Observation.builder()
            .sequence(row.sequence())
            .epochMillis(row.sequence() * options.everyMillis());
    if (row.embedding() != null) {
      timed.embedding(row.embedding());
    }
    if (row.logits() != null) {
      timed.logits(row.logits());
    }
    if (row.predictedClass() != Observation.NO_CLASS) {
      timed.predictedClass(row.predictedClass());
    }
    if (row.label() != Observation.NO_CLASS) {
      timed.label(row.label());
    }
    if (row.source() != null) {
      timed.source(row.source());
    }
    row.tags(timed::tag);
    return timed.outputsOf(row).build();
  }
}
