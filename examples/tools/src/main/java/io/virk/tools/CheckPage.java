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
  private final Path file;
  private final Path folder;
  private final RunLog log = new RunLog();

  /** Begins, beside the page; the folder of incidents is there until this is closed. */
  CheckPage(Path file, MonitorBuilder settings) {
    this.file = file;
    try {
      folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".virk-check");
    } catch (IOException e) {
      throw new UncheckedIOException("--report: " + file + " cannot be written: " + e, e);
    }
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
    try (Stream<Path> files = Files.list(folder)) {
      for (Path f : files.toList()) {
        Files.delete(f);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
