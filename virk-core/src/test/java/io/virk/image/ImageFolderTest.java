package io.virk.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Scenes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir private Path folder;

  private static byte[] png(int number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(Scenes.frame(1, number, 16, 12).toBufferedImage(), "png", bytes);
    return bytes.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static List<String> paths(ImageFolder images) {
    List<String> paths = new ArrayList<>();
    images.forEach(e -> paths.add(e.path().toString().replace('\\', '/')));
    return paths;
  }

  @Test
  void imagesComeInTheOrderOfTheirPaths() throws IOException {
    write("b/2.png", png(2));
    write("b/10.PNG", png(3));
    write("a.png", png(1));
    write("notes.txt", new byte[] {1});
    write("b/c/x.png", png(4));
    ImageFolder images = ImageFolder.of(folder);
    assertEquals(4, images.size());
    assertEquals(List.of("a.png", "b/10.PNG", "b/2.png", "b/c/x.png"), paths(images));
    assertEquals(paths(images), paths(images));
    assertEquals(Map.of(), images.unreadable());
    assertEquals(folder, images.root());
    assertEquals(16, images.iterator().next().frame().width());
  }

  @Test
  void unreadableFilesAreSkippedAndRemembered() throws IOException {
    byte[] whole = png(1);
    write("1.png", whole);
    write("2.png", Arrays.copyOf(whole, whole.length / 2));
    write("3.jpg", "no image".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    write("4.png", new byte[0]);
    byte[] huge = whole.clone();
    Arrays.fill(huge, 16, 24, (byte) 0x7F);
    write("5.png", huge);
    write("6.png", whole);
    ImageFolder images = ImageFolder.of(folder);
    List<String> read = paths(images);
    assertTrue(read.contains("1.png") && read.contains("6.png"), read.toString());
    List<String> skipped = images.unreadable().keySet().stream().map(Path::toString).toList();
    assertEquals(List.of("2.png", "3.jpg", "4.png", "5.png"), skipped);
    assertEquals(6, images.size());
    images.unreadable().values().forEach(reason -> assertTrue(!reason.isBlank()));
  }

  @Test
  void aFolderWithoutImagesIsRejected() throws IOException {
    write("readme.txt", new byte[] {1});
    assertEquals(
        "root: "
            + folder
            + " (expected: a folder with at least one image"
            + " [.png, .jpg, .jpeg, .bmp, .gif, .tif, .tiff, .wbmp])",
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.of(folder)).getMessage());
    Path missing = folder.resolve("missing");
    assertEquals(
        "root: " + missing + " (expected: an existing folder)",
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.of(missing)).getMessage());
    Path file = folder.resolve("readme.txt");
    assertThrows(IllegalArgumentException.class, () -> ImageFolder.of(file));
  }

  @Test
  void theIteratorEnds() throws IOException {
    write("1.png", png(1));
    Iterator<ImageFolder.Entry> iterator = ImageFolder.of(folder).iterator();
    assertTrue(iterator.hasNext());
    assertTrue(iterator.hasNext());
    iterator.next();
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void foldersInsideZipFilesAreFolders() throws IOException {
    Path zip = folder.resolve("images.zip");
    try (FileSystem inside = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.createDirectories(inside.getPath("/cam-1"));
      Files.write(inside.getPath("/cam-1/1.png"), png(1));
    }
    try (FileSystem inside = FileSystems.newFileSystem(zip)) {
      assertEquals(List.of("cam-1/1.png"), paths(ImageFolder.of(inside.getPath("/"))));
    }
  }
}
