package io.virk.tools;

import io.virk.BacktestResult;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.event.MonitorEvent;
import io.virk.incident.IncidentReader;
import io.virk.report.Report;
import io.virk.report.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The page of a check: that of its first drift, with pictures, or of what was judged. */
final class CheckPage implements AutoCloseable {
  private static final int TRIES = 100;

  private final Path file;
  private final Path folder;
  private final RunLog log = new RunLog();

  /** Where the process is ended before this is closed: pictures must not stay behind. */
  private final Thread interrupted = new Thread(this::remove, "virk-check-remove");

  /** Begins, beside the page; the folder of incidents is there until this is closed. */
  CheckPage(Path file, MonitorBuilder settings) {
    this.file = file;
    try {
      folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".virk-check");
    } catch (IOException e) {
      throw new UncheckedIOException("--report: " + file + " cannot be written: " + e, e);
    }
    Runtime.getRuntime().addShutdownHook(interrupted);
    settings
        .incidents(folder)
        .listener(
            new MonitorListener() {
              @Override
              public void onEvent(MonitorEvent event) {
                log.accept(event);
              }
            });
  }

  /** Writes it, once all incidents are written. */
  void write(BacktestResult result) {
    List<Path> bundles = files();
    Report page =
        bundles.isEmpty()
            ? Report.of(log.run(result.inWords()))
            : Report.of(IncidentReader.open(bundles.get(0)));
    page.writeTo(file);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".zip")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      return; // it is at work
    }
    remove();
    if (Files.exists(folder)) {
      throw new IllegalStateException("--report: " + folder + " cannot be removed");
    }
  }

  /** A monitor that is still at work may write meanwhile. */
  private void remove() {
    for (int i = 0; i < TRIES && Files.exists(folder); i++) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path f : files.toList()) {
          Files.deleteIfExists(f);
        }
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // something came up: once more
      }
    }
  }
}
