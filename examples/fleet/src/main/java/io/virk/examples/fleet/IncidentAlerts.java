package io.virk.examples.fleet;

import io.virk.incident.IncidentSink;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Hands what is said of drifts, of cameras and of the fleet, to a sink of incidents: a {@link
 * io.virk.incident.Webhook}, for example. What the sink does not take waits, and is tried again
 * with the next checkpoint; what waits is in the checkpoint. What it refuses alone holds up what is
 * said of the same drift, and nothing else.
 *
 * <p>At least once: after a restart what came since the last checkpoint is handed on again. It has
 * the same name, time of opening, time and words then, by which a pager knows it.
 */
final class IncidentAlerts
    implements Sink<FleetEvent>, SupportsWriterState<FleetEvent, FleetEvent> {
  private static final long serialVersionUID = 1;

  /** What waits at most; beyond that the oldest are given up, and counted. */
  private static final int MOST = 10_000;

  private final String name;
  private final To to;

  /** Makes the sink, on the machine of its task, with which one that can be closed is closed. */
  @FunctionalInterface
  interface To extends Serializable {
    IncidentSink open();
  }

  /**
   * To a sink.
   *
   * @param name of the fleet, as the monitor's
   */
  IncidentAlerts(String name, To to) {
    this.name = name;
    this.to = to;
  }

  @Override
  public SinkWriter<FleetEvent> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<FleetEvent, FleetEvent> restoreWriter(
      WriterInitContext context, Collection<FleetEvent> waiting) {
    return new Writer(name, to.open(), waiting, context.metricGroup().addGroup("virk"));
  }

  @Override
  public SimpleVersionedSerializer<FleetEvent> getWriterStateSerializer() {
    return new Json();
  }

  /** Hands on, what is said of one drift in the order in which it was said. */
  static final class Writer implements StatefulSinkWriter<FleetEvent, FleetEvent> {
    /** Who fails so often in a row is down: each try may take long. */
    private static final int DOWN = 3;

    private final String name;
    private final IncidentSink sink;
    private final ArrayDeque<FleetEvent> waiting;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;

    /** Incidents of which something failed; until the next checkpoint they are not tried again. */
    private final Set<String> held = new HashSet<>();

    private int inARow;

    Writer(String name, IncidentSink sink, Collection<FleetEvent> waiting, MetricGroup meters) {
      this.name = name;
      this.sink = sink;
      this.waiting = new ArrayDeque<>(waiting);
      sent = meters.counter("alerts");
      failed = meters.counter("alertsFailed");
      givenUp = meters.counter("alertsGivenUp");
      meters.gauge("alertsWaiting", this.waiting::size);
    }

    @Override
    public void write(FleetEvent event, Context context) {
      if (!event.isAlert()) {
        return;
      }
      waiting.add(event);
      if (waiting.size() > MOST) {
        waiting.poll();
        givenUp.inc();
      }
      hand();
    }

    /** What failed last; null if nothing did. */
    private IOException hand() {
      IOException last = null;
      for (Iterator<FleetEvent> all = waiting.iterator(); inARow < DOWN && all.hasNext(); ) {
        FleetEvent event = all.next();
        if (!held.contains(event.incidentName())) {
          try {
            sink.write(event.incident(name));
            all.remove();
            sent.inc();
            inARow = 0;
          } catch (IOException | RuntimeException e) {
            failed.inc();
            held.add(event.incidentName());
            inARow++;
            last = e instanceof IOException io ? io : new IOException(e);
          }
        }
      }
      return last;
    }

    /** With a checkpoint, and at the end: what is not taken then is not lost without a word. */
    @Override
    public void flush(boolean atEnd) throws IOException {
      held.clear();
      inARow = 0;
      IOException thrown = hand();
      if (atEnd && thrown != null) {
        throw thrown;
      }
    }

    @Override
    public List<FleetEvent> snapshotState(long checkpoint) {
      return List.copyOf(waiting);
    }

    @Override
    public void close() throws IOException {
      if (sink instanceof AutoCloseable ofTask) {
        try {
          ofTask.close();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (Exception e) { // whatever it throws
          throw e instanceof IOException io ? io : new IOException(e);
        }
      }
    }
  }

  /** What waits, as the lines of events have it. */
  private static final class Json implements SimpleVersionedSerializer<FleetEvent> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(FleetEvent event) {
      return event.json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public FleetEvent deserialize(int version, byte[] json) throws IOException {
      if (version != VERSION) {
        throw new IOException("alert: of version " + version + " (expected: " + VERSION + ")");
      }
      return FleetEvent.of(new String(json, StandardCharsets.UTF_8));
    }
  }
}
