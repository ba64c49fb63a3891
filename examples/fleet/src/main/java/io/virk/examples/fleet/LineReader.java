package io.virk.examples.fleet;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/** Reads observations from lines; what is none is left out and counted. */
final class LineReader extends RichFlatMapFunction<String, CameraObservation> {
  private static final long serialVersionUID = 1;

  private transient Counter unreadable;

  @Override
  public void open(OpenContext context) {
    unreadable = getRuntimeContext().getMetricGroup().addGroup("virk").counter("unreadableLines");
  }

  @Override
  public void flatMap(String line, Collector<CameraObservation> out) {
    CameraObservation of;
    try {
      of = ObservationLines.read(line);
    } catch (IllegalArgumentException e) {
      unreadable.inc();
      return;
    }
    out.collect(of);
  }
}
