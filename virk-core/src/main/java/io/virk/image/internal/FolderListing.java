package io.virk.image.internal;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a folder holds: image files in the order of their paths, and what was passed by. */
public final class FolderListing {
  private static final String NO_ENDING = "no ending";

  private final List<Path> files = new ArrayList<>();
  private final Map<Path, Long> times = new LinkedHashMap<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private final Map<Path, String> unreadable = new LinkedHashMap<>();

  private FolderListing() {}

  /**
   * Lists a folder and its sub-folders. Links are followed; one that leads back to a folder that it
   * is in, or nowhere, is named as unreadable.
   *
   * @param root the folder, or a link to it
   * @param endings of image files, lower case, with the dot
   * @return what is there
   * @throws IOException if the root cannot be listed
   */
  public static FolderListing of(Path root, List<String> endings) throws IOException {
    FolderListing listing = new FolderListing();
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            listing.add(root, file, attributes, endings);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
              throw e;
            }
            listing.unreadable.put(
                root.relativize(file),
                e instanceof FileSystemLoopException
                    ? "a link that leads back to a folder that it is in"
                    : "cannot be listed: " + e.getMessage());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            if (e != null) {
              listing.unreadable.put(root.relativize(folder), "ended early: " + e.getMessage());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(listing.files);
    return listing;
  }

  private void add(Path root, Path file, BasicFileAttributes attributes, List<String> endings) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    String ending = dot <= 0 ? NO_ENDING : name.substring(dot);
    if (!endings.contains(ending)) {
      skipped.merge(ending, 1, Integer::sum);
    } else if (attributes.isRegularFile()) {
      files.add(file);
      times.put(file, attributes.lastModifiedTime().toMillis());
    } else {
      unreadable.put(
          root.relativize(file),
          attributes.isSymbolicLink() ? "a link that leads nowhere" : "no regular file");
    }
  }

  /** The image files. */
  public List<Path> files() {
    return Collections.unmodifiableList(files);
  }

  /** When a file was changed last, milliseconds since 1970. */
  public long time(Path file) {
    return times.get(file);
  }

  /** How many files of which other ending were passed by. */
  public Map<String, Integer> skipped() {
    return Collections.unmodifiableMap(skipped);
  }

  /** What could not be listed, relative to the root, with the reason. */
  public Map<Path, String> unreadable() {
    return Collections.unmodifiableMap(unreadable);
  }
}
