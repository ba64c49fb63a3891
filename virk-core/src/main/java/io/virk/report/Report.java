package io.virk.report;

import io.virk.baseline.Baseline;
import io.virk.baseline.facts.BaselineDiff;
import io.virk.incident.Incident;
import io.virk.incident.page.IncidentPage;
import io.virk.internal.AtomicFile;
import io.virk.label.AnnotationQuality;
import io.virk.label.Performance;
import io.virk.label.ReleaseNote;
import io.virk.label.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A page for people, in one file: it opens in any browser, from a disk or an e-mail, loads nothing
 * and sends nothing. The same model gives the same bytes. Immutable and thread-safe.
 */
public final class Report {
  private final String html;

  private Report(String html) {
    this.html = html;
  }

  /**
   * What happened, what to do, and what shows it. Every bundle has this page as {@code
   * report.html}.
   *
   * @param incident read from a bundle, or as a sink gets it
   * @return its page; of its pictures six in a row, reduced
   */
  public static Report of(Incident incident) {
    return new Report(IncidentPage.of(Objects.requireNonNull(incident, "incident")));
  }

  /**
   * What a baseline was built of, and what its null distributions gave on held-back data.
   *
   * @param baseline that is shown. Its null report takes as long as its calibration: seconds
   * @return its page
   */
  public static Report of(Baseline baseline) {
    return new Report(BaselinePage.of(Objects.requireNonNull(baseline, "baseline")));
  }

  /**
   * How far a baseline is apart from another.
   *
   * @param difference of {@link Baseline#compareWith}
   * @return its page
   */
  public static Report of(BaselineDiff difference) {
    return new Report(ComparisonPage.of(Objects.requireNonNull(difference, "difference")));
  }

  /**
   * What a monitor has judged and told.
   *
   * @param run of {@link RunLog#run}
   * @return its page
   */
  public static Report of(MonitorRun run) {
    return new Report(RunPage.of(Objects.requireNonNull(run, "run")));
  }

  /**
   * Pictures that somebody should look at, with decisions that are made on the page and saved as a
   * file for {@link io.virk.label.ReviewDecisions#read}.
   *
   * @param review of {@link io.virk.label.ReviewSample}
   * @return its page
   */
  public static Report of(Review review) {
    return new Report(ReviewPage.of(Objects.requireNonNull(review, "review")));
  }

  /**
   * What changes with another version of a model: the page that goes out before the update.
   *
   * @param note of {@link io.virk.label.Challenger#result}
   * @return its page
   */
  public static Report of(ReleaseNote note) {
    return new Report(ReleasePage.of(Objects.requireNonNull(note, "note")));
  }

  /**
   * What labels say of a model: how well it predicts, and whether labellers agree.
   *
   * @param name of the model or its stream, as its title has it
   * @param performance of {@link io.virk.label.Feedback#performance}
   * @param quality of {@link io.virk.label.Feedback#quality}
   * @return its page
   */
  public static Report of(String name, Performance performance, AnnotationQuality quality) {
    return new Report(
        PerformancePage.of(
            Objects.requireNonNull(name, "name"),
            Objects.requireNonNull(performance, "performance"),
            Objects.requireNonNull(quality, "quality")));
  }

  /**
   * The page.
   *
   * @return HTML
   */
  public String html() {
    return html;
  }

  /**
   * Writes it; it appears whole or not at all, readable by its owner alone.
   *
   * @param file where to, usually with the ending {@code .html}; what is there is replaced
   * @throws UncheckedIOException if it cannot be written; what was there is as it was
   */
  public void writeTo(Path file) {
    Objects.requireNonNull(file, "file");
    try {
      AtomicFile.write(
          file, AtomicFile.Access.OWNER, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("file: " + file + " cannot be written", e);
    }
  }

  @Override
  public String toString() {
    return "report of " + html.length() + " characters";
  }
}
