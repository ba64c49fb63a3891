package io.virk.image;

import io.virk.internal.Text;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The images of a folder and its sub-folders, in the order of their paths, decoded one by one as
 * they are asked for. A file that cannot be decoded is skipped and remembered; it never ends the
 * iteration. A folder of any file system will do, also one inside a zip file. Not thread-safe.
 */
public final class ImageFolder implements Iterable<ImageFolder.Entry> {
  private static final List<String> SUFFIXES =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".wbmp");

  private final Path root;
  private final List<Path> files;
  private final Map<Path, String> unreadable = new LinkedHashMap<>();

  private ImageFolder(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /**
   * One decoded image.
   *
   * @param path the file, relative to the folder
   * @param frame its pixels
   */
  public record Entry(Path path, Frame frame) {}

  /**
   * Lists a folder. Files are told by their endings: png, jpg, jpeg, bmp, gif, tif, tiff, wbmp.
   *
   * @param root the folder
   * @return its images, at least one
   * @throws IllegalArgumentException if it is no folder or holds no image file
   * @throws UncheckedIOException if it cannot be listed
   */
  public static ImageFolder of(Path root) {
    Objects.requireNonNull(root, "root");
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("root: " + root + " (expected: an existing folder)");
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).filter(ImageFolder::isImage).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("root: " + root + " cannot be listed: " + Text.message(e), e);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "root: " + root + " (expected: a folder with at least one image " + SUFFIXES + ")");
    }
    return new ImageFolder(root, files);
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  /**
   * The folder.
   *
   * @return as it was given
   */
  public Path root() {
    return root;
  }

  /**
   * The number of image files, readable or not.
   *
   * @return &gt; 0
   */
  public int size() {
    return files.size();
  }

  /**
   * The files that an iteration so far could not decode, each with the reason.
   *
   * @return relative path to reason, in the order of the paths; grows while the folder is iterated
   */
  public Map<Path, String> unreadable() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
  }

  @Override
  public Iterator<Entry> iterator() {
    return new Iterator<>() {
      private final Iterator<Path> rest = new ArrayList<>(files).iterator();
      private Entry next;

      @Override
      public boolean hasNext() {
        while (next == null && rest.hasNext()) {
          next = decode(rest.next());
        }
        return next != null;
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more images in " + root);
        }
        Entry entry = next;
        next = null;
        return entry;
      }
    };
  }

  private Entry decode(Path file) {
    Path name = root.relativize(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      BufferedImage image = ImageIO.read(in);
      if (image != null) {
        return new Entry(name, Frame.of(image));
      }
      unreadable.put(name, "no decoder knows its content");
    } catch (IOException | RuntimeException e) {
      // decoders of damaged files throw IndexOutOfBounds, IllegalArgument and the like
      unreadable.put(name, String.valueOf(e.getMessage()));
    }
    return null;
  }
}
