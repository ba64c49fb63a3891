package io.virk.tools;

import io.virk.image.ImageFolder;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The images of a folder, or of a zip file, decoded as those of a baseline are. One that cannot be
 * read is left out and remembered.
 */
final class RecordedImages implements Recorded {
  private final Naming naming;
  private final StreamOptions options;
  private final FileSystem zip;
  private final ImageFolder folder;
  private final List<String> names = new ArrayList<>();
  private long begin;

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
      folder = ordered(ImageFolder.of(root));
    } catch (UncheckedIOException e) {
      close();
      throw StreamOptions.unreadable(input, e.getCause());
    } catch (IllegalArgumentException e) {
      close();
      throw Tool.wrong(argument, input, "with at least one image");
    }
  }

  private static String name(Path file) {
    return file.toString().replace('\\', '/');
  }

  private ImageFolder ordered(ImageFolder all) {
    ImageFolder ordered =
        switch (options.order) {
          case TIME -> all.byTime();
          case SHUFFLED -> all.shuffled(options.seed);
          default -> all.sideBySide(file -> naming.sliceOf(name(file)).orElse(""));
        };
    return options.limit == null ? ordered : ordered.first(options.limit);
  }

  /** The images in their order, each read once. */
  ImageFolder folder() {
    return folder;
  }

  /** Folders below the root, if no slice is made of them. */
  long foldersOfNothing() {
    return naming.sliceKey() != null || options.order != StreamOptions.Order.NAME
        ? 0
        : folder.files().stream()
            .map(file -> Naming.FOLDER.apply(name(file)).orElse(""))
            .distinct()
            .count();
  }

  @Override
  public long size() {
    return folder.size();
  }

  @Override
  public boolean hasImages() {
    return true;
  }

  @Override
  public String times() {
    return isTimedByFiles()
        ? "times are those at which the files were last changed"
        : "times are not the images' own: the first is when its file was last changed, then one every "
            + options.everyInWords()
            + " (--every); --order time takes that of each file";
  }

  private boolean isTimedByFiles() {
    return options.every == null && options.order == StreamOptions.Order.TIME;
  }

  @Override
  public void forEach(Consumer<Observation> each) {
    for (ImageFolder.Entry entry : folder) {
      Observation.Builder observation =
          Observation.builder().sequence(names.size()).image(entry.frame());
      describe(entry.path(), observation);
      each.accept(observation.build());
    }
  }

  /** Says of the next image what its path tells. */
  void describe(Path file, Observation.Builder observation) {
    String name = name(file);
    observation.id(Console.clean(name)).epochMillis(time(file));
    naming.name(observation, name);
    names.add(name);
  }

  private long time(Path file) {
    if (isTimedByFiles()) {
      return modified(file);
    }
    if (names.isEmpty()) {
      begin = modified(file);
    }
    return begin + names.size() * options.everyMillis();
  }

  private long modified(Path file) {
    try {
      return Files.getLastModifiedTime(folder.root().resolve(file)).toMillis();
    } catch (IOException e) {
      throw StreamOptions.unreadable(file, e);
    }
  }

  @Override
  public String name(long number) {
    return number >= 0 && number < names.size() ? names.get((int) number) : "image " + number;
  }

  @Override
  public Map<String, String> unreadable() {
    Map<String, String> names = new LinkedHashMap<>();
    folder.unreadable().forEach((file, why) -> names.put(name(file), why));
    return names;
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
