package io.virk.tools;

import io.virk.image.Frame;
import io.virk.signal.Observation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The images of a folder, or of a zip file. One that cannot be read is left out and remembered. */
final class RecordedImages implements Recorded {
  private static final List<String> SUFFIXES =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".wbmp");

  private final Naming naming;
  private final StreamOptions options;
  private final FileSystem zip;
  private final List<Item> items;
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  private record Item(Path file, String name, long modifiedMillis) {}

  /**
   * Lists them.
   *
   * @param argument that names the input
   * @param zip closed with this; null if it is a folder
   */
  RecordedImages(
      String argument,
      Path input,
      Path root,
      Naming naming,
      StreamOptions options,
      FileSystem zip) {
    this.naming = naming;
    this.options = options;
    this.zip = zip;
    try (Stream<Path> walk = Files.walk(root)) {
      List<Item> found = new ArrayList<>();
      for (Path file : walk.filter(RecordedImages::isImage).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        found.add(new Item(file, name, Files.getLastModifiedTime(file).toMillis()));
      }
      items = ordered(found);
    } catch (IOException e) {
      close();
      throw StreamOptions.unreadable(input, e);
    }
    if (items.isEmpty()) {
      close();
      throw Tool.wrong(argument, input, "with at least one image of " + SUFFIXES);
    }
  }

  private static boolean isImage(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  private List<Item> ordered(List<Item> found) {
    switch (options.order) {
      case TIME -> found.sort(Comparator.comparingLong(Item::modifiedMillis));
      case SHUFFLED -> Collections.shuffle(found, new Random(options.seed));
      default -> sideBySide(found);
    }
    return options.limit == null || options.limit >= found.size()
        ? found
        : found.subList(0, options.limit);
  }

  /** Slices come side by side, as they do from cameras, not one after the other. */
  private void sideBySide(List<Item> found) {
    Map<String, List<Item>> bySlice = new TreeMap<>();
    found.forEach(
        item ->
            bySlice
                .computeIfAbsent(naming.sliceOf(item.name()).orElse(""), s -> new ArrayList<>())
                .add(item));
    if (bySlice.size() < 2) {
      return;
    }
    Map<Item, Double> places = new HashMap<>();
    bySlice
        .values()
        .forEach(
            items -> {
              for (int i = 0; i < items.size(); i++) {
                places.put(items.get(i), (i + 0.5) / items.size());
              }
            });
    found.sort(Comparator.comparingDouble(places::get));
  }

  /** Folders below the root, if no slice is made of them. */
  long foldersOfNothing() {
    return naming.sliceKey() != null || options.order != StreamOptions.Order.NAME
        ? 0
        : items.stream().map(i -> Naming.FOLDER.apply(i.name()).orElse("")).distinct().count();
  }

  @Override
  public long size() {
    return items.size();
  }

  @Override
  public boolean hasImages() {
    return true;
  }

  @Override
  public void forEach(Consumer<Observation> each) {
    boolean byFile = options.every == null && options.order == StreamOptions.Order.TIME;
    long begin = items.get(0).modifiedMillis();
    for (Item item : items) {
      Frame frame = decode(item);
      if (frame != null) {
        int number = names.size();
        names.add(item.name());
        Observation.Builder observation =
            Observation.builder()
                .sequence(number)
                .id(Console.clean(item.name()))
                .epochMillis(
                    byFile ? item.modifiedMillis() : begin + number * options.everyMillis())
                .image(frame);
        naming.name(observation, item.name());
        each.accept(observation.build());
      }
    }
  }

  private Frame decode(Item item) {
    try {
      byte[] bytes = Files.readAllBytes(item.file());
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image != null) {
        return Frame.of(image);
      }
      unreadable.put(item.name(), bytes.length == 0 ? "is empty" : "no decoder knows its content");
    } catch (IOException | RuntimeException e) {
      // decoders of damaged files throw IndexOutOfBounds, IllegalArgument and the like
      unreadable.put(item.name(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  @Override
  public String name(long number) {
    return number >= 0 && number < names.size() ? names.get((int) number) : "image " + number;
  }

  @Override
  public Map<String, String> unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        return; // nothing was written to it
      }
    }
  }
}
