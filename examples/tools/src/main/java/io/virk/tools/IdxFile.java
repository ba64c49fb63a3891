package io.virk.tools;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Observation;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Images of an IDX file, the format of MNIST: [n, h, w] gray or [n, h, w, 3] RGB; maybe packed. */
final class IdxFile implements Recorded {
  private static final int GRAY = 0x0803;
  private static final int RGB = 0x0804;
  private static final int MAXIMUM_SIDE = 16_384;

  private final String argument;
  private final Path file;
  private final StreamOptions options;
  private final int count;

  IdxFile(String argument, Path file, StreamOptions options) {
    this.argument = argument;
    this.file = file;
    this.options = options;
    if (options.order == StreamOptions.Order.SHUFFLED) {
      throw Tool.wrong("--order", "shuffled", "name, for an IDX file is read from its beginning");
    }
    try (DataInputStream in = open()) {
      int magic = in.readInt();
      if (magic != GRAY && magic != RGB) {
        throw Tool.wrong(argument, file, "an IDX file of images");
      }
      int images = in.readInt();
      this.count = options.limit == null ? images : Math.min(images, options.limit);
    } catch (IOException e) {
      throw StreamOptions.unreadable(file, e);
    }
  }

  static boolean isNamedSo(String name) {
    return name.matches(".*[-.]idx[34]-ubyte(\\.gz)?");
  }

  private DataInputStream open() throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file));
    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    return new DataInputStream(new BufferedInputStream(plain));
  }

  @Override
  public long size() {
    return count;
  }

  @Override
  public boolean hasImages() {
    return true;
  }

  @Override
  public String times() {
    return options.countedTimes();
  }

  @Override
  public void forEach(Consumer<Observation> each) {
    try (DataInputStream in = open()) {
      int magic = in.readInt();
      in.readInt();
      int height = side(in.readInt());
      int width = side(in.readInt());
      int samples = magic == RGB ? in.readInt() : 1;
      if (magic == RGB && samples != 3) {
        throw Tool.wrong(argument, file, "3 samples a pixel, not " + samples);
      }
      for (int i = 0; i < count; i++) {
        byte[] pixels = new byte[width * height * samples];
        in.readFully(pixels);
        each.accept(
            Observation.builder()
                .sequence(i)
                .id(name(i))
                .epochMillis(i * options.everyMillis())
                .image(
                    Frame.of(
                        pixels, width, height, samples == 3 ? PixelFormat.RGB : PixelFormat.GRAY))
                .build());
      }
    } catch (EOFException e) {
      throw Tool.wrong(argument, file, count + " images, as its header says; it is truncated");
    } catch (IOException e) {
      throw StreamOptions.unreadable(file, e);
    }
  }

  private int side(int value) {
    if (value <= 0 || value > MAXIMUM_SIDE) {
      throw Tool.wrong(argument, file, "images of 1 .. " + MAXIMUM_SIDE + " pixels a side");
    }
    return value;
  }

  @Override
  public String name(long number) {
    return "image " + number;
  }
}
