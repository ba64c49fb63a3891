package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.stats.Acceleration;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An engine in a JVM of its own, which runs through, or goes on from where another one was. */
final class EngineElsewhere {
  static final int LENGTH = 600;

  /** Before, in and after the drift, in the middle of windows. */
  static final List<Integer> AT = List.of(150, 237, 299, 401, 520);

  private EngineElsewhere() {}

  private static Engine engine(Path folder) {
    Baseline baseline = Baseline.load(folder.resolve("line.virk"));
    return new Engine(
        Streams.settings(FalseAlarms.oncePerObservations(4_000), true, 1),
        new WindowSizes(baseline, WindowPolicy.ofCount(16)));
  }

  static String snapshot(int at) {
    return at + ".snapshot";
  }

  static String restoredSnapshot(int at) {
    return at + ".again";
  }

  /** Whatever it says from an observation on. */
  static String lines(int from) {
    return from + ".lines";
  }

  /** The state after all observations, restored before one of them. */
  static String end(int from) {
    return from + ".end";
  }

  /** Runs through and writes everything down for {@link #goOn}. */
  private static void through(Path folder) throws IOException {
    Engine engine = engine(folder);
    List<Streams.Step> steps = Streams.observations(LENGTH, 7);
    List<List<String>> byStep = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      if (AT.contains(i)) {
        Files.write(folder.resolve(snapshot(i)), RestoredRunTest.bytes(engine));
      }
      List<String> lines = new ArrayList<>();
      Streams.run(engine, steps.get(i), lines);
      byStep.add(lines);
    }
    for (int at : AT) {
      List<String> rest = byStep.subList(at, LENGTH).stream().flatMap(List::stream).toList();
      Files.write(folder.resolve(lines(at)), rest);
      Files.write(folder.resolve(end(at)), RestoredRunTest.bytes(engine));
    }
  }

  /** Goes on from each snapshot of one that ran through. */
  private static void goOn(Path folder, Path from) throws IOException {
    List<Streams.Step> steps = Streams.observations(LENGTH, 7);
    for (int at : AT) {
      Engine engine = engine(folder);
      byte[] snapshot = Files.readAllBytes(from.resolve(snapshot(at)));
      engine.restore(
          new DataInputStream(new ByteArrayInputStream(snapshot)), steps.get(at - 1).nanos());
      Files.write(folder.resolve(restoredSnapshot(at)), RestoredRunTest.bytes(engine));
      Files.write(folder.resolve(lines(at)), Streams.run(engine, steps.subList(at, LENGTH)));
      Files.write(folder.resolve(end(at)), RestoredRunTest.bytes(engine));
    }
  }

  /**
   * Runs.
   *
   * @param arguments a folder with a baseline, {@code line.virk}, for what it writes; the folder of
   *     one that ran through, if it is to go on from there
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> folders = Arrays.stream(arguments).map(Path::of).toList();
    System.out.println("kernels " + (Acceleration.inUse().isVector() ? "vector" : "scalar"));
    if (folders.size() == 1) {
      through(folders.get(0));
    } else {
      goOn(folders.get(0), folders.get(1));
    }
  }
}
