package io.virk.internal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Remembers what is logged, each entry as a backend would write it, or cannot write anything. */
public final class RecordingLogger extends AbstractLogger {
  private static final long serialVersionUID = 1;

  private final transient List<String> entries = new ArrayList<>();
  private final boolean fails;

  /** A log that works. */
  public RecordingLogger() {
    this(false);
  }

  private RecordingLogger(boolean fails) {
    this.fails = fails;
  }

  /** A log that throws whatever it is given. */
  public static RecordingLogger failing() {
    return new RecordingLogger(true);
  }

  /** The entries so far: level, message, and the stack trace if there is one. */
  public List<String> entries() {
    return List.copyOf(entries);
  }

  /** The lines of all entries, without those of stack traces. */
  public List<String> lines() {
    return entries.stream().flatMap(String::lines).filter(l -> !l.startsWith("\tat ")).toList();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    if (fails) {
      throw new OutOfMemoryError("appender");
    }
    StringWriter entry = new StringWriter();
    PrintWriter writer = new PrintWriter(entry);
    writer.print(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments) + "\n");
    if (thrown != null) {
      thrown.printStackTrace(writer);
    }
    entries.add(entry.toString());
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return true;
  }
}
