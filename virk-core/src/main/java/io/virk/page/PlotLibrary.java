package io.virk.page;

import io.virk.internal.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * uPlot, which draws the charts, from its artefact on the class path.
 *
 * @param script with its licence line
 * @param style without one of its own
 * @param licence all of it
 */
record PlotLibrary(String script, String style, String licence) {
  private static final String FOLDER = "META-INF/resources/webjars/uplot/1.6.30/";
  private static final Optional<PlotLibrary> FOUND = load();

  /** Empty where a host has left it out: tables stand for charts. */
  static Optional<PlotLibrary> find() {
    return FOUND;
  }

  private static Optional<PlotLibrary> load() {
    Optional<String> script = ofUplot("dist/uPlot.iife.min.js");
    Optional<String> style = ofUplot("dist/uPlot.min.css");
    Optional<String> licence = ofUplot("LICENSE");
    return script.isEmpty() || style.isEmpty() || licence.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlotLibrary(script.get(), style.get(), licence.get()));
  }

  private static Optional<String> ofUplot(String file) {
    return text(Resources.ofAnyone(FOLDER + file));
  }

  /** A file of ours. */
  static Optional<String> read(String resource) {
    return text(PlotLibrary.class.getResourceAsStream(resource));
  }

  private static Optional<String> text(InputStream stream) {
    try (InputStream in = stream) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } catch (IOException e) { // a damaged jar
      return Optional.empty();
    }
  }
}
