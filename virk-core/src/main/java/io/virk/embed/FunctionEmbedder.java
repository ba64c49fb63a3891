package io.virk.embed;

import io.virk.image.Frame;
import io.virk.internal.Settings;
import io.virk.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** See {@link Embedder#of}. Thread-safe: one thread embeds at a time, others wait. */
final class FunctionEmbedder implements Embedder {
  private final String name;
  private final int length;
  private final Function<? super Frame, float[]> function;

  FunctionEmbedder(String name, int length, Function<? super Frame, float[]> function) {
    Settings settings = new Settings();
    settings.notBlank("name", Objects.requireNonNull(name, "name"));
    settings.range("length", length, 1, Integer.MAX_VALUE);
    settings.throwIfAny("no embedder can be made of the function");
    this.name = name;
    this.length = length;
    this.function = Objects.requireNonNull(function, "function");
  }

  @Override
  public int embeddingLength() {
    return length;
  }

  @Override
  public int logitsLength() {
    return 0;
  }

  @Override
  public synchronized Embeddings embed(List<Frame> frames) {
    float[] rows = new float[Math.multiplyExact(frames.size(), length)];
    for (int i = 0; i < frames.size(); i++) {
      float[] row = one(frames.get(i));
      System.arraycopy(row, 0, rows, i * length, length);
    }
    return new Embeddings(frames.size(), rows, new float[0]);
  }

  private float[] one(Frame frame) {
    float[] row;
    try {
      row = function.apply(frame);
    } catch (RuntimeException e) {
      throw new EmbedderException(name + ": threw " + e, e);
    }
    if (row == null || row.length != length) {
      String found = row == null ? "null" : row.length + " values";
      throw new EmbedderException(name + ": " + found + " (expected: " + length + ")", null);
    }
    return row;
  }

  @Override
  public EmbedderProvenance provenance() {
    return new EmbedderProvenance(name, sha256(name), "none: a function of " + length + " values");
  }

  /** Where there is no file, the name says which embedder it is. */
  static String sha256(String name) {
    return Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    // nothing to free
  }
}
