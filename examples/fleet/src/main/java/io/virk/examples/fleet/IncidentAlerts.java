package io.virk.examples.fleet;

import io.virk.incident.IncidentSink;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
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
 * with the next checkpoint; what waits is in the checkpoint.
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

  /** Makes the sink, on the machine of its task. */
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

  /** Hands on, in the order in which it was said. */
  private static final class Writer implements StatefulSinkWriter<FleetEvent, FleetEvent> {
    private final String name;
    private final IncidentSink sink;
    private final ArrayDeque<FleetEvent> waiting;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;

    /** Until the next checkpoint nothing is tried again: each try may take long. */
    private boolean isDown;

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

    private IOException hand() {
      while (!isDown && !waiting.isEmpty()) {
        try {
          sink.write(waiting.peek().incident(name));
          waiting.poll();
          sent.inc();
        } catch (IOException | RuntimeException e) {
          failed.inc();
          isDown = true;
          return e instanceof IOException io ? io : new IOException(e);
        }
      }
      return null;
    }

    /** With a checkpoint, and at the end: what is not taken then is not lost without a word. */
    @Override
    public void flush(boolean atEnd) throws IOException {
      isDown = false;
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
    public void close() {}
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
