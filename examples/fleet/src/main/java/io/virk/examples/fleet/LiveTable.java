package io.virk.examples.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** How the fleet is, line by line as time goes on; on the standard output of its task. */
final class LiveTable implements Sink<FleetEvent> {
  private static final long serialVersionUID = 1;

  private final Duration every;

  /** Prints a line for each so much of the stream's time. */
  LiveTable(Duration every) {
    this.every = every;
  }

  @Override
  public SinkWriter<FleetEvent> createWriter(WriterInitContext context) {
    return new Writer(every.toMillis(), System.out);
  }

  /** Keeps what is open. */
  static final class Writer implements SinkWriter<FleetEvent> {
    private final long every;
    private final PrintStream out;
    private final Set<String> drifting = new TreeSet<>();
    private final Set<String> silent = new TreeSet<>();
    private final Set<Integer> ofFleet = new TreeSet<>();
    private String last = "";
    private long next = Long.MIN_VALUE;

    Writer(long every, PrintStream out) {
      this.every = every;
      this.out = out;
    }

    @Override
    public void write(FleetEvent event, Context context) {
      switch (event.kind()) {
        case OPENED -> drifting.add(event.camera());
        case CLOSED -> drifting.remove(event.camera());
        case STOPPED -> silent.add(event.camera());
        case RESUMED -> silent.remove(event.camera());
        case FLEET_OPENED -> {
          ofFleet.add(event.number());
          last = event.words();
        }
        case FLEET_CLOSED -> ofFleet.remove(event.number());
        case UPDATED, NOTICE, FLEET_UPDATED -> {}
      }
    }

    @Override
    public void writeWatermark(Watermark watermark) {
      long now = watermark.getTimestamp();
      if (now == Long.MAX_VALUE) {
        return;
      }
      if (next == Long.MIN_VALUE) {
        out.println("time   cameras drifting  silent  drifts of the fleet  last");
        next = (Math.floorDiv(now, every) + 1) * every;
      }
      for (; next <= now; next += every) {
        out.printf(
            Locale.ROOT,
            "%.5s  %16d  %6d  %19d  %s%n",
            Instant.ofEpochMilli(next).toString().substring(11),
            drifting.size(),
            silent.size(),
            ofFleet.size(),
            last);
        last = "";
      }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
