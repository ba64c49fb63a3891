package io.virk.tools;

import io.virk.BacktestResult;
import io.virk.BacktestResult.Episode;
import io.virk.tools.CheckCommand.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes what a check found as JUnit XML: a test for each slice, skipped where it was not judged.
 */
final class JUnitXml {
  private JUnitXml() {}

  static void write(
      Path file,
      String baseline,
      Path folder,
      List<Outcome> outcomes,
      List<String> notes,
      BacktestResult result,
      Recorded recorded)
      throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml, baseline, folder, outcomes, notes, result, recorded);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    Whole.write(file, text.toString());
  }

  private static void suite(
      XMLStreamWriter xml,
      String baseline,
      Path folder,
      List<Outcome> outcomes,
      List<String> notes,
      BacktestResult result,
      Recorded recorded)
      throws XMLStreamException {
    boolean nothing = outcomes.isEmpty();
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", "virk " + baseline);
    attribute(xml, "tests", "" + (nothing ? 1 : outcomes.size()));
    attribute(xml, "failures", "" + outcomes.stream().filter(o -> o.drift().isPresent()).count());
    attribute(xml, "errors", nothing ? "1" : "0");
    attribute(
        xml,
        "skipped",
        "" + outcomes.stream().filter(o -> o.word().equals("insufficient")).count());
    if (nothing) {
      begin(xml, folder, "all");
      xml.writeStartElement("error");
      attribute(xml, "message", String.join("; ", notes));
      xml.writeEndElement();
      xml.writeEndElement();
    }
    for (Outcome outcome : outcomes) {
      begin(xml, folder, outcome.slice().toString());
      if (outcome.drift().isPresent()) {
        failure(xml, outcome.drift().get(), recorded);
      } else if (outcome.judged() == 0) {
        xml.writeStartElement("skipped");
        attribute(
            xml, "message", outcome.why().isEmpty() ? "too little to be judged" : outcome.why());
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeStartElement("system-out");
    StringBuilder said = new StringBuilder(result.inWords()).append('\n');
    notes.forEach(note -> said.append(note).append('\n'));
    recorded
        .unreadable()
        .forEach((name, why) -> said.append(name).append(": ").append(why).append('\n'));
    text(xml, said.toString());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void begin(XMLStreamWriter xml, Path folder, String name)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    Path last = folder.toAbsolutePath().normalize().getFileName();
    attribute(xml, "classname", "virk.check." + (last == null ? "root" : last));
    attribute(xml, "name", name);
    attribute(xml, "time", "0");
  }

  private static void failure(XMLStreamWriter xml, Episode episode, Recorded recorded)
      throws XMLStreamException {
    xml.writeStartElement("failure");
    attribute(xml, "type", "drift");
    attribute(xml, "message", episode.diagnosis().headline());
    text(
        xml,
        episode.diagnosis().explanation()
            + "\nto do: "
            + episode.diagnosis().recommendedAction()
            + "\nbegins "
            + recorded.began(episode.drift().onset()));
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, Console.clean(value));
  }

  /** Lines, each without what XML cannot hold. */
  private static void text(XMLStreamWriter xml, String lines) throws XMLStreamException {
    StringBuilder safe = new StringBuilder();
    for (String line : lines.split("\n", -1)) {
      safe.append(Console.clean(line)).append('\n');
    }
    xml.writeCharacters(safe.toString());
  }
}
