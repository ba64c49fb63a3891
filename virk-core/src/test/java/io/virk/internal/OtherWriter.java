package io.virk.internal;

import io.virk.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that writes a file: again and again, or once and never to the end. */
final class OtherWriter {
  private OtherWriter() {}

  static Process start(Path file, String times) throws IOException {
    List<String> jvm = Child.jvm("-Xshare:auto", "-XX:TieredStopAtLevel=1");
    return new ProcessBuilder(Child.program(jvm, OtherWriter.class, file, times)).start();
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    if (arguments[1].equals("hang")) {
      AtomicFile.write(
          file,
          AtomicFile.Access.OWNER,
          target -> {
            target.write(new byte[1 << 20]);
            System.out.println("writing");
            System.in.read(); // until it is killed
          });
    }
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      AtomicFile.write(file, AtomicFile.Access.SHARED, target -> target.write(new byte[100_000]));
    }
  }
}
