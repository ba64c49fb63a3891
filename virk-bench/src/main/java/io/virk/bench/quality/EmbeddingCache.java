package io.virk.bench.quality;

import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a model makes of frames, by the content of model and frame, kept in a file of the folder for
 * temporary files from run to run. It may be deleted at any time. Thread-safe.
 */
final class EmbeddingCache {
  private final Embedder embedder;
  private final Path file;
  private final int length;
  private final Map<Long, float[]> rows = new ConcurrentHashMap<>();
  private boolean grown;

  /**
   * Reads what there is, and writes what there is then when the JVM ends.
   *
   * @param embedder one frame at a time
   * @param model its file
   * @param transform its steps in words
   */
  EmbeddingCache(Embedder embedder, Path model, String transform) {
    this.embedder = embedder;
    this.length = embedder.embeddingLength() + embedder.logitsLength();
    try {
      long name = hash(Files.readAllBytes(model), transform);
      this.file =
          Path.of(System.getProperty("java.io.tmpdir"))
              .resolve("virk-live-embeddings")
              .resolve(Long.toHexString(name));
      Files.createDirectories(file.getParent());
      if (Files.exists(file)) {
        read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::write));
  }

  /** The embedding of a frame, and then its logits. */
  float[] row(Frame frame) {
    long key = hash(frame.pixels(), frame.toString());
    float[] row = rows.get(key);
    if (row == null) {
      Embeddings one = Embeddings.of(embedder, List.of(frame));
      row = new float[length];
      System.arraycopy(one.embeddings(), 0, row, 0, one.embeddings().length);
      if (one.logits() != null) {
        System.arraycopy(one.logits(), 0, row, one.embeddings().length, one.logits().length);
      }
      rows.put(key, row);
      grown = true;
    }
    return row;
  }

  private static long hash(byte[] bytes, String words) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      digest.update(words.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int left = in.readInt(); left > 0; left--) {
        long key = in.readLong();
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
          row[i] = in.readFloat();
        }
        rows.put(key, row);
      }
    }
  }

  private void write() {
    if (!grown) {
      return;
    }
    try {
      Path part = Files.createTempFile(file.getParent(), "part", null);
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
        Map<Long, float[]> all = Map.copyOf(rows);
        out.writeInt(all.size());
        for (Map.Entry<Long, float[]> entry : all.entrySet()) {
          out.writeLong(entry.getKey());
          for (float value : entry.getValue()) {
            out.writeFloat(value);
          }
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      System.err.println("The embeddings were not kept: " + e);
    }
  }
}
