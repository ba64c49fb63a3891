package io.virk.image;

import io.virk.image.internal.FolderListing;
import io.virk.image.internal.ImageDecoder;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The images of a folder and its sub-folders, decoded one by one as they are asked for. A file that
 * cannot be decoded, in whole, is skipped and remembered; it never ends the iteration. A folder of
 * any file system will do, also one inside a zip file. Links are followed. Not thread-safe.
 *
 * <p><b>Order.</b> A baseline takes neighbours for alike, and so the order in which images were
 * taken is worth most: {@link #byTime}, or {@link #byName} (the default) where names follow each
 * other in time. Photos of no order in time, above all if their names are sorted by what they show,
 * are to be {@link #shuffled}; frames of a video never.
 *
 * <p><b>Settings</b> are copies: {@code ImageFolder.of(dir).byTime().maximumPixels(10_000_000)}.
 */
public final class ImageFolder implements Iterable<ImageFolder.Entry> {
  /** Pixels of an image unless another limit is set: 64 million, 192 MB decoded. */
  public static final long DEFAULT_MAXIMUM_PIXELS = 64_000_000;

  private static final List<String> ENDINGS =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".wbmp");

  /** A file of more bytes than this is not read into memory. */
  private static final long MOST_BYTES = 1L << 29;

  private static final int REASONS_SHOWN = 3;

  private final Path root;
  private final FolderListing listing;
  private final Order order;
  private final Orientation orientation;
  private final long maximumPixels;
  private final List<Path> files;
  private final Map<Path, String> unreadable;
  private int used;

  /** In which order the images come. */
  public enum Order {
    /** Of their paths, as text. */
    NAME("by name"),
    /** In which the files were last changed. */
    TIME("by time"),
    /** By chance. */
    SHUFFLED("shuffled");

    private final String words;

    Order(String words) {
      this.words = words;
    }

    /**
     * In words.
     *
     * @return for example "by name"
     */
    public String inWords() {
      return words;
    }
  }

  private ImageFolder(
      Path root,
      FolderListing listing,
      Order order,
      List<Path> files,
      Orientation orientation,
      long maximumPixels) {
    this.root = root;
    this.listing = listing;
    this.order = order;
    this.orientation = orientation;
    this.maximumPixels = maximumPixels;
    this.files = List.copyOf(files);
    this.unreadable = new LinkedHashMap<>(listing.unreadable());
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
   * @param root the folder, or a link to one
   * @return its images, at least one, by name, {@link Orientation#UPRIGHT}
   * @throws IllegalArgumentException if it is no folder or holds no image file
   * @throws UncheckedIOException if it cannot be listed
   */
  public static ImageFolder of(Path root) {
    Objects.requireNonNull(root, "root");
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          "root: " + shown(root) + " (expected: an existing folder)");
    }
    FolderListing listing;
    try {
      listing = FolderListing.of(root, ENDINGS);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "root: " + shown(root) + " cannot be listed: " + Text.message(e), e);
    }
    if (listing.files().isEmpty()) {
      throw new IllegalArgumentException(
          "root: " + shown(root) + " (expected: a folder with at least one image " + ENDINGS + ")");
    }
    return new ImageFolder(
        root, listing, Order.NAME, listing.files(), Orientation.UPRIGHT, DEFAULT_MAXIMUM_PIXELS);
  }

  private static String shown(Path root) {
    return Text.clean(root.toString(), Text.SENTENCE);
  }

  private static List<Path> ordered(FolderListing listing, Order order, long seed) {
    List<Path> files = new ArrayList<>(listing.files());
    switch (order) {
      case TIME -> files.sort(Comparator.comparingLong(listing::time)); // stable: then by name
      case SHUFFLED -> {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = files.size() - 1; i > 0; i--) {
          Collections.swap(files, i, random.nextInt(i + 1));
        }
      }
      default -> {}
    }
    return files;
  }

  /**
   * In the order of their paths, as text: {@code b/10.png} comes before {@code b/2.png}.
   *
   * @return a folder of its own
   */
  public ImageFolder byName() {
    return in(Order.NAME, 0);
  }

  /**
   * In the order in which the files were last changed; those of the same millisecond by name. Not
   * every way of copying keeps that time.
   *
   * @return a folder of its own
   */
  public ImageFolder byTime() {
    return in(Order.TIME, 0);
  }

  /**
   * In an order by chance, for images that were not taken one after the other. Never for frames of
   * a video: neighbours would pass for independent ones, and thresholds come out too low.
   *
   * @param value any number; the same number and paths give the same order
   * @return a folder of its own
   */
  public ImageFolder shuffled(long value) {
    return in(Order.SHUFFLED, value);
  }

  private ImageFolder in(Order value, long seed) {
    return new ImageFolder(
        root, listing, value, ordered(listing, value, seed), orientation, maximumPixels);
  }

  /**
   * In this order, but the images of several cameras side by side, as cameras send them, not those
   * of one after those of another: each camera is as far through its own at any time.
   *
   * @param camera from the path of an image within the folder to what it belongs to, for example
   *     its first sub-folder
   * @return a folder of its own
   */
  public ImageFolder sideBySide(Function<Path, String> camera) {
    Map<String, List<Path>> byCamera = new TreeMap<>();
    for (Path file : files) {
      byCamera
          .computeIfAbsent(camera.apply(root.relativize(file)), c -> new ArrayList<>())
          .add(file);
    }
    Map<Path, Double> places = new HashMap<>();
    for (List<Path> own : byCamera.values()) {
      for (int i = 0; i < own.size(); i++) {
        places.put(own.get(i), (i + 0.5) / own.size());
      }
    }
    List<Path> mixed = new ArrayList<>(files);
    mixed.sort(Comparator.comparingDouble(places::get)); // stable
    return new ImageFolder(root, listing, order, mixed, orientation, maximumPixels);
  }

  /**
   * The first images alone, in this order.
   *
   * @param most files at most, &gt; 0
   * @return a folder of its own
   * @throws IllegalArgumentException if it is not positive
   */
  public ImageFolder first(int most) {
    if (most <= 0) {
      throw new IllegalArgumentException("first: " + most + " (expected: > 0)");
    }
    List<Path> some = files.subList(0, Math.min(most, files.size()));
    return new ImageFolder(root, listing, order, some, orientation, maximumPixels);
  }

  /**
   * Sets what becomes of images that are stored turned or mirrored; default {@link
   * Orientation#UPRIGHT}. It is to be what the service sees.
   *
   * @param value the setting
   * @return a folder of its own
   */
  public ImageFolder orientation(Orientation value) {
    Objects.requireNonNull(value, "orientation");
    return new ImageFolder(root, listing, order, files, value, maximumPixels);
  }

  /**
   * Sets how large an image may be; default {@value #DEFAULT_MAXIMUM_PIXELS}. A larger one is
   * unreadable, and nothing of its size is allocated.
   *
   * @param value pixels, &gt; 0
   * @return a folder of its own
   * @throws IllegalArgumentException if it is not positive
   */
  public ImageFolder maximumPixels(long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("maximumPixels: " + value + " (expected: > 0)");
    }
    return new ImageFolder(root, listing, order, files, orientation, value);
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
   * What the folder is called, to stand in a sentence.
   *
   * @return its last name, on one line; that of the zip file if it is all of one, otherwise the
   *     whole path where it has none
   */
  public String name() {
    Path last = root.toAbsolutePath().normalize().getFileName();
    if (last == null && root.getFileSystem() != FileSystems.getDefault()) {
      last = Path.of(root.getFileSystem().toString()).getFileName();
    }
    return Text.clean(last == null ? root.toString() : last.toString());
  }

  /**
   * The order.
   *
   * @return as it was set
   */
  public Order order() {
    return order;
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
   * The image files, readable or not.
   *
   * @return their paths, relative to the folder, in its order
   */
  public List<Path> files() {
    return files.stream().map(root::relativize).toList();
  }

  /**
   * Decodes one of them, for a host with an order of its own; counted as by an iteration.
   *
   * @param file one of {@link #files}
   * @return its pixels; empty if it cannot be decoded, and {@link #unreadable} then has the reason
   */
  public Optional<Frame> read(Path file) {
    return Optional.ofNullable(
            decode(new ImageDecoder(maximumPixels, orientation), root.resolve(file)))
        .map(Entry::frame);
  }

  /**
   * The files that an iteration so far could not decode, and links that lead nowhere or in a
   * circle, each with the reason.
   *
   * @return relative path to reason, in the order in which they came; grows while the folder is
   *     iterated
   */
  public Map<Path, String> unreadable() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
  }

  /**
   * Files that were passed by because of their ending.
   *
   * @return ending to number, for example ".webp" to 12; "no ending" for those without
   */
  public Map<String, Integer> skipped() {
    return listing.skipped();
  }

  /**
   * What became of the files, so far.
   *
   * @return for example "folder photos, by name: 480 images used; 2 unreadable (a.jpg: Truncated
   *     File - Missing EOI marker, b.png: no decoder knows its content); skipped .txt 1"
   */
  public String inWords() {
    StringBuilder words = new StringBuilder("folder ");
    words.append(name()).append(", ").append(order.inWords()).append(": ");
    words.append(used).append(used == 1 ? " image used" : " images used");
    if (!unreadable.isEmpty()) {
      words.append("; ").append(unreadable.size()).append(" unreadable (");
      words.append(
          unreadable.entrySet().stream()
              .limit(REASONS_SHOWN)
              .map(e -> Text.clean(e.getKey() + ": " + e.getValue()))
              .collect(Collectors.joining(", ")));
      words.append(unreadable.size() > REASONS_SHOWN ? ", ...)" : ")");
    }
    if (!skipped().isEmpty()) {
      words.append("; skipped ");
      words.append(
          skipped().entrySet().stream()
              .map(e -> Text.clean(e.getKey()) + " " + e.getValue())
              .collect(Collectors.joining(", ")));
    }
    return words.toString();
  }

  @Override
  public Iterator<Entry> iterator() {
    used = 0;
    ImageDecoder decoder = new ImageDecoder(maximumPixels, orientation);
    return new Iterator<>() {
      private final Iterator<Path> rest = files.iterator();
      private Entry next;

      @Override
      public boolean hasNext() {
        while (next == null && rest.hasNext()) {
          next = decode(decoder, rest.next());
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

  private Entry decode(ImageDecoder decoder, Path file) {
    Path name = root.relativize(file);
    try {
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        unreadable.put(name, bytes + " bytes (expected: <= " + MOST_BYTES + ")");
        return null;
      }
      Frame frame = decoder.decode(Files.readAllBytes(file));
      used++;
      return new Entry(name, frame);
    } catch (IOException e) {
      unreadable.put(name, Text.message(e));
    } catch (ImageDecoder.Unreadable e) {
      unreadable.put(name, e.getMessage());
    }
    return null;
  }
}
