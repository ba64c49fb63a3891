package io.virk.metrics;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.event.DriftOpened;
import java.util.ArrayList;
import java.util.List;

/** A host in a JVM of its own, which lacks what VIRK can do without; see {@link BareHostTest}. */
final class BareHost {
  private BareHost() {}

  public static void main(String[] arguments) {
    List<DriftOpened> opened = new ArrayList<>();
    MonitorListener log =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            opened.add(event);
          }
        };
    try (Monitor monitor = DriftingMonitor.start("bare", log)) {
      DriftingMonitor.calm(monitor);
      DriftingMonitor.drift(monitor);
      System.out.println("jfr " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
      System.out.println("micrometer " + isThere("io.micrometer.core.instrument.MeterRegistry"));
      System.out.println("drifts " + opened.size());
      System.out.println("listener failures " + monitor.status().failures().listeners());
    }
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
