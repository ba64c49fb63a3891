package io.virk.examples.quickstart;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes labelled frames for {@code src/main/model/train.py}: for each of the four cameras, and for
 * training and validation from different seeds, as {@code .npy} files of bytes.
 */
final class TrainingSet {
  static final int CAMERAS = 4;

  private static final int TRAINING = 2000;
  private static final int VALIDATION = 500;
  private static final long TRAINING_SEED = 1001;
  private static final long VALIDATION_SEED = 2002;

  private TrainingSet() {}

  /**
   * Writes the files.
   *
   * @param args the folder, which is made where it is missing
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("arguments: " + args.length + " (expected: the folder to write to)");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    write(folder, "training", TRAINING, TRAINING_SEED);
    write(folder, "validation", VALIDATION, VALIDATION_SEED);
    Files.write(folder.resolve("classes.txt"), ConveyorCamera.classNames());
  }

  static void write(Path folder, String name, int frames, long seed) throws IOException {
    int count = frames * CAMERAS;
    String shape = count + ", " + ConveyorCamera.HEIGHT + ", " + ConveyorCamera.WIDTH + ", 3";
    try (OutputStream pixels = npy(folder.resolve(name + "-frames.npy"), shape);
        OutputStream labels = npy(folder.resolve(name + "-labels.npy"), count + ",");
        OutputStream cameras = npy(folder.resolve(name + "-cameras.npy"), count + ",")) {
      for (int number = 1; number <= CAMERAS; number++) {
        ConveyorCamera camera = new ConveyorCamera(number, seed);
        for (int i = 0; i < frames; i++) {
          Shot shot = camera.next();
          pixels.write(shot.frame().pixels());
          labels.write(shot.label());
          cameras.write(number);
        }
      }
    }
  }

  /** Opens a file of format version 1.0 and writes its header, padded to 64 bytes. */
  private static OutputStream npy(Path file, String shape) throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }";
    int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    StringBuilder padded = new StringBuilder(header);
    while (padded.length() < length - 1) {
      padded.append(' ');
    }
    padded.append('\n');
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(length & 0xff);
    out.write(length >> 8);
    out.write(padded.toString().getBytes(StandardCharsets.US_ASCII));
    return out;
  }
}
