package io.virk.signal;

import java.util.List;

/** What the host measures and hands over by name. */
final class HostSource implements SignalSource {
  private final List<ScalarSignal> signals;

  HostSource(List<ScalarSignal> signals) {
    this.signals = List.copyOf(signals);
    SignalSources.checkSignals(this);
  }

  @Override
  public String name() {
    return SignalSources.HOST;
  }

  @Override
  public List<ScalarSignal> signals() {
    return signals;
  }

  @Override
  public Reader reader() {
    List<String> names = signals.stream().map(ScalarSignal::name).toList();
    return (observation, row) -> {
      for (int i = 0; i < signals.size(); i++) {
        row.set(signals.get(i), observation.signal(signals.get(i).name()));
      }
      String unknown = observation.unknownSignal(names);
      if (unknown != null) {
        row.flawed(
            new FlawFound(
                Flaw.SIGNAL_UNKNOWN,
                "\"" + (unknown.length() > 100 ? unknown.substring(0, 100) : unknown) + "\"",
                "one of " + names,
                observation.sequence()));
      }
    };
  }
}
