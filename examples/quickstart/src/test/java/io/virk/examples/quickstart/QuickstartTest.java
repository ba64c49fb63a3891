package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trouble with files is told in one line, without a stack trace. */
@Tag("slow")
@Tag("once")
class QuickstartTest {
  @TempDir private Path folder;

  private static String complaint(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream unused = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int status =
        Quickstart.run(arguments, unused, new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals(2, status);
    String text = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count(), text);
    return text;
  }

  @Test
  void anOutputThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    String text = complaint("--output", file.toString());
    assertTrue(text.startsWith("quickstart: ") && text.contains(file.toString()), text);
  }

  @Test
  void aBaselineThatCannotBeWritten() throws IOException {
    Files.createDirectories(folder.resolve("line-3.virk/in-the-way"));
    String text = complaint("--frames", "100", "--output", folder.toString());
    assertTrue(text.contains("line-3.virk cannot be written: "), text);
  }

  @Test
  void aZipOfImagesThatIsCutOff() throws IOException {
    Path zip = Files.write(folder.resolve("photos.zip"), new byte[] {'P', 'K', 3, 4, 20, 0});
    Path model = Files.createFile(folder.resolve("model.onnx"));
    String text = complaint("--images", zip.toString(), "--model", model.toString());
    assertTrue(text.contains("--images: " + zip + " (expected: a whole zip file; "), text);
  }

  @Test
  void anUnknownOption() {
    assertTrue(complaint("--imgaes").contains("unknown option --imgaes"));
  }
}
