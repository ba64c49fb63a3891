package io.virk.tools;

import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The images of a folder, or of a zip file. One that cannot be read is left out and remembered. */
final class RecordedImages implements Recorded {
  private final Naming naming;
  private final StreamOptions options;
  private final FileSystem zip;
  private final ImageFolder folder;
  private final List<Item> items;
  private final List<String> names = new ArrayList<>();

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
    try {
      folder = ImageFolder.of(root);
    } catch (IllegalArgumentException e) { // a folder it is
      close();
      throw Tool.wrong(argument, input, "with at least one image, as .png or .jpg");
    } catch (UncheckedIOException e) {
      close();
      throw StreamOptions.unreadable(input, e.getCause());
    }
    List<Item> found = new ArrayList<>();
    for (Path file : folder.files()) {
      found.add(new Item(file, name(root, file), modified(file)));
    }
    items = ordered(found);
  }

  private static String name(Path root, Path file) {
    return text(root.relativize(file));
  }

  private static String text(Path relative) {
    return relative.toString().replace('\\', '/');
  }

  /** 0 for one that is gone: that it cannot be read shows itself. */
  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
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
      Optional<Frame> frame = folder.read(item.file());
      if (frame.isPresent()) {
        int number = names.size();
        names.add(item.name());
        Observation.Builder observation =
            Observation.builder()
                .sequence(number)
                .id(Console.clean(item.name()))
                .epochMillis(
                    byFile ? item.modifiedMillis() : begin + number * options.everyMillis())
                .image(frame.get());
        naming.name(observation, item.name());
        each.accept(observation.build());
      }
    }
  }

  @Override
  public String name(long number) {
    return number >= 0 && number < names.size() ? names.get((int) number) : "image " + number;
  }

  @Override
  public Map<String, String> unreadable() {
    Map<String, String> files = new LinkedHashMap<>();
    folder.unreadable().forEach((file, why) -> files.put(text(file), why));
    return files;
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
