package io.virk.tools;

import java.util.Map;

/** Tells of files that could not be read. */
final class Unread {
  private static final int TOLD = 5;

  private Unread() {}

  /** To those who look on, not to what reads the output. */
  static void tell(Tool tool, Recorded recorded) {
    Map<String, String> unreadable = recorded.unreadable();
    if (unreadable.isEmpty()) {
      return;
    }
    tool.console()
        .note("note: " + Console.count(unreadable.size(), "file") + " could not be read:");
    unreadable.entrySet().stream()
        .limit(TOLD)
        .forEach(
            e ->
                tool.console()
                    .note("  " + Console.clean(e.getKey()) + ": " + Console.clean(e.getValue())));
    if (unreadable.size() > TOLD) {
      tool.console().note("  and " + (unreadable.size() - TOLD) + " more");
    }
  }
}
