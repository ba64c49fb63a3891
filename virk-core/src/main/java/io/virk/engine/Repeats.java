package io.virk.engine;

import io.virk.baseline.content.Reference;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether two observations are the same to the last bit, by a digest of 64 bits: of what is
 * measured of the picture; without one, of the embedding; without that, of what is made of the
 * logits. What the host measures itself has no part in it, for a thermometer goes on where a camera
 * stands, nor has a class alone, which is often the same. VIRK's thread alone.
 */
final class Repeats {
  /** What is compared, the first that there is. */
  static final List<String> SOURCES =
      List.of(SignalSources.IMAGE, SignalSources.EMBEDDING, SignalSources.LOGITS);

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  /** The digest of what cannot be compared. */
  static final long NONE = 0;

  private final List<Source> sources = new ArrayList<>();
  private final Map<Reference, Integer> longest = new IdentityHashMap<>();
  private Source last;

  /** The columns of a source in the schema. */
  private record Source(String name, int[] scalars, int[] vectors) {
    boolean isEmpty() {
      return scalars.length + vectors.length == 0;
    }
  }

  Repeats(SignalSchema schema) {
    for (String name : SOURCES) {
      List<ScalarSignal> scalars = schema.scalars();
      List<VectorSignal> vectors = schema.vectors();
      Source source =
          new Source(
              name,
              IntStream.range(0, scalars.size())
                  .filter(i -> scalars.get(i).source().equals(name))
                  .toArray(),
              IntStream.range(0, vectors.size())
                  .filter(i -> vectors.get(i).source().equals(name))
                  .filter(i -> vectors.get(i).length() > 0 && !vectors.get(i).isDerived())
                  .toArray());
      if (!source.isEmpty()) {
        sources.add(source);
      }
    }
  }

  /** Of an observation; {@link #NONE} if it has nothing that can be compared. */
  long digest(SignalValues values) {
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      long digest = i + 1;
      boolean any = false;
      for (int column : source.scalars()) {
        double value = values.analysed(column);
        any |= !Double.isNaN(value);
        digest = mixed(digest, Double.doubleToLongBits(value));
      }
      for (int column : source.vectors()) {
        float[] vector = values.vector(column);
        any |= vector != null;
        digest = mixed(digest, vector, 0, vector == null ? 0 : vector.length);
      }
      if (any) {
        last = source;
        return digest == NONE ? 1 : digest;
      }
    }
    return NONE;
  }

  /** What the last digest was made of. */
  String source() {
    return last.name();
  }

  private static long mixed(long digest, long bits) {
    long mixed = (digest ^ bits) * FACTOR;
    return mixed ^ mixed >>> 32;
  }

  /** Two values at once. */
  private static long mixed(long digest, float[] values, int from, int to) {
    long mixed = digest;
    for (int i = from; i < to; i += 2) {
      long high = (long) Float.floatToIntBits(values[i]) << 32;
      long low = i + 1 < to ? Float.floatToIntBits(values[i + 1]) & 0xFFFFFFFFL : 0;
      mixed = mixed(mixed, high | low);
    }
    return mixed;
  }

  /** The longest run of rows of a baseline that are the same, &ge; 1. */
  int longest(Reference reference) {
    return longest.computeIfAbsent(reference, r -> longest(r.rows()));
  }

  private int longest(SignalTable rows) {
    int found = 1;
    int run = 1;
    long before = NONE;
    for (int row = 0; row < rows.rows(); row++) {
      long digest = digest(rows, row);
      run = digest != NONE && digest == before ? run + 1 : 1;
      found = Math.max(found, run);
      before = digest;
    }
    return found;
  }

  private long digest(SignalTable rows, int row) {
    for (Source source : sources) {
      long digest = 1;
      boolean any = false;
      for (int column : source.scalars()) {
        double value = rows.scalar(column, row);
        any |= !Double.isNaN(value);
        digest = mixed(digest, Double.doubleToLongBits(value));
      }
      for (int column : source.vectors()) {
        VectorColumn vectors = rows.vectors(column);
        if (vectors.dimension() > 0 && vectors.isPresent(row)) {
          float[] vector = new float[vectors.dimension()];
          vectors.vector(row, vector);
          any = true;
          digest = mixed(digest, vector, 0, vector.length);
        }
      }
      if (any) {
        return digest;
      }
    }
    return NONE;
  }
}
