package io.virk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.scenes.Scenes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
      ImageFolder images = ImageFolder.of(inside.getPath("/"));
      assertEquals(List.of("cam-1/1.png"), paths(images));
      assertEquals("images.zip", images.name());
    }
  }

  @Test
  void ordersAreByNameByTimeAndByChance() throws IOException {
    List<String> names = List.of("a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/3.png");
    for (int i = 0; i < names.size(); i++) {
      write(names.get(i), png(i));
      Path file = folder.resolve(names.get(i));
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 - 1000 * (i / 2)));
    }
    ImageFolder images = ImageFolder.of(folder);
    assertEquals(names, paths(images));
    assertEquals(
        List.of("b/3.png", "b/1.png", "b/2.png", "a/1.png", "a/2.png"), paths(images.byTime()));
    List<String> shuffled = paths(images.shuffled(7));
    assertNotEquals(names, shuffled);
    assertEquals(names, shuffled.stream().sorted().toList());
    assertEquals(shuffled, paths(ImageFolder.of(folder).shuffled(7)));
    assertNotEquals(shuffled, paths(images.shuffled(8)));
    assertEquals(names, paths(images.shuffled(7).byName()));
    assertEquals(ImageFolder.Order.SHUFFLED, images.shuffled(7).maximumPixels(1000).order());
    assertEquals(shuffled, paths(images.shuffled(7).maximumPixels(1000)));
  }

  @Test
  void camerasComeSideBySideAndTheFirstOnesAlone() throws IOException {
    for (String name : List.of("a/1.png", "a/2.png", "a/3.png", "a/4.png", "b/1.png", "b/2.png")) {
      write(name, png(1));
    }
    ImageFolder images = ImageFolder.of(folder).sideBySide(p -> p.getName(0).toString());
    assertEquals(
        List.of("a/1.png", "b/1.png", "a/2.png", "a/3.png", "b/2.png", "a/4.png"), paths(images));
    assertEquals(ImageFolder.Order.NAME, images.order());
    ImageFolder some = images.maximumPixels(1_000).first(2);
    assertEquals(List.of("a/1.png", "b/1.png"), paths(some));
    assertEquals(2, some.size());
    assertEquals(6, images.first(100).size());
    assertThrows(IllegalArgumentException.class, () -> images.first(0));
  }

  @Test
  void linksAreFollowedAndThoseThatLeadNowhereAreNamed() throws IOException {
    write("photos/1.png", png(1));
    write("elsewhere/2.png", png(2));
    Path photos = folder.resolve("photos");
    Files.createSymbolicLink(photos.resolve("linked"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(photos.resolve("again"), photos);
    Files.createSymbolicLink(photos.resolve("gone.png"), folder.resolve("missing.png"));
    Path root = Files.createSymbolicLink(folder.resolve("root"), photos);
    ImageFolder images = ImageFolder.of(root);
    assertEquals(List.of("1.png", "linked/2.png"), paths(images));
    assertEquals(
        Map.of(
            Path.of("again"), "a link that leads back to a folder that it is in",
            Path.of("gone.png"), "a link that leads nowhere"),
        images.unreadable());
  }

  @Test
  void aTruncatedFileIsNoImage() throws IOException {
    Frame scene = Scenes.frame(1, 1, 64, 48);
    write("0.png", png(1));
    for (String format : List.of("jpg", "png", "bmp", "gif", "tif")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      assertTrue(ImageIO.write(scene.toBufferedImage(), format, bytes), format);
      byte[] whole = bytes.toByteArray();
      write("half." + format, Arrays.copyOf(whole, whole.length * 2 / 3));
    }
    ImageFolder images = ImageFolder.of(folder);
    assertEquals(List.of("0.png"), paths(images));
    assertEquals(5, images.unreadable().size(), images.unreadable().toString());
  }

  @Test
  void whatBecameOfTheFilesIsOneLine() throws IOException {
    write("1.png", png(1));
    write("2.png", new byte[9]);
    write("notes.txt", new byte[1]);
    write("3.webp", new byte[1]);
    write("4.WEBP", new byte[1]);
    write("README", new byte[1]);
    ImageFolder images = ImageFolder.of(folder);
    paths(images);
    assertEquals(
        "folder "
            + folder.getFileName()
            + ", by name: 1 image used; 1 unreadable (2.png: no decoder knows its content);"
            + " skipped .txt 1, .webp 2, no ending 1",
        images.inWords());
    paths(images);
    assertTrue(images.inWords().contains(": 1 image used; 1 unreadable"), "a second reading");
    Path hostile = Files.createDirectory(folder.resolve("a\n\u001b[31mb"));
    Files.copy(folder.resolve("1.png"), hostile.resolve("1.png"));
    assertEquals("a\uFFFD\uFFFD[31mb", ImageFolder.of(hostile).name());
    assertEquals(folder.getFileName().toString(), ImageFolder.of(hostile.resolve("..")).name());
  }

  @Test
  void imagesAreTurnedUprightUnlessItIsSaidOtherwise() throws IOException {
    byte[] plain = png(1);
    Frame stored = Frame.of(ImageIO.read(new ByteArrayInputStream(plain)));
    for (int orientation = 1; orientation <= 8; orientation++) {
      write("1.png", withOrientation(plain, orientation));
      Frame upright = ImageFolder.of(folder).iterator().next().frame();
      boolean turned = orientation >= 5;
      assertEquals(turned ? 12 : 16, upright.width());
      // the corner that is upper left when it is seen: of the stored rows and columns
      int x = List.of(1, 4, 5, 6).contains(orientation) ? 0 : 15;
      int y = List.of(1, 2, 5, 8).contains(orientation) ? 0 : 11;
      assertArrayEquals(pixel(stored, x, y), pixel(upright, 0, 0), "orientation " + orientation);
      // and its neighbour to the right
      int dx = turned ? 0 : x == 0 ? 1 : -1;
      int dy = turned ? y == 0 ? 1 : -1 : 0;
      assertArrayEquals(
          pixel(stored, x + dx, y + dy), pixel(upright, 1, 0), "orientation " + orientation);
    }
    ImageFolder asStored = ImageFolder.of(folder).orientation(Orientation.AS_STORED);
    assertArrayEquals(stored.pixels(), asStored.iterator().next().frame().pixels());
    ImageFolder refused = ImageFolder.of(folder).orientation(Orientation.REFUSED);
    assertFalse(refused.iterator().hasNext());
    assertEquals(
        Map.of(Path.of("1.png"), "its Exif orientation is 8 (expected: 1, upright)"),
        refused.unreadable());
  }

  private static byte[] pixel(Frame frame, int x, int y) {
    int at = frame.offset() + y * frame.rowStride() + 3 * x;
    return Arrays.copyOfRange(frame.pixels(), at, at + 3);
  }

  /** With a chunk of Exif data before the others. */
  private static byte[] withOrientation(byte[] png, int orientation) {
    byte[] exif = {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    int header = 8 + 25;
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    byte[] type = "eXIf".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    sum.update(type);
    sum.update(exif);
    return java.nio.ByteBuffer.allocate(png.length + 12 + exif.length)
        .put(png, 0, header)
        .putInt(exif.length)
        .put(type)
        .put(exif)
        .putInt((int) sum.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  @Test
  void theSizeThatAFileDeclaresHasALimit() throws IOException {
    write("1.png", png(1));
    ImageFolder images = ImageFolder.of(folder).maximumPixels(16 * 12 - 1);
    assertEquals(List.of(), paths(images));
    assertEquals(
        Map.of(Path.of("1.png"), "it declares 16 x 12 pixels (expected: <= 191, maximumPixels)"),
        images.unreadable());
    assertThrows(IllegalArgumentException.class, () -> images.maximumPixels(0));
  }
}
