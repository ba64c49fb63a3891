package io.virk.bench.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table that was printed in Markdown.
 *
 * @param heading the last heading before it; "" without one
 * @param columns their names
 * @param rows of as many cells each, without emphasis
 */
public record MarkdownTable(String heading, List<String> columns, List<List<String>> rows) {
  private static final String RULE = "\\|(:?-+:?\\|)+";

  public MarkdownTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Finds all tables.
   *
   * @param text in Markdown
   */
  static List<MarkdownTable> in(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    List<MarkdownTable> tables = new ArrayList<>();
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ *", "");
      } else if (line.startsWith("|")
          && i + 1 < lines.size()
          && lines.get(i + 1).replace(" ", "").matches(RULE)) {
        List<List<String>> rows = new ArrayList<>();
        int at = i + 2;
        while (at < lines.size() && lines.get(at).startsWith("|")) {
          rows.add(cells(lines.get(at++)));
        }
        tables.add(new MarkdownTable(heading, cells(line), rows));
        i = at - 1;
      }
    }
    return tables;
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.endsWith("|") ? line.length() - 1 : line.length());
    return Arrays.stream(inner.split("\\|", -1))
        .map(cell -> cell.strip().replaceAll("^\\*+|\\*+$", ""))
        .toList();
  }
}
